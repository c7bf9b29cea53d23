"""Whole figures: outcomes over the weeks of one or several arms, and the brief of a comparison."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.gridspec import GridSpec

from trustsim.errors import InputError, nearest
from trustsim.plots.differences import SHOWN, draw_differences, reach_of
from trustsim.plots.style import INK, RC, SMALL, WIDTH, OutcomeFacts, caption, shortened, strokes
from trustsim.plots.weekly import MAIN, draw_weekly

MEANS = "Lines are means over runs, {}their 95% interval: the noise of the simulation{}."
MARKS = "Dotted upright lines: a mandate is announced."
DOTS = (
    "{}mean differences from {} in units of the smallest difference that matters, in the grey band none does "
    "(linear in it, logarithmic outside); numbers to the right in the outcome's unit. Filled: clear and large enough "
    "to matter. Thick bars: 95% interval. Thin bars: middle 90% of single companies."
)
#: In inches.
PANEL, ROW, HEAD, TITLE, FOOT, COLUMNS, ARMS = 2.0, 0.17, 0.4, 0.2, 0.8, 3, 6


def weekly_figure(
    curves: Mapping[str, pd.DataFrame],
    facts: Mapping[str, OutcomeFacts],
    source: str,
    outcomes: Sequence[str] | None = None,
    *,
    marks: Sequence[int] = (),
    notes: Mapping[str, str] | None = None,
) -> Figure:
    """Return a figure of outcomes over the weeks, a panel each.

    Args:
        curves: by label outcome, week, mean, low, high, range_low and range_high; the first is the baseline.
        facts: name and unit of the outcomes.
        source: runs, seed and profile, for the caption.
        outcomes: which outcomes; the main ones if None.
        marks: weeks in which a mandate is announced.
        notes: by outcome what is to be said of its numbers.

    Raises:
        InputError: an outcome is unknown.
    """
    names = chosen_outcomes(outcomes, facts)
    alone = len(curves) == 1
    height = (HEAD + TITLE * alone) + PANEL * -(-len(names) // COLUMNS) + FOOT
    with matplotlib.rc_context(RC):
        figure = Figure(figsize=(WIDTH, height))
        _panels(figure, height, FOOT, names, curves, facts, marks, notes or {})
        if alone:
            figure.text(0.01, 1.0 - 0.1 / height, shortened(next(iter(curves)), 80), fontsize=10, color=INK, va="top")
        caption(figure, " ".join([f"{source}.", _means(alone), *([MARKS] if marks else [])]))
    return figure


def comparison_figure(
    table: pd.DataFrame,
    facts: Mapping[str, OutcomeFacts],
    source: str,
    curves: Mapping[str, pd.DataFrame] | None = None,
    outcomes: Sequence[str] | None = None,
    *,
    marks: Sequence[int] = (),
    notes: Mapping[str, str] | None = None,
    against: str = "the baseline",
) -> Figure:
    """Return the figure of a comparison: outcomes over the weeks, if given, and the differences of all arms below.

    Args:
        table: the table of the comparison.
        facts: name, unit and smallest difference that matters of the outcomes.
        source: runs, seed and profile, for the caption.
        curves: by label outcome, week, mean, low, high, range_low and range_high; the first is the baseline.
        outcomes: which outcomes; the main ones if None.
        marks: weeks in which a mandate is announced.
        notes: by outcome what is to be said of its numbers.
        against: what the differences are from, for the caption.

    Raises:
        InputError: an outcome is unknown.
    """
    names = chosen_outcomes(outcomes, facts) if curves else []
    below = [name for name in chosen_outcomes(outcomes, facts, SHOWN) if name in set(table["outcome"])]
    bands = -(-len(set(table["scenario"])) // ARMS)
    dots = bands * (ROW * len(below) + 0.75)
    height = (HEAD if curves else 0.0) + PANEL * -(-len(names) // COLUMNS) + dots + FOOT
    with matplotlib.rc_context(RC):
        figure = Figure(figsize=(WIDTH, height))
        if curves:
            _panels(figure, height, dots + FOOT, names, curves, facts, marks, notes or {})
        _dots(figure, height, table, facts, below, bands)
        above = [f"Above: {_means(len(curves) == 1)}", *([MARKS] if marks else [])] if curves else []
        caption(figure, " ".join([f"{source}.", *above, DOTS.format("Below: " if curves else "Dots: ", against)]))
    return figure


def _means(alone: bool) -> str:
    if alone:
        return MEANS.format("the darker band ", ", the lighter band the middle 90% of single companies")
    return MEANS.format("bands ", "")


def chosen_outcomes(
    outcomes: Sequence[str] | None, known: Mapping[str, OutcomeFacts], usual: Sequence[str] = MAIN
) -> list[str]:
    """Return the outcomes to draw: those named, else those of the usual ones that are known.

    Raises:
        InputError: one is unknown.
    """
    for name in outcomes or ():
        if name not in known:
            raise InputError(f"no outcome is called '{name}'{nearest(name, known)}")
    return list(outcomes) if outcomes else [name for name in usual if name in known]


def _panels(
    figure: Figure,
    height: float,
    foot: float,
    names: Sequence[str],
    curves: Mapping[str, pd.DataFrame],
    facts: Mapping[str, OutcomeFacts],
    marks: Sequence[int],
    notes: Mapping[str, str],
) -> None:
    """Draw a panel for each outcome between the figure's head and ``foot`` inches above its end."""
    alone = len(curves) == 1
    rows = -(-len(names) // COLUMNS)
    grid = GridSpec(
        rows, COLUMNS, figure, left=0.045, right=0.975 if alone else 0.885, hspace=0.42, wspace=0.2 if alone else 0.72,
        top=1.0 - (HEAD + TITLE * alone) / height, bottom=(foot + 0.25) / height,
    )  # fmt: skip
    look = strokes(list(curves))
    for place, name in enumerate(names):
        axes = figure.add_subplot(grid[place // COLUMNS, place % COLUMNS])
        draw_weekly(axes, curves, facts[name], look=look, marks=marks, note=notes.get(name, ""))
        if place + COLUMNS < len(names):
            axes.set_xlabel("")


def _dots(
    figure: Figure,
    height: float,
    table: pd.DataFrame,
    facts: Mapping[str, OutcomeFacts],
    names: Sequence[str],
    bands: int,
) -> None:
    """Draw the differences of every arm at the foot of the figure, side by side, at most six in a band."""
    labels = list(dict.fromkeys(table["scenario"]))
    look = strokes(["", *labels])
    reach = reach_of(table[table["outcome"].isin(names)], facts)
    each, columns = ROW * len(names) + 0.75, max(3, min(len(labels), ARMS))
    for band in range(bands):
        some = labels[band * ARMS : (band + 1) * ARMS]
        bottom = FOOT + (bands - 1 - band) * each + 0.2
        grid = GridSpec(
            1, columns, figure, left=0.215, right=0.955, wspace=0.36,
            bottom=bottom / height, top=(bottom + ROW * len(names)) / height,
        )  # fmt: skip
        for place, label in enumerate(some):
            axes, title = figure.add_subplot(grid[0, place]), shortened(label, 84 // columns)
            draw_differences(axes, table[table["scenario"] == label], facts, look[label], names, title, reach)
            axes.tick_params(labelleft=place == 0)
    unit = "in smallest differences that matter"
    figure.text(0.205, (FOOT + 0.035) / height, unit, fontsize=SMALL, color=INK, ha="right", va="center")
