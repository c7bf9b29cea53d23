"""The statistics of the benchmark's tables, on input whose answer is known."""

import math
from typing import Any

import pytest

from benchmarks.comparison import chosen, in_turn
from benchmarks.engines import CASES, ENGINES, OURS, SMALL, SWEEP, SWEEP_ON_TWO
from benchmarks.markdown import number, table
from benchmarks.processes import Notebook
from benchmarks.summaries import PUBLISHED, checks, exponent, growth, median, pooled, ratio
from benchmarks.workload_report import page


def row(engine: str, case: str = SWEEP, number: int = 0, **more: Any) -> dict[str, Any]:
    base = {
        "round": number, "engine": engine, "case": case, "employees": 100, "weeks": 104, "runs": 1000, "threads": 1,
        "seed": 1, "repetitions": 1, "seconds": 1.0, "employee_weeks": 10_400_000, "rate": 10.4e6, "start_seconds": 0.1,
        "first_seconds": 0.2, "peak_megabytes": 50.0,
        "means": dict(PUBLISHED), "errors": dict.fromkeys(PUBLISHED, 1e-4),
    }  # fmt: skip
    return {**base, **more}


@pytest.mark.parametrize("power", [0.5, 1.0, 2.0])
def test_the_exponent_of_a_power_law_is_its_power(power: float) -> None:
    sizes = [100, 1000, 50_000]
    assert exponent(sizes, [3.0 * size**power for size in sizes]) == pytest.approx(power)


def test_growth_is_that_of_whole_runs_though_slow_engines_run_fewer_weeks() -> None:
    rows = [
        row("x", "a", employees=100, seconds=1.0),
        row("x", "b", employees=10_000, weeks=26, seconds=25.0),
        row("y", "b", employees=10_000, seconds=1.0),
    ]
    assert growth(rows, "x", ("a", "b", "c"), "employees") == pytest.approx(1.0)
    assert math.isnan(growth(rows, "y", ("a", "b"), "employees"))


def test_ratios_are_taken_inside_a_round() -> None:
    # the machine is ten times slower in the second round: a ratio of medians would say something else
    rates = [(100.0, 10.0), (12.0, 1.0), (90.0, 10.0)]
    rows = [
        row(name, number=n, rate=rate) for n, pair in enumerate(rates) for name, rate in zip("xy", pair, strict=True)
    ]
    assert ratio(rows, ("x", SWEEP), ("y", SWEEP)) == pytest.approx(10.0)
    assert math.isnan(ratio(rows, ("x", SWEEP), ("nobody", SWEEP)))


def test_a_round_that_is_not_whole_does_not_count() -> None:
    rows = [row("x", rate=8.0), row("y", rate=4.0), row("x", number=1, rate=100.0)]
    assert ratio(rows, ("x", SWEEP), ("y", SWEEP)) == 2.0


def test_pooling_weighs_by_people_and_leaves_out_short_runs_and_repeated_luck() -> None:
    rows = [
        row("x", means={"C": 1.0}, errors={"C": 0.1}, runs=3),
        row("x", means={"C": 2.0}, errors={"C": 0.2}, runs=1),
        row("x", means={"C": 9.0}, errors={"C": 0.1}, weeks=20),
        row("x", means={"C": 9.0}, errors={"C": 0.1}, threads=2),
        row("x", means={"C": 9.0}, errors={"C": math.inf}),
    ]
    found = pooled(rows, "C")
    assert found.value == pytest.approx(0.75 * 1.0 + 0.25 * 2.0)
    assert found.error == pytest.approx(math.hypot(0.75 * 0.1, 0.25 * 0.2))


def test_engines_that_agree_pass_and_one_that_does_not_is_found() -> None:
    fine = [row(name) for name in "abc"]
    assert all(check.passed for check in checks(fine))
    wrong = row("d", means={**PUBLISHED, "S": PUBLISHED["S"] + 0.0015})
    failed = [check for check in checks([*fine, wrong]) if not check.passed]
    assert {(check.engine, check.variable) for check in failed} >= {("d", "S")}
    assert {check.variable for check in failed} == {"S"}


def test_what_the_published_means_lost_by_rounding_is_no_difference() -> None:
    exact = dict.fromkeys(PUBLISHED, 1e-06)
    near = row("a", means={**PUBLISHED, "C": PUBLISHED["C"] + 0.00049}, errors=exact)
    far = row("a", means={**PUBLISHED, "C": PUBLISHED["C"] + 0.00051}, errors=exact)
    assert all(check.passed for check in checks([near]))
    assert not all(check.passed for check in checks([far]))


def test_every_engine_has_its_turn_in_every_case_and_none_is_always_first() -> None:
    turns = [list(in_turn(ENGINES, number)) for number in range(3)]
    assert len({turn[0][1].name for turn in turns}) == 3
    for turn in turns:
        assert {engine.name for case, engine in turn if case.name == SMALL} == {engine.name for engine in ENGINES}
        assert all(engine.threads for case, engine in turn if case.name == SWEEP_ON_TWO)


def test_slow_engines_get_less_work_and_only_them() -> None:
    for case in CASES:
        sizes = {engine.name: case.size(engine) for engine in ENGINES}
        assert sizes[OURS] == {"employees": case.employees, "weeks": 104, "runs": case.runs, "threads": case.threads}
    assert CASES[2].size(chosen(["mesa"], everything=False)[0])["weeks"] < 104


def test_engines_are_chosen_by_name() -> None:
    assert [engine.name for engine in chosen(["c", "ours"], everything=False)] == ["ours", "c"]
    assert len(chosen([], everything=False)) < len(chosen([], everything=True)) == len(ENGINES)
    with pytest.raises(SystemExit, match="mesaa: unknown"):
        chosen(["mesaa"], everything=False)


def test_a_page_shows_what_is_missing_and_what_disagrees() -> None:
    rows = [row(name, case.name, threads=case.threads) for name in ("ours", "mesa", "c") for case in CASES]
    text = page(rows, {"jax": "not installed: no such wheel"}, {"ours": "Python 3"}, "a machine")
    assert "JAX on the processor, float32: not installed: no such wheel" in text
    assert "All agree" in text
    rows.append(row("numpy", means={**PUBLISHED, "E": 0.9}))
    assert "NOT ALL AGREE:\n- NumPy, one run at a time: E is 0.90000" in page(rows, {}, {}, "a machine")


def test_numbers_have_so_many_digits() -> None:
    values = (0.00123, 0.96, 4.56, 17.2, 321.4, 12_345.0, 0.0, math.nan)
    assert [number(value) for value in values] == ["0.0012", "0.96", "4.6", "17", "321", "12,345", "0", "-"]
    assert table(["a", "b"], [["1", "2"]]) == "| a | b |\n| --- | ---: |\n| 1 | 2 |"
    assert math.isnan(median([math.nan]))


def test_what_is_measured_survives_an_interruption(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.processes.FOLDER", tmp_path)
    Notebook("x", resume=False).add({"round": 0, "engine": "ours"})
    assert Notebook("x", resume=True).has(round=0, engine="ours")
    assert not Notebook("x", resume=True).has(round=1, engine="ours")
    assert not Notebook("x", resume=False).rows
