"""What a week costs, by phase and by rule: on a machine whose costs are known, and as the command shows it."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.toy import TOY, toy_plan
from trustsim.cli import answer
from trustsim.errors import InputError
from trustsim.model.engine import Batch
from trustsim.model.state import TILE
from trustsim.model.week import MODEL
from trustsim.studies import time_week
from trustsim.studies.timing import BETWEEN, RECORDING, REST, Stopwatch, measure

PHASES = [phase.name for phase in TOY.phases]


class Machine:
    """A clock that goes on only while a phase runs: so long for each rule that is on, and for all else."""

    def __init__(self, noise: Callable[[int], float] = lambda _: 1.0) -> None:
        self.now, self.calls, self.noise = 0, 0, noise
        self.costs = {wired.number: 1000 * (1 + wired.number % 5) for wired in TOY.rules}
        self.all_else = 7000

    def clock(self) -> int:
        return self.now

    def watch(self, weeks: int = 400) -> Stopwatch:
        """Let a batch live with this machine's costs, and return what was seen."""
        watch = Stopwatch(TOY, self.clock)
        batch = Batch(TOY, toy_plan(weeks=weeks), 1, range(2))
        batch.start()

        def driver(phase: str) -> None:
            self.calls += 1
            own = sum(self.costs[wired.number] for wired in watch.wired(phase) if batch.on[wired.number])
            self.now += round((self.all_else + own) * self.noise(self.calls))

        batch.driver = driver
        watch.follow(batch)
        assert batch.on.all()
        assert batch.driver is driver
        return watch


def test_each_rule_costs_what_its_phase_is_faster_without_it() -> None:
    machine = Machine()
    watch = machine.watch()
    phases = watch.phases(1)
    rules = watch.rules(1, phases)
    for wired in (wired for phase in PHASES for wired in watch.wired(phase)):
        (row,) = rules[rules["rule"] == wired.rule.name].to_dict("records")
        assert row["nanoseconds"] == pytest.approx(machine.costs[wired.number])
        assert row["error"] == pytest.approx(0.0, abs=1e-9)
    rest = rules[rules["rule"] == REST].set_index("phase")["nanoseconds"]
    assert rest[PHASES].to_numpy() == pytest.approx(machine.all_else)
    assert phases.set_index("phase")["nanoseconds"][[BETWEEN, RECORDING]].eq(0.0).all()


def test_costs_are_for_each_person() -> None:
    watch = Machine().watch()
    whole, each = watch.phases(1)["nanoseconds"], watch.phases(24)["nanoseconds"]
    np.testing.assert_allclose(each * 24, whole)


@pytest.mark.parametrize(
    "noise",
    [
        lambda call: 30.0 if call % 9 == 0 else 1.0,  # something else runs now and then
        lambda call: 2.0 if call > 900 else 1.0,  # the machine gets slower halfway
    ],
)
def test_what_else_the_machine_does_is_not_taken_for_a_rule(noise: Callable[[int], float]) -> None:
    machine = Machine(noise)
    watch = machine.watch()
    rules = watch.rules(1, watch.phases(1))
    rules = rules[rules["mechanism"] != ""]
    whole = {phase: machine.all_else + sum(machine.costs[w.number] for w in watch.wired(phase)) for phase in PHASES}
    quiet = watch.phases(1).set_index("phase")["nanoseconds"]
    for row in rules.to_dict("records"):
        (cost,) = [machine.costs[wired.number] for wired in TOY.rules if wired.rule.name == row["rule"]]
        assert row["nanoseconds"] / quiet[row["phase"]] == pytest.approx(cost / whole[row["phase"]], rel=1e-6)


def test_every_rule_of_the_week_is_listed_once_and_shares_sum_to_one() -> None:
    found = measure(TOY, toy_plan(), "toy", seconds=0.05)
    assert found.phases["phase"].tolist() == [*PHASES, BETWEEN, RECORDING]
    named = found.rules[found.rules["mechanism"] != ""]["rule"].tolist()
    in_the_week = [w.rule.name for w in TOY.rules if TOY.phase_of(w.rule) in PHASES]
    assert sorted(named) == sorted(in_the_week)
    assert found.phases["share"].sum() == pytest.approx(1.0)
    assert found.rules["share"].sum() == pytest.approx(1.0)
    assert found.nanoseconds == pytest.approx(found.phases["nanoseconds"].sum())
    assert found.runs == TILE // found.employees
    assert found.weeks % (toy_plan().weeks + toy_plan().burn_in) == 0


def test_a_short_measurement_still_lets_every_rule_rest_twice() -> None:
    ticks = iter(range(10**9))
    watched = measure(TOY, toy_plan(weeks=5, burn_in=2), "toy", seconds=1e-9, clock=lambda: next(ticks))
    longest = max(len(Stopwatch(TOY, lambda: 0).wired(phase)) for phase in PHASES)
    assert watched.weeks * 3 / 4 >= 2 * longest
    with pytest.raises(InputError, match="seconds must be above 0, got 0"):
        time_week(seconds=0.0)


@pytest.fixture
def tiny(tmp_path: Path) -> str:
    path = tmp_path / "tiny.toml"
    path.write_text('extends = "baseline"\n[population]\nemployees = 12\n[run]\nweeks = 8\n', encoding="utf-8")
    return str(path)


def test_the_doctor_shows_what_a_week_costs(capsys: pytest.CaptureFixture[str], tiny: str) -> None:
    assert answer(["doctor", tiny, "--timing", "--seconds", "0.1", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["scenario"], found["employees"]) == ("tiny", 12)
    assert [row["phase"] for row in found["phases"]] == [*(phase.name for phase in MODEL.phases), BETWEEN, RECORDING]
    in_the_week = {
        (w.rule.mechanism, w.rule.name) for w in MODEL.rules if MODEL.phase_of(w.rule) in [p.name for p in MODEL.phases]
    }
    assert {(row["mechanism"], row["rule"]) for row in found["rules"]} == {*in_the_week, ("", REST)}
    assert answer(["doctor", tiny, "--timing", "--seconds", "0.1"]) == 0
    told = capsys.readouterr()
    assert told.out.startswith("A week of 'tiny' costs ")
    assert "work.deliver" in told.out
    assert "measuring for about 0.1 s" in told.err


def test_a_scenario_without_timing_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(["doctor", "surveillance"]) == 2
    assert "'surveillance'" in capsys.readouterr().err
