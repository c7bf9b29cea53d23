"""``compare``: scenarios against a baseline, with the same luck in every arm."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from itertools import chain, count
from typing import Literal, cast

import pandas as pd

from trustsim.errors import InputError, Interrupted
from trustsim.model.checkpoint import Checkpoint, early
from trustsim.model.recording import Record
from trustsim.model.threads import Progress
from trustsim.results import Results, produce
from trustsim.scenario import Scenario, resolve
from trustsim.studies.assumptions import MIDDLE, check_reading, drawn_arms, other_profiles, posterior_sample
from trustsim.studies.comparison import Comparison
from trustsim.studies.notes import notes_on
from trustsim.studies.running import ScenarioLike, burn_in, chosen_scenario
from trustsim.studies.verdicts import difference_rows

#: Employees of all runs whose state after burn-in is kept for the other arms: some 260 megabytes.
MOST_SEATS = 250_000


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
    assumptions: Literal["profiles", "posterior"] | None = None,
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
        assumptions: what the interval of mean differences under other assumptions rests on: "profiles" runs every arm
            under each profile too, and takes the bounds; "posterior" runs it a few times with each of the shipped
            draws of the calibrated parameters, and takes the middle 90%.
        progress: called with (runs done, runs in all).

    Raises:
        ScenarioError: a scenario is wrong, or a number is out of range.
        InputError: scenarios differ in what must agree.
        StoreError: the draws of the parameters are not there.
        Interrupted: somebody stopped it; a comparison of the scenarios finished by then comes along.
    """
    check_reading(assumptions)
    base = chosen_scenario(baseline, replications=replications, seed=seed, weeks=weeks, profile=profile)
    arms = {"": base} | arms_beside(base, scenarios, weeks, profile)
    readings = _readings(arms, base.profile, assumptions)
    counter = Counter(progress, sum(arm.replications for reading in [arms, *readings] for arm in reading.values()))
    notes = {label: notes_on(base, arm) for label, arm in arms.items()}
    try:
        main = _run(arms, record or Record(weekly=True), pair, threads, counter)
    except Interrupted as interruption:
        whole = interruption.finished
        if not isinstance(whole, dict) or len(whole) < 2:
            raise Interrupted from None
        raise Interrupted(Comparison(whole.pop(""), whole, notes=notes, paired=pair)) from None
    more = [_run(reading, Record(), pair, threads, counter) for reading in readings]
    spread = None
    if assumptions == "profiles":
        spread = assumption_interval([main, *more], pair)
    elif assumptions:
        spread = assumption_interval(more, pair, *MIDDLE)
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


def assumption_interval(
    readings: list[dict[str, Results]], pair: bool, below: float = 0.0, above: float = 1.0
) -> pd.DataFrame:
    """Return scenario, outcome, assumption_low, assumption_high: quantiles of the mean differences over readings.

    Args:
        readings: for each reading of the evidence the results of every arm; that of the baseline is called "".
        pair: whether run k of every arm has the same luck.
        below: the quantile of ``assumption_low``; 0 is the least difference.
        above: the quantile of ``assumption_high``.
    """
    rows = [
        row
        for arms in readings
        for label, arm in arms.items()
        if label
        for row in difference_rows(label, arms[""], arm, pair)
    ]
    differences = pd.DataFrame(rows).groupby(["scenario", "outcome"], sort=False)["difference"]
    bounds = {"assumption_low": differences.quantile(below), "assumption_high": differences.quantile(above)}
    return pd.DataFrame(bounds).reset_index()


def _run(
    arms: Mapping[str, Scenario], record: Record, pair: bool, threads: int | None, progress: Progress
) -> dict[str, Results]:
    """Run every arm: replications 0, 1, ... in each if paired, else numbers that no other arm has."""
    results = {}
    checkpoint = None if record.ledger or not pair else _common_burn_in(arms, threads)
    for place, (label, arm) in enumerate(arms.items()):
        first = 0 if pair else place * arm.replications
        try:
            shared = checkpoint if checkpoint and checkpoint.fits(resolve(arm)) else None
            results[label] = produce(arm, record, range(first, first + arm.replications), threads, progress, shared)
        except Interrupted:
            raise Interrupted(results) from None
    return results


def _common_burn_in(arms: Mapping[str, Scenario], threads: int | None) -> Checkpoint | None:
    """Run the baseline's burn-in once for all arms that differ later only, if there are any and it can be kept."""
    base, *others = (resolve(arm) for arm in arms.values())
    seats = base.employees * arms[""].replications
    if seats > MOST_SEATS or all(early(other) != early(base) for other in others):
        return None
    return burn_in(arms[""], threads=threads)


def _readings(arms: Mapping[str, Scenario], profile: str, assumptions: str | None) -> list[dict[str, Scenario]]:
    """Return the arms under the other assumptions that were asked for."""
    if assumptions is None:
        return []
    return drawn_arms(arms, posterior_sample()) if assumptions == "posterior" else other_profiles(arms, profile)


def arms_beside(
    base: Scenario, scenarios: ScenarioLike | Iterable[ScenarioLike], weeks: int | None, profile: str | None
) -> dict[str, Scenario]:
    """Return the scenarios to compare by label: the name, with a number where another one has it already.

    Raises:
        ScenarioError: a scenario is wrong.
        InputError: there is none, or they differ from the baseline in what must agree.
    """
    single = isinstance(scenarios, Scenario | str | os.PathLike | Mapping)
    arms: dict[str, Scenario] = {}
    for given in [cast(ScenarioLike, scenarios)] if single else scenarios:
        arm = chosen_scenario(given, replications=base.replications, seed=base.seed, weeks=weeks, profile=profile)
        check_alike(base, arm)
        labels = chain([arm.name], (f"{arm.name} ({number})" for number in count(2)))
        arms[next(label for label in labels if label not in arms)] = arm
    if not arms:
        raise InputError("compare needs at least one scenario beside the baseline")
    return arms


def check_alike(base: Scenario, arm: Scenario) -> None:
    """Check that two scenarios agree in weeks and profile.

    Raises:
        InputError: they do not.
    """
    for what in ("weeks", "profile"):
        one, other = getattr(base, what), getattr(arm, what)
        if one != other:
            raise InputError(
                f"'{base.name}' and '{arm.name}' cannot be compared: run.{what} is {one} and {other}; "
                f"give compare the {what} that both shall have"
            )
