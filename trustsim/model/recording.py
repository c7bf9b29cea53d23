"""What a run keeps: nothing that was not asked for. Outcomes of each run are always kept."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from numbers import Integral
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt

from trustsim.errors import InputError, nearest
from trustsim.model.declarations import Employee, Manager, Outcome
from trustsim.model.groupings import GROUPINGS
from trustsim.model.plan import Plan
from trustsim.model.rules import RuleSet

if TYPE_CHECKING:
    from trustsim.model.engine import Batch

Floats = npt.NDArray[np.float64]
Level = Literal["", "company", "team", "employee"]


@dataclass(frozen=True)
class Record:
    """What to keep beside the outcomes of each run.

    Args:
        weekly: every outcome by week.
        teams: every outcome by week and team.
        groups: every outcome by week and group (tenure, ability, ...): all groupings, or those named.
        employees: the state of every employee: "all" weeks, a list of weeks, or a share of the replications
            in (0, 1] (with all their weeks).
        managers: the state of every manager, in the weeks and replications that ``employees`` names (all if none).
        events: quits, hires and whatever else happens to people.
        ledger: the causes of every change of trust: by "company", "team" or "employee"; "" keeps none.
    """

    weekly: bool = False
    teams: bool = False
    groups: bool | Sequence[str] = False
    employees: str | Sequence[int] | float | None = None
    managers: bool = False
    events: bool = False
    ledger: Level = ""

    def __post_init__(self) -> None:
        if self.ledger not in ("", "company", "team", "employee"):
            raise InputError(f"Record: ledger must be '', 'company', 'team' or 'employee', got {self.ledger!r}")
        if not isinstance(self.groups, bool):
            _check_groups(self.groups)
        if isinstance(self.employees, str) and self.employees != "all":
            raise InputError(f"Record: employees must be 'all', a list of weeks or a share, got {self.employees!r}")
        if isinstance(self.employees, float) and not 0.0 < self.employees <= 1.0:
            raise InputError(f"Record: a share of the replications lies in (0, 1], got {self.employees}")
        if self.employees is not None and not isinstance(self.employees, str | float):
            object.__setattr__(self, "employees", _weeks(self.employees))

    def people_in(self, week: int) -> bool:
        """Tell whether the state of people is kept in a week."""
        if isinstance(self.employees, (str, float, int)) or self.employees is None:
            return self.employees is not None or self.managers
        return week in self.employees

    def people_of(self, replications: Sequence[int]) -> set[int]:
        """Return the replications whose people are kept."""
        share = self.employees if isinstance(self.employees, float) else 1.0
        return set(replications[: math.ceil(share * len(replications))])


def _check_groups(names: Sequence[str]) -> None:
    known = [grouping.name for grouping in GROUPINGS]
    for name in [names] if isinstance(names, str) else names:
        if name not in known:
            raise InputError(f"Record: groups: unknown grouping {name!r}{nearest(name, known)}")


def _weeks(given: object) -> tuple[int, ...]:
    """Return a list of weeks as plain numbers, so that a record can be compared and saved."""
    if isinstance(given, Iterable):
        weeks = tuple(given)
        if all(isinstance(week, Integral) and not isinstance(week, bool) for week in weeks):
            return tuple(int(week) for week in weeks)
    raise InputError(f"Record: employees must be 'all', a list of weeks or a share, got {given!r}")


def values_of(ruleset: RuleSet, outcome: Outcome, sums: Floats, axis: int = 1) -> Floats:
    """Return an outcome from sums of measures whose axis ``axis`` is that of measures (NaN where empty)."""
    above, below = ruleset.measures[1][outcome.name]
    numerator, denominator = sums.take(above, axis), sums.take(below, axis)
    empty = denominator == 0.0
    return np.where(empty, np.nan, outcome.scale * numerator / np.where(empty, 1.0, denominator))


@dataclass
class Recording:
    """What was kept, as arrays; the axes are named in each comment. Week 1 is the first reported week."""

    ruleset: RuleSet
    plan: Plan
    seed: int
    replications: list[int]
    totals: Floats  # run, measure, company: sums over the reported weeks
    weekly: Floats | None = None  # run, week, measure, company
    teams: Floats | None = None  # run, week, measure, team
    groups: dict[str, Floats] = field(default_factory=dict)  # run, week, measure, group
    people_replications: list[int] = field(default_factory=list)
    people_weeks: list[int] = field(default_factory=list)
    employees: Floats | None = None  # run, week, field, seat
    managers: Floats | None = None  # run, week, field, manager
    events: Mapping[str, npt.NDArray[Any]] | None = None  # columns: replication, week, kind, seat, occupant, cause
    ledger: Floats | None = None  # run, week (from the first of burn-in), slot, unit
    ledger_level: str = ""

    def values(self, outcome: Outcome, sums: Floats, axis: int = 1) -> Floats:
        """Return an outcome from sums of measures whose axis ``axis`` is that of measures (NaN where empty)."""
        return values_of(self.ruleset, outcome, sums, axis)

    @classmethod
    def join(cls, parts: Sequence[Recording], sums: Sums | None = None) -> Recording:
        """Put the recordings of several batches of one plan one behind the other.

        Args:
            parts: the batches, from the first replication on.
            sums: the room in which their sums stand already; they are copied if None.
        """
        first = parts[0]
        if len(parts) == 1:
            return first

        def stacked(name: str) -> Floats | None:
            arrays = [array for part in parts if (array := getattr(part, name)) is not None]
            return np.concatenate(arrays) if arrays else None

        events = None
        if first.events is not None:
            tables = [part.events for part in parts if part.events is not None]
            events = {name: np.concatenate([table[name] for table in tables]) for name in first.events}
        replications = [r for part in parts for r in part.replications]
        if sums:
            totals, weekly, teams = sums.part(0, len(replications)).asked()
        else:
            totals, weekly, teams = np.concatenate([part.totals for part in parts]), stacked("weekly"), stacked("teams")
        return cls(
            first.ruleset, first.plan, first.seed, replications, totals, weekly, teams,
            {name: np.concatenate([part.groups[name] for part in parts]) for name in first.groups},
            [r for part in parts for r in part.people_replications], first.people_weeks,
            stacked("employees"), stacked("managers"), events, stacked("ledger"), first.ledger_level,
        )  # fmt: skip


@dataclass(frozen=True)
class Sums:
    """Where the loop over weeks adds up what it measures; what nobody asked for is empty."""

    totals: Floats  # run, measure, company
    weekly: Floats  # run, week, measure, company
    teams: Floats  # run, week, measure, team
    since: int = 1  # the first week that counts

    @classmethod
    def of(cls, ruleset: RuleSet, plan: Plan, runs: int, record: Record, since: int = 1) -> Sums:
        """Make room for what a record asks for of some runs of a plan."""
        weeks, measures = plan.weeks, len(ruleset.measures[0])
        companies, teams = len(plan.companies), len(plan.teams)
        return cls(
            np.zeros((runs, measures, companies)),
            np.zeros((runs, weeks, measures, companies) if record.weekly else (0, 0, 0, 0)),
            np.zeros((runs, weeks, measures, teams) if record.teams else (0, 0, 0, 0)),
            since,
        )

    def part(self, first: int, last: int) -> Sums:
        """Return the room of the runs from ``first`` up to ``last``: views."""
        return Sums(self.totals[first:last], self.weekly[first:last], self.teams[first:last], self.since)

    def asked(self) -> tuple[Floats, Floats | None, Floats | None]:
        """Return totals, sums by week and sums by team; None for what nobody asked for."""
        return self.totals, self.weekly if self.weekly.size else None, self.teams if self.teams.size else None


NO_SUMS = Sums(np.zeros((0, 0, 0)), np.zeros((0, 0, 0, 0)), np.zeros((0, 0, 0, 0)))


class Recorder:
    """Collects from a batch, week by week, what a ``Record`` asks for.

    Args:
        batch: the batch.
        record: what to keep.
        replications: those of all batches, for a record that takes a share of them.
        sums: where sums go; room of its own if None.
    """

    def __init__(self, batch: Batch, record: Record, replications: Sequence[int], sums: Sums | None = None) -> None:
        self.batch, self.record = batch, record
        self.sums = sums or Sums.of(batch.ruleset, batch.plan, batch.runs, record)
        self.groups: dict[str, list[Floats]] = {}
        wanted = record.people_of(replications)
        self.people_runs = [run for run, replication in enumerate(batch.replications) if replication in wanted]
        self.people_weeks: list[int] = []
        self.employees: list[Floats] = []
        self.managers: list[Floats] = []
        self.events: list[dict[str, npt.NDArray[Any]]] = []
        self.ledger: list[Floats] = []

    @property
    def looks(self) -> bool:
        """Whether there is something to look at after each week, beside the sums."""
        record = self.record
        return bool(record.ledger or record.groups or record.events or record.managers or record.employees is not None)

    def stepped(self) -> None:
        """Take note of a week that was run without the sums."""
        self.batch.compiled.weeks(self.batch.week, self.batch.week, self.sums, living=False)
        self.look()

    def look(self) -> None:
        """Take note of all else of a week that was just run."""
        batch = self.batch
        if batch.ledger is not None:
            self.ledger.append(batch.ledger.copy())
            batch.ledger[:] = 0.0
        if batch.week < 1:
            return
        if self.record.groups:
            self._take_groups()
        if self.record.events:
            self._take_events()
        if self.record.people_in(batch.week) and self.people_runs:
            self._take_people()

    def _take_groups(self) -> None:
        named = self.record.groups if isinstance(self.record.groups, Sequence) else ()
        for grouping in GROUPINGS:
            if named and grouping.name not in named:
                continue
            column = self.batch.state.column(Employee, grouping.field)
            units = np.searchsorted(grouping.edges, column, side="right").astype(np.int64)
            sums = self.batch.measure(units, len(grouping.labels))
            self.groups.setdefault(grouping.name, []).append(sums)

    def _take_events(self) -> None:
        state, ruleset = self.batch.state, self.batch.ruleset
        for number, happening in enumerate(ruleset.happenings.values()):
            run, seat = np.nonzero(state.column(Employee, happening.flag))
            cause = state.column(Employee, happening.cause)[run, seat] if happening.cause else np.zeros(len(run))
            self.events.append(
                {
                    "replication": np.asarray(self.batch.replications)[run],
                    "week": np.full(len(run), self.batch.week),
                    "kind": np.full(len(run), number),
                    "seat": seat,
                    "occupant": state.column(Employee, "occupant")[run, seat].astype(np.int64),
                    "cause": cause.astype(np.int64),
                }
            )

    def _take_people(self) -> None:
        self.people_weeks.append(self.batch.week)
        if self.record.employees is not None:
            self.employees.append(self.batch.state[Employee][self.people_runs].copy())
        if self.record.managers:
            self.managers.append(self.batch.state[Manager][self.people_runs].copy())

    def finish(self) -> Recording:
        """Return everything collected."""
        batch = self.batch
        events = None
        if self.record.events:
            names = ("replication", "week", "kind", "seat", "occupant", "cause")
            events = {
                name: np.concatenate([part[name] for part in self.events] or [np.zeros(0, int)]) for name in names
            }
        people = [batch.replications[run] for run in self.people_runs] if self.people_weeks else []
        return Recording(
            batch.ruleset, batch.plan, batch.seed, batch.replications, *self.sums.asked(),
            {name: np.stack(parts, axis=1) for name, parts in self.groups.items()}, people, self.people_weeks,
            np.stack(self.employees, axis=1) if self.employees else None,
            np.stack(self.managers, axis=1) if self.managers else None,
            events, np.stack(self.ledger, axis=1) if self.ledger else None, self.record.ledger,
        )  # fmt: skip
