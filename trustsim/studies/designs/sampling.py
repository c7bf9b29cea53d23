"""From factors to points: every combination, a list, or samples that SciPy and SALib draw.

Sampled points are drawn in the unit cube, a column a factor, and mapped to the factors' values: a set of values takes
equal parts of its side, and so do the whole numbers of a range. Sensitivity indices are computed on the same cube.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

from trustsim.errors import InputError
from trustsim.studies.designs.design import SAMPLING, Design
from trustsim.studies.designs.factors import SCENARIO, Choice, Factor, Plain
from trustsim.studies.libraries import library

Floats = npt.NDArray[np.float64]
MOST_POINTS = 200_000
#: The steps of Morris' trajectories: levels 0, 1/3, 2/3 and 1 of every factor.
MORRIS_LEVELS = 4


def points_of(design: Design, scenario_names: list[str]) -> list[dict[str, Plain]]:
    """Return the points of a design: values by path, in order.

    Args:
        design: the design.
        scenario_names: the names of its scenarios, which are a factor if there are several.

    Raises:
        InputError: there are too many, or what draws them is not installed.
    """
    factors: dict[str, Factor] = {SCENARIO: Choice(SCENARIO, tuple(scenario_names))} if design.several else {}
    factors |= design.factors
    if design.method in SAMPLING:
        shares = unit_points(design, len(factors))
        columns = [factor.at(shares[:, place]) for place, factor in enumerate(factors.values())]
        return [dict(zip(factors, row, strict=True)) for row in zip(*columns, strict=True)]
    groups = list(_groups(design, factors))
    count = int(np.prod([len(group) for group in groups], dtype=float))
    if count > MOST_POINTS:
        raise InputError(f"{design.name}: a design has at most {MOST_POINTS:,} points, this one {count:,}")
    return [{path: value for part in parts for path, value in part.items()} for parts in product(*groups)]


def _groups(design: Design, factors: Mapping[str, Factor]) -> Iterator[list[Mapping[str, Plain]]]:
    """Yield what is crossed: for each factor, or group of factors that vary together, its values by path."""
    if design.method == "list":
        names = {SCENARIO: factors[SCENARIO]} if SCENARIO in factors else {}
        yield from (_together({path: factor}) for path, factor in names.items())
        yield list(design.points)
        return
    if design.method == "zip":
        together = {path: factor for path, factor in factors.items() if path in design.factors}
        yield from (_together({path: factor}) for path, factor in factors.items() if path not in together)
        yield _together(together)
        return
    yield from (_together({path: factor}) for path, factor in factors.items())
    yield from (_together(group) for group in design.zip)


def _together(group: Mapping[str, Any]) -> list[Mapping[str, Plain]]:
    if not group:
        return [{}]
    return [dict(zip(group, row, strict=True)) for row in zip(*(f.values for f in group.values()), strict=True)]


def unit_points(design: Design, dimensions: int) -> Floats:
    """Return the sampled points in the unit cube: shape (points, dimensions).

    Raises:
        InputError: nothing varies, there are too many points, or SALib is not installed.
    """
    samples = design.samples or 0
    if not dimensions:
        raise InputError(f"{design.name}: method '{design.method}' needs at least one factor")
    per_sample = {"sobol": (2 * dimensions + 2) if design.second_order else (dimensions + 2), "morris": dimensions + 1}
    if samples * per_sample.get(design.method, 1) > MOST_POINTS:
        raise InputError(f"{design.name}: a design has at most {MOST_POINTS:,} points; fewer samples make fewer")
    drawn = {"latin_hypercube": _latin_hypercube, "sobol_sequence": _sobol_sequence, "sobol": _sobol, "morris": _morris}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of sequences whose length is no power of 2: asked for
        return np.asarray(drawn[design.method](design, dimensions, samples), dtype=np.float64)


def _latin_hypercube(design: Design, dimensions: int, samples: int) -> Any:
    from scipy.stats import qmc

    return qmc.LatinHypercube(dimensions, rng=design.seed).random(samples)


def _sobol_sequence(design: Design, dimensions: int, samples: int) -> Any:
    from scipy.stats import qmc

    return qmc.Sobol(dimensions, rng=design.seed).random(samples)


def _sobol(design: Design, dimensions: int, samples: int) -> Any:
    sample = library("SALib.sample.sobol", "research", f"{design.name}: method 'sobol'").sample
    return sample(problem(dimensions), samples, calc_second_order=design.second_order, seed=design.seed)


def _morris(design: Design, dimensions: int, samples: int) -> Any:
    sample = library("SALib.sample.morris", "research", f"{design.name}: method 'morris'").sample
    return sample(problem(dimensions), samples, num_levels=MORRIS_LEVELS, seed=design.seed)


def problem(dimensions: int) -> dict[str, Any]:
    """Return the unit cube as SALib describes it."""
    names = [f"x{number}" for number in range(dimensions)]
    return {"num_vars": dimensions, "names": names, "bounds": [[0.0, 1.0]] * dimensions}
