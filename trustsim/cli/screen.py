"""Standard output and standard error: a console for tables, remarks, progress."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

#: As wide as this where standard output is no terminal; never narrower than that, or nothing can be read.
FILE_WIDTH, LEAST_WIDTH = 120, 72
#: Moves a terminal to the line before, and empties it.
LINE_BEFORE = "\x1b[1A\x1b[2K"


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


class OneLine(logging.Handler):
    """Shows what the package logs: warnings as lines, what comes after in the place of the last line of a terminal."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write a message to standard error."""
        again = record.levelno < logging.WARNING
        if not sys.stderr.isatty():
            remark(record.getMessage(), quiet=again)
            return
        sys.stderr.write(f"{LINE_BEFORE if again else ''}{record.getMessage()}\n")
        sys.stderr.flush()


def listen() -> None:
    """Show what the package logs on standard error, once."""
    logger = logging.getLogger("trustsim")
    if not any(isinstance(handler, OneLine) for handler in logger.handlers):
        logger.addHandler(OneLine())
        logger.setLevel(logging.INFO)
        logger.propagate = False


@contextmanager
def progress(quiet: bool = False, what: str = "runs") -> Generator[Callable[[int, int], None] | None]:
    """Give what tells of progress, counted in ``what``: a bar on standard error, if that is a terminal."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from trustsim.model.compilation import kernels
    from trustsim.model.week import MODEL

    kernels(MODEL)  # compiling has a line of its own, which comes before the bar

    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn
    from rich.progress import TimeRemainingColumn as TimeLeft
    from rich.text import Text

    class Rate(ProgressColumn):
        """How many a second."""

        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:,.0f}/s" if task.speed else "")

    columns = (TextColumn("running"), BarColumn(), MofNCompleteColumn(), TextColumn(what), Rate(), TimeLeft())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("running", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
