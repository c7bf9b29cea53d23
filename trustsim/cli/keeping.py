"""What a command found, saved in a folder and drawn: where that was asked for, also when somebody interrupts."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from trustsim.cli.screen import remark
from trustsim.errors import Interrupted

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Drawable(Protocol):
    """What can be drawn."""

    def plot(self) -> Figure:
        """Return its figure."""
        ...


class Finding(Drawable, Protocol):
    """What can be saved and drawn."""

    def save(self, path: str | os.PathLike[str], /) -> Path:
        """Save it in a folder."""
        ...


@contextmanager
def keeping_what_is_finished(out: Path | None) -> Generator[None]:
    """Save what was finished by the time somebody interrupts, where a folder for it was given."""
    try:
        yield
    except Interrupted as interruption:
        finished: Any = interruption.finished
        if finished is not None and out is not None:
            keep(finished, out, None)
            remark(f"interrupted; kept in {out}: {finished.caption}")
        raise


def keep(found: Finding, out: Path | None, figure: Path | None) -> str:
    """Save what was found and draw its figure, where that was asked for, and return the lines that say so."""
    lines = [f"results: {found.save(out)}"] if out is not None else []
    return "\n".join([*lines, *draw(found, figure)])


def draw(found: Drawable, figure: Path | None) -> list[str]:
    """Draw the figure of what was found, where one was asked for, and return the line that says so."""
    if figure is None:
        return []
    from trustsim.plots import save_figure

    return [f"figure: {save_figure(found.plot(), figure)}"]
