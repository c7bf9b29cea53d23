"""Tables of rules: the order of the week, what each rule reads and writes, what it books, what it draws."""

from __future__ import annotations

from collections.abc import Iterable

from trustsim.documentation.markdown import code, table
from trustsim.model.declarations import CONTRIBUTION, ENTITIES, NEWCOMER, START, Entity
from trustsim.model.rules import RuleSet, Wired

WHO = {"employed": "", "vacant": "empty seats", "seats": "all seats"}


def week(ruleset: RuleSet) -> str:
    """Return the phases of the week in order."""
    return "\n".join(f"{place}. **{phase.name}**: {phase.meaning}." for place, phase in enumerate(ruleset.phases, 1))


def schedule(ruleset: RuleSet) -> str:
    """Return a table of rules for each phase, in the order in which they run."""
    parts = []
    for phase in ruleset.phases:
        wired = [one for entity in ENTITIES for one in ruleset.select(phase.name, entity)]
        if wired:
            parts.append(f"**{phase.name}**\n\n{_rules(ruleset, wired)}")
    return "\n\n".join(parts)


def beginnings(ruleset: RuleSet) -> str:
    """Return the table of rules that run when a seat is taken, and at the start of a run."""
    wired = [one for phase in (NEWCOMER, START) for entity in ENTITIES for one in ruleset.select(phase, entity)]
    return table(
        ["rule", "of", "runs", "reads", "draws", "sets"],
        (
            [
                f"`{one.rule.mechanism}.{one.rule.name}`",
                _who(one.rule.entity, one.rule.who if one.rule.entity.name != "employee" else "employed"),
                "at the start" if one.rule.phase == START else "when a seat is taken",
                code(_reads(ruleset, one)),
                len(one.rule.draws) or "",
                code(one.rule.sets),
            ]
            for one in wired
        ),
    )


def _rules(ruleset: RuleSet, wired: Iterable[Wired]) -> str:
    rows = []
    for one in wired:
        rule = one.rule
        to = "to " if rule.phase == CONTRIBUTION else ""
        who = _who(rule.entity, rule.who)
        sets = f"{to}{code(rule.sets)}"
        rows.append([f"`{rule.mechanism}.{rule.name}`", who, code(_reads(ruleset, one)), sets, rule.cause])
    return table(["rule", "for each", "reads", "sets", "booked to"], rows)


def _who(entity: Entity, who: str) -> str:
    return f"{entity.name} ({WHO[who]})" if WHO[who] and entity.name == "employee" else entity.name


def _reads(ruleset: RuleSet, wired: Wired) -> list[str]:
    """Return what a rule reads beside parameters and draws."""
    names = (name for _, name in wired.rule.names if not name.endswith("_draw"))
    return [name for name in dict.fromkeys(names) if name not in ruleset.parameters]


def draws(ruleset: RuleSet) -> str:
    """Return the table of rules that draw."""
    rows = []
    for wired in ruleset.rules:
        rule = wired.rule
        if rule.draws:
            when = "once a person" if rule.phase == NEWCOMER else "once a run" if rule.phase == START else "every week"
            names = code(draw.removesuffix("_draw") for draw in rule.draws)
            rows.append([f"`{rule.mechanism}.{rule.name}`", rule.entity.name, when, names])
    return table(["rule", "of", "when", "draws"], rows)


def ledger(ruleset: RuleSet) -> str:
    """Return the table of trust states and the causes that their changes are booked to."""
    causes: dict[str, list[str]] = {}
    for state, cause in ruleset.slots:
        causes.setdefault(state, []).append(cause)
    return table(
        ["state", "causes, in the order in which they are booked"],
        ((code([s]), ", ".join(c)) for s, c in causes.items()),
    )
