"""From values at sampled points to sensitivity indices with bootstrap intervals: a thin adapter of SALib.

Sobol' indices (Saltelli et al. 2010, doi:10.1016/j.cpc.2009.09.018) are shares of the variance of an outcome:
``first`` is what a factor explains by itself, ``total`` what it explains together with others. Morris' measures
(Campolongo, Cariboni and Saltelli 2007, doi:10.1016/j.envsoft.2006.10.004) are in the outcome's unit: ``mu_star`` is
the mean size of its change when the factor moves over its whole range, ``mu`` the same with its sign, ``sigma`` how
much that change depends on where the others stand.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from trustsim.studies.designs.design import Design
from trustsim.studies.designs.sampling import MORRIS_LEVELS, problem, unit_points
from trustsim.studies.libraries import library

Floats = npt.NDArray[np.float64]
#: So often the sample is drawn again from itself for an interval.
RESAMPLES = 1_000
#: The fewest base samples or trajectories whose indices are looked at for convergence.
FEWEST = 8
#: The index by which factors are ranked.
MAIN_INDEX = {"sobol": "total", "morris": "mu_star"}
#: How SALib calls the indices, and their intervals' half widths.
_NAMES = {
    "sobol": {"first": ("S1", "S1_conf"), "total": ("ST", "ST_conf")},
    "morris": {"mu_star": ("mu_star", "mu_star_conf"), "mu": ("mu", ""), "sigma": ("sigma", "")},
}


@dataclass(frozen=True)
class Index:
    """An index of a factor, or of a pair of factors, with its 95% bootstrap interval; NaN where it has none."""

    factor: str
    other: str
    index: str
    value: float
    low: float
    high: float

    @property
    def wide(self) -> bool:
        """Whether the interval is wider than the index itself."""
        return self.high - self.low > abs(self.value)


def indices_of(
    design: Design, names: Sequence[str], values: Floats, samples: int, resamples: int = RESAMPLES
) -> list[Index]:
    """Return the indices of every factor from the first samples of a design.

    Args:
        design: a design with method "sobol" or "morris".
        names: its factors, in order.
        values: an outcome at each point, in order.
        samples: how many base samples or trajectories to use, from the first on.
        resamples: how often the sample is drawn again from itself for an interval.
    """
    rows = samples * (len(values) // (design.samples or 1))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a resample in which nothing varies: its interval says so
        found = _analysed(design, len(names), np.asarray(values[:rows], dtype=np.float64), resamples)
    return [*_single(design.method, names, found), *_pairs(names, found)]


def _analysed(design: Design, dimensions: int, values: Floats, resamples: int) -> Any:
    analyze = library(f"SALib.analyze.{design.method}", "research", "sensitivity").analyze
    more: dict[str, Any] = {"num_resamples": resamples, "seed": design.seed + 1}  # SALib takes 0 for no seed
    if design.method == "sobol":
        return analyze(problem(dimensions), values, calc_second_order=design.second_order, **more)
    points = unit_points(design, dimensions)[: len(values)]
    return analyze(problem(dimensions), points, values, num_levels=MORRIS_LEVELS, **more)


def _single(method: str, names: Sequence[str], found: Any) -> Iterator[Index]:
    for place, name in enumerate(names):
        for index, (value, half) in _NAMES[method].items():
            middle, wide = float(found[value][place]), float(found[half][place]) if half else math.nan
            yield Index(name, "", index, middle, middle - wide, middle + wide)


def _pairs(names: Sequence[str], found: Any) -> Iterator[Index]:
    if "S2" not in found:
        return
    for one in range(len(names)):
        for two in range(one + 1, len(names)):
            middle, wide = float(found["S2"][one, two]), float(found["S2_conf"][one, two])
            yield Index(names[one], names[two], "second", middle, middle - wide, middle + wide)


def stages(samples: int) -> list[int]:
    """Return the numbers of samples at which convergence is looked at: doubling, up to all."""
    found, count = [samples], samples
    while count // 2 >= FEWEST:
        count //= 2
        found.insert(0, count)
    return found
