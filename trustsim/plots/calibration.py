"""A calibration: the numbers, measured and simulated, each on the scale of its band; the inputs, before and after."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import Any

import matplotlib
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from trustsim.plots.sensitivity import words
from trustsim.plots.style import COLOURS, FAINT, INK, QUIET, RC, SMALL, WIDTH, caption, shortened

WORDS = (
    "Left: grey, the band that a number must lie in; the line in it, what was measured; dots, what is simulated with "
    "the inputs found, filled where it lies in the band. Right: grey, the range of an input before; thick, the middle "
    "90% of what the numbers allow; squares, its mean, filled where they take at least a fifth from its variance."
)
#: The end of the scale of numbers on either side, in half bands.
REACH = 3.0
#: In inches; and the most characters of a label.
ROW, HEAD, FOOT, LABEL = 0.18, 0.5, 0.65, 30


def calibration_figure(numbers: pd.DataFrame, inputs: pd.DataFrame, texts: tuple[str, str]) -> Figure:
    """Return the figure of a calibration.

    Args:
        numbers: name, measured, low, high, simulated and met.
        inputs: path, prior_low, prior_high, low, high, mean and identified.
        texts: the title, and what the caption says first.
    """
    rows = max(len(numbers), len(inputs), 3)
    height = HEAD + ROW * rows + 0.4 + FOOT
    with matplotlib.rc_context(RC):
        figure = Figure(figsize=(WIDTH, height))
        for frame, draw, left in ((numbers, draw_numbers, 0.19), (inputs, draw_inputs, 0.67)):
            size = ROW * max(len(frame), 1)
            draw(figure.add_axes((left, 1.0 - (HEAD + size) / height, 0.16, size / height)), frame)
        figure.text(0.01, 1.0 - 0.08 / height, shortened(texts[0], 100), fontsize=10, color=INK, va="top")
        caption(figure, f"{texts[1]}. {WORDS}")
    return figure


def draw_numbers(axes: Axes, numbers: pd.DataFrame) -> Axes:
    """Draw measured and simulated numbers, a row each, so that every band goes from -1 to 1.

    Args:
        axes: where to draw.
        numbers: name, measured, low, high, simulated and met.

    Returns:
        The axes.
    """
    for place, row in enumerate(numbers.to_dict("records")):
        axes.barh(place, 2.0, left=-1.0, height=0.62, color=FAINT, linewidth=0, zorder=0)
        middle = _scaled(row, float(row["measured"]))
        axes.plot([middle] * 2, [place - 0.31, place + 0.31], color=QUIET, linewidth=1.0, zorder=1)
        found = _scaled(row, float(row["simulated"]))
        marker = "o" if abs(found) <= REACH else (">" if found > 0.0 else "<")
        axes.plot(
            min(max(found, -REACH), REACH), place, marker, color=COLOURS[1], markersize=4.2, markeredgewidth=0.9,
            markerfacecolor=COLOURS[1] if row["met"] else "white", clip_on=False,
        )  # fmt: skip
        _text(axes, place, f"{row['measured']:.3g}, simulated {row['simulated']:.3g}", bool(row["met"]))
    _rows(axes, [str(name).replace("_", " ") for name in numbers["name"]])
    axes.set_xlim(-REACH - 0.2, REACH + 0.2)
    axes.set_xticks([-1, 1])
    axes.set_xlabel("in half bands", labelpad=2)
    axes.set_title("numbers", pad=4)
    return axes


def draw_inputs(axes: Axes, inputs: pd.DataFrame) -> Axes:
    """Draw the inputs, a row each, so that every range before goes from 0 to 1.

    Args:
        axes: where to draw.
        inputs: path, prior_low, prior_high, low, high, mean and identified.

    Returns:
        The axes.
    """
    for place, row in enumerate(inputs.to_dict("records")):
        low, wide = float(row["prior_low"]), float(row["prior_high"]) - float(row["prior_low"])
        axes.barh(place, 1.0, height=0.62, color=FAINT, linewidth=0, zorder=0)
        ends = [(float(row[end]) - low) / wide for end in ("low", "high")]
        axes.plot(ends, [place] * 2, color=COLOURS[2], linewidth=2.4, solid_capstyle="butt", zorder=2)
        axes.plot(
            (float(row["mean"]) - low) / wide, place, "s", color=COLOURS[2], markersize=4.2, markeredgewidth=0.9,
            markerfacecolor=COLOURS[2] if row["identified"] else "white", zorder=3,
        )  # fmt: skip
        _text(axes, place, f"{row['mean']:.3g} ({row['low']:.3g} to {row['high']:.3g})", bool(row["identified"]))
    _rows(axes, [words(str(path).removeprefix("teams.").replace(".policy.", ".")) for path in inputs["path"]])
    axes.set_xlim(-0.03, 1.03)
    axes.set_xticks([0, 1], ["least", "most"])
    axes.set_xlabel("of its range before", labelpad=2)
    axes.set_title("inputs", pad=4)
    return axes


def _scaled(row: Mapping[Hashable, Any], value: float) -> float:
    """Return where a value lies on the scale of a number's band."""
    low, high = float(row["low"]), float(row["high"])
    if not math.isfinite(high - low) or high <= low:
        return 0.0
    return (value - 0.5 * (low + high)) / (0.5 * (high - low))


def _text(axes: Axes, place: int, text: str, clear: bool) -> None:
    where = axes.get_yaxis_transform()
    colour = INK if clear else QUIET
    axes.text(1.03, place, text.replace("-", "−"), transform=where, va="center", fontsize=SMALL - 0.5, color=colour)


def _rows(axes: Axes, labels: list[str]) -> None:
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.set_yticks(range(len(labels)), [shortened(label, LABEL) for label in labels])
    axes.tick_params(axis="y", length=0)
