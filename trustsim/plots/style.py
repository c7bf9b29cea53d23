"""How figures look: strokes that tell arms apart in grey as well, labels at line ends, files of any format."""

from __future__ import annotations

import io
import os
import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any, Protocol

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

from trustsim.errors import InputError

#: In points; a figure is as wide as a page of a journal in landscape, so that this is legible at half its size.
SMALL, NORMAL = 7.0, 8.0
WIDTH = 10.0
INK, QUIET, FAINT = "0.1", "0.4", "0.88"

#: Okabe and Ito (2008), told apart by the colour-blind, without yellow, which is lost on white; the baseline is black.
COLOURS = ("#000000", "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
DASHES: tuple[tuple[float, ...], ...] = ((), (5, 1.5), (1.2, 1.2), (6, 1.5, 1.2, 1.5), (3, 1), (8, 2, 3, 2), (1, 2.5))
MARKERS = ("", "o", "s", "^", "D", "v", "P")

FORMATS = (".pdf", ".png", ".svg")
RC: dict[Any, Any] = {
    "font.size": NORMAL,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": QUIET,
    "axes.linewidth": 0.6,
    "axes.labelcolor": INK,
    "axes.titlesize": NORMAL,
    "axes.titlelocation": "left",
    "axes.labelsize": SMALL,
    "hatch.linewidth": 0.6,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "text.parse_math": False,
}


class OutcomeFacts(Protocol):
    """What a figure must know of an outcome."""

    @property
    def name(self) -> str:
        """The outcome's name."""
        ...

    @property
    def unit(self) -> str:
        """Its unit."""
        ...

    @property
    def matters(self) -> float:
        """The smallest difference that matters, in that unit."""
        ...


@dataclass(frozen=True)
class Stroke:
    """How an arm is drawn in every panel of a figure."""

    colour: str
    dashes: tuple[float, ...]
    marker: str
    width: float = 1.2

    @property
    def line(self) -> dict[str, Any]:
        """The keywords of a line."""
        dashed = {"dashes": self.dashes} if self.dashes else {}
        return {"color": self.colour, "linewidth": self.width, "solid_capstyle": "butt"} | dashed


def strokes(labels: Sequence[str]) -> dict[str, Stroke]:
    """Return a stroke for each arm; the first is the baseline: black, solid and a little wider."""
    found = {}
    for place, label in enumerate(labels):
        kind = 0 if place == 0 else 1 + (place - 1) % (len(COLOURS) - 1)
        dashes = DASHES[(kind + (place - 1) // (len(COLOURS) - 1)) % len(DASHES)] if place else ()
        found[label] = Stroke(COLOURS[kind], dashes, MARKERS[kind], 1.6 if place == 0 else 1.2)
    return found


def heading(facts: OutcomeFacts) -> str:
    """Return an outcome's name and unit as they stand over a panel."""
    unit = {"0-1": "0–1", "0-100": "0–100"}.get(facts.unit, facts.unit)
    return f"{facts.name.replace('_', ' ')} ({unit})" if unit else facts.name.replace("_", " ")


def shortened(label: str, longest: int = 20) -> str:
    """Return a label that fits beside a line."""
    return label if len(label) <= longest else label[: longest - 1].rstrip() + "…"


def spread(positions: Sequence[float], gap: float) -> list[float]:
    """Return positions moved as little as possible (in squares) so that neighbours are at least ``gap`` apart.

    Their order stays. It is isotonic regression of what is left when the gaps are taken out: blocks that would overlap
    are pooled at their mean.
    """
    order = sorted(range(len(positions)), key=lambda place: positions[place])
    blocks: list[tuple[float, int]] = []
    for rank, place in enumerate(order):
        mean, size = positions[place] - rank * gap, 1
        while blocks and blocks[-1][0] >= mean:
            before, count = blocks.pop()
            mean, size = (before * count + mean * size) / (count + size), size + count
        blocks.append((mean, size))
    levels = [mean for mean, size in blocks for _ in range(size)]
    moved = [0.0] * len(positions)
    for rank, place in enumerate(order):
        moved[place] = levels[rank] + rank * gap
    return moved


def label_ends(axes: Axes, ends: Mapping[str, tuple[float, float]], look: Mapping[str, Stroke]) -> None:
    """Write each line's label to the right of its end, nudged apart, with a thin line that leads to it.

    Args:
        axes: the panel; its limits and place in the figure must be set.
        ends: by label the last point of its line, in data.
        look: by label its stroke.
    """
    figure = axes.get_figure(root=True)
    assert figure is not None
    inches = axes.get_position().height * figure.get_size_inches()[1]
    low, high = axes.get_ylim()
    gap = SMALL * 1.12 / 72.0 / inches
    places = [(y - low) / (high - low) for _, y in ends.values()]
    moved = spread(places, gap)
    shift = max(0.0, -min(moved)) - max(0.0, max(moved) - 1.0)
    first, last = axes.get_xlim()
    for (label, (x, _)), start, end in zip(ends.items(), places, moved, strict=True):
        leader = [(x - first) / (last - first), 1.035, 1.05], [start, end + shift, end + shift]
        axes.plot(*leader, transform=axes.transAxes, clip_on=False, color=look[label].colour, linewidth=0.6)
        axes.text(
            1.06,
            end + shift,
            shortened(label),
            transform=axes.transAxes,
            va="center_baseline",
            fontsize=SMALL,
            color=INK,
        )


def save_figure(figure: Figure, path: str | os.PathLike[str]) -> Path:
    """Write a figure as PDF, PNG or SVG, as the name's ending says: the same bytes for the same figure.

    Raises:
        InputError: another ending, or the file cannot be written.
    """
    target = Path(path).expanduser()
    kind = target.suffix.lower()
    if kind not in FORMATS:
        raise InputError(f"{target}: a figure's file must end in {', '.join(FORMATS)}, not '{target.suffix}'")
    content = _drawn(figure, kind)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    except OSError as error:
        raise InputError(f"{target} cannot be written: {error.strerror or error}") from error
    return target


def _drawn(figure: Figure, kind: str) -> bytes:
    """Return the content of a figure's file without a date: the same bytes for the same figure."""
    dateless = {".pdf": {"CreationDate": None}, ".svg": {"Date": None}, ".png": {}}[kind]
    content = io.BytesIO()
    with matplotlib.rc_context({"svg.hashsalt": "trustsim", "pdf.fonttype": 42, "svg.fonttype": "path"}):
        figure.savefig(content, format=kind[1:], dpi=200, metadata=dateless)
    return content.getvalue()


def inline_svg(figure: Figure, name: str, label: str) -> str:
    """Return a figure as an SVG element that stands inside a page; it refers to nothing outside itself.

    Args:
        figure: the figure.
        name: stands before its ids, so that several figures of a page have ids of their own.
        label: what it shows, in words, for those who cannot see it.
    """
    text = _drawn(figure, ".svg").decode("utf-8")
    text = re.sub(r"<metadata>.*?</metadata>", "", text[text.index("<svg") :], flags=re.DOTALL)
    text = re.sub(r'\bid="', f'id="{name}-', text)
    text = re.sub(r'(?<=href=")#', f"#{name}-", text).replace("url(#", f"url(#{name}-")
    return text.replace("<svg", f'<svg role="img" aria-label="{escape(label, quote=True)}"', 1)


def caption(figure: Figure, text: str, width: int = 190) -> Text:
    """Write a caption at the foot of a figure."""
    lines = textwrap.wrap(text, width)
    return figure.text(0.01, 0.01, "\n".join(lines), fontsize=SMALL, color=QUIET, va="bottom", linespacing=1.3)


def padded(low: float, high: float, share: float = 0.06) -> tuple[float, float]:
    """Return limits with some room, also where everything is equal."""
    if not np.isfinite([low, high]).all():
        return 0.0, 1.0
    room = (high - low) * share or max(abs(high) * share, 0.05)
    return low - room, high + room
