"""Every rule is for something: it lies on the path of at least two outcomes, or of two claims."""

from collections import defaultdict
from collections.abc import Iterable

import pytest

from trustsim.evidence.claims import load_claims
from trustsim.model.declarations import Company, Employee
from trustsim.model.rules import Operand, Wired
from trustsim.model.week import MODEL

#: What stands between rules: a channel, or a column of an entity.
Place = tuple[str, object]
#: Every outcome counts people: that somebody sits there would put every rule on the path of every outcome.
COUNTED = ("employee", "employed")


def place(operand: Operand) -> Place:
    """Return what an operand reads or writes; a sum over rows is that of its field."""
    if operand.kind == "channel":
        return "channel", operand.name
    if operand.kind == "reduction":
        reduction = MODEL.reductions[operand.name]
        entity = Company if reduction.over == "rivals" else Employee
        return entity.name, reduction.field
    return operand.entity.name, list(MODEL.columns[operand.entity])[operand.index]


def places(operands: Iterable[Operand]) -> set[Place]:
    """Return the places of all operands that are no draws."""
    return {place(operand) for operand in operands if operand.kind != "draw"} - {COUNTED}


READ = {wired.number: places(wired.operands) for wired in MODEL.rules}
WRITTEN = {wired.number: places(wired.results) for wired in MODEL.rules}
MEASURED = {name: places(MODEL.measures[0][numerator].operands) for name, (numerator, _) in MODEL.measures[1].items()}


def upstream() -> dict[str, set[int]]:
    """Return for each measure the numbers of the rules that it depends on, by whatever way."""
    writers = defaultdict(set)
    for number, written in WRITTEN.items():
        for where in written:
            writers[where].add(number)
    found = {}
    for name, measured in MEASURED.items():
        seen: set[int] = set()
        asked = set(measured)
        while asked:
            new = set[int]().union(*(writers[where] for where in asked)) - seen
            seen |= new
            asked = set[Place]().union(*(READ[number] for number in new))
        found[name] = seen
    return found


UPSTREAM = upstream()


@pytest.mark.parametrize("wired", MODEL.rules, ids=lambda wired: wired.rule.name)
def test_a_rule_lies_on_the_path_of_two_outcomes_or_claims(wired: Wired) -> None:
    """Whoever seats or unseats people is on the path of all."""
    outcomes = sum(wired.number in numbers for numbers in UPSTREAM.values())
    seats = any(operand.kind == "column" and place(operand) == COUNTED for operand in wired.results)
    assert seats or outcomes >= 2 or len(claims_of(wired)) >= 2


def claims_of(wired: Wired) -> set[str]:
    """Return the claims one of whose checks measures something that depends on a rule."""
    names = {name for name, numbers in UPSTREAM.items() if wired.number in numbers}
    return {claim.id for claim in load_claims() for check in claim.checks if check.outcome in names}


def test_a_rule_that_nothing_reads_would_be_found() -> None:
    """The wait for a decision is measured and feeds nothing: only measures of it see its rule."""
    waits = next(wired for wired in MODEL.rules if wired.rule.name == "wait_for_decision")
    assert {name for name, numbers in UPSTREAM.items() if waits.number in numbers} == {"decision_delay"}
