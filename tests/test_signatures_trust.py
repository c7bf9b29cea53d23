"""Signatures 2, 3, 8 and 11: who trusts first, how delegation comes back, distance, and one size that fits none."""

from collections.abc import Mapping

import numpy as np
import pytest

from tests.arms import Arm, Difference, Floats, arm, assert_moves
from trustsim.model.week import MODEL

pytestmark = pytest.mark.numbers

#: Propensities of companies whose people are alike, and of those where they are not.
ALIKE = 0.08


def company(more: Mapping[str, object], *, employees: int = 125, groups: bool = False, weeks: int = 104) -> Arm:
    return arm(overrides=more, employees=employees, groups=groups, weeks=weeks)


# -- 2. trust first pays, mostly --------------------------------------------------------------------------------------


def moved_first(act: str, opportunists: float, accountability: float) -> Arm:
    """Run a company that trusts first, or verifies first."""
    setting = {"population.opportunists": opportunists, "policy.accountability": accountability}
    return company({**setting, f"policy.{act}": 1.0})


@pytest.mark.parametrize(("outcome", "sign"), [("productivity", +1), ("engagement", +1), ("attrition", -1)])
@pytest.mark.parametrize("opportunists", [0.0, 0.1])
@pytest.mark.parametrize("accountability", [0.5, 1.0])
def test_trust_first_pays_among_mostly_honest_people(
    accountability: float, opportunists: float, outcome: str, sign: int
) -> None:
    """With at most one opportunist in ten, and somebody accountable."""
    trusting, verifying = (moved_first(act, opportunists, accountability) for act in ("trust_first", "verify_first"))
    assert_moves(trusting, verifying, outcome, sign)


def test_trust_first_loses_where_takers_are_many_and_nobody_is_accountable() -> None:
    """The boundary is an output: as opportunists grow the gain in delivery shrinks, and turns."""
    gains = []
    for opportunists in (0.1, 0.3, 0.5, 0.7, 0.9):
        trusting, verifying = (moved_first(act, opportunists, 0.0) for act in ("trust_first", "verify_first"))
        gains.append(Difference.of(trusting.outcome("productivity"), verifying.outcome("productivity")))
    assert all(np.diff([gain.mean for gain in gains]) < 0.0)
    assert gains[0].shows(+1, MODEL.outcomes["productivity"].matters), str(gains[0])
    assert gains[-1].shows(-1, MODEL.outcomes["productivity"].matters), str(gains[-1])


# -- 3. the staircase -------------------------------------------------------------------------------------------------

FALL = {"micromanagement": 1.0, "verify_first": 1.0, "autonomy": 0.0}
RISE = {"micromanagement": 0.6, "verify_first": 0.0, "autonomy": 0.5, "trust_staircase": 0.125}


def risen(propensity: float, step: float) -> Arm:
    """Run half a year of close control; then delegation is raised by steps of a height, at one pace."""
    alike = {"population.trust_propensity.mean": propensity, "population.trust_propensity.sd": ALIKE}
    fall = {f"timeline.fall.set.policy.{lever}": value for lever, value in FALL.items()} | {"timeline.fall.week": 1}
    rise = {f"timeline.rise.set.policy.{lever}": value for lever, value in RISE.items()}
    rise |= {"timeline.rise.week": 27, "timeline.rise.set.policy.staircase_step": step}
    return company({**alike, **fall, **rise})


@pytest.mark.parametrize(("propensity", "sign"), [(0.5, +1), (0.55, +1), (0.6, +1), (0.75, -1), (0.8, -1), (0.85, -1)])
def test_steps_recover_more_where_priors_are_low_and_a_leap_where_they_are_high(propensity: float, sign: int) -> None:
    """Felt trust in the year and a half after a collapse; ten steps of a tenth against one of the whole."""
    assert_moves(risen(propensity, 0.1), risen(propensity, 1.0), "felt_trust", sign, 27)


# -- 8. distance ------------------------------------------------------------------------------------------------------

BOTH = ("interpersonal_trust_in_employees", "interpersonal_trust_in_managers")
#: Communication, outcomes and a shared record of work.
TALK = {"policy.checkins": 3.0, "policy.outcome_focus": 1.0, "policy.work_log": 1.0}


def at(days_at_home: float, more: Mapping[str, object] | None = None) -> Arm:
    return company({"policy.remote_days": days_at_home, **(more or {})})


def trust(found: Arm) -> Floats:
    return sum((found.outcome(name) for name in BOTH), np.zeros(1)) / 2.0


def test_communication_makes_up_for_distance_without_the_price_of_surveillance() -> None:
    """At least half of the trust that distance costs comes back; watching instead costs trust and calm."""
    lost = Difference.of(trust(at(5.0)), trust(at(0.0)))
    assert lost.shows(-1, 0.02), str(lost)
    back = Difference.of(trust(at(5.0, TALK)), trust(at(5.0)))
    assert back.low >= -0.5 * lost.mean, f"lost {lost}, won back {back}"
    talked = Difference.of(at(5.0, TALK).outcome("stress"), at(5.0).outcome("stress"))
    assert talked.high < 0.0, str(talked)
    watched = at(5.0, {"policy.surveillance": 0.8})
    assert_moves(watched, at(5.0), "stress", +1)
    assert_moves(watched, at(5.0), "interpersonal_trust_in_managers", -1)


# -- 11. one size fits none -------------------------------------------------------------------------------------------

PROPENSITY = "trust propensity"
TREATMENTS = {
    "recognition": 1.0,
    "work_log": 1.0,
    "transparency": 1.0,
    "checkins": 3.0,
    "support": 1.0,
    "trust_first": 1.0,
}


def by_propensity(found: Arm, outcome: str) -> tuple[Floats, Floats]:
    """Return an outcome of the lowest and of the highest fifth by propensity."""
    return found.group(PROPENSITY, 0, outcome), found.group(PROPENSITY, 4, outcome)


@pytest.mark.parametrize("outcome", ["interpersonal_trust_in_managers", "engagement", "satisfaction"])
def test_equal_treatment_leaves_people_further_apart_than_levers_move_them(outcome: str) -> None:
    """Under equal policy the fifths by propensity lie further apart than each of six levers moves the mean."""
    plain = company({}, groups=True, weeks=52)
    low, high = by_propensity(plain, outcome)
    spread = Difference.of(high, low)
    assert spread.shows(+1, MODEL.outcomes[outcome].matters), str(spread)
    for lever, value in TREATMENTS.items():
        moved = Difference.of(company({f"policy.{lever}": value}, weeks=52).outcome(outcome), plain.outcome(outcome))
        assert spread.low > max(abs(moved.low), abs(moved.high)), f"{lever}: spread {spread}, moved {moved}"


@pytest.mark.parametrize("lever", ["trust_first", "trust_staircase"])
@pytest.mark.parametrize("outcome", ["felt_trust", "stress", "engagement", "productivity"])
def test_the_same_policy_does_more_for_some_than_it_does_on_average(lever: str, outcome: str) -> None:
    """What it does to the lowest fifth by propensity and to the highest differs by more than its mean effect."""
    dose = {f"policy.{lever}": 0.25 if lever == "trust_staircase" else 1.0}
    plain, treated = (company(more, employees=500, groups=True, weeks=52) for more in ({}, dose))
    low, high = (
        there - here for there, here in zip(by_propensity(treated, outcome), by_propensity(plain, outcome), strict=True)
    )
    mean = treated.outcome(outcome) - plain.outcome(outcome)
    unequal = Difference.of(abs(high - low), abs(mean))
    assert unequal.shows(+1, MODEL.outcomes[outcome].matters), str(unequal)
