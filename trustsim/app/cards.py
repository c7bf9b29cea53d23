"""The card of a lever as parts of a dialog: what is known of it, in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from trustsim.app import texts
from trustsim.app.components.figures import signed, title_of
from trustsim.evidence.levers import LeverCard
from trustsim.evidence.levers.cards import Effect
from trustsim.model.week import MODEL
from trustsim.plots.differences import signed as to_a_tenth

#: The most stories, effects, rules, groups, findings and claims that a card names.
MOST = 6


def parts_of(card: LeverCard) -> list[dict[str, Any]]:
    """Return title and paragraphs of each part of a card; what there is nothing to say of is left out."""
    parts = {
        "what": _what(card),
        "practice": [texts.say("card.sets", title=one.title, value=_value(one.value)) for one in card.practice[:MOST]],
        "moves": _moves(card),
        "why": _why(card),
        "worse_for": [_worse(one) for one in card.worse_for[:MOST]],
        "evidence": _evidence(card),
        "prediction": [_sentence(one) for one in card.predictions] or [texts.say("card.none")],
        "claims": [f"{key}: {claim}." for key, claim in card.claims[:MOST]],
    }
    return [{"title": texts.say(f"card.{name}"), "text": text} for name, text in parts.items() if text]


def _what(card: LeverCard) -> list[str]:
    said = [_sentence(card.meaning)]
    if card.low is not None and card.baseline is not None:
        unit = "" if card.unit in ("0-1", "share") else f" {card.unit}"
        said.append(
            texts.say(
                "card.range", low=_value(card.low), high=_value(card.high), unit=unit, baseline=_value(card.baseline)
            )
        )
    return said


def _moves(card: LeverCard) -> list[str]:
    said = []
    for value in dict.fromkeys(one.value for one in card.effects):
        effects = ", ".join(_effect(one) for one in [one for one in card.effects if one.value == value][:MOST])
        said.append(texts.say("card.moves_to", value=value, effects=effects))
    for value, outcomes in card.hardly.items():
        said.append(texts.say("card.hardly", value=value, outcomes=_listed(outcomes[:MOST])))
    return [*said, texts.say("card.measured")] if said else []


def _why(card: LeverCard) -> list[str]:
    """Return the rules by mechanism: what each says, behind what the mechanism is."""
    found: dict[str, list[str]] = {}
    for reason in card.reasons:
        found.setdefault(reason.mechanism, []).append(reason.text)
    return [f"{mechanism}: {' '.join(rules)}" for mechanism, rules in found.items()]


def _effect(one: Effect) -> str:
    return f"{texts.inside(title_of(one.outcome))} {to_a_tenth(one.difference, MODEL.outcomes[one.outcome].matters)}"


def _worse(one: Effect) -> str:
    decimals = 2 if one.unit == "0-1" else 1
    return texts.say(
        "card.worse", group=one.group, value=one.value, outcome=texts.inside(title_of(one.outcome)),
        difference=signed(one.difference, decimals), beyond=signed(one.beyond, decimals),
    )  # fmt: skip


def _evidence(card: LeverCard) -> list[str]:
    named = {target.finding: target for target in reversed(card.findings)}
    rows = [
        texts.say("card.finding", id=one.id, outcome=one.outcome, source=one.source, year=one.year)
        for one in [*named.values()][::-1][:MOST]
    ]
    rests = "; ".join(f"{count} {kind}" for kind, count in card.rests.items()) or texts.say("card.nothing")
    return [texts.say("card.strength", number=len(card.parameters), rests=rests), *rows]


def _value(value: object) -> str:
    return f"{value:g}".replace("-", "−") if isinstance(value, int | float) else str(value)


def _listed(outcomes: Iterable[str]) -> str:
    return ", ".join(texts.inside(title_of(name)) for name in outcomes)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + ("" if words.endswith(".") else ".")
