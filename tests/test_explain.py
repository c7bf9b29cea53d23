"""Explanations: contributions by lever and by cause sum to the gap; JSON, figure, replications, bad input."""

from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

import trustsim as ts
import trustsim.studies.explaining
from trustsim.errors import InputError, ScenarioError
from trustsim.model.declarations import Employee, Outcome
from trustsim.model.week import MODEL
from trustsim.plots import save_figure
from trustsim.plots.waterfall import MOST_BARS, bars_of
from trustsim.scenario import Scenario, load
from trustsim.studies import Explanation, explain
from trustsim.studies.causes import booked_state, exit_kinds

SIZE = {"population.employees": 24, "run.weeks": 30, "run.replications": 4, "run.seed": 5}
TRUST = "leadership_trust", "interpersonal_trust_in_managers", "competence_trust_in_employees"


def small(**tables: object) -> Scenario:
    return load({"extends": "baseline", **tables}).override(SIZE)


@pytest.fixture(scope="module")
def first() -> Scenario:
    return small()


@pytest.fixture(scope="module")
def last() -> Scenario:
    mandate = {"announce_week": 8, "office_days": 5, "notice_weeks": 0}
    return small(policy={"surveillance": 0.8, "surveillance_breadth": 0.9}, mandates={"rto": mandate})


@pytest.fixture(scope="module")
def why(first: Scenario, last: Scenario) -> Explanation:
    return explain(first, last, replications=4)


def sums(frame: pd.DataFrame) -> pd.Series[float]:
    return frame.groupby("outcome", sort=False)["contribution"].sum()


def differences(why: Explanation) -> pd.Series[float]:
    return why.table.set_index("outcome")["difference"]


def share(why: Explanation, lever: str, outcome: str) -> float:
    rows = why.levers
    (found,) = rows[(rows["lever"] == lever) & (rows["outcome"] == outcome)]["contribution"]
    return float(found)


# -- by lever -------------------------------------------------------------------------------------------------------


def test_contributions_of_levers_sum_to_the_gap_that_a_comparison_finds(why, first, last):
    assert set(why.lever_names) == {"policy.surveillance", "policy.surveillance_breadth", "mandates.rto"}
    assert why.scenarios == 8
    np.testing.assert_allclose(sums(why.levers), differences(why), rtol=0, atol=1e-10)
    table = ts.compare(first, last).table.set_index("outcome")
    both = [name for name in why.outcome_facts if name in table.index]
    assert set(TRUST) <= set(both)
    for name in ("difference", "low", "high"):
        found = why.table.set_index("outcome")[name]
        np.testing.assert_allclose(found[both], table[name][both], rtol=0, atol=1e-9)


def test_a_lever_that_changes_nothing_contributes_exactly_nothing():
    """Who sees the data of a surveillance that is not there can make no difference."""
    quiet = {"surveillance": 0.0, "surveillance_breadth": 0.2}
    loud = {"surveillance": 0.0, "surveillance_breadth": 0.9, "autonomy": 0.9}
    why = explain(small(policy=quiet), small(policy=loud), replications=3)
    rows = why.levers[why.levers["lever"] == "policy.surveillance_breadth"]
    assert (rows[["contribution", "low", "high"]] == 0.0).all(axis=None)
    assert share(why, "policy.autonomy", "engagement") != 0.0


def test_two_levers_that_do_the_same_contribute_the_same():
    """One entry is for everybody, the other for the one team in which everybody is."""
    team = {"teams": [{"name": "all", "employees": 24}]}
    sets = {"week": 3, "set": {"policy.autonomy": 0.95}}
    timeline = [{"label": "everybody", **sets}, {"label": "team", "teams": ["all"], **sets}]
    why = explain(small(**team), small(**team, timeline=timeline), replications=3)
    assert differences(why)["engagement"] != 0.0
    for outcome in why.outcome_facts:
        assert share(why, "timeline.everybody", outcome) == share(why, "timeline.team", outcome)


def test_sampled_orders_agree_with_all_sets(why, first, last):
    sampled = explain(first, last, replications=4, sampled=True)
    assert "8 sampled orders" in sampled.method
    np.testing.assert_allclose(sums(sampled.levers), differences(why), rtol=0, atol=1e-10)
    for lever in why.lever_names:
        for outcome in TRUST:
            assert share(sampled, lever, outcome) == pytest.approx(share(why, lever, outcome), abs=0.02)


def test_more_than_eight_levers_are_sampled():
    policy = {
        "surveillance": 0.4, "autonomy": 0.8, "checkins": 2, "trust_first": 0.3, "support": 0.7, "growth": 0.7,
        "micromanagement": 0.2, "remote_days": 4, "pay": 5,
    }  # fmt: skip
    why = explain(small(), small(policy=policy), replications=2, weeks=6)
    assert len(why.lever_names) == 9
    assert why.scenarios <= 2 * 18
    assert "sampled orders" in why.caption
    np.testing.assert_allclose(sums(why.levers), differences(why), rtol=0, atol=1e-10)


def test_equal_scenarios_have_no_levers(first):
    why = explain(first, small(title="another name"), replications=2)
    assert why.lever_names == ()
    assert why.scenarios == 1
    assert (why.table[["difference", "low", "high"]] == 0.0).all(axis=None)
    assert why.to_dict()["outcomes"][0]["levers"] == []


def test_the_first_replications_stay_the_same_when_there_are_more(first, last, why):
    fewer = explain(first, last, replications=2)
    for outcome in TRUST:
        mine, theirs = (part._contributions[outcome] for part in (fewer, why))
        np.testing.assert_array_equal(mine, theirs[:, :2])


# -- by cause -------------------------------------------------------------------------------------------------------


def test_causes_of_trust_sum_to_the_gap(why):
    booked = [name for name, outcome in MODEL.outcomes.items() if booked_state(outcome, MODEL)]
    assert set(MODEL.booked) == {booked_state(MODEL.outcomes[name], MODEL) for name in booked}
    assert set(booked) <= set(why.causes["outcome"])
    for name in booked:
        assert sums(why.causes)[name] == pytest.approx(differences(why)[name], abs=1e-9)
    found = set(why.causes[why.causes["outcome"] == "leadership_trust"]["cause"])
    assert {"surveillance", "mandate announced", "forgetting", "joined and left"} <= found
    assert "at the start" not in found


def test_causes_sum_to_the_gap_when_people_start_with_more_trust_and_there_are_more_of_them(first):
    more = first.override({"population.employees": 32, "population.trust_propensity.mean": 0.7})
    why = explain(first, more, replications=3)
    for name in TRUST:
        assert sums(why.causes)[name] == pytest.approx(differences(why)[name], abs=1e-9)
    rows = why.causes[(why.causes["outcome"] == "leadership_trust") & (why.causes["cause"] == "at the start")]
    assert float(rows["contribution"].iloc[0]) > 0.0


def test_exits_by_cause_add_up_to_attrition(first, last, why):
    counted = [name for name, outcome in MODEL.outcomes.items() if exit_kinds(outcome, MODEL)]
    assert "attrition" in counted
    for name in counted:
        assert sums(why.causes).get(name, 0.0) == pytest.approx(differences(why)[name], abs=1e-9)
    events = [ts.run(arm, record=ts.Record(events=True)).events for arm in (first, last)]
    quits = [frame[frame["kind"] == "quit"]["cause"].value_counts() for frame in events]
    rows = why.causes[why.causes["outcome"] == "attrition_voluntary"].set_index("cause")["contribution"]
    for cause in rows.index:
        before, after = (int(counts.get(cause, 0)) for counts in quits)
        if before == 0 or after == 0:
            assert np.sign(rows[cause]) == np.sign(after - before)


def test_what_is_no_mean_of_a_booked_state_has_no_causes(why):
    assert booked_state(MODEL.outcomes["stress"], MODEL) is None
    assert booked_state(MODEL.outcomes["reciprocity_high"], MODEL) is None
    assert exit_kinds(MODEL.outcomes["regretted_attrition"], MODEL) == []
    assert "stress" not in set(why.causes["outcome"])

    def doubled(employed: float, leadership_trust: float) -> float:
        return 2.0 * employed * leadership_trust

    def heads(employed: float) -> float:
        return employed

    strange = Outcome("strange", "0-1", "up", 0.02, "twice", 1.0, Employee, doubled, heads)
    assert booked_state(strange, MODEL) is None


def test_several_companies_are_taken_together():
    market = {"market": {"companies": 2}}
    why = explain(small(**market), small(**market, policy={"autonomy": 0.9}), replications=2, weeks=10)
    np.testing.assert_allclose(sums(why.levers), differences(why), rtol=0, atol=1e-10)
    assert sums(why.causes)["leadership_trust"] == pytest.approx(differences(why)["leadership_trust"], abs=1e-9)


# -- how it is shown ------------------------------------------------------------------------------------------------


def test_json(why):
    found = json.loads(why.to_json(["attrition", "leadership_trust", "stress"]))
    head = ["trustsim", "profile", "seed", "replications", "weeks"]
    assert list(found) == [*head, "baseline", "scenario", "method", "scenarios", "outcomes"]
    assert found["replications"] == 4
    assert [row["outcome"] for row in found["outcomes"]] == ["attrition", "leadership_trust", "stress"]
    for row in found["outcomes"]:
        assert list(row) == ["outcome", "unit", "difference", "low", "high", "levers", "causes"]
        assert all(list(part) == ["lever", "contribution", "low", "high"] for part in row["levers"])
        assert all(list(part) == ["cause", "contribution", "low", "high"] for part in row["causes"])
        assert sum(part["contribution"] for part in row["levers"]) == pytest.approx(row["difference"], abs=1e-9)
    assert found["outcomes"][1]["causes"]
    assert found["outcomes"][2]["causes"] == []
    assert [row["outcome"] for row in why.to_dict()["outcomes"]] == list(why.outcome_facts)


def texts(figure: Figure) -> str:
    return " ".join(found.get_text() for found in figure.findobj(Text) if isinstance(found, Text)).replace("\n", " ")


def test_figure_says_levers_causes_and_numbers(why, tmp_path):
    figure = why.plot()
    found = texts(figure)
    for words in (
        "leadership trust (0–1), by lever", "leadership trust (0–1), by cause", "stress (0–100), by lever",
        "policy.surveillance", "mandates.rto", "mandate announced", "joined and left", "95% interval", "not calibrated",
        "4 runs of 30 weeks", "difference",
    ):  # fmt: skip
        assert words in found
    paths = [save_figure(why.plot(["attrition"]), tmp_path / name) for name in ("one.png", "two.png")]
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_many_small_bars_become_one():
    sizes = np.arange(20.0) - 10.5
    rows = pd.DataFrame({"lever": [f"l{n}" for n in range(20)], "contribution": sizes, "low": sizes, "high": sizes})
    bars = bars_of(rows, "lever")
    assert len(bars) == MOST_BARS
    assert bars[-1].label == f"{20 - MOST_BARS + 1} others"
    assert sum(bar.contribution for bar in bars) == pytest.approx(sizes.sum())
    assert [abs(bar.contribution) for bar in bars[:-1]] == sorted(
        (abs(b.contribution) for b in bars[:-1]), reverse=True
    )


def test_figure_of_one_run_has_no_intervals(first, last):
    why = explain(first, last, replications=1, weeks=10)
    assert why.table["low"].isna().any()
    assert len(why.plot(["leadership_trust"]).axes) == 2


def test_repr_and_caption(why):
    assert repr(why).startswith("<Explanation of 'scenario' against 'scenario': 3 levers; 4 runs of 30 weeks, seed 5")
    assert "exact Shapley values, 8 scenarios" in why.caption


# -- comparisons, replications, bad input ---------------------------------------------------------------------------


def test_a_comparison_explains_itself(first, last, why):
    comparison = ts.compare(first, [last, first])
    label = next(iter(comparison.scenarios))
    mine = comparison.explain(label)
    pd.testing.assert_frame_equal(mine.levers, why.levers)
    with pytest.raises(InputError, match="one scenario at a time"):
        comparison.explain()
    with pytest.raises(InputError, match="no scenario is called 'x'"):
        comparison.explain("x")
    with pytest.raises(InputError, match="paired"):
        ts.compare(first, last, pair=False, replications=1).explain()


def test_as_many_replications_as_end_within_a_minute(
    first: Scenario, last: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = first.override({"run.replications": 20, "run.weeks": 8})
    clock = Clock()
    monkeypatch.setattr(trustsim.studies.explaining, "time", clock)
    clock.each = 0.0
    assert explain(wanted, last, weeks=8).manifest.replications == 20
    clock.each = 2.0  # four runs take two seconds: 8 scenarios 32 seconds in 8 replications, 48 in 12
    assert explain(wanted, last, weeks=8).manifest.replications == 8
    clock.each = 1000.0
    assert explain(wanted, last, weeks=8).manifest.replications == 4


class Clock:
    """A clock that goes on by so many seconds each time that somebody looks."""

    def __init__(self) -> None:
        self.now, self.each = 0.0, 0.0

    def perf_counter(self) -> float:
        self.now += self.each
        return self.now


def test_progress_counts_all_runs(first: Scenario, last: Scenario) -> None:
    told: list[tuple[int, int]] = []
    tell: Callable[[int, int], None] = lambda done, total: told.append((done, total))  # noqa: E731
    explain(first, last, replications=2, weeks=10, progress=tell)
    assert told[-1] == (16, 16)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_no_digit_depends_on_threads(first, last, why):
    pd.testing.assert_frame_equal(explain(first, last, replications=4, threads=1).levers, why.levers)


def test_bad_input(first, last, why):
    with pytest.raises(InputError, match="no outcome is called 'stres'; did you mean 'stress'"):
        why.to_dict(["stres"])
    with pytest.raises(InputError, match="resilience_depth has no value in"):
        why.plot(["resilience_depth"])
    with pytest.raises(InputError, match=r"cannot be compared: run\.weeks"):
        explain(first, last.override({"run.weeks": 40}))
    with pytest.raises(InputError, match="threads"):
        explain(first, last, threads=0)
    with pytest.raises(ScenarioError, match=r"run\.replications"):
        explain(first, last, replications=0)
    with pytest.raises(ScenarioError, match="did you mean 'baseline'"):
        explain("baselin", last)
