"""``trustsim demo``: one table, a figure, plain words that the table bears out, what to try next."""

import json
from pathlib import Path

import pytest

from trustsim.cli import answer
from trustsim.cli.demo import OUTCOMES, SCENARIOS
from trustsim.model.week import MODEL


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("width", ["80", "120"])
def test_demo(width: str, here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("COLUMNS", width)
    assert answer(["demo", "--replications", "6"]) == 0
    text = capsys.readouterr().out
    words = " ".join(text.split())
    heads = ("Differences from the baseline", "What to see", "What to try next")
    assert [text.count(head) for head in heads] == [1, 1, 1]
    assert text.count("\noutcome ") == 1, "one table"
    assert "not calibrated" in words
    assert all(f"- {scenario}: " in text for scenario in SCENARIOS)
    assert all(name.partition("_")[0] in text for name in OUTCOMES)
    long = [line for line in text.splitlines() if len(line) > int(width)]
    assert all("compare baseline" in line or line.startswith(("figure:", "  what")) for line in long)
    assert {path.name for path in (here / "trustsim-demo").iterdir()} == {"comparison.png", "comparison.pdf"}
    assert "trustsim-demo/comparison.png" in text


def test_demo_again_and_as_json(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        assert answer(["demo", "--replications", "2", "--json", "--out", "mine"]) == 0
        said = capsys.readouterr()
        assert [arm["scenario"] for arm in json.loads(said.out)["comparisons"]] == list(SCENARIOS)
        assert "mine/comparison.png" in said.err
    assert {path.name for path in here.iterdir()} == {"mine"}


def test_the_outcomes_of_the_demo_exist() -> None:
    assert set(OUTCOMES) <= set(MODEL.outcomes)
