"""Outcomes over the weeks: a panel an outcome, a line an arm, a band that says how sure its mean is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, MultipleLocator

from trustsim.plots.style import QUIET, OutcomeFacts, Stroke, heading, label_ends, padded, strokes

#: The outcomes that are drawn if none are named.
MAIN = ("leadership_trust", "interpersonal_trust_in_managers", "engagement", "stress", "attrition", "productivity")
BANDS = (("low", "high"), ("range_low", "range_high"))


def draw_weekly(
    axes: Axes,
    curves: Mapping[str, pd.DataFrame],
    facts: OutcomeFacts,
    *,
    look: Mapping[str, Stroke] | None = None,
    marks: Sequence[int] = (),
    note: str = "",
) -> Axes:
    """Draw one outcome over the weeks.

    Args:
        axes: where to draw.
        curves: by label outcome, week, mean, low, high, range_low and range_high; the first is the baseline. The
            range of single companies is drawn where there is one arm only.
        facts: name and unit of the outcome.
        look: how to draw each arm.
        marks: weeks in which something is announced, as thin upright lines.
        note: what is to be said of the numbers, behind the heading.

    Returns:
        The axes.
    """
    look = look or strokes(list(curves))
    shown = {label: curve[curve["outcome"] == facts.name] for label, curve in curves.items()}
    bands = BANDS if len(shown) == 1 else BANDS[:1]
    _limits(axes, shown, [edge for band in bands for edge in band])
    for week in marks:
        axes.axvline(week, color=QUIET, linewidth=0.6, linestyle=(0, (1, 2)), zorder=0)
    for label, curve in shown.items():
        for low, high in bands:
            axes.fill_between(curve["week"], curve[low], curve[high], color=look[label].colour, alpha=0.16, linewidth=0)
        axes.plot(curve["week"], curve["mean"], **look[label].line)
    _mark(axes, shown, look)
    axes.set_title(heading(facts) + (f", {note}" if note else ""), pad=4)
    axes.set_xlabel("week", labelpad=2)
    ends = {label: _end(curve) for label, curve in shown.items() if curve["mean"].notna().any()}
    if len(ends) > 1:
        label_ends(axes, ends, look)
    return axes


def _limits(axes: Axes, shown: Mapping[str, pd.DataFrame], edges: Sequence[str]) -> None:
    weeks = np.concatenate([curve["week"] for curve in shown.values()])
    axes.set_xlim(float(weeks.min()), max(float(weeks.max()), float(weeks.min()) + 1.0))
    half_years = 26 * max(1, -(-int(weeks.max()) // 130))
    axes.xaxis.set_major_locator(MaxNLocator(4, integer=True) if weeks.max() < 52 else MultipleLocator(half_years))
    values = np.concatenate([curve[["mean", *edges]].to_numpy().ravel() for curve in shown.values()])
    known = values[np.isfinite(values)]
    axes.set_ylim(*(padded(float(known.min()), float(known.max())) if known.size else (0.0, 1.0)))
    axes.yaxis.set_major_locator(MaxNLocator(5))


def _mark(axes: Axes, shown: Mapping[str, pd.DataFrame], look: Mapping[str, Stroke]) -> None:
    """Put a few markers on each line, at other weeks on each, so that lines that run together can be told apart."""
    for place, (label, curve) in enumerate(shown.items()):
        if look[label].marker:
            step = max(1, len(curve) // 4)
            few = curve.iloc[(place * step) // len(shown) + step // 2 :: step]
            axes.plot(
                few["week"], few["mean"], look[label].marker, color=look[label].colour, markersize=3.6,
                markeredgecolor="white", markeredgewidth=0.4,
            )  # fmt: skip


def _end(curve: pd.DataFrame) -> tuple[float, float]:
    last = curve[curve["mean"].notna()].iloc[-1]
    return float(last["week"]), float(last["mean"])
