"""Runs x weeks: a batch of replications stepped together, recorded as asked, in chunks on threads.

No digit depends on the chunk, the batch or the thread: draws are keyed, sums run in a fixed order.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from itertools import takewhile

import numpy as np
import numpy.typing as npt

from trustsim.errors import Interrupted
from trustsim.model import draws
from trustsim.model.declarations import START, Company, Employee, Manager, Team, World
from trustsim.model.plan import Plan
from trustsim.model.recording import Record, Recorder, Recording
from trustsim.model.rules import ARRIVED, EMPLOYED, OCCUPANT, WEEK, RuleSet
from trustsim.model.state import Layout, State

Driver = Callable[[str], None]
Progress = Callable[[int, int], None]
NOTHING: npt.NDArray[np.float64] = np.zeros(1)


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
        self.on = np.ones(max(1, len(ruleset.rules)), dtype=np.uint8)
        self.week = plan.first_week - 1
        self.ledger_unit, self.ledger_units = self._ledger_units(ledger)
        self.ledger = np.zeros((self.runs, len(ruleset.slots), self.ledger_units)) if ledger else None
        self.driver: Driver = CompiledDriver(self)
        self._phases = [phase.name for phase in ruleset.phases]

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
        self._clear_empty_seats()
        self._apply_changes()
        for phase in self._phases:
            self.driver(phase)

    def _clear_empty_seats(self) -> None:
        """Take back what happened to those who have left: it counts in the week in which they left, and no longer."""
        empty = self.state.column(Employee, EMPLOYED) == 0.0
        if empty.any():
            for happening in self.ruleset.happenings.values():
                self.state.column(Employee, happening.flag)[empty] = 0.0

    def _apply_changes(self) -> None:
        for change in self.plan.changes:
            if change.week == self.week:
                column = self.state.column(change.entity, change.name)
                column[:, slice(None) if change.rows is None else list(change.rows)] = change.value

    def measure(self, units: npt.NDArray[np.int64] | None = None, count: int = 0) -> npt.NDArray[np.float64]:
        """Return the sums of the measures of this week, shape (runs, measures, units).

        Args:
            units: the unit of each seat in each run, shape (runs, seats); teams if None.
            count: the number of units.
        """
        parents = units is None
        unit = self.layout.team_of_seat if units is None else np.ascontiguousarray(units).reshape(-1)
        count = self.layout.rows[Team] if units is None else count
        out = np.zeros((self.runs, len(self.ruleset.measures[0]), count))
        stride = 0 if parents else self.layout.rows[Employee]
        CompiledDriver(self).call("record", unit, stride, count, parents, NOTHING, out.reshape(-1))
        return out


class CompiledDriver:
    """Runs a unit of a batch with the compiled kernels."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch

    def __call__(self, unit: str) -> None:
        """Run one unit (the start or a phase) for all runs of the batch."""
        batch = self.batch
        ledger = NOTHING if batch.ledger is None else batch.ledger.reshape(-1)
        self.call(unit, batch.ledger_unit, 0, batch.ledger_units, batch.ledger is not None, ledger, NOTHING)

    def call(
        self,
        unit: str,
        unit_of_seat: npt.NDArray[np.int64],
        stride: int,
        count: int,
        book: bool,
        ledger: npt.NDArray[np.float64],
        out: npt.NDArray[np.float64],
    ) -> None:
        """Call a kernel; a phase in which nothing happens has none."""
        from trustsim.model.compilation import kernels

        batch = self.batch
        kernel = kernels(batch.ruleset).get(unit)
        if kernel is None:
            return
        layout, arrays = batch.layout, batch.state.arrays
        flat = [arrays[entity].reshape(-1) for entity in (World, Company, Team, Manager, Employee)]
        where = (layout.team_of_seat, layout.company_of_team, layout.team_first, layout.company_first)
        who = (layout.identity[Company], layout.identity[Team], layout.identity[Employee], batch.keys.reshape(-1))
        kernel(
            *flat, *where, *who, batch.on, ledger, unit_of_seat, stride, count, int(book), out, batch.runs, batch.word
        )


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
    """Split replications so that a chunk stays small in memory and every thread has work."""
    size = max(1, min(100, 400_000 // max(1, employees), -(-len(replications) // threads)))
    for first in range(0, len(replications), size):
        yield replications[first : first + size]
