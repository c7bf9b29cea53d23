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
from matplotlib.collections import QuadMesh
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke
from matplotlib.ticker import FixedLocator, FuncFormatter

from trustsim.plots.style import COLOURS, INK, QUIET, SMALL, OutcomeFacts

Grid = npt.NDArray[np.float64]

#: From worse to better, told apart by the colour-blind; and from low to high where nothing is better.
WORSE_TO_BETTER = LinearSegmentedColormap.from_list(
    "worse to better", ["#8a3b00", COLOURS[2], "#f6d3bb", "#f7f7f7", "#bfdcee", COLOURS[1], "#003a5c"]
)
LOW_TO_HIGH = matplotlib.colormaps["cividis"]
#: How tiles are marked of which not enough is known, and those without a difference that matters.
HATCHES = {"not clear": "////", "no difference that matters": ".."}
WORDS = {"wins": "{} better", "loses": "{} worse", "higher": "{} higher", "lower": "{} lower"}
#: In points; and the least width and height in inches of tiles in which differences are written.
TINY, LEAST_TILE = 5.5, (0.22, 0.12)
MOST_TICKS = 6


@dataclass(frozen=True)
class Tiles:
    """What a panel shows.

    Attributes:
        title: what stands above.
        facts: name, unit and smallest difference that matters of the outcome.
        values: rows (y, from below) and columns (x).
        regions: for differences what each cell says: wins, loses, not clear ...; None for values.
        better: up or down, or nothing where neither is better.
        run: which cells were run, where others are interpolated; None if all were.
    """

    title: str
    facts: OutcomeFacts
    values: Grid
    regions: npt.NDArray[np.object_] | None = None
    better: str = ""
    run: npt.NDArray[np.bool_] | None = None


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
    written = _write_values(axes, tiles, across, up, scale)
    if not written and tiles.run is not None and not tiles.run.all():
        _dots(axes, tiles.run, x, y)
    if tiles.regions is not None and not written:
        _name_regions(axes, tiles.regions, x, y, who)
    if tiles.regions is None and ridge:
        lowest, highest = float(np.nanmin(tiles.values)), float(np.nanmax(tiles.values))
        levels = [lowest + share * (highest - lowest) for share in (0.1, 0.9)]
        _line(axes, tiles.values, across, up, levels, "white", 1.6, names=("10%", "90%"))
    axes.set_xlim(across[0], across[-1])
    axes.set_ylim(up[0], up[-1])
    for axis, side in ((axes.xaxis, x), (axes.yaxis, y)):
        axis.set_major_locator(FixedLocator(list(side.values[:: -(-len(side.values) // MOST_TICKS)])))
        axis.set_major_formatter(FuncFormatter(lambda value, _: number(round(value, 3), signed=False)))
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
    for low, high, row in zip(up, up[1:], regions.tolist(), strict=False):
        for left, right, region in zip(across, across[1:], row, strict=False):
            if region in HATCHES:
                tile = Rectangle((float(left), float(low)), float(right - left), float(high - low), facecolor="none")
                tile.set(hatch=HATCHES[region], edgecolor=QUIET, linewidth=0)
                axes.add_patch(tile)


def _dots(axes: Axes, run: npt.NDArray[np.bool_], x: Side, y: Side) -> None:
    """Mark the cells that were run."""
    rows, columns = np.nonzero(run)
    axes.scatter(
        np.array(x.values)[columns], np.array(y.values)[rows], s=2.5, color="white", edgecolor=INK, linewidth=0.3,
        zorder=4,
    )  # fmt: skip


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


def _write_values(axes: Axes, tiles: Tiles, across: Grid, up: Grid, scale: Normalize) -> bool:
    """Write its value into each tile that was run, if they are large enough, and tell whether they are."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    size = axes.get_position().size * figure.get_size_inches()
    rows, columns = tiles.values.shape
    if size[0] / columns < LEAST_TILE[0] or size[1] / rows < LEAST_TILE[1]:
        return False
    letters = SMALL if size[0] / columns > 2.0 * LEAST_TILE[0] else TINY
    x, y = ((places[1:] + places[:-1]) / 2.0 for places in (across, up))
    regions = np.full((rows, columns), None) if tiles.regions is None else tiles.regions
    for row, column in np.ndindex(rows, columns):
        value = float(tiles.values[row, column])
        if math.isfinite(value) and (tiles.run is None or tiles.run[row, column]):
            dark = float(scale(value)) < 0.45 if tiles.regions is None else abs(value) > 0.58 * (scale.vmax or 1.0)
            marked = regions[row, column] in HATCHES
            colour = "white" if dark and not marked else INK
            halo = [withStroke(linewidth=1.8, foreground="white")] if marked else []
            axes.text(
                float(x[column]), float(y[row]), _short(value, tiles.facts.matters, tiles.regions is not None),
                ha="center", va="center", fontsize=letters, color=colour, path_effects=halo,
            )  # fmt: skip
    return True


def _short(value: float, matters: float, signed: bool) -> str:
    """Return a value in four characters where that says enough."""
    digits = max(0, min(1, 2 - len(f"{abs(value):.0f}")) if matters >= 0.1 else 1 - math.floor(math.log10(matters)))
    text = f"{value:{'+' if signed else ''}.{digits}f}"
    if not float(text):
        return "0"
    sign = text[0] if text[0] in "+-" else ""
    return (sign + text.removeprefix(sign).removeprefix("0")).replace("-", "−")


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
        wide = max(8, int(34 * room))
        lines = textwrap.wrap(words.format(who).strip(), wide, break_on_hyphens=False, break_long_words=False)
        halo = [withStroke(linewidth=2.4, foreground="white")]
        axes.text(
            middle, y.values[row], "\n".join(lines), ha="center", va="center", fontsize=SMALL, color=INK,
            path_effects=halo, linespacing=1.05,
        )  # fmt: skip


def number(value: float, signed: bool = True) -> str:
    """Return a number as it stands beside an axis or a colour scale."""
    return (f"{value:+g}" if signed and value else f"{value:g}").replace("-", "−")
