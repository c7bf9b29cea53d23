"""An emulator: simulated numbers as quadratic functions of the free inputs, with an honest error.

Ridge regression on products of Legendre polynomials up to the second degree, which a uniform prior makes orthogonal.
The penalty of each number, and the weight of its second-order terms, are those with the least error at runs that were
left out. What is left there is the error of the emulator and the luck of a single run together; its covariance between
numbers is part of the likelihood.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from trustsim.errors import InputError
from trustsim.studies.calibration.problem import Floats

#: Penalties to choose from, as shares of the number of runs.
PENALTIES = tuple(10.0**power for power in np.arange(-6.0, 3.5, 0.5))
#: Second-order terms count for less than first-order ones, where that predicts better: the scales to choose from.
WEIGHTS = (1.0, 0.3, 0.1)
#: What a run keeps for itself, at least, of the influence on its own prediction, lest left-out errors be rounding.
ALONE = 1e-3
#: Fewer runs than this a free input cannot tell a slope from luck.
RUNS_PER_INPUT = 4


def terms(points: Floats) -> Floats:
    """Return the terms of the regression without the constant, shape (points, terms), for points of the unit cube."""
    x = 2.0 * points - 1.0
    first = np.sqrt(3.0) * x
    second = np.sqrt(5.0) * (1.5 * x**2 - 0.5)
    pairs = [first[:, one] * first[:, other] for one, other in combinations(range(points.shape[1]), 2)]
    return np.column_stack([first, second, *pairs])


def term_count(inputs: int) -> int:
    """Return how many terms the regression has for so many inputs."""
    return 2 * inputs + inputs * (inputs - 1) // 2


@dataclass(frozen=True)
class Emulator:
    """Simulated numbers as functions of the free inputs.

    Attributes:
        centre: the mean of each term over the runs.
        slopes: terms x numbers.
        constants: the mean of each number.
        residuals: what each run differs from what the others predict for it, runs x numbers.
        explained: the share of each number's variance that is predicted for runs that were left out.
    """

    centre: Floats
    slopes: Floats
    constants: Floats
    residuals: Floats
    explained: Floats

    def __call__(self, points: Floats) -> Floats:
        """Return the expected numbers at points of the unit cube: points x numbers."""
        return self.constants + (terms(points) - self.centre) @ self.slopes

    def corrected(self, points: Floats, places: npt.NDArray[np.int64]) -> Emulator:
        """Return the emulator with a correction that is fitted to some of its runs, such as the nearest ones.

        The correction is a regression on what those runs differ from what the others predict for them, so where they
        have no more to say it shrinks to nothing, and where they lie in a plane it leaves the slopes as they are.

        Args:
            points: all runs of the emulator x free inputs, in its order.
            places: which of them.
        """
        more = fit_emulator(points[places], self.residuals[places])
        constants = self.constants + more.constants - self.centre @ self.slopes - more.centre @ more.slopes
        slopes = self.slopes + more.slopes
        return Emulator(np.zeros_like(self.centre), slopes, constants, more.residuals, self.explained)

    @property
    def covariance(self) -> Floats:
        """The covariance between numbers of what a single run differs from its prediction."""
        return self.residuals.T @ self.residuals / len(self.residuals)


def fit_emulator(points: Floats, numbers: Floats) -> Emulator:
    """Fit an emulator.

    Args:
        points: runs x free inputs, in the unit cube.
        numbers: runs x numbers, finite.

    Raises:
        InputError: there are too few runs.
    """
    runs, inputs = points.shape
    if runs < RUNS_PER_INPUT * inputs:
        raise InputError(
            f"calibration: {inputs} free inputs need {RUNS_PER_INPUT * inputs} runs or more that succeed, not {runs}"
        )
    features = terms(points)
    centre, constants = features.mean(axis=0), numbers.mean(axis=0)
    best = _Best(features.shape[1], numbers)
    for weight in WEIGHTS:
        weights = np.where(np.arange(features.shape[1]) < inputs, 1.0, weight)
        _try_penalties((features - centre) * weights, weights, numbers - constants, best)
    variance = numbers.var(axis=0)
    explained = 1.0 - best.error / np.where(variance > 0.0, variance, np.inf)
    return Emulator(centre, best.slopes, constants, best.residuals, np.where(variance > 0.0, explained, 0.0))


class _Best:
    """The regression with the least error at runs that were left out, for each number."""

    def __init__(self, count: int, numbers: Floats) -> None:
        self.error = np.full(numbers.shape[1], np.inf)
        self.slopes = np.zeros((count, numbers.shape[1]))
        self.residuals = np.zeros_like(numbers)

    def take(self, slopes: Floats, residuals: Floats) -> None:
        """Take over what is better."""
        error = (residuals**2).mean(axis=0)
        better = error < self.error
        self.error[better] = error[better]
        self.slopes[:, better], self.residuals[:, better] = slopes[:, better], residuals[:, better]


def _try_penalties(features: Floats, weights: Floats, numbers: Floats, best: _Best) -> None:
    """Regress on centred, weighted features with every penalty, and let the best be kept for each number."""
    runs = len(features)
    left, singular, right = np.linalg.svd(features, full_matrices=False)
    projected = left.T @ numbers
    for penalty in PENALTIES:
        shrunk = singular**2 / (singular**2 + penalty * runs)
        alone = 1.0 - (left**2) @ shrunk - 1.0 / runs
        if alone.min() < ALONE:  # with as many terms as runs every run would be explained by itself
            continue
        residuals = (numbers - left @ (shrunk[:, None] * projected)) / alone[:, None]
        slopes = right.T @ ((shrunk / np.maximum(singular, 1e-300))[:, None] * projected)
        best.take(weights[:, None] * slopes, residuals)
