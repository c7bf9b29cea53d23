"""Hysteresis loops: an outcome against a lever on the way up and on the way down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.gridspec import GridSpec
from matplotlib.ticker import MaxNLocator

from trustsim.plots.style import (
    COLOURS,
    FAINT,
    INK,
    QUIET,
    RC,
    SMALL,
    WIDTH,
    OutcomeFacts,
    caption,
    heading,
    padded,
    shortened,
)

WORDS = (
    "Lines: mean difference from the twin, bands: its 95% interval; solid and filled: the way up, dashed and hollow: "
    "the way down. In the grey strip no difference matters."
)
#: In inches.
PANEL, HEAD, FOOT, COLUMNS = 2.15, 0.55, 0.85, 3


def draw_loop(axes: Axes, rows: pd.DataFrame, facts: OutcomeFacts, words: str) -> Axes:
    """Draw the way up and the way down of one outcome.

    Args:
        axes: where to draw.
        rows: way, dose, difference, low and high, step by step.
        facts: name, unit and smallest difference that matters of the outcome.
        words: what the lever is.

    Returns:
        The axes.
    """
    axes.axhspan(-facts.matters, facts.matters, color=FAINT, linewidth=0, zorder=0)
    axes.axhline(0.0, color=QUIET, linewidth=0.6, zorder=1)
    up = rows[rows["way"] == "up"]
    down = pd.concat([up.tail(1), rows[rows["way"] == "down"]])
    looks = ((up, COLOURS[2], (), COLOURS[2]), (down, COLOURS[1], (5, 1.5), "white"))
    for some, colour, dashes, face in looks:
        axes.fill_between(some["dose"], some["low"], some["high"], color=colour, alpha=0.15, linewidth=0)
        (line,) = axes.plot(some["dose"], some["difference"], color=colour, marker="o", markersize=3.5, linewidth=1.3)
        line.set_markerfacecolor(face)
        line.set_linestyle((0, dashes) if dashes else "solid")
    for some, name, colour in ((up, "up", COLOURS[2]), (down, "down", COLOURS[1])):
        middle = some.iloc[len(some) // 2]
        offset = (3, 5) if name == "up" else (3, -9)
        at = (float(middle["dose"]), float(middle["difference"]))
        axes.annotate(name, at, offset, textcoords="offset points", fontsize=SMALL, color=colour)
    ends = rows[["difference", "low", "high"]].to_numpy(dtype=float).ravel().tolist()
    axes.set_ylim(*padded(min([*ends, -facts.matters]), max([*ends, facts.matters])))
    axes.xaxis.set_major_locator(MaxNLocator(5))
    axes.yaxis.set_major_locator(MaxNLocator(5))
    axes.set_title(heading(facts), pad=4)
    axes.set_xlabel(words, labelpad=2)
    axes.tick_params(length=2)
    return axes


def loop_figure(
    table: pd.DataFrame, facts: Mapping[str, OutcomeFacts], outcomes: Sequence[str], words: str, title: str, text: str
) -> Figure:
    """Return a figure of loops, a panel an outcome.

    Args:
        table: outcome, way, dose, difference, low and high, step by step.
        facts: name, unit and smallest difference that matters, by outcome.
        outcomes: which outcomes.
        words: what the lever is.
        title: what stands above.
        text: what the caption says first.
    """
    rows, columns = -(-len(outcomes) // COLUMNS), min(COLUMNS, len(outcomes))
    height = HEAD + PANEL * rows + FOOT
    with matplotlib.rc_context(RC):
        figure = Figure(figsize=(WIDTH, height))
        grid = GridSpec(
            rows, columns, figure, left=0.055, right=0.985, wspace=0.2, hspace=0.45,
            top=1.0 - HEAD / height, bottom=(FOOT + 0.15) / height,
        )  # fmt: skip
        for place, name in enumerate(outcomes):
            axes = figure.add_subplot(grid[place // columns, place % columns])
            draw_loop(axes, table[table["outcome"] == name], facts[name], words)
        figure.text(0.01, 1.0 - 0.08 / height, shortened(title, 100), fontsize=10, color=INK, va="top")
        caption(figure, f"{text}. {WORDS}")
    return figure
