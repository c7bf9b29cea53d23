"""The whole model as a program of the benchmark: what its scenarios are, what its page says, what it measures."""

import json
import math
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks import model_cases, results
from benchmarks.__main__ import main
from benchmarks.engines import CASES, ENGINES, MESA, SWEEP, Case
from benchmarks.full_model import BURN_IN, NEUTRAL, planned, scenario
from benchmarks.model_cases import BASELINE, HUGE, LARGE, LARGEST, MODEL, ModelCase
from benchmarks.model_report import Measured, page
from benchmarks.peers.protocol import Work
from benchmarks.processes import Failed, Notebook, complaint, measured
from tests.test_benchmarks_summaries import row as engine_row
from trustsim.model.declarations import Company, Team, World
from trustsim.model.plan import Plan
from trustsim.model.week import MODEL as RULES

LEVERS = [lever for lever in RULES.levers.values() if lever.neutral is not None]


def value(plan: Plan, name: str) -> float:
    """Return the value of a lever in a plan of one company."""
    entity = RULES.levers[name].entity
    return {World: plan.world, Company: plan.companies[0].levers, Team: plan.teams[0].levers}[entity][name]


def test_with_everything_on_no_lever_is_where_it_does_nothing() -> None:
    plan = planned("everything", 100, 156)
    assert not [lever.path for lever in LEVERS if value(plan, lever.name) == lever.neutral]


def test_with_everything_on_every_mandate_key_and_every_kind_of_event_is_there() -> None:
    values = scenario("everything").values
    given = {path.removeprefix("mandates.rto.") for path in values if path.startswith("mandates.rto.")}
    for record in RULES.records.values():
        assert {entry.name for entry in record.entries} <= given
        happening = {values[path] for path in values if path.startswith("timeline.") and path.endswith(".event")}
        assert {kind.name for kind in record.events} <= happening


def test_neutral_is_where_levers_do_nothing_and_nothing_happens() -> None:
    plan = planned(NEUTRAL, 100, 156)
    assert all(value(plan, lever.name) == lever.neutral for lever in LEVERS)


@pytest.mark.parametrize("weeks", [2, 52, 53, 60, 156])
def test_weeks_count_those_of_burn_in(weeks: int) -> None:
    plan = planned(BASELINE, 30, weeks)
    assert (plan.employees, plan.burn_in + plan.weeks) == (30, weeks)
    assert plan.burn_in <= BURN_IN


def model_row(case: ModelCase, number: int = 0, **more: Any) -> dict[str, Any]:
    """Return a row in which an employee-week costs a microsecond, and an employee 500 bytes."""
    work = Work(case.employees, case.weeks, case.runs, case.threads).employee_weeks
    size = {"employees": case.employees, "weeks": case.weeks, "runs": case.runs, "threads": case.threads}
    base = engine_row(MODEL, case.name, number, **size, seconds=work * 1e-6, employee_weeks=work, rate=1e6)
    del base["means"], base["errors"]
    return {**base, "peak_megabytes": 100.0 + 500e-6 * case.employees, **more}


def test_the_page_of_the_model_reads_what_was_measured() -> None:
    rows = [model_row(case, number) for case in (*model_cases.CASES, *HUGE) for number in range(2)]
    found = Measured(rows)
    assert found.nanoseconds(LARGE) == pytest.approx(1000.0)
    assert found.bytes_per_employee() == pytest.approx(500.0)
    for cases, size in (((LARGE, LARGEST), "employees"), ((model_cases.FEW, model_cases.MANY), "runs")):
        assert found.growth(cases, size) == pytest.approx(1.0)
    assert found.growth((model_cases.SHORT, model_cases.LONG), "weeks") == pytest.approx(1.0)
    assert math.isnan(Measured([]).growth((LARGE, LARGEST), "employees"))
    seconds = model_cases.SHOWN.runs * model_cases.SHOWN.employees * model_cases.SHOWN.weeks * 1e-6
    assert f"8 replications of one arm, summed up: {seconds:.2f} s" in page(rows, "a machine")
    text = page([*rows, *(engine_row(MESA, case.name, rate=0.25e6) for case in CASES)], "a machine")
    assert "| one run, N = 10,000 | 4.0 |" in text
    assert "a million employees" in text
    assert "a million employees" not in page([model_row(LARGE)], "a machine")


def test_results_are_pages_a_table_and_a_document(tmp_path: Path) -> None:
    rows = [engine_row(engine.name, CASES[0].name) for engine in ENGINES] + [model_row(LARGE)]
    written = results.write(rows, {}, {}, "a machine", tmp_path)
    assert {path.name for path in written} == {"workload.md", "model.md", "measurements.json", "measurements.csv"}
    assert json.loads((tmp_path / "measurements.json").read_text(encoding="utf-8"))["measurements"] == rows
    table = (tmp_path / "measurements.csv").read_text(encoding="utf-8").splitlines()
    assert len(table) == 1 + len(rows)
    assert table[-1].startswith(f'0,{MODEL},"N = 10,000",10000,156,1,1,')
    assert results.write([], {}, {}, "a machine", tmp_path / "none") == []
    assert not (tmp_path / "none").exists()


def test_a_program_prints_one_line_of_json() -> None:
    found = measured(Path(sys.executable), "benchmarks.peers.numpy_single", {"employees": 9, "weeks": 3, "runs": 2})
    assert (found["employees"], found["employee_weeks"], found["repetitions"]) == (9, 54, 1)
    assert found["start_seconds"] > 0.0
    assert set(found["means"]) == {"C", "I", "M", "S", "E", "quits"}


def test_a_program_that_fails_says_why_in_a_line() -> None:
    with pytest.raises(Failed, match="No module named"):
        measured(Path(sys.executable), "benchmarks.peers.nobody", {})
    assert complaint("Traceback\n  File\npkg.SomeError: first\n  and more\n... and 2 more") == "pkg.SomeError: first"


def test_what_is_known_is_not_measured_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.processes.FOLDER", tmp_path)
    asked: list[str] = []

    def answer(*arguments: object) -> dict[str, Any]:
        asked.append(str(arguments[1]))
        if "broken" in str(arguments[1]):
            raise Failed("no")
        return {"rate": 1.0}

    monkeypatch.setattr("benchmarks.processes.measured", answer)
    notebook = Notebook("x", resume=False)
    for number in (0, 0, 1):
        notebook.measure(number, "ours", "sweep", Path("python"), "fine", {})
    with pytest.raises(Failed):
        notebook.measure(0, "mesa", "sweep", Path("python"), "broken", {})
    assert asked == ["fine", "fine", "broken"]
    assert [(row["round"], row["engine"]) for row in Notebook("x", resume=True).rows] == [(0, "ours"), (1, "ours")]


def test_the_command_measures_and_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("benchmarks.results.FOLDER", tmp_path)
    monkeypatch.setattr("benchmarks.processes.FOLDER", tmp_path)
    monkeypatch.setattr("benchmarks.comparison.CASES", (Case(SWEEP, "a small sweep", 40, runs=50),))
    assert main(["--rounds", "1", "--only", "numpy,numpy-batched", "--seconds", "0"]) == 0
    assert "round 1, sweep, numpy-batched: " in capsys.readouterr().err
    assert "All agree" in (tmp_path / "workload.md").read_text(encoding="utf-8")
    assert main(["--rounds", "1", "--only", "numpy,numpy-batched", "--resume"]) == 0
    assert "round 1, sweep" not in capsys.readouterr().err
