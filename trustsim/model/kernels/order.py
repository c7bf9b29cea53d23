"""The order of the kernels of a week, and which of them go together over some teams at a time."""

from __future__ import annotations

from functools import cache

from trustsim.model.declarations import ENTITIES, START, Company
from trustsim.model.rules import RuleSet

CLEAR = "clear"
#: The kernels that sum what is measured: first that of which nothing changes any more this week, then the rest.
RECORD_FIRST = "record_first"
RECORD = "record"
RECORDS = (RECORD_FIRST, RECORD)


def living_units(ruleset: RuleSet) -> tuple[str, ...]:
    """Return the names of the kernels in which a week is lived: phases in which nothing happens have none."""
    busy = [phase.name for phase in ruleset.phases if any(ruleset.select(phase.name, entity) for entity in ENTITIES)]
    return (*([CLEAR] if ruleset.happenings else []), *busy)


def weekly_units(ruleset: RuleSet) -> tuple[str, ...]:
    """Return the names of the kernels of a week in their order, those that sum what is measured among them."""
    order, last = living_units(ruleset), _last_group(ruleset)
    first = [RECORD_FIRST] if measured_first(ruleset) else []
    return (*order[:last], *first, *order[last:], RECORD)


def groups_of(ruleset: RuleSet) -> list[int]:
    """Return where groups of the kernels of a week begin, and their number: where companies go first, one begins.

    So companies have seen all of their staff, and all staff the same company, whatever teams go first.
    """
    order = weekly_units(ruleset)
    begins = [n for n, unit in enumerate(order) if n == 0 or companies_go_first(ruleset, unit)]
    return [*begins, len(order)]


def _last_group(ruleset: RuleSet) -> int:
    """Return the place of the last of the kernels in which a week is lived before which all must have come so far."""
    begins = [n for n, unit in enumerate(living_units(ruleset)) if companies_go_first(ruleset, unit)]
    return max(begins, default=0)


@cache
def measured_first(ruleset: RuleSet) -> frozenset[int]:
    """Return the numbers of the measures that can be summed before the last group of kernels begins.

    That is while their columns are still near the processor; in a large company they are not when the last group comes
    by. Nothing after it may change what they read, nor may a company, which goes when all of its staff has gone.
    """
    last = living_units(ruleset)[_last_group(ruleset) :]
    if any(ruleset.hires(unit) for unit in last):
        return frozenset()
    changed = {
        (operand.entity, operand.index)
        for wired in ruleset.rules
        if wired.rule.phase in last or wired.rule.entity is Company
        for operand in wired.results
    }
    measures, _ = ruleset.measures
    return frozenset(
        number
        for number, measure in enumerate(measures)
        if all(
            operand.kind == "column" and (operand.entity, operand.index) not in changed for operand in measure.operands
        )
    )


def companies_go_first(ruleset: RuleSet, unit: str) -> bool:
    """Tell whether companies have rules in a phase whose results others may read: then nobody goes before them.

    Else they go when all their staff has gone, with what they saw of it before: it comes to the same.
    """
    rules = ruleset.select(unit, Company)
    if unit == START or any(operand.kind != "column" for wired in rules for operand in wired.results):
        return bool(rules)
    others = [operand for wired in ruleset.rules if wired.rule.entity is not Company for operand in wired.operands]
    read = {operand.index for operand in others if operand.kind == "column" and operand.entity is Company}
    return any(operand.index in read for wired in rules for operand in wired.results)


def sums_kept(ruleset: RuleSet, unit: str) -> list[int]:
    """Return the reductions that companies look at in a phase: over their staff, and over their rivals."""
    operands = (operand for wired in ruleset.select(unit, Company) for operand in wired.operands)
    return sorted({operand.index for operand in operands if operand.kind == "reduction"})


@cache
def rows_kept(ruleset: RuleSet) -> int:
    """Return how many sums a phase keeps of each team while tiles go by, at most: those, and one of heads."""
    return 1 + max((len(sums_kept(ruleset, unit)) for unit in living_units(ruleset)), default=0)
