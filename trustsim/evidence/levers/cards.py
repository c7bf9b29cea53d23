"""The card of a lever: what it is, what it moves and why, for whom it is worse, what it rests on, what is a prediction.

Nothing here is written for a lever: words are those of declarations, rules, claims, arms of studies and shipped
scenarios, numbers those of the shipped effects.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from trustsim.errors import InputError, nearest
from trustsim.evidence.claims import load_claims
from trustsim.evidence.findings.arms import load_arms
from trustsim.evidence.findings.targets import Target, load_targets
from trustsim.evidence.levers.effects import load_effects
from trustsim.model.declarations import Entry, Lever, Parameter
from trustsim.model.week import MODEL
from trustsim.scenario import Scenario, load, shipped
from trustsim.scenario.shape import Value
from trustsim.studies.groups import EVERYBODY
from trustsim.studies.notes import PREDICTIONS

_FINDING = re.compile(r"\b[A-Z]\d{2}\b")
#: What the constants behind a lever rest on, from most to least.
NUMBERS, DIRECTIONS, TEXTS, ASSUMED = (
    "published numbers", "published directions, sizes assumed", "directions of the founding texts, sizes assumed",
    "assumptions",
)  # fmt: skip
RESTS = (NUMBERS, DIRECTIONS, TEXTS, ASSUMED)
_TEXT = re.compile(r"\bS\d-\d\d")
_YEAR = re.compile(r"\b(19|20)\d\d\b")


@dataclass(frozen=True)
class Practice:
    """A shipped scenario that sets the lever, and to what."""

    scenario: str
    title: str
    value: object


@dataclass(frozen=True)
class Effect:
    """What moving the lever to a value does to an outcome, for everybody or, with ``beyond``, for a group."""

    value: str
    outcome: str
    unit: str
    difference: float
    low: float
    high: float
    verdict: str
    better: str
    group: str = ""
    beyond: float = 0.0


@dataclass(frozen=True)
class Reason:
    """A rule that reads the lever: which mechanism it belongs to, what it says, and what it sets."""

    mechanism: str
    text: str
    sets: tuple[str, ...]


@dataclass(frozen=True)
class LeverCard:
    """What is known of a lever.

    Attributes:
        path: its path in a scenario; of a mandate's entry with ``NAME`` for the mandate's name.
        meaning: what it is.
        unit: its unit; ``low`` and ``high`` are the ends of its range (None where one of some choices is named).
        baseline: where it stands in the shipped baseline.
        scope: who can differ: team, company or world.
        practice: shipped scenarios that set it.
        effects: what moves clearly if it alone is moved to an end of its range.
        hardly: by value the outcomes that differ by nothing that matters.
        worse_for: groups that are hit harder than everybody.
        reasons: why: the rules that read it.
        findings: published numbers of studies in which it was moved, whose arms the model runs.
        parameters: the constants of those rules, with their sources.
        claims: id and text of what the founding texts say of it.
        rests: how many of those constants rest on what: published numbers, directions, texts, assumptions.
        predictions: what of it no study has tested, in words.
    """

    path: str
    meaning: str
    unit: str
    low: float | None
    high: float | None
    baseline: object
    scope: str
    practice: tuple[Practice, ...]
    effects: tuple[Effect, ...]
    hardly: Mapping[str, tuple[str, ...]]
    worse_for: tuple[Effect, ...]
    reasons: tuple[Reason, ...]
    findings: tuple[Target, ...]
    parameters: tuple[Parameter, ...]
    claims: tuple[tuple[str, str], ...]
    rests: Mapping[str, int]
    predictions: tuple[str, ...]


def cards() -> list[LeverCard]:
    """Return the card of every lever, uncertainty, setting of the population and entry of a mandate."""
    return [card_of(path) for path in _declared()]


@cache
def _declared() -> dict[str, Lever | Entry]:
    levers: dict[str, Lever | Entry] = {one.path: one for one in MODEL.levers.values()}
    return levers | {f"mandates.NAME.{entry.name}": entry for entry in MODEL.records["mandates"].entries}


@cache
def card_of(path: str) -> LeverCard:
    """Return the card of a lever.

    Args:
        path: its path, such as ``policy.surveillance``; a mandate of any name will do.

    Raises:
        InputError: there is no such lever.
    """
    general = re.sub(r"^mandates\.[^.]+\.", "mandates.NAME.", path)
    known = _declared()
    if general not in known:
        raise InputError(f"no lever is called '{path}'{nearest(path, known)}")
    lever = known[general]
    mechanism = lever.mechanism if isinstance(lever, Lever) else MODEL.records["mandates"].mechanism
    rules = [w.rule for w in MODEL.rules if lever.name in {name for _, name in w.rule.names}]
    reads = {name for rule in rules for _, name in rule.names}
    parameters = tuple(MODEL.parameters[name] for name in MODEL.parameters if name in reads)
    findings = tuple(_findings(general, parameters))
    numbers = not lever.choices
    claims = lever.claims if isinstance(lever, Lever) else _claims_of(mechanism)
    rests = _rests(parameters)
    return LeverCard(
        path=general, meaning=lever.meaning, unit=lever.unit, low=lever.low if numbers else None,
        high=lever.high if numbers else None,
        baseline=load("baseline").get(general) if isinstance(lever, Lever) else None,
        scope=lever.scope if isinstance(lever, Lever) else "company", practice=tuple(_practice(general)),
        effects=tuple(_effects(general)), hardly=_hardly(general), worse_for=tuple(_worse(general)),
        reasons=tuple(Reason(_title(rule.mechanism), _first(rule.function.__doc__), rule.sets) for rule in rules),
        findings=findings, parameters=parameters, claims=tuple(_claims(claims)), rests=rests,
        predictions=tuple(_predictions(lever.name, rests, parameters)),
    )  # fmt: skip


# -- in practice ----------------------------------------------------------------------------------------------------


@cache
def _stories() -> list[tuple[Scenario, dict[str, Value]]]:
    """Return the shipped scenarios beside the baseline and what each changes, read once."""
    stories = (load(name) for name in shipped() if name != "baseline")
    return [(story, story.changes()) for story in stories]


def _practice(path: str) -> Iterator[Practice]:
    """Yield the shipped scenarios that set a lever: from their start, on the timeline, or in a mandate of any name."""
    key = path.removeprefix("mandates.NAME.")
    for scenario, changes in _stories():
        for own, value in changes.items():
            ordered = key != path and own.startswith("mandates.") and own.split(".", 2)[2] == key
            if own == path or own.endswith(f".set.{path}") or ordered:
                yield Practice(scenario.name, scenario.title, value)
                break


# -- what moves -----------------------------------------------------------------------------------------------------


def _effects(path: str) -> Iterator[Effect]:
    rows = _rows(path, everybody=True)
    clear = [row for row in rows if row["verdict"] in ("higher", "lower")]
    yield from (_effect(row) for row in sorted(clear, key=lambda row: (row["value"], -_size(row))))


def _worse(path: str) -> Iterator[Effect]:
    yield from (_effect(row) for row in _rows(path, everybody=False))


def _hardly(path: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in _rows(path, everybody=True):
        if row["verdict"] == "no difference that matters":
            found[row["value"]] = (*found.get(row["value"], ()), row["outcome"])
    return found


def _rows(path: str, everybody: bool) -> list[dict[str, Any]]:
    table = load_effects()
    rows = table[(table["lever"] == path) & ((table["grouping"] == EVERYBODY) == everybody)]
    return [{str(key): value for key, value in row.items()} for row in rows.to_dict("records")]


def _size(row: Mapping[str, Any]) -> float:
    return abs(row["difference"]) / MODEL.outcomes[row["outcome"]].matters


def _effect(row: Mapping[str, Any]) -> Effect:
    group = "" if row["grouping"] == EVERYBODY else f"{row['grouping']}: {row['group']}"
    return Effect(
        row["value"], row["outcome"], MODEL.outcomes[row["outcome"]].unit, row["difference"], row["low"], row["high"],
        row["verdict"], row["better"], group, row["beyond"],
    )  # fmt: skip


# -- what it rests on -----------------------------------------------------------------------------------------------


def _title(mechanism: str) -> str:
    return next(one.title for one in MODEL.mechanisms if one.name == mechanism)


def _first(text: str | None) -> str:
    return " ".join((text or "").split("\n\n")[0].split())


def _claims_of(mechanism: str) -> tuple[str, ...]:
    return next(one.claims for one in MODEL.mechanisms if one.name == mechanism)


def _claims(ids: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    texts = {claim.id: claim.claim for claim in load_claims()}
    yield from ((one, texts[one]) for one in ids if one in texts)


def _findings(path: str, parameters: tuple[Parameter, ...]) -> Iterator[Target]:
    """Yield the published numbers whose arms move the lever, or to which a parameter of its rules was set."""
    key = path.removeprefix("mandates.NAME.")
    moved = {
        name
        for name, arm in load_arms().items()
        if any(
            own == path or (path != key and own.startswith("mandates.") and own.endswith(f".{key}"))
            for own in arm.levers
        )
    }
    named = {found for parameter in parameters for found in _FINDING.findall(parameter.source)}
    for target in load_targets():
        if target.role != "context" and (moved & {target.arm_a, target.arm_b} or target.finding in named):
            yield target


def rests_on(parameter: Parameter) -> str:
    """Return what the value of a constant rests on, as its source says it."""
    source = parameter.source
    own = not re.search("assumption|direction|form", source)
    if _FINDING.search(source):
        return NUMBERS if own else DIRECTIONS
    if _TEXT.search(source):
        return TEXTS
    return DIRECTIONS if _YEAR.search(source) else ASSUMED


def _rests(parameters: tuple[Parameter, ...]) -> dict[str, int]:
    found = Counter(rests_on(parameter) for parameter in parameters)
    return {kind: found[kind] for kind in RESTS if found[kind]}


def _predictions(name: str, rests: Mapping[str, int], parameters: tuple[Parameter, ...]) -> Iterator[str]:
    if name in PREDICTIONS or name in ("notice_weeks", "ramp_weeks"):
        yield PREDICTIONS["abruptness"]
    assumed = sum(rests.values()) - rests.get(NUMBERS, 0)
    if not parameters:
        yield "how large its effect is: no published number stands behind it here"
    elif assumed:
        yield f"how large its effect is: {assumed} of {len(parameters)} constants behind it rest on no published number"
    contested = [parameter.meaning for parameter in parameters if parameter.contested]
    if contested:
        yield f"contested, and without effect in the profile null: {'; '.join(contested)}"
