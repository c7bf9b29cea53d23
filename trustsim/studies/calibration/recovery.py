"""Synthetic recovery: numbers simulated at known values are calibrated blind, and should give the values back.

One table of runs serves all repetitions; what is calibrated to are fresh runs, at values drawn from the prior, and
never rows of the table. So the 90% interval of every input should hold the true value in 90% of repetitions, whether
the numbers tell the input or not; for those that they tell, the posterior mean should follow the truth.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd

from trustsim.studies.calibration.calibration import MIDDLE
from trustsim.studies.calibration.fitting import Condition, Progress, usable
from trustsim.studies.calibration.luck import Luck
from trustsim.studies.calibration.problem import Floats, Problem, Simulator, Target
from trustsim.studies.calibration.sampling import sobol
from trustsim.studies.calibration.store import Table

#: Runs at these numbers are those that are to be recovered, and no rows of a table.
UNSEEN = 2_000_000


def prior_table(
    problem: Problem, simulator: Simulator, runs: int, seed: int = 1, progress: Progress | None = None
) -> Table:
    """Return a table of runs at Sobol' points over the prior.

    Args:
        problem: free inputs and numbers.
        simulator: what is run.
        runs: how often.
        seed: of the Sobol' sequence.
        progress: called with (runs done, runs in all).
    """
    points = sobol(len(problem.inputs), runs, 0, seed)
    numbers = _simulated(problem, simulator, points, 0, lambda done: progress and progress(done, runs))
    return Table(points, numbers, np.full_like(numbers, np.nan), ("prior",) * runs, ())


def recover(
    problem: Problem,
    simulator: Simulator,
    table: Table,
    repetitions: int,
    *,
    seed: int = 1,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Calibrate to numbers that were simulated at known values, again and again.

    Args:
        problem: free inputs and numbers; what was observed is replaced by what is simulated.
        simulator: what is run.
        table: the runs on which all calibrations rest.
        repetitions: how often; true values are drawn from the prior.
        seed: where the luck of the true values starts.
        progress: called with (repetitions done, repetitions in all).

    Returns:
        ``repetition``, ``path``, ``truth``, ``mean``, ``low``, ``high`` (middle 90% of the posterior), ``covered``,
        ``shrinkage``. Repetitions in which a number has no value are left out.
    """
    truths = Luck(seed, "truths").uniforms(repetitions, len(problem.inputs))
    observed = _simulated(problem, simulator, truths, UNSEEN, lambda done: None)
    rows = []
    for number, (truth, seen) in enumerate(zip(truths, observed, strict=True)):
        if np.isfinite(problem.scaled(seen[None])).all():
            asked = replace(problem, targets=tuple(_as_seen(problem, seen)))
            draws = Condition(asked, usable(asked, table), seed, f"repetition {number}").draws()
            rows += _rows(problem, number, truth, draws)
        if progress:
            progress(number + 1, repetitions)
    return pd.DataFrame(rows)


def _simulated(
    problem: Problem, simulator: Simulator, points: Floats, first: int, tell: Callable[[int], object]
) -> Floats:
    found = []
    for place, values in enumerate(problem.values(points)):
        measured = simulator(dict(zip(problem.paths, values.tolist(), strict=True)), first + place)
        found.append(problem.numbers(measured))
        tell(place + 1)
    return np.array(found)


def _as_seen(problem: Problem, seen: Floats) -> list[Target]:
    """Return the targets with what a single run showed; there is no error but its luck, which the table's runs have."""
    return [
        replace(target, value=value, low=value, high=value, error=0.0)
        for target, value in zip(problem.targets, seen.tolist(), strict=True)
    ]


def _rows(problem: Problem, number: int, truth: Floats, draws: Floats) -> list[dict[str, object]]:
    values, true = problem.values(draws), problem.values(truth[None])[0]
    low, high = np.quantile(values, MIDDLE, axis=0)
    spread = 12.0 * draws.var(axis=0)
    return [
        {
            "repetition": number, "path": path, "truth": true[place], "mean": values[:, place].mean(),
            "low": low[place], "high": high[place], "covered": bool(low[place] <= true[place] <= high[place]),
            "shrinkage": 1.0 - spread[place],
        }
        for place, path in enumerate(problem.paths)
    ]  # fmt: skip
