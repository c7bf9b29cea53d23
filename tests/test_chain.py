"""The chain in words: its numbers are those of charts and tables, its parts sum up; of nothing it tells nothing."""

import math
import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import trustsim as ts
from trustsim.errors import InputError
from trustsim.plots.differences import signed
from trustsim.studies.chain import LASTING, chain_of, first_lasting, lever_words, named
from trustsim.studies.what_if import WhatIf, apart

SMALL = {"population.employees": 40, "run.weeks": 40, "run.replications": 6}


@pytest.fixture(scope="module")
def comparison() -> ts.Comparison:
    mandate = ts.load("rto-abrupt").override(SMALL | {"mandates.rto.announce_week": 10, "policy.work_log": 0.5})
    return ts.compare(ts.load("baseline").override(SMALL), [mandate])


@pytest.fixture(scope="module")
def why(comparison: ts.Comparison) -> ts.Explanation:
    return comparison.explain(replications=6)


def test_turns_tell_the_numbers_of_the_charts(comparison):
    facts = comparison.outcome_facts
    one, two = (
        arm.curves().set_index(["outcome", "week"])["mean"]
        for arm in (comparison.baseline, comparison.scenarios["rto-abrupt"])
    )
    turns = [link for link in chain_of(comparison, "rto-abrupt") if link.kind == "turn"]
    assert "leadership_trust" in [link.outcome for link in turns]
    for link in turns:
        gap = two.loc[link.outcome] - one.loc[link.outcome]
        matters = facts[link.outcome].matters
        assert link.value == gap.loc[link.week]
        assert abs(link.value) >= matters
        assert f"({signed(link.value, matters)})" in link.text
        assert signed(two.loc[link.outcome, link.week], matters).lstrip("+") in link.text
        assert link.week is not None
        before = gap.loc[: link.week - 1]
        assert first_lasting(before, matters) is None


def test_events_come_in_their_weeks_and_before_what_they_cause(comparison):
    links = chain_of(comparison, "rto-abrupt")
    weeks = [link.week for link in links if link.week is not None]
    assert len(weeks) == len(links)
    assert weeks == sorted(weeks)
    texts = [link.text for link in links]
    announced = "Week 10: the mandate 'rto' is announced."
    assert announced in texts
    breach = next(place for place, link in enumerate(links) if link.outcome == "perceived_breach_share")
    assert breach > texts.index(announced)


def test_reasons_are_the_differences_of_the_table_and_sum_up(comparison, why):
    table = comparison.table.set_index("outcome")
    reasons = [link for link in chain_of(comparison, "rto-abrupt", why) if link.kind == "why"]
    assert {link.outcome for link in reasons} <= set(table.index[table["verdict"].isin(["higher", "lower"])])
    trust = next(link for link in reasons if link.outcome == "leadership_trust")
    for link in reasons:
        assert link.value == pytest.approx(table.loc[link.outcome, "difference"], abs=1e-9)
    by_cause = trust.text.partition("by cause: ")[2]
    parts = [float(number.replace("−", "-")) for number in re.findall(r"[+−]\d+\.\d+", by_cause)]
    assert sum(parts) == pytest.approx(trust.value, abs=0.0005 * (len(parts) + 1))
    assert "mandate rto" in trust.text


def test_equal_scenarios_have_no_chain():
    base = ts.load("baseline").override(SMALL | {"run.weeks": 12})
    assert chain_of(ts.compare(base, [base]), "baseline") == []


def test_an_unknown_scenario_is_refused(comparison):
    with pytest.raises(InputError, match="no scenario is called 'x'"):
        chain_of(comparison, "x")


@given(st.lists(st.floats(-3, 3), min_size=1, max_size=40))
def test_a_difference_that_does_not_last_is_no_turn(values):
    gap = pd.Series(values, index=range(1, len(values) + 1))
    week = first_lasting(gap, 1.0)
    runs = [gap.loc[w : w + LASTING - 1] for w in gap.index[: max(0, len(gap) - LASTING + 1)]]
    lasting = [int(run.index[0]) for run in runs if (run >= 1.0).all() or (run <= -1.0).all()]
    if week is None:
        assert lasting == []
    else:
        assert week in lasting


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=9))
def test_named_parts_sum_to_the_whole(values):
    whole = math.fsum(values)
    rows = pd.DataFrame({"cause": [f"c{n}" for n in range(len(values))], "contribution": values})
    told = named(rows, "cause", whole, 0.1)
    numbers = [float(number.replace("−", "-")) for number in re.findall(r"(?<= )[+−]?\d+\.\d+", told)]
    if told:
        assert sum(numbers) == pytest.approx(whole, abs=0.006 * (len(numbers) + 1))


def test_levers_have_words():
    assert lever_words("policy.work_log") == "work log"
    assert lever_words("mandates.rto + timeline.sorry") == "mandate rto with sorry"
    assert lever_words("teams.platform.policy.autonomy") == "team platform.policy.autonomy"


def test_moved_levers_are_told_apart_without_another_digit():
    what_if = WhatIf(company=SMALL, replications=3).move("policy.autonomy", 0.9).move("policy.surveillance", 0.5)
    scenario = what_if.scenario
    split = apart(scenario)
    assert ts.run(split).outcomes.equals(ts.run(scenario).outcomes)
    assert set(ts.explain(what_if.baseline, split, replications=2).lever_names) == {
        "timeline.autonomy", "timeline.surveillance",
    }  # fmt: skip
    one = WhatIf().move("policy.autonomy", 0.9).scenario
    assert apart(one) is one
