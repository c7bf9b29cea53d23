"""``fit``: from free inputs, observed numbers and a simulator to a calibration, in waves of runs.

The first wave covers the prior; where somebody knows a place to begin with, the second lies around it; the next ones
lie where the numbers seem to be reproduced, as the emulator of all runs so far has it, since it is better the nearer
its runs are; then the most promising points, and the best of them again, with other luck, lest the luckiest be taken
for the best. Where runs lie bears on how exact the emulator is there and not on the posterior, which knows the prior.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from trustsim._version import __version__
from trustsim.errors import InputError, Interrupted, StateError
from trustsim.scenario import load
from trustsim.studies.calibration.calibration import Calibration
from trustsim.studies.calibration.emulator import RUNS_PER_INPUT, Emulator, fit_emulator, term_count
from trustsim.studies.calibration.luck import Luck
from trustsim.studies.calibration.problem import Floats, Measured, Problem, Simulator, errors_of
from trustsim.studies.calibration.ranking import ranked
from trustsim.studies.calibration.sampling import EDGE, log_likelihood, posterior, sobol
from trustsim.studies.calibration.store import RunStore, Table

Progress = Callable[[int, int], None]

#: The waves, each with the share of all runs that are done by its end, and the power of the likelihood from which its
#: points are drawn (0 is the prior); the last one repeats the best points.
WAVES = (("prior", 0.55, 0.0), ("near", 0.75, 0.5), ("nearer", 0.85, 1.0), ("best", 0.95, 8.0), ("again", 1.0, 0.0))
#: The same where there is a place to begin with.
WAVES_FROM_A_START = (("prior", 0.4, 0.0), ("start", 0.55, 0.0), *WAVES[1:])
#: How far the runs around it lie from it: the standard deviation along each input, as a share of its range.
AROUND = 0.1
#: The emulator is corrected by the runs that come nearest: so many for each of its terms, and this share at least.
RUNS_PER_TERM, NEAR = 2.5, 0.5
#: How often the nearest runs are chosen anew by an emulator of the nearest runs so far.
REFITS = 2


def fit(
    problem: Problem,
    simulator: Simulator,
    *,
    runs: int = 600,
    seed: int = 1,
    store: str | os.PathLike[str] | None = None,
    threads: int = 1,
    progress: Progress | None = None,
) -> Calibration:
    """Find values of the free inputs at which a simulator reproduces observed numbers, and how sure they are.

    Args:
        problem: the free inputs and the observed numbers.
        simulator: called with values by path and the number of the run; returns the simulated numbers by name.
        runs: how often the simulator is called in all, those of earlier sittings in the store included.
        seed: where the luck of the calibration starts; the simulator has its own.
        store: a folder that keeps every run as soon as it is done; a calibration that was broken off goes on there.
        threads: how many calls of the simulator at a time; no digit depends on it.
        progress: called with (runs done, runs in all).

    Raises:
        InputError: there are too few runs for the free inputs, or the simulator lacks a number.
        StoreError: the store is of another calibration, or cannot be written.
        Interrupted: somebody stopped it; what was finished is in the store.
    """
    least = math.ceil(RUNS_PER_INPUT * len(problem.inputs) / _waves(problem)[0][1])
    if runs < least:
        raise InputError(f"calibration: {len(problem.inputs)} free inputs need at least {least} runs, not {runs}")
    # what is not free stays as the model has it: runs with other defaults are runs of another model
    facts = {"problem": problem.fingerprint(seed), "version": __version__, "model": load("baseline").hash}
    with RunStore(store, facts) as kept:
        try:
            while True:
                _run_pending(problem, simulator, kept, threads, lambda done: progress and progress(done, runs))
                if kept.planned >= runs:
                    break
                wave, points = _next_wave(problem, kept, runs, seed)
                kept.plan(wave, points)
        except KeyboardInterrupt:
            raise Interrupted from None
        table = kept.table()
    return conclude(problem, table, seed)


def _run_pending(
    problem: Problem, simulator: Simulator, kept: RunStore, threads: int, progress: Callable[[int], object]
) -> None:
    """Do the runs that are planned and not done; each is written down as soon as it is its turn."""

    def work(run: tuple[int, Floats]) -> Mapping[str, Measured] | StateError:
        number, point = run
        try:
            return simulator(dict(zip(problem.paths, problem.values(point).tolist(), strict=True)), number)
        except StateError as error:  # an extreme point may lead the model out of its range: that point is out
            return error

    pending = kept.pending()
    done = kept.planned - len(pending)
    with ThreadPoolExecutor(threads) as pool:
        try:
            for (number, _), found in zip(pending, pool.map(work, pending), strict=True):
                if isinstance(found, StateError):
                    kept.failed(number, str(found))
                else:
                    kept.done(number, problem.numbers(found), errors_of(problem, found))
                done += 1
                progress(done)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _next_wave(problem: Problem, kept: RunStore, runs: int, seed: int) -> tuple[str, Floats]:
    """Return the name and the points of the wave that comes next."""
    planned = kept.planned
    wave, end, power = next(
        (name, math.ceil(share * runs), power)
        for name, share, power in _waves(problem)
        if math.ceil(share * runs) > planned
    )
    if wave == "prior":
        return wave, sobol(len(problem.inputs), end - planned, planned, seed)
    if wave == "start" and problem.start is not None:
        return wave, _around(problem.start, end - planned, Luck(seed, "start"))
    table = kept.table()
    if wave == "again":
        return wave, ranked(problem, table)[: end - planned]
    condition = Condition(problem, usable(problem, table), seed, f"{wave} {planned}")
    particles = condition.draws(power)
    return wave, particles[np.linspace(0, len(particles) - 1, end - planned).astype(int)]


def _waves(problem: Problem) -> tuple[tuple[str, float, float], ...]:
    return WAVES if problem.start is None else WAVES_FROM_A_START


def _around(start: Floats, count: int, luck: Luck) -> Floats:
    """Return a point of the unit cube and others around it."""
    steps = AROUND * luck.normals(count, len(start))
    steps[0] = 0.0
    # what would lie outside is thrown back inside, lest many points lie on the edge
    return np.clip(1.0 - np.abs(1.0 - np.abs(start + steps)), EDGE, 1.0 - EDGE)


def conclude(problem: Problem, table: Table, seed: int) -> Calibration:
    """Return what a table of runs says of the free inputs.

    Raises:
        InputError: too few runs succeeded.
    """
    condition = Condition(problem, usable(problem, table), seed, "posterior")
    draws = condition.draws()
    best = ranked(problem, table)[0]
    return Calibration(problem, table, seed, draws, best, condition.emulator)


def usable(problem: Problem, table: Table) -> tuple[Floats, Floats]:
    """Return points and scaled numbers of the runs in which every number has a value."""
    if not len(table.points):
        return np.zeros((0, len(problem.inputs))), np.zeros((0, len(problem.targets)))
    numbers = problem.scaled(table.numbers)
    whole = np.isfinite(numbers).all(axis=1)
    return table.points[whole], numbers[whole]


@dataclass
class Condition:
    """The free inputs conditioned on the observed numbers, given points and scaled numbers of runs."""

    problem: Problem
    runs: tuple[Floats, Floats]
    seed: int
    purpose: str

    def __post_init__(self) -> None:
        points, numbers = self.runs
        whole = fit_emulator(points, numbers)
        self.emulator: Emulator = whole
        count = max(int(RUNS_PER_TERM * term_count(len(self.problem.inputs))), math.ceil(NEAR * len(points)))
        for _ in range(REFITS):
            if len(points) > count:
                self.emulator = whole.corrected(points, self._nearest(count))

    def draws(self, power: float = 1.0) -> Floats:
        """Return draws from the prior times a power of the likelihood."""
        likelihood = log_likelihood(self.emulator, self.problem.observed, self.problem.deviations)
        luck = Luck(self.seed, self.purpose)
        return posterior(lambda points: power * likelihood(points), len(self.problem.inputs), luck, self.seed)

    def _nearest(self, count: int) -> npt.NDArray[np.int64]:
        """Return the places of the runs whose expected numbers come nearest to the observed ones.

        Not of those whose own numbers do: choosing by luck would bias the emulator.
        """
        likelihood = log_likelihood(self.emulator, self.problem.observed, self.problem.deviations)
        return np.argsort(-likelihood(self.runs[0]), kind="stable")[:count]
