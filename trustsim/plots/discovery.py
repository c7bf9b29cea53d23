"""Boxes of scenario discovery: cases over two factors, the limits of the first box, and what was given up for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import matplotlib
import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from trustsim.plots.sensitivity import words
from trustsim.plots.style import COLOURS, FAINT, INK, QUIET, RC, SMALL, WIDTH, caption, shortened

WORDS = "Left: filled points are cases, the others not; frames: the boxes, the first in full. {}"
LIMITS = "Middle: what the first box asks of each factor, as a part of its range."
TRADE_OFF = "Right: boxes on the way to the densest; the mark is the one that was taken."
HEAD, BODY, FOOT = 0.5, 2.5, 0.8


class Span(NamedTuple):
    """From where to where something reaches along an axis, and the ends of that axis."""

    low: float
    high: float
    first: float
    last: float


class BoxSide(NamedTuple):
    """A factor along a side: its path, where the points stand, and the names of places if it is no number."""

    path: str
    places: npt.NDArray[np.float64]
    names: Sequence[str]


def draw_cases(
    axes: Axes, sides: tuple[BoxSide, BoxSide], cases: npt.NDArray[np.bool_], boxes: Sequence[tuple[Any, ...]]
) -> Axes:
    """Draw the points over two factors, cases filled, with the boxes as frames.

    Args:
        axes: where to draw.
        sides: the two factors.
        cases: which points are cases.
        boxes: for each box how far it reaches along both factors.

    Returns:
        The axes.
    """
    x, y = sides
    for kind, face, edge in ((~cases, "white", QUIET), (cases, COLOURS[2], COLOURS[2])):
        axes.scatter(x.places[kind], y.places[kind], s=9, facecolor=face, edgecolor=edge, linewidth=0.6, zorder=2)
    for number, (across, up) in enumerate(boxes):
        frame = Rectangle((across.low, up.low), across.high - across.low, up.high - up.low, fill=False)
        frame.set(edgecolor=COLOURS[1], linewidth=1.8 if number == 0 else 1.0, zorder=3)
        frame.set_linestyle("solid" if number == 0 else (0, (3, 2)))
        axes.add_patch(frame)
    for side, axis in ((x, axes.xaxis), (y, axes.yaxis)):
        if side.names:
            axis.set_ticks(range(len(side.names)), [shortened(name, 14) for name in side.names])
    axes.set_xlabel(words(x.path), labelpad=2)
    axes.set_ylabel(words(y.path), labelpad=2)
    axes.tick_params(length=2)
    return axes


def draw_limits(axes: Axes, limits: Mapping[str, tuple[Span, str]]) -> Axes:
    """Draw what a box asks of each factor: a bar of the factor's range, the box's part of it filled.

    Args:
        axes: where to draw.
        limits: by factor from where to where the box reaches, and the limit in words.

    Returns:
        The axes.
    """
    rows = max(len(limits), 5)
    for number, (path, ((low, high, first, last), said)) in enumerate(limits.items(), 1):
        place = rows - number
        reach = (last - first) or 1.0
        axes.barh(place, 1.0, height=0.34, color=FAINT)
        axes.barh(place, (high - low) / reach, left=(low - first) / reach, height=0.34, color=COLOURS[1])
        axes.text(0.0, place + 0.27, f"{words(path)} {shortened(said, 34)}", fontsize=SMALL, color=INK, va="bottom")
    if not limits:
        axes.text(0.0, rows - 1, "no limit tells anything", fontsize=SMALL, color=INK)
    axes.set(xlim=(0.0, 1.0), ylim=(-0.5, rows - 0.2))
    axes.axis("off")
    return axes


def draw_trade_off(axes: Axes, trajectory: pd.DataFrame, at: tuple[float, float]) -> Axes:
    """Draw density against coverage of the boxes on the way, and of the box that was taken.

    Args:
        axes: where to draw.
        trajectory: coverage and density of each box on the way.
        at: coverage and density of the box that was taken.

    Returns:
        The axes.
    """
    axes.plot(trajectory["coverage"], trajectory["density"], color=QUIET, linewidth=1.0, marker="o", markersize=2.5)
    axes.plot(*at, marker="D", color=COLOURS[1], markersize=6, linestyle="none", zorder=3)
    axes.set(xlim=(0.0, 1.03), ylim=(0.0, 1.03))
    axes.set_xlabel("coverage: share of all cases in the box", labelpad=2)
    axes.set_ylabel("density: share of the box that are cases", labelpad=2)
    axes.grid(color=FAINT, linewidth=0.6)
    axes.tick_params(length=2)
    return axes


def discovery_figure(
    sides: tuple[BoxSide, BoxSide],
    cases: npt.NDArray[np.bool_],
    boxes: Sequence[tuple[Any, ...]],
    limits: Mapping[str, tuple[Span, str]],
    trajectory: pd.DataFrame,
    at: tuple[float, float],
    texts: tuple[str, str],
) -> Figure:
    """Return the figure of a discovery.

    Args:
        sides: the two leading factors.
        cases: which points are cases.
        boxes: for each box how far it reaches along both factors.
        limits: of the first box, by factor.
        trajectory: coverage and density of the boxes on the way; without rows that panel is left out.
        at: coverage and density of the first box.
        texts: the title, and what the caption says first.
    """
    several = len(trajectory) > 0
    height = HEAD + BODY + FOOT
    with matplotlib.rc_context(RC):
        figure = Figure(figsize=(WIDTH, height))
        bottom, high = (FOOT + 0.15) / height, (BODY - 0.15) / height
        draw_cases(figure.add_axes((0.09, bottom, 0.26, high)), sides, cases, boxes)
        draw_limits(figure.add_axes((0.4, bottom, 0.26 if several else 0.55, high)), limits)
        if several:
            draw_trade_off(figure.add_axes((0.73, bottom, 0.25, high)), trajectory, at)
        figure.text(0.01, 1.0 - 0.08 / height, shortened(texts[0], 100), fontsize=10, color=INK, va="top")
        caption(figure, f"{texts[1]}. {WORDS.format(LIMITS)} {TRADE_OFF if several else ''}".strip())
    return figure
