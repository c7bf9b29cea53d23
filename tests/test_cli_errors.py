"""Bad input: a line that helps for each problem, exit code 2, no traceback, nothing written."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import trustsim.studies
from trustsim.cli import answer
from trustsim.errors import StateError

FILES = {
    "unknown.toml": 'extends = "baseline"\n[policy]\nsurveilance = 0.4\n',
    "range.toml": 'extends = "baseline"\n[policy]\nremote_days = 9\n',
    "one.toml": 'extends = "two.toml"\n',
    "two.toml": 'extends = "one.toml"\n',
    "nobody.toml": 'extends = "baseline"\n[population]\nemployees = 0\n',
    "nine.toml": 'extends = "baseline"\n[mandates.rto]\nannounce_week = 3\noffice_days = 9\n',
    "late.toml": 'extends = "baseline"\n[[timeline]]\nweek = 500\nset = { "policy.autonomy" = 0.9 }\n',
    "syntax.toml": "extends = baseline\n",
}
CASES = [
    (["run", "unknown.toml"], "policy.surveilance is unknown; did you mean 'policy.surveillance'?"),
    (["run", "range.toml"], "policy.remote_days must be a number from 0 to 5 (days/week), not 9"),
    (["run", "missing.toml"], "missing.toml: there is no such file"),
    (["run", "one.toml"], "extends goes in a circle: one.toml -> two.toml -> one.toml"),
    (["run", "nobody.toml"], "population.employees must be a whole number from 1"),
    (["run", "nine.toml"], "mandates.rto.office_days must be a number from 0 to 5 (days/week), not 9"),
    (["run", "late.toml"], "week must be a week of the run"),
    (["run", "syntax.toml"], "is no valid TOML"),
    (["run", "big.toml"], "a scenario file holds at most 64 kB, this one 9.5 MB"),
    (["run", "binary.toml"], "is no text in UTF-8"),
    (["run", "nosuch"], "no shipped scenario 'nosuch'"),
    (["run", "baselin"], "did you mean 'baseline'?"),
    (["show", "range.toml"], "policy.remote_days"),
    (["validate", "nine.toml"], "office_days"),
    (["compare", "baseline", "late.toml"], "late.toml"),
    (["run", "baseline", "--set", "policy.autonomie=0.4"], "--set: policy.autonomie is unknown; did you mean"),
    (["run", "baseline", "--set", "policy.autonomy"], "give it as path=value"),
    (["run", "baseline", "--set", "policy.autonomy=much"], "policy.autonomy must be a number from 0 to 1"),
    (["run", "baseline", "--set", "policy.autonomy=.1", "--set", "policy.autonomy=.1"], "policy.autonomy"),
    (["run", "baseline", "--seed", "3", "--set", "run.seed=4"], "set once already, by --seed"),
    (["run", "baseline", "--replications", "0"], "--replications: run.replications must be a whole number from 1"),
    (["run", "baseline", "--weeks", "-1"], "--weeks: run.weeks must be a whole number from 1"),
    (["run", "baseline", "--seed", "-1"], "--seed: run.seed must be a whole number from 0"),
    (["run", "baseline", "--profile", "mine"], "--profile: run.profile must be one of 'meta_analytic'"),
    (["run", "baseline", "--replications", "many"], "trustsim run: Invalid value for '--replications'"),
    (["run", "baseline", "--threads", "0"], "trustsim run: Invalid value for '--threads'"),
    (["run", "baseline", "--figure", "a.bmp"], "must end in .pdf, .png or .svg, not '.bmp'"),
    (["run", "baseline", "--figure", "a"], "must end in .pdf, .png or .svg"),
    (["run", "baseline", "--figure", "nowhere/a.png"], "there is no folder nowhere; make it first"),
    (["run", "baseline", "--figure", "folder.png"], "is a folder"),
    (["claims", "--page", "nowhere/page.md"], "--page nowhere/page.md: there is no folder nowhere; make it first"),
    (["ablation", "--table", "folder.png"], "--table folder.png: is a folder"),
    (["run", "baseline", "--out", "full"], "--out full: holds other files, which are kept"),
    (["run", "baseline", "--out", "full/file"], "--out full/file: is a file"),
    (["run", "baseline", "--out", "full/file/deeper"], "cannot write in full/file"),
    (["compare", "baseline", "hybrid", "--out", "full"], "--out full: holds other files"),
    (["demo", "--out", "full"], "--out full: holds other files"),
    (["demo", "--replications", "0"], "run.replications must be a whole number"),
    (["compare", "baseline", "rto-abrupt", "--weeks", "20"], "announce_week must be a week of the run"),
    (["compare", "baseline"], "trustsim compare: Missing argument"),
    (["compare"], "trustsim compare: Missing argument"),
    (["run"], "trustsim run: Missing argument"),
    (["run", "baseline", "--repliations", "3"], "--replications"),
    (["rnu"], "trustsim: No such command 'rnu'"),
    (["levers", "surplus"], "trustsim levers: "),
    (["--nonsense"], "trustsim: No such option"),
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with bad files in it."""
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "big.toml").write_bytes(b"#" * 10_000_000)
    (tmp_path / "binary.toml").write_bytes(bytes(range(256)) * 4)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").touch()
    (tmp_path / "folder.png").mkdir()
    return tmp_path


def content(folder: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in sorted(folder.rglob("*"))}


@pytest.mark.parametrize(
    ("arguments", "expected"), CASES, ids=lambda case: " ".join(case) if isinstance(case, list) else ""
)
def test_bad_input(arguments: list[str], expected: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = content(folder)
    assert answer(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    (line,) = said.err.splitlines()
    assert expected in line
    assert content(folder) == before


def test_a_line_for_each_problem(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "two-things.toml").write_text('extends = "baseline"\n[policy]\nautonomie = 0.3\nsurveillance = 7\n')
    assert answer(["run", "two-things.toml", "--json"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 2


def test_nothing_can_be_written_where_there_is_no_room(capsys: pytest.CaptureFixture[str]) -> None:
    if not Path("/proc").is_dir():
        pytest.skip("needs a folder in which nobody can write")
    assert answer(["run", "baseline", "--out", "/proc/results"]) == 2
    assert "--out /proc/results: cannot write in /proc" in capsys.readouterr().err


def test_an_interrupt_is_130(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(trustsim.studies, "run", interrupted)
    assert answer(["run", "baseline"]) == 130
    said = capsys.readouterr()
    assert (said.out, said.err.split()[0]) == ("", "interrupted")


def test_a_failed_run_is_1(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def failing(*_: object, **__: object) -> None:
        raise StateError("stress of employee 3 is 7")

    monkeypatch.setattr(trustsim.studies, "run", failing)
    assert answer(["run", "baseline"]) == 1
    assert "stress of employee 3 is 7" in capsys.readouterr().err


def test_a_reader_who_has_seen_enough_is_not_worth_a_word() -> None:
    root = Path(__file__).resolve().parents[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "trustsim", "levers", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 1
