"""Waterfalls: how contributions add up to a difference, from the baseline to the scenario."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import matplotlib
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.gridspec import GridSpec
from matplotlib.ticker import FuncFormatter, MaxNLocator

from trustsim.plots.differences import signed
from trustsim.plots.style import COLOURS, FAINT, INK, QUIET, RC, SMALL, WIDTH, OutcomeFacts, caption, heading, shortened

#: The most bars of a waterfall beside the difference; what is smaller is drawn together.
MOST_BARS = 12
UP, DOWN = COLOURS[1], COLOURS[2]
#: In inches.
ROW, SPACE, HEAD, FOOT = 0.17, 0.62, 0.38, 0.6
#: The most characters of a bar's label.
LABEL = 38
HOW = (
    "Each bar begins where the one above ends: from the baseline, at 0, to the scenario. Filled bars add, hatched ones "
    "take away, the black one is the whole difference. Thin lines: 95% interval over runs. Numbers to the right in the "
    "outcome's unit."
)


class Bar(NamedTuple):
    """A step of a waterfall; ``low`` and ``high`` are NaN where there is no interval."""

    label: str
    contribution: float
    low: float
    high: float


def draw_waterfall(axes: Axes, bars: Sequence[Bar], total: Bar, matters: float, title: str = "") -> Axes:
    """Draw contributions, one after the other, and below them the difference that they add up to.

    Args:
        axes: where to draw.
        bars: the contributions, from top to bottom.
        total: what they add up to.
        matters: the smallest difference of the outcome that matters, which says how many digits are shown.
        title: what stands above.

    Returns:
        The axes.
    """
    axes.axvline(0, color=QUIET, linewidth=0.6, zorder=0)
    start = 0.0
    for place, bar in enumerate(bars):
        end = start + bar.contribution
        look = {"color": UP} if bar.contribution > 0 else {"facecolor": "white", "edgecolor": DOWN, "hatch": "//////"}
        axes.barh(place, bar.contribution, left=start, height=0.62, linewidth=0.6, **look)
        axes.plot([end, end], [place - 0.31, place + 1.31], color=QUIET, linewidth=0.5, zorder=0)
        _interval(axes, place, bar, start)
        start = end
    axes.barh(len(bars), total.contribution, height=0.62, color=INK, linewidth=0)
    _interval(axes, len(bars), total, 0.0, within=FAINT)
    rows = [*bars, total]
    axes.set_ylim(len(rows) - 0.45, -0.6)
    axes.set_yticks(range(len(rows)), [shortened(bar.label, LABEL) for bar in rows])
    axes.tick_params(axis="y", length=0)
    axes.xaxis.set_major_locator(MaxNLocator(4))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}".replace("-", "−")))
    for place, bar in enumerate(rows):
        axes.text(
            1.2, place, signed(bar.contribution, matters), transform=axes.get_yaxis_transform(), ha="right", va="center_baseline", fontsize=SMALL,
            color=INK,
        )  # fmt: skip
    axes.set_title(title, pad=4)
    return axes


def _interval(axes: Axes, place: int, bar: Bar, start: float, within: str = INK) -> None:
    """Draw the interval of where a bar ends; the part of it inside the black bar is light."""
    if not np.isfinite([bar.low, bar.high]).all() or bar.low == bar.high:
        return
    low, high = start + bar.low, start + bar.high
    axes.plot([low, high], [place, place], color="white", linewidth=2.6, solid_capstyle="butt", zorder=3)
    axes.plot([low, high], [place, place], color=INK, linewidth=1.0, solid_capstyle="butt", zorder=4)
    if within != INK:
        inner = sorted((0.0, bar.contribution))
        inside = np.clip([low, high], *inner)
        axes.plot(inside, [place, place], color=within, linewidth=1.0, solid_capstyle="butt", zorder=5)


def bars_of(rows: pd.DataFrame, name: str) -> list[Bar]:
    """Return the bars of a table, the largest first; the smallest are one bar if there are many, without interval.

    Args:
        rows: a column of labels, contribution, low and high.
        name: the column of labels.
    """
    found = [Bar(*row) for row in rows[[name, "contribution", "low", "high"]].itertuples(index=False)]
    found.sort(key=lambda bar: -abs(bar.contribution))
    if len(found) <= MOST_BARS:
        return found
    rest = found[MOST_BARS - 1 :]
    together = Bar(f"{len(rest)} others", sum(bar.contribution for bar in rest), np.nan, np.nan)
    return [*found[: MOST_BARS - 1], together]


def explanation_figure(
    table: pd.DataFrame,
    levers: pd.DataFrame,
    causes: pd.DataFrame,
    facts: Mapping[str, OutcomeFacts],
    title: str,
    source: str,
    outcomes: Sequence[str],
) -> Figure:
    """Return a figure with a waterfall by lever for each outcome and, beside it, one by cause where there are causes.

    Args:
        table: outcome, difference, low, high.
        levers: outcome, lever, contribution, low, high.
        causes: outcome, cause, contribution, low, high.
        facts: unit and smallest difference that matters, by outcome.
        title: what stands above.
        source: runs, seed and profile, for the caption.
        outcomes: which outcomes, from top to bottom.
    """
    rows = _rows(outcomes, levers, causes)
    sizes = [ROW * (max(len(panel.bars) for panel in row) + 1) + SPACE for row in rows]
    height = HEAD + sum(sizes) + FOOT
    totals = {str(row["outcome"]): row for row in table.to_dict("records")}
    with matplotlib.rc_context(RC | {"hatch.linewidth": 0.6}):
        figure = Figure(figsize=(WIDTH, height))
        top = height - HEAD
        for row, size in zip(rows, sizes, strict=True):
            for place, panel in enumerate(row):
                total, known = totals[panel.outcome], facts[panel.outcome]
                axes = _axes(figure, height, top, place, len(panel.bars) + 1)
                end = Bar("difference", total["difference"], total["low"], total["high"])
                draw_waterfall(axes, panel.bars, end, known.matters, f"{heading(known)}, by {panel.kind}")
            top -= size
        figure.text(0.01, 1.0 - 0.1 / height, shortened(title, 100), fontsize=10, color=INK, va="top")
        caption(figure, f"{source}. {HOW}")
    return figure


class Panel(NamedTuple):
    """A waterfall of a figure: of which outcome, by what, its bars."""

    outcome: str
    kind: str
    bars: list[Bar]


def _rows(outcomes: Sequence[str], levers: pd.DataFrame, causes: pd.DataFrame) -> list[list[Panel]]:
    """Return the panels of a figure row by row, two in each: an outcome's own two, or two outcomes without causes."""
    rows: list[list[Panel]] = []
    half: list[Panel] | None = None
    for name in outcomes:
        own = [
            Panel(name, kind, bars_of(frame[frame["outcome"] == name], kind))
            for kind, frame in (("lever", levers), ("cause", causes))
            if kind == "lever" or (frame["outcome"] == name).any()
        ]
        if len(own) == 2:
            rows.append(own)
        elif half is None:
            rows.append(own)
            half = own
        else:
            half += own
            half = None
    return rows


def _axes(figure: Figure, height: float, top: float, place: int, bars: int) -> Axes:
    """Return the axes of a panel, ``top`` inches above the foot of the figure, at the left (0) or the right (1)."""
    first = top - 0.25
    grid = GridSpec(
        1, 1, figure, left=0.2 + 0.5 * place, right=0.43 + 0.5 * place, top=first / height,
        bottom=(first - ROW * bars) / height,
    )  # fmt: skip
    return figure.add_subplot(grid[0, 0])
