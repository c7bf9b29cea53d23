"""Scenario discovery: planted boxes are found, what is luck is said to be luck, where something holds is counted."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest, qmc

import trustsim as ts
from trustsim.cli import answer
from trustsim.errors import InputError
from trustsim.studies.calibration.luck import Luck
from trustsim.studies.discovery.asking import Question
from trustsim.studies.discovery.boxes import Box, Limit, fit_of
from trustsim.studies.discovery.cart import leaves
from trustsim.studies.discovery.discovering import _held_out, _picked
from trustsim.studies.discovery.finding import Discovery
from trustsim.studies.discovery.prim import pruned

DESIGN = ts.Design(factors={path: {"low": 0, "high": 1} for path in "abcd"}, method="latin_hypercube", samples=400)


def space(count: int = 400, seed: int = 1) -> pd.DataFrame:
    points = pd.DataFrame(qmc.LatinHypercube(4, rng=seed).random(count), columns=list("abcd"))
    names = np.array(["x", "y", "z"], dtype=object)[np.arange(count) % 3]
    return points.assign(scenario=names, whole=np.arange(count) % 5)


def planted(points: pd.DataFrame) -> np.ndarray:
    """Cases: a above .6 and b below .4, and nothing else matters."""
    return ((points["a"] > 0.6) & (points["b"] < 0.4)).to_numpy()


def found_in(points: pd.DataFrame, cases: np.ndarray, method: str = "prim", density: float = 0.8) -> Discovery:
    picked, way = _picked(method, points, cases, density, 0.05, 3, 0)
    question = Question("stress", at_least=50.0)
    values = points.assign(value=cases * 60.0, point=np.arange(len(points)))
    held_out = _held_out(method, points, cases, density, 0.05, 0)
    return Discovery(DESIGN, question, method, density, values, cases, picked, way, held_out)


@pytest.mark.parametrize("method", ["prim", "cart"])
def test_a_planted_box_is_found(method: str) -> None:
    points = space()
    found = found_in(points, planted(points), method, density=0.95)
    box = found.boxes[0]
    assert set(box.limits) == {"a", "b"}
    assert box.limits["a"].low == pytest.approx(0.6, abs=0.05)
    assert box.limits["b"].high == pytest.approx(0.4, abs=0.05)
    assert box.limits["a"].high is None
    first = found.table.iloc[0]
    assert first["coverage"] > 0.85
    assert first["density"] >= 0.8
    assert found.held_out > 0.75
    assert set(found.leading) == {"a", "b"}


@pytest.mark.parametrize("method", ["prim", "cart"])
def test_a_box_of_a_name_and_a_whole_number_is_found_though_a_tenth_is_luck(method: str) -> None:
    points = space(500)
    cases = ((points["scenario"] != "y") & (points["whole"] >= 3)).to_numpy() ^ (Luck(2, "toy").uniforms(500) < 0.1)
    box = found_in(points, cases, method, density=0.75).boxes[0]
    assert {"scenario", "whole"} <= set(box.limits) if method == "prim" else box.limits.keys() & {"scenario", "whole"}
    assert "y" not in (box.limits["scenario"].names or ())
    assert not box.limits["whole"].holds(pd.Series([0, 1, 2])).any()


def test_two_planted_boxes_are_both_found() -> None:
    points = space(300)[["a", "b", "c"]]
    corner = ((points["a"] > 0.6) & (points["b"] > 0.6)).to_numpy()
    found = found_in(points, (points["c"] < 0.4).to_numpy() | corner, density=0.95)
    first, second = found.boxes[:2]
    assert set(first.limits) == {"c"}
    assert first.limits["c"].high == pytest.approx(0.4, abs=0.05)
    assert (second.limits["a"].low, second.limits["b"].low) == pytest.approx((0.6, 0.6), abs=0.05)
    assert found.table["coverage"].sum() > 0.9
    assert sum(int(inside.sum()) for inside in found.inside) == int(np.logical_or.reduce(found.inside).sum())


def test_where_peeling_gets_stuck_that_is_said() -> None:
    points = space(300)[["a", "b"]]
    cases = ((points["a"] > 0.8) | (points["a"] < 0.15)).to_numpy()
    assert "a tree (method 'cart') cuts where peeling gets stuck" in found_in(points, cases).warnings[0]
    assert found_in(points, cases, "cart").table["coverage"].sum() > 0.9


def test_what_is_luck_is_said_to_be_luck() -> None:
    points = space(300)
    cases = Luck(5, "toy").uniforms(300) < 0.3
    found = found_in(points, cases)
    assert found.held_out < 0.5
    assert found.warnings


def test_coverage_density_and_quasi_p_are_what_they_say() -> None:
    points = pd.DataFrame({"a": np.arange(20.0), "b": np.arange(20.0) % 4})
    cases = np.arange(20) >= 12
    box = Box({"a": Limit(low=10.0), "b": Limit(high=2.5)})
    fit = fit_of(box.holds(points), cases)
    assert (fit.points, fit.cases) == (7, 6)
    assert fit.coverage == 6 / 8
    assert fit.density == 6 / 7
    assert fit.mass == 7 / 20
    quasi_p = box.quasi_p(points, cases)
    assert quasi_p["a"] == pytest.approx(binomtest(6, 7, 6 / 15, "greater").pvalue)
    assert quasi_p["b"] > 0.4
    assert pruned(box, points, cases, 0.75).limits.keys() == {"a"}
    assert pruned(box, points, cases, 0.75 + 1e-9).limits.keys() == {"a"}
    assert box.words == "a ≥ 10 and b ≤ 2.5"


def test_leaves_share_no_point_and_leave_none_out() -> None:
    points = space(300)
    boxes = leaves(points, planted(points), 0.05, 0)
    held = np.stack([box.holds(points) for box in boxes])
    assert (held.sum(axis=0) == 1).all()


def test_regions_count_where_it_holds() -> None:
    points = space()
    found = found_in(points, planted(points))
    regions = found.where(["a", "b"])
    assert regions["points"].sum() == len(points)
    assert regions["cases"].sum() == found.cases.sum()
    corner = regions[(regions["a"] == regions["a"].iloc[-1]) & (regions["b"] == regions["b"].iloc[0])].iloc[0]
    assert corner["share"] == 1.0
    assert corner["holds"] == "mostly"
    assert set(regions["holds"]) <= {"mostly", "mixed", "mostly not"}
    with pytest.raises(InputError, match="e does not vary here"):
        found.where(["e"])


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ({"outcome": "stres", "at_least": 1.0}, "did you mean 'stress'"),
        ({"outcome": "stress"}, "needs one of at_least, at_most, worst and verdict, got none"),
        ({"outcome": "stress", "at_least": 1.0, "worst": 0.1}, "got at_least, worst"),
        ({"outcome": "stress", "at_least": float("nan")}, "at_least must be a number"),
        ({"outcome": "stress", "worst": 1.0}, "between 0 and 1"),
        ({"outcome": "stress", "verdict": "better"}, "name the arm, too"),
        ({"outcome": "stress", "verdict": "nicer", "arm": "fair"}, "better, worse, higher, lower"),
        ({"outcome": "days_in_office", "worst": 0.2}, "better neither up nor down"),
    ],
)
def test_a_wrong_question_is_refused(question: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        Question(**question)  # type: ignore[arg-type]


# -- of a sweep -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> ts.Sweep:
    unit = {"low": 0.0, "high": 1.0}
    design = ts.Design(
        factors={"policy.surveillance": unit, "policy.fairness": unit, "policy.receptiveness": unit},
        method="latin_hypercube", samples=60, replications=4, weeks=8, seed=3, set={"population.employees": 16},
        arms={"trusting": {"policy.trust_first": 0.8}},
    )  # fmt: skip
    return ts.sweep(design, tmp_path_factory.mktemp("lhs") / "sweep")


def test_the_worst_points_lie_where_people_are_watched(swept: ts.Sweep, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "trustsim"):
        found = ts.discover(swept, "stress", worst=0.25, density=0.7)
    assert int(found.cases.sum()) == 15
    assert found.boxes[0].limits["policy.surveillance"].low is not None
    assert all(line in caplog.text for line in found.warnings)


def test_cases_by_verdict_are_those_of_the_paired_differences(swept: ts.Sweep) -> None:
    points, cases = Question("leadership_trust", "trusting", verdict="better").cases(swept)
    said = swept.differences(["leadership_trust"]).set_index("point")["verdict"]
    assert (said[points["point"]] == "higher").tolist() == cases.tolist()


def test_too_few_cases_are_refused(swept: ts.Sweep) -> None:
    with pytest.raises(InputError, match="0 of 60 points are cases of interest; 5 or more must be"):
        ts.discover(swept, "stress", at_least=101.0)
    with pytest.raises(InputError, match="no arm is called 'trustin'"):
        ts.discover(swept, "stress", arm="trustin", at_least=1.0)


def test_the_command_says_saves_and_draws(swept: ts.Sweep, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, figure = tmp_path / "out", tmp_path / "figure.pdf"
    command = ["discover", str(swept.folder), "--outcome", "stress", "--worst", "0.25"]
    assert answer([*command, "--out", str(out), "--figure", str(figure), "--by", "policy.fairness"]) == 0
    shown = capsys.readouterr().out
    assert "policy.surveillance ≥" in shown
    assert "By region" in shown
    assert figure.stat().st_size > 5_000
    assert {"boxes.csv", "limits.csv", "regions.csv", "trajectory.csv", "cases.csv"} < {p.name for p in out.iterdir()}
    assert len(pd.read_csv(out / "cases.csv")) == 60
    assert answer([*command, "--json", "--method", "cart"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["cases"] == 15
    assert document["boxes"][0]["coverage"] > 0.0
    assert answer([*command, "--method", "carts"]) == 2
    assert "did you mean 'cart'" in capsys.readouterr().err
