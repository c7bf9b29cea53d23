"""Which run comes nearest to the observed numbers: first by how many bands are missed, then by distance."""

from __future__ import annotations

import numpy as np

from trustsim.studies.calibration.problem import BAND, Floats, Problem
from trustsim.studies.calibration.store import Table


def ranked(problem: Problem, table: Table) -> Floats:
    """Return the points of a table, best first, each by the mean of its runs.

    Where points were run again with other luck, only those count, for the luckiest of many single runs is not the best.
    """
    points, group = np.unique(table.points, axis=0, return_inverse=True)
    times = np.bincount(group.ravel())
    means = np.stack([np.bincount(group.ravel(), weights=column) / times for column in table.numbers.T], axis=1)
    missed, distance = misses(problem, means), distances(problem, means)
    order = np.lexsort((np.nan_to_num(distance, nan=np.inf), missed, -(times > 1).astype(int)))
    return points[order]


def numbers_at(problem: Problem, table: Table, point: Floats) -> tuple[Floats, Floats, int]:
    """Return the mean numbers of the runs at a point, their standard errors as reported, and how many runs."""
    here = (table.points == point).all(axis=1)
    count = int(here.sum())
    return table.numbers[here].mean(axis=0), np.sqrt((table.errors[here] ** 2).sum(axis=0)) / count, count


def misses(problem: Problem, numbers: Floats) -> np.ndarray:
    """Return for each row of numbers how many lie outside their bands; one without a value does."""
    low = np.array([target.low for target in problem.targets])
    high = np.array([target.high for target in problem.targets])
    return (~((numbers >= low) & (numbers <= high))).sum(axis=1)


def distances(problem: Problem, numbers: Floats) -> Floats:
    """Return for each row of numbers the root of the mean square distance from the observed ones, in half bands."""
    halves = [(target.scaled(target.high) - target.scaled(target.low)) / 2.0 for target in problem.targets]
    widths = np.array(
        [half or target.deviation * BAND or 1.0 for half, target in zip(halves, problem.targets, strict=True)]
    )
    return np.sqrt((((problem.scaled(numbers) - problem.observed) / widths) ** 2).mean(axis=1))
