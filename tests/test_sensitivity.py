"""Sensitivity: SALib's indices of our samples match analytic values; a sweep's factors are ranked, and doubts said."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import trustsim as ts
from trustsim.cli import answer
from trustsim.errors import InputError, StoreError
from trustsim.studies.calibration.luck import Luck
from trustsim.studies.designs.sampling import unit_points
from trustsim.studies.sensitivity.analysing import noise_of
from trustsim.studies.sensitivity.indices import indices_of, stages

UNIT = {"low": 0.0, "high": 1.0}
SMALL = {"set": {"population.employees": 6}, "weeks": 3, "seed": 4, "replications": 2}


def sampled(method: str, samples: int, factors: int = 3, **more: bool) -> ts.Design:
    return ts.Design(factors=dict.fromkeys("abcdef"[:factors], UNIT), method=method, samples=samples, seed=0, **more)  # type: ignore[arg-type]


def ishigami(points: np.ndarray) -> np.ndarray:
    x = np.pi * (2.0 * points - 1.0)
    return np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


# -- analytic values --------------------------------------------------------------------------------------------------


def test_sobol_indices_of_the_ishigami_function_are_the_analytic_ones() -> None:
    design = sampled("sobol", 4096, second_order=True)
    found = indices_of(design, ["a", "b", "c"], ishigami(unit_points(design, 3)), 4096, resamples=50)
    value = {(index.index, index.factor, index.other): index.value for index in found}
    expected = {
        ("first", "a"): 0.3139, ("first", "b"): 0.4424, ("first", "c"): 0.0,
        ("total", "a"): 0.5576, ("total", "b"): 0.4424, ("total", "c"): 0.2437,
    }  # fmt: skip
    for (index, factor), known in expected.items():
        assert value[index, factor, ""] == pytest.approx(known, abs=0.02)
    assert value["second", "a", "c"] == pytest.approx(0.2437, abs=0.02)
    assert value["second", "a", "b"] == pytest.approx(0.0, abs=0.02)


def test_sobol_indices_of_a_linear_model_are_the_analytic_ones() -> None:
    design = sampled("sobol", 1024, 4)
    slopes = np.array([4.0, 2.0, 1.0, 0.0])
    found = indices_of(design, list("abcd"), unit_points(design, 4) @ slopes, 1024, resamples=50)
    shares = slopes**2 / (slopes**2).sum()
    for index in found:
        assert index.value == pytest.approx(shares["abcd".index(index.factor)], abs=0.01)
        assert index.low <= shares["abcd".index(index.factor)] <= index.high or index.value == pytest.approx(
            0.0, abs=1e-9
        )


def test_morris_measures_of_a_linear_model_are_its_slopes() -> None:
    design = sampled("morris", 10, 4)
    slopes = np.array([4.0, -2.0, 1.0, 0.0])
    found = indices_of(design, list("abcd"), unit_points(design, 4) @ slopes, 10)
    value = {(index.index, index.factor): index.value for index in found}
    for place, factor in enumerate("abcd"):
        assert value["mu", factor] == pytest.approx(slopes[place])
        assert value["mu_star", factor] == pytest.approx(abs(slopes[place]))
        assert value["sigma", factor] == pytest.approx(0.0, abs=1e-9)


def test_morris_sees_that_effects_interact() -> None:
    design = sampled("morris", 50, 3)
    points = unit_points(design, 3)
    found = indices_of(design, list("abc"), points[:, 0] * points[:, 1], 50)
    sigma = {index.factor: index.value for index in found if index.index == "sigma"}
    assert min(sigma["a"], sigma["b"]) > 0.1
    assert sigma["c"] == 0.0


def test_indices_with_few_samples_have_wide_intervals() -> None:
    design = sampled("sobol", 1024)
    values = ishigami(unit_points(design, 3))
    few, many = (indices_of(design, list("abc"), values, samples) for samples in (16, 1024))
    width = {len(some): max(one.high - one.low for one in some) for some in ([*few], [*many, many[0]])}
    assert width[len(few)] > 3.0 * width[len(many) + 1]
    assert any(one.wide for one in few)


def test_convergence_looks_at_doubling_samples() -> None:
    assert stages(64) == [8, 16, 32, 64]
    assert stages(20) == [10, 20]
    assert stages(4) == [4]


# -- of a sweep -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> ts.Sweep:
    factors = {"policy.surveillance": UNIT, "policy.fairness": UNIT, "policy.span_of_control": [3, 6]}
    design = ts.Design(
        factors=factors, method="sobol", samples=16, arms={"trusting": {"policy.trust_first": 0.8}}, **SMALL
    )
    return ts.sweep(design, tmp_path_factory.mktemp("sobol") / "sweep")


def test_every_factor_has_its_indices(swept: ts.Sweep) -> None:
    found = ts.sensitivity(swept, ["stress", "leadership_trust"], resamples=20)
    assert found.outcomes == ["stress", "leadership_trust"]
    assert len(found.table) == 2 * 3 * 2
    assert set(found.table["index"]) == {"first", "total"}
    assert set(found.convergence["samples"]) == {8, 16}
    ranked = found.ranking("stress")
    assert ranked["value"].is_monotonic_decreasing
    assert set(ranked["factor"]) == set(swept.design.paths)
    assert all(0.0 <= share <= 1.0 for share in found.noise.values())


def test_the_same_sweep_gives_the_same_indices_from_its_folder(swept: ts.Sweep) -> None:
    one, two = (ts.sensitivity(given, ["stress"], resamples=20).to_json() for given in (swept, str(swept.folder)))
    assert one == two


def test_differences_of_an_arm_have_indices_of_their_own(swept: ts.Sweep) -> None:
    values, differences = (ts.sensitivity(swept, ["stress"], arm=arm, resamples=20) for arm in ("", "trusting"))
    assert not np.allclose(values.table["value"], differences.table["value"])
    with pytest.raises(InputError, match=r"no arm is called 'trustin'; did you mean 'trusting'\?"):
        ts.sensitivity(swept, ["stress"], arm="trustin")


def test_points_are_means_over_replications(swept: ts.Sweep) -> None:
    frame, points = swept.frame(["stress"]), swept.points(["stress"])
    runs = frame[(frame["point"] == 3) & (frame["arm"] == "baseline")]
    assert points.loc[3, "stress"] == pytest.approx(runs["stress"].mean())
    assert points.loc[3, "runs"] == 2
    other = frame[(frame["point"] == 3) & (frame["arm"] == "trusting")]["stress"].mean()
    assert swept.points(["stress"], "trusting").loc[3, "stress"] == pytest.approx(other - runs["stress"].mean())


def test_doubts_are_said(swept: ts.Sweep, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "trustsim"):
        found = ts.sensitivity(swept, ["stress"], resamples=20)
    wide = found.ranking("stress").query("wide")["factor"]
    assert len(wide)
    assert all(factor in caplog.text or "all factors" in caplog.text for factor in wide)
    assert "wider than the index" in caplog.text


def test_noise_is_the_share_of_luck() -> None:
    draws = Luck(3, "toy").normals(200, 10)
    point, luck = draws[:, 0], draws[:8, 1]
    values = point[:, None] + 5.0 * luck + 2.0 * draws[:, 2:]
    frame = pd.DataFrame({
        "point": np.repeat(np.arange(200), 8), "replication": np.tile(np.arange(8), 200), "arm": "baseline",
        "stress": values.ravel(),
    })  # fmt: skip
    assert noise_of(frame, "stress") == pytest.approx(0.5 / 1.5, abs=0.08)
    assert noise_of(frame.assign(stress=np.repeat(point, 8)), "stress") == pytest.approx(0.0, abs=1e-12)


def test_a_grid_has_no_indices(tmp_path: Path) -> None:
    grid = ts.sweep(ts.Design(factors={"policy.surveillance": [0.0, 1.0]}, **SMALL), tmp_path / "grid")
    with pytest.raises(InputError, match="sensitivity needs method 'morris' or 'sobol', this design has 'grid'"):
        ts.sensitivity(grid)


def test_an_unfinished_sweep_is_refused(tmp_path: Path) -> None:
    from trustsim.studies.designs.cells import cells_of
    from trustsim.studies.sweeps.folder import create

    design = ts.Design(factors={"policy.surveillance": UNIT}, method="morris", samples=4, **SMALL)
    create(tmp_path / "sweep", cells_of(design))
    with pytest.raises(StoreError, match=r"8 of 8 runs are left: `trustsim resume"):
        ts.sensitivity(tmp_path / "sweep")


def test_the_command_says_saves_and_draws(swept: ts.Sweep, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, figure, lines = tmp_path / "out", tmp_path / "figure.svg", tmp_path / "lines.png"
    command = ["sensitivity", str(swept.folder), "--outcome", "stress", "--figure", str(figure)]
    assert answer([*command, "--out", str(out), "--convergence", str(lines)]) == 0
    shown = capsys.readouterr().out
    assert "moves it most (total index" in shown
    assert "policy.fairness" in shown
    assert figure.stat().st_size > 5_000
    assert lines.stat().st_size > 5_000
    assert {path.name for path in out.iterdir()} == {"manifest.json", "indices.csv", "convergence.csv"}
    assert json.loads((out / "manifest.json").read_text())["kind"] == "sensitivity"
    assert answer(["sensitivity", str(swept.folder), "--outcome", "stress", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert {row["index"] for row in document["indices"]} == {"first", "total"}
    assert answer(["sensitivity", str(swept.folder), "--outcome", "stres"]) == 2
    assert "did you mean 'stress'?" in capsys.readouterr().err
