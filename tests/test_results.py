"""Results: intervals in closed form, frames that agree with one another, folders that are whole or not at all."""

import json
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

import trustsim as ts
from trustsim.errors import InputError, ScenarioError, StoreError
from trustsim.results import mean_interval, middle, welch_interval
from trustsim.results.curves import running_mean
from trustsim.results.frames import NAMES, SMALLEST_GROUP
from trustsim.results.intervals import t_quantile
from trustsim.scenario import load

EVERYTHING = ts.Record(
    weekly=True, teams=True, groups=True, employees="all", managers=True, events=True, ledger="company"
)
samples = st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=40).filter(lambda found: np.ptp(found) > 1e-3)


def small(name: str = "baseline", **values: object) -> ts.Scenario:
    size = {"population.employees": 40, "run.weeks": 10, "run.replications": 3}
    return load(name).override(size | {key.replace("__", "."): value for key, value in values.items()})


@pytest.fixture(scope="module")
def results() -> ts.Results:
    return ts.run(small("rto-abrupt", run__weeks=30), record=EVERYTHING, seed=3)


@pytest.fixture(scope="module")
def market() -> ts.Results:
    return ts.run(small(market__companies=2), record=EVERYTHING)


# -- intervals ------------------------------------------------------------------------------------------------------


@given(st.floats(1.0, 1e5))
def test_quantile_is_that_of_students_t(freedom):
    assert t_quantile(freedom) == pytest.approx(stats.t.ppf(0.975, freedom), rel=1e-9)


@given(samples)
def test_interval_of_a_mean_is_the_t_interval(values):
    low, high = stats.ttest_1samp(values, 0.0).confidence_interval(0.95)
    assert mean_interval(values) == pytest.approx((np.mean(values), low, high), abs=1e-9)


@given(samples, samples)
def test_interval_of_unpaired_means_is_welchs(first, second):
    low, high = stats.ttest_ind(second, first, equal_var=False).confidence_interval(0.95)
    assert welch_interval(first, second) == pytest.approx((np.mean(second) - np.mean(first), low, high), abs=1e-8)


def test_values_that_are_missing_are_left_out():
    assert mean_interval([1.0, np.nan, 3.0]) == mean_interval([1.0, 3.0])
    assert middle([np.nan, 1.0, 2.0]) == middle([1.0, 2.0])
    assert np.isnan(mean_interval([np.nan])).all()


def test_a_single_run_has_a_mean_and_no_interval():
    mean, low, high = mean_interval([2.0])
    assert mean == 2.0
    assert np.isnan([low, high]).all()


def test_range_is_the_middle_ninety_percent():
    assert middle(np.arange(101)) == (5.0, 95.0)


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=30), st.integers(1, 15))
def test_running_means_are_means_of_the_weeks_around(values, window):
    reach = window // 2
    expected = [np.mean(values[max(0, week - reach) : week + reach + 1]) for week in range(len(values))]
    found = running_mean(np.array([values]), window)[0]
    assert found == pytest.approx(expected if window > 1 else values, abs=1e-9)


# -- frames ---------------------------------------------------------------------------------------------------------


def test_frames_have_the_keys_of_the_interface(results):
    people = ["replication", "week", "team", "manager", "employee"]
    keys = {
        "outcomes": ["replication"],
        "weekly": ["replication", "week"],
        "teams": ["replication", "week", "team", "manager"],
        "groups": ["replication", "week", "grouping", "group"],
        "employees": people,
        "managers": ["replication", "week", "team", "manager"],
        "events": ["replication", "week", "kind", "team", "manager", "employee", "occupant", "cause"],
        "ledger": ["replication", "week", "state", "cause", "amount"],
    }
    assert {name: list(results.frame(name).columns[: len(listed)]) for name, listed in keys.items()} == keys
    assert results.frames == list(keys)
    assert list(results.weekly["week"].unique()) == list(range(1, 31))
    assert list(results.outcomes["replication"]) == [0, 1, 2]


def test_weekly_outcomes_are_means_over_the_people_employed(results):
    employed = results.employees[results.employees["employed"] == 1.0]
    means = employed.groupby(["replication", "week"])["interpersonal_trust_in_manager"].mean().to_numpy()
    assert results.weekly["interpersonal_trust_in_managers"].to_numpy() == pytest.approx(means, abs=1e-12)
    by_team = employed.groupby(["replication", "week", "team"], observed=False)["stress"].mean().to_numpy()
    assert results.teams["stress"].to_numpy() == pytest.approx(100.0 * by_team, abs=1e-9)


def test_attrition_counts_the_events(results):
    exits = results.events["kind"].isin(["quit", "dismissal"]).groupby(results.events["replication"]).sum()
    people = results.employees.groupby("replication")["employed"].sum()
    assert results.outcomes["attrition"].to_numpy() == pytest.approx((5200.0 * exits / people).to_numpy())


def test_ledger_sums_to_the_change_of_trust(results):
    booked = results.ledger.query("state == 'leadership_trust' and week > 1").groupby("replication")["amount"].sum()
    sums = results.employees.groupby(["replication", "week"])["leadership_trust"].sum().unstack()
    assert booked.to_numpy() == pytest.approx((sums[30] - sums[1]).to_numpy(), abs=1e-9)
    assert results.ledger["week"].min() == -51


def test_an_empty_seat_has_no_state(results):
    empty = results.employees[results.employees["employed"] == 0.0]
    assert len(empty) > 0
    assert empty[["trust_propensity", "stress", "interpersonal_trust_in_manager"]].isna().all(axis=None)
    assert empty[["vacant_weeks", "occupant"]].notna().all(axis=None)


def test_groups_under_ten_people_are_withheld(results):
    assert results.groups["people"].min() >= SMALLEST_GROUP
    assert results.groups["people"].max() <= 40
    assert set(results.groups["grouping"]) >= {"tenure", "ability"}


def test_several_companies_are_keys_and_overall_lies_between(market):
    assert list(market.outcomes.columns[:2]) == ["replication", "company"]
    by_company = market.outcomes.groupby("replication")["stress"].agg(["min", "max"])
    assert market.overall["stress"].between(by_company["min"].to_numpy(), by_company["max"].to_numpy()).all()
    assert {"overall", "overall_weekly"} <= set(market.frames)
    assert all("company" in market.frame(name).columns for name in ("teams", "employees", "events", "ledger"))
    assert len(market.employees) == 3 * 10 * 80
    assert market.curves(["stress"])["week"].tolist() == list(range(1, 11))


def test_one_company_is_the_whole(results):
    pd.testing.assert_frame_equal(results.overall, results.outcomes)
    pd.testing.assert_frame_equal(results.overall_weekly, results.weekly)


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("outcomes", "overall")])
def test_a_frame_that_was_not_recorded_says_what_to_ask_for(name):
    bare = ts.run(small(), replications=1, weeks=1)
    with pytest.raises(InputError, match=r"was not recorded: run with record=Record\(\w+="):
        bare.frame(name)


def test_an_unknown_frame_names_the_nearest(results):
    with pytest.raises(InputError, match="did you mean 'employees'"):
        results.frame("employee")


def test_changing_a_frame_does_not_change_the_results(results):
    frame = results.outcomes
    frame.loc[:, "stress"] = 0.0
    assert results.outcomes["stress"].gt(0.0).all()


def test_every_column_is_explained(results):
    explained = results.data_dictionary()
    assert (explained["meaning"] != "").all()
    for name in results.frames:
        assert set(explained[explained["frame"] == name]["name"]) == set(results.frame(name).columns)


def test_summary_is_the_mean_of_the_runs(results):
    summary = results.summary()
    assert list(summary.columns) == ["outcome", "unit", "mean", "low", "high", "range_low", "range_high"]
    stress = summary.set_index("outcome").loc["stress"]
    assert tuple(stress[["mean", "low", "high"]]) == mean_interval(results.outcomes["stress"])
    assert stress["unit"] == "0-100"


def test_json_of_a_run_has_the_shape_of_the_interface(results):
    document = json.loads(results.to_json())
    keys = ["trustsim", "profile", "seed", "replications", "weeks", "scenario", "hash", "outcomes"]
    assert list(document) == keys
    assert list(document["outcomes"][0]) == ["outcome", "unit", "mean", "low", "high", "range_low", "range_high"]
    assert document["scenario"] == "rto-abrupt"


def test_digits_do_not_depend_on_threads(results):
    again = [ts.run(results.scenario, record=EVERYTHING, threads=threads) for threads in (1, 2)]
    assert again[0].equals(again[1])
    assert again[0].equals(results)


def test_repr_says_what_it_is(results):
    assert repr(results).startswith("<Results 'rto-abrupt': 3 runs of 30 weeks, seed 3, profile meta_analytic; frames")


@pytest.mark.parametrize("wrong", [{"threads": 0}, {"replications": 0}, {"weeks": -1}, {"profile": "hopeful"}])
def test_settings_out_of_range_are_errors(wrong):
    with pytest.raises((InputError, ScenarioError)):
        ts.run(small(), **wrong)


def test_xarray_is_asked_for_where_it_is_missing(results):
    if "xarray" not in sys.modules and not _has_xarray():
        with pytest.raises(InputError, match="pip install xarray"):
            results.to_xarray()
    else:
        assert results.to_xarray("teams").sizes == {"replication": 3, "week": 30, "team": 5}
    with pytest.raises(InputError, match="is a list"):
        results.to_xarray("events")


def _has_xarray() -> bool:
    from importlib.util import find_spec

    return find_spec("xarray") is not None


# -- folders --------------------------------------------------------------------------------------------------------


@pytest.fixture
def saved(results, tmp_path):
    return results.save(tmp_path / "run")


def test_what_was_saved_opens_with_the_same_digits(results, saved):
    opened = ts.open_results(saved)
    assert opened.equals(results)
    for name in results.frames:
        pd.testing.assert_frame_equal(opened.frame(name), results.frame(name))
    assert repr(opened) == repr(results)
    assert opened.to_json() == results.to_json()


def test_saved_results_run_again_from_the_manifest_alone(results, saved):
    manifest = json.loads((saved / "manifest.json").read_text())
    for part in saved.glob("*.parquet"):
        part.unlink()
    manifest["parts"] = {}
    (saved / "manifest.json").write_text(json.dumps(manifest))
    assert ts.open_results(saved).rerun().equals(results)


def test_manifest_says_where_results_come_from(results, saved):
    manifest = json.loads((saved / "manifest.json").read_text())
    assert {"trustsim", "python", "numpy", "numba", "mesa", "platform"} <= set(manifest["versions"])
    assert (manifest["seed"], manifest["replications"], manifest["weeks"]) == (3, 3, 30)
    assert manifest["hash"] == results.scenario.hash == load(manifest["scenario"]).hash
    assert set(manifest["parts"]) == {f"{name}.parquet" for name in results.frames}


def test_an_earlier_result_is_replaced(saved):
    ts.run(small(), replications=1, weeks=1).save(saved)
    assert ts.open_results(saved).frames == ["outcomes"]
    assert sorted(path.name for path in saved.parent.iterdir()) == ["run"]


def test_an_empty_folder_is_taken(results, tmp_path):
    (tmp_path / "empty").mkdir()
    assert ts.open_results(results.save(tmp_path / "empty")).equals(results)


def test_a_folder_with_other_files_is_left_alone(results, tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(StoreError, match="holds other files"):
        results.save(tmp_path)
    with pytest.raises(StoreError, match="not a folder"):
        results.save(tmp_path / "thesis.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_save_that_fails_leaves_what_was_there(results, saved, monkeypatch):
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pd.DataFrame, "to_parquet", full)
    with pytest.raises(StoreError, match="No space left"):
        results.save(saved)
    with pytest.raises(StoreError, match="No space left"):
        results.save(saved.parent / "other")
    monkeypatch.undo()
    assert ts.open_results(saved).equals(results)
    assert [path.name for path in saved.parent.iterdir()] == ["run"]


def test_damage_is_noticed(saved):
    part = saved / "weekly.parquet"
    whole = part.read_bytes()
    part.write_bytes(whole[:-1])
    with pytest.raises(StoreError, match="changed or damaged"):
        ts.open_results(saved)
    part.unlink()
    with pytest.raises(StoreError, match="missing"):
        ts.open_results(saved)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"kind": "results", "format": 99}', '{"kind": "results", "format": 1}']
)
def test_a_manifest_that_is_none_is_an_error(saved, text):
    (saved / "manifest.json").write_text(text)
    with pytest.raises(StoreError):
        ts.open_results(saved)


def test_a_part_outside_the_folder_is_refused(saved):
    manifest = json.loads((saved / "manifest.json").read_text())
    manifest["parts"]["../secret.parquet"] = "0"
    (saved / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(StoreError, match="no file of its folder"):
        ts.open_results(saved)


def test_a_folder_without_results_is_an_error(tmp_path):
    with pytest.raises(StoreError, match="holds no saved results"):
        ts.open_results(tmp_path / "nowhere")


# -- the public names -----------------------------------------------------------------------------------------------


def test_import_is_light():
    heavy = ["mesa", "matplotlib", "pandas", "numba", "solara", "scipy", "pyarrow", "SALib", "dask"]
    code = f"import sys, trustsim; print([name for name in {heavy} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_public_names_are_there():
    assert set(ts.__all__) <= set(dir(ts))
    for name in ts.__all__:
        assert getattr(ts, name) is not None
    with pytest.raises(AttributeError, match="did you mean 'compare'"):
        ts.compar  # noqa: B018
