"""Forest plots: published numbers with their bands against simulated ones, all on one scale."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from trustsim.plots.style import COLOURS, FAINT, INK, QUIET, RC, SMALL, WIDTH, caption, shortened

#: How numbers of each kind are drawn, told apart in grey as well.
KINDS = {"input": ("s", COLOURS[4]), "calibrated": ("o", COLOURS[1]), "emergent": ("D", COLOURS[2])}
#: The end of the scale on either side, in half bands; what lies beyond is an arrow at its edge.
REACH = 3.0
#: In inches.
ROW, HEAD, FOOT, TOP = 0.165, 0.2, 0.85, 0.55
#: The most characters of a label.
LABEL = 58
HOW = (
    "Grey: the band that a number must lie in, which begins at -1 and ends at 1; the line in it: the published number "
    "(none where only a sign was published). Markers: simulated, with their 95% interval over seeds; filled where they "
    "lie in the band. Arrows: beyond the scale. Numbers to the right in the row's own unit, with the band."
)


@dataclass(frozen=True)
class ForestRow:
    """A row of a forest plot.

    Attributes:
        group: the heading under which it stands.
        label: what it is.
        panel: the panel in which it stands.
        kind: ``input``, ``calibrated`` or ``emergent``.
        target: the published number; NaN where it has none.
        low: the lower end of the band; minus infinity where it is open.
        high: the upper end; infinity where it is open.
        value: the simulated number.
        interval: its interval.
        inside: whether it passes; None where it is not judged.
        text: what stands to the right.
    """

    group: str
    label: str
    panel: str
    kind: str
    target: float
    low: float
    high: float
    value: float
    interval: tuple[float, float]
    inside: bool | None
    text: str


def position(value: float, row: ForestRow) -> float:
    """Return where a value stands on the common scale: -1 and 1 are the ends of the band, 0 the published number.

    Between them it is linear on either side of the published number; of a band that is open on one side, one unit is
    the size of the end that it has, and what lies deeper in the band stands farther toward its middle.
    """
    if math.isinf(row.high):
        return -1.0 + (value - row.low) / (abs(row.low) or 0.1)
    if math.isinf(row.low):
        return 1.0 + (value - row.high) / (abs(row.high) or 0.1)
    middle = row.target if row.low < row.target < row.high else 0.5 * (row.low + row.high)
    return (value - middle) / ((row.high if value > middle else row.low) - middle) * (1.0 if value > middle else -1.0)


def draw_forest(axes: Axes, rows: Sequence[ForestRow], title: str = "") -> Axes:
    """Draw rows, from top to bottom, under the headings of their groups.

    Args:
        axes: where to draw.
        rows: what to draw; rows of a group stand together.
        title: what stands above.

    Returns:
        The axes.
    """
    place, ticks = 0, []
    for number, row in enumerate(rows):
        if number == 0 or rows[number - 1].group != row.group:
            where = axes.get_yaxis_transform()
            heading = shortened(row.group, LABEL)
            axes.text(-0.03, place, heading, transform=where, ha="right", va="center", fontsize=SMALL, weight="bold")
            place += 1
        _draw(axes, place, row)
        ticks.append((place, shortened(row.label, LABEL)))
        place += 1
    axes.set_xlim(-REACH - 0.25, REACH + 0.25)
    axes.set_ylim(place - 0.4, -0.6)
    axes.set_yticks([tick for tick, _ in ticks], [label for _, label in ticks])
    axes.set_xticks([-3, -1, 0, 1, 3], ["−3", "−1", "0", "1", "3"])
    axes.tick_params(axis="y", length=0)
    axes.set_title(title, pad=6, fontsize=9)
    axes.set_xlabel("half bands from the published number")
    return axes


def _draw(axes: Axes, place: int, row: ForestRow) -> None:
    low = -1.0 if math.isfinite(row.low) else -REACH - 0.25
    high = 1.0 if math.isfinite(row.high) else REACH + 0.25
    axes.barh(place, high - low, left=low, height=0.62, color=FAINT, linewidth=0, zorder=0)
    if math.isfinite(row.target):
        axes.plot([position(row.target, row)] * 2, [place - 0.31, place + 0.31], color=QUIET, linewidth=1.0, zorder=1)
    marker, colour = KINDS[row.kind]
    found = position(row.value, row)
    ends = [min(max(position(end, row), -REACH), REACH) for end in row.interval if math.isfinite(end)]
    axes.plot(ends, [place] * len(ends), color=colour, linewidth=1.6, solid_capstyle="butt", zorder=2)
    beyond = abs(found) > REACH
    shape = (">" if found > 0 else "<") if beyond else marker
    axes.plot(
        min(max(found, -REACH), REACH), place, shape, color=colour, markersize=4.2, markeredgewidth=0.9, zorder=3,
        markerfacecolor=colour if row.inside else "white", clip_on=False,
    )  # fmt: skip
    axes.text(
        1.02, place, row.text, transform=axes.get_yaxis_transform(), va="center", fontsize=SMALL - 0.5,
        color=INK if row.inside is not False else COLOURS[2],
    )  # fmt: skip


def forest_figure(rows: Sequence[ForestRow], title: str, source: str) -> Figure:
    """Return a figure of published numbers against simulated ones, a column of rows for each panel.

    Args:
        rows: what to draw, in order.
        title: what stands above.
        source: runs and seed, for the caption.
    """
    panels = list(dict.fromkeys(row.panel for row in rows))
    columns = [[row for row in rows if row.panel == panel] for panel in panels]
    most = max((len(column) + len({row.group for row in column}) for column in columns), default=1)
    height = TOP + HEAD + ROW * most + FOOT
    wide = 1.3 * WIDTH if len(panels) > 1 else 0.75 * WIDTH
    with matplotlib.rc_context(RC):
        figure = Figure(figsize=(wide, height))
        for number, (panel, column) in enumerate(zip(panels, columns, strict=True)):
            size = ROW * (len(column) + len({row.group for row in column}))
            left = (number + 0.5) / len(panels)
            place = (left, 1.0 - (TOP + HEAD + size) / height, 0.3 / len(panels), size / height)
            draw_forest(figure.add_axes(place), column, panel)
        figure.text(0.01, 1.0 - 0.1 / height, shortened(title, 110), fontsize=10, color=INK, va="top")
        _legend(figure, height)
        caption(figure, f"{source}. {HOW}", 240 if len(panels) > 1 else 140)
    return figure


def _legend(figure: Figure, height: float) -> None:
    """Say how each kind is drawn, at the top to the right."""
    marks = [
        Line2D([], [], linestyle="", marker=marker, color=colour, markersize=4.5, label=kind)
        for kind, (marker, colour) in KINDS.items()
    ]
    band = Patch(color=FAINT, label="band")
    figure.legend(
        handles=[*marks, band], loc="upper right", ncols=4, frameon=False, fontsize=SMALL,
        bbox_to_anchor=(0.995, 1.0 - 0.02 / height),
    )  # fmt: skip
