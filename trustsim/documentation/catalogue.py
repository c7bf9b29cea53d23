"""What can be set and what is measured, as plain rows: for the command line, the pages and other programs."""

from __future__ import annotations

from typing import Any

from trustsim.model.declarations import Entry, Lever, Record
from trustsim.model.rules import RuleSet
from trustsim.model.week import MODEL
from trustsim.scenario import PROFILES, Scenario, load

#: In the order in which they are listed; other groups come last.
KINDS = ("lever", "uncertainty", "population")
GROUPS = ("workplace", "monitoring", "managing", "support", "communication")


def lever_rows(ruleset: RuleSet = MODEL, baseline: Scenario | None = None) -> list[dict[str, Any]]:
    """Return a row for everything that a scenario can set beside parameters.

    Levers, uncertainties and settings of the population, then the entries of mandates and the kinds of events. A row
    has name (the path in a scenario), kind, group, scope, unit, low, high, neutral, default, baseline, meaning, source
    and claims; what does not apply is None.

    Args:
        ruleset: the model.
        baseline: the scenario whose values are shown; the shipped baseline if None.
    """
    values = (baseline or load("baseline")).values
    levers = sorted(ruleset.levers.values(), key=_place)
    rows = [_lever_row(lever, values.get(lever.path)) for lever in levers]
    claims = {mechanism.name: mechanism.claims for mechanism in ruleset.mechanisms}
    for record in ruleset.records.values():
        rows += [_entry_row(record, entry, claims.get(record.mechanism, ())) for entry in record.entries]
    for record in ruleset.records.values():
        rows += _event_rows(record, claims.get(record.mechanism, ()))
    return rows


def _place(lever: Lever) -> tuple[int, int]:
    return KINDS.index(lever.kind), GROUPS.index(lever.group) if lever.group in GROUPS else len(GROUPS)


def _lever_row(lever: Lever, baseline: object) -> dict[str, Any]:
    return {
        "name": lever.path,
        "kind": lever.kind,
        "group": lever.group,
        "scope": lever.scope,
        **_range_of(lever),
        "neutral": None if lever.neutral is None else _said(lever, lever.neutral),
        "default": _said(lever, lever.default),
        "baseline": baseline,
        "meaning": lever.meaning,
        "source": lever.source,
        "claims": list(lever.claims),
    }


def _entry_row(record: Record, entry: Entry, claims: tuple[str, ...]) -> dict[str, Any]:
    return {
        "name": f"{record.name}.NAME.{entry.name}",
        "kind": record.name.removesuffix("s"),
        "group": record.name,
        "scope": "company",
        **_range_of(entry),
        "neutral": None,
        "default": None if entry.required else _said(entry, entry.default),
        "baseline": None,
        "meaning": entry.meaning,
        "source": entry.source,
        "claims": list(claims),
    }


def _range_of(declared: Lever | Entry) -> dict[str, object]:
    """Return unit, low and high; where one of some choices is named there is no range."""
    if declared.choices:
        return {"unit": "one of " + ", ".join(declared.choices), "low": None, "high": None}
    return {"unit": declared.unit, "low": _said(declared, declared.low), "high": _said(declared, declared.high)}


def _said(declared: Lever | Entry, value: float) -> object:
    """Return a value as a scenario says it."""
    if declared.choices:
        return declared.choices[int(value)]
    return int(value) if declared.whole else float(value)


def _event_rows(record: Record, claims: tuple[str, ...]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for kind in record.events:
        blank = dict.fromkeys(("low", "high", "neutral", "default", "baseline"))
        head = {"name": kind.name, "kind": "event", "group": "timeline", "scope": "company", "unit": "event"}
        rows.append(head | blank | {"meaning": kind.meaning, "source": "", "claims": list(claims)})
        for entry in kind.entries:
            row = _entry_row(record, entry, claims)
            rows.append(row | {"name": f"timeline.LABEL.{entry.name}", "kind": "event", "group": kind.name})
    return rows


def parameter_rows(ruleset: RuleSet = MODEL) -> list[dict[str, Any]]:
    """Return a row for each constant of the equations.

    A row has name (the path in a scenario), mechanism, about (what the mechanism is), unit, low, high, default, values
    (under each profile), contested, meaning and source.

    Args:
        ruleset: the model.
    """
    about = {mechanism.name: mechanism.title for mechanism in ruleset.mechanisms}
    return [
        {
            "name": f"parameters.{parameter.key}",
            "mechanism": parameter.mechanism,
            "about": about[parameter.mechanism],
            "unit": parameter.unit,
            "low": parameter.low,
            "high": parameter.high,
            "default": parameter.default,
            "values": {profile: parameter.value(profile) for profile in PROFILES},
            "contested": parameter.contested,
            "meaning": parameter.meaning,
            "source": parameter.source,
        }
        for parameter in ruleset.parameters.values()
    ]


def profile_rows(ruleset: RuleSet = MODEL) -> list[dict[str, Any]]:
    """Return the rows of those parameters that differ between profiles, or are contested."""
    rows = parameter_rows(ruleset)
    return [row for row in rows if row["contested"] or len(set(row["values"].values())) > 1]


def outcome_rows(ruleset: RuleSet = MODEL) -> list[dict[str, Any]]:
    """Return a row for each outcome: name, unit, better direction, smallest difference that matters, meaning, group.

    Args:
        ruleset: the model.
    """
    return [
        {
            "name": outcome.name,
            "unit": outcome.unit,
            "better": outcome.better,
            "matters": outcome.matters,
            "meaning": outcome.meaning,
            "group": outcome.group,
        }
        for outcome in ruleset.outcomes.values()
    ]
