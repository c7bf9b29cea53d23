"""Plain statistics of arrays. Where a formula is not obvious its source stands beside it.

Whatever is undefined (no spread, an empty group, shares of 0 or 1) is NaN, which intervals leave out.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from trustsim.results.intervals import t_quantile

Floats = npt.NDArray[np.float64]
Numbers = npt.ArrayLike
#: Where the search for a dose ends.
FARTHEST = 1000.0


def ratio(above: Numbers, below: Numbers) -> Floats:
    """Return one divided by the other; NaN where the other is 0."""
    top, bottom = np.asarray(above, dtype=np.float64), np.asarray(below, dtype=np.float64)
    return np.where(bottom == 0.0, np.nan, top / np.where(bottom == 0.0, 1.0, bottom))


def percent_change(there: Numbers, here: Numbers) -> Floats:
    """Return by how many percent one is higher than the other."""
    return 100.0 * (ratio(there, here) - 1.0)


def odds_ratio(percent_there: Numbers, percent_here: Numbers) -> Floats:
    """Return the odds of one percentage as a multiple of those of another."""
    there, here = (np.asarray(percent, dtype=np.float64) / 100.0 for percent in (percent_there, percent_here))
    return ratio(there * (1.0 - here), (1.0 - there) * here)


def correlation(x: Numbers, y: Numbers) -> float:
    """Return Pearson's correlation; NaN where one of them does not vary."""
    one, two = (np.asarray(values, dtype=np.float64) for values in (x, y))
    one, two = one - one.mean(), two - two.mean()
    scale = math.sqrt(float(one @ one) * float(two @ two))
    return float(one @ two) / scale if scale > 0.0 else math.nan


def point_biserial(there: Numbers, here: Numbers) -> float:
    """Return the correlation of values with being in the first of two groups rather than in the second."""
    one, two = (np.asarray(values, dtype=np.float64) for values in (there, here))
    return correlation(np.repeat([1.0, 0.0], [one.size, two.size]), np.concatenate([one, two]))


def cohen_d(there: Numbers, here: Numbers) -> float:
    """Return the difference of means in pooled standard deviations.

    Cohen 1988, Statistical Power Analysis for the Behavioral Sciences, 2nd edition, section 2.5.
    """
    one, two = (np.asarray(values, dtype=np.float64) for values in (there, here))
    if min(one.size, two.size) < 2:
        return math.nan
    freedom = one.size + two.size - 2
    pooled = math.sqrt(((one.size - 1) * one.var(ddof=1) + (two.size - 1) * two.var(ddof=1)) / freedom)
    return float((one.mean() - two.mean()) / pooled) if pooled > 0.0 else math.nan


def group_means(values: Floats, group: npt.NDArray[np.int64], count: int) -> Floats:
    """Return the mean of each group, NaN where it is empty.

    Args:
        values: the values.
        group: the number of each value's group.
        count: how many groups there are.
    """
    return ratio(np.bincount(group, values, count), np.bincount(group, minlength=count))


class Components(NamedTuple):
    """Variance between groups and within them."""

    between: float
    within: float


def variance_components(
    values: Floats, group: npt.NDArray[np.int64], traits: npt.NDArray[np.float64] | None = None
) -> Components:
    """Return the components of variance between and within groups, by the method of moments.

    The variance of group means holds that of the luck of the draw, within / size, which is taken off (Searle, Casella
    and McCulloch 1992, Variance Components, chapter 3). With traits it is the variance that is left of the means once
    they are regressed on the traits of their groups. The component may be below 0 by chance.

    Args:
        values: the value of each member.
        group: the number of each member's group; no group is empty.
        traits: what is known of each group, shape (groups, traits).
    """
    count = int(group.max()) + 1
    sizes = np.bincount(group, minlength=count)
    means = group_means(values, group, count)
    within = float(((values - means[group]) ** 2).sum() / (values.size - count))
    known = np.ones((count, 1)) if traits is None else np.column_stack([np.ones(count), traits])
    left = means - known @ np.linalg.lstsq(known, means, rcond=None)[0]
    spread = float(left @ left) / (count - known.shape[1])
    return Components(spread - within * float((1.0 / sizes).mean()), within)


def variance_explained(values: Floats, group: npt.NDArray[np.int64], traits: npt.NDArray[np.float64]) -> float:
    """Return the share of the variance between groups that traits of the groups explain.

    By how much the component between groups falls (Raudenbush and Bryk 2002, Hierarchical Linear Models, 2nd edition,
    chapter 4). NaN where nothing varies between groups.
    """
    total = variance_components(values, group).between
    return 1.0 - variance_components(values, group, traits).between / total if total > 0.0 else math.nan


def hazards(events: Floats, exposure: Floats) -> Floats:
    """Return the hazard in each interval of time: events divided by the time at risk."""
    return ratio(events, exposure)


def quartile_means(values: Floats, by: Floats) -> tuple[float, float]:
    """Return the means of values in the quarter with the most of something, and in that with the least.

    Args:
        values: one for each unit.
        by: what units are ranked by.
    """
    order = np.argsort(by, kind="stable")
    size = max(1, len(order) // 4)
    return float(values[order[-size:]].mean()), float(values[order[:size]].mean())


def crossing(doses: Floats, values: Floats, level: float) -> float:
    """Return the dose at which values come to a level, linear between doses.

    Beyond the doses it is the line through the two nearest, held between 0 and ``FARTHEST``, so that a level that
    no dose reaches is still a number.

    Args:
        doses: in rising order, from 0.
        values: the value at each.
        level: what is looked for.
    """
    gaps = values - level
    cells = [k for k in range(len(doses) - 1) if gaps[k] * gaps[k + 1] <= 0.0 and gaps[k] != gaps[k + 1]]
    cell = cells[0] if cells else (0 if abs(gaps[0]) < abs(gaps[-1]) else len(doses) - 2)
    slope = (gaps[cell + 1] - gaps[cell]) / (doses[cell + 1] - doses[cell])
    found = doses[cell] - gaps[cell] / slope if slope else math.nan
    return float(np.clip(found, 0.0, FARTHEST))


class Pooled(NamedTuple):
    """What all runs show together, its 95% interval, and the jackknife's pseudo-values, one a run."""

    value: float
    interval: tuple[float, float]
    pseudo: Floats


def jackknife(parts: Floats, combine: Callable[[Floats], float]) -> Pooled:
    """Return a statistic of all runs together, and how much it hangs on single ones.

    Leaves one run out after the other (Tukey 1958, Annals of Mathematical Statistics 29:614; Efron and Tibshirani
    1993, An Introduction to the Bootstrap, chapter 11).

    Args:
        parts: what each run contributes, shape (runs, parts).
        combine: the statistic of the mean parts of some runs.
    """
    runs = len(parts)
    value = combine(parts.mean(axis=0))
    if runs < 2:
        return Pooled(value, (math.nan, math.nan), np.array([value]))
    without = np.array([combine(np.delete(parts, run, axis=0).mean(axis=0)) for run in range(runs)])
    pseudo = runs * value - (runs - 1) * without
    half = t_quantile(runs - 1.0) * float(pseudo.std(ddof=1)) / math.sqrt(runs)
    return Pooled(value, (value - half, value + half), pseudo)
