"""Maps over two paths: a tile a cell, coloured by what was found there; where differences cross zero, or a ridge."""

from __future__ import annotations

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
    "Tiles: mean difference, {} less {}, on the same luck; blue is better, orange worse. Black line: zero. Hatched: the "
    "95% interval does not clear zero, or too small to matter; dotted: no difference that matters."
)
RIDGE = "White lines: where the value reaches 10 and 90% of the way from the lowest to the highest in the panel."
#: In inches.
LEFT, RIGHT, GAP, HEAD, ROW, NAMES, TITLES, FOOT = 0.75, 0.95, 0.3, 0.34, 1.75, 0.62, 0.13, 0.42
WIDE = 2.0


@dataclass(frozen=True)
class Tiles:
    """What a panel shows.

    Attributes:
        title: what stands above.
        facts: name, unit and smallest difference that matters of the outcome.
        values: rows (y, from below) and columns (x).
        regions: for differences what each cell says: wins, loses, not clear ...; None for values.
        flipped: whether lower is better.
    """

    title: str
    facts: OutcomeFacts
    values: Grid
    regions: npt.NDArray[np.object_] | None = None
    flipped: bool = False


@dataclass(frozen=True)
class Side:
    """An axis of a map: its values and what it is, in plain words."""

    values: Sequence[float]
    words: str


def draw_tiles(axes: Axes, tiles: Tiles, x: Side, y: Side, scale: Normalize, who: str = "", ridge: bool = False) -> Axes:
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
    values = -tiles.values if tiles.flipped else tiles.values
    mesh = axes.pcolormesh(across, up, values, cmap=colours, norm=scale, linewidth=0.2, edgecolor="face")
    assert isinstance(mesh, QuadMesh)
    mesh.set_rasterized(False)
    if tiles.regions is not None:
        _hatch(axes, tiles.regions, across, up)
        _line(axes, tiles.values, across, up, [0.0], INK, 1.6)
        _name_regions(axes, tiles.regions, x, y, who)
    elif ridge:
        lowest, highest = float(np.nanmin(tiles.values)), float(np.nanmax(tiles.values))
        levels = [lowest + share * (highest - lowest) for share in (0.1, 0.9)]
        _line(axes, tiles.values, across, up, levels, "white", 1.6, ("10%", "90%"))
    axes.set_xlim(across[0], across[-1])
    axes.set_ylim(up[0], up[-1])
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(MaxNLocator(5))
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}".replace("-", "−")))
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
    names: Sequence[str] = (),
) -> None:
    """Draw contours through the middles of tiles, out to the edges of the map."""
    known = values[np.isfinite(values)]
    levels = sorted(level for level in levels if known.size and known.min() < level < known.max())
    if not levels or not np.isfinite(values).all():
        return
    x, y = ([places[0], *((places[1:] + places[:-1]) / 2.0), places[-1]] for places in (across, up))
    lines = axes.contour(x, y, np.pad(values, 1, mode="edge"), levels=levels, colors=colour, linewidths=width)
    halo = "white" if colour == INK else INK
    lines.set_path_effects([withStroke(linewidth=width + 1.2, foreground=halo)])
    if names:
        texts = axes.clabel(lines, fmt=dict(zip(levels, names, strict=False)), fontsize=SMALL, colors=colour)
        for text in texts:
            text.set_path_effects([withStroke(linewidth=1.6, foreground=INK)])


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
        text = "\n".join(textwrap.wrap(words.format(who).strip(), max(8, int(34 * room))))
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
    columns = max(map(len, lines))
    each = ROW + NAMES + (0.0 if alone else TITLES)
    height = HEAD + 0.16 * (not alone) + each * len(lines) + FOOT + 0.12
    wide = (WIDTH - LEFT - RIGHT - GAP * (columns - 1) - (0.72 * (columns - 1) if alone else 0.0)) / columns
    with matplotlib.rc_context(RC):
        figure = Figure(figsize=(WIDTH, height))
        for number, line in enumerate(lines):
            bottom = height - HEAD - 0.16 * (not alone) - each * (number + 1) + NAMES - 0.2
            for place, tiles in enumerate(line):
                left = LEFT + place * (wide + GAP + (0.72 if alone else 0.0))
                axes = figure.add_axes((left / WIDTH, bottom / height, wide / WIDTH, ROW / height))
                scale = scale_of([tiles] if alone else line)
                draw_tiles(axes, _titled(tiles, alone, number, wide), x, y, scale, arms[0] if arms else "", ridge)
                axes.tick_params(labelleft=place == 0, labelbottom=alone or number == len(lines) - 1)
                axes.set_ylabel(y.words if place == 0 else "")
                axes.set_xlabel(x.words if alone or number == len(lines) - 1 else "", labelpad=2)
                if alone or place == len(line) - 1:
                    bar = figure.add_axes(((left + wide + 0.08) / WIDTH, bottom / height, 0.09 / WIDTH, ROW / height))
                    _bar(figure, bar, tiles, scale)
            if not alone:
                words = heading(line[0].facts)
                figure.text(LEFT / WIDTH, (bottom + ROW + _above(number)) / height, words, fontsize=9, color=INK)
        figure.text(0.01, 1.0 - 0.08 / height, shortened(title, 100), fontsize=10, color=INK, va="top")
        means = DIFFERENCES.format(*arms) if arms else (RIDGE if ridge else "Tiles: means over runs.")
        caption(figure, f"{source}. {means}")
    return figure


def _above(number: int) -> float:
    """Return how far above its panels the heading of a row stands: above the titles of panels in the first row."""
    return 0.34 if number == 0 else 0.06


def _titled(tiles: Tiles, alone: bool, number: int, wide: float) -> Tiles:
    """Return tiles with the title that stands above them: the outcome, or the panel's in the first row."""
    words = heading(tiles.facts) if alone else (tiles.title if number == 0 else "")
    text = "\n".join(textwrap.wrap(words, int(wide * 19))[:2])
    return Tiles(text, tiles.facts, tiles.values, tiles.regions, tiles.flipped)


def _bar(figure: Figure, axes: Axes, tiles: Tiles, scale: Normalize) -> None:
    colours = LOW_TO_HIGH if tiles.regions is None else WORSE_TO_BETTER
    if tiles.flipped:
        colours = colours.reversed()
    bar = figure.colorbar(ScalarMappable(scale, colours), cax=axes)
    bar.outline.set_visible(False)  # type: ignore[operator]
    signed = tiles.regions is not None
    bar.ax.yaxis.set_major_locator(MaxNLocator(5))
    bar.ax.yaxis.set_major_formatter(
        FuncFormatter(lambda value, _: (f"{value:+g}" if signed and value else f"{value:g}").replace("-", "−"))
    )
    bar.ax.tick_params(length=2, labelsize=SMALL)
