"""Documents as leaves by dotted path, and how a later layer is laid over an earlier one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from trustsim.scenario.problems import Problems, clean, near
from trustsim.scenario.shape import LIST_KEYS, WHEN_AND_WHERE, Value

#: Keys that say the same in two forms. A later layer that uses one form drops the other.
FORMS = (("abruptness",), ("notice_weeks", "ramp_weeks"))


V = TypeVar("V")


class Given(NamedTuple):
    """A value and the file that set it."""

    value: Value
    source: str


def flatten(document: Mapping[str, Any]) -> dict[str, Value]:
    """Return a validated document as leaves by dotted path; entries of lists go by their names, names in order."""
    return {".".join(parts): value for parts, value in _walk((), document)}


def _walk(parts: tuple[str, ...], node: Any) -> Iterator[tuple[tuple[str, ...], Value]]:
    if len(parts) == 1 and parts[0] in LIST_KEYS:
        node = {entry[LIST_KEYS[parts[0]]]: entry for entry in node}
    if isinstance(node, Mapping):
        for key, below in node.items():
            yield from _walk((*parts, key), below)
    else:
        yield parts, tuple(sorted(set(node))) if isinstance(node, list) else node


def nest(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return leaves by dotted path as nested tables, lists still tables by name. A leaf below a leaf is left out."""
    tree: dict[str, Any] = {}
    for path, value in values.items():
        *tables, key = path.split(".")
        below: Any = tree
        for table in tables:
            below = below.setdefault(table, {}) if isinstance(below, dict) else None
        if isinstance(below, dict):
            below[key] = value
    return tree


def as_document(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return leaves by dotted path as the document that a scenario file holds: lists, and quoted dotted keys."""
    document = {table: content for table, content in nest(values).items() if content != {}}
    for table, key in LIST_KEYS.items():
        if isinstance(document.get(table), dict):
            document[table] = [_entry(key, name, entry) for name, entry in sorted(document[table].items())]
    if isinstance(document.get("parameters"), dict):
        document["parameters"] = dotted(document["parameters"])
    return document


def _entry(key: str, name: str, entry: Any) -> Any:
    if not isinstance(entry, dict):
        return entry
    entry = {key: name} | {inner: list(value) if isinstance(value, tuple) else value for inner, value in entry.items()}
    if isinstance(entry.get("set"), dict):
        entry["set"] = dotted(entry["set"])
    return entry


def dotted(table: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Return a nested table as one table with dotted keys."""
    flat: dict[str, Any] = {}
    for key, value in table.items():
        flat |= dotted(value, f"{prefix}{key}.") if isinstance(value, Mapping) else {prefix + key: value}
    return flat


def entries(values: Mapping[str, V], table: str) -> dict[str, dict[str, V]]:
    """Return the entries of a table by name, in order of the alphabet; each holds its leaves, without its prefix."""
    found: dict[str, dict[str, V]] = {}
    prefix = f"{table}."
    for path in [path for path in values if path.startswith(prefix)]:
        _, name, rest = path.split(".", 2)
        found.setdefault(name, {})[rest] = values[path]
    return dict(sorted(found.items()))


def lay(
    under: Mapping[str, Given], over: Mapping[str, Value], source: str, tables: Sequence[str], problems: Problems
) -> dict[str, Given]:
    """Return ``over`` laid on ``under``: later values win, ``remove`` takes away, and another form drops the first.

    ``tables`` are those of named entries, whose entries are laid over one another by name.
    """
    result = dict(under)
    for table in tables:
        inherited = entries(under, table)
        for name, entry in entries(over, table).items():
            path = f"{table}.{name}"
            if entry.get("remove") is True:
                _check_removal(path, entry, inherited, source, problems)
            for key in _replaced(table, entry, inherited.get(name, {})):
                result.pop(f"{path}.{key}", None)
    removed = tuple(path.removesuffix("remove") for path in over if path.endswith(".remove") and over[path])
    kept = {
        path: value for path, value in over.items() if not path.endswith(".remove") and not path.startswith(removed)
    }
    return result | {path: Given(value, source) for path, value in kept.items()}


def _replaced(table: str, entry: Mapping[str, Value], inherited: Mapping[str, Given]) -> set[str]:
    """Return the inherited keys that an entry of a later layer takes away."""
    if entry.get("remove") is True:
        return set(inherited)
    if table == "timeline" and _happens(entry) and _happens(entry) != _happens(inherited):
        return set(inherited) - set(WHEN_AND_WHERE)
    replaced: set[str] = set()
    for form, other in (FORMS, FORMS[::-1]):
        if entry.keys() & set(form) and not entry.keys() & set(other):
            replaced |= set(other)
    return replaced


def _check_removal(
    path: str, entry: Mapping[str, Value], inherited: Mapping[str, Mapping[str, Given]], source: str, problems: Problems
) -> None:
    """Say if an entry takes away what is not there, or sets what it takes away."""
    name = path.partition(".")[2]
    if name not in inherited and not problems.full:
        problems.add(source, f"{clean(path, 200)}.remove has nothing to take away{near(name, inherited)}")
    if set(entry) - {"remove", *LIST_KEYS.values()}:
        problems.add(source, f"{clean(path, 200)} cannot be removed and set at once")


def _happens(entry: Mapping[str, Any]) -> str:
    """Return what a timeline entry is: ``set``, the kind of its event, or nothing if it says neither."""
    if any(key.startswith("set.") for key in entry):
        return "set"
    kind = entry.get("event", "")
    return str(kind.value if isinstance(kind, Given) else kind)
