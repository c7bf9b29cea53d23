"""Every text of the pages, from one file: ``texts.toml``, ready to translate."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "texts.toml"


@cache
def _texts() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text("utf-8"))


def say(key: str, **values: object) -> str:
    """Return a text by its dotted key, with values put into its braces.

    Raises:
        KeyError: there is no such text.
    """
    text = _find(key)
    if not isinstance(text, str):
        raise KeyError(f"no text is called '{key}'; add it to {FILE.name}")
    return text.format(**values) if values else text


def table(key: str) -> dict[str, str]:
    """Return the texts below a dotted key, by their names; nothing where there are none."""
    found = _find(key)
    return {name: text for name, text in found.items() if isinstance(text, str)} if isinstance(found, dict) else {}


def maybe(key: str) -> str:
    """Return a text by its dotted key, or nothing."""
    text = _find(key)
    return text if isinstance(text, str) else ""


def inside(title: str) -> str:
    """Return a title as it stands within a sentence."""
    return title[:1].lower() + title[1:]


def _find(key: str) -> Any:
    found: Any = _texts()
    for part in key.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    return found
