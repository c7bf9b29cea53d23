"""Sensitivity indices: a panel an outcome, a row a factor; and how they settle as samples are added."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import matplotlib
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.gridspec import GridSpec
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator

from trustsim.plots.style import (
    COLOURS,
    FAINT,
    INK,
    QUIET,
    RC,
    WIDTH,
    OutcomeFacts,
    caption,
    heading,
    label_ends,
    shortened,
    strokes,
)

#: The second index beside the main one, and what both are called.
OTHER = {"total": "first", "mu_star": "sigma"}
WORDS = {
    "total": "Filled: total index, the share of the variance in which a factor has a part; hollow: first-order index, "
    "what it explains by itself. Bars: 95% bootstrap intervals.",
    "mu_star": "Filled: mean size of the change when a factor moves over its range; hollow: sigma, how much that "
    "depends on where the others stand. Bars: 95% bootstrap intervals.",
}
SETTLING = "Lines: the {} index from the first samples on; bands: its 95% bootstrap interval."
MOST_LINES = 6
#: In inches.
ROW, HEAD, FOOT, GAP, COLUMNS, PANEL = 0.17, 0.55, 0.75, 0.55, 3, 1.9


def draw_indices(axes: Axes, rows: pd.DataFrame, facts: OutcomeFacts, main: str) -> Axes:
    """Draw the indices of one outcome, the factor with the largest main index on top.

    Args:
        axes: where to draw.
        rows: factor, index, value, low and high.
        facts: name and unit of the outcome.
        main: the index by which factors are ranked.

    Returns:
        The axes.
    """
    ranked = rows[rows["index"] == main].sort_values("value", kind="stable")
    places = {factor: place for place, factor in enumerate(ranked["factor"])}
    axes.axvline(0.0, color=QUIET, linewidth=0.6, zorder=1)
    for index, colour, face, shift in ((main, COLOURS[1], COLOURS[1], 0.12), (OTHER[main], COLOURS[2], "white", -0.18)):
        some = rows[rows["index"] == index]
        at = np.array([places[factor] for factor in some["factor"]]) + shift
        axes.hlines(at, some["low"], some["high"], color=colour, linewidth=1.2, zorder=2)
        axes.scatter(some["value"], at, s=14, facecolor=face, edgecolor=colour, linewidth=0.9, zorder=3)
    axes.set_yticks(range(len(places)), [shortened(words(factor), 26) for factor in places])
    axes.set_ylim(-0.6, len(places) - 0.4)
    axes.xaxis.set_major_locator(MaxNLocator(4))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}".replace("-", "−")))
    axes.grid(axis="y", color=FAINT, linewidth=0.6)
    axes.tick_params(length=2)
    axes.set_title(heading(facts) if main == "mu_star" else facts.name.replace("_", " "), pad=3)
    return axes


def words(path: str) -> str:
    """Return a path as it stands beside an axis: without what most paths begin with."""
    for head in ("policy.", "environment.", "population.", "parameters."):
        path = path.removeprefix(head)
    return path.replace("_", " ").replace(".", " ")


def sensitivity_figure(
    table: pd.DataFrame,
    facts: Mapping[str, OutcomeFacts],
    outcomes: Sequence[str],
    main: str,
    texts: tuple[str, str],
) -> Figure:
    """Return a figure of indices, a panel an outcome.

    Args:
        table: outcome, factor, index, value, low and high.
        facts: name and unit, by outcome.
        outcomes: which outcomes.
        main: the index by which factors are ranked.
        texts: the title, and what the caption says first.
    """
    factors = table.loc[table["index"] == main, "factor"].nunique()

    def draw(axes: Axes, name: str) -> None:
        draw_indices(axes, table[table["outcome"] == name], facts[name], main)

    shape = Shape(max(0.9, ROW * factors), 0.15, 0.98, 0.75)
    return _panels(outcomes, draw, shape, texts[0], f"{texts[1]} {WORDS[main]}")


def draw_convergence(axes: Axes, rows: pd.DataFrame, facts: OutcomeFacts) -> Axes:
    """Draw how the index of each factor of one outcome settles: the factors with the largest only.

    Args:
        axes: where to draw; its place in the figure must be set.
        rows: samples, factor, value, low and high.
        facts: name and unit of the outcome.

    Returns:
        The axes.
    """
    last = rows[rows["samples"] == rows["samples"].max()]
    shown = last.sort_values("value", ascending=False, kind="stable")["factor"].head(MOST_LINES).tolist()
    look = strokes(shown)
    for factor in shown:
        curve = rows[rows["factor"] == factor].sort_values("samples")
        axes.fill_between(
            curve["samples"], curve["low"], curve["high"], color=look[factor].colour, alpha=0.12, linewidth=0
        )
        axes.plot(curve["samples"], curve["value"], **look[factor].line, marker=look[factor].marker, markersize=3.0)
    counts = sorted(rows["samples"].unique())
    if len(counts) > 1:
        axes.set_xscale("log")
        axes.xaxis.set_minor_locator(NullLocator())
        axes.set_xlim(counts[0], counts[-1])
    axes.xaxis.set_major_locator(FixedLocator([float(count) for count in counts]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.yaxis.set_major_locator(MaxNLocator(4))
    axes.axhline(0.0, color=QUIET, linewidth=0.6, zorder=1)
    axes.set_title(facts.name.replace("_", " "), pad=3)
    axes.set_xlabel("samples", labelpad=2)
    ends = {words(str(row["factor"])): (float(row["samples"]), float(row["value"])) for row in last.to_dict("records")}
    named = {words(factor): look[factor] for factor in shown}
    label_ends(axes, {name: ends[name] for name in named}, named)
    return axes


def convergence_figure(
    table: pd.DataFrame,
    facts: Mapping[str, OutcomeFacts],
    outcomes: Sequence[str],
    main: str,
    texts: tuple[str, str],
) -> Figure:
    """Return a figure of how indices settle, a panel an outcome.

    Args:
        table: samples, outcome, factor, value, low and high of one index.
        facts: name and unit, by outcome.
        outcomes: which outcomes.
        main: the index.
        texts: the title, and what the caption says first.
    """

    def draw(axes: Axes, name: str) -> None:
        draw_convergence(axes, table[table["outcome"] == name], facts[name])

    text = f"{texts[1]} {SETTLING.format(main.replace('_', ' '))}"
    return _panels(outcomes, draw, Shape(PANEL, 0.045, 0.885, 0.82), texts[0], text)


class Shape(NamedTuple):
    """How high a panel is, in inches; where panels begin and end, and what stands between them, as shares."""

    height: float
    left: float
    right: float
    between: float


def _panels(
    outcomes: Sequence[str], draw: Callable[[Axes, str], object], shape: Shape, title: str, text: str
) -> Figure:
    """Return a figure with a panel an outcome, a title and a caption."""
    rows, columns = -(-len(outcomes) // COLUMNS), min(COLUMNS, len(outcomes))
    height = HEAD + rows * shape.height + (rows - 1) * GAP + FOOT
    with matplotlib.rc_context(RC):
        figure = Figure(figsize=(WIDTH, height))
        grid = GridSpec(
            rows, columns, figure, left=shape.left, right=shape.right, wspace=shape.between,
            hspace=GAP / shape.height, top=1.0 - HEAD / height, bottom=(FOOT + 0.15) / height,
        )  # fmt: skip
        for place, name in enumerate(outcomes):
            draw(figure.add_subplot(grid[place // columns, place % columns]), name)
        figure.text(0.01, 1.0 - 0.08 / height, shortened(title, 100), fontsize=10, color=INK, va="top")
        caption(figure, text)
    return figure
