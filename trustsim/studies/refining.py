"""Adaptive refinement of a map: steps are halved where neighbouring cells differ, so runs go where something happens.

A block is what lies between neighbouring cells that were run: two of a dose-response, four of a map. It is halved if
its corners lie in different regions, or if an outcome is steeper there than half again its average slope: even slopes
need no more cells, since what lies between is told by lines.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import product

import numpy as np
import numpy.typing as npt

from trustsim.errors import InputError
from trustsim.studies.documents import MOST_VALUES
from trustsim.studies.maps import MOST_CELLS, Axis, MapPlan

Floats = npt.NDArray[np.float64]
#: Where a cell is: panel, y, x.
Place = tuple[int, int, int]
#: What a cell says of each outcome: its value or difference, and its region (or nothing).
Said = tuple[tuple[float, str], ...]
#: A block is steep if its corners differ by more than so many times what they would if the slope were even.
STEEPER = 1.5
logger = logging.getLogger("trustsim")


def subdivided(plan: MapPlan) -> MapPlan:
    """Return a map whose axes have all the values that refinement may come to.

    Raises:
        InputError: those would be too many.
    """
    if not plan.refine:
        return plan
    parts = 2**plan.refine
    return replace(plan, x=_finer(plan.x, parts), y=_finer(plan.y, parts) if plan.y else None)


def _finer(axis: Axis, parts: int) -> Axis:
    count = (len(axis.values) - 1) * parts + 1
    if count > MOST_VALUES:
        raise InputError(
            f"{axis.source}: refined so often {axis.path} has {count} values, and {MOST_VALUES} are the most: begin "
            "with fewer steps, or refine less often"
        )
    at = np.arange(count) / parts
    values = np.interp(at, np.arange(len(axis.values)), axis.values)
    return replace(axis, values=tuple(round(float(value), 12) for value in values))


def rounds(plan: MapPlan, said: Callable[[Place], Said]) -> Iterator[list[Place]]:
    """Yield the places to run, round by round; between two rounds ``said`` must know what those before came to.

    Args:
        plan: the map with the axes that ``subdivided`` gave.
        said: what a cell that was run says.
    """
    stride = 2**plan.refine
    shape = len(plan.panels), len(plan.y.values) if plan.y else 1, len(plan.x.values)
    begun = list(product(range(shape[0]), range(0, shape[1], stride), range(0, shape[2], stride)))
    done = set(begun)
    yield begun
    while stride > 1:
        told = {place: said(place) for place in done}
        blocks = min((count - 1) // stride for count in shape[1:] if count > 1)
        new = _halved(told, shape, stride, {key: reach / blocks for key, reach in _reach(told).items()})
        stride //= 2
        fresh = sorted(new - done)
        if len(done) + len(fresh) > MOST_CELLS:
            logger.warning("%s: refined no further: more than %d cells", plan.name, MOST_CELLS)
            return
        done |= set(fresh)
        if fresh:
            yield fresh


def _reach(told: Mapping[Place, Said]) -> dict[tuple[int, int], float]:
    """Return by panel and outcome how far values reach from the lowest to the highest."""
    values: dict[tuple[int, int], list[float]] = {}
    for place, cell in told.items():
        for number, (value, _) in enumerate(cell):
            values.setdefault((place[0], number), []).append(value)
    return {
        key: float(np.nanmax(found) - np.nanmin(found)) for key, found in values.items() if np.isfinite(found).any()
    }


def _halved(
    told: Mapping[Place, Said], shape: tuple[int, ...], stride: int, even: Mapping[tuple[int, int], float]
) -> set[Place]:
    """Return the places that halve those blocks of a stride between whose corners something happens.

    Args:
        told: what cells say that were run.
        shape: how many panels, rows and columns there are.
        stride: from one corner of a block to the next.
        even: by panel and outcome how much the corners of a block differ where the slope is even.
    """
    found: set[Place] = set()
    step = stride // 2
    up = [0, stride] if shape[1] > 1 else [0]
    for panel, row, column in told:
        corners = [(panel, row + more, column + along) for more, along in product(up, (0, stride))]
        if all(corner in told for corner in corners) and _differ([told[corner] for corner in corners], panel, even):
            between = [0, step, stride] if shape[1] > 1 else [0]
            found |= {(panel, row + more, column + along) for more, along in product(between, (0, step, stride))}
    return found


def _differ(corners: Iterable[Said], panel: int, even: Mapping[tuple[int, int], float]) -> bool:
    for number, cells in enumerate(zip(*corners, strict=True)):
        values = [value for value, _ in cells if np.isfinite(value)]
        if len({region for _, region in cells}) > 1:
            return True
        if values and max(values) - min(values) > STEEPER * even.get((panel, number), np.inf):
            return True
    return False


def filled(values: Floats) -> Floats:
    """Return a grid in which cells that were not run are interpolated between those that were, by lines.

    Args:
        values: rows and columns; NaN where nothing was run. The corners were run.
    """
    from scipy.interpolate import griddata

    known = np.isfinite(values)
    if known.all() or not known.any():
        return values
    if values.shape[0] == 1:
        columns = np.arange(values.shape[1])
        return np.interp(columns, columns[known[0]], values[known])[None, :]
    found = griddata(np.argwhere(known), values[known], tuple(np.indices(values.shape)), method="linear")
    return np.where(known, values, found)


def nearest(names: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """Return a grid of names in which cells that were not run have the name of the nearest that was."""
    from scipy.spatial import KDTree

    known = np.array([[name is not None for name in row] for row in names.tolist()])
    if known.all() or not known.any():
        return names
    places = np.argwhere(known)
    _, at = KDTree(places).query(np.argwhere(~known))
    found = names.copy()
    found[~known] = names[tuple(places[at].T)]
    return found
