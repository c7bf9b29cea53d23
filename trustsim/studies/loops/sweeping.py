"""``hysteresis``: raise a lever step by step within a run, take it back step by step, and look at every step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from trustsim.errors import InputError, nearest
from trustsim.model.recording import Record
from trustsim.model.threads import Progress
from trustsim.model.week import MODEL
from trustsim.results import Results
from trustsim.scenario import Scenario
from trustsim.studies.comparing import Counter
from trustsim.studies.documents import values_of
from trustsim.studies.loops.loop import Loop
from trustsim.studies.maps import Axis
from trustsim.studies.running import ScenarioLike, chosen_scenario, run

Floats = npt.NDArray[np.float64]
#: So long each value is held, and so many weeks at the end of that are looked at.
HOLD, LOOK = 26, 8
REPLICATIONS = 20
#: What a timeline can set.
CHANGEABLE = ("policy", "environment")
#: The label of a step's entry in the timeline.
LABEL = "hysteresis-{:03d}"


def hysteresis(
    scenario: ScenarioLike,
    lever: Axis | Mapping[str, Any],
    outcomes: str | Sequence[str] = "leadership_trust",
    *,
    hold: int = HOLD,
    look: int = LOOK,
    replications: int = REPLICATIONS,
    seed: int = 1,
    profile: str | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Loop:
    """Return what an outcome comes to while a lever goes up step by step and down again, within each run.

    The first value holds from the first week on (and in the burn-in), each other for ``hold`` weeks; the last ``look``
    weeks of each step count. A twin on the same luck stays at the first value: what it comes to is taken off, so that
    the passing of time is not mistaken for memory. Where the way down differs from the way up, the past matters.

    Usage:
        >>> ts.hysteresis("baseline", {"policy.surveillance": {"low": 0, "high": 1, "steps": 5}}, "leadership_trust")

    Args:
        scenario: a scenario, the name of a shipped one, the path of a file, or a dict shaped like one.
        lever: the path with its values, rising: ``{path: [...]}`` or ``{path: {low, high, steps}}``.
        outcomes: one outcome or several.
        hold: for how many weeks each value holds.
        look: how many weeks at the end of a step are looked at.
        replications: how many runs that differ in luck only.
        seed: where the luck starts.
        profile: the reading of contested evidence; the scenario's own if None.
        threads: how many threads; as many as there are processors if None. No digit depends on it.
        progress: called with (runs done, runs in all).

    Raises:
        InputError: the lever, an outcome or a number of weeks is wrong.
        ScenarioError: the scenario is wrong, or the path is no lever that can change within a run.
        Interrupted: somebody stopped it.
    """
    axis = _axis(lever)
    if axis.path.partition(".")[0] not in CHANGEABLE:
        raise InputError(f"{axis.source}: {axis.path} cannot change within a run: {' and '.join(CHANGEABLE)} can")
    names = [outcomes] if isinstance(outcomes, str) else list(outcomes)
    _check(names, hold, look)
    doses = [*axis.values, *reversed(axis.values[:-1])]
    still = chosen_scenario(
        scenario, replications=replications, seed=seed, profile=profile, weeks=hold * len(doses)
    ).override({axis.path: axis.values[0]}, axis.source)
    moved = still.override(_steps(axis.path, doses, hold), axis.source)
    counter = Counter(progress, 2 * replications)
    runs = [run(arm, record=Record(weekly=True), threads=threads, progress=counter) for arm in (moved, still)]
    ways = [_looked_at(results, names, len(doses), hold, look) for results in runs]
    return Loop(still, axis, doses, names, hold, look, ways[0], ways[1])


def _axis(given: Axis | Mapping[str, Any]) -> Axis:
    if isinstance(given, Axis):
        return given
    if len(given) != 1:
        raise InputError(f"lever: needs one path with its values, got {len(given)}")
    path, values = next(iter(given.items()))
    return Axis(path, values_of(values, "lever"), source="lever")


def _check(names: Sequence[str], hold: int, look: int) -> None:
    for name in names:
        if name not in MODEL.outcomes:
            raise InputError(f"no outcome is called '{name}'{nearest(name, MODEL.outcomes)}")
    if not names:
        raise InputError("hysteresis needs at least one outcome")
    for what, weeks, most in (("hold", hold, 520), ("look", look, hold)):
        if isinstance(weeks, bool) or not isinstance(weeks, int) or not 1 <= weeks <= most:
            raise InputError(f"{what} must be a whole number of weeks from 1 to {most}, got {weeks!r}")


def _steps(path: str, doses: Sequence[float], hold: int) -> dict[str, Any]:
    """Return what to set in a scenario so that a path takes the doses one after the other."""
    found: dict[str, Any] = {}
    for number, dose in enumerate(doses[1:], 1):
        entry = f"timeline.{LABEL.format(number)}"
        found |= {f"{entry}.week": number * hold + 1, f"{entry}.set.{path}": dose}
    return found


def _looked_at(results: Results, names: Sequence[str], steps: int, hold: int, look: int) -> Floats:
    """Return the mean over the weeks that are looked at of each step: steps, replications, outcomes."""
    weekly = results.overall_weekly
    missing = [name for name in names if name not in weekly.columns]
    if missing:
        raise InputError(f"{', '.join(missing)}: has no value of its own for every week, so no step has one")
    weeks = weekly["week"].to_numpy()
    step = (weeks - 1) // hold
    chosen = weekly[(weeks - 1) % hold >= hold - look].assign(step=step[(weeks - 1) % hold >= hold - look])
    means = chosen.groupby(["step", "replication"])[list(names)].mean()
    return means.to_numpy(dtype=np.float64).reshape(steps, -1, len(names))


def scenario_of(loop: Loop) -> Scenario:
    """Return the scenario in which the lever goes up and down: what ``trustsim run`` can run."""
    return loop.scenario.override(_steps(loop.axis.path, loop.doses, loop.hold), loop.axis.source)
