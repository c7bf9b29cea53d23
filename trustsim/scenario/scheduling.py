"""From mandates and events to settings of companies' fields, through the records that the model declares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trustsim.model.declarations import EventKind, Record, Setting
from trustsim.scenario.catalogue import Catalogue
from trustsim.scenario.layers import Given, entries
from trustsim.scenario.problems import Problems, clean
from trustsim.scenario.shape import number_of

Entries = dict[str, dict[str, Given]]


def company_names(values: Mapping[str, Given]) -> list[str]:
    """Return the companies of the market: those with a name in order of the alphabet, then company-1, company-2 ..."""
    named = list(entries(values, "companies"))
    count = values["market.companies"].value
    assert isinstance(count, int)
    rest = (f"company-{number}" for number in range(1, count + 1))
    return (named + [name for name in rest if name not in named])[:count]


def settings(values: Mapping[str, Given], catalogue: Catalogue) -> list[tuple[Setting, tuple[int, ...] | None]]:
    """Return what the records of a scenario set, each with the rows of the companies concerned; None is all.

    An event comes to its record with its label, its week, who it is ``by``, its keys as numbers, and the
    teams that it is for, if any are named.

    Raises:
        ValueError: a record and an event contradict one another.
    """
    result: list[tuple[Setting, tuple[int, ...] | None]] = []
    companies, timeline = company_names(values), entries(values, "timeline")
    for record in catalogue.declared.records.values():
        own = entries(values, record.name)
        kinds = {kind.name for kind in record.events}
        happening = {k: e for k, e in timeline.items() if "event" in e and e["event"].value in kinds}
        if not own and not happening:
            continue
        if not any("companies" in entry for entry in [*own.values(), *happening.values()]):
            result += [(setting, None) for setting in _schedule(record, own, happening)]
            continue
        for row, company in enumerate(companies):
            plan = _schedule(record, _concerning(own, company), _concerning(happening, company))
            result += [(setting, (row,)) for setting in plan]
    return result


def check(values: Mapping[str, Given], catalogue: Catalogue, source: str, problems: Problems) -> None:
    """Say what the records find wrong between their entries and the events of the timeline."""
    try:
        settings(values, catalogue)
    except ValueError as error:
        problems.add(source, clean(str(error), 300))


def _concerning(found: Entries, company: str) -> Entries:
    return {name: entry for name, entry in found.items() if _is_for(entry, company)}


def _is_for(entry: Mapping[str, Given], company: str) -> bool:
    return "companies" not in entry or company in _names(entry["companies"])


def _names(given: Given) -> tuple[str, ...]:
    return given.value if isinstance(given.value, tuple) else ()


def _schedule(record: Record, own: Entries, happening: Entries) -> list[Setting]:
    records = {name: {e.name: number_of(e, entry[e.name].value) for e in record.entries} for name, entry in own.items()}
    kinds = {kind.name: kind for kind in record.events}
    events = [_event(label, entry, kinds[str(entry["event"].value)]) for label, entry in happening.items()]
    return record.schedule(records, sorted(events, key=lambda event: (event["week"], event["label"])))


def _event(label: str, entry: Mapping[str, Given], kind: EventKind) -> dict[str, Any]:
    """Return an event as a record reads it."""
    numbers = {own.name: number_of(own, entry[own.name].value) for own in kind.entries}
    return {"label": label} | {key: given.value for key, given in entry.items()} | numbers
