"""From what was given to every value of a scenario: defaults, the profile's parameters, both forms of a mandate."""

from __future__ import annotations

from collections.abc import Mapping

from trustsim.model.declarations import Record
from trustsim.scenario.catalogue import Catalogue, leaves
from trustsim.scenario.layers import FORMS, Given, entries
from trustsim.scenario.problems import Problems, clean, near
from trustsim.scenario.shape import LIST_KEYS, Leaf, entry_leaf, typed

DEFAULT = "default"
#: What a scenario says of itself; no value of what is simulated.
IDENTITY = ("name", "title", "story", "extends")


def complete(given: Mapping[str, Given], catalogue: Catalogue, problems: Problems) -> dict[str, Given]:
    """Return every value of a scenario with where it comes from; problems are added to ``problems``."""
    values = _fixed(given, catalogue)
    for record in catalogue.declared.records.values():
        for name, entry in entries(given, record.name).items():
            full = _record(record, f"{record.name}.{name}", entry, problems)
            values |= {f"{record.name}.{name}.{key}": value for key, value in full.items()}
    for table, key in LIST_KEYS.items():
        for name, entry in entries(given, table).items():
            own = {path: value for path, value in entry.items() if path != key}
            full = own | {k: v for k, v in _defaults(table, own, values, catalogue).items() if k not in own}
            values |= {f"{table}.{name}.{path}": value for path, value in full.items()}
    named = len(entries(given, "companies"))
    if named and "market.companies" not in given:
        values["market.companies"] = Given(named, "as many as are named")
    require(given, catalogue, problems)
    return values


def _fixed(given: Mapping[str, Given], catalogue: Catalogue) -> dict[str, Given]:
    """Return the values at every path that is the same in all scenarios."""
    values: dict[str, Given] = {}
    for path, leaf in catalogue.fixed.items():
        if path not in IDENTITY and leaf.default is not None:
            values[path] = given.get(path) or Given(leaf.default, DEFAULT)
    profile = str(values["run.profile"].value)
    for path, parameter in catalogue.parameters.items():
        if path not in given and parameter.value(profile) != parameter.default:
            values[path] = Given(float(parameter.value(profile)), f"profile {profile}")
    return values


def _record(record: Record, path: str, given: Mapping[str, Given], problems: Problems) -> dict[str, Given]:
    """Return a record with all its entries, in both forms where it has two."""
    leaves_of = {entry.name: entry_leaf(entry) for entry in record.entries}
    numbers = {key: value.value for key, value in given.items() if key in leaves_of}
    if any(entry.required and entry.name not in numbers for entry in record.entries):
        return dict(given)
    try:
        full = _in_both_forms(record, {key: float(n) for key, n in numbers.items() if isinstance(n, int | float)})
    except ValueError as error:
        problems.add(_source(given), f"{clean(path, 200)}: {clean(str(error), 200)}")
        return dict(given)
    derived = {key: Given(typed(leaves_of[key].kind, full[key]), _origin(key, given)) for key in leaves_of}
    return derived | dict(given)


def _in_both_forms(record: Record, numbers: dict[str, float]) -> dict[str, float]:
    """Return a completed record; both forms may be given where one of them follows from the other.

    Raises:
        ValueError: the values contradict one another.
    """
    defaults = {entry.name: entry.default for entry in record.entries}
    if all(numbers.keys() & set(form) for form in FORMS):
        for form in FORMS:
            full = record.complete({key: value for key, value in numbers.items() if key not in form})
            if all(full.get(key) == value for key, value in numbers.items()):
                return defaults | full
    return defaults | record.complete(numbers)


def _origin(key: str, given: Mapping[str, Given]) -> str:
    """Return the source of an entry that was not given: the other form that was, or its default."""
    for form, other in (FORMS, FORMS[::-1]):
        said = [said for said in other if said in given]
        if key in form and said:
            return f"{given[said[0]].source}, from {' and '.join(said)}"
    return DEFAULT


def _defaults(
    table: str, entry: Mapping[str, Given], values: Mapping[str, Given], catalogue: Catalogue
) -> dict[str, Given]:
    """Return what an entry of a list holds when it does not say it: a company's size, the defaults of an event."""
    if table == "companies":
        return {"employees": values["population.employees"]}
    if table == "timeline" and "event" in entry:
        kind = catalogue.named["timeline"].kinds[str(entry["event"].value)]
        return {path: Given(leaf.default, DEFAULT) for path, leaf in leaves(kind) if leaf.default is not None}
    return {}


def require(given: Mapping[str, Given], catalogue: Catalogue, problems: Problems) -> None:
    """Say what is missing in named entries: a mandate's week, a team's size, what happens on the timeline."""
    for table in catalogue.named:
        found = entries(given, table)
        for name, entry in found.items():
            path = clean(f"{table}.{name}", 200)
            for key in _required(table, entry, catalogue):
                leaf = catalogue.node([table, name, key], _event(entry))
                if key not in entry and isinstance(leaf, Leaf):
                    hint = "" if problems.full else near(name, (other for other in found if other != name))
                    problems.add(_source(entry), f"{path}.{key} is missing; it must be {leaf.allowed}{hint}")
            if table == "timeline" and not _event(entry) and not any(key.startswith("set.") for key in entry):
                hint = 'give it an event, or set = { "policy.autonomy" = 0.9 }'
                problems.add(_source(entry), f"{path} says nothing that happens; {hint}")


def _required(table: str, entry: Mapping[str, Given], catalogue: Catalogue) -> list[str]:
    if table == "timeline":
        kind = catalogue.events.get(_event(entry))
        own = [e.name for e in kind.entries if e.required] if kind else []
        return ["week", *own, *(["of"] if kind and kind.of else [])]
    if table in catalogue.declared.records:
        return [e.name for e in catalogue.declared.records[table].entries if e.required]
    return ["employees"] if table == "teams" else []


def _event(entry: Mapping[str, Given]) -> str:
    return str(entry["event"].value) if "event" in entry else ""


def _source(entry: Mapping[str, Given]) -> str:
    """Return the file that an entry's last value comes from."""
    return list(entry.values())[-1].source
