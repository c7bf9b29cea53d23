"""Estimates: at once from a few runs, in the end the digits of ``compare``; shared, stopped, taken in turn."""

import threading
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustsim.errors import InputError
from trustsim.model.threads import Stopped
from trustsim.scenario import load
from trustsim.studies import compare, run
from trustsim.studies.estimating import LEAST, Estimator, Gate, steps
from trustsim.studies.keeping import Keeper
from trustsim.studies.what_if import WhatIf

SMALL = {"population.employees": 16, "run.weeks": 8, "run.replications": 60, "run.seed": 3}


@pytest.fixture(autouse=True)
def small_steps(monkeypatch):
    """Take as few runs a step as a large company would."""
    monkeypatch.setattr("trustsim.studies.estimating.STEP_SEATS", 200)


def arms():
    baseline = load("baseline").override(SMALL)
    later = {"timeline.what-if.week": 2, "timeline.what-if.set.policy.surveillance": 0.8}
    return baseline, {"later": baseline.override(later), "always": baseline.override({"policy.surveillance": 0.8})}


def test_the_last_estimate_has_the_digits_of_compare():
    baseline, scenarios = arms()
    found = list(Estimator().estimates(baseline, scenarios))
    assert [one.runs for one in found] == sorted({one.runs for one in found})
    assert len(found) > 2
    assert [one.final for one in found] == [False] * (len(found) - 1) + [True]
    named = [scenario.override({"name": label}) for label, scenario in scenarios.items()]
    assert found[-1].comparison.to_dict()["comparisons"] == compare(baseline, named).to_dict()["comparisons"]


def test_an_estimate_from_a_few_runs_is_that_of_a_comparison_of_those_runs():
    baseline, scenarios = arms()
    first = next(Estimator().estimates(baseline, scenarios))
    few = compare(baseline, scenarios["later"], replications=first.runs).table
    assert first.comparison.table_of(["stress"])["difference"].iloc[0] == float(
        few.loc[few["outcome"] == "stress", "difference"].iloc[0]
    )


def test_all_runs_of_one_scenario_are_those_of_run():
    baseline, _ = arms()
    found = Estimator().all_runs(baseline)
    assert found.outcomes.equals(run(baseline).outcomes)


def test_what_was_simulated_is_not_simulated_again(monkeypatch):
    baseline, scenarios = arms()
    estimator = Estimator()
    before = list(estimator.estimates(baseline, scenarios))[-1].comparison

    def nobody(*_, **__):
        raise AssertionError("this was simulated before")

    monkeypatch.setattr("trustsim.studies.estimating.simulate", nobody)
    again = list(estimator.estimates(baseline, scenarios))[-1].comparison
    assert again.to_json() == before.to_json()


def test_changes_after_burn_in_go_on_from_the_baselines_state(monkeypatch):
    baseline, scenarios = arms()
    estimator = Estimator()
    list(estimator.estimates(baseline, {"later": scenarios["later"]}))
    kept = len(estimator.burnt_in)
    other = baseline.override({"timeline.what-if.week": 1, "timeline.what-if.set.policy.autonomy": 0.9})
    list(estimator.estimates(baseline, {"other": other}))
    assert len(estimator.burnt_in) == kept
    list(estimator.estimates(baseline, {"always": scenarios["always"]}))
    assert len(estimator.burnt_in) == 2 * kept


def test_an_estimate_that_nobody_waits_for_ends_within_a_week():
    baseline, scenarios = arms()
    asked = []

    def stop():
        asked.append(None)
        return len(asked) > 3

    with pytest.raises(Stopped):
        list(Estimator().estimates(baseline, scenarios, stop=stop))
    assert len(asked) == 4


def test_scenarios_that_cannot_be_compared_are_refused():
    baseline, _ = arms()
    with pytest.raises(InputError, match="weeks"):
        next(Estimator().estimates(baseline, {"longer": baseline.override({"run.weeks": 9})}))
    with pytest.raises(InputError, match="at least one"):
        next(Estimator().estimates(baseline, {}))


@given(st.integers(1, 500), st.integers(1, 2000))
def test_steps_hold_every_replication_once_and_show_the_last(replications, employees):
    found = list(steps(replications, employees))
    assert [number for step, _ in found for number in step] == list(range(replications))
    assert found[0][1]
    assert found[-1][1]
    assert len(found[0][0]) >= min(LEAST, replications)
    shown = [step.stop for step, show in found if show]
    assert all(late >= 2 * early for early, late in pairwise(shown[:-1]))


def test_no_more_jobs_compute_at_a_time_than_there_are_places():
    gate, inside, most = Gate(2), [], []

    def job():
        with gate.turn(urgent=False):
            inside.append(None)
            most.append(len(inside))
            time.sleep(0.01)
            inside.pop()

    jobs = [threading.Thread(target=job) for _ in range(8)]
    for one in jobs:
        one.start()
    for one in jobs:
        one.join()
    assert max(most) <= 2
    assert len(most) == 8
    assert gate.free == 2


def test_jobs_that_somebody_waits_for_go_first():
    gate, order, started = Gate(1), [], threading.Event()

    def job(urgent):
        with gate.turn(urgent=urgent):
            order.append(urgent)

    with gate.turn(urgent=True):
        patient = threading.Thread(target=job, args=[False])
        patient.start()
        started.wait(0.05)
        waiting = threading.Thread(target=job, args=[True])
        waiting.start()
        while not gate.urgent:
            started.wait(0.01)
    patient.join()
    waiting.join()
    assert order == [True, False]


def test_a_job_that_is_stopped_while_it_waits_leaves_the_line():
    gate = Gate(1)
    with gate.turn(urgent=False):
        with pytest.raises(Stopped), gate.turn(urgent=True, stop=lambda: True):
            pass
    assert (gate.free, gate.urgent) == (1, 0)


def test_a_keeper_forgets_what_was_used_longest_ago():
    keeper = Keeper(10)
    for name in "abc":
        keeper.put(name, name.upper(), 4)
    assert (keeper.get("a"), keeper.get("b"), keeper.get("c")) == (None, "B", "C")
    keeper.get("b")
    keeper.put("d", "D", 4)
    assert (keeper.get("b"), keeper.get("c"), keeper.get("d")) == ("B", None, "D")
    assert keeper.bytes == 8
    keeper.put("d", "other", 4)
    assert keeper.get("d") == "D"


def test_a_what_if_estimates():
    question = WhatIf(company={"population.employees": 16}, replications=6).move("policy.autonomy", 0.9)
    *_, last = Estimator().estimates(question.baseline, {"": question.scenario})
    assert last.final
    assert last.of == 6
