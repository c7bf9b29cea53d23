"""What a worker does: the runs of a batch, one case after the other, and what became of each."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from trustsim._version import __version__
from trustsim.errors import StoreError
from trustsim.model.engine import simulate
from trustsim.model.week import MODEL
from trustsim.results.manifest import rules_digest
from trustsim.scenario import Scenario, load, resolve
from trustsim.studies.designs.cells import Case
from trustsim.studies.running import outcome_values
from trustsim.studies.sweeps.agenda import Job

Floats = npt.NDArray[np.float64]
#: Of an error so much is kept.
LONGEST_ERROR = 500


@dataclass(frozen=True)
class Batch:
    """Runs for a worker: jobs, the cases that they name by number, and the scenarios that those stand on by place.

    It can be pickled. ``model`` is the version of the model that the sweep was begun with.
    """

    number: int
    jobs: Sequence[Job]
    cases: Mapping[int, Case]
    bases: Mapping[int, Scenario]
    seed: int
    model: str

    @property
    def runs(self) -> int:
        """How many runs there are."""
        return sum(len(job.replications) for job in self.jobs)


class Ended(NamedTuple):
    """What became of a job: replications with their outcomes (runs, outcomes), seconds, and an error by replication."""

    case: int
    replications: tuple[int, ...]
    values: Floats
    seconds: float
    errors: Mapping[int, str]


@dataclass
class Answer:
    """What a worker answers: the jobs that it ended; fewer than it was given if it was asked to stop."""

    number: int
    ended: list[Ended] = field(default_factory=list)


@cache
def model_version() -> str:
    """Return what says by which model a run was made: the version of trustsim and a digest of all its rules."""
    return f"{__version__}+{rules_digest(MODEL)}"


@cache
def warm_up() -> None:
    """Load the compiled rules, once in a process, so that no run is timed with it."""
    small = load("baseline").override({"population.employees": 4, "run.weeks": 1})
    simulate(MODEL, resolve(small), seed=0, replications=[0], threads=1)


def work(batch: Batch, stop: Callable[[], bool] = bool) -> Answer:
    """Run the jobs of a batch.

    Args:
        batch: the jobs.
        stop: asked between two jobs; a true answer leaves the rest.

    Raises:
        StoreError: this worker has another version of the model than the sweep, or of the scenarios' files.
    """
    if model_version() != batch.model:
        raise StoreError(
            f"a worker has the model {model_version()}, the sweep {batch.model}: install the same trustsim everywhere"
        )
    warm_up()
    answer = Answer(batch.number)
    for job in batch.jobs:
        if stop():
            break
        answer.ended.append(_ended(batch, job))
    return answer


def _ended(batch: Batch, job: Job) -> Ended:
    case = batch.cases[job.case]
    scenario = batch.bases[case.base].override(case.values) if case.values else batch.bases[case.base]
    if scenario.hash != case.hash:
        raise StoreError("a worker makes another scenario of the same values: install the same trustsim everywhere")
    begun = time.perf_counter()
    values, errors = _run(scenario, batch.seed, job.replications)
    return Ended(job.case, job.replications, values, time.perf_counter() - begun, errors)


def _run(scenario: Scenario, seed: int, replications: Sequence[int]) -> tuple[Floats, dict[int, str]]:
    """Return the outcomes of replications; where they fail together, each runs by itself to find who fails."""
    try:
        plan = resolve(scenario)
        return outcome_values(simulate(MODEL, plan, seed=seed, replications=replications, threads=1)), {}
    except Exception as error:  # noqa: BLE001 - whatever stops a run is written down, and the others go on
        if len(replications) == 1:
            text = f"{type(error).__name__}: {error}"[:LONGEST_ERROR]
            return np.full((1, len(MODEL.outcomes)), np.nan), {replications[0]: text}
    alone = [_run(scenario, seed, [replication]) for replication in replications]
    errors = {number: text for _, found in alone for number, text in found.items()}
    return np.concatenate([values for values, _ in alone]), errors
