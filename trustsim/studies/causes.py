"""The gap between two arms by cause: of trust, from the ledger; of people who left, from the events.

An outcome of trust is a sum of a state over people and weeks, N, divided by the sum of people over weeks, D. Each
booking of the ledger moves the state from its week on, so N is what people began with plus, for every cause, its
bookings times the reported weeks that were left. The gap of N / D between two arms is then

    (gap of N - mean of N / D x gap of D) / mean of D

and its first part divides by cause. Who comes and goes moves N and D at once: it counts together, as what those who
came and went trust more or less than the average.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from trustsim.model.declarations import Employee, Outcome
from trustsim.model.recording import Recording
from trustsim.model.rules import EMPLOYED, JOINED, LEFT, RuleSet
from trustsim.model.ruletext import arguments

Floats = npt.NDArray[np.float64]
#: By cause its part of a gap in each replication.
Parts = dict[str, Floats]

#: Causes that no rule books.
CAME_AND_WENT, BEGINNING = "joined and left", "at the start"
#: What the ledger leaves open is what people began with, and rounding.
ROUNDING = 1e-9


def causes_of(outcome: Outcome, one: Recording, two: Recording) -> Parts:
    """Return the gap of an outcome between two arms by cause, for each replication; empty where no cause is booked.

    Args:
        outcome: what differs.
        one: the first arm, recorded with events and a ledger.
        two: the second arm, with the same luck.
    """
    if (state := booked_state(outcome, one.ruleset)) is not None:
        return _of_trust(outcome, state, one, two)
    if kinds := exit_kinds(outcome, one.ruleset):
        return _of_exits(outcome, kinds, one, two)
    return {}


def booked_state(outcome: Outcome, ruleset: RuleSet) -> str | None:
    """Return the trust state of which an outcome is the mean over the people employed, or None."""
    count, total = outcome.denominator, outcome.numerator
    if outcome.entity is not Employee or arguments(count) != (EMPLOYED,) or arguments(total)[:1] != (EMPLOYED,):
        return None
    names = arguments(total)[1:]
    if len(names) != 1 or names[0] not in ruleset.booked or (count(1.0), count(0.0)) != (1.0, 0.0):
        return None
    adds = all(total(employed, level) == employed * level for employed in (0.0, 1.0) for level in (0.25, 0.75))
    return names[0] if adds else None


def exit_kinds(outcome: Outcome, ruleset: RuleSet) -> list[str]:
    """Return the kinds of events that an outcome counts, if any of them says why; else nothing."""
    flags = {happening.flag: happening for happening in ruleset.happenings.values()}
    names = arguments(outcome.numerator)
    if outcome.entity is not Employee or not all(name in flags for name in names):
        return []
    unit = np.eye(len(names))
    if any(outcome.numerator(*row) != 1.0 for row in unit) or outcome.numerator(*np.zeros(len(names))) != 0.0:
        return []
    counted = [flags[name] for name in names]
    return [happening.kind for happening in counted] if any(happening.causes for happening in counted) else []


def _sums(outcome: Outcome, arm: Recording) -> tuple[Floats, Floats]:
    """Return numerator and denominator of an outcome over the reported weeks, by replication."""
    above, below = arm.ruleset.measures[1][outcome.name]
    totals = arm.totals.sum(axis=-1)
    return totals[:, above], totals[:, below]


def _of_trust(outcome: Outcome, state: str, one: Recording, two: Recording) -> Parts:
    slots = {cause: slot for (of, cause), slot in one.ruleset.slots.items() if of == state}
    gaps = {cause: _booked(two, slot) - _booked(one, slot) for cause, slot in slots.items()}
    (above, below), (other_above, other_below) = _sums(outcome, one), _sums(outcome, two)
    middle, people = 0.5 * (above / below + other_above / other_below), 0.5 * (below + other_below)
    seats = two.plan.weeks * two.plan.employees - one.plan.weeks * one.plan.employees
    begun = other_above - above - sum(gaps.values(), np.zeros_like(above)) - middle * seats
    moved = gaps.pop(JOINED) + gaps.pop(LEFT) - middle * (other_below - below - seats)
    gaps |= {CAME_AND_WENT: moved, BEGINNING: np.where(np.abs(begun) > ROUNDING * people, begun, 0.0)}
    return {cause: outcome.scale * gap / people for cause, gap in gaps.items() if gap.any()}


def _booked(arm: Recording, slot: int) -> Floats:
    """Return what a cause of the ledger added to the sum of a state over people and reported weeks."""
    assert arm.ledger is not None, "the arm was recorded without a ledger"
    weeks = np.arange(arm.ledger.shape[1]) + arm.plan.first_week
    left = arm.plan.weeks + 1.0 - np.maximum(weeks, 1)
    return (arm.ledger[:, :, slot].sum(axis=-1) * left).sum(axis=-1)


def _of_exits(outcome: Outcome, kinds: list[str], one: Recording, two: Recording) -> Parts:
    before, after = (_by_cause(outcome, kinds, arm) for arm in (one, two))
    gaps = {cause: after[cause] - before[cause] for cause in before}
    return {cause: gap for cause, gap in gaps.items() if gap.any()}


def _by_cause(outcome: Outcome, kinds: list[str], arm: Recording) -> Parts:
    """Return an outcome that counts events, by the cause of each, by replication."""
    assert arm.events is not None, "the arm was recorded without events"
    below = _sums(outcome, arm)[1]
    runs = len(arm.replications)
    found: Parts = {}
    for number, happening in enumerate(arm.ruleset.happenings.values()):
        if happening.kind not in kinds:
            continue
        here = arm.events["kind"] == number
        run = np.searchsorted(arm.replications, arm.events["replication"][here])
        for place, cause in enumerate(happening.causes or [happening.kind]):
            counts = np.bincount(run[arm.events["cause"][here] == place], minlength=runs)
            found[cause] = found.get(cause, np.zeros(runs)) + outcome.scale * counts / below
    return found
