"""``docs/limits.md`` as plain values: for the app, which shows it without the marks of Markdown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from trustsim.errors import StoreError
from trustsim.scenario.reading import shipped_docs

PAGE = "limits.md"


@dataclass(frozen=True)
class Section:
    """A section of the page: its heading, its paragraphs, and the points of its list."""

    heading: str
    paragraphs: tuple[str, ...]
    points: tuple[str, ...]


@cache
def limits() -> tuple[Section, ...]:
    """Return the sections of the page on what the model cannot say.

    Raises:
        StoreError: the page is not there.
    """
    path = shipped_docs() / PAGE
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror or error}") from error
    return tuple(_section(part) for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:])


def _section(text: str) -> Section:
    heading, _, body = text.partition("\n")
    blocks = [block for block in re.split(r"\n\s*\n|\n(?=- )", body) if block.strip()]
    lines = [" ".join(block.split()) for block in blocks]
    paragraphs = tuple(plain(line) for line in lines if not line.startswith("- "))
    return Section(heading.strip(), paragraphs, tuple(plain(line[2:]) for line in lines if line.startswith("- ")))


def plain(text: str) -> str:
    """Return a text without the marks of Markdown: links as their words, no stars, no ticks."""
    text = re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", text)
    return re.sub(r"\*\*|`|(?<!\w)\*(?=\w)|(?<=\w)\*(?!\w)", "", text)
