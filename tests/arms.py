"""Arms of experiments: scenarios run on the same luck, and how much they differ. For tests of what the model says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
from scipy import stats

from trustsim.model.declarations import Employee
from trustsim.model.engine import simulate
from trustsim.model.recording import Record, Recording
from trustsim.model.week import MODEL
from trustsim.scenario import load, resolve

Floats = npt.NDArray[np.float64]
#: Luck and size that all arms share, so that they differ in nothing but what is overridden.
SEED = 20
EMPLOYEES = 1000
REPLICATIONS = 8


@dataclass(frozen=True)
class Arm:
    """A scenario that was run: outcomes by replication and, where asked for, the people of its last week."""

    recording: Recording

    def outcome(self, name: str, first: int = 1, last: int | None = None) -> Floats:
        """Return an outcome over some reported weeks, for each replication."""
        weekly = self.recording.weekly
        assert weekly is not None
        sums = weekly[:, first - 1 : last].sum(axis=1)
        return self.recording.values(MODEL.outcomes[name], sums)[:, 0]

    def by_week(self, name: str) -> Floats:
        """Return an outcome by replication and reported week."""
        weekly = self.recording.weekly
        assert weekly is not None
        return self.recording.values(MODEL.outcomes[name], weekly, axis=2)[:, :, 0]

    def group(self, grouping: str, label: int, name: str, first: int = 1, last: int | None = None) -> Floats:
        """Return an outcome of a group of people over some reported weeks, for each replication."""
        sums = self.recording.groups[grouping][:, first - 1 : last].sum(axis=1)
        return self.recording.values(MODEL.outcomes[name], sums)[:, label]

    def people(self, name: str) -> Floats:
        """Return a state of everybody in the last week: replications, seats."""
        assert self.recording.employees is not None
        return self.recording.employees[:, -1, MODEL.columns[Employee][name]]


@dataclass(frozen=True)
class Difference:
    """A paired difference: its mean over replications and its 95% interval (Student's t)."""

    mean: float
    low: float
    high: float

    @classmethod
    def of(cls, there: Floats, here: Floats) -> Difference:
        """Take the difference ``there`` - ``here``, replication by replication."""
        differences = there - here
        mean = float(differences.mean())
        half = float(stats.t.ppf(0.975, len(differences) - 1) * differences.std(ddof=1) / len(differences) ** 0.5)
        return cls(mean, mean - half, mean + half)

    def shows(self, sign: int, size: float) -> bool:
        """Tell whether the interval is clear of zero on the side of ``sign`` and the mean reaches ``size``."""
        clear = self.low > 0.0 if sign > 0 else self.high < 0.0
        return clear and sign * self.mean >= size

    def __str__(self) -> str:
        return f"{self.mean:.4g} [{self.low:.4g}, {self.high:.4g}]"


def arm(
    scenario: str = "baseline",
    overrides: Mapping[str, object] | None = None,
    *,
    weeks: int = 104,
    employees: int = EMPLOYEES,
    replications: int = REPLICATIONS,
    groups: bool = False,
    people: bool = False,
) -> Arm:
    """Run a shipped scenario with overrides by dotted path; an arm that was run before is not run again."""
    changed = tuple(sorted((overrides or {}).items()))
    return _arm(scenario, changed, weeks, employees, replications, groups, people)


@cache
def _arm(
    scenario: str,
    overrides: tuple[tuple[str, object], ...],
    weeks: int,
    employees: int,
    replications: int,
    groups: bool,
    people: bool,
) -> Arm:
    size = {"run.weeks": weeks, "population.employees": employees}
    plan = resolve(load(scenario).override({**dict(overrides), **size}))
    record = Record(weekly=True, groups=groups, employees=[weeks] if people else None)
    return Arm(simulate(MODEL, plan, seed=SEED, replications=range(replications), record=record))


def assert_moves(there: Arm, here: Arm, outcome: str, sign: int, first: int = 1, last: int | None = None) -> Difference:
    """Assert that an outcome is moved: interval clear of zero, size at least the smallest difference that matters."""
    difference = Difference.of(there.outcome(outcome, first, last), here.outcome(outcome, first, last))
    matters = MODEL.outcomes[outcome].matters
    assert difference.shows(sign, matters), f"{outcome}: {difference}, expected {'+' if sign > 0 else '-'}{matters:g}"
    return difference
