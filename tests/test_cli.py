"""The command line: what it prints, in which shape, and that digits do not depend on threads."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from trustsim import __version__
from trustsim.cli import answer
from trustsim.model.week import MODEL
from trustsim.scenario import shipped

SMALL = ("--replications", "4", "--weeks", "30", "--set", "population.employees=24")
HEAVY = {"mesa", "matplotlib", "pandas", "numba", "solara", "pyarrow", "scipy"}
ROOT = Path(__file__).resolve().parents[1]


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Return what a command prints on standard output; it must succeed."""
    assert answer(arguments) == 0
    return capsys.readouterr().out


def document(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    return json.loads(asked(capsys, *arguments, "--json"))


def in_a_process(*arguments: str, options: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *options, "-m", "trustsim", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


# -- help and version -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [("--help",), ("compare", "--help"), ("levers",), ("show", "rto-abrupt")])
def test_what_does_not_simulate_loads_nothing_heavy(arguments: tuple[str, ...]) -> None:
    found = in_a_process(*arguments, options=("-X", "importtime"))
    assert found.returncode == 0
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in found.stderr.splitlines()}
    assert "trustsim" in loaded
    assert not loaded & HEAVY


def test_help_lists_every_command_in_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    text = asked(capsys, "--help")
    looking = ("show", "scenarios", "levers", "outcomes", "schema", "validate", "doctor")
    for name in ("demo", "run", "compare", "explain", "claims", "ablation", *looking):
        assert f"\n  {name} " in text
    assert "..." not in text.partition("Commands:")[2]
    assert asked(capsys) == text


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(capsys, "--version") == f"trustsim {__version__}\n"


# -- run and compare --------------------------------------------------------------------------------------------------

HEAD = ["trustsim", "profile", "seed", "replications", "weeks"]


def test_run_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys, "run", "surveillance", *SMALL, "--seed", "7", "--profile", "null")
    assert list(found) == [*HEAD, "scenario", "hash", "outcomes"]
    assert [found[key] for key in HEAD] == [__version__, "null", 7, 4, 30]
    assert found["scenario"] == "surveillance"
    assert [row["outcome"] for row in found["outcomes"]] == list(MODEL.outcomes)
    keys = ["outcome", "unit", "mean", "low", "high", "range_low", "range_high"]
    assert all(list(row) == keys for row in found["outcomes"])


def test_compare_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys, "compare", "baseline", "rto-abrupt", "verify-first", *SMALL)
    assert list(found) == [*HEAD, "baseline", "comparisons"]
    assert found["baseline"]["name"] == "baseline"
    assert len(found["baseline"]["hash"]) == 64
    abrupt, verify = found["comparisons"]
    assert list(abrupt) == ["scenario", "hash", "notes", "outcomes"]
    assert (abrupt["scenario"], verify["scenario"]) == ("rto-abrupt", "verify-first")
    assert "abruptness: a prediction, no study varies it" in abrupt["notes"]
    row = abrupt["outcomes"][0]
    assert list(row) == [
        "outcome", "unit", "baseline_value", "scenario_value", "difference", "low", "high", "range_low", "range_high",
        "verdict", "better",
    ]  # fmt: skip
    verdicts = {"higher", "lower", "no difference that matters", "too close to call"}
    assert {row["verdict"] for row in abrupt["outcomes"]} <= verdicts


def test_the_same_bytes_twice_and_on_any_number_of_threads(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("compare", "baseline", "rto-abrupt", *SMALL, "--json")
    one, two = (in_a_process(*arguments, "--threads", threads) for threads in ("1", "2"))
    assert one.returncode == two.returncode == 0
    assert one.stdout == two.stdout == asked(capsys, *arguments, "--threads", "1")
    assert one.stderr == ""


def test_the_baseline_against_itself_is_exactly_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    (arm,) = document(capsys, "compare", "baseline", "baseline", *SMALL)["comparisons"]
    assert {row["verdict"] for row in arm["outcomes"]} == {"no difference that matters"}
    assert {row["difference"] for row in arm["outcomes"]} == {0.0}


def test_set_changes_policy_in_the_scenarios_and_the_world_in_every_arm(capsys: pytest.CaptureFixture[str]) -> None:
    plain = document(capsys, "compare", "baseline", "baseline", *SMALL)
    policy = document(capsys, "compare", "baseline", "baseline", *SMALL, "--set", "policy.surveillance=0.9")
    assert policy["baseline"]["hash"] == plain["baseline"]["hash"] != policy["comparisons"][0]["hash"]
    world = document(capsys, "compare", "baseline", "baseline", *SMALL, "--set", "environment.labour_market=0.9")
    assert world["baseline"]["hash"] == world["comparisons"][0]["hash"] != plain["baseline"]["hash"]
    text = asked(capsys, "compare", "baseline", "baseline", *SMALL, "--set", "policy.surveillance=0.9")
    assert "set in the scenarios, not in the baseline: policy.surveillance = 0.9" in text


@pytest.mark.parametrize("width", ["80", "120"])
def test_tables_fit_the_terminal(
    width: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    for command in (
        ("run", "baseline", *SMALL),
        ("compare", "baseline", "rto-abrupt", *SMALL),
        ("compare", "baseline", *shipped(), *SMALL, "--weeks", "65"),
        ("levers",),
        ("outcomes",),
        ("show", "rto-abrupt"),
        ("scenarios",),
    ):
        text = asked(capsys, *command)
        assert max(map(len, text.splitlines())) <= int(width), command
        assert "…" not in text, command


def test_a_comparison_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    text = asked(capsys, "compare", "baseline", "verify-first", *SMALL)
    assert text.startswith("verify-first compared with baseline\nVerify first\n4 runs of 30 weeks, seed 1")
    for word in ("leadership trust (0–1)", "attrition (% per year)", "✔ better, ✘ worse", "not calibrated"):
        assert word in text
    quiet = asked(capsys, "compare", "baseline", "verify-first", *SMALL, "--quiet")
    assert "✔ better" not in quiet
    assert quiet in text


def test_results_and_figures_are_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from trustsim import open_comparison, open_results

    figure = tmp_path / "one.svg"
    assert answer(["run", "baseline", *SMALL, "--out", str(tmp_path / "run"), "--figure", str(figure), "--json"]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["scenario"] == "baseline"
    assert str(figure) in said.err
    assert figure.read_text().startswith("<?xml")
    assert "weekly" in open_results(tmp_path / "run").frames
    inside = tmp_path / "both" / "figure.pdf"
    for _ in range(2):  # an earlier result is replaced
        arguments = ["compare", "baseline", "hybrid", *SMALL, "--out", str(inside.parent), "--figure", str(inside)]
        assert answer(arguments) == 0
    assert inside.read_bytes().startswith(b"%PDF")
    assert list(open_comparison(inside.parent).scenarios) == ["hybrid"]


# -- looking ----------------------------------------------------------------------------------------------------------


def test_levers(capsys: pytest.CaptureFixture[str]) -> None:
    rows = document(capsys, "levers")["levers"]
    keys = ["name", "kind", "group", "scope", "unit", "low", "high", "neutral", "default", "baseline"]
    assert all(list(row) == [*keys, "meaning", "source", "claims"] for row in rows)
    by_name = {row["name"]: row for row in rows}
    assert {lever.path for lever in MODEL.levers.values()} <= by_name.keys()
    assert by_name["policy.surveillance"]["baseline"] == 0.1
    assert by_name["environment.labour_market"]["kind"] == "uncertainty"
    assert by_name["mandates.NAME.office_days"]["kind"] == "mandate"
    assert by_name["reversal"]["kind"] == "event"
    text = asked(capsys, "levers")
    assert all(name in text for name in by_name)


def test_outcomes(capsys: pytest.CaptureFixture[str]) -> None:
    rows = document(capsys, "outcomes")["outcomes"]
    assert [row["name"] for row in rows] == list(MODEL.outcomes)
    assert all(list(row) == ["name", "unit", "better", "matters", "meaning", "group"] for row in rows)
    assert "leadership_trust" in asked(capsys, "outcomes")


def test_scenarios(capsys: pytest.CaptureFixture[str]) -> None:
    rows = document(capsys, "scenarios")["scenarios"]
    assert [row["name"] for row in rows] == shipped()
    assert all(row["title"] and row["story"] for row in rows)
    text = asked(capsys, "scenarios")
    assert all(f"{name}: " in text for name in shipped())


def test_show_says_which_file_set_each_value_and_both_forms_of_a_mandate(capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys, "show", "rto-phased", "--set", "policy.surveillance=0.4")
    values = {row["path"]: row for row in found["values"]}
    assert values["policy.surveillance"] | {"meaning": ""} == {
        "path": "policy.surveillance", "value": 0.4, "unit": "share", "source": "--set", "meaning": "",
    }  # fmt: skip
    assert values["mandates.rto.office_days"]["source"] == "rto-phased.toml"
    assert values["population.employees"]["source"] == "baseline.toml"
    assert values["population.unconditional"]["source"] == "default"
    assert values["mandates.rto.notice_weeks"]["value"] == 13
    assert values["mandates.rto.abruptness"]["value"] == 0.0
    text = asked(capsys, "show", "rto-phased")
    assert "rto-phased.toml, from notice_weeks and ramp_weeks" in " ".join(text.split())


def test_schema_is_the_committed_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(capsys, "schema") == (ROOT / "docs" / "scenario.schema.json").read_text(encoding="utf-8")


def test_validate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    good.write_text('extends = "baseline"\n')
    bad.write_text('extends = "baseline"\n[policy]\nautonomie = 0.3\nsurveillance = 7\n')
    assert asked(capsys, "validate", str(good), "hybrid") == f"{good}: valid\nhybrid: valid\n"
    assert answer(["validate", str(good), str(bad)]) == 2
    said = capsys.readouterr()
    assert said.out == f"{good}: valid\n"
    assert len(said.err.splitlines()) == 2
    assert "did you mean 'policy.autonomy'?" in said.err
    assert answer(["validate", str(bad), "--json"]) == 2
    (row,) = json.loads(capsys.readouterr().out)["files"]
    assert (row["file"], row["valid"], len(row["problems"])) == (str(bad), False, 2)


def test_doctor(capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys, "doctor")
    assert found["healthy"]
    assert all(test["passed"] for test in found["tests"])
    assert {"numpy", "numba", "mesa", "python", "trustsim"} <= found["versions"].keys()
    assert asked(capsys, "doctor", "--quiet") == ""
    text = asked(capsys, "doctor")
    assert "compiled rules: " in text
    assert "FAIL" not in text
