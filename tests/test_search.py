"""Robust search: goals are read, fewer levers come first, answers hold in fresh states, no answer is said plainly."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import trustsim as ts
from trustsim.cli import answer
from trustsim.errors import InputError, ScenarioError
from trustsim.studies import Goal, SearchPlan, load_search, shipped_searches
from trustsim.studies.searching.looking import cost_of
from trustsim.studies.searching.worlds import Worlds, distance, drawn_states, robustness

SMALL: dict[str, Any] = {
    "scenario": "surveillance", "set": {"population.employees": 16}, "weeks": 12, "states": 3, "replications": 3,
    "trials": 6, "seed": 3, "uncertainties": {"environment.labour_market": {"low": 0.2, "high": 0.8}},
}  # fmt: skip
LEVERS = {"policy.surveillance": {"low": 0.0, "high": 1.0}, "policy.recognition": {"low": 0.0, "high": 1.0}}


def small(**changes: Any) -> SearchPlan:
    given: dict[str, Any] = {"goals": ["stress <= baseline + 1"], "levers": LEVERS} | SMALL | changes
    return SearchPlan(**given)


@pytest.mark.parametrize(
    ("text", "goal", "words"),
    [
        ("attrition <= baseline", Goal("attrition", "<=", 0.0, True), "attrition <= baseline"),
        ("stress<=baseline+1.5", Goal("stress", "<=", 1.5, True), "stress <= baseline + 1.5"),
        ("leadership_trust >= baseline - 0.05", Goal("leadership_trust", ">=", -0.05, True), ""),
        ("engagement >= 60", Goal("engagement", ">=", 60.0, False), "engagement >= 60"),
    ],
)
def test_a_goal_is_read(text: str, goal: Goal, words: str) -> None:
    found = Goal.of(text, "here")
    assert found == goal
    assert found.words == (words or text)


@pytest.mark.parametrize("text", ["attrition = baseline", "attrition <=", "stres <= 3", "stress <= 1.2.3", 4])
def test_a_wrong_goal_is_refused(text: Any) -> None:
    with pytest.raises(InputError, match=r"here: (a goal is written|no outcome|'1\.2\.3')"):
        Goal.of(text, "here")


def test_a_shortfall_is_counted_in_smallest_differences_that_matter() -> None:
    matters = 1.0 / Goal("stress", "<=", 0.0, False).shortfall(1.0, 0.0)
    assert Goal("stress", "<=", 2.0, True).shortfall(13.0, 10.0) == pytest.approx(1.0 / matters)
    assert Goal("stress", ">=", -2.0, True).shortfall(7.0, 10.0) == pytest.approx(1.0 / matters)
    assert Goal("stress", ">=", 5.0, False).shortfall(7.0, 10.0) < 0.0


def test_robustness_is_the_share_of_states_in_which_all_goals_are_met() -> None:
    shortfalls = np.array([[-1.0, -2.0], [0.0, -1.0], [0.5, -3.0], [-1.0, np.nan]])
    assert robustness(shortfalls) == 0.5
    assert distance(shortfalls, 0.5) == 0.0
    assert distance(shortfalls, 0.75) == 0.5
    assert distance(shortfalls, 1.0) > 1e5


def test_one_lever_that_does_it_is_found_and_pulled_back_and_holds_in_fresh_states() -> None:
    found = ts.search(small())
    assert found.found
    assert set(found.moves) == {"policy.surveillance"}
    assert 0.0 <= float(found.moves["policy.surveillance"]) < 0.5
    assert found.verified is not None
    assert found.verified.shortfalls.shape == (6, 1)
    fresh = Worlds(found.plan, drawn_states(found.plan, 6, 4), 4, 6)
    assert robustness(fresh.shortfalls(found.moves)) == found.verified.robustness >= 0.9
    assert {len(one.moves) for one in found.tried} == {0, 1}
    assert found.goals["met"].tolist() == [found.verified.robustness]


def test_the_same_seed_gives_the_same_answer_on_any_number_of_threads() -> None:
    one, two = (ts.search(small(), threads=threads).to_json() for threads in (1, 2))
    assert one == two


def test_where_nothing_does_it_that_is_said() -> None:
    found = ts.search(small(goals=["stress <= baseline - 50"], levers={"policy.recognition": [0.0, 1.0]}, trials=2))
    assert not found.found
    assert found.moves == {}
    assert found.seen.startswith("nothing was found that meets stress <= baseline - 50 in 90% of states")
    assert not found.goals["met"].any()


def test_where_nothing_needs_to_be_done_that_is_said() -> None:
    found = ts.search(small(goals=["stress <= 101"]))
    assert found.found
    assert found.moves == {}
    assert found.seen.startswith("no lever needs to be moved")
    assert len(found.tried) == 1


def test_moves_cost_their_share_of_the_range() -> None:
    plan = small(levers={**LEVERS, "policy.fairness": {"low": 0.0, "high": 1.0, "cost": 3.0}})
    start = {"policy.surveillance": 0.6, "policy.recognition": 0.0, "policy.fairness": 0.5}
    assert cost_of(plan, start, {"policy.surveillance": 0.1, "policy.fairness": 1.0}) == pytest.approx(0.5 + 1.5)


def test_states_are_a_latin_hypercube_over_numbers_and_profiles() -> None:
    plan = small(
        uncertainties={"environment.labour_market": {"low": 0.0, "high": 1.0}, "run.profile": ["null", "practitioner"]}
    )
    states = drawn_states(plan, 10, 1)
    assert sorted(int(float(state["environment.labour_market"]) * 10) for state in states) == list(range(10))
    assert sum(state["run.profile"] == "null" for state in states) == 5
    assert drawn_states(small(uncertainties={}), 10, 1) == [{}]


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"goals": []}, InputError, "at least one goal and one lever"),
        ({"levers": {"policy.surveilance": [0.0, 1.0]}}, ScenarioError, "did you mean"),
        ({"levers": {"mandates.rto.voice": [0.0, 1.0]}}, ScenarioError, "mandates.rto"),
        ({"set": {"policy.recognition": 0.1}}, InputError, "policy.recognition is a lever"),
        ({"robust": 1.5}, InputError, "robust must be a share"),
        ({"states": 1}, InputError, "states must be a whole number from 2"),
        ({"levers": {"policy.support": {"low": 0.0, "high": 1.0, "cost": -1.0}}}, InputError, "cost must be a number"),
    ],
)
def test_bad_input_is_refused(changes: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        ts.search(small(**changes))


def test_shipped_searches_are_read() -> None:
    for name in shipped_searches():
        plan = load_search(name)
        worlds = Worlds(plan, [], plan.seed, 1)
        assert set(worlds.start) == set(plan.levers)
    with pytest.raises(InputError, match="no shipped search 'three-office-day'"):
        load_search("three-office-day")


def test_the_command_says_saves_and_draws(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, out, figure = tmp_path / "own.toml", tmp_path / "out", tmp_path / "search.pdf"
    file.write_text(
        'scenario = "surveillance"\ngoals = ["stress <= baseline + 1"]\nweeks = 12\nstates = 2\nreplications = 2\n'
        'trials = 4\n[set]\n"population.employees" = 12\n[levers]\n"policy.surveillance" = { low = 0.0, high = 1.0 }\n'
    )
    assert answer(["search", str(file), "--out", str(out), "--figure", str(figure)]) == 0
    assert "policy.surveillance" in capsys.readouterr().out
    assert figure.stat().st_size > 5_000
    assert {"levers.csv", "goals.csv", "candidates.csv", "worlds.csv"} < {path.name for path in out.iterdir()}
    assert answer(["search", str(file), "--json", "--trials", "2"]) == 0
    assert json.loads(capsys.readouterr().out)["found"]
    file.write_text(file.read_text().replace("baseline + 1", "baseline - 90"))
    assert answer(["search", str(file)]) == 1
    assert "nothing was found" in capsys.readouterr().out
    assert answer(["search"]) == 0
    assert "three-office-days" in capsys.readouterr().out
