"""How each published number is measured: ``numbers.toml``; and what has to hold between numbers of a finding."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from trustsim.errors import InputError, nearest
from trustsim.evidence.findings.targets import Target, finding_of, load_targets

Kind = Literal["input", "calibrated", "emergent"]
Window = tuple[int, int]


@dataclass(frozen=True)
class Number:
    """How a number is measured.

    Attributes:
        id: that of the target, or of a number that only a condition needs.
        kind: whether it holds as an input or a cut-off, was calibrated, or emerges.
        estimator: the statistic, by the name of a function in ``estimators``.
        arms: the arms, in the order in which the estimator takes them.
        outcome: an outcome of the model, over everybody and all weeks of the window.
        variable: a state of each person or manager.
        window: first and last week.
        other: a second state, in ``other_window``; ``less`` a third, in ``less_window``.
        instead: a state whose statistic is taken off, in the place of ``variable``.
        traits: traits of managers.
        below: the name of the cut-off below which something is counted.
        factor: what the result is multiplied by.
        size: people an arm, where not the arm's own.
        absolute: the size without its sign.
        pooled: taken from all runs together.
        missing: why the model cannot show it.
        says: what it is, of a number without a target.
        note: what is to be said of it.
        added: what was added to the model after the number had been missed, and what it was then: no blind check.
        fast: part of the quick subset of the tests.
    """

    id: str
    kind: Kind
    estimator: str = ""
    arms: tuple[str, ...] = ()
    outcome: str = ""
    variable: str = ""
    window: Window = (1, 1)
    other: str = ""
    other_window: Window = (1, 1)
    less: str = ""
    less_window: Window = (1, 1)
    instead: str = ""
    traits: tuple[str, ...] = ()
    below: str = ""
    factor: float = 1.0
    size: int = 0
    absolute: bool = False
    pooled: bool = False
    missing: str = ""
    says: str = ""
    note: str = ""
    added: str = ""
    fast: bool = False

    @property
    def finding(self) -> str:
        """The finding that it is part of."""
        return finding_of(self.id)

    @property
    def remark(self) -> str:
        """What is to be said of it, and why it is no blind check if it is none."""
        return "; ".join(filter(None, (self.note, self.added and f"no blind check: {self.added}")))


@dataclass(frozen=True)
class Condition:
    """What has to hold between numbers of a finding, beside their bands: each exceeds the next, by at least ``by``."""

    finding: str
    says: str
    descending: tuple[str, ...]
    by: float = 0.0


_KEYS = set(Number.__dataclass_fields__) | {"like"}
#: What a number does not take over from the one that it is like.
_NOT_LIKE = {"fast": False, "added": ""}


def load_numbers() -> list[Number]:
    """Return how every number is measured, in the order of the targets; what only conditions need comes last.

    Raises:
        InputError: an unknown key, or a number that is like one that is not above it.
    """
    targets = {target.id: target for target in load_targets()}
    found: dict[str, Mapping[str, Any]] = {}
    for row in _document()["number"]:
        found[row["id"]] = _row(row, found)
    numbers = {name: _number(row, targets) for name, row in found.items()}
    return [numbers[name] for name in (*targets, *(name for name in numbers if name not in targets))]


def load_conditions() -> list[Condition]:
    """Return what has to hold between numbers."""
    return [Condition(**row | {"descending": tuple(row["descending"])}) for row in _document()["condition"]]


@cache
def _document() -> dict[str, Any]:
    return tomllib.loads(files("trustsim.evidence.findings").joinpath("numbers.toml").read_text(encoding="utf-8"))


def _row(row: Mapping[str, Any], above: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    where = f"numbers.toml: {row['id']}"
    for key in row:
        if key not in _KEYS:
            raise InputError(f"{where}: unknown key '{key}'{nearest(key, _KEYS)}")
    if "like" not in row:
        return row
    if row["like"] not in above:
        raise InputError(f"{where}: like '{row['like']}': no such number above it{nearest(row['like'], above)}")
    return {key: value for key, value in {**above[row["like"]], **_NOT_LIKE, **row}.items() if key != "like"}


def _number(row: Mapping[str, Any], targets: Mapping[str, Target]) -> Number:
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    named = targets.get(row["id"]) or next(t for t in targets.values() if t.finding == finding_of(row["id"]))
    values.setdefault("arms", tuple(arm for arm in (named.arm_a, named.arm_b) if arm))
    return Number(**values)
