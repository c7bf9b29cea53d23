"""Hysteresis: the steps are those of one run with a timeline, the twin stays, and gaps are told from the noise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import trustsim as ts
from trustsim.cli import answer
from trustsim.errors import InputError, ScenarioError
from trustsim.studies.loops.loop import Loop
from trustsim.studies.loops.sweeping import scenario_of
from trustsim.studies.maps import Axis

LEVER = "policy.surveillance"
SMALL = ts.load("baseline").override({"population.employees": 16})
SIZE: dict[str, Any] = {"hold": 6, "look": 2, "replications": 4, "seed": 3}


@pytest.fixture(scope="module")
def found() -> Loop:
    return ts.hysteresis(SMALL, {LEVER: [0.0, 0.5, 1.0]}, ["stress", "leadership_trust"], **SIZE)


def test_a_step_is_the_end_of_its_weeks_in_one_run(found: Loop) -> None:
    assert found.doses == [0.0, 0.5, 1.0, 0.5, 0.0]
    one = scenario_of(found)
    assert one.values["timeline.hysteresis-001.week"] == 7
    weekly = ts.run(one, record=ts.Record(weekly=True)).overall_weekly
    for step, weeks in ((0, (5, 6)), (2, (17, 18)), (4, (29, 30))):
        expected = weekly[weekly["week"].isin(weeks)]["stress"].mean()
        row = found.table.query("outcome == 'stress' and step == @step").iloc[0]
        assert row["value"] == pytest.approx(expected)
        assert row["way"] == ("down" if step > 2 else "up")


def test_the_twin_stays_and_begins_alike(found: Loop) -> None:
    first = found.table[found.table["step"] == 0]
    assert (first[["difference", "low", "high"]] == 0.0).all(axis=None)
    still = ts.run(found.scenario, record=ts.Record(weekly=True)).overall_weekly
    row = found.table.query("outcome == 'stress' and step == 4").iloc[0]
    assert row["twin_value"] == pytest.approx(still[still["week"].isin((29, 30))]["stress"].mean())


def test_gaps_are_what_remains_after_the_way_back(found: Loop) -> None:
    rows = found.table.query("outcome == 'leadership_trust'").set_index("step")["difference"]
    gaps = found.gaps.query("outcome == 'leadership_trust'").set_index("dose")["gap"]
    assert gaps[0.0] == pytest.approx(rows[4] - rows[0])
    assert gaps[0.5] == pytest.approx(rows[3] - rows[1])
    assert found.area("leadership_trust") == pytest.approx(0.25 * gaps[0.0] + 0.5 * gaps[0.5])


def test_the_same_seed_gives_the_same_loop_on_any_number_of_threads(found: Loop) -> None:
    again = ts.hysteresis(SMALL, {LEVER: [0.0, 0.5, 1.0]}, ["stress", "leadership_trust"], threads=1, **SIZE)
    assert again.to_json() == found.to_json()


def loop_of(up: list[float], down: list[float]) -> Loop:
    """Return a loop of stress over three doses with some heights, in runs that differ by luck that both arms share."""
    luck = np.linspace(-5.0, 5.0, 6)
    heights = np.array([*up, *down])
    moved = heights[:, None] + luck
    still = np.full(5, up[0])[:, None] + luck
    axis = Axis(LEVER, (0.0, 0.5, 1.0))
    doses = [0.0, 0.5, 1.0, 0.5, 0.0]
    return Loop(SMALL, axis, doses, ["stress"], 6, 2, moved[..., None], still[..., None])


def test_words_say_what_comes_back() -> None:
    assert loop_of([10.0, 20.0, 30.0], [20.0, 10.0]).seen("stress").startswith("stress comes back")
    stays = loop_of([10.0, 20.0, 30.0], [28.0, 25.0])
    assert stays.seen("stress") == "stress stays higher though the lever is back where it was: +15 (+15 to +15)"
    assert stays.area("stress") == pytest.approx(0.25 * 15.0 + 0.5 * 8.0)


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"lever": {LEVER: [1.0, 0.0]}}, InputError, "must rise"),
        ({"lever": {"policy.surveilance": [0.0, 1.0]}}, ScenarioError, "did you mean"),
        (
            {"lever": {"population.opportunists": [0.0, 1.0]}},
            InputError,
            "opportunists cannot change within a run: policy and env",
        ),
        ({"outcomes": "stres"}, InputError, "did you mean 'stress'"),
        ({"outcomes": []}, InputError, "at least one outcome"),
        ({"hold": 0}, InputError, "hold must be a whole number of weeks from 1"),
        ({"look": 7}, InputError, "look must be a whole number of weeks from 1 to 6"),
    ],
)
def test_bad_input_is_refused(changes: dict[str, Any], error: type[Exception], message: str) -> None:
    given: dict[str, Any] = {"lever": {LEVER: [0.0, 1.0]}, **SIZE} | changes
    with pytest.raises(error, match=message):
        ts.hysteresis(SMALL, **given)


def test_the_command_says_saves_and_draws(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, figure = tmp_path / "out", tmp_path / "loop.svg"
    command = ["hysteresis", "baseline", "--lever", f"{LEVER}=0,1", "--hold", "4", "--look", "2", "--replications", "2"]
    command += ["--set", "population.employees=12", "--outcome", "stress"]
    assert answer([*command, "--out", str(out), "--figure", str(figure)]) == 0
    assert "way down" in capsys.readouterr().out
    assert figure.stat().st_size > 5_000
    assert {path.name for path in out.iterdir()} == {"manifest.json", "steps.csv", "gaps.csv"}
    assert answer([*command, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["doses"] == [0.0, 1.0, 0.0]
    assert len(document["steps"]) == 3
    assert answer([*command, "--look", "9"]) == 2
