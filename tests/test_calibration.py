"""The engine of calibrations on simulators of which the answer is known: posterior, coverage, waves, the store."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from trustsim.errors import InputError, Interrupted, StateError, StoreError
from trustsim.studies.calibration import FreeInput, Measured, Problem, Target, fit, free_input
from trustsim.studies.calibration.emulator import fit_emulator, terms
from trustsim.studies.calibration.luck import Luck
from trustsim.studies.calibration.recovery import prior_table, recover
from trustsim.studies.calibration.sampling import log_likelihood, posterior, sobol
from trustsim.studies.calibration.store import FILE

#: Two numbers, linear in two inputs, with normal noise.
SLOPES = np.array([[2.0, 0.5], [-1.0, 1.5]])
NOISE = 0.15


def linear(points, numbers=None):
    """Return the numbers of a linear simulator at points of the unit cube; each run has luck of its own."""
    luck = Luck(11, "noise") if numbers is None else Luck(int(numbers), "noise of a run")
    return points @ SLOPES + NOISE * luck.normals(*points.shape)


def simulator(values, number):
    """Return what the linear simulator shows, and a number that none of the inputs moves."""
    found = linear(np.array([[values["x"], values["y"]]]), number)[0]
    return {"first": Measured(found[0], NOISE), "second": Measured(found[1], NOISE), "noise": Measured(0.0)}


def problem(first=1.1, second=0.9, **more):
    inputs = (FreeInput("x", 0.0, 1.0, 0.5), FreeInput("y", 0.0, 1.0, 0.5), FreeInput("idle", -2.0, 2.0, 1.0))
    targets = (
        Target("first", first, first - 0.3, first + 0.3, error=0.0),
        Target("second", second, second - 0.3, second + 0.3, error=0.0),
    )
    return Problem(inputs, targets, **more)


# -- the posterior --------------------------------------------------------------------------------------------------


def test_posterior_of_a_linear_simulator_is_the_known_normal():
    points = sobol(2, 256, 0, 1)
    emulator = fit_emulator(points, linear(points))
    observed = np.array([0.5, 0.5]) @ SLOPES
    drawn = posterior(log_likelihood(emulator, observed, np.zeros(2)), 2, Luck(1, "test"), 1, particles=4096)
    known = np.linalg.inv(SLOPES @ SLOPES.T) * NOISE**2
    assert drawn.mean(axis=0) == pytest.approx([0.5, 0.5], abs=0.02)
    assert drawn.std(axis=0) == pytest.approx(np.sqrt(np.diag(known)), rel=0.15)
    assert np.corrcoef(drawn[:, 0], drawn[:, 1])[0, 1] == pytest.approx(
        known[0, 1] / math.sqrt(known[0, 0] * known[1, 1]), abs=0.1
    )


def test_intervals_of_nine_in_ten_hold_the_truth_in_nine_of_ten_repetitions():
    repetitions = 200
    points = sobol(2, 128, 0, 1)
    emulator = fit_emulator(points, linear(points))
    truths = Luck(5, "truths").uniforms(repetitions, 2)
    seen = truths @ SLOPES + NOISE * Luck(6, "seen").normals(repetitions, 2)
    held = np.zeros(2, dtype=int)
    for number, (truth, observed) in enumerate(zip(truths, seen, strict=True)):
        likelihood = log_likelihood(emulator, observed, np.zeros(2))
        drawn = posterior(likelihood, 2, Luck(number, "draws"), number, particles=256)
        low, high = np.quantile(drawn, (0.05, 0.95), axis=0)
        held += (low <= truth) & (truth <= high)
    fewest, most = stats.binom.interval(0.998, repetitions, 0.9)
    assert all(fewest <= count <= most for count in held), held


def test_recovery_follows_the_truth_where_the_numbers_tell_it():
    asked = problem()
    table = prior_table(asked, simulator, 60)
    found = recover(asked, simulator, table, 12, seed=3).set_index("path")
    assert len(found) == 36
    assert np.corrcoef(found.loc["x"]["truth"], found.loc["x"]["mean"])[0, 1] > 0.9
    assert found.loc["x"]["shrinkage"].mean() > 0.7
    assert abs(found.loc["idle"]["shrinkage"].mean()) < 0.15


@given(st.integers(1, 6), st.integers(1, 40), st.integers(0, 40))
def test_a_sobol_sequence_goes_on_where_it_was_left(inputs, points, skip):
    whole = sobol(inputs, skip + points, 0, 3)
    assert np.array_equal(sobol(inputs, points, skip, 3), whole[skip:])
    assert (whole > 0.0).all()
    assert (whole < 1.0).all()


def test_terms_are_orthonormal_over_the_prior():
    features = terms(sobol(3, 2**13, 0, 1))
    assert np.abs(features.T @ features / len(features) - np.eye(features.shape[1])).max() < 0.02


def test_an_emulator_of_a_quadratic_is_exact_and_knows_its_error():
    points = sobol(3, 200, 0, 2)
    exact = 1.0 + points[:, 0] - 2.0 * points[:, 1] ** 2 + 3.0 * points[:, 0] * points[:, 2]
    noisy = np.column_stack([exact, exact + NOISE * Luck(2, "noise").normals(200)])
    emulator = fit_emulator(points, noisy)
    fresh = sobol(3, 64, 0, 9)
    expected = 1.0 + fresh[:, 0] - 2.0 * fresh[:, 1] ** 2 + 3.0 * fresh[:, 0] * fresh[:, 2]
    assert emulator(fresh)[:, 0] == pytest.approx(expected, abs=1e-3)
    assert emulator.explained[0] == pytest.approx(1.0, abs=1e-4)
    assert math.sqrt(emulator.covariance[1, 1]) == pytest.approx(NOISE, rel=0.2)


@pytest.mark.parametrize("runs", [33, 44, 45, 60, 300])
def test_an_emulator_of_mere_luck_explains_nothing_however_few_the_runs(runs):
    points = sobol(8, runs, 0, 4)  # 44 terms
    emulator = fit_emulator(points, Luck(runs, "luck").normals(runs, 3))
    assert (emulator.explained < 0.35).all()
    assert (np.diag(emulator.covariance) > 0.4).all()


# -- a whole calibration --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def found():
    return fit(problem(), simulator, runs=120, seed=2)


def test_the_best_point_meets_the_bands(found):
    assert found.missed == []
    assert found.best.keys() == {"x", "y", "idle"}
    assert list(found.fit["name"]) == ["first", "second"]
    assert found.fit["met"].all()


def test_what_the_numbers_do_not_tell_is_named(found):
    assert found.unidentified == ["idle"]
    table = found.inputs.set_index("path")
    assert table.loc["x", "shrinkage"] > 0.8
    x, y = np.linalg.solve(SLOPES.T, [1.1, 0.9])
    assert table.loc["x", "low"] < x < table.loc["x", "high"]
    assert table.loc["y", "low"] < y < table.loc["y", "high"]
    assert table.loc["idle", "mean"] == pytest.approx(0.0, abs=0.3)


def test_inputs_that_are_told_together_only_are_named():
    def sum_only(values, number):
        return {"sum": Measured(values["x"] + values["y"] + 0.01 * float(Luck(number, "s").normals(1)[0]))}

    inputs = (FreeInput("x", 0.0, 1.0), FreeInput("y", 0.0, 1.0))
    found = fit(Problem(inputs, (Target("sum", 1.0, 0.98, 1.02),)), sum_only, runs=60)
    row: Any = next(found.together.itertuples(index=False))
    assert len(found.together) == 1
    assert (row.one, row.other) == ("x", "y")
    assert row.correlation < -0.9


def test_what_is_known_narrows_the_rest(found):
    given_x = found.given({"x": 0.5})
    assert (given_x["x"] == 0.5).all()
    assert given_x["y"].std() < found.draws["y"].std()


def test_a_sample_is_part_of_the_draws_and_can_be_written(found, tmp_path):
    sample = found.sample(16)
    assert len(sample) == 16
    assert sample["x"].isin(found.draws["x"]).all()
    text = found.save_sample(tmp_path / "draws.csv", 16).read_text()
    assert text.splitlines()[0] == "x,y,idle"
    assert len(text.splitlines()) == 17
    assert [path.name for path in tmp_path.iterdir()] == ["draws.csv"]


def test_the_same_seed_gives_the_same_digits(found):
    again = fit(problem(), simulator, runs=120, seed=2, threads=3)
    assert again.to_json() == found.to_json()
    assert fit(problem(), simulator, runs=120, seed=3).best != found.best


# -- the store ------------------------------------------------------------------------------------------------------


class Stops:
    """A simulator during whose run somebody interrupts, after so many runs."""

    def __init__(self, runs):
        self.left = runs

    def __call__(self, values, number):
        if not self.left:
            raise KeyboardInterrupt
        self.left -= 1
        return simulator(values, number)


def test_a_calibration_that_is_broken_off_goes_on_and_comes_to_the_same(found, tmp_path):
    for runs in (7, 70, 40):
        with pytest.raises(Interrupted):
            fit(problem(), Stops(runs), runs=120, seed=2, store=tmp_path)
    rest = Stops(3)  # 117 of 120 runs are in the store
    assert fit(problem(), rest, runs=120, seed=2, store=tmp_path).to_json() == found.to_json()
    assert fit(problem(), Stops(0), runs=120, seed=2, store=tmp_path).to_json() == found.to_json()


def test_a_store_of_another_calibration_is_refused(tmp_path):
    fit(problem(), simulator, runs=40, store=tmp_path)
    with pytest.raises(StoreError, match="another calibration"):
        fit(problem(first=1.0), simulator, runs=40, store=tmp_path)
    with pytest.raises(StoreError, match="another calibration"):
        fit(problem(), simulator, runs=40, seed=2, store=tmp_path)


def test_a_folder_with_other_files_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(StoreError, match="other files"):
        fit(problem(), simulator, runs=40, store=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_damaged_store_is_said_to_be_damaged(tmp_path):
    (tmp_path / FILE).write_bytes(b"no database " * 100)
    with pytest.raises(StoreError, match="cannot keep"):
        fit(problem(), simulator, runs=40, store=tmp_path)


def test_more_runs_go_on_from_fewer(tmp_path):
    fit(problem(), simulator, runs=40, store=tmp_path)
    rest = Stops(20)
    found = fit(problem(), rest, runs=60, store=tmp_path)
    assert rest.left == 0
    assert len(found.table.points) == 60


def test_points_at_which_the_model_breaks_down_are_left_out():
    def breaks(values, number):
        if values["x"] > 0.9:
            raise StateError("out of range")
        if values["x"] < 0.1:
            return simulator(values, number) | {"first": Measured(math.nan)}
        return simulator(values, number)

    found = fit(problem(), breaks, runs=120)
    assert found.table.failures
    assert set(found.table.failures) == {"out of range"}
    assert "failed" in found.caption
    assert np.isfinite(found.fit["simulated"]).all()


# -- what is asked --------------------------------------------------------------------------------------------------


@settings(max_examples=50)
@given(st.floats(0.01, 99.0), st.sampled_from(["linear", "log", "logit"]), st.floats(0.0, 5.0))
def test_scales_go_there_and_back(value, scale, floor):
    target = Target("x", 50.0, 1.0, 99.0, scale=scale, floor=floor)
    assert target.unscaled(np.array([target.scaled(value)]))[0] == pytest.approx(value)


def test_a_band_is_the_middle_nine_tenths():
    target = Target("ratio", 1.0, 0.5, 2.0, scale="log")
    assert stats.norm(math.log(1.0), target.deviation).ppf(0.95) == pytest.approx(math.log(2.0))


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda: free_input("parameters.trust.los_weight"), "did you mean 'parameters.trust.loss_weight'"),
        (lambda: free_input("parameters.trust.loss_weight", low=0.5), "within 1 to 4, got 0.5 to 4"),
        (lambda: FreeInput("x", 1.0, 1.0), "low below high"),
        (lambda: Target("t", 3.0, 1.0, 2.0), "low <= value <= high"),
        (lambda: Target("t", 1.0, 0.0, 2.0, scale="log"), "has no log"),
        (lambda: Target("t", 1.0, 1.0, 1.0), "without width"),
        (lambda: Problem((), (Target("t", 1.0, 0.0, 2.0),)), "at least one free input"),
        (lambda: Problem((FreeInput("x", 0.0, 1.0),) * 2, (Target("t", 1.0, 0.0, 2.0),)), "x is there twice"),
        (lambda: fit(problem(), simulator, runs=10), "at least 22 runs, not 10"),
        (lambda: fit(problem(), lambda values, number: {}, runs=30), "nothing called first, second"),
    ],
)
def test_wrong_questions_are_refused(wrong, says):
    with pytest.raises(InputError, match=says):
        wrong()


# -- a place to begin with ------------------------------------------------------------------------------------------


def started(where=0.8):
    asked = problem()
    first, *others = asked.inputs
    return Problem((FreeInput("x", first.low, first.high, 0.5, start=where), *others), asked.targets)


def test_runs_after_the_first_wave_lie_around_the_place_to_begin_with(tmp_path):
    asked = started()
    found = fit(asked, simulator, runs=80, store=tmp_path)
    around = found.table.points[[wave == "start" for wave in found.table.waves]]
    assert around[0] == pytest.approx([0.8, 0.5, 0.75])  # what says nothing starts at its default
    assert len(around) > 5
    assert np.abs(around.mean(axis=0) - [0.8, 0.5, 0.75]).max() < 0.1
    assert ((around > 0.0) & (around < 1.0)).all()
    assert "start" not in fit(problem(), simulator, runs=80).table.waves


def test_a_place_to_begin_with_leaves_the_posterior_as_it_is():
    plain, other = fit(problem(), simulator, runs=160), fit(started(0.1), simulator, runs=160)
    assert np.allclose(plain.draws[["x", "y"]].mean(), other.draws[["x", "y"]].mean(), atol=0.05)


def test_a_start_outside_of_the_range_is_refused():
    with pytest.raises(InputError, match="must start within its range 0 to 1"):
        FreeInput("x", 0.0, 1.0, start=1.5)


def test_a_store_of_runs_with_other_defaults_is_refused(tmp_path, monkeypatch):
    fit(problem(), simulator, runs=40, store=tmp_path)
    from trustsim.studies.calibration import fitting

    moved = fitting.load("baseline").override({"parameters.trust.memory": 0.95})
    monkeypatch.setattr(fitting, "load", lambda name: moved)
    with pytest.raises(StoreError, match="its model differs"):
        fit(problem(), simulator, runs=40, store=tmp_path)
