"""Levers as the pages show them: title, range, words for its ends, where it stands; all from declarations and texts."""

from __future__ import annotations

from functools import cache
from typing import Any

from trustsim.app import texts
from trustsim.documentation.catalogue import GROUPS, lever_rows
from trustsim.studies.what_if import WhatIf

#: Those that matter most to most, in this order.
FIRST = (
    "policy.remote_days",
    "policy.choice",
    "policy.surveillance",
    "policy.autonomy",
    "policy.trust_first",
    "policy.micromanagement",
    "policy.checkins",
    "policy.transparency",
)
#: What is known of one's own company, beside its levers: holds in both arms.
COMPANY = ("population.employees", "policy.span_of_control", "policy.remote_days", "policy.flexibility_promise")


@cache
def _rows() -> dict[str, dict[str, Any]]:
    return {row["name"]: row for row in lever_rows()}


def groups() -> dict[str, list[str]]:
    """Return the levers by group that can be moved while the company runs, as the model has them."""
    found: dict[str, list[str]] = {group: [] for group in GROUPS}
    for path, row in _rows().items():
        if row["kind"] == "lever" and not isinstance(row["low"], int):
            found.setdefault(row["group"], []).append(path)
    return found


def title_of(path: str) -> str:
    """Return what a lever is called."""
    name = path.rpartition(".")[2]
    return texts.maybe(f"lever.{name}.title") or name.replace("_", " ").capitalize()


def lever(path: str, value: object, baseline: object) -> dict[str, Any]:
    """Return what a slider needs to know of a lever, as plain values.

    Args:
        path: its path in a scenario.
        value: where it stands.
        baseline: where it stands in the company as it is.
    """
    row, name = _rows()[path], path.rpartition(".")[2]
    shown = {"path": path, "title": title_of(path), "value": value, "baseline": baseline, "meaning": row["meaning"]}
    if row["low"] is None:
        options = row["unit"].removeprefix("one of ").split(", ")
        return shown | {"choices": [{"value": one, "title": texts.maybe(f"choices.{one}") or one} for one in options]}
    whole = isinstance(row["low"], int)
    low, high = texts.maybe(f"lever.{name}.low"), texts.maybe(f"lever.{name}.high")
    return shown | {
        "low": row["low"],
        "high": row["high"],
        "step": 1 if whole else 0.5 if row["high"] > 1 else 0.05,
        "unit": "" if row["unit"] == "0-1" else row["unit"],
        "percent": row["unit"] == "0-1",
        "low_words": low,
        "high_words": high,
    }


def levers_of(paths: list[str] | tuple[str, ...], question: WhatIf) -> list[dict[str, Any]]:
    """Return sliders for levers of a what-if."""
    return [lever(path, question.lever(path), question.baseline.get(path)) for path in paths]
