"""From a file, a text or a dict to a plain document, guarded: size, encoding, syntax, depth, counts."""

from __future__ import annotations

import numbers
import os
import re
import stat
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from trustsim.errors import ScenarioError
from trustsim.scenario.problems import clean, near, shown

#: A scenario file holds at most 64 kB, so deep and so many values.
MOST_BYTES, MOST_DEPTH, MOST_VALUES = 64 * 1024, 8, 20_000
ENDING = ".toml"
#: The file beside the shipped scenarios that is none: how firms differ (``population``).
FIRMS = "firms.toml"
LONGEST_KEY = 100
_KEY_PART = re.compile(r"""(?:(?<![\w-])[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+""")


def shipped_folder() -> Path:
    """Return the folder of shipped scenarios: in the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "shipped"
    return installed if installed.is_dir() else package.parent / "scenarios"


def shipped_docs() -> Path:
    """Return the folder of the pages and of the cells of figures: in the installed package, or in a checkout."""
    installed = shipped_folder() / "docs"
    return installed if installed.is_dir() else shipped_folder().parent / "docs"


def shipped() -> list[str]:
    """Return the names of the shipped scenarios: the baseline, then the others in order of the alphabet."""
    found = sorted(path.stem for path in shipped_folder().glob(f"*{ENDING}") if path.name != FIRMS)
    return sorted(found, key=lambda name: name != "baseline")


def locate(source: str | os.PathLike[str], folder: Path | None, label: str) -> Path:
    """Return the file of a scenario that is given as a shipped name or as a path.

    Args:
        source: what was given.
        folder: relative paths start here; None allows shipped names only.
        label: who asks, for messages.

    Raises:
        ScenarioError: there is no shipped scenario of that name, or a path is not allowed.
    """
    text = os.fspath(source)
    if "\n" in text:
        raise ScenarioError(f"{label}: this is the text of a scenario, not its name; loads(text) reads it")
    is_path = isinstance(source, os.PathLike) or "/" in text or os.sep in text or text.endswith(ENDING)
    if not is_path:
        if text in shipped():
            return shipped_folder() / f"{text}{ENDING}"
        hint = near(text, shipped()) or f"; there are {', '.join(shipped())}"
        raise ScenarioError(f"{label}: no shipped scenario '{clean(text)}' (a file ends in {ENDING}){hint}")
    if folder is None:
        raise ScenarioError(f"{label}: extends must be a shipped scenario here, not the path '{clean(text, 200)}'")
    return folder / text


def read(path: Path) -> str:
    """Return the text of a scenario file.

    Raises:
        ScenarioError: it is missing, no regular file, too large, or no UTF-8 text.
    """
    label = clean(str(path), 200)
    try:
        size = _size(path, label)
        if size > MOST_BYTES:
            raise ScenarioError(f"{label}: a scenario file holds at most 64 kB, this one {_in_units(size)}")
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise ScenarioError(f"{label}: there is no such file{_beside(path)}") from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise ScenarioError(f"{label}: cannot be read ({clean(reason)})") from error
    return decode(content, label)


def _size(path: Path, label: str) -> int:
    found = path.stat()
    if stat.S_ISDIR(found.st_mode):
        raise ScenarioError(f"{label}: is a folder; give a scenario file in it")
    if not stat.S_ISREG(found.st_mode):
        raise ScenarioError(f"{label}: is no regular file")
    return found.st_size


def _in_units(size: int) -> str:
    return f"{size / 1_048_576:.1f} MB" if size >= 1_048_576 else f"{size / 1024:.1f} kB"


def _beside(path: Path) -> str:
    try:
        return near(path.name, (other.name for other in path.parent.glob(f"*{ENDING}")))
    except (OSError, ValueError):
        return ""


def decode(content: bytes, label: str) -> str:
    """Return bytes as text.

    Raises:
        ScenarioError: there are too many, or they are no UTF-8 text.
    """
    if len(content) > MOST_BYTES:
        raise ScenarioError(f"{label}: a scenario file holds at most 64 kB, this one more")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ScenarioError(f"{label}: is no text in UTF-8 (byte {error.start + 1:,}); is it a TOML file?") from error
    if "\0" in text:
        raise ScenarioError(f"{label}: is a binary file, not TOML text")
    return text


def parse(text: str, label: str) -> dict[str, Any]:
    """Return the document in a TOML text.

    Raises:
        ScenarioError: it is no TOML, or too deep or too large.
    """
    if _longest_key(text) > LONGEST_KEY:
        raise ScenarioError(f"{label}: tables and lists nest at most {MOST_DEPTH} deep, a key here far deeper")
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ScenarioError(f"{label}: is no valid TOML: {clean(str(error), 200)}") from error
    except RecursionError as error:
        raise ScenarioError(f"{label}: tables and lists nest at most {MOST_DEPTH} deep, these far deeper") from error
    except ValueError as error:
        raise ScenarioError(f"{label}: has a number that cannot be read ({clean(str(error))})") from error
    return plain(document, label)


def _longest_key(text: str) -> int:
    """Return the most parts that a dotted key in a text may have: the parser's time grows with their square."""
    longest = parts = 0
    end = -1
    for match in _KEY_PART.finditer(text):
        parts = parts + 1 if match.start() == end else 1
        end = match.end()
        longest = max(longest, parts)
    return longest


def plain(document: Mapping[Any, Any], label: str) -> dict[str, Any]:
    """Return a copy of a document made of dicts, lists and Python's own numbers.

    Raises:
        ScenarioError: it is too deep, holds too many values, a key that is no text, or a number out of all bounds.
    """
    return _Plain(label).table(document, "", 1)


def _has_surrogates(text: str) -> bool:
    """Whether a text holds halves of characters, which no file can."""
    return any("\ud800" <= character <= "\udfff" for character in text)


class _Plain:
    """Copies a document and counts its values."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.values = 0

    def table(self, table: Mapping[Any, Any], path: str, depth: int) -> dict[str, Any]:
        copy = {}
        for key, value in table.items():
            if not isinstance(key, str) or _has_surrogates(key):
                raise self.error(path, f"keys must be text, not {shown(key)}")
            copy[str(key)] = self.value(value, f"{path}.{key}" if path else key, depth)
        return copy

    def value(self, value: Any, path: str, depth: int) -> Any:
        self.values += 1
        if self.values > MOST_VALUES:
            raise ScenarioError(f"{self.label}: a scenario holds at most {MOST_VALUES:,} values, this one more")
        if isinstance(value, Mapping | list | tuple) and depth >= MOST_DEPTH:
            raise self.error(path, f"tables and lists nest at most {MOST_DEPTH} deep, these deeper")
        if isinstance(value, Mapping):
            return self.table(value, path, depth + 1)
        if isinstance(value, list | tuple):
            return [self.value(item, path, depth + 1) for item in value]
        return self.number(value, path)

    def number(self, value: Any, path: str) -> Any:
        """Return NumPy's numbers as Python's, and anything else as it is."""
        if type(value).__module__ == "numpy" and hasattr(value, "item") and getattr(value, "ndim", 0) == 0:
            value = value.item()
        if isinstance(value, bool) or not isinstance(value, numbers.Real):
            return value
        if isinstance(value, numbers.Integral):
            if abs(int(value)) >= 2**64:
                raise self.error(path, "a number of more than 19 digits")
            return int(value)
        return float(value)

    def error(self, path: str, text: str) -> ScenarioError:
        return ScenarioError(f"{self.label}: {clean(path, 200)}: {text}" if path else f"{self.label}: {text}")
