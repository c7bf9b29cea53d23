"""The figure of a map: panels in rows and columns, each row or panel with its colour scale."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from trustsim.plots.style import INK, RC, SMALL, WIDTH, caption, heading, shortened
from trustsim.plots.tiles import LOW_TO_HIGH, WORSE_TO_BETTER, Side, Tiles, draw_tiles, number

DIFFERENCES = (
    "Tiles: mean difference, {} less {}, on the same luck; blue is better, orange worse. Black line: zero. Hatched: "
    "not clear, for the 95% interval holds zero or the difference is too small to matter; dotted: no difference that "
    "matters."
)
DOTS = " Numbers or dots: cells that were run; the colours between them are interpolated."
RIDGE = "White lines: where the value reaches 10 and 90% of the way from the lowest to the highest in the panel."
#: In inches.
LEFT, RIGHT, GAP, BAR, HEAD, ROW = 0.75, 0.7, 0.3, 0.5, 0.3, 1.75
TITLE, WORDS_ABOVE, BELOW, FOOT = 0.15, 0.34, 0.4, 0.55


def scale_of(panels: Sequence[Tiles]) -> Normalize:
    """Return the colour scale that panels of one outcome share: around zero for differences."""
    values = np.concatenate([panel.values.ravel() for panel in panels])
    known = values[np.isfinite(values)]
    if panels[0].regions is None:
        return Normalize(*((known.min(), known.max()) if known.size else (0.0, 1.0)))
    reach = float(np.abs(known).max(initial=panels[0].facts.matters))
    return Normalize(-reach, reach)


def map_figure(
    rows: Sequence[Sequence[Tiles]],
    x: Side,
    y: Side,
    title: str,
    source: str,
    *,
    arms: tuple[str, str] | None = None,
    ridge: bool = False,
) -> Figure:
    """Return a figure of maps: a row an outcome, a column a panel; one panel only puts the outcomes side by side.

    Args:
        rows: the panels of each outcome.
        x: the horizontal axis.
        y: the vertical axis.
        title: what stands above.
        source: runs, seed and profile, for the caption.
        arms: the names of the scenario and of what is taken off; None where values are shown.
        ridge: draw lines at 10 and 90% of the way from the lowest to the highest value.
    """
    alone = len(rows[0]) == 1
    lines = [[row[0] for row in rows[first : first + 3]] for first in range(0, len(rows), 3)] if alone else rows
    grid = Layout(len(lines), max(map(len, lines)), alone)
    with matplotlib.rc_context(RC):
        figure = Figure(figsize=(WIDTH, grid.height))
        for number, line in enumerate(lines):
            for place, tiles in enumerate(line):
                scale = scale_of([tiles] if alone else line)
                axes = figure.add_axes(grid.place(number, place))
                draw_tiles(axes, _titled(tiles, alone, number, grid.wide), x, y, scale, arms[0] if arms else "", ridge)
                lowest = alone or number == len(lines) - 1
                axes.tick_params(labelleft=place == 0, labelbottom=lowest)
                axes.set_ylabel(y.words if place == 0 else "")
                axes.set_xlabel(x.words if lowest else "", labelpad=2)
                if alone or place == len(line) - 1:
                    _bar(figure, figure.add_axes(grid.bar(number, place)), tiles, scale)
            if not alone:
                figure.text(LEFT / WIDTH, grid.above(number), heading(line[0].facts), fontsize=9, color=INK)
        figure.text(0.01, 1.0 - 0.08 / grid.height, shortened(title, 100), fontsize=10, color=INK, va="top")
        means = DIFFERENCES.format(*arms) if arms else (RIDGE if ridge else "Tiles: means over runs.")
        dots = DOTS if any(tiles.run is not None for line in rows for tiles in line) else ""
        caption(figure, f"{source}. {means}{dots}")
    return figure


@dataclass(frozen=True)
class Layout:
    """Where the panels of a figure stand; places are shares of its width and height.

    Attributes:
        rows: how many.
        columns: how many.
        alone: whether each panel has an outcome of its own, and so a title, both axes and a colour scale.
    """

    rows: int
    columns: int
    alone: bool

    @property
    def top(self) -> float:
        """Inches above the first row of panels."""
        return HEAD + (TITLE if self.alone else WORDS_ABOVE + 2.0 * TITLE)

    @property
    def each(self) -> float:
        """Inches from row to row."""
        return ROW + (BELOW + TITLE if self.alone else WORDS_ABOVE + 0.08)

    @property
    def height(self) -> float:
        """Inches of the whole figure."""
        return self.top + self.each * (self.rows - 1) + ROW + BELOW + FOOT

    @property
    def gap(self) -> float:
        """Inches between neighbours: room for a colour scale where each has its own."""
        return GAP + (BAR if self.alone else 0.0)

    @property
    def wide(self) -> float:
        """Inches of a panel."""
        return (WIDTH - LEFT - RIGHT - self.gap * (self.columns - 1)) / self.columns

    def place(self, row: int, column: int) -> tuple[float, float, float, float]:
        """Return left, bottom, width and height of a panel."""
        left, bottom = LEFT + column * (self.wide + self.gap), self.height - self.top - self.each * row - ROW
        return left / WIDTH, bottom / self.height, self.wide / WIDTH, ROW / self.height

    def bar(self, row: int, column: int) -> tuple[float, float, float, float]:
        """Return left, bottom, width and height of the colour scale beside a panel."""
        left, bottom, wide, high = self.place(row, column)
        return left + wide + 0.08 / WIDTH, bottom, 0.09 / WIDTH, high

    def above(self, row: int) -> float:
        """Return where the heading of a row stands: above the titles of panels in the first."""
        _, bottom, _, high = self.place(row, 0)
        return bottom + high + (0.06 + 2.0 * TITLE * (row == 0)) / self.height


def _titled(tiles: Tiles, alone: bool, number: int, wide: float) -> Tiles:
    """Return tiles with the title that stands above them: the outcome, or the panel's in the first row."""
    words = heading(tiles.facts) if alone else (tiles.title if number == 0 else "")
    text = "\n".join(textwrap.wrap(words, int(wide * 19))[:2])
    return replace(tiles, title=text)


def _bar(figure: Figure, axes: Axes, tiles: Tiles, scale: Normalize) -> None:
    colours = LOW_TO_HIGH if tiles.regions is None else WORSE_TO_BETTER
    if tiles.better == "down":
        colours = colours.reversed()
    bar = figure.colorbar(ScalarMappable(scale, colours), cax=axes)
    bar.outline.set_visible(False)
    signed = tiles.regions is not None
    bar.ax.yaxis.set_major_locator(MaxNLocator(5))
    bar.ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value, signed)))
    bar.ax.tick_params(length=2, labelsize=SMALL)
    if signed and tiles.better:
        ends = ("worse", "better") if tiles.better == "up" else ("better", "worse")
        for word, place, where in zip(ends, (-0.03, 1.03), ("top", "bottom"), strict=True):
            bar.ax.text(0.0, place, word, transform=bar.ax.transAxes, va=where, fontsize=SMALL, color=INK)
