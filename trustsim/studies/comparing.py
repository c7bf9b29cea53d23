"""``compare``: scenarios against a baseline, with the same luck in every arm."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

import pandas as pd

from trustsim.errors import InputError
from trustsim.model.engine import Progress
from trustsim.model.recording import Record
from trustsim.results import Results, produce
from trustsim.scenario import Scenario
from trustsim.scenario.shape import PROFILES
from trustsim.studies.comparison import Comparison
from trustsim.studies.notes import notes_on
from trustsim.studies.running import ScenarioLike, chosen_scenario
from trustsim.studies.verdicts import difference_rows


def compare(
    baseline: ScenarioLike,
    scenarios: ScenarioLike | Iterable[ScenarioLike],
    *,
    replications: int | None = None,
    seed: int | None = None,
    pair: bool = True,
    record: Record | None = None,
    threads: int | None = None,
    weeks: int | None = None,
    profile: str | None = None,
    assumptions: Literal["profiles"] | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Compare scenarios with a baseline: run k has the same luck in every arm, so what differs is the policy.

    Args:
        baseline: a scenario, the name of a shipped one, the path of a file, or a dict shaped like one.
        scenarios: one or several of the same.
        replications: how many runs an arm; the baseline's number if None.
        seed: where the luck starts; the baseline's if None.
        pair: False gives every arm luck of its own, which widens the intervals.
        record: what to keep beside the outcomes of each run; ``Record(weekly=True)`` if None, which figures need.
        threads: how many threads; as many as there are processors if None. No digit depends on it.
        weeks: how many weeks are reported; each scenario's own number if None, and then they must agree.
        profile: the reading of contested evidence; each scenario's own if None, and then they must agree.
        assumptions: "profiles" runs every arm under each profile too, and gives the interval of mean differences.
        progress: called with (runs done, runs in all).

    Raises:
        ScenarioError: a scenario is wrong, or a number is out of range.
        InputError: scenarios differ in what must agree.
    """
    if assumptions not in (None, "profiles"):
        raise InputError(f"assumptions must be None or 'profiles', got {assumptions!r}")
    base = chosen_scenario(baseline, replications=replications, seed=seed, weeks=weeks, profile=profile)
    arms = {"": base}
    for given in _several(scenarios):
        arm = chosen_scenario(given, replications=base.replications, seed=base.seed, weeks=weeks, profile=profile)
        _check_alike(base, arm)
        arms[_label(arm.name, arms)] = arm
    if len(arms) == 1:
        raise InputError("compare needs at least one scenario beside the baseline")
    profiles = [base.profile] + [p for p in PROFILES if assumptions and p != base.profile]
    count = Counter(progress, len(arms) * len(profiles) * base.replications)
    keep = record or Record(weekly=True)
    main = _run(arms, keep, pair, threads, count)
    others = [_run(_under(arms, p), Record(), pair, threads, count) for p in profiles[1:]]
    spread = assumption_interval([main, *others], pair) if assumptions else None
    notes = {label: notes_on(base, arm) for label, arm in arms.items() if label}
    return Comparison(main.pop(""), main, notes=notes, paired=pair, assumptions=spread)


class Counter:
    """Adds up the progress of several arms."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self.progress, self.total, self.before = progress, total, 0

    def __call__(self, done: int, of: int) -> None:
        """Tell the whole progress when ``done`` of the ``of`` runs of an arm are done."""
        if self.progress:
            self.progress(self.before + done, self.total)
        if done == of:
            self.before += of


def assumption_interval(readings: list[dict[str, Results]], pair: bool) -> pd.DataFrame:
    """Return scenario, outcome, assumption_low, assumption_high: the bounds of the mean differences over readings.

    Args:
        readings: for each reading of the evidence the results of every arm; that of the baseline is called "".
        pair: whether run k of every arm has the same luck.
    """
    rows = [
        row
        for arms in readings
        for label, arm in arms.items()
        if label
        for row in difference_rows(label, arms[""], arm, pair)
    ]
    differences = pd.DataFrame(rows).groupby(["scenario", "outcome"], sort=False)["difference"]
    bounds = differences.agg(["min", "max"]).reset_index()
    return bounds.rename(columns={"min": "assumption_low", "max": "assumption_high"})


def _run(
    arms: Mapping[str, Scenario], record: Record, pair: bool, threads: int | None, progress: Progress
) -> dict[str, Results]:
    """Run every arm: replications 0, 1, ... in each if paired, else numbers that no other arm has."""
    results = {}
    for place, (label, arm) in enumerate(arms.items()):
        first = 0 if pair else place * arm.replications
        results[label] = produce(arm, record, range(first, first + arm.replications), threads, progress)
    return results


def _under(arms: Mapping[str, Scenario], profile: str) -> dict[str, Scenario]:
    return {label: arm.override({"run.profile": profile}) for label, arm in arms.items()}


def _several(scenarios: ScenarioLike | Iterable[ScenarioLike]) -> list[ScenarioLike]:
    if isinstance(scenarios, Scenario | str | Mapping) or hasattr(scenarios, "__fspath__"):
        return [scenarios]  # type: ignore[list-item]
    return list(scenarios)  # type: ignore[arg-type]


def _label(name: str, taken: Mapping[str, Scenario]) -> str:
    """Return a name that no other scenario of the comparison has."""
    number = sum(1 for label in taken if label == name or label.startswith(f"{name} ("))
    return f"{name} ({number + 1})" if number else name


def _check_alike(base: Scenario, arm: Scenario) -> None:
    for what in ("weeks", "profile"):
        one, other = getattr(base, what), getattr(arm, what)
        if one != other:
            raise InputError(
                f"'{base.name}' and '{arm.name}' cannot be compared: run.{what} is {one} and {other}; "
                f"give compare the {what} that both shall have"
            )
