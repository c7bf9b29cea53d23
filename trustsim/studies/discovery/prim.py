"""Boxes by PRIM, the patient rule induction method (Friedman and Fisher 1999, doi:10.1023/A:1008894516817).

A box is peeled, a twentieth of its points at a time, where that raises its density most for what is given up. The EMA
workbench does it; here a box is chosen on the way, and limits that tell nothing are left out again.
"""

from __future__ import annotations

import inspect
import logging
import warnings
from collections.abc import Generator, Iterator
from contextlib import contextmanager

import pandas as pd

from trustsim.studies.discovery.boxes import Bools, Box, Limit, fit_of, is_number
from trustsim.studies.libraries import library

#: A limit that so many cases would come to by luck with this probability tells nothing.
SIGNIFICANT = 0.05


def peeled(points: pd.DataFrame, cases: Bools, mass: float) -> list[Box]:
    """Return the boxes on the way from all points to the densest box, each inside the one before it.

    Args:
        points: a column a factor.
        cases: which points are cases.
        mass: no box holds a smaller share of the points.
    """
    prim = library("ema_workbench.analysis.prim", "research", "discover with method 'prim'").Prim
    names = {path: f"x{place}" for place, path in enumerate(points.columns)}  # PRIM drops one called scenario
    frame = points.rename(columns=names)
    for path, name in names.items():
        frame[name] = points[path].astype(float if is_number(points[path]) else str)
    needed = {"threshold": 0.5} if "threshold" in inspect.signature(prim.__init__).parameters else {}
    with _quiet():
        found = prim(frame, cases, mass_min=mass, **needed).find_box()
    if found is None:
        return [Box()]
    limits = (found.box_lims[number] for number in range(len(found.peeling_trajectory)))
    return [Box(dict(_limits(points, names, some))) for some in limits]


@contextmanager
def _quiet() -> Generator[None]:
    """Keep from the screen what the workbench remarks on its progress, and pandas on the workbench."""
    logger = logging.getLogger("EMA")
    before = logger.level
    logger.setLevel(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(before)


def _limits(points: pd.DataFrame, names: dict[str, str], limits: pd.DataFrame) -> Iterator[tuple[str, Limit]]:
    """Yield each factor that is limited, with its limit, from the two rows (low, high) of the workbench's table."""
    for path, name in names.items():
        if name not in limits:
            continue  # it has one value only
        low, high = limits[name].iloc[0], limits[name].iloc[1]
        if not is_number(points[path]):
            kept = tuple(value for value in points[path].unique() if str(value) in low)
            if len(kept) < points[path].nunique():
                yield path, Limit(names=kept)
        else:
            below = float(low) if low > points[path].min() else None
            above = float(high) if high < points[path].max() else None
            if below is not None or above is not None:
                yield path, Limit(below, above)


def chosen(boxes: list[Box], points: pd.DataFrame, cases: Bools, density: float) -> Box:
    """Return the box that covers most cases among those that are dense enough, or the densest if none is.

    Args:
        boxes: the boxes to choose from.
        points: a column a factor.
        cases: which points are cases.
        density: what is dense enough.
    """
    fits = [fit_of(box.holds(points), cases) for box in boxes]
    dense = [place for place, fit in enumerate(fits) if fit.density >= density]
    if dense:
        place = max(dense, key=lambda one: (fits[one].coverage, -len(boxes[one].limits)))
    else:
        place = max(range(len(boxes)), key=lambda one: (fits[one].density, fits[one].coverage))
    return pruned(boxes[place], points, cases, min(density, fits[place].density))


def pruned(box: Box, points: pd.DataFrame, cases: Bools, density: float) -> Box:
    """Return a box without the limits that tell nothing beside the others, as long as it stays dense enough."""
    while box.limits:
        quasi_p = box.quasi_p(points, cases)
        weakest = max(quasi_p, key=quasi_p.__getitem__)
        wider = box.without(weakest)
        if quasi_p[weakest] <= SIGNIFICANT or fit_of(wider.holds(points), cases).density < density:
            return box
        box = wider
    return box
