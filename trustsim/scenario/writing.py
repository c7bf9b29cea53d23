"""From a scenario back to the document of a file, and to TOML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from trustsim.scenario.catalogue import Catalogue
from trustsim.scenario.completing import IDENTITY
from trustsim.scenario.layers import FORMS, Given, as_document, entries, lay
from trustsim.scenario.problems import Problems
from trustsim.scenario.reading import shipped
from trustsim.scenario.shape import Value

#: The tables of a file in the order in which people read them.
ORDER = IDENTITY + (
    "run",
    "population",
    "policy",
    "environment",
    "mandates",
    "timeline",
    "teams",
    "companies",
    "market",
)


def document(
    identity: Mapping[str, str],
    complete: Mapping[str, Given],
    given: Mapping[str, Given],
    inherited: Mapping[str, Given],
    catalogue: Catalogue,
    full: bool,
) -> dict[str, Any]:
    """Return the document of a file: every value if ``full``, else what differs from the extended scenario."""
    said = {key: text for key, text in identity.items() if text and key != "extends"}
    if said.get("title") == said["name"]:
        del said["title"]
    values = _every_value(complete, given, catalogue) if full else None
    if values is None and identity["extends"] in shipped():
        values = _difference(given, inherited, catalogue)
        said |= {"extends": identity["extends"]} if values is not None else {}
    if values is None:
        values = {path: value.value for path, value in given.items() if path not in IDENTITY}
    return said | as_document(_in_order(values, catalogue))


def _in_order(values: Mapping[str, Value], catalogue: Catalogue) -> dict[str, Value]:
    """Return values in the order in which people read them, so that equal scenarios make equal texts."""
    tables = {table: place for place, table in enumerate(ORDER)}
    rank = {path: place for place, path in enumerate(dict.fromkeys(catalogue.paths()))}

    def place(path: str) -> tuple[int, str, int]:
        table, name, rest = (*path.split(".", 2), "", "")[:3]
        named = table in catalogue.named
        known = f"{table}.NAME.{rest}" if named else path
        return tables.get(table, len(ORDER)), name if named else "", rank.get(known, 0)

    return {path: values[path] for path in sorted(values, key=place)}


def _every_value(complete: Mapping[str, Given], given: Mapping[str, Given], catalogue: Catalogue) -> dict[str, Value]:
    """Return all values, of two forms that say the same the one that was given."""
    derived = {
        f"{table}.{name}.{key}"
        for table in catalogue.declared.records
        for name, entry in entries(given, table).items()
        for form, other in (FORMS, FORMS[::-1])
        for key in form
        if key not in entry and (entry.keys() & set(other) or form == FORMS[0])
    }
    return {path: value.value for path, value in complete.items() if path not in derived}


def _difference(
    given: Mapping[str, Given], inherited: Mapping[str, Given], catalogue: Catalogue
) -> dict[str, Value] | None:
    """Return what must be laid over the inherited values to have the given ones; None if nothing does."""
    given = {path: value for path, value in given.items() if path not in IDENTITY}
    over = {p: v.value for p, v in given.items() if p not in inherited or inherited[p].value != v.value}
    over |= {
        f"{table}.{name}.remove": True
        for table in catalogue.named
        for name in entries(inherited, table).keys() - entries(given, table).keys()
    }
    for label in entries(over, "timeline"):
        event = f"timeline.{label}.event"
        over |= {event: given[event].value} if event in given else {}
    laid = lay(inherited, over, "", list(catalogue.named), Problems())
    same = {p: v.value for p, v in laid.items()} == {p: v.value for p, v in given.items()}
    return over if same else None


def toml(document: Mapping[str, Any]) -> str:
    """Return a document as TOML text: plain values first, then a table each; tables inside tables stand in a line."""
    lines = [f"{_key(key)} = {_value(value)}" for key, value in document.items() if not _is_table(value)]
    for key, value in document.items():
        if isinstance(value, list) and _is_table(value):
            for entry in value:
                lines += ["", f"[[{_key(key)}]]", *_lines(entry)]
        elif isinstance(value, Mapping) and value and all(isinstance(inner, Mapping) for inner in value.values()):
            for inner, entry in value.items():
                lines += ["", f"[{_key(key)}.{_key(inner)}]", *_lines(entry)]
        elif isinstance(value, Mapping):
            lines += ["", f"[{_key(key)}]", *_lines(value)]
    return "\n".join(lines) + "\n"


def _is_table(value: Any) -> bool:
    return isinstance(value, Mapping) or (isinstance(value, list) and bool(value) and isinstance(value[0], Mapping))


def _lines(table: Mapping[str, Any]) -> list[str]:
    return [f"{_key(key)} = {_value(value)}" for key, value in table.items()]


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else _text(key)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(_lines(value)) + " }" if value else "{}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    return repr(value)


def _text(text: str) -> str:
    short = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
    return '"' + "".join(short.get(c) or (c if c.isprintable() else f"\\U{ord(c):08x}") for c in text) + '"'
