"""A robust search: how near candidates come by how many levers they move, and the goals over states of the world."""

from __future__ import annotations

import matplotlib
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from trustsim.plots.style import COLOURS, FAINT, INK, QUIET, RC, SMALL, WIDTH, caption, shortened

WORDS = (
    "Left: each point a candidate, in how large a share of the states that were looked at it meets all goals; the line "
    "is what was wanted. Right: the answer, or what came nearest; each point a state, left of zero the goal is met."
)
HEAD, BODY, FOOT, ROW = 0.5, 1.9, 0.95, 0.45


def draw_candidates(axes: Axes, candidates: pd.DataFrame, robust: float) -> Axes:
    """Draw the robustness of candidates against how many levers they move.

    Args:
        axes: where to draw.
        candidates: levers and robustness.
        robust: the share of states that was wanted.

    Returns:
        The axes.
    """
    axes.axhline(robust, color=QUIET, linewidth=0.8, linestyle=(0, (4, 2)), zorder=1)
    for levers, some in candidates.groupby("levers"):
        spread = np.linspace(-0.25, 0.25, len(some)) if len(some) > 1 else np.zeros(1)
        axes.scatter(float(str(levers)) + spread, some["robustness"], s=10, facecolor="none", edgecolor=COLOURS[1])
    axes.set(ylim=(-0.04, 1.04), xlim=(-0.5, float(candidates["levers"].max()) + 0.5))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0%}"))
    axes.set_xlabel("levers that are moved", labelpad=2)
    axes.set_ylabel("states in which all goals are met", labelpad=2)
    axes.grid(axis="y", color=FAINT, linewidth=0.6)
    axes.tick_params(length=2)
    return axes


def draw_goals(axes: Axes, shortfalls: pd.DataFrame) -> Axes:
    """Draw by how much each goal is missed, or met, in each state.

    Args:
        axes: where to draw.
        shortfalls: a column a goal, a row a state, in smallest differences that matter.

    Returns:
        The axes.
    """
    axes.axvline(0.0, color=INK, linewidth=0.9, zorder=1)
    for place, (goal, missed) in enumerate(reversed(list(shortfalls.items()))):
        values = missed.to_numpy(dtype=np.float64)
        up = place + np.linspace(-0.2, 0.2, len(values))
        met = values <= 0.0
        axes.scatter(values[met], up[met], s=12, color=COLOURS[1], linewidth=0)
        axes.scatter(values[~met], up[~met], s=14, facecolor="white", edgecolor=COLOURS[2], linewidth=1.0)
        axes.text(
            0.0, place + 0.3, shortened(str(goal), 60), transform=axes.get_yaxis_transform(), fontsize=SMALL, color=INK
        )
    axes.set(ylim=(-0.45, shortfalls.shape[1] - 0.4), yticks=[])
    axes.set_xlabel("missed by, in smallest differences that matter", labelpad=2)
    axes.spines["left"].set_visible(False)
    axes.tick_params(length=2)
    return axes


def search_figure(candidates: pd.DataFrame, shortfalls: pd.DataFrame, robust: float, texts: tuple[str, str]) -> Figure:
    """Return the figure of a search.

    Args:
        candidates: levers and robustness of each candidate.
        shortfalls: a column a goal, a row a state.
        robust: the share of states that was wanted.
        texts: the title, and what the caption says first.
    """
    body = max(BODY, ROW * shortfalls.shape[1] + 0.4)
    height = HEAD + body + FOOT
    with matplotlib.rc_context(RC):
        figure = Figure(figsize=(WIDTH, height))
        bottom, high = (FOOT + 0.2) / height, (body - 0.2) / height
        draw_candidates(figure.add_axes((0.07, bottom, 0.36, high)), candidates, robust)
        draw_goals(figure.add_axes((0.5, bottom, 0.47, high)), shortfalls)
        figure.text(0.01, 1.0 - 0.08 / height, shortened(texts[0], 100), fontsize=10, color=INK, va="top")
        caption(figure, f"{texts[1]}. {WORDS}")
    return figure
