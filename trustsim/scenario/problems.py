"""What is wrong with a scenario, in one line each: where, what is allowed, what was given, what to do."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from trustsim.errors import ScenarioError, nearest
from trustsim.scenario.catalogue import Catalogue
from trustsim.scenario.shape import LIST_KEYS, SETS, Leaf, Named, number

#: The most problems that one error lists.
MOST_PROBLEMS = 10
_LONGEST = 60


class Problems:
    """Collects problems and raises them together."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.more = 0

    @property
    def full(self) -> bool:
        """Whether no more lines are kept, only counted."""
        return len(self.lines) >= MOST_PROBLEMS

    def add(self, source: str, text: str) -> None:
        """Add a problem: which file, and what is wrong."""
        line = f"{source}: {text}"
        if self.full:
            self.more += 1
        elif line not in self.lines:
            self.lines.append(line)

    def add_errors(
        self, source: str, error: ValidationError, document: Mapping[str, Any], catalogue: Catalogue
    ) -> None:
        """Add what pydantic found wrong with a document."""
        details = error.errors(include_url=False, include_context=False)
        for detail in details[:MOST_PROBLEMS]:
            self.add(source, _line(detail, document, catalogue))
        self.more += len(details[MOST_PROBLEMS:])

    def check(self) -> None:
        """Raise what was collected.

        Raises:
            ScenarioError: there are problems.
        """
        if not self.lines:
            return
        more = [f"... and {self.more:,} more"] if self.more else []
        raise ScenarioError("\n".join(self.lines + more))


def clean(text: str, longest: int = _LONGEST) -> str:
    """Return a text fit for one line of a message: cut, and with escapes for what does not print."""
    cut = text if len(text) <= longest else text[:longest] + "..."
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in cut)


def shown(value: Any) -> str:
    """Return a given value as messages show it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f"'{clean(value)}'"
    if isinstance(value, int):
        return f"{value:,}" if abs(value) < 10**18 else "a far larger one"
    if isinstance(value, float):
        return number(value)
    if isinstance(value, Mapping):
        return "a table"
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, datetime.date | datetime.time):
        return "a date or time"
    return "nothing" if value is None else f"a {clean(type(value).__name__)}"


def near(name: str, known: Iterable[str], prefix: str = "") -> str:
    """Return a hint at the known name nearest to a name, if one is near; ``prefix`` is put before it."""
    return nearest(clean(name, 200), islice(known, 1_000)).replace("'", f"'{prefix}", 1)


def must_be(path: str, leaf: Leaf, given: Any) -> str:
    """Return the line that says what a leaf must be and what was given."""
    return f"{clean(path, 200)} must be {leaf.allowed}, not {shown(given)}"


def _line(detail: ErrorDetails, document: Mapping[str, Any], catalogue: Catalogue) -> str:
    parts, event = _place(detail["loc"], document)
    path, given = ".".join(parts), detail["input"]
    node = catalogue.node(parts, event)
    if detail["type"] == "extra_forbidden":
        return unknown(parts, given, catalogue, event)
    if detail["type"] == "missing":
        return f"{clean(path, 200)} is missing"
    if detail["type"].startswith("union_tag"):
        kind = given.get("event") if isinstance(given, Mapping) else given
        known = ", ".join(f"'{name}'" for name in catalogue.events) or "none in this model"
        hint = near(str(kind), catalogue.events)
        return f"{clean(path, 200)}.event must be a known event ({known}), not {shown(kind)}{hint}"
    if parts[-1] == "[key]":
        return must_be(f"a name in [{parts[0]}]", Leaf("name", ""), given)
    if isinstance(node, Leaf):
        return must_be(path, node, given)
    if detail["type"] == "too_long":
        return f"{clean(path, 200)} has {len(given):,} entries; {detail['msg'].split(', not')[0].lower()}"
    if isinstance(node, Named) and len(parts) == 1:
        form = f"a list of tables: [[{path}]]" if path in LIST_KEYS else f"tables of their own: [{path}.NAME]"
        return f"{path} must be {form}, not {shown(given)}"
    return f"{clean(path, 200)} must be a table, not {shown(given)}"


def _place(loc: Sequence[int | str], document: Mapping[str, Any]) -> tuple[list[str], str]:
    """Return the path of an error, as parts, and the kind of the timeline entry that it lies in."""
    parts = [str(part) for part in loc]
    table, event = parts[0] if parts else "", SETS
    if table not in LIST_KEYS or len(parts) < 2:
        return parts, event
    entry = document[table][int(parts[1])]
    label = entry.get(LIST_KEYS[table]) if isinstance(entry, Mapping) else None
    parts[1] = label if isinstance(label, str) else f"(entry {int(parts[1]) + 1})"
    if table == "timeline" and len(parts) > 2:
        event = SETS if parts[2] == "set" else parts[2]
        del parts[2]
    return parts, event


def unknown(parts: Sequence[str], given: Any, catalogue: Catalogue, event: str = SETS) -> str:
    """Return the line for a key that is not known where it stands, with where it belongs or what is near."""
    path, key = clean(".".join(parts), 200), parts[-1]
    lever = next((lever for lever in catalogue.levers.values() if lever.path.rpartition(".")[2] == key), None)
    if parts[0] == "teams" and lever and lever.kind == "lever":
        return f"{path} cannot differ between teams: it is of the whole company; set {lever.path}"
    if parts[0] == "timeline" and "set" in parts[:-1] and lever:
        return f"{path} cannot change in a run; {lever.path} is fixed from its start"
    kinds = [kind.name for kind in catalogue.events.values() if any(e.name == key for e in kind.entries)]
    if parts[0] == "timeline" and kinds and event == SETS:
        return f"{path} belongs to an event; say which: event = '{kinds[0]}'"
    elsewhere = next((path for path in catalogue.paths() if path.rpartition(".")[2] == key), "")
    if elsewhere:
        return f"{path} is not known here; did you mean '{elsewhere}'?"
    return _misspelt(list(parts), given, catalogue, event)


def _misspelt(parts: list[str], given: Any, catalogue: Catalogue, event: str) -> str:
    """Return the line for an unknown key, with the nearest one that is known here, or all where they are few."""
    parent = catalogue.node(parts[:-1], event)
    siblings = list(parent) if isinstance(parent, Mapping) else []
    above = "".join(f"{part}." for part in parts[:-1])
    below = _only_path(given)
    match = difflib.get_close_matches(clean(parts[-1], 200), siblings, n=1)
    whole = [*parts[:-1], *match, *below]
    if match and below and isinstance(catalogue.node(whole, event), Leaf):
        return f"{clean('.'.join([*parts, *below]), 200)} is unknown; did you mean '{clean('.'.join(whole), 200)}'?"
    hint = near(parts[-1], siblings, above)
    if not hint and siblings and len(siblings) <= 14:
        hint = "; known here: " + ", ".join(siblings)
    path = clean(".".join(parts), 200) or "''"
    return f"{path} is unknown{hint or '; `trustsim levers` lists what can be set'}"


def _only_path(given: Any) -> list[str]:
    """Return the keys below an unknown table, as long as each holds just one thing, as in an override."""
    parts: list[str] = []
    while isinstance(given, Mapping) and len(given) == 1:
        key, given = next(iter(given.items()))
        parts.append(str(key))
    return parts
