"""What was finished when somebody interrupts is kept: whole, without a gap, and equal to an unbroken run's."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

import trustsim as ts
from trustsim.cli.application import answer
from trustsim.errors import Interrupted
from trustsim.results import Results
from trustsim.scenario import load
from trustsim.studies import Comparison

SMALL = {"population.employees": 12, "run.weeks": 4}


def after(runs: int) -> Callable[[int, int], None]:
    """Return a progress function that interrupts once so many runs are done."""

    def tell(done: int, total: int) -> None:
        if done >= runs:
            raise KeyboardInterrupt

    return tell


def test_runs_finished_before_an_interrupt_come_along() -> None:
    scenario = load("baseline").override({**SMALL, "run.replications": 4500})
    with pytest.raises(Interrupted) as interrupted:
        ts.run(scenario, threads=1, progress=after(200))
    kept = interrupted.value.finished
    assert isinstance(kept, Results)
    count = len(kept.outcomes)
    assert 200 <= count < 4500
    unbroken = ts.run(scenario, replications=count)
    assert kept.outcomes.equals(unbroken.outcomes)


def test_scenarios_finished_before_an_interrupt_are_compared() -> None:
    arms = [load(name).override(SMALL) for name in ("trust-first", "hybrid")]
    base = load("baseline").override(SMALL)
    with pytest.raises(Interrupted) as interrupted:
        ts.compare(base, arms, replications=10, threads=1, progress=after(30))
    finished = interrupted.value.finished
    assert isinstance(finished, Comparison)
    assert list(finished.scenarios) == ["trust-first"]


def test_the_command_line_keeps_what_is_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trustsim.cli.simulating.progress", lambda quiet: interrupting())
    options = ["--replications", "4500", "--weeks", "4", "--set", "population.employees=12", "--threads", "1"]
    assert answer(["run", "baseline", *options, "--out", str(tmp_path / "kept")]) == 130
    assert 200 <= len(ts.open_results(tmp_path / "kept").outcomes) < 4500


@contextmanager
def interrupting() -> Generator[Callable[[int, int], None]]:
    """Stand in for the progress bar."""
    yield after(200)
