"""Standard output and standard error: a console for tables, remarks, progress."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

#: As wide as this where standard output is no terminal; never narrower than that, or nothing can be read.
FILE_WIDTH, LEAST_WIDTH = 120, 72


def console() -> Console:
    """Return the console that writes to standard output, as wide as the terminal, or as ``COLUMNS`` says."""
    from rich.console import Console

    wide = sys.stdout.isatty() or "COLUMNS" in os.environ
    width = None if wide else FILE_WIDTH
    found = Console(file=sys.stdout, width=width, markup=False, emoji=False, highlight=False)
    found.width = max(found.width, LEAST_WIDTH)
    return found


def remark(text: str, quiet: bool = False) -> None:
    """Write lines to standard error, unless there is nothing to say or one asked to be quiet."""
    if text and not quiet:
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()


def document(text: str) -> None:
    """Write one JSON document to standard output, in UTF-8 whatever the terminal's encoding."""
    content = f"{text}\n"
    sys.stdout.flush()
    stream: Any = getattr(sys.stdout, "buffer", None)
    if stream is None:
        sys.stdout.write(content)
    else:
        stream.write(content.encode("utf-8"))
        stream.flush()


def shows(characters: str) -> bool:
    """Tell whether standard output can show some characters."""
    try:
        characters.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


@contextmanager
def progress(quiet: bool = False, what: str = "runs") -> Generator[Callable[[int, int], None] | None]:
    """Give what tells of progress, counted in ``what``: a bar on standard error, if that is a terminal."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("running"), BarColumn(), MofNCompleteColumn(), TextColumn(what), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("running", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
