"""Lines on a map: where a difference crosses zero, how narrow the way from low to high is, where it tips."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from trustsim.model.week import MODEL
from trustsim.results import mean_interval

if TYPE_CHECKING:
    from trustsim.studies.cells import MapCells
    from trustsim.studies.phases import PhaseMap

Floats = npt.NDArray[np.float64]
#: The foot and the top of a ridge, as shares of the way from the lowest to the highest value of a panel.
FOOT, TOP = 0.1, 0.9
#: A change is abrupt if at least so much of it happens within so much of the range.
ABRUPT_CHANGE, ABRUPT_RANGE = 0.5, 0.1
CLEAR = ("wins", "loses", "higher", "lower")


def borders(found: MapCells) -> Iterator[dict[str, Any]]:
    """Yield a row for each crossing of zero along x; a row of the map without one is left out."""
    plan = found.plan
    assert plan.y is not None
    x = np.array(plan.x.values)
    for panel in plan.panels:
        for outcome in plan.outcomes:
            differences = found.grid(outcome, panel.title, "difference")
            regions = found.grid(outcome, panel.title, "region")
            for line, y in enumerate(plan.y.values):
                known = np.isfinite(differences[line])
                where = {"panel": panel.title, "outcome": outcome, plan.y.path: y}
                for found_there in _crossings_of(x[known], differences[line, known], regions[line, known]):
                    yield where | found_there


def _crossings_of(x: Floats, differences: Floats, regions: npt.NDArray[np.object_]) -> Iterator[dict[str, float]]:
    """Yield each crossing of a row of cells that were run, with the nearest cells on either side that are clear."""
    for place, crossing in crossings(x, differences):
        before, after = regions[: place + 1], regions[place + 1 :]
        last = next((x[i] for i in range(place, -1, -1) if before[i] in CLEAR), np.nan)
        first = next((x[place + 1 + i] for i in range(len(after)) if after[i] in CLEAR), np.nan)
        yield {"crossing": crossing, "last_clear": float(last), "first_clear": float(first)}


def crossings(x: Floats, values: Floats) -> Iterator[tuple[int, float]]:
    """Yield where values change their sign, by a line between neighbours: the place before it, and x."""
    for place, (one, other) in enumerate(pairwise(values)):
        if one * other < 0.0:
            share = one / (one - other)
            yield place, float(x[place] + share * (x[place + 1] - x[place]))


def ridges(found: MapCells) -> Iterator[dict[str, Any]]:
    """Yield for each row across the ridge between which values the outcome goes from 10 to 90%."""
    plan = found.plan
    along = next(axis for axis in plan.axes if axis.path == plan.ridge)
    others = [axis for axis in plan.axes if axis.path != plan.ridge]
    lever = next((lever for lever in MODEL.levers.values() if lever.path == along.path), None)
    reach = lever.high - lever.low if lever else along.values[-1] - along.values[0]
    for panel in plan.panels:
        for outcome in plan.outcomes:
            grid = found.whole(outcome, panel.title, "value")
            lines = grid if along is plan.x else grid.T
            lowest, highest = float(np.nanmin(grid)), float(np.nanmax(grid))
            for line, other in zip(lines, others[0].values if others else (np.nan,), strict=True):
                ends = ridge(along.values, (line - lowest) / (highest - lowest or 1.0))
                width = abs(ends[1] - ends[0])
                where = {"panel": panel.title, "outcome": outcome} | ({others[0].path: other} if others else {})
                yield where | {"at_10": ends[0], "at_90": ends[1], "width": width, "share_of_range": width / reach}


def ridge(values: Sequence[float], heights: Floats) -> tuple[float, float]:
    """Return where heights reach 10 and 90%, by lines between neighbours; NaN where they begin above or never do.

    Args:
        values: of the path.
        heights: from 0 to 1 on the way from the lowest to the highest value of a panel.
    """
    if not np.isfinite(heights).all():
        return np.nan, np.nan
    if heights[-1] < heights[0]:
        foot, top = ridge([-value for value in reversed(values)], heights[::-1])
        return -foot, -top
    rising = np.maximum.accumulate(heights)
    found = [_reached(values, rising, level) for level in (FOOT, TOP)]
    return found[0], found[1]


def _reached(values: Sequence[float], rising: Floats, level: float) -> float:
    above = int(np.searchsorted(rising, level))
    if above in (0, len(rising)):
        return np.nan
    share = (level - rising[above - 1]) / (rising[above] - rising[above - 1])
    return float(values[above - 1] + share * (values[above] - values[above - 1]))


def tipping_points(found: PhaseMap) -> Iterator[dict[str, Any]]:
    """Yield for each row of cells where along x an outcome changes most from one cell that was run to the next."""
    plan, values = found.plan, found.values if found.others is None else found.values - found.others
    for number, panel in enumerate(plan.panels):
        for place, outcome in enumerate(plan.outcomes):
            for line, y in enumerate(plan.y.values if plan.y else (np.nan,)):
                where = {"panel": panel.title, "outcome": outcome} | ({plan.y.path: y} if plan.y else {})
                tipping = _steepest(np.array(plan.x.values), values[number, line, :, :, place], outcome)
                if tipping:
                    yield where | tipping


def _steepest(x: Floats, runs: Floats, outcome: str) -> dict[str, Any]:
    """Return the steepest step of a row (cells, replications); nothing where all is equal, or fewer than three ran."""
    known = np.isfinite(runs).any(axis=1)
    x, runs = x[known], runs[known]
    means = np.array([mean_interval(cell).mean for cell in runs])
    reach = float(means.max() - means.min()) if len(means) > 2 else 0.0
    if reach == 0.0:
        return {}
    at = int(np.argmax(np.abs(np.diff(means)) / np.diff(x)))
    change = mean_interval(runs[at + 1] - runs[at])
    share, width = abs(change.mean) / reach, float((x[at + 1] - x[at]) / (x[-1] - x[0]))
    clear = (change.low > 0.0 or change.high < 0.0) and abs(change.mean) >= MODEL.outcomes[outcome].matters
    return {
        "before": float(x[at]), "after": float(x[at + 1]), "change": change.mean, "low": change.low,
        "high": change.high, "share_of_change": share, "share_of_range": width,
        "abrupt": bool(clear and share >= ABRUPT_CHANGE and width <= ABRUPT_RANGE),
    }  # fmt: skip
