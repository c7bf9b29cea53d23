"""From a ``Discovery`` to its figure: what ``trustsim.plots`` draws, as arrays in the unit square."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from trustsim.plots import BoxSide, Span, discovery_figure
from trustsim.results import NOT_CALIBRATED
from trustsim.studies.discovery.boxes import Limit, is_number

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from trustsim.studies.discovery.finding import Discovery


def chart(found: Discovery) -> Figure:
    """Return the figure of a discovery."""
    known = found.leading + [path for path in found.design.paths if path not in found.leading]
    across, up = (known * 2)[:2]
    sides = BoxSide(across, *_placed(found.points[across])), BoxSide(up, *_placed(found.points[up]))
    boxes = [
        tuple(_span(found.points[path], box.limits.get(path, Limit())) for path in (across, up)) for box in found.boxes
    ]
    first = found.boxes[0]
    limits = {path: (_span(found.points[path], limit), limit.words) for path, limit in first.limits.items()}
    text = f"{found.seen}. {found.caption}; {NOT_CALIBRATED}"
    at = (float(found.table["coverage"].iloc[0]), float(found.table["density"].iloc[0]))
    title = found.design.title or found.design.name
    return discovery_figure(sides, found.cases, boxes, limits, found.trajectory, at, (title, text))


def _placed(values: pd.Series) -> tuple[np.ndarray, Sequence[str]]:
    """Return where values stand along an axis, and the names of the places where they are no numbers."""
    if is_number(values):
        return values.to_numpy(dtype=np.float64), ()
    names = list(values.unique())
    return values.map({name: place for place, name in enumerate(names)}).to_numpy(dtype=np.float64), [*map(str, names)]


def _span(values: pd.Series, limit: Limit) -> Span:
    """Return from where to where a limit reaches along the axis of a factor; names are a half wide to either side."""
    places, names = _placed(values)
    inside = places[limit.holds(values)]
    if not len(inside):
        return Span(float(places.min()), float(places.min()), 0.0, 1.0)
    room = 0.4 if names else 0.0
    low, high = float(inside.min()) - room, float(inside.max()) + room
    return Span(low, high, float(places.min()) - room, float(places.max()) + room)
