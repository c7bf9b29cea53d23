"""Violations and what is answered to them: the order of answers comes out of one mechanism, for each kind."""

import numpy as np
import pytest

from tests.arms import Arm, Difference, Floats, arm
from trustsim.model.week import MODEL

pytestmark = pytest.mark.numbers

#: An answer in the week after the violation; proof seven weeks later.
VIOLATED, ANSWERED, PROVEN = 20, 21, 28
CASES = [
    ("competence", "company", "leadership_trust"),
    ("integrity", "company", "leadership_trust"),
    ("competence", "managers", "competence_trust_in_managers"),
    ("integrity", "managers", "interpersonal_trust_in_managers"),
]


def happening(label: str, week: int, event: str, by: str, **keys: object) -> dict[str, object]:
    keys |= {"week": week, "event": event, "by": by}
    return {f"timeline.{label}.{key}": value for key, value in keys.items()}


def ran(events: dict[str, object]) -> Arm:
    return arm(overrides=events, employees=240, replications=4)


def accused(kind: str, by: str, answer: str = "", proof: str = "", **keys: object) -> Arm:
    """Run a full violation, an answer to it, and what is shown later."""
    events = happening("fault", VIOLATED, "breach", by, kind=kind, size=1.0, lie=keys.pop("lie", 0.0))
    events |= happening("answer", ANSWERED, answer, by, **keys) if answer else {}
    events |= happening("proof", PROVEN, "proof", by, of=proof) if proof else {}
    return ran(events)


def recovered(found: Arm, outcome: str, first: int, last: int) -> Floats:
    """Return trust as a share of what it would have been."""
    return found.outcome(outcome, first, last) / ran({}).outcome(outcome, first, last)


@pytest.mark.parametrize(("kind", "by", "outcome"), CASES)
def test_the_order_of_answers_depends_on_the_kind(kind: str, by: str, outcome: str) -> None:
    """Unproven: of a failure apology, denial, silence; of a breach of faith denial, apology, silence."""
    order = ("apology", "denial", "") if kind == "competence" else ("denial", "apology", "")
    trust = [accused(kind, by, answer).outcome(outcome, 24, 36) for answer in order]
    for better, worse in ((trust[0], trust[1]), (trust[1], trust[2])):
        difference = Difference.of(better, worse)
        assert difference.shows(+1, 0.01), str(difference)


@pytest.mark.parametrize(("kind", "by", "outcome"), CASES)
def test_what_is_shown_later_turns_the_order(kind: str, by: str, outcome: str) -> None:
    """Guilt shown makes a denial a lie; innocence shown makes an apology a confession of nothing."""
    weeks = (PROVEN + 2, 60)
    lied = "interpersonal_trust_in_managers" if by == "managers" else outcome
    sorry, denied = (accused(kind, by, answer, "guilt").outcome(lied, *weeks) for answer in ("apology", "denial"))
    assert Difference.of(sorry, denied).shows(+1, 0.02)
    sorry, denied = (accused(kind, by, answer, "innocence") for answer in ("apology", "denial"))
    assert Difference.of(denied.outcome(outcome, *weeks), sorry.outcome(outcome, *weeks)).low > 0.0
    assert recovered(denied, outcome, *weeks).mean() > 0.97


@pytest.mark.parametrize(("kind", "by", "outcome"), CASES)
def test_without_a_lie_steady_conduct_restores_trust(kind: str, by: str, outcome: str) -> None:
    for answer in ("", "apology", "denial"):
        assert recovered(accused(kind, by, answer), outcome, 100, 104).mean() > 0.9


@pytest.mark.parametrize(("kind", "by"), [(kind, by) for kind, by, _ in CASES])
def test_after_a_lie_nothing_restores_trust(kind: str, by: str) -> None:
    """Not silence, not apology and amends, not time; a denial that was disproved is such a lie."""
    outcome = "leadership_trust" if by == "company" else "interpersonal_trust_in_managers"
    lies = [
        accused(kind, by, lie=1.0),
        accused(kind, by, "apology", lie=1.0, amends=1.0),
        accused(kind, by, "denial", "guilt"),
    ]
    for found in lies:
        weekly = [recovered(found, outcome, week, week).mean() for week in range(PROVEN, 105, 4)]
        assert max(weekly) <= 0.85


def test_amends_can_end_above_where_it_began() -> None:
    found = accused("competence", "company", "apology", amends=1.0)
    assert recovered(found, "leadership_trust", 24, 40).mean() > 1.0


def test_a_missed_deadline_moves_competence_and_a_lie_moves_interpersonal_trust() -> None:
    kinds = ("competence_trust_in_managers", "interpersonal_trust_in_managers")
    failed = [1.0 - recovered(accused("competence", "managers"), name, 20, 40) for name in kinds]
    lied = [1.0 - recovered(accused("competence", "managers", lie=1.0), name, 20, 40) for name in kinds]
    assert (failed[0] > 2.0 * failed[1]).all()
    assert (lied[1] > 2.0 * lied[0]).all()


def test_a_second_violation_adds_to_the_first() -> None:
    """Evidence that is held is not lost when another case is opened."""
    first = happening("fault", VIOLATED, "breach", "company", kind="competence", size=0.6)
    second = happening("again", VIOLATED + 2, "breach", "company", kind="integrity", size=0.6)
    once, twice, other = (ran(events).outcome("leadership_trust", 23, 30) for events in (first, first | second, second))
    assert (twice < np.minimum(once, other)).all()


def test_violations_are_booked_as_such() -> None:
    causes = {cause for _, cause in MODEL.slots}
    assert {"violation", "amends", "promise broken", "promise kept", "words and deeds", "uncertain times"} <= causes
