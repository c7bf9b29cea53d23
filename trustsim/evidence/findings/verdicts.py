"""Measured numbers by finding: a finding passes if all its judged numbers do and what has to hold between them does."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from trustsim.evidence.findings.measuring import Measured
from trustsim.evidence.findings.numbers import Condition, load_conditions


@dataclass(frozen=True)
class Met:
    """Whether what has to hold between numbers of a finding does; None where not all of them were measured."""

    condition: Condition
    values: tuple[float, ...]
    passed: bool | None


def conditions_met(measured: Iterable[Measured]) -> list[Met]:
    """Return what has to hold between measured numbers, and whether it does."""
    found = {row.target.id: row.simulated for row in measured}
    met = []
    for condition in load_conditions():
        values = tuple(found.get(name, math.nan) for name in condition.descending)
        holds = all(one - two >= condition.by and one > two for one, two in pairwise(values))
        if any(name in found for name in condition.descending):
            met.append(Met(condition, values, None if any(map(math.isnan, values)) else holds))
    return met


@dataclass(frozen=True)
class FindingFound:
    """A finding: its judged numbers, what has to hold between them, and whether all of it does (None: not judged)."""

    finding: str
    role: str
    numbers: tuple[Measured, ...]
    conditions: tuple[Met, ...]

    @property
    def passed(self) -> bool | None:
        """Whether every judged number and every condition holds."""
        judged = [row.passed for row in self.numbers if row.passed is not None]
        return all([*judged, *(met.passed is not False for met in self.conditions)]) if judged else None


def by_finding(measured: Sequence[Measured]) -> list[FindingFound]:
    """Return measured numbers by finding. A finding with numbers of the role ``validate`` has that role as a whole."""
    met = conditions_met(measured)
    found = []
    for name in dict.fromkeys(row.target.finding for row in measured):
        rows = tuple(row for row in measured if row.target.finding == name and row.target.role != "condition")
        roles = {row.target.role for row in rows}
        role = next((role for role in ("validate", "calibrate") if role in roles), "context")
        found.append(FindingFound(name, role, rows, tuple(one for one in met if one.condition.finding == name)))
    return found
