"""What files that ask questions (maps, designs) have in common: keys and kinds checked, shipped names, paths beside."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from trustsim.errors import InputError, nearest
from trustsim.scenario import Scenario
from trustsim.scenario.reading import ENDING, shipped_folder


def check_keys(table: Mapping[str, Any], known: Sequence[str], source: str) -> None:
    """Check that a table holds known keys only.

    Raises:
        InputError: it holds another; the message names the nearest, or all.
    """
    for key in table:
        if key not in known:
            raise InputError(f"{source}: '{key}' is unknown{nearest(key, known) or '; known: ' + ', '.join(known)}")


def list_of(given: Any, source: str) -> Sequence[Any]:
    """Return a value that must be a list.

    Raises:
        InputError: it is none.
    """
    if not isinstance(given, list | tuple):
        raise InputError(f"{source}: must be a list, got {given!r}")
    return given


def table_of(given: Any, source: str) -> Mapping[str, Any]:
    """Return a value that must be a table.

    Raises:
        InputError: it is none.
    """
    if not isinstance(given, Mapping):
        raise InputError(f"{source}: must be a table, got {given!r}")
    return given


def shipped_documents(folder: str) -> list[str]:
    """Return the names of what is shipped in a folder beside the scenarios, in order of the alphabet."""
    return sorted(path.stem for path in (shipped_folder() / folder).glob(f"*{ENDING}"))


def located(source: str | os.PathLike[str], folder: str, what: str) -> Path:
    """Return the path of a file that is given as a shipped name or as a path.

    Args:
        source: what was given.
        folder: where such files are shipped, beside the scenarios.
        what: what it is, for messages.

    Raises:
        InputError: there is none of that name.
    """
    text = os.fspath(source)
    path = Path(text).expanduser()
    if isinstance(source, os.PathLike) or text.endswith(ENDING) or path.name != text:
        return path
    known = shipped_documents(folder)
    if text not in known:
        hint = nearest(text, known) or f"; there are {', '.join(known)}"
        raise InputError(f"no shipped {what} '{text}' (a file ends in {ENDING}){hint}")
    return shipped_folder() / folder / f"{text}{ENDING}"


def beside(path: Path, scenario: Any) -> Any:
    """Return the scenario that a file names: a path that is relative starts where the file lies."""
    return str(path.parent / scenario) if isinstance(scenario, str) and scenario.endswith(ENDING) else scenario


def has_path(scenario: Scenario, path: str) -> bool:
    """Tell whether a path belongs to a scenario: every path does that lies in no named entry, such as a mandate."""
    parts = path.split(".")
    if parts[0] not in ("mandates", "timeline", "teams", "companies"):
        return True
    return any(known.startswith(f"{parts[0]}.{parts[1]}.") for known in scenario.values) if len(parts) > 1 else False
