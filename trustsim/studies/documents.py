"""What files that ask questions (maps, designs) have in common: keys and kinds checked, shipped names, paths beside."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from trustsim.errors import InputError, nearest
from trustsim.scenario import Scenario
from trustsim.scenario.reading import ENDING, parse, read, shipped_folder

#: The most values of a range with steps.
MOST_VALUES = 101


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


def values_of(given: Any, source: str) -> tuple[float, ...]:
    """Return the values of an axis: a list, or ``{low, high, steps}``, both ends included.

    Raises:
        InputError: it is neither.
    """
    if isinstance(given, Mapping):
        check_keys(given, ("low", "high", "steps"), source)
        if set(given) != {"low", "high", "steps"}:
            raise InputError(f"{source}: a range needs low, high and steps")
        low, high, steps = given["low"], given["high"], given["steps"]
        if not isinstance(steps, int) or not 2 <= steps <= MOST_VALUES:
            raise InputError(f"{source}: steps must be a whole number from 2 to {MOST_VALUES}, got {steps!r}")
        if not all(isinstance(end, int | float) and math.isfinite(end) for end in (low, high)):
            raise InputError(f"{source}: low and high must be numbers, got {low!r} and {high!r}")
        return tuple(round(low + (high - low) * step / (steps - 1), 12) for step in range(steps))
    if isinstance(given, str | bytes) or not isinstance(given, Iterable):
        raise InputError(f"{source}: values must be a list of numbers or a range, got {given!r}")
    return tuple(given)


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


def loaded(
    source: str | os.PathLike[str], folder: str, what: str, scenarios: Sequence[str]
) -> tuple[dict[str, Any], str]:
    """Return what a file says, given as a shipped name or as a path, and the file's name without its ending.

    Args:
        source: what was given.
        folder: where such files are shipped, beside the scenarios.
        what: what it is, for messages.
        scenarios: the keys that name a scenario, whose paths start where the file lies.

    Raises:
        InputError: there is no such file, or it cannot be read.
    """
    path = located(source, folder, what)
    document = parse(read(path), path.name)
    return document | {key: beside(path, document[key]) for key in scenarios if key in document}, path.stem


def beside(path: Path, scenario: Any) -> Any:
    """Return the scenario that a file names: a path that is relative starts where the file lies."""
    return str(path.parent / scenario) if isinstance(scenario, str) and scenario.endswith(ENDING) else scenario


def has_path(scenario: Scenario, path: str) -> bool:
    """Tell whether a path belongs to a scenario: every path does that lies in no named entry, such as a mandate."""
    parts = path.split(".")
    if parts[0] not in ("mandates", "timeline", "teams", "companies"):
        return True
    return any(known.startswith(f"{parts[0]}.{parts[1]}.") for known in scenario.values) if len(parts) > 1 else False
