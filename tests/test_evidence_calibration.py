"""The model's own calibration: what it asks of the evidence and what not, what is free, what comes of it."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from trustsim.errors import Interrupted
from trustsim.evidence import calibrating
from trustsim.evidence.calibrating import calibrate_to_evidence, evidence_problem, free_parameters
from trustsim.evidence.findings import measuring
from trustsim.evidence.findings.targets import load_targets
from trustsim.scenario import load
from trustsim.scenario.catalogue import the_catalogue
from trustsim.studies.calibration import Measured, fit

ALL = free_parameters()
TARGETS = {target.id: target for target in load_targets()}


class Asked:
    """Stands in for the runs of the evidence: notes what is asked, and answers linearly in two parameters."""

    def __init__(self, calls=10**9):
        self.rows, self.seeds, self.overrides, self.left = [], [], [], calls

    def __call__(self, rows, overrides, *, replications, employees, seed, threads=None, progress=None):
        if not self.left:
            raise KeyboardInterrupt
        self.left -= 1
        self.rows.append(tuple(rows))
        self.seeds.append(seed)
        self.overrides.append(dict(overrides))
        shift = overrides.get("parameters.wellbeing.stress_base", -0.5) + 0.5
        found = []
        for row in rows:
            target = TARGETS[row]
            width = target.high - target.low
            value = target.value + width * (shift if row == "M06b" else 0.05 * np.sin(seed + len(found)))
            values = np.array([value - 0.01, value + 0.01])
            found.append(SimpleNamespace(target=target, simulated=max(value, target.low / 2.0), values=values))
        return found


@pytest.fixture(autouse=True)
def few(monkeypatch):
    """Leave three parameters free, so that tests take seconds."""
    kept = ("parameters.wellbeing.stress_base", "parameters.trust.loss_weight", "parameters.leaving.intent_base")
    some = tuple(known for known in ALL if known.path in kept)
    monkeypatch.setattr(calibrating, "free_parameters", lambda: some)
    return some


@pytest.fixture
def asked(monkeypatch):
    found = Asked()
    monkeypatch.setattr(measuring, "measure", found)
    return found


def test_numbers_of_validation_are_not_even_asked_for(asked):
    calibrate_to_evidence(runs=60)
    assert len(set(asked.seeds)) == 61  # and one to check what is to be taken over
    roles = {TARGETS[row].role for rows in asked.rows for row in rows}
    assert roles == {"calibrate"}
    assert set(asked.rows[0]) | set(asked.rows[1]) == {
        name for name, target in TARGETS.items() if target.role == "calibrate"
    }


def test_every_run_has_a_seed_of_its_own_and_none_that_of_the_evidence(asked):
    calibrate_to_evidence(runs=60)
    assert len(set(asked.seeds[:120])) == 60
    assert measuring.EVIDENCE_SEED not in asked.seeds


def test_only_free_parameters_vary_within_their_ranges(asked, few):
    calibrate_to_evidence(runs=60)
    free = {known.path: known for known in few}
    for values in asked.overrides[:120]:
        assert values.keys() == free.keys()
        assert all(free[path].low <= value <= free[path].high for path, value in values.items())


def test_a_calibration_that_is_broken_off_goes_on(monkeypatch, tmp_path):
    monkeypatch.setattr(measuring, "measure", Asked(calls=40))
    with pytest.raises(Interrupted):
        calibrate_to_evidence(runs=60, store=tmp_path)
    rest = Asked()
    monkeypatch.setattr(measuring, "measure", rest)
    broken = calibrate_to_evidence(runs=60, store=tmp_path)
    assert len(set(rest.seeds)) == 41
    monkeypatch.setattr(measuring, "measure", Asked())
    assert broken.to_json() == calibrate_to_evidence(runs=60).to_json()


def test_what_comes_of_it_can_be_taken_over_and_kept(asked, few, tmp_path):
    found = calibrate_to_evidence(runs=60)
    told = found.calibration
    assert "parameters.wellbeing.stress_base" not in told.unidentified
    assert "parameters.trust.loss_weight" in told.unidentified
    row: Any = told.inputs.set_index("path").loc["parameters.wellbeing.stress_base"]
    assert float(row["low"]) < -0.5 < float(row["high"])
    assert found.values in asked.overrides[120:]
    assert set(found.values) >= {known.path for known in few} - set(told.unidentified)
    assert len(set(asked.seeds[120:])) == 1
    assert asked.seeds[-1] not in asked.seeds[:120]
    value = found.values["parameters.wellbeing.stress_base"]
    assert any(line.endswith(f"stress_base  -0.6 -> {value:g}") and "wellbeing.py" in line for line in found.lines)
    assert any("loss_weight" in line and line.endswith(" (not told)") for line in found.lines)
    text = told.save_sample(tmp_path / "posterior.csv").read_text()
    assert text.splitlines()[0].split(",") == [known.path for known in few]
    assert len(text.splitlines()) == 65


def test_taken_over_is_what_does_best_in_fresh_runs(few):
    problem = evidence_problem()
    found = fit(problem, Steady(), runs=60)
    taken = calibrating.checked(found, Steady())
    tried = [found.settled({free.path: free.default for free in problem.inputs}), found.best]
    for values in tried:
        missed = [t.name for t in problem.targets if not t.met(Steady()(values, 0)[t.name].value)]
        assert (~taken.fit["met"]).sum() <= len(missed)


class Steady:
    """Numbers that follow one parameter exactly."""

    def __call__(self, values, number):
        shift = values.get("parameters.wellbeing.stress_base", -0.55) + 0.5
        return {
            name: Measured(target.value + (target.high - target.value) * (shift if name == "M06b" else 0.0))
            for name, target in TARGETS.items()
        }


def test_free_parameters_hold_their_defaults_in_range_and_rest_on_calibrate_numbers():
    assert 15 <= len(free_parameters()) <= 30
    told = set()
    for known in free_parameters():
        assert known.low < known.default < known.high, known.path
        assert load("baseline").get(known.path) == known.default
        rows, _, reason = known.reason.partition(": ")
        assert reason
        told |= set(rows.split(", "))
    assert {TARGETS[row].role for row in told} == {"calibrate"}


def test_no_parameter_is_free_that_says_to_rest_on_a_number_of_validation():
    declared = the_catalogue().parameters
    for known in free_parameters():
        assert "not tuned" not in declared[known.path].source


def test_targets_are_asked_with_their_own_bands():
    for target in evidence_problem().targets:
        number = TARGETS[target.name]
        assert (target.value, target.low, target.high) == (number.value, number.low, number.high)
        assert target.deviation > 0.0


def test_shares_are_compared_by_odds_and_changes_and_ratios_by_logs():
    scales = {target.name: target.scale for target in evidence_problem().targets}
    assert {scales[name] for name in ("Q01a", "G07a", "B02", "M06b")} == {"logit"}
    assert {scales[name] for name in ("W02", "O01", "M05b", "W15", "Q02a")} == {"log"}
    assert {scales[name] for name in ("M04a", "G04", "R02a")} == {"linear"}


def test_the_error_of_a_number_is_that_of_its_mean_over_seeds():
    assert calibrating._error(np.array([1.0, 3.0])) == pytest.approx(1.0)
    assert np.isnan(calibrating._error(np.array([1.0])))
