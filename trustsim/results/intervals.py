"""How sure a number is: means over replications with t-intervals, and the middle of single companies.

An interval says how far the *simulation's* luck moves a mean, and nothing about whether the model is right. Student's t
is used because the mean of some tens of runs is near enough normal, the interval is symmetric and one line to check,
and its width falls with the number of runs as everybody expects. SciPy is not needed.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

#: The share of repetitions of the whole study in which an interval is to hold the true mean.
LEVEL = 0.95
#: The middle 90% of single companies.
MIDDLE = (0.05, 0.95)


class Estimate(NamedTuple):
    """A mean and its interval; ``low`` and ``high`` are NaN where one run cannot say."""

    mean: float
    low: float
    high: float


UNKNOWN = Estimate(math.nan, math.nan, math.nan)


def mean_interval(values: npt.ArrayLike) -> Estimate:
    """Return the mean of independent values and its 95% t-interval; NaN values are left out."""
    kept = _finite(values)
    if kept.size == 0:
        return UNKNOWN
    mean = float(np.mean(kept))
    if kept.size == 1:
        return Estimate(mean, math.nan, math.nan)
    half = t_quantile(kept.size - 1.0) * math.sqrt(_variance(kept) / kept.size)
    return Estimate(mean, mean - half, mean + half)


def welch_interval(first: npt.ArrayLike, second: npt.ArrayLike) -> Estimate:
    """Return the mean of ``second`` less that of ``first``, drawn independently, with Welch's 95% t-interval."""
    one, two = _finite(first), _finite(second)
    if not one.size or not two.size:
        return UNKNOWN
    mean = float(np.mean(two)) - float(np.mean(one))
    if min(one.size, two.size) < 2:
        return Estimate(mean, math.nan, math.nan)
    spread_one, spread_two = _variance(one) / one.size, _variance(two) / two.size
    total = spread_one + spread_two
    if total == 0.0:
        return Estimate(mean, mean, mean)
    freedom = total**2 / (spread_one**2 / (one.size - 1) + spread_two**2 / (two.size - 1))
    half = t_quantile(freedom) * math.sqrt(total)
    return Estimate(mean, mean - half, mean + half)


def middle(values: npt.ArrayLike) -> tuple[float, float]:
    """Return the bounds of the middle 90% of single companies; NaN where there is none."""
    kept = _finite(values)
    if not kept.size:
        return math.nan, math.nan
    low, high = np.quantile(kept, MIDDLE)
    return float(low), float(high)


@lru_cache(maxsize=4096)
def t_quantile(freedom: float, level: float = LEVEL) -> float:
    """Return t such that Student's t with ``freedom`` degrees lies in (-t, t) with probability ``level``.

    With t = sqrt(freedom) tan(a) that probability is 2 / B(1/2, freedom / 2) times the integral of
    cos(x)^(freedom - 1) from 0 to a: smooth, so quadrature by 64 nodes and bisection give it to the last digits.
    """
    nodes, weights = np.polynomial.legendre.leggauss(64)
    beta = math.exp(math.lgamma(0.5) + math.lgamma(freedom / 2.0) - math.lgamma((freedom + 1.0) / 2.0))
    low, high = 0.0, min(math.pi / 2.0, 40.0 / math.sqrt(freedom))
    for _ in range(80):
        angle = (low + high) / 2.0
        powers = np.cos((nodes + 1.0) * angle / 2.0) ** (freedom - 1.0)
        probability = float(weights @ powers) * angle / beta
        low, high = (angle, high) if probability < level else (low, angle)
    return math.sqrt(freedom) * math.tan((low + high) / 2.0)


def _finite(values: npt.ArrayLike) -> Floats:
    array = np.asarray(values, dtype=np.float64).ravel()
    return array[np.isfinite(array)]


def _variance(values: Floats) -> float:
    return float(np.var(values, ddof=1))
