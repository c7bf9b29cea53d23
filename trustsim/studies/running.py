"""``run``: the runs of one scenario."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from trustsim.model import engine
from trustsim.model.checkpoint import Checkpoint
from trustsim.model.recording import Record, Recording
from trustsim.model.threads import Progress
from trustsim.model.week import MODEL
from trustsim.results import Results, produce
from trustsim.scenario import Scenario, load, resolve

#: A scenario, the name of a shipped one, the path of a file, or a dict shaped like one.
ScenarioLike = Scenario | str | os.PathLike[str] | Mapping[str, Any]


def run(
    scenario: ScenarioLike,
    *,
    replications: int | None = None,
    seed: int | None = None,
    record: Record | None = None,
    threads: int | None = None,
    weeks: int | None = None,
    profile: str | None = None,
    progress: Progress | None = None,
    checkpoint: Checkpoint | None = None,
) -> Results:
    """Run a scenario some times, with luck that depends on the seed and the replication's number only.

    Args:
        scenario: a scenario, the name of a shipped one, the path of a file, or a dict shaped like one.
        replications: how many runs that differ in luck only; the scenario's own number if None.
        seed: where the luck starts; the scenario's own if None.
        record: what to keep beside the outcomes of each run.
        threads: how many threads; as many as there are processors if None. No digit depends on it.
        weeks: how many weeks are reported; the scenario's own number if None.
        profile: the reading of contested evidence; the scenario's own if None.
        progress: called with (runs done, runs in all).
        checkpoint: what ``burn_in`` returned for a scenario that differs from week 1 on only; the digits are the same.

    Raises:
        ScenarioError: the scenario is wrong, or a number is out of range.
        InputError: the checkpoint does not fit, or there are no threads.
    """
    chosen = chosen_scenario(scenario, replications=replications, seed=seed, weeks=weeks, profile=profile)
    return produce(chosen, record or Record(), range(chosen.replications), threads, progress, checkpoint)


def burn_in(
    scenario: ScenarioLike,
    *,
    replications: int | None = None,
    seed: int | None = None,
    profile: str | None = None,
    threads: int | None = None,
) -> Checkpoint:
    """Run a scenario to the end of burn-in: where many what-ifs begin that differ from week 1 on.

    Args:
        scenario: a scenario, the name of a shipped one, the path of a file, or a dict shaped like one.
        replications: how many runs that differ in luck only; the scenario's own number if None.
        seed: where the luck starts; the scenario's own if None.
        profile: the reading of contested evidence; the scenario's own if None.
        threads: how many threads; as many as there are processors if None. No digit depends on it.

    Returns:
        The state of every run, for ``run`` to go on from; about a kilobyte an employee.

    Raises:
        ScenarioError: the scenario is wrong, or a number is out of range.
        InputError: there are no threads.
    """
    chosen = chosen_scenario(scenario, replications=replications, seed=seed, profile=profile)
    runs = range(chosen.replications)
    return engine.burn_in(MODEL, resolve(chosen), seed=chosen.seed, replications=runs, threads=threads)


def chosen_scenario(scenario: ScenarioLike, **settings: int | str | None) -> Scenario:
    """Return a scenario with other settings of its ``[run]`` table; None leaves the scenario's own."""
    given = {f"run.{name}": value for name, value in settings.items() if value is not None}
    loaded = load(scenario)
    return loaded.override(given) if given else loaded


def outcome_values(recording: Recording) -> npt.NDArray[np.float64]:
    """Return every outcome over the reported weeks, all companies taken together: replications, outcomes."""
    sums = recording.totals.sum(axis=-1, keepdims=True)
    outcomes = recording.ruleset.outcomes.values()
    return np.column_stack([recording.values(outcome, sums)[:, 0] for outcome in outcomes])
