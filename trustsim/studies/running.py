"""``run``: the runs of one scenario."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from trustsim.model.engine import Progress
from trustsim.model.recording import Record, Recording
from trustsim.results import Results, produce
from trustsim.scenario import Scenario, load

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

    Raises:
        ScenarioError: the scenario is wrong, or a number is out of range.
    """
    chosen = chosen_scenario(scenario, replications=replications, seed=seed, weeks=weeks, profile=profile)
    return produce(chosen, record or Record(), range(chosen.replications), threads, progress)


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
