"""Runs x weeks: a batch of replications stepped together, recorded as asked, in chunks on threads.

No digit depends on the chunk, the batch or the thread: draws are keyed, sums run in a fixed order.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from itertools import takewhile
from typing import Any

import numpy as np
import numpy.typing as npt

from trustsim.errors import Interrupted
from trustsim.model import draws
from trustsim.model.declarations import START, Company, Employee, Manager, Team, World
from trustsim.model.kernels import CLEAR, RECORD
from trustsim.model.plan import Change, Plan
from trustsim.model.recording import Record, Recorder, Recording
from trustsim.model.rules import ARRIVED, EMPLOYED, OCCUPANT, WEEK, RuleSet
from trustsim.model.state import Layout, Rows, State

Driver = Callable[[str], None]
Progress = Callable[[int, int], None]
NOTHING: npt.NDArray[np.float64] = np.zeros(1)
#: Employees in a chunk of runs, about: their columns fit into the processor's caches.
ROWS = 2000


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

    def step(self) -> None:
        """Run one week."""
        self.week += 1
        self.state.column(World, WEEK)[:] = self.week
        self.compiled(CLEAR)
        self._apply_changes()
        for phase in self._phases:
            self.driver(phase)

    def _apply_changes(self) -> None:
        for change in self._changes.get(self.week, ()):
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
        self.batch = batch
        self.kernels: dict[str, Callable[..., None]] | None = None
        self._before = (
            *(pools[entity] for entity in (World, Company, Team, Manager, Employee)),
            *(rows.team_of, rows.company_of, rows.company_of_team, rows.team_first, rows.company_first),
            *(batch.layout.rows[Company], *(rows.identity[entity] for entity in (Company, Team, Employee)), batch.on),
        )
        booked = batch.ledger
        unit_of_row = self._units(
            np.broadcast_to(batch.ledger_unit, (batch.runs, len(batch.ledger_unit))), batch.ledger_units
        )
        ledger = NOTHING if booked is None else booked.transpose(1, 0, 2).reshape(-1)
        self._after = (ledger, unit_of_row, batch.runs * batch.ledger_units, int(booked is not None), NOTHING)

    def __call__(self, unit: str) -> None:
        """Run one unit (the start, a phase) for all runs of the batch; one in which nothing happens has no kernel."""
        self._call(unit, *self._after)

    def measure(self, units: npt.NDArray[np.int64] | None, count: int) -> npt.NDArray[np.float64]:
        """Sum the measures by unit, or by team: shape (runs, measures, units)."""
        batch = self.batch
        out = np.empty((len(batch.ruleset.measures[0]), batch.runs, count))
        unit_of_row = batch.rows.team_of if units is None else self._units(units, count)
        self._call(RECORD, NOTHING, unit_of_row, batch.runs * count, int(units is None), out.reshape(-1))
        return out.transpose(1, 0, 2)

    def _units(self, units: npt.NDArray[np.int64], count: int) -> npt.NDArray[np.uint32]:
        """Number the units of all runs one behind the other: shape (runs x seats)."""
        return (units + count * np.arange(self.batch.runs)[:, np.newaxis]).astype(np.uint32).reshape(-1)

    def _call(self, unit: str, *after: Any) -> None:
        if self.kernels is None:
            from trustsim.model.compilation import kernels

            self.kernels = kernels(self.batch.ruleset)
        if unit in self.kernels:
            self.kernels[unit](*self._before, *after, self.batch.word)


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

    Returns:
        What was recorded, replications in the order given.

    Raises:
        Interrupted: somebody stopped it; the replications finished by then come along.
    """
    record = record or Record()
    chunks = list(_chunks(replications, plan.employees, threads or os.cpu_count() or 1))

    def work(chunk: Sequence[int]) -> Recording:
        batch = Batch(ruleset, plan, seed, chunk, record.ledger)
        if prepare:
            prepare(batch)
        return run_batch(batch, record, replications)

    with ThreadPoolExecutor(threads or os.cpu_count()) as pool:
        futures = [pool.submit(work, chunk) for chunk in chunks]
        try:
            _watch(futures, len(replications), progress)
        except BaseException as problem:
            pool.shutdown(cancel_futures=True)
            if isinstance(problem, KeyboardInterrupt):
                raise Interrupted(_finished(futures)) from None
            raise
    return Recording.join([future.result() for future in futures])


def _watch(futures: Sequence[Future[Recording]], total: int, progress: Progress | None) -> None:
    """Wait for all chunks and tell how many runs are done."""
    done = 0
    for future in as_completed(futures):
        done += len(future.result().replications)
        if progress:
            progress(done, total)


def _finished(futures: Sequence[Future[Recording]]) -> Recording | None:
    """Return the chunks from the first on that were finished: replications 0 to some number, without a gap."""
    whole = takewhile(lambda future: future.done() and not future.cancelled() and not future.exception(), futures)
    parts = [future.result() for future in whole]
    return Recording.join(parts) if parts else None


def run_batch(batch: Batch, record: Record, replications: Sequence[int]) -> Recording:
    """Run a batch through burn-in and the reported weeks and return what was recorded."""
    recorder = Recorder(batch, record, replications)
    batch.start()
    recorder.started()
    while batch.week < batch.plan.weeks:
        batch.step()
        recorder.stepped()
    return recorder.finish()


def _chunks(replications: Sequence[int], employees: int, threads: int) -> Iterator[Sequence[int]]:
    """Split replications evenly, so that the state of a chunk stays near the processor and every thread has work."""
    runs = len(replications)
    rounds = -(-runs * employees // (ROWS * threads))
    chunks = min(runs, threads * rounds)
    for number in range(chunks):
        yield replications[runs * number // chunks : runs * (number + 1) // chunks]
