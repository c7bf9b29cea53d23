"""What-ifs: a company as it is, and what if it did otherwise."""

import pytest

from trustsim.errors import InputError, ScenarioError
from trustsim.scenario import differences, load, shipped
from trustsim.studies.what_if import WhatIf


def test_at_first_nothing_is_different():
    question = WhatIf()
    assert question.scenario == question.baseline
    assert question.baseline.hash == load("baseline").hash


def test_ones_own_company_holds_in_both_arms():
    question = WhatIf(start="rto-phased").describe({"population.employees": 200, "policy.span_of_control": 9})
    for arm in (question.baseline, question.scenario):
        assert (arm.get("population.employees"), arm.get("policy.span_of_control")) == (200, 9)
    assert {path.partition(".")[0] for path in differences(question.baseline, question.scenario)} == {"mandates"}
    assert question.describe({"population.employees": None}).baseline.get("population.employees") == 120


def test_a_lever_moves_from_the_first_week_on_and_both_arms_share_their_past():
    question = WhatIf().move("policy.surveillance", 0.7)
    assert question.lever("policy.surveillance") == 0.7
    assert question.scenario.get("policy.surveillance") == question.baseline.get("policy.surveillance") == 0.1
    assert [(one.week, one.kind) for one in question.happenings] == [(1, "moved")]
    later = question.move("policy.autonomy", 0.9).move_in_week(30)
    assert later.moved() == {"policy.surveillance": 0.7, "policy.autonomy": 0.9}
    assert later.moved_week == 30


def test_a_lever_that_is_moved_back_leaves_nothing_behind():
    question = WhatIf().move("policy.surveillance", 0.7).move("policy.surveillance", 0.1)
    assert question == WhatIf()


def test_a_lever_out_of_range_is_refused_in_words():
    with pytest.raises(ScenarioError, match="surveillance must be a number from 0 to 1"):
        _ = WhatIf().move("policy.surveillance", 7.0).scenario


@pytest.mark.parametrize("name", shipped())
def test_it_begins_with_any_shipped_scenario(name):
    question = WhatIf(start=name)
    assert differences(question.scenario, load(name)) == []
    assert question.move("policy.transparency", 0.95).scenario.get("timeline.what-if.set.policy.transparency") == 0.95


def test_an_order_moves_along_the_weeks_as_people_mean_it():
    question = WhatIf(start="rto-three-days")
    announced, in_force = question.happenings
    assert (announced.kind, announced.week, in_force.kind, in_force.week) == ("announced", 6, "in_force", 18)
    earlier = question.put_in_week(announced, 2)
    assert [one.week for one in earlier.happenings] == [2, 14]
    at_once = earlier.put_in_week(in_force, 1)
    assert [one.week for one in at_once.happenings] == [2, 2]
    phased = question.change({"mandates.rto.ramp_weeks": 4})
    ramped = phased.happenings[-1]
    assert (ramped.kind, ramped.week) == ("ramped", 22)
    assert phased.put_in_week(ramped, 30).scenario.get("mandates.rto.ramp_weeks") == 12


def test_events_move_are_added_and_taken_away():
    question = WhatIf(start="repair-badly")
    apology = next(one for one in question.happenings if one.kind == "apology")
    moved = question.put_in_week(apology, 30)
    assert moved.scenario.get("timeline.apology.week") == 30
    without = moved.without("timeline", "apology")
    assert not any(one.kind == "apology" for one in without.happenings)
    again = without.with_event("apology", 40)
    assert [one.week for one in again.happenings if one.kind == "apology"] == [40]


KINDS = ["promise", "breach", "apology", "denial", "proof", "follow_up", "results", "praise", "layoff", "shock"]


@pytest.mark.parametrize("kind", [*KINDS, "delayering"])
def test_every_kind_of_event_can_be_added_twice(kind):
    question = WhatIf(start="repair-badly")
    before = len(question.happenings)
    assert len(question.with_event(kind, 20).with_event(kind, 21).happenings) == before + 2


def test_an_order_that_is_not_there_cannot_be_taken_back():
    with pytest.raises(InputError, match="there is none"):
        WhatIf().with_event("reversal", 40)
    question = WhatIf(start="rto-abrupt").with_event("reversal", 40)
    assert question.scenario.get("timeline.reversal.of") == "rto"
    assert question.without("mandates", "rto").changes["mandates.rto.remove"] is True


def test_to_begin_anew_keeps_the_company():
    question = WhatIf(company={"population.employees": 50}).move("policy.autonomy", 0.9).begin("hybrid")
    assert (question.changes, question.company) == ({}, {"population.employees": 50})


def test_it_begins_with_an_uploaded_file():
    text = 'title = "Watched"\nextends = "baseline"\n[policy]\nsurveillance = 0.6\n'
    question = WhatIf(uploaded=text)
    assert question.scenario.title == "Watched"
    assert question.lever("policy.surveillance") == 0.6


@pytest.mark.parametrize("name", shipped())
def test_any_lever_can_be_moved_whatever_the_story_sets(name):
    question = WhatIf(start=name)
    for path in ("policy.autonomy", "policy.micromanagement", "policy.verify_first", "policy.support"):
        moved = question.move(path, 0.35)
        assert moved.lever(path) == 0.35
        assert moved.moved() == {path: 0.35}
        assert moved.scenario.hash != question.scenario.hash
        assert moved.move(path, question.lever(path)) == question


def test_a_lever_that_the_story_sets_in_the_same_week_is_moved_there():
    question = WhatIf(start="collapse")
    assert question.stood("policy.autonomy") == question.lever("policy.autonomy") == 0.1
    assert question.set_later("policy.autonomy") == [(27, 0.5)]
    moved = question.move("policy.autonomy", 0.3).move("policy.transparency", 0.9)
    assert moved.scenario.get("timeline.fall.set.policy.autonomy") == 0.3
    assert moved.scenario.get("timeline.what-if.set.policy.transparency") == 0.9
    later = moved.move_in_week(27)
    assert later.moved() == {"policy.autonomy": 0.3, "policy.transparency": 0.9}
    assert later.scenario.get("timeline.relaxed.set.policy.autonomy") == 0.3
    assert later.scenario.get("timeline.fall.set.policy.autonomy") == 0.1
