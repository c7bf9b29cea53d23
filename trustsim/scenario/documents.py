"""From a plain document to validated leaves: the two ways to write parameters and ``set`` made one, labels given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping
from itertools import count
from typing import Any

from pydantic import ValidationError

from trustsim.scenario.catalogue import Catalogue
from trustsim.scenario.layers import Given, as_document, dotted, flatten, nest
from trustsim.scenario.problems import Problems, clean, unknown
from trustsim.scenario.reading import MOST_DEPTH, plain
from trustsim.scenario.shape import LIST_KEYS, Value


def validated(
    document: Mapping[str, Any], source: str, catalogue: Catalogue, taken: Container[str] = ()
) -> dict[str, Value]:
    """Return the leaves of a document, by dotted path.

    Args:
        document: what a file holds, or part of it.
        source: the file, for messages.
        catalogue: what may stand in it.
        taken: labels of the timeline that entries without a label must not take.

    Raises:
        ScenarioError: something in it is unknown, of the wrong type, out of range or given twice.
    """
    problems = Problems()
    document = dict(document)
    if isinstance(document.get("parameters"), dict):
        document["parameters"] = _expanded(document["parameters"], "parameters", source, problems)
    if isinstance(document.get("timeline"), list):
        document["timeline"] = _timeline(document["timeline"], source, taken, problems)
    _check_twice(document, source, problems)
    leaves: dict[str, Value] = {}
    try:
        leaves = flatten(catalogue.form.model_validate(document).model_dump(exclude_unset=True))
    except ValidationError as error:
        problems.add_errors(source, error, document, catalogue)
    problems.check()
    return leaves


def _expanded(table: Mapping[str, Any], path: str, source: str, problems: Problems) -> dict[str, Any]:
    """Return a table whose dotted keys have become tables."""
    values: dict[str, Any] = {}
    for key, value in table.items():
        for inner, leaf in dotted({key: value}).items():
            if inner in values:
                problems.add(source, f"{clean(f'{path}.{inner}', 200)} is given twice")
            values[inner] = leaf
    return nest(values)


def _timeline(entries: list[Any], source: str, taken: Container[str], problems: Problems) -> list[Any]:
    """Return the entries of a timeline with a label each and their ``set`` as nested tables."""
    used = {entry["label"] for entry in entries if isinstance(entry, dict) and isinstance(entry.get("label"), str)}
    free = (label for label in (f"event-{n}" for n in count(1)) if label not in used and label not in taken)
    result: list[Any] = []
    for given in entries:
        entry: Any = given
        if isinstance(given, dict):
            entry = {"label": given["label"] if "label" in given else next(free)} | given
            if isinstance(entry.get("set"), dict):
                entry["set"] = _expanded(entry["set"], f"timeline.{entry['label']}.set", source, problems)
        result.append(entry)
    return result


def _check_twice(document: Mapping[str, Any], source: str, problems: Problems) -> None:
    """Say which names stand twice in a list."""
    for table, key in LIST_KEYS.items():
        entries = document.get(table)
        found = [entry.get(key) for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
        counts = Counter(name for name in found if isinstance(name, str))
        for name in sorted(name for name, times in counts.items() if times > 1)[:3]:
            problems.add(source, f"{table}: two entries have the {key} '{clean(name)}'; each needs its own")


def validated_override(
    values: Mapping[str, Any], given: Mapping[str, Given], source: str, catalogue: Catalogue
) -> dict[str, Value]:
    """Return leaves that are given by dotted path, validated like a file.

    Args:
        values: a value for each path.
        given: what is there already; an entry of its timeline keeps its event.
        source: who gives them, for messages.
        catalogue: what may be given.

    Raises:
        ScenarioError: a path is unknown, or its value is of the wrong type or out of range.
    """
    problems = Problems()
    values = dotted({path.replace('"', "").strip(): value for path, value in plain(values, source).items()})
    for path, value in values.items():
        parts = path.split(".")
        if not all(parts):
            problems.add(source, f"'{clean(path, 200)}' is no dotted path, such as policy.autonomy")
        elif len(parts) > MOST_DEPTH:
            problems.add(source, unknown(parts[:MOST_DEPTH], value, catalogue))
        elif parts[0] == "extends" or (parts[0] in catalogue.named and len(parts) < 3):
            problems.add(source, f"{clean(path, 200)} cannot be overridden as a whole")
        elif parts[-1] == LIST_KEYS.get(parts[0]):
            problems.add(source, f"{clean(path, 200)} is a name, and stays")
    problems.check()
    borrowed = {path: value for path, value in _events(given).items() if _only_details(path, values)}
    leaves = validated(as_document(borrowed | values), source, catalogue)
    return {path: value for path, value in leaves.items() if path not in borrowed}


def _events(given: Mapping[str, Given]) -> dict[str, Value]:
    """Return the kind of each timeline entry that is an event, by the path that says it."""
    paths = (path for path in given if path.startswith("timeline.") and path.endswith(".event"))
    return {path: given[path].value for path in paths}


def _only_details(event: str, values: Mapping[str, Any]) -> bool:
    """Whether values change a timeline entry without saying what happens: ``event`` is the path that says it."""
    entry = event.removesuffix("event")
    return any(path.startswith(entry) for path in values) and not any(
        path.startswith((event, f"{entry}set.")) for path in values
    )
