"""The least costly way: a wish becomes a search of bounded size, and its answer goes back into the what-if."""

from dataclasses import replace

import pytest

pytest.importorskip("solara")

from trustsim.app.least import Asked, goals_of, headline, office_days, remarks, ticked, wish_of
from trustsim.errors import InputError
from trustsim.scenario import load
from trustsim.studies.least import MOST_OFFERED, Wish, readings, search_of, taken_up, uncertainties
from trustsim.studies.searching import search
from trustsim.studies.what_if import WhatIf

ORDER = WhatIf(start="rto-three-days").describe({"population.employees": 20})
LEVERS = {
    "policy.support": {"low": 0.0, "high": 1.0, "cost": 2.0},
    "mandates.rto.explanation": {"low": 0.0, "high": 1.0, "cost": 1.0},
}


def small(plan):
    return plan.but(trials=4, states=3, replications=2)


def test_a_wish_is_searched_for_beside_the_company_as_it_is():
    plan = search_of(ORDER, Wish(("attrition <= baseline + 1",), LEVERS, most_levers=9))
    assert list(plan.levers) == ["timeline.what-if.set.policy.support", "mandates.rto.explanation"]
    assert plan.baseline == ORDER.baseline
    assert load(plan.scenario).get("timeline.what-if.set.policy.support") == ORDER.lever("policy.support")
    assert plan.most_levers == 2
    assert "policy.flexibility_promise" not in plan.uncertainties
    assert set(plan.uncertainties) == set(uncertainties())


@pytest.mark.parametrize(
    ("goals", "levers"),
    [((), LEVERS), (("stress <= 50",), {}), (("stress <= 50",), {key: {} for key in "abcdefghijk"})],
)
def test_a_wish_without_goals_or_levers_or_with_too_many_is_refused(goals, levers):
    with pytest.raises(InputError, match=rf"must be from 1 to ({MOST_OFFERED}|6), got"):
        search_of(ORDER, Wish(goals, levers))


def test_an_answer_goes_back_into_the_what_if_with_the_same_digits():
    wish = Wish(("employee_days_nobody_knows >= 0",), LEVERS)
    with pytest.raises(InputError, match="no outcome is called"):
        search_of(ORDER, wish)
    wish = replace(wish, goals=("leadership_trust >= baseline - 0.3", "attrition <= baseline + 90"))
    found = search(small(search_of(ORDER, wish)), threads=1)
    assert found.found
    assert found.moves == {}
    assert "Nothing needs to be moved" in headline(found)
    moved = taken_up(ORDER, wish, found)
    assert moved == ORDER
    assert sum(of for _, of in readings(found).values()) == len(found.states)


def test_that_nothing_was_found_is_said_plainly():
    wish = Wish(("attrition <= 0",), LEVERS, most_levers=1)
    found = search(small(search_of(ORDER, wish)), threads=1)
    assert not found.found
    assert headline(found).startswith("No way was found: by moving at most 1 of these levers")
    assert any("What came nearest holds in 0 of" in line for line in remarks(ORDER, wish, found, ORDER))


def test_the_levers_of_a_way_are_moved_in_the_what_if_as_they_were_in_the_search():
    wish = Wish(("attrition <= baseline + 1",), LEVERS)
    plan = search_of(ORDER, wish)
    moves = {"timeline.what-if.set.policy.support": 0.8, "mandates.rto.explanation": 0.9}
    found = search(small(plan), threads=1)
    found.verified = replace(found.nearest, moves=moves)
    moved = taken_up(ORDER, wish, found)
    assert moved.lever("policy.support") == 0.8
    assert moved.scenario.hash == load(plan.scenario).override(moves).hash


def test_what_is_put_in_becomes_goals_and_levers():
    asked = Asked(goals={"attrition": "bound", "leadership_trust": "better", "stress": "no_worse"})
    known = {"days_in_office": {"scenario_value": 2.77}}
    assert goals_of(asked, ORDER, known) == (
        "leadership_trust >= baseline + 0.02", "stress <= baseline + 1", "days_in_office >= 2.5",
    )  # fmt: skip
    assert "attrition <= 18" in goals_of(replace(asked, bounds={"attrition": 18.0}), ORDER, {})
    assert office_days(asked, WhatIf(), known) == 0.0
    assert goals_of(replace(asked, office=0.0), ORDER, known)[-1] == "stress <= baseline + 1"
    wish = wish_of(asked, ORDER, known)
    assert wish.levers["mandates.rto.notice_weeks"]["whole"]
    assert all(path.startswith("policy.") for path in ticked(asked, WhatIf()))
    assert len(search_of(ORDER, wish).levers) <= MOST_OFFERED
