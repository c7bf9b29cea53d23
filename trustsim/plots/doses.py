"""Dose-response: a panel an outcome, a line a setting, differences from the first dose with their intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.gridspec import GridSpec
from matplotlib.ticker import FuncFormatter, MaxNLocator

from trustsim.plots.style import (
    FAINT,
    INK,
    QUIET,
    RC,
    WIDTH,
    OutcomeFacts,
    Stroke,
    caption,
    heading,
    label_ends,
    padded,
    shortened,
    strokes,
)

MEANS = (
    "Lines: mean difference from the same company at {}, on the same luck; bands: its 95% interval, the noise of the "
    "simulation. In the grey strip no difference matters."
)
VALUES = "Lines: mean {}, on the same luck; bands: its 95% interval. In the grey strip no difference matters."
#: In inches.
PANEL, HEAD, FOOT, COLUMNS = 2.15, 0.55, 0.75, 3


def draw_doses(
    axes: Axes, curves: Mapping[str, pd.DataFrame], facts: OutcomeFacts, look: Mapping[str, Stroke], words: str
) -> Axes:
    """Draw one outcome over the dose.

    Args:
        axes: where to draw; its place in the figure must be set.
        curves: by label outcome, dose, difference, low and high.
        facts: name, unit and smallest difference that matters of the outcome.
        look: how to draw each line.
        words: what the dose is.

    Returns:
        The axes.
    """
    shown = {label: curve[curve["outcome"] == facts.name] for label, curve in curves.items()}
    values = np.concatenate([curve[["difference", "low", "high"]].to_numpy().ravel() for curve in shown.values()])
    known = np.append(values[np.isfinite(values)], [-facts.matters, facts.matters])
    axes.set_ylim(*padded(float(known.min()), float(known.max())))
    doses = np.concatenate([curve["dose"] for curve in shown.values()])
    axes.set_xlim(float(doses.min()), float(doses.max()))
    axes.axhspan(-facts.matters, facts.matters, color=FAINT, linewidth=0, zorder=0)
    axes.axhline(0.0, color=QUIET, linewidth=0.6, zorder=1)
    for label, curve in shown.items():
        axes.fill_between(curve["dose"], curve["low"], curve["high"], color=look[label].colour, alpha=0.18, linewidth=0)
        marker = {"marker": look[label].marker, "markersize": 3.2, "markeredgecolor": "white", "markeredgewidth": 0.4}
        axes.plot(curve["dose"], curve["difference"], **look[label].line, **(marker if look[label].marker else {}))
    axes.xaxis.set_major_locator(MaxNLocator(5))
    axes.yaxis.set_major_locator(MaxNLocator(5))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}".replace("-", "−")))
    axes.set_title(heading(facts), pad=4)
    axes.set_xlabel(words, labelpad=2)
    ends = {
        label: (float(curve["dose"].iloc[-1]), float(curve["difference"].iloc[-1]))
        for label, curve in shown.items()
        if curve["difference"].notna().any()
    }
    if len(shown) > 1:
        label_ends(axes, ends, look)
    return axes


def dose_figure(
    curves: Mapping[str, pd.DataFrame],
    facts: Mapping[str, OutcomeFacts],
    outcomes: Sequence[str],
    words: str,
    title: str,
    source: str,
    *,
    first: str = "",
    arms: tuple[str, str] | None = None,
) -> Figure:
    """Return a figure of a dose-response, a panel an outcome.

    Args:
        curves: by label of a line outcome, dose, difference, low and high; the first is the reference.
        facts: name, unit and smallest difference that matters, by outcome.
        outcomes: which outcomes.
        words: what the dose is, in plain words.
        title: what stands above.
        source: runs, seed and profile, for the caption.
        first: the first dose, from which differences are taken.
        arms: the two scenarios whose difference is shown instead.
    """
    rows, columns = -(-len(outcomes) // COLUMNS), min(COLUMNS, len(outcomes))
    height = HEAD + PANEL * rows + FOOT
    with matplotlib.rc_context(RC):
        figure = Figure(figsize=(WIDTH, height))
        right = 0.885 if len(curves) > 1 else 0.98
        grid = GridSpec(
            rows, columns, figure, left=0.045, right=right, hspace=0.45, wspace=0.62 if len(curves) > 1 else 0.2,
            top=1.0 - HEAD / height, bottom=(FOOT + 0.15) / height,
        )  # fmt: skip
        look = strokes(list(curves))
        for place, name in enumerate(outcomes):
            axes = figure.add_subplot(grid[place // columns, place % columns])
            draw_doses(axes, curves, facts[name], look, words)
            if place + columns < len(outcomes):
                axes.set_xlabel("")
        figure.text(0.01, 1.0 - 0.08 / height, shortened(title, 100), fontsize=10, color=INK, va="top")
        means = VALUES.format(f"difference, {arms[0]} less {arms[1]}") if arms else MEANS.format(first)
        caption(figure, f"{source}. {means}")
    return figure
