"""Maps over two paths: a tile a cell, coloured by what was found there; where differences cross zero, or a ridge."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

import matplotlib
import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.collections import QuadMesh
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke
from matplotlib.ticker import FuncFormatter, MaxNLocator

from trustsim.plots.style import COLOURS, INK, QUIET, RC, SMALL, WIDTH, OutcomeFacts, caption, heading, shortened

Grid = npt.NDArray[np.float64]

#: From worse to better, told apart by the colour-blind; and from low to high where nothing is better.
WORSE_TO_BETTER = LinearSegmentedColormap.from_list(
    "worse to better", ["#8a3b00", COLOURS[2], "#f6d3bb", "#f7f7f7", "#bfdcee", COLOURS[1], "#003a5c"]
)
LOW_TO_HIGH = matplotlib.colormaps["cividis"]
#: How tiles are marked of which not enough is known, and those without a difference that matters.
HATCHES = {"not clear": "////", "no difference that matters": ".."}
WORDS = {"wins": "{} better", "loses": "{} worse", "higher": "{} higher", "lower": "{} lower"}
DIFFERENCES = (
    "Tiles: mean difference, {} less {}, on the same luck; blue is better, orange worse. Black line: zero. Hatched: not "
    "clear, for the 95% interval holds zero or the difference is too small to matter; dotted: no difference that matters."
)
RIDGE = "White lines: where the value reaches 10 and 90% of the way from the lowest to the highest in the panel."
#: In points; and the least width and height in inches of tiles in which differences are written.
TINY, LEAST_TILE = 5.5, (0.22, 0.12)
#: In inches.
LEFT, RIGHT, GAP, BAR, HEAD, ROW, TITLE, WORDS_ABOVE, BELOW, FOOT = (
    0.75,
    0.7,
    0.3,
    0.5,
    0.38,
    1.75,
    0.15,
    0.34,
    0.4,
    0.55,
)


@dataclass(frozen=True)
class Tiles:
    """What a panel shows.

    Attributes:
        title: what stands above.
        facts: name, unit and smallest difference that matters of the outcome.
        values: rows (y, from below) and columns (x).
        regions: for differences what each cell says: wins, loses, not clear ...; None for values.
        better: up or down, or nothing where neither is better.
    """

    title: str
    facts: OutcomeFacts
    values: Grid
    regions: npt.NDArray[np.object_] | None = None
    better: str = ""


@dataclass(frozen=True)
class Side:
    """An axis of a map: its values and what it is, in plain words."""

    values: Sequence[float]
    words: str


def draw_tiles(
    axes: Axes, tiles: Tiles, x: Side, y: Side, scale: Normalize, who: str = "", ridge: bool = False
) -> Axes:
    """Draw a map: tiles, the line of zero with the regions' names, hatches where little is known; or a ridge.

    Args:
        axes: where to draw.
        tiles: what to draw.
        x: the horizontal axis.
        y: the vertical axis.
        scale: of the colours.
        who: whose wins and losses they are, for the names of regions.
        ridge: draw lines at 10 and 90% of the way from the lowest to the highest value.

    Returns:
        The axes.
    """
    across, up = edges(x.values), edges(y.values)
    colours = LOW_TO_HIGH if tiles.regions is None else WORSE_TO_BETTER
    values = -tiles.values if tiles.better == "down" else tiles.values
    mesh = axes.pcolormesh(across, up, values, cmap=colours, norm=scale, linewidth=0.2, edgecolor="face")
    assert isinstance(mesh, QuadMesh)
    mesh.set_rasterized(False)
    if tiles.regions is not None:
        _hatch(axes, tiles.regions, across, up)
        _line(axes, tiles.values, across, up, [0.0], INK, 1.6)
        if not _write_values(axes, tiles, x, y, scale):
            _name_regions(axes, tiles.regions, x, y, who)
    elif ridge:
        lowest, highest = float(np.nanmin(tiles.values)), float(np.nanmax(tiles.values))
        levels = [lowest + share * (highest - lowest) for share in (0.1, 0.9)]
        _line(axes, tiles.values, across, up, levels, "white", 1.6, names=("10%", "90%"))
    axes.set_xlim(across[0], across[-1])
    axes.set_ylim(up[0], up[-1])
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(MaxNLocator(5))
        axis.set_major_formatter(FuncFormatter(lambda value, _: _number(value, signed=False)))
    axes.set_title(tiles.title, pad=3)
    axes.tick_params(length=2)
    return axes


def edges(values: Sequence[float]) -> Grid:
    """Return the edges of tiles around values: midway between neighbours, and as far beyond the first and last."""
    known = np.asarray(values, dtype=np.float64)
    if known.size == 1:
        return np.array([known[0] - 0.5, known[0] + 0.5])
    middles = (known[1:] + known[:-1]) / 2.0
    return np.concatenate([[2.0 * known[0] - middles[0]], middles, [2.0 * known[-1] - middles[-1]]])


def _hatch(axes: Axes, regions: npt.NDArray[np.object_], across: Grid, up: Grid) -> None:
    for row, column in np.ndindex(*regions.shape):
        if regions[row, column] in HATCHES:
            corner, width = (across[column], up[row]), across[column + 1] - across[column]
            look = {"hatch": HATCHES[regions[row, column]], "edgecolor": QUIET, "linewidth": 0, "facecolor": "none"}
            axes.add_patch(Rectangle(corner, width, up[row + 1] - up[row], **look))


def _line(
    axes: Axes,
    values: Grid,
    across: Grid,
    up: Grid,
    levels: Sequence[float],
    colour: str,
    width: float,
    *,
    names: Sequence[str] = (),
) -> None:
    """Draw contours through the middles of tiles, out to the edges of the map, with their names."""
    named = dict(zip(levels, names, strict=False))
    known = values[np.isfinite(values)]
    levels = sorted(level for level in levels if known.size and known.min() < level < known.max())
    if not levels or not np.isfinite(values).all():
        return
    x, y = ([places[0], *((places[1:] + places[:-1]) / 2.0), places[-1]] for places in (across, up))
    lines = axes.contour(
        x, y, np.pad(values, 1, mode="edge"), levels=levels, colors=colour, linewidths=width, linestyles="solid"
    )
    halo = INK if colour == "white" else "white"
    lines.set_path_effects([withStroke(linewidth=width + 1.2, foreground=halo)])
    for text in axes.clabel(lines, fmt=named, fontsize=SMALL, colors=colour) if named else ():
        text.set_path_effects([withStroke(linewidth=1.6, foreground=halo)])


def _number(value: float, signed: bool = True) -> str:
    return (f"{value:+g}" if signed and value else f"{value:g}").replace("-", "−")


def _write_values(axes: Axes, tiles: Tiles, x: Side, y: Side, scale: Normalize) -> bool:
    """Write its difference into each tile, if they are large enough, and tell whether they are."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    size = axes.get_position().size * figure.get_size_inches()
    rows, columns = tiles.values.shape
    if size[0] / columns < LEAST_TILE[0] or size[1] / rows < LEAST_TILE[1]:
        return False
    for row, column in np.ndindex(rows, columns):
        value = tiles.values[row, column]
        dark = abs(value) > 0.58 * (scale.vmax or 1.0)
        marked = tiles.regions is not None and tiles.regions[row, column] in HATCHES
        if np.isfinite(value):
            axes.text(
                x.values[column], y.values[row], _short(value, tiles.facts.matters), ha="center", va="center",
                fontsize=TINY, color="white" if dark else INK,
                path_effects=[withStroke(linewidth=1.8, foreground="white")] if marked else [],
            )  # fmt: skip
    return True


def _short(value: float, matters: float) -> str:
    """Return a difference in four characters where that says enough."""
    digits = max(0, min(1, 2 - len(f"{abs(value):.0f}")) if matters >= 0.1 else 1 - math.floor(math.log10(matters)))
    text = f"{value:+.{digits}f}"
    if not float(text):
        return "0"
    return text.replace("+0.", "+.").replace("-0.", "-.").replace("-", "−")


def _name_regions(axes: Axes, regions: npt.NDArray[np.object_], x: Side, y: Side, who: str) -> None:
    """Write into the largest regions what they say, where there is room: in the row and at the place most inside."""
    for region, words in WORDS.items():
        inside = np.array(regions == region, dtype=bool)
        if inside.sum() < 3:
            continue
        row = int(np.argmax(inside.sum(axis=1) - 0.01 * np.abs(np.arange(len(inside)) - (len(inside) - 1) / 2.0)))
        columns = np.flatnonzero(inside[row])
        middle = (x.values[columns[0]] + x.values[columns[-1]]) / 2.0
        room = (columns[-1] - columns[0] + 1) / inside.shape[1]
        text = "\n".join(
            textwrap.wrap(
                words.format(who).strip(), max(8, int(34 * room)), break_on_hyphens=False, break_long_words=False
            )
        )
        halo = [withStroke(linewidth=2.4, foreground="white")]
        axes.text(
            middle, y.values[row], text, ha="center", va="center", fontsize=SMALL, color=INK, path_effects=halo,
            linespacing=1.05,
        )  # fmt: skip


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
        caption(figure, f"{source}. {means}")
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
    return Tiles(text, tiles.facts, tiles.values, tiles.regions, tiles.better)


def _bar(figure: Figure, axes: Axes, tiles: Tiles, scale: Normalize) -> None:
    colours = LOW_TO_HIGH if tiles.regions is None else WORSE_TO_BETTER
    if tiles.better == "down":
        colours = colours.reversed()
    bar = figure.colorbar(ScalarMappable(scale, colours), cax=axes)
    bar.outline.set_visible(False)  # type: ignore[operator]
    signed = tiles.regions is not None
    bar.ax.yaxis.set_major_locator(MaxNLocator(5))
    bar.ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: _number(value, signed)))
    bar.ax.tick_params(length=2, labelsize=SMALL)
    if signed and tiles.better:
        ends = ("worse", "better") if tiles.better == "up" else ("better", "worse")
        for word, place, where in zip(ends, (-0.03, 1.03), ("top", "bottom"), strict=True):
            bar.ax.text(0.0, place, word, transform=bar.ax.transAxes, va=where, fontsize=SMALL, color=INK)
