"""The shipped stories: each differs from its counterpart in what it tells alone, and something comes of it."""

import numpy as np
import pytest

from tests.arms import SEED, arm, assert_moves
from trustsim.model.engine import simulate
from trustsim.model.recording import Record
from trustsim.model.week import MODEL
from trustsim.scenario import differences, load, resolve

ORDER = "mandates.rto."
#: A story, its counterpart, and all that they differ in.
PAIRS = [
    ("promotion-block", "rto-three-days", {f"{ORDER}promotion_block", f"{ORDER}exception_level"}),
    ("warnings-ladder", "rto-three-days", {f"{ORDER}dismissal_ladder", f"{ORDER}ladder_stage_weeks"}),
    ("relocation", "rto-three-days", {f"{ORDER}relocation_demand"}),
    ("slack-market", "tight-market", {"environment.labour_market"}),
    ("tight-market", "rto-three-days", {"environment.labour_market"}),
    ("leap-after-collapse", "staircase-after-collapse", {"timeline.rebuilding.set.policy.staircase_step"}),
    ("firms-imitating", "firms-apart", {"environment.imitation"}),
    ("firms-holding-back", "firms-imitating", {"environment.labour_market"}),
    ("support-enacted", "support-announced", {"timeline.speech.set.policy.support"}),
]
#: A story, what it is set against, an outcome that it moves, which way, and the weeks in which it does.
TOLD = [
    ("rto-three-days", "baseline", "leadership_trust", -1, (18, 104)),
    ("promotion-block", "rto-three-days", "compliance_grudging", +1, (18, 104)),
    ("promotion-block", "rto-three-days", "leadership_trust", -1, (18, 104)),
    ("promotion-block", "rto-three-days", "engagement", -1, (18, 104)),
    ("warnings-ladder", "rto-three-days", "attrition_dismissed", +1, (18, 104)),
    ("warnings-ladder", "rto-three-days", "psychological_safety", -1, (18, 104)),
    ("relocation", "rto-three-days", "attrition_voluntary", +1, (6, 104)),
    ("slack-market", "tight-market", "attrition_voluntary", -1, (6, 104)),
    ("delayering", "baseline", "decision_delay", -1, (40, 104)),
    ("delayering", "baseline", "account_balance", -1, (40, 104)),
    ("forced-remote-shock", "baseline", "productivity", -1, (14, 26)),
    ("forced-remote-shock", "baseline", "work_home_conflict", +1, (14, 39)),
    ("forced-remote-supported", "forced-remote-shock", "leadership_trust", +1, (14, 104)),
    ("forced-remote-supported", "forced-remote-shock", "productivity", +1, (14, 104)),
    ("collapse", "baseline", "felt_trust", -1, (1, 104)),
    ("staircase-after-collapse", "collapse", "felt_trust", +1, (27, 104)),
    ("staircase-after-collapse", "leap-after-collapse", "felt_trust", +1, (27, 104)),
    ("repair-well", "baseline", "leadership_trust", -1, (26, 27)),
    ("repair-well", "repair-badly", "leadership_trust", +1, (31, 104)),
    ("after-hours", "baseline", "work_home_conflict", +1, (1, 104)),
    ("after-hours-feedback", "after-hours", "work_home_conflict", -1, (20, 39)),
    ("after-hours-feedback", "after-hours", "after_hours_share", -1, (53, 104)),
    ("support-announced", "baseline", "leadership_trust", -1, (14, 104)),
    ("support-enacted", "support-announced", "leadership_trust", +1, (14, 104)),
    ("support-enacted", "baseline", "engagement", +1, (14, 104)),
]


@pytest.mark.parametrize(("story", "counterpart", "paths"), PAIRS)
def test_a_story_differs_from_its_counterpart_in_what_it_tells(story: str, counterpart: str, paths: set[str]) -> None:
    assert set(differences(load(counterpart), load(story))) == paths


def test_the_promotion_block_has_the_dates_of_the_text() -> None:
    """Week 1 is the first of January: announced in early February, in force in the first days of May."""
    order = {
        key: load("promotion-block").get(f"{ORDER}{key}") for key in ("announce_week", "notice_weeks", "office_days")
    }
    assert order == {"announce_week": 6, "notice_weeks": 12, "office_days": 3}


def test_repair_well_and_badly_answer_the_same_breach() -> None:
    one, other = (load(f"repair-{how}").values for how in ("well", "badly"))
    for key in ("week", "event", "kind", "size", "lie", "by"):
        assert one[f"timeline.breach.{key}"] == other[f"timeline.breach.{key}"]


@pytest.mark.parametrize(("story", "against", "outcome", "sign", "weeks"), TOLD)
def test_something_comes_of_a_story(story: str, against: str, outcome: str, sign: int, weeks: tuple[int, int]) -> None:
    assert_moves(arm(story, employees=240), arm(against, employees=240), outcome, sign, *weeks)


def test_feedback_that_is_shared_does_more_than_feedback_alone() -> None:
    here, there = arm("after-hours", employees=240), arm("after-hours-feedback", employees=240)
    drop = here.by_week("work_home_conflict").mean(axis=0) - there.by_week("work_home_conflict").mean(axis=0)
    assert drop[52:].mean() > 2.0 * drop[13:39].mean() > 0.0


def test_a_tight_market_turns_the_same_displeasure_into_exits() -> None:
    slack, tight = (arm(f"{kind}-market", employees=240) for kind in ("slack", "tight"))
    leaving, displeasure = (
        (tight.outcome(name).mean(), slack.outcome(name).mean()) for name in ("attrition_voluntary", "resentment")
    )
    assert leaving[0] > 1.5 * leaving[1]
    assert displeasure[0] < displeasure[1] < 1.3 * displeasure[0]


def ordered_in_small_firms(name: str, *starts: int) -> list[float]:
    """The share of the small firms' people who live under an order in each of some half-years, in percent."""
    recording = simulate(MODEL, resolve(load(name)), seed=SEED, replications=range(96), record=Record(weekly=True))
    assert recording.weekly is not None
    small = [row for row, company in enumerate(recording.plan.companies) if company.name != "giant"]
    sums = [recording.weekly[:, first - 1 : first + 25].sum(axis=1)[:, :, small] for first in starts]
    return [float(np.mean(recording.values(MODEL.outcomes["ordered_share"], some))) for some in sums]


def test_firms_that_imitate_order_what_the_giant_orders_sooner_where_it_does_not_drain_it() -> None:
    apart, imitating, waiting = (
        ordered_in_small_firms(name, 14, 79) for name in ("firms-apart", "firms-imitating", "firms-holding-back")
    )
    assert apart == [0.0, 0.0]
    assert imitating[1] > 80.0
    assert imitating[0] > 1.4 * waiting[0] > 0.0
