"""``time_week``: what a week costs, by phase and by rule, measured on the machine at hand.

Every rule can be switched off while the rules run. So companies live their weeks, and in three weeks of four each phase
leaves out one of its rules, each in its turn; what a rule costs is how much faster its phase was without it than with
all of them in the weeks around. Medians of many such weeks stand against what else the machine does, and each comes
with its standard error: a cost below two of them cannot be told from none. A company in which a rule rests for a week
now and then is no longer that of the scenario, but costs as much.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count, cycle
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from trustsim._version import __version__
from trustsim.errors import InputError
from trustsim.model.declarations import ENTITIES
from trustsim.model.engine import Batch
from trustsim.model.plan import Plan
from trustsim.model.rules import RuleSet, Wired
from trustsim.model.state import TILE
from trustsim.model.week import MODEL
from trustsim.results.plain import as_json, plain_rows
from trustsim.scenario import resolve
from trustsim.studies.running import ScenarioLike, chosen_scenario

#: Every so many weeks no rule rests; a rule's cost is told from the median of so many of these around it.
EVERY, AROUND = 4, 8
#: From an absolute deviation from the median, to the standard error of the median of so many numbers (normal noise).
DEVIATION, MEDIAN = 1.4826, 1.2533
#: The parts of a week that are no phase: clearing empty seats and applying the timeline, and summing the outcomes.
BETWEEN, RECORDING = "between phases", "recording"
#: What of a phase no rule costs: its sums, what is read from managers and companies, who arrives.
REST = "all else"

Clock = Callable[[], int]


@dataclass(frozen=True)
class Timing:
    """What a week costs, per employee, on one thread.

    Attributes:
        scenario: its name.
        employees: of the scenario.
        runs: stepped together.
        weeks: that were timed.
        nanoseconds: per employee, all parts together.
        phases: ``phase`` (then what is between phases, and recording), ``nanoseconds``, ``error`` (standard error of
            it), ``share`` of the week.
        rules: ``phase``, ``mechanism``, ``rule``, ``nanoseconds``, ``error``, ``share``; for each phase the last row is
            what no rule costs.
    """

    scenario: str
    employees: int
    runs: int
    weeks: int
    nanoseconds: float
    phases: pd.DataFrame
    rules: pd.DataFrame

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain values, for JSON."""
        plain = {name: getattr(self, name) for name in ("scenario", "employees", "runs", "weeks", "nanoseconds")}
        tables = {"phases": plain_rows(self.phases), "rules": plain_rows(self.rules)}
        return {"trustsim": __version__, **plain, **tables}

    def to_json(self) -> str:
        """Return the text of ``to_dict``."""
        return as_json(self.to_dict())


def time_week(scenario: ScenarioLike = "baseline", *, seconds: float = 20.0) -> Timing:
    """Measure what a week of a scenario costs, by phase and by rule, on one thread.

    Args:
        scenario: a scenario, the name of a shipped one, the path of a file, or a dict shaped like one.
        seconds: how long to measure, about; more makes the errors smaller. Each rule rests twice at least.

    Raises:
        ScenarioError: the scenario is wrong.
        InputError: ``seconds`` is not above zero.
    """
    if not seconds > 0.0:
        raise InputError(f"time_week: seconds must be above 0, got {seconds}")
    chosen = chosen_scenario(scenario)
    return measure(MODEL, resolve(chosen), chosen.name, seconds=seconds, seed=chosen.seed)


def measure(
    ruleset: RuleSet, plan: Plan, name: str, *, seconds: float, seed: int = 1, clock: Clock = time.perf_counter_ns
) -> Timing:
    """Measure a week of any rule set; see ``time_week``. ``clock`` returns nanoseconds."""
    watch = Stopwatch(ruleset, clock)
    runs = max(1, TILE // max(1, plan.employees))
    batches = (Batch(ruleset, plan, seed, range(number * runs, (number + 1) * runs)) for number in count())
    _warm_up(next(batches))
    end = clock() + round(seconds * 1e9)
    for batch in batches:
        batch.start()
        watch.follow(batch)
        if clock() > end and watch.rounds >= 2:
            break
    people = runs * plan.employees
    phases = watch.phases(people)
    total = float(phases["nanoseconds"].sum())
    rules = watch.rules(people, phases)
    for table in (phases, rules):
        table["share"] = table["nanoseconds"] / total
    return Timing(name, plan.employees, runs, watch.weeks, total, phases, rules)


def _warm_up(batch: Batch) -> None:
    """Load the compiled rules, which takes seconds where they are not compiled yet."""
    batch.start()
    batch.step()
    batch.measure()


@dataclass
class Stopwatch:
    """Times phases with all their rules and without one of them, in turn."""

    ruleset: RuleSet
    clock: Clock
    weeks: int = 0
    with_all: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    shares: dict[int, list[float]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        listed = {phase.name: self.wired(phase.name) for phase in self.ruleset.phases}
        self.turns = {phase: cycle(wired.number for wired in rules) for phase, rules in listed.items() if rules}

    def wired(self, phase: str) -> list[Wired]:
        """Return the rules of a phase, whoever they run on."""
        return [wired for entity in ENTITIES for wired in self.ruleset.select(phase, entity)]

    @property
    def rounds(self) -> int:
        """How often each rule has rested at least."""
        return min((len(self.shares[wired.number]) for p in self.turns for wired in self.wired(p)), default=2)

    def follow(self, batch: Batch) -> None:
        """Time the weeks of a batch; in all but each fourth a rule of each phase rests."""
        clock, driver = self.clock, batch.driver
        seen: dict[str, list[tuple[int, int]]] = defaultdict(list)  # by phase: the rule that rested (-1: none), time

        def timed(phase: str) -> None:
            resting = next(self.turns[phase]) if batch.week % EVERY and phase in self.turns else -1
            if resting >= 0:
                batch.on[resting] = False
            begun = clock()
            driver(phase)
            seen[phase].append((resting, clock() - begun))
            if resting >= 0:
                batch.on[resting] = True

        batch.driver = timed
        while batch.week < batch.plan.weeks:
            begun = clock()
            batch.step()
            ended = clock()
            batch.measure()
            self.with_all[RECORDING].append(clock() - ended)
            in_phases = sum(times[-1][1] for times in seen.values())
            self.with_all[BETWEEN].append(ended - begun - in_phases)
            self.weeks += 1
        batch.driver = driver
        for phase, times in seen.items():
            self._learn(phase, times)

    def _learn(self, phase: str, times: Sequence[tuple[int, int]]) -> None:
        """Take note of the times of a phase, and of the share of it that each resting rule saved."""
        whole = np.array([(week, taken) for week, (resting, taken) in enumerate(times) if resting < 0])
        self.with_all[phase] += whole[:, 1].tolist()
        for week, (resting, taken) in enumerate(times):
            if resting >= 0:
                near = np.argsort(np.abs(whole[:, 0] - week), kind="stable")[:AROUND]
                self.shares[resting].append(1.0 - taken / float(np.median(whole[near, 1])))

    def phases(self, people: int) -> pd.DataFrame:
        """Return what phases cost for each of so many people."""
        names = [phase.name for phase in self.ruleset.phases if phase.name in self.turns]
        rows = [(name, *_typical(np.divide(self.with_all[name], people))) for name in (*names, BETWEEN, RECORDING)]
        return pd.DataFrame(rows, columns=["phase", "nanoseconds", "error"])

    def rules(self, people: int, phases: pd.DataFrame) -> pd.DataFrame:
        """Return what rules cost for each of so many people, and what is left of their phases."""
        rows: list[tuple[str, str, str, float, float]] = []
        for phase, whole, error in phases.itertuples(index=False):
            own = []
            for wired in self.wired(phase) if phase in self.turns else ():
                share, wrong = _typical(self.shares[wired.number])
                own.append((phase, wired.rule.mechanism, wired.rule.name, share * whole, wrong * whole))
            left = whole - sum(row[3] for row in own)
            rows += [*own, (phase, "", REST, left, float(np.hypot(error, np.linalg.norm([row[4] for row in own]))))]
        return pd.DataFrame(rows, columns=["phase", "mechanism", "rule", "nanoseconds", "error"])


def _typical(values: Sequence[float] | npt.NDArray[np.float64]) -> tuple[float, float]:
    """Return the median and its standard error."""
    middle = float(np.median(values))
    deviation = DEVIATION * float(np.median(np.abs(np.asarray(values) - middle)))
    return middle, MEDIAN * deviation / len(values) ** 0.5
