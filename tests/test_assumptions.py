"""The assumption interval from draws of the calibrated parameters."""

import json
from typing import Any

import numpy as np
import pytest

import trustsim as ts
from trustsim.cli import answer
from trustsim.errors import InputError, StoreError
from trustsim.scenario import load
from trustsim.studies import assumptions

SIZE = {"population.employees": 40, "run.weeks": 20, "run.replications": 3, "run.seed": 5}
LEVEL = "parameters.wellbeing.stress_base"
STRAIN = "parameters.monitoring.monitoring_strain"


def small(scenario="baseline", **values):
    return load(scenario).override(SIZE | {key.replace("__", "."): value for key, value in values.items()})


@pytest.fixture
def sample(tmp_path, monkeypatch):
    """Return what makes a shipped sample of some draws."""

    def write(text):
        path = tmp_path / "posterior.csv"
        path.write_text(text, encoding="utf-8")
        monkeypatch.setattr(assumptions, "SAMPLE", path)

    return write


def difference(comparison, outcome):
    row: Any = comparison.table.set_index("outcome").loc[outcome]
    return float(row["difference"])


def bounds(comparison, outcome):
    row: Any = comparison.table.set_index("outcome").loc[outcome]
    return float(row["assumption_low"]), float(row["assumption_high"])


def test_draws_of_the_shipped_values_give_the_difference_itself(sample):
    usual = load("baseline").get(STRAIN)
    sample(f"{STRAIN}\n{usual}\n{usual}\n")
    comparison = ts.compare(small(), small("surveillance"), assumptions="posterior")
    assert bounds(comparison, "stress") == pytest.approx((difference(comparison, "stress"),) * 2)


def test_the_interval_holds_the_middle_of_the_differences_over_draws(sample):
    values = [0.5, 1.5, 2.5, 3.5, 4.5]
    sample("\n".join([STRAIN, *map(str, values)]) + "\n")
    told = []
    comparison = ts.compare(
        small(), small("surveillance"), assumptions="posterior", progress=lambda done, of: told.append((done, of))
    )
    arms = [
        (small(parameters__monitoring__monitoring_strain=value), small("surveillance", **{STRAIN: value}))
        for value in values
    ]
    by_hand = [difference(ts.compare(*pair), "stress") for pair in arms]
    assert bounds(comparison, "stress") == pytest.approx(tuple(np.quantile(by_hand, (0.05, 0.95))))
    assert by_hand[0] < by_hand[-1]
    assert told[-1] == (36, 36)  # two arms of three runs, with the shipped values and five draws


def test_what_somebody_chose_is_not_drawn(sample):
    sample(f"{STRAIN},{LEVEL}\n1.0,-0.9\n4.0,-0.2\n")
    arms = {"": small(), "x": small(parameters__monitoring__monitoring_strain=3.0)}
    drawn = assumptions.drawn_arms(arms, assumptions.posterior_sample(assumptions.SAMPLE))
    assert [reading["x"].get(STRAIN) for reading in drawn] == [3.0, 3.0]
    assert [reading[""].get(STRAIN) for reading in drawn] == [load("baseline").get(STRAIN)] * 2
    assert [reading["x"].get(LEVEL) for reading in drawn] == [-0.9, -0.2]
    assert {arm.replications for reading in drawn for arm in reading.values()} == {3}


def test_without_a_sample_the_error_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(assumptions, "SAMPLE", tmp_path / "posterior.csv")
    with pytest.raises(StoreError, match=r"not shipped with this version; use 'profiles', or make one: trustsim cal"):
        ts.compare(small(), small("surveillance"), assumptions="posterior")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("parameters.trust.los_weight\n2\n2\n", "did you mean 'parameters.trust.loss_weight'"),
        (f"{LEVEL}\nlow\nhigh\n", "is damaged"),
        (f"{LEVEL}\n1\nnan\n", "nan is no finite number"),
        (f"{LEVEL}\n1,2\n1\n", "is damaged"),
        (f"{LEVEL}\n1\n", "at least 2"),
        ("", "at least 2"),
    ],
)
def test_a_damaged_sample_is_refused_before_anything_runs(text, says, sample):
    sample(text)
    with pytest.raises(StoreError, match=says):
        ts.compare(small(), small("surveillance"), assumptions="posterior")


def test_readings_have_names():
    with pytest.raises(InputError, match="'profiles' or 'posterior', got 'guesses'"):
        ts.compare(small(), small(), assumptions="guesses")  # pyright: ignore[reportArgumentType]


def test_the_command_line_asks_for_it(sample, capsys):
    sample(f"{STRAIN}\n1.0\n4.0\n")
    size = ("--replications", "2", "--weeks", "4", "--set", "population.employees=16")
    assert answer(["compare", "baseline", "surveillance", *size, "--assumptions", "posterior", "--json"]) == 0
    (arm,) = json.loads(capsys.readouterr().out)["comparisons"]
    assert all(row["assumption_low"] <= row["assumption_high"] for row in arm["outcomes"])
    assert answer(["compare", "baseline", "surveillance", *size, "--assumptions", "posterior"]) == 0
    assert "other assumptions" in capsys.readouterr().out
    assert answer(["compare", "baseline", "surveillance", "--assumptions", "guesses"]) == 2
    assert "'profiles' or 'posterior', got 'guesses'" in capsys.readouterr().err
