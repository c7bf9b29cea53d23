"""Exports: a sweep as arrays and netCDF with every digit; the model driven by the EMA workbench; runs needed."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import trustsim as ts
from trustsim.cli import answer
from trustsim.errors import InputError
from trustsim.results import mean_interval
from trustsim.studies import load_design
from trustsim.studies.calibration.luck import Luck
from trustsim.studies.charts import seen
from trustsim.studies.exporting.mapped import map_axes
from trustsim.studies.precision import needed

xarray = pytest.importorskip("xarray")
SMALL: dict[str, Any] = {"set": {"population.employees": 8}, "weeks": 4, "seed": 4, "replications": 3}


@pytest.fixture(scope="module")
def grid(tmp_path_factory: pytest.TempPathFactory) -> ts.Sweep:
    factors = {"policy.surveillance": [0.0, 0.5, 1.0], "run.profile": ["meta_analytic", "null"]}
    design = ts.Design(factors=factors, arms={"fair": {"policy.fairness": 0.9}}, **SMALL)
    return ts.sweep(design, tmp_path_factory.mktemp("grid") / "sweep")


def test_a_grid_is_an_array_over_its_factors(grid: ts.Sweep) -> None:
    found = grid.to_xarray(["stress"])
    assert dict(found.sizes) == {"policy.surveillance": 3, "run.profile": 2, "arm": 2, "replication": 3}
    frame = grid.frame(["stress"])
    row = frame[(frame["policy.surveillance"] == 0.5) & (frame["run.profile"] == "null") & (frame["arm"] == "fair")]
    here = {"policy.surveillance": 0.5, "run.profile": "null", "arm": "fair"}
    assert found["stress"].sel(here).values.tolist() == row.sort_values("replication")["stress"].tolist()
    assert found["stress"].attrs["units"] == "0-100"


def test_a_grid_over_two_numbers_is_the_map_of_its_runs(tmp_path: Path) -> None:
    levels = [0.0, 1.0]
    factors = {"policy.surveillance": levels, "policy.autonomy": [0.2, 0.5, 0.9]}
    swept = ts.sweep(ts.Design(factors=factors, **SMALL), tmp_path / "sweep")
    found = ts.sweep_map(swept.folder, ["stress"]).table
    assert len(found) == 6
    expected = ts.phase_map(
        "baseline",
        {"policy.surveillance": levels},
        {"policy.autonomy": [0.2, 0.5, 0.9]},
        outcomes="stress",
        **SMALL,
    )
    pd.testing.assert_frame_equal(found, expected.table)


def test_one_number_is_a_dose_response_with_a_line_for_each_arm(tmp_path: Path) -> None:
    arms = {"fair": {"policy.fairness": 0.9}}
    swept = ts.sweep(ts.Design(factors={"policy.surveillance": [0.0, 0.5, 1.0]}, arms=arms, **SMALL), tmp_path / "one")
    found = ts.sweep_map(swept, ["stress"]).table
    assert set(found["panel"]) == {"baseline", "fair"}
    frame = swept.frame(["stress"]).set_index(["arm", "policy.surveillance", "replication"])["stress"]
    change = (frame["fair"][1.0] - frame["fair"][0.0]).mean()
    row = found[(found["panel"] == "fair") & (found["policy.surveillance"] == 1.0)]
    assert row["difference"].item() == pytest.approx(change)


def test_factors_that_vary_together_lie_along_one_axis() -> None:
    axes = map_axes(load_design("mandate-pace"))
    assert [axis.path for axis in axes] == ["mandates.rto.office_days", "mandates.rto.notice_weeks"]
    assert axes[1].words == "notice weeks and ramp weeks"


def test_the_command_draws_a_sweep_and_says_beforehand_what_cannot_be_drawn(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    design = tmp_path / "d.toml"
    design.write_text('replications = 2\nweeks = 3\nset = { "population.employees" = 6 }\n[factors]\n'
                      '"policy.surveillance" = [0.0, 1.0]\n"policy.autonomy" = [0.0, 1.0]\n')  # fmt: skip
    command = ["sweep", str(design), "--store", str(tmp_path / "s"), "--figure", str(tmp_path / "s.svg"), "--quiet"]
    assert answer(command) == 0
    assert "<svg" in (tmp_path / "s.svg").read_text()
    assert answer(["sweep", "what-matters", "--store", str(tmp_path / "m"), "--figure", str(tmp_path / "m.png")]) == 2
    assert "needs a grid over one or two numbers" in capsys.readouterr().err
    assert answer([*command, "--outcome", "stres"]) == 2
    assert "did you mean 'stress'" in capsys.readouterr().err
    assert not (tmp_path / "m").exists()


def test_other_designs_are_arrays_over_points(tmp_path: Path) -> None:
    unit = {"low": 0.0, "high": 1.0}
    design = ts.Design(factors={"policy.surveillance": unit}, method="latin_hypercube", samples=4, **SMALL)
    found = ts.sweep(design, tmp_path / "sweep").to_xarray(["stress"])
    assert dict(found.sizes) == {"point": 4, "arm": 1, "replication": 3}
    assert found["policy.surveillance"].dims == ("point",)


def test_netcdf_holds_every_digit(grid: ts.Sweep, tmp_path: Path) -> None:
    path = tmp_path / "sweep.nc"
    assert answer(["resume", str(grid.folder), "--table", str(path), "--quiet"]) == 0
    with xarray.open_dataset(path, engine="scipy") as found:
        expected = grid.to_xarray()
        for name in ("stress", "attrition"):
            assert np.array_equal(found[name].values, expected[name].values, equal_nan=True)
        assert found.attrs["model"] == grid.manifest["model"]


def test_the_ema_workbench_drives_the_model() -> None:
    pytest.importorskip("ema_workbench")
    uncertain = {"environment.labour_market": {"low": 0.0, "high": 1.0}, "run.profile": ["meta_analytic", "null"]}
    levers = {
        "policy.surveillance": {"low": 0.0, "high": 1.0},
        "policy.span_of_control": {"low": 4, "high": 8, "whole": True},
    }
    base = ts.load("baseline").override({"population.employees": 8})
    model = ts.ema_model(base, uncertain, levers, ["stress"], replications=2, weeks=4, seed=7)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from ema_workbench import SequentialEvaluator

        with SequentialEvaluator(model) as evaluator:
            answered: Any = evaluator.perform_experiments(scenarios=2, policies=2)
    experiments, outcomes = answered
    assert len(experiments) == len(outcomes["stress"]) == 4
    row = experiments.iloc[1]
    paths = [*uncertain, *levers]
    values = {path: row[path.replace(".", "__")] for path in paths}
    values = {path: int(value) if path == "policy.span_of_control" else value for path, value in values.items()}
    values = {path: value if isinstance(value, str | int) else float(value) for path, value in values.items()}
    expected = ts.run(base.override(values), replications=2, weeks=4, seed=7).overall["stress"].mean()
    assert outcomes["stress"][1] == pytest.approx(expected)
    with pytest.raises(InputError, match="did you mean 'stress'"):
        ts.ema_model(base, uncertain, levers, ["stres"])


def test_needed_replications_give_the_width_that_was_asked_for() -> None:
    runs = needed(10.0, 2.0)
    widths = []
    for study in range(200):
        estimate = mean_interval(10.0 * Luck(study, "toy").normals(runs))
        widths.append(estimate.high - estimate.low)
    assert np.mean(widths) == pytest.approx(2.0, rel=0.02)
    assert needed(0.0, 1.0) == 2
    assert needed(10.0, 1.0) > 3.9 * runs


def test_the_command_says_how_many_runs_are_needed(capsys: pytest.CaptureFixture[str]) -> None:
    small = ["--set", "population.employees=8", "--weeks", "30", "--replications", "4"]
    assert answer(["compare", "baseline", "rto-abrupt", "surveillance", *small, "--needed"]) == 0
    said = capsys.readouterr().out
    base = ts.load("baseline").override({"population.employees": 8})
    arms = [ts.load(name).override({"population.employees": 8}) for name in ("rto-abrupt", "surveillance")]
    found = ts.replications_needed(ts.compare(base, arms, replications=4, weeks=30))
    stress = found[found["outcome"] == "stress"]["replications"].tolist()
    row = said[said.index("Runs needed") :].split("stress (", 1)[1].splitlines()[0].split()
    assert [int(count.replace(",", "")) for count in row[-2:]] == stress


def test_outcomes_need_different_numbers_of_replications() -> None:
    base = ts.load("baseline").override({"population.employees": 24})
    comparison = ts.compare(base, base.override({"policy.surveillance": 0.6}), replications=10, seed=2, weeks=20)
    found = ts.replications_needed(comparison).set_index("outcome")
    count = found["replications"].to_dict()
    assert count["attrition"] > count["leadership_trust"]
    wide = ts.replications_needed(comparison, share=4.0).set_index("outcome")
    assert (wide["replications"] <= found["replications"]).all()
    with pytest.raises(InputError, match="share must be a number above 0"):
        ts.replications_needed(comparison, share=0.0)


def test_a_figure_says_what_is_seen(tmp_path: Path) -> None:
    levels = [0.0, 1.0]
    design = ts.Design(factors={"policy.surveillance": levels, "policy.autonomy": levels}, **SMALL)
    swept = ts.sweep(design, tmp_path / "sweep")
    means = swept.frame(["stress"]).groupby(["policy.surveillance", "policy.autonomy"])["stress"].mean()
    places: list[Any] = [means.idxmin(), means.idxmax()]
    low, high = places
    said = seen(ts.sweep_map(swept, ["stress"]), ["stress"])
    assert said == (
        f"stress: {means.min():.3g} at surveillance {low[0]:g}, autonomy {low[1]:g} "
        f"to {means.max():.3g} at surveillance {high[0]:g}, autonomy {high[1]:g}"
    )
