"""What a rule set must be before anything is compiled: each check says who is wrong, and what to do.

A rule in a phase that never comes, or a channel read where nobody has contributed yet, would be silent for ever;
here it is an error at import.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from trustsim.errors import DeclarationError, nearest
from trustsim.model.declarations import CONTRIBUTION, NEWCOMER, START, Employee, Rule, World

if TYPE_CHECKING:
    from trustsim.model.rules import RuleSet


def check(ruleset: RuleSet) -> None:
    """Check the declarations of a rule set against one another.

    Raises:
        DeclarationError: names what is declared wrongly.
    """
    phases = [phase.name for phase in ruleset.phases]
    for channel in ruleset.channels.values():
        if channel.phase not in phases:
            raise DeclarationError(
                f"channel '{channel.name}': unknown phase '{channel.phase}'{nearest(channel.phase, phases)}"
            )
    rules = [wired.rule for wired in ruleset.rules]
    for name, count in Counter(rule.name for rule in rules).items():
        if count > 1:
            raise DeclarationError(f"two rules are called '{name}': they would share their luck; rename one")
    for rule in rules:
        _check_phase(rule, phases)
        _check_channels(ruleset, rule)
    _check_happenings(ruleset)


def _check_phase(rule: Rule, phases: list[str]) -> None:
    known = [*phases, CONTRIBUTION, NEWCOMER, START]
    if rule.phase not in known:
        raise DeclarationError(f"rule {rule.name}: unknown phase '{rule.phase}'{nearest(rule.phase, known)}")
    if rule.entity is World:
        raise DeclarationError(f"rule {rule.name}: nothing runs on the World; it holds parameters and uncertainties")


def _check_channels(ruleset: RuleSet, rule: Rule) -> None:
    for name in rule.sets:
        channel = ruleset.channels.get(name)
        if (channel is None) == (rule.phase == CONTRIBUTION):
            what = "is no channel: declare a rule" if channel is None else "is a channel: declare a contribution"
            raise DeclarationError(f"rule {rule.name}: '{name}' {what}")
        if channel is not None and channel.entity is not rule.entity:
            raise DeclarationError(f"rule {rule.name}: channel '{name}' belongs to {channel.entity}")
    for _, name in rule.names:
        channel = ruleset.channels.get(name)
        if channel is not None and channel.phase != ruleset.phase_of(rule):
            raise DeclarationError(
                f"rule {rule.name}: channel '{name}' is there in phase '{channel.phase}' only, "
                f"the rule runs in '{ruleset.phase_of(rule)}'"
            )


def _check_happenings(ruleset: RuleSet) -> None:
    known = [name for entity, name in ruleset.fields if entity is Employee]
    for happening in ruleset.happenings.values():
        for name in (happening.flag, happening.cause):
            if name and name not in known:
                raise DeclarationError(
                    f"happening '{happening.kind}': Employee has no field '{name}'{nearest(name, known)}"
                )


def try_rules(ruleset: RuleSet) -> None:
    """Call each rule once in plain Python, so that a mistake shows its author's own file and line.

    Raises:
        DeclarationError: a rule returns what is no number, or too many or too few.
    """
    for wired in ruleset.rules:
        found = wired.rule.function(*(ruleset.default(operand) for operand in wired.operands))
        results = found if isinstance(found, tuple) else (found,)
        if not all(isinstance(result, (int, float)) for result in results):
            raise DeclarationError(f"rule {wired.rule.name}: returns {found!r}; it must return numbers on every path")
        count = len(results)
        if count != len(wired.rule.sets):
            raise DeclarationError(
                f"rule {wired.rule.name}: sets {len(wired.rule.sets)} names but returns {count} values"
            )
