"""``trustsim calibrate``: what it prints and writes, what it refuses, and that nothing is lost."""

import json
import tomllib

import pytest

from trustsim.cli import answer
from trustsim.errors import Interrupted
from trustsim.scenario import load

ROWS = """\
period,measure,value,unit,people
2026-Q1,attrition_voluntary,4.5,% per quarter,40
2026-Q1,stressed_share,40,%,40
"""
FEW = ("--runs", "30", "--seed", "2")


@pytest.fixture
def data(tmp_path):
    path = tmp_path / "numbers.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def test_a_scenario_comes_of_the_data(data, tmp_path, capsys):
    out = tmp_path / "my-company.toml"
    assert answer(["calibrate", "--data", str(data), "--out", str(out), *FEW, "--set", "policy.remote_days=1"]) == 0
    said = capsys.readouterr()
    assert "numbers.csv: 2 numbers of 40 people" in said.out
    assert "What the numbers do not tell" in said.out
    assert f"scenario: {out}" in said.err
    scenario = load(out)
    assert scenario.extends == "baseline"
    assert scenario.get("policy.remote_days") == 1
    assert scenario.get("population.employees") == 40
    assert answer(["validate", str(out)]) == 0


def test_json_is_one_document_and_the_same_again(data, capsys, tmp_path):
    arguments = ["calibrate", "--data", str(data), *FEW, "--json", "--store", str(tmp_path / "store")]
    assert answer(arguments) == 0
    first = capsys.readouterr().out
    document = json.loads(first)
    assert {row["name"] for row in document["fit"]} == {"attrition_voluntary", "stressed_share"}
    assert document["scenario"]["extends"] == "baseline"
    assert document["words"]
    assert answer(arguments) == 0
    assert capsys.readouterr().out == first


def test_an_earlier_scenario_of_its_own_is_replaced(data, tmp_path):
    out = tmp_path / "my-company.toml"
    for seed in ("1", "2"):
        assert (
            answer(["calibrate", "--data", str(data), "--out", str(out), "--quiet", "--runs", "30", "--seed", seed])
            == 0
        )
        assert f"seed {seed}" in out.read_text()
        tomllib.loads(out.read_text())


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("period,measure,value,unit\n2026-Q1,stress,40,0-100\n", "line 1: missing column people"),
        ("period,measure,value,unit,people\n2026-Q1,stressed_share,140,%,40\n", "line 2: stressed_share (%) must lie"),
        (
            "period,measure,value,unit,people\n2026-Q1,stressed_share,40,%,9\n",
            "line 2: a number of 9 people is not read",
        ),
        ("", "is empty"),
    ],
)
def test_bad_data_are_refused_and_nothing_is_written(rows, says, tmp_path, capsys):
    path, out = tmp_path / "numbers.csv", tmp_path / "my-company.toml"
    path.write_text(rows, encoding="utf-8")
    assert answer(["calibrate", "--data", str(path), "--out", str(out), "--store", str(tmp_path / "store")]) == 2
    said = capsys.readouterr()
    assert says in said.err
    assert not said.out
    assert [left.name for left in tmp_path.iterdir()] == ["numbers.csv"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "either --data FILE or --evidence"),
        (["--data", "x.csv", "--evidence"], "either --data FILE or --evidence"),
        (["--data", "none.csv"], "none.csv: there is no such file"),
        (["--data", "example", "--out", "here.csv"], "must end in .toml, not '.csv'"),
        (["--data", "example", "--out", "no/where.toml"], "there is no folder no"),
        (["--data", "example", "--replications", "3"], "--replications does not go with --data"),
        (["--data", "example", "--set", "run.weeks=3"], "run.weeks cannot be set here"),
        (["--data", "example", "--set", "policy.surveilance=0.3"], "did you mean 'policy.surveillance'"),
        (["--data", "example", "--runs", "5"], "at least"),
        (["--evidence", "--set", "policy.autonomy=0.3"], "--set does not go with --evidence"),
        (["--evidence", "--out", "draws.toml"], "must end in .csv"),
        (["--evidence", "--replications", "0"], "--replications must be at least 1, not 0"),
    ],
)
def test_wrong_use_is_refused_at_once(arguments, says, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert answer(["calibrate", *arguments]) == 2
    assert says in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_file_of_somebody_else_is_kept(data, tmp_path, capsys):
    out = tmp_path / "my-company.toml"
    out.write_text('name = "my own work"\n')
    assert answer(["calibrate", "--data", str(data), "--out", str(out), *FEW]) == 2
    assert "this command did not write it" in capsys.readouterr().err
    assert out.read_text() == 'name = "my own work"\n'


def test_whoever_interrupts_is_told_how_to_go_on(data, tmp_path, monkeypatch, capsys):
    def stops(*arguments, **options):
        raise Interrupted

    monkeypatch.setattr("trustsim.studies.company_data.fit", stops)
    assert answer(["calibrate", "--data", str(data), "--store", str(tmp_path / "store")]) == 130
    assert "the same command goes on from there" in capsys.readouterr().err


def test_a_figure_is_drawn(data, tmp_path):
    figure = tmp_path / "fit.svg"
    assert answer(["calibrate", "--data", str(data), "--figure", str(figure), "--quiet", *FEW]) == 0
    assert "<svg" in figure.read_text()
