"""``explain``: why two scenarios differ, by lever and by cause, with the same luck in every run."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

import numpy as np
import numpy.typing as npt

from trustsim.model.engine import simulate
from trustsim.model.recording import Record, Recording
from trustsim.model.threads import Progress
from trustsim.model.week import MODEL
from trustsim.results import Manifest
from trustsim.scenario import Scenario, resolve
from trustsim.scenario.mixing import Mixtures
from trustsim.studies.causes import causes_of
from trustsim.studies.comparing import Counter, check_alike
from trustsim.studies.explanation import Explanation
from trustsim.studies.running import ScenarioLike, chosen_scenario, outcome_values
from trustsim.studies.shapley import Scheme, scheme_for

Floats = npt.NDArray[np.float64]

#: An explanation whose replications are not given is to end within a minute: in so many seconds, to be safe.
SECONDS = 45.0
#: Fewer replications say too little; so many are run however long it takes.
FEWEST = 4
#: How many replications may be chosen, so that machines of like speed choose the same.
NUMBERS = (4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256)
#: So many runs of the first arm are timed.
TIMED = 4


def explain(
    baseline: ScenarioLike,
    scenario: ScenarioLike,
    *,
    replications: int | None = None,
    seed: int | None = None,
    weeks: int | None = None,
    profile: str | None = None,
    sampled: bool = False,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Explanation:
    """Explain the gap between two scenarios by lever (Shapley values) and by cause (ledger and events).

    Args:
        baseline: a scenario, the name of a shipped one, the path of a file, or a dict shaped like one.
        scenario: another one.
        replications: how many runs of each of the scenarios between the two; if None as many as the baseline asks for,
            or fewer, so that it ends within a minute: the first arm is timed.
        seed: where the luck starts; the baseline's if None.
        weeks: how many weeks are reported; each scenario's own number if None, and then they must agree.
        profile: the reading of contested evidence; each scenario's own if None, and then they must agree.
        sampled: sample orders of levers even where they are few.
        threads: how many threads; as many as there are processors if None. No digit depends on it.
        progress: called with (runs done, runs in all).

    Raises:
        ScenarioError: a scenario is wrong, a number out of range, or what differs cannot be changed piece by piece.
        InputError: the scenarios differ in what must agree.
    """
    began = time.perf_counter()
    first = chosen_scenario(baseline, replications=replications, seed=seed, weeks=weeks, profile=profile)
    last = chosen_scenario(scenario, weeks=weeks, profile=profile)
    check_alike(first, last)
    between = Between(first, last)
    if replications is None:
        first = first.override({"run.replications": between.affordable(began, sampled, threads)})
    return _explained(first, last, between, sampled, threads, progress)


class Between:
    """The scenarios between two by the set of levers that are as in the second, each made once."""

    def __init__(self, first: Scenario, last: Scenario) -> None:
        self.first = first
        self.mixtures = Mixtures(first, last)
        self.levers = self.mixtures.levers
        self.made: dict[int, Scenario] = {}

    def scenario(self, chosen: int) -> Scenario:
        """Return the scenario of a set, whose bit i says whether lever i is as in the second scenario."""
        if chosen not in self.made:
            places = [place for place in range(len(self.levers)) if chosen >> place & 1]
            self.made[chosen] = self.mixtures.mixture(places)
        return self.made[chosen]

    def jobs(self, scheme: Scheme) -> list[Job]:
        """Return what must be run: each distinct scenario once, for all sets that come to it."""
        jobs: dict[str, Job] = {}
        for chosen, places in scheme.needed().items():
            scenario = self.scenario(chosen)
            job = jobs.setdefault(scenario.hash, Job(scenario, [], []))
            job.sets.append(chosen)
            job.places[:] = sorted({*job.places, *places})
        return list(jobs.values())

    def affordable(self, began: float, sampled: bool, threads: int | None) -> int:
        """Return how many replications end within a minute of ``began``: the baseline is run and timed.

        Args:
            began: when the minute began, on the clock of ``time.perf_counter``.
            sampled: whether orders are sampled.
            threads: how many threads.
        """
        wanted, seed = self.first.replications, self.first.seed
        if wanted <= FEWEST:
            return wanted
        numbers = [*takewhile(lambda number: number < wanted, NUMBERS), wanted]
        plan = resolve(self.first)
        simulate(MODEL, plan, seed=seed, replications=[0], threads=threads)  # what is compiled or loaded once, is now
        start = time.perf_counter()
        simulate(MODEL, plan, seed=seed, replications=range(TIMED), threads=threads)
        each = (time.perf_counter() - start) / TIMED
        best = FEWEST
        for number in numbers:
            runs = sum(len(job.places) for job in self.jobs(scheme_for(self.levers, number, seed, sampled)))
            if runs * each > SECONDS - (time.perf_counter() - began):
                break
            best = number
        return best


@dataclass(frozen=True)
class Job:
    """A scenario to run, the sets of levers that come to it, and the places of the replications."""

    scenario: Scenario
    sets: list[int]
    places: list[int]


def _explained(
    first: Scenario, last: Scenario, between: Between, sampled: bool, threads: int | None, progress: Progress | None
) -> Explanation:
    scheme = scheme_for(between.levers, first.replications, first.seed, sampled)
    jobs = between.jobs(scheme)
    full = 2 ** len(scheme.levers) - 1
    counter = Counter(progress, sum(len(job.places) for job in jobs))
    values: dict[int, Floats] = {}
    ends: dict[int, Recording] = {}
    for job in jobs:
        is_end = not {0, full}.isdisjoint(job.sets)
        record = Record(events=True, ledger="company") if is_end else Record()
        recording = simulate(
            MODEL, resolve(job.scenario), seed=first.seed, replications=job.places, record=record, threads=threads,
            progress=counter,
        )  # fmt: skip
        found = _outcomes(recording, job.places, scheme.replications)
        values |= dict.fromkeys(job.sets, found)
        ends |= dict.fromkeys({0, full}.intersection(job.sets), recording)
    causes = {name: causes_of(outcome, ends[0], ends[full]) for name, outcome in MODEL.outcomes.items()}
    return Explanation(
        Manifest.of(first, MODEL, Record(events=True, ledger="company"), range(first.replications)),
        scenario=(last.name, last.hash), levers=scheme.levers, method=scheme.method, scenarios=len(jobs),
        gaps=_by_name(values[full] - values[0]), contributions=_by_name(scheme.contributions(values)),
        causes={name: parts for name, parts in causes.items() if parts}, blocks=scheme.blocks,
    )  # fmt: skip


def _outcomes(recording: Recording, places: Sequence[int], replications: int) -> Floats:
    """Return every outcome over the reported weeks, all companies taken together: replications, outcomes."""
    found = np.full((replications, len(MODEL.outcomes)), np.nan)
    found[places] = outcome_values(recording)
    return found


def _by_name(values: Floats) -> Mapping[str, Floats]:
    """Return an array whose last axis is that of outcomes, by outcome."""
    names: Iterable[str] = MODEL.outcomes
    return {name: values[..., number] for number, name in enumerate(names)}
