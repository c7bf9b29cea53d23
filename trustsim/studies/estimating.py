"""``Estimator``: a comparison that is there at once from a few runs, and tightens until all runs are done.

For surfaces on which a hand moves levers. Run k is run k of ``compare``: the last estimate has the same digits.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

import pandas as pd

from trustsim.errors import InputError
from trustsim.model.checkpoint import Checkpoint, early
from trustsim.model.engine import burn_in, simulate
from trustsim.model.plan import Plan
from trustsim.model.recording import Record, Recording
from trustsim.model.threads import Stop, Stopped
from trustsim.model.week import MODEL
from trustsim.results import Results, results_of
from trustsim.scenario import Scenario, resolve
from trustsim.studies.comparing import check_alike
from trustsim.studies.comparison import Comparison
from trustsim.studies.keeping import Keeper
from trustsim.studies.notes import notes_on

#: Employees of the runs of the first estimate, about: what a processor simulates within some 40 milliseconds.
FIRST_SEATS = 720
#: The least and the most runs of the first estimate: fewer say nothing of how sure it is, more take too long.
LEAST, MOST = 3, 8
#: Employees of the runs of a later step, about: their columns fit into the processor's caches.
STEP_SEATS = 2_000
#: How much is kept of what was simulated, for all sessions together: some 400 megabytes.
KEPT_BYTES = 400_000_000
#: What a plan takes, about.
PLAN_BYTES = 100_000

T = TypeVar("T")


@dataclass(frozen=True)
class Estimated:
    """A comparison from the first ``runs`` runs of ``of``; provisional until it is from all of them."""

    comparison: Comparison
    runs: int
    of: int

    @property
    def final(self) -> bool:
        """Whether all runs are done: the digits are those of ``compare``."""
        return self.runs == self.of


class Gate:
    """Lets so many jobs compute at a time; those that somebody waits for go first."""

    def __init__(self, places: int | None = None) -> None:
        self.free = places or os.cpu_count() or 1
        self.urgent = self.waiting = 0
        self.changed = threading.Condition()

    @property
    def quiet(self) -> bool:
        """Whether nobody waits for a place."""
        return not (self.urgent or self.waiting)

    @property
    def threads(self) -> int:
        """How many threads the work of a turn may use: its own place, and those that nobody else has now."""
        return 1 + max(0, self.free)

    @contextmanager
    def turn(self, urgent: bool, stop: Stop = lambda: False) -> Generator[None]:
        """Wait for a place and hold it.

        Args:
            urgent: go before those that are not.
            stop: asked while waiting.

        Raises:
            Stopped: ``stop`` said so.
        """
        with self.changed:
            self.urgent += urgent
            self.waiting += not urgent
            try:
                while self.free < 1 or (self.urgent and not urgent):
                    self.changed.wait(0.1)
                    if stop():
                        raise Stopped
                self.free -= 1
            finally:
                self.urgent -= urgent
                self.waiting -= not urgent
                self.changed.notify_all()
        try:
            yield
        finally:
            with self.changed:
                self.free += 1
                self.changed.notify_all()

    def give_way(self, stop: Stop = lambda: False, patient: bool = False) -> None:
        """Let those who are urgent go first, in the middle of a turn of long work; without them this does nothing.

        Args:
            stop: asked whether anybody still waits for the work.
            patient: let all others go first: work of minutes, beside which a page must stay quick.

        Raises:
            Stopped: ``stop`` said so.
        """
        if stop():
            raise Stopped

        def others() -> bool:
            return bool(self.urgent or (patient and self.waiting))

        with self.changed:
            if not others():
                return
            self.free += 1
            self.changed.notify_all()
            try:
                while self.free < 1 or others():
                    self.changed.wait(0.1)
                    if stop():
                        raise Stopped
            finally:
                self.free -= 1  # the turn that goes on, or ends with this exception, gives it back

    def long(self, steps: Iterator[T], stop: Stop = lambda: False) -> Iterator[T]:
        """Yield what long work yields, each made in a turn that is not urgent; it should give way now and then.

        Raises:
            Stopped: ``stop`` said so.
        """
        while True:
            with self.turn(False, stop):
                try:
                    value = next(steps)
                except StopIteration:
                    return
            yield value


class Estimator:
    """Makes estimates for many sessions; what was simulated is kept and shared between them, read only.

    Usage:
        >>> for estimated in Estimator().estimates(load("baseline"), {"mine": load("rto-abrupt")}):
        ...     print(estimated.runs, estimated.comparison.table)
    """

    def __init__(self, places: int | None = None, kept_bytes: int = KEPT_BYTES) -> None:
        """Make an estimator.

        Args:
            places: how many jobs compute at a time; as many as there are processors if None.
            kept_bytes: how much to keep of what was simulated.
        """
        self.gate = Gate(places)
        self.plans: Keeper[Plan] = Keeper(kept_bytes // 20)
        self.runs: Keeper[Recording] = Keeper(kept_bytes // 4)
        self.burnt_in: Keeper[Checkpoint] = Keeper(kept_bytes // 4)
        self.results: Keeper[Results] = Keeper(kept_bytes // 3)
        self.drawn: Keeper[pd.DataFrame] = Keeper(kept_bytes // 20)

    def estimates(
        self, baseline: Scenario, scenarios: Mapping[str, Scenario], *, stop: Stop = lambda: False
    ) -> Iterator[Estimated]:
        """Yield comparisons of scenarios with a baseline from ever more runs, the last from all of the baseline's.

        Args:
            baseline: the baseline; its replications and its seed hold for all arms.
            scenarios: the scenarios by label.
            stop: asked every few weeks.

        Raises:
            InputError: scenarios differ in weeks or profile.
            Stopped: ``stop`` said so.
        """
        if not scenarios:
            raise InputError("an estimate needs at least one scenario beside the baseline")
        arms = [baseline, *(_with_luck_of(baseline, scenario) for scenario in scenarios.values())]
        for arm in arms[1:]:
            check_alike(baseline, arm)
        notes = {label: notes_on(baseline, arm) for label, arm in zip(scenarios, arms[1:], strict=True)}
        of = baseline.replications
        plans = [self._plan(arm) for arm in arms]
        parts: list[list[Recording]] = [[] for _ in arms]
        for step, shown in steps(of, plans[0].employees):
            with self.gate.turn(step.start == 0, stop):
                for arm, plan, known in zip(arms, plans, parts, strict=True):
                    known.append(self._part(arm, plan, step, stop))
            needed = step.start == 0 or step.stop == of
            if needed or (shown and self.gate.quiet):  # what others wait for goes before what only tightens
                first, *others = (self._results(arm, known) for arm, known in zip(arms, parts, strict=True))
                comparison = Comparison(first, dict(zip(scenarios, others, strict=True)), notes=notes)
                yield Estimated(comparison, step.stop, of)

    def all_runs(self, scenario: Scenario, *, stop: Stop = lambda: False) -> Results:
        """Return all runs of one scenario, whose turns are not urgent; what is kept is shared with estimates.

        Args:
            scenario: the scenario, with its replications and seed.
            stop: asked every few weeks.

        Raises:
            Stopped: ``stop`` said so.
        """
        plan, parts = self._plan(scenario), []
        for step, _ in steps(scenario.replications, plan.employees):
            with self.gate.turn(False, stop):
                parts.append(self._part(scenario, plan, step, stop))
        return self._results(scenario, parts)

    def curves(self, results: Results, outcomes: Sequence[str]) -> pd.DataFrame:
        """Return ``results.curves(outcomes)``, worked out once for all sessions."""
        here = results.manifest
        key = (here.hash, here.seed, here.replications, tuple(outcomes))
        kept = self.drawn.get(key)
        if kept is None:
            kept = results.curves(outcomes)
            self.drawn.put(key, kept, int(kept.memory_usage().sum()))
        return kept

    def _plan(self, scenario: Scenario) -> Plan:
        """Return ``resolve(scenario)``, worked out once for all sessions."""
        kept = self.plans.get(scenario.hash)
        if kept is None:
            kept = resolve(scenario)
            self.plans.put(scenario.hash, kept, PLAN_BYTES)
        return kept

    def _results(self, scenario: Scenario, parts: list[Recording]) -> Results:
        """Return the results of the replications that are there, with their frames made once for all sessions."""
        runs = range(parts[-1].replications[-1] + 1)
        key = (scenario.hash, scenario.seed, runs, scenario.name, scenario.title)
        kept = self.results.get(key)
        if kept is None:
            recording = Recording.join(parts)
            kept = results_of(scenario, Record(weekly=True), runs, recording)
            self.results.put(key, kept, 2 * _bytes(recording))
        return kept

    def _part(self, scenario: Scenario, plan: Plan, step: range, stop: Stop) -> Recording:
        """Return some replications of a scenario: kept ones, or from the end of burn-in."""
        key = (scenario.hash, scenario.seed, step)
        kept = self.runs.get(key)
        if kept is None:
            start = self._checkpoint(plan, scenario.seed, step, stop)
            kept = simulate(
                MODEL, plan, seed=scenario.seed, replications=step, record=Record(weekly=True),
                threads=self.gate.threads, checkpoint=start, stop=stop,
            )  # fmt: skip
            self.runs.put(key, kept, _bytes(kept))
        return kept

    def _checkpoint(self, plan: Plan, seed: int, step: range, stop: Stop) -> Checkpoint:
        """Return the state after burn-in of some replications: what a plan says of later weeks is no part of it."""
        first = early(plan)
        key = (repr(first), seed, step)
        kept = self.burnt_in.get(key)
        if kept is None:
            kept = burn_in(MODEL, first, seed=seed, replications=step, threads=self.gate.threads, stop=stop)
            self.burnt_in.put(key, kept, sum(array.nbytes for array in kept.arrays.values()))
        return kept


def _with_luck_of(baseline: Scenario, scenario: Scenario) -> Scenario:
    """Return a scenario with as many replications as the baseline has, and the same seed."""
    if (scenario.replications, scenario.seed) == (baseline.replications, baseline.seed):
        return scenario
    return scenario.override({"run.replications": baseline.replications, "run.seed": baseline.seed})


def steps(replications: int, employees: int) -> Iterator[tuple[range, bool]]:
    """Yield which replications to simulate next, and whether to show what is there then.

    The first few can be had at once; from then on what is there is shown when it has doubled.
    """
    first = min(replications, max(LEAST, min(MOST, FIRST_SEATS // employees)))
    size = max(LEAST, STEP_SEATS // employees)
    shown = done = 0
    while done < replications:
        step = range(done, first if not done else min(replications, done + size))
        done = step.stop
        show = done == replications or done >= 2 * shown
        shown = done if show else shown
        yield step, show


def _bytes(recording: Recording) -> int:
    return recording.totals.nbytes + (0 if recording.weekly is None else recording.weekly.nbytes)
