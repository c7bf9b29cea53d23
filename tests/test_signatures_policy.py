"""Signatures 6 and 7: mandates and their manner, days at home and who decides."""

from collections.abc import Mapping

import pytest

from tests.arms import Arm, Difference, Floats, arm, assert_moves
from trustsim.model.week import MODEL

pytestmark = pytest.mark.numbers

# -- 6. the mandate ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def abrupt() -> Arm:
    return arm("rto-abrupt", groups=True)


@pytest.fixture(scope="module")
def phased() -> Arm:
    """Return the same order in the same words, but with a quarter of notice and a quarter of ramp."""
    return arm("rto-phased", groups=True)


HURT = [("leadership_trust", -1), ("quit_intention", +1), ("attrition", +1)]


@pytest.mark.parametrize(("outcome", "sign"), HURT)
def test_an_abrupt_mandate_is_worse_than_a_phased_one(abrupt: Arm, phased: Arm, outcome: str, sign: int) -> None:
    assert_moves(abrupt, phased, outcome, sign, 26)


@pytest.mark.parametrize(("outcome", "sign"), HURT)
def test_abruptness_hurts_those_most_who_need_flexibility(abrupt: Arm, phased: Arm, outcome: str, sign: int) -> None:
    """The difference is larger among people of high need than among those of low need."""
    low, high = (
        abrupt.group("flexibility need", label, outcome, 26) - phased.group("flexibility need", label, outcome, 26)
        for label in (0, 2)
    )
    assert Difference.of(high, low).shows(sign, 0.0), f"high {high.mean():.4g}, low {low.mean():.4g}"


def test_pace_alone_hurts_trust_in_the_leadership(abrupt: Arm, phased: Arm) -> None:
    """In the first half year with all days in force, in which both companies lose as many days at home."""
    outcome = "leadership_trust"
    at_once = abrupt.outcome(outcome, 26, 51) - arm().outcome(outcome, 26, 51)
    in_steps = phased.outcome(outcome, 52, 77) - arm().outcome(outcome, 52, 77)
    difference = Difference.of(at_once, in_steps)
    assert difference.shows(-1, MODEL.outcomes[outcome].matters), str(difference)


# -- 6. the mandate: its manner at equal days --------------------------------------------------------------------------

HARSH = {"abruptness": 1.0, "explanation": 0.0, "compromise": 0.0, "voice": 0.0}
KIND = {"abruptness": 0.0, "explanation": 0.9, "compromise": 0.8, "voice": 0.8, "voice_influence": 0.8}


def ordered(days: float, manner: Mapping[str, float], **more: float) -> Arm:
    """Run a company that orders days in the office from week 26 on."""
    given = {"announce_week": 26, "office_days": days, **manner}
    overrides = {f"mandates.rto.{key}": value for key, value in given.items()}
    return arm(overrides=overrides | {path.replace("__", "."): value for path, value in more.items()}, employees=250)


@pytest.mark.parametrize(("outcome", "sign"), HURT)
@pytest.mark.parametrize("days", [3.0, 5.0])
def test_at_equal_days_the_manner_counts(days: float, outcome: str, sign: int) -> None:
    """Abrupt, unexplained, promise-breaking, without exceptions is worse than phased, explained, with choice."""
    assert_moves(ordered(days, HARSH), ordered(days, KIND), outcome, sign, 26)


def test_those_with_good_outside_options_leave_first(abrupt: Arm) -> None:
    """Outside options gate leaving: what an order does to attrition is larger among those who have them."""
    before = arm(groups=True)
    poor, good = (
        abrupt.group("outside option", label, "attrition", 26) - before.group("outside option", label, "attrition", 26)
        for label in (0, 2)
    )
    difference = Difference.of(good, poor)
    assert difference.shows(+1, MODEL.outcomes["attrition"].matters), str(difference)


def test_three_days_in_the_office_can_leave_trust_where_it_was() -> None:
    """Within .05 of the baseline, for trust in the leadership and in managers, if the manner is right."""
    for outcome in ("leadership_trust", "interpersonal_trust_in_managers"):
        difference = Difference.of(ordered(3.0, KIND).outcome(outcome, 26), arm(employees=250).outcome(outcome, 26))
        assert max(abs(difference.low), abs(difference.high)) < 0.05, f"{outcome}: {difference}"


@pytest.mark.parametrize("means", ["promotion_block", "dismissal_ladder"])
def test_compliance_can_be_bought(means: str) -> None:
    """Blocks and warnings fill the office with people who comply against their will (what it costs is shipped)."""
    bought, asked = ordered(5.0, HARSH, **{f"mandates__rto__{means}": 1.0}), ordered(5.0, HARSH)
    assert_moves(bought, asked, "compliance_grudging", +1, 26)
    assert_moves(bought, asked, "presenteeism", +1, 26)


def effect_of_an_order(outcome: str, labour_market: float) -> Floats:
    """Return what a harsh order does to an outcome in a labour market, by replication."""
    market = {"environment.labour_market": labour_market}
    harsh = ordered(5.0, HARSH, environment__labour_market=labour_market)
    return harsh.outcome(outcome, 26) - arm(overrides=market, employees=250).outcome(outcome, 26)


def test_a_slack_market_hides_the_cost_in_attrition_but_not_in_engagement() -> None:
    quits = Difference.of(effect_of_an_order("attrition", 0.0), effect_of_an_order("attrition", 1.0))
    assert quits.shows(-1, MODEL.outcomes["attrition"].matters), str(quits)
    slack = Difference.of(effect_of_an_order("engagement", 0.0), 0.0 * effect_of_an_order("engagement", 0.0))
    tight = effect_of_an_order("engagement", 1.0).mean()
    assert slack.shows(-1, MODEL.outcomes["engagement"].matters), str(slack)
    assert slack.mean <= 0.9 * tight, f"slack {slack}, tight {tight:.3g}"


# -- 7. autonomy ------------------------------------------------------------------------------------------------------


def at_home(days: float, **levers: float) -> Arm:
    moved = {f"policy.{name}": value for name, value in levers.items()}
    return arm(overrides={"policy.remote_days": days, **moved}, employees=400)


def test_days_at_home_raise_output_where_people_may_decide() -> None:
    assert_moves(at_home(5.0, autonomy=0.9), at_home(0.0, autonomy=0.9), "productivity", +1)


def test_days_at_home_lower_output_where_they_are_prescribed_everything() -> None:
    assert_moves(at_home(5.0, micromanagement=0.8), at_home(0.0, micromanagement=0.8), "productivity", -1)


def test_days_in_common_bring_ideas_and_leave_less_to_pick() -> None:
    """Three days in the office each, on which all meet or not: ideas gain, content with the place pays for it."""
    apart, together = (at_home(2.0, choice=1.0, common_days=share) for share in (0.0, 1.0))
    assert_moves(together, apart, "ideas", +1)
    assert_moves(together, apart, "satisfaction_with_location", -1)


@pytest.mark.parametrize("outcome", ["productivity", "signals_per_dyad"])
def test_the_office_can_win(outcome: str) -> None:
    """In the shipped baseline all in the office beats nobody there, on output and on what each sees of the other."""
    assert_moves(at_home(0.0), at_home(5.0), outcome, +1)
