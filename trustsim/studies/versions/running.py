"""What saved results asked, asked of the version of the model that is here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from trustsim.errors import InputError, Interrupted, ScenarioError
from trustsim.model.recording import Record
from trustsim.model.threads import Progress
from trustsim.model.week import MODEL
from trustsim.results import produce
from trustsim.results.manifest import facts_of, versions_with
from trustsim.scenario import Scenario, load
from trustsim.studies.comparing import Counter
from trustsim.studies.running import ScenarioLike
from trustsim.studies.versions.saved import SWEEP, Arm, Version, arm_of

#: What the version that is here is called.
HERE = "this version"


def version_here(
    saved: Version,
    scenarios: Sequence[ScenarioLike] | None,
    saved_defaults: bool,
    threads: int | None,
    progress: Progress | None,
) -> Version:
    """Run the scenarios of saved results with the version of the model that is here, on the same luck.

    Args:
        saved: the saved results.
        scenarios: which of their scenarios, as they are meant here; all, as they were asked there, if None.
        saved_defaults: keep every value that a scenario had there, defaults included.
        threads: how many threads; as many as there are processors if None.
        progress: called with (runs done, runs in all).

    Raises:
        InputError: a scenario is another one, or cannot be run here; or it is a sweep.
        Interrupted: somebody stopped it.
    """
    if saved.kind == SWEEP:
        raise InputError(
            f"{saved.where} holds a sweep: run its design with this version (`trustsim sweep DESIGN --store NEW`), "
            f"then `trustsim compare NEW --with-version {saved.where}`"
        )
    if scenarios is None:
        chosen = {label: _asked_again(label, arm, saved_defaults) for label, arm in saved.arms.items()}
    else:
        chosen = dict(_meant_here(saved, scenario) for scenario in scenarios)
    counter = Counter(progress, sum(len(saved.arms[label].runs) for label in chosen))
    arms = {}
    for label, scenario in chosen.items():
        numbers = _manifest(saved.arms[label]).numbers
        try:
            arms[label] = arm_of(produce(scenario, Record(), numbers, threads, counter))
        except Interrupted:
            raise Interrupted from None
    facts = {of.name: of for of in facts_of(MODEL)}
    return Version(HERE, saved.kind, versions_with(MODEL), facts, arms, saved.paired)


def _asked_again(label: str, arm: Arm, saved_defaults: bool) -> Scenario:
    """Return the scenario that was asked, with the defaults of this version, or those of the saved one."""
    there = _manifest(arm)
    try:
        scenario = load(dict(there.asked or there.scenario)).override({"run.seed": there.seed})
        if not saved_defaults:
            return scenario
        known = scenario.values
        return scenario.override({p: value for p, value in arm.values.items() if p in known and known[p] != value})
    except ScenarioError as error:
        raise InputError(
            f"'{label}' cannot be run as it was saved: {error}. Name the scenario of this version to run in its place: "
            "`trustsim compare NAME --with-version DIR`"
        ) from error


def _meant_here(saved: Version, given: ScenarioLike) -> tuple[str, Scenario]:
    """Return a scenario of this version with the luck of the saved one that has its name."""
    scenario = load(given)
    there = {_manifest(arm).name: label for label, arm in saved.arms.items()}
    if scenario.name not in there:
        names = ", ".join(f"'{name}'" for name in there)
        raise InputError(
            f"{saved.where} holds {names} and no '{scenario.name}': another scenario cannot be set beside it"
        )
    label = there[scenario.name]
    manifest = _manifest(saved.arms[label])
    return label, scenario.override({"run.seed": manifest.seed, "run.replications": manifest.replications})


def _manifest(arm: Arm) -> Any:
    assert arm.results is not None
    return arm.results.manifest
