"""What differs between two versions beside their numbers: versions, values of scenarios, outcomes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from trustsim.scenario.scenario import LUCK
from trustsim.studies.versions.saved import Arm, Version

COLUMNS = ("kind", "scenario", "name", "saved", "this")
#: Said of an outcome that only one version has, or that both give in other units.
THERE, NOT_THERE = "there", "not there"


def settings_that_differ(saved: Version, this: Version, labels: Sequence[str]) -> pd.DataFrame:
    """Return what differs: a row for each version, value or outcome.

    Its columns are ``kind`` ("version", "parameter", "value" or "outcome"), ``scenario`` (nothing where it is so in
    all), ``name``, and what the ``saved`` version and ``this`` one say, as text.

    Args:
        saved: one version.
        this: the other one.
        labels: the scenarios that both have.
    """
    rows = [*_versions(saved.versions, this.versions), *_values(saved, this, labels), *_outcomes(saved, this)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def comparable_outcomes(saved: Version, this: Version) -> list[str]:
    """Return the outcomes that both versions have, in the same unit."""
    here = this.facts
    return [name for name, facts in saved.facts.items() if name in here and here[name].unit == facts.unit]


def _versions(saved: Mapping[str, str], this: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    for name in {**saved, **this}:
        if saved.get(name) != this.get(name):
            yield "version", "", name, _text(saved.get(name)), _text(this.get(name))


def _values(saved: Version, this: Version, labels: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield the values that differ; what differs alike in all scenarios stands there once."""
    where: dict[tuple[str, str, str], list[str]] = {}
    for label in labels:
        for path, one, two in _between(saved.arms[label], this.arms[label]):
            where.setdefault((path, one, two), []).append(label)
    for (path, one, two), of in where.items():
        kind = "parameter" if path.startswith("parameters.") else "value"
        for label in [""] if len(of) == len(labels) else of:
            yield kind, label, path, one, two


def _between(saved: Arm, this: Arm) -> Iterator[tuple[str, str, str]]:
    one, two = saved.values, this.values
    if not one or not two:
        return
    for path in {**one, **two}:
        if path not in LUCK and one.get(path) != two.get(path):
            yield path, _text(one.get(path)), _text(two.get(path))


def _outcomes(saved: Version, this: Version) -> Iterator[tuple[str, ...]]:
    for name in {**saved.facts, **this.facts}:
        one, two = saved.facts.get(name), this.facts.get(name)
        if one is None or two is None:
            yield "outcome", "", name, THERE if one else NOT_THERE, THERE if two else NOT_THERE
        elif one.unit != two.unit:
            yield "outcome", "", name, one.unit, two.unit


def _text(value: Any) -> str:
    if value is None:
        return NOT_THERE
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
