"""Comparisons: the verdict's rule, intervals in closed form, the baseline with itself, JSON, folders."""

import json
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

import trustsim as ts
from trustsim.errors import InputError, StoreError
from trustsim.scenario import load
from trustsim.studies import variance_ratio
from trustsim.studies.verdicts import better, compared, verdict

SIZE = {"population.employees": 40, "run.weeks": 30, "run.replications": 8, "run.seed": 5}
NEITHER = "no difference that matters"
numbers = st.floats(-10, 10)
widths = st.floats(0, 10)


def small(name: str = "baseline", **values: object) -> ts.Scenario:
    return load(name).override(SIZE | {key.replace("__", "."): value for key, value in values.items()})


@pytest.fixture(scope="module")
def comparison() -> ts.Comparison:
    return ts.compare(small(), [small("rto-abrupt"), small("surveillance")])


@pytest.fixture(scope="module")
def table(comparison) -> pd.DataFrame:
    return comparison.table.set_index(["scenario", "outcome"])


# -- verdicts -------------------------------------------------------------------------------------------------------


@given(numbers, widths, widths, st.floats(0.01, 5))
def test_verdict_is_the_interfaces_rule(difference, below, above, matters):
    low, high = difference - below, difference + above
    said = verdict(difference, low, high, matters)
    clears_zero, reaches = not low <= 0.0 <= high, abs(difference) >= matters
    inside = -matters <= low and high <= matters
    if clears_zero and reaches:
        assert said == ("higher" if difference > 0 else "lower")
    else:
        assert said == (NEITHER if inside else "too close to call")


@given(numbers, widths, widths, st.floats(0.01, 5))
def test_the_opposite_difference_has_the_opposite_verdict(difference, below, above, matters):
    mirror = {"higher": "lower", "lower": "higher"}
    said = verdict(difference, difference - below, difference + above, matters)
    assert verdict(-difference, -difference - above, -difference + below, matters) == mirror.get(said, said)


def test_without_an_interval_nothing_is_called():
    assert verdict(3.0, math.nan, math.nan, 1.0) == "too close to call"
    assert verdict(math.nan, math.nan, math.nan, 1.0) == "too close to call"


@pytest.mark.parametrize(
    ("said", "direction", "expected"),
    [
        ("higher", "up", "yes"),
        ("higher", "down", "no"),
        ("lower", "down", "yes"),
        ("lower", "up", "no"),
        ("higher", "neither", ""),
        (NEITHER, "up", ""),
        ("too close to call", "down", ""),
    ],
)
def test_better_follows_the_outcomes_direction(said, direction, expected):
    assert better(said, direction) == expected


# -- intervals ------------------------------------------------------------------------------------------------------


def test_interval_is_that_of_the_paired_t_test(comparison, table):
    one, two = comparison.baseline.outcomes, comparison.scenarios["rto-abrupt"].outcomes
    found = table.loc["rto-abrupt", "leadership_trust"]
    low, high = stats.ttest_rel(two["leadership_trust"], one["leadership_trust"]).confidence_interval(0.95)
    assert (found["low"], found["high"]) == pytest.approx((low, high))
    differences = two["leadership_trust"] - one["leadership_trust"]
    assert found["difference"] == differences.mean()
    assert found["difference"] == pytest.approx(found["scenario_value"] - found["baseline_value"])
    assert (found["range_low"], found["range_high"]) == pytest.approx(tuple(np.quantile(differences, [0.05, 0.95])))


def test_unpaired_arms_have_luck_of_their_own_and_welchs_interval():
    comparison = ts.compare(small(), small(), pair=False)
    one, two = comparison.baseline.outcomes, comparison.scenarios["baseline"].outcomes
    assert list(two["replication"]) == list(range(8, 16))
    found = comparison.table.set_index("outcome").loc["stress"]
    low, high = stats.ttest_ind(two["stress"], one["stress"], equal_var=False).confidence_interval(0.95)
    assert (found["low"], found["high"]) == pytest.approx((low, high))
    assert found["difference"] != 0.0


def test_shared_luck_makes_differences_less_variable(comparison):
    ratio = variance_ratio(comparison).set_index(["scenario", "outcome"])["ratio"]
    assert ratio["rto-abrupt", "engagement"] > 5.0
    differences = comparison.differences.query("scenario == 'rto-abrupt'")["engagement"]
    one, two = comparison.baseline.outcomes["engagement"], comparison.scenarios["rto-abrupt"].outcomes["engagement"]
    expected = (one.var() + two.var()) / differences.var()
    assert ratio["rto-abrupt", "engagement"] == pytest.approx(expected)


def test_variance_ratio_needs_pairs():
    with pytest.raises(InputError, match="paired"):
        variance_ratio(ts.compare(small(), small(), pair=False, replications=2))
    with pytest.raises(InputError, match="at least 2"):
        variance_ratio(ts.compare(small(), small(), replications=1))


def test_pairs_without_a_value_are_left_out():
    one, two = np.array([1.0, np.nan, 3.0, 4.0]), np.array([2.0, 5.0, np.nan, 7.0])
    first, second, (difference, low, high) = compared(one, two, paired=True)
    assert (first, second, difference) == (2.5, 4.5, 2.0)
    assert (low, high) == pytest.approx(tuple(stats.ttest_1samp([1.0, 3.0], 0).confidence_interval()))
    assert np.isnan(compared(np.array([np.nan]), np.array([1.0]), paired=True)[2]).all()


# -- the baseline with itself ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("replications", [1, 2, 8])
def test_the_baseline_does_not_differ_from_itself(replications):
    table = ts.compare(small(), small(), replications=replications).table
    assert len(table) > 30
    assert (table[["difference", "low", "high", "range_low", "range_high"]] == 0.0).all(axis=None)
    assert set(table["verdict"]) == {NEITHER}
    assert set(table["better"]) == {""}


def test_one_run_is_too_few_to_call_a_difference():
    table = ts.compare(small(), small("surveillance"), replications=1).table.set_index("outcome")
    assert table.loc["leadership_trust", "verdict"] == "too close to call"
    assert table.loc["leadership_trust", ["low", "high"]].isna().all()


# -- what is compared -----------------------------------------------------------------------------------------------


def test_table_has_the_columns_of_the_interface(comparison):
    assert list(comparison.table.columns) == [
        "scenario", "outcome", "unit", "baseline_value", "scenario_value", "difference", "low", "high", "range_low",
        "range_high", "assumption_low", "assumption_high", "verdict", "better",
    ]  # fmt: skip
    assert comparison.table[["assumption_low", "assumption_high"]].isna().all(axis=None)
    assert list(comparison.table["scenario"].unique()) == ["rto-abrupt", "surveillance"]


def test_scenarios_of_one_name_get_numbers():
    comparison = ts.compare(small(), [small("hybrid"), small("hybrid", policy__autonomy=0.9)], replications=2)
    assert list(comparison.scenarios) == ["hybrid", "hybrid (2)"]


def test_settings_are_those_of_the_baseline_for_all_arms():
    comparison = ts.compare(small(), small("hybrid", run__seed=9, run__replications=77))
    assert {(arm.seed, arm.replications) for arm in comparison.arms.values()} == {(5, 8)}
    comparison = ts.compare(small(), small("hybrid"), seed=4, replications=2, weeks=3)
    assert {(arm.seed, arm.replications, arm.weeks) for arm in comparison.arms.values()} == {(4, 2, 3)}


@pytest.mark.parametrize("setting", [{"run__weeks": 31}, {"run__profile": "null"}])
def test_scenarios_that_cannot_be_compared_are_refused(setting):
    with pytest.raises(InputError, match="cannot be compared"):
        ts.compare(small(), small("hybrid", **setting))


def test_nothing_to_compare_is_an_error():
    with pytest.raises(InputError, match="at least one scenario"):
        ts.compare(small(), [])
    with pytest.raises(InputError, match="assumptions"):
        ts.compare(small(), small(), assumptions="guesses")  # pyright: ignore[reportArgumentType]


def test_assumptions_span_the_profiles():
    comparison = ts.compare(small(), small("rto-abrupt"), replications=3, assumptions="profiles")
    table = comparison.table
    other = ts.compare(small(), small("rto-abrupt"), replications=3, profile="null").table
    for differences in (table["difference"], other["difference"]):
        assert (table["assumption_low"] <= differences).all()
        assert (differences <= table["assumption_high"]).all()
    assert "assumption_low" in json.loads(comparison.to_json())["comparisons"][0]["outcomes"][0]


def test_notes_say_what_is_a_prediction(comparison):
    assert "abruptness: a prediction, no study varies it" in comparison.notes["rto-abrupt"]
    assert not any("abruptness" in note for note in comparison.notes["surveillance"])
    assert all("not calibrated" in notes[-1] for notes in comparison.notes.values())


def test_progress_counts_all_arms():
    seen = []
    ts.compare(small(), small(), replications=4, threads=2, progress=lambda *step: seen.append(step))
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[-1] == (8, 8)


def test_repr_says_what_it_is(comparison):
    assert repr(comparison).startswith(
        "<Comparison of 'rto-abrupt', 'surveillance' with 'baseline': 8 runs of 30 weeks"
    )


def test_several_companies_are_compared_company_by_company():
    markets = [small(name, market__companies=2) for name in ("baseline", "surveillance")]
    comparison = ts.compare(*markets, replications=3)
    one, two = comparison.baseline, comparison.scenarios["surveillance"]
    found = comparison.table.set_index("outcome").loc["stress"]
    assert found["difference"] == pytest.approx((two.overall["stress"] - one.overall["stress"]).mean())
    single = (two.outcomes["stress"] - one.outcomes["stress"]).to_numpy()
    assert (found["range_low"], found["range_high"]) == pytest.approx(tuple(np.quantile(single, [0.05, 0.95])))
    assert len(comparison.differences) == 3


# -- JSON and folders -----------------------------------------------------------------------------------------------


def test_json_has_the_shape_of_the_interface(comparison):
    document = json.loads(comparison.to_json())
    assert list(document) == [
        "trustsim", "profile", "seed", "replications", "weeks", "baseline", "comparisons",
    ]  # fmt: skip
    assert document["baseline"] == {"name": "baseline", "hash": comparison.baseline.manifest.hash}
    first = document["comparisons"][0]
    assert list(first) == ["scenario", "hash", "notes", "outcomes"]
    assert list(first["outcomes"][0]) == [
        "outcome", "unit", "baseline_value", "scenario_value", "difference", "low", "high", "range_low", "range_high",
        "verdict", "better",
    ]  # fmt: skip


def test_what_is_unknown_is_null():
    document = json.loads(ts.compare(small(), small("surveillance"), replications=1).to_json())
    outcomes = {row["outcome"]: row for row in document["comparisons"][0]["outcomes"]}
    assert outcomes["stress"]["low"] is None


def test_json_has_the_same_bytes_on_one_and_two_threads(comparison):
    arms = [small("rto-abrupt"), small("surveillance")]
    assert {ts.compare(small(), arms, threads=threads).to_json() for threads in (1, 2)} == {comparison.to_json()}


def test_what_was_saved_opens_with_the_same_digits(comparison, tmp_path):
    opened = ts.open_comparison(comparison.save(tmp_path / "comparison"))
    pd.testing.assert_frame_equal(opened.table, comparison.table)
    assert opened.to_json() == comparison.to_json()
    assert all(arm.equals(opened.arms[label]) for label, arm in comparison.arms.items())
    with pytest.raises(StoreError, match="holds 'comparison', not 'results'"):
        ts.open_results(tmp_path / "comparison")


def test_saved_assumptions_are_kept(tmp_path):
    comparison = ts.compare(small(), small("hybrid"), replications=2, weeks=2, assumptions="profiles")
    opened = ts.open_comparison(comparison.save(tmp_path / "comparison"))
    pd.testing.assert_frame_equal(opened.table, comparison.table)


def test_a_damaged_manifest_is_an_error(comparison, tmp_path):
    folder = comparison.save(tmp_path / "comparison")
    manifest = json.loads((folder / "manifest.json").read_text())
    del manifest["scenarios"]
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(StoreError, match="damaged"):
        ts.open_comparison(folder)
