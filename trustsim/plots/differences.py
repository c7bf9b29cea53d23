"""Differences from the baseline, all outcomes on one scale: in units of the smallest difference that matters."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from trustsim.plots.style import FAINT, INK, QUIET, SMALL, OutcomeFacts, Stroke, heading

#: The outcomes that are drawn, from top to bottom, where they are in the table.
SHOWN = (
    "leadership_trust", "interpersonal_trust_in_managers", "interpersonal_trust_in_employees", "felt_trust",
    "engagement", "satisfaction", "stress", "quit_intention", "attrition", "rule_breaking", "productivity",
    "measured_productivity",
)  # fmt: skip

EDGES = ("difference", "low", "high", "range_low", "range_high")
#: Ticks of the scale by where it ends.
TICKS = ((10.0, (1, 3)), (100.0, (1, 10)), (1000.0, (1, 10, 100)), (math.inf, (1, 100, 10_000)))


def draw_differences(
    axes: Axes,
    rows: pd.DataFrame,
    facts: Mapping[str, OutcomeFacts],
    stroke: Stroke,
    outcomes: Sequence[str],
    title: str = "",
    reach: float = 10.0,
) -> Axes:
    """Draw the differences of one scenario: a dot and its 95% interval, and thinly what single companies see.

    Dots are filled where the verdict is higher or lower, hollow where it is not; the grey band is where no difference
    matters. The scale is linear within that band and logarithmic outside. The difference in the outcome's own unit
    stands to the right.

    Args:
        axes: where to draw.
        rows: the rows of a comparison's table that belong to the scenario.
        facts: unit and smallest difference that matters, by outcome.
        stroke: how the scenario is drawn.
        outcomes: which outcomes, from top to bottom.
        title: what stands above.
        reach: the end of the scale on either side.

    Returns:
        The axes.
    """
    by_outcome = {str(row["outcome"]): row for row in rows.to_dict("records")}
    _scale(axes, reach)
    axes.axvspan(-1, 1, color=FAINT, linewidth=0, zorder=0)
    axes.axvline(0, color=QUIET, linewidth=0.6, zorder=1)
    for place, name in enumerate(outcomes):
        if name in by_outcome:
            _row(axes, place, by_outcome[name], facts[name].matters, stroke)
    axes.set_ylim(len(outcomes) - 0.4, -0.6)
    axes.set_yticks(range(len(outcomes)), [heading(facts[name]) for name in outcomes])
    axes.tick_params(axis="y", length=0)
    axes.set_title(title, pad=4)
    return axes


def _row(axes: Axes, place: int, row: Mapping[Hashable, Any], matters: float, stroke: Stroke) -> None:
    middle, low, high, range_low, range_high = (row[edge] / matters for edge in EDGES)
    clear = row["verdict"] in ("higher", "lower")
    axes.plot([range_low, range_high], [place, place], color=stroke.colour, linewidth=0.6)
    axes.plot([low, high], [place, place], color=stroke.colour, linewidth=2.4, solid_capstyle="butt")
    axes.plot(
        middle, place, stroke.marker or "o", color=stroke.colour, markersize=4.5, markeredgewidth=0.9,
        markerfacecolor=stroke.colour if clear else "white",
    )  # fmt: skip
    axes.text(
        1.29, place, signed(row["difference"], matters), transform=axes.get_yaxis_transform(), ha="right",
        va="center_baseline", fontsize=SMALL, color=INK if clear else QUIET,
    )  # fmt: skip


def _scale(axes: Axes, reach: float) -> None:
    axes.set_xscale("symlog", linthresh=1.0, linscale=0.4)
    axes.set_xlim(-reach, reach)
    ticks = next(ticks for end, ticks in TICKS if reach <= end)
    axes.xaxis.set_major_locator(FixedLocator([sign * tick for sign in (-1, 1) for tick in ticks]))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}".replace("-", "−")))


def signed(value: float, matters: float) -> str:
    """Return a difference with its sign, to a tenth of the smallest difference that matters."""
    if not math.isfinite(value):
        return "–"
    text = f"{value:+.{max(0, 1 - math.floor(math.log10(matters)))}f}"
    return text.replace("-", "−") if float(text) else text[1:]


def reach_of(rows: pd.DataFrame, facts: Mapping[str, OutcomeFacts]) -> float:
    """Return the end of a scale that holds all dots and intervals of the rows."""
    units = np.array([facts[name].matters for name in rows["outcome"]])
    edges = np.abs(np.concatenate([rows[edge].to_numpy(dtype=np.float64) / units for edge in EDGES]))
    farthest = float(edges[np.isfinite(edges)].max(initial=1.0))
    return max(3.0, farthest) * 1.4
