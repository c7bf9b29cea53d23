"""Runs x weeks: a batch of replications stepped together, recorded as asked, in chunks on threads (``threads.py``).

No digit depends on the chunk, the batch or the thread: draws are keyed, sums run in a fixed order.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from trustsim.errors import InputError
from trustsim.model import draws
from trustsim.model.checkpoint import LAST, Checkpoint
from trustsim.model.declarations import START, Company, Employee, Manager, Team, World
from trustsim.model.kernels import CLEAR, RECORDS, WEEKS, rows_kept
from trustsim.model.plan import Change, Plan
from trustsim.model.recording import NO_SUMS, Record, Recorder, Recording, Sums
from trustsim.model.rules import ARRIVED, EMPLOYED, OCCUPANT, WEEK, RuleSet
from trustsim.model.state import Layout, Rows, State
from trustsim.model.threads import Progress, Stop, Stopped, on_threads

Driver = Callable[[str], None]
NOTHING: npt.NDArray[np.float64] = np.zeros(1)
#: Employee-weeks that are run before somebody looks whether to stop: some twenty milliseconds' work.
STRIDE = 50_000


class Batch:
    """Replications of one plan, stepped together week by week.

    ``week`` is the last week that was run (``first_week - 1`` before the first). ``ledger`` has the shape (runs,
    slots, units) and collects what is booked until somebody empties it; units are companies, teams or seats.
    """

    def __init__(self, ruleset: RuleSet, plan: Plan, seed: int, replications: Sequence[int], ledger: str = "") -> None:
        self.ruleset, self.plan, self.seed = ruleset, plan, seed
        self.replications = list(replications)
        self.runs = len(self.replications)
        self.layout = Layout.of(plan)
        self.state = State(ruleset, self.layout, self.runs)
        self.keys = draws.keys(seed, self.replications)
        self.rows = Rows.of(self.layout, self.keys)
        self.on = np.ones(max(1, len(ruleset.rules)), dtype=np.uint8)
        self.week = plan.first_week - 1
        self.ledger_unit, self.ledger_units = self._ledger_units(ledger)
        # in memory slot, run, unit, as kernels walk it
        booked = np.zeros((len(ruleset.slots), self.runs, self.ledger_units)) if ledger else None
        self.ledger = None if booked is None else booked.transpose(1, 0, 2)
        self.compiled = CompiledDriver(self)
        self.driver: Driver = self.compiled
        self._phases = [phase.name for phase in ruleset.phases]
        self._changes: dict[int, list[Change]] = {}
        for change in plan.changes:
            self._changes.setdefault(change.week, []).append(change)

    def _ledger_units(self, level: str) -> tuple[npt.NDArray[np.int64], int]:
        rows = self.layout.rows
        if level == "employee":
            return np.arange(rows[Employee], dtype=np.int64), rows[Employee]
        if level == "team":
            return self.layout.team_of_seat, rows[Team]
        return self.layout.company_of_team[self.layout.team_of_seat], rows[Company]

    @property
    def word(self) -> int:
        """The counter word of the week now simulated."""
        return self.week + draws.WEEK_OFFSET

    def switch(self, name: str, on: bool) -> None:
        """Switch a mechanism, or one rule of it ("mechanism.rule"), off or on again.

        Off means that its contributions are neutral and its states frozen.
        """
        for wired in self.ruleset.rules:
            if name in (wired.rule.mechanism, f"{wired.rule.mechanism}.{wired.rule.name}"):
                self.on[wired.number] = on

    def start(self) -> None:
        """Fill every seat: traits drawn, states at their first values."""
        self.state.fill(self.plan)
        for name, value in ((EMPLOYED, 1.0), (OCCUPANT, 0.0), (ARRIVED, 1.0)):
            self.state.column(Employee, name)[:] = value
        self.driver(START)
        if self.ledger is not None:
            self.ledger[:] = 0.0

    def go_on_from(self, checkpoint: Checkpoint) -> None:
        """Be at the end of burn-in."""
        checkpoint.put(self.state, self.replications)
        self.week = LAST

    def step(self) -> None:
        """Run one week."""
        self.run(self.week + 1)

    def run(self, last: int, sums: Sums = NO_SUMS) -> None:
        """Run the weeks up to ``last`` and add what is measured in those that count to ``sums``."""
        while self.week < last:
            first = self.week + 1
            self._apply_changes(first)
            compiled = self.driver is self.compiled
            self.week = self._last_before_change(last) if compiled else first
            if not compiled:
                self._live_week()
            self.compiled.weeks(first, self.week, sums, living=compiled)

    def _live_week(self) -> None:
        """Run the phases of a week with another driver than the compiled one."""
        self.state.column(World, WEEK)[:] = self.week
        self.compiled(CLEAR)
        for phase in self._phases:
            self.driver(phase)

    def _last_before_change(self, last: int) -> int:
        """Return the last week that can be run before the timeline changes something."""
        return min([last, *(week - 1 for week in self._changes if week > self.week + 1)])

    def _apply_changes(self, week: int) -> None:
        for change in self._changes.get(week, ()):
            column = self.state.column(change.entity, change.name)
            column[:, slice(None) if change.rows is None else list(change.rows)] = change.value

    def measure(self, units: npt.NDArray[np.int64] | None = None, count: int = 0) -> npt.NDArray[np.float64]:
        """Return the sums of the measures of this week, shape (runs, measures, units).

        Args:
            units: the unit of each seat in each run, shape (runs, seats); teams if None.
            count: the number of units.
        """
        return self.compiled.measure(units, self.layout.rows[Team] if units is None else count)


class CompiledDriver:
    """Runs a unit of a batch with the compiled kernels."""

    def __init__(self, batch: Batch) -> None:
        rows, pools = batch.rows, batch.state.pools
        self.batch = weakref.proxy(batch)  # a circle would keep the columns until the collector of garbage comes by
        self.kernels: dict[str, Callable[..., None]] | None = None
        self._before = (
            *(pools[entity] for entity in (World, Company, Team, Manager, Employee)),
            *(rows.team_of, rows.company_of, rows.company_of_team, rows.team_first, rows.company_first),
            *(batch.layout.rows[Company], *(rows.identity[entity] for entity in (Company, Team, Employee)), batch.on),
            np.empty(rows_kept(batch.ruleset) * rows.teams),
        )
        booked, unit_of_row, ledger = batch.ledger is not None, rows.company_of, NOTHING
        if batch.ledger is not None:
            unit_of_row = self._units(batch.ledger_unit, batch.ledger_units)
            ledger = batch.ledger.transpose(1, 0, 2).reshape(-1)
        self._after = (ledger, unit_of_row, batch.runs * batch.ledger_units, int(booked), NOTHING)

    def __call__(self, unit: str) -> None:
        """Run one unit (the start, a phase) for all runs of the batch; one in which nothing happens has no kernel."""
        self._call(unit, *self._after)

    def weeks(self, first: int, last: int, sums: Sums, living: bool = True) -> None:
        """Run the weeks from ``first`` to ``last`` and measure them, or only measure where they are not ``living``."""
        if living or sums is not NO_SUMS:
            from trustsim.model.compilation import entries, kernels

            ruleset, rows = self.batch.ruleset, self.batch.rows
            scratch = np.empty(len(ruleset.measures[0]) * rows.teams)
            kept = (scratch, sums.totals, sums.weekly, sums.teams, sums.since)
            told = (*self._before, *self._after[:-1], *kept, first, last, int(living))
            kernels(ruleset)[WEEKS](*entries(ruleset), rows.tiles, *told)

    def measure(self, units: npt.NDArray[np.int64] | None, count: int) -> npt.NDArray[np.float64]:
        """Sum the measures by unit, or by team: shape (runs, measures, units)."""
        batch = self.batch
        out = np.empty((batch.runs, count, len(batch.ruleset.measures[0])))
        unit_of_row = batch.rows.team_of if units is None else self._units(units, count)
        for unit in RECORDS:
            self._call(unit, NOTHING, unit_of_row, batch.runs * count, int(units is None), out.reshape(-1))
        return out.transpose(0, 2, 1)

    def _units(self, units: npt.NDArray[np.int64], count: int) -> npt.NDArray[np.uint32]:
        """Number the units of seats, those of each run or the same in all, one run behind the other: flat."""
        return (units + count * np.arange(self.batch.runs)[:, np.newaxis]).astype(np.uint32).reshape(-1)

    def _call(self, unit: str, *after: Any) -> None:
        if self.kernels is None:
            from trustsim.model.compilation import kernels

            self.kernels = kernels(self.batch.ruleset)
        if unit in self.kernels:
            self.kernels[unit](*self._before, *after, 0, self.batch.rows.teams, self.batch.word)


def simulate(
    ruleset: RuleSet,
    plan: Plan,
    *,
    seed: int,
    replications: Sequence[int],
    record: Record | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
    prepare: Callable[[Batch], None] | None = None,
    checkpoint: Checkpoint | None = None,
    stop: Stop = lambda: False,
) -> Recording:
    """Simulate replications of a plan.

    Args:
        ruleset: the model.
        plan: what to run.
        seed: with each replication's number the key of all its draws.
        replications: the numbers of the replications.
        record: what to keep; outcomes only if None.
        threads: how many; as many as there are processors if None. Digits do not depend on it.
        progress: called with (runs done, runs in all).
        prepare: called with each batch before its start: to switch a mechanism off, or to choose a driver.
        checkpoint: go on from the end of burn-in, with the same digits. A ledger, which begins with burn-in, and a
            batch that is prepared otherwise cannot.
        stop: asked every few weeks (after some twenty milliseconds, or a week) whether nobody waits any more.

    Returns:
        What was recorded, replications in the order given.

    Raises:
        InputError: there are no threads, or the checkpoint does not fit.
        Interrupted: somebody interrupted it; the replications finished by then come along.
        Stopped: ``stop`` said so.
    """
    record = record or Record()
    if checkpoint and (record.ledger or prepare):
        raise InputError("a run with a ledger, or with mechanisms switched off, needs burn-in: give no checkpoint")
    if checkpoint:
        checkpoint.check(plan, seed, list(replications))

    room = Sums.of(ruleset, plan, len(replications), record)

    def work(first: int, chunk: Sequence[int], halted: Stop) -> Recording:
        batch = Batch(ruleset, plan, seed, chunk, record.ledger)
        if prepare:
            prepare(batch)
        recorder = Recorder(batch, record, replications, room.part(first, first + len(chunk)))
        if checkpoint:
            batch.go_on_from(checkpoint)
        else:
            batch.start()
        _run_until(batch, plan.weeks, halted, recorder)
        return recorder.finish()

    def join(parts: Sequence[Recording]) -> Recording:
        return Recording.join(parts, room)

    return on_threads(work, join, plan.employees, replications, threads, progress, stop)


def burn_in(
    ruleset: RuleSet,
    plan: Plan,
    *,
    seed: int,
    replications: Sequence[int],
    threads: int | None = None,
    stop: Stop = lambda: False,
) -> Checkpoint:
    """Run replications of a plan to the end of burn-in and return their state, for ``simulate`` to go on from.

    Raises:
        InputError: there are no threads.
        Interrupted: somebody interrupted it; the replications finished by then come along.
        Stopped: ``stop`` said so.
    """

    def work(_: int, chunk: Sequence[int], halted: Stop) -> Checkpoint:
        batch = Batch(ruleset, plan, seed, chunk)
        batch.start()
        _run_until(batch, LAST, halted)
        return Checkpoint.of(batch.state, plan, seed, batch.replications)

    return on_threads(work, Checkpoint.join, plan.employees, replications, threads, stop=stop)


def _run_until(batch: Batch, last: int, stop: Stop, recorder: Recorder | None = None) -> None:
    """Run a batch to the end of a week, and let a recorder look at it as often as it wants to."""
    stride = max(1, STRIDE // (batch.runs * max(1, batch.plan.employees)))
    if recorder and recorder.looks:
        stride = 1
    while batch.week < last:
        if stop():
            raise Stopped
        batch.run(min(last, batch.week + stride), recorder.sums if recorder else NO_SUMS)
        if recorder:
            recorder.look()
