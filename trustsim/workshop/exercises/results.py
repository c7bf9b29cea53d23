"""The result of an experiment, what of it may be seen before the guess, and in which readings its statement holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trustsim.evidence import holds
from trustsim.model.week import MODEL
from trustsim.results.intervals import Estimate, mean_interval
from trustsim.scenario.asking import Question, Variant, to_link
from trustsim.scenario.shape import PROFILES
from trustsim.workshop.exercises.measuring import (
    Floats,
    curve,
    factor_of,
    interval,
    measured,
    neat,
    unit_of,
    verdict_of,
    with_luck,
)
from trustsim.workshop.lessons import Arm, Experiment, Step
from trustsim.workshop.material import Runner


def given_of(step: Step, runner: Runner) -> dict[str, Any]:
    """Return what may be seen before the guess: the arms that are given. No other arm is run for it.

    Args:
        step: a step of any kind.
        runner: runs the arms.
    """
    experiment = step.experiment
    if experiment is None or not experiment.given:
        return {}
    arms = [_arm(experiment, experiment.of(name), runner) for name in experiment.given]
    return {"outcome": _outcome(experiment), "arms": arms}


def result_of(step: Step, runner: Runner) -> dict[str, Any]:
    """Return the result of a step's experiment: all arms, their contrast, and where the statement holds.

    Args:
        step: a step of any kind; one without an experiment has no result.
        runner: runs the arms: each once in each of the three readings of the evidence.
    """
    experiment, statement = step.experiment, step.statement
    if experiment is None or statement is None:
        return {}
    check = statement.check(experiment.outcome)
    readings = {profile: contrast_of(experiment, runner, profile) for profile in PROFILES}
    usual = readings[PROFILES[0]]
    matters, factor = MODEL.outcomes[experiment.outcome].matters, factor_of(experiment.outcome)
    return {
        "outcome": _outcome(experiment),
        "arms": [_arm(experiment, arm, runner) for arm in experiment.arm],
        "contrast": _plain(usual, factor) | {"verdict": verdict_of(usual, matters), "matters": neat(matters * factor)},
        "statement": {"text": statement.text, "prediction": statement.prediction},
        "holds": [
            _plain(found, factor) | {"profile": profile, "holds": holds(check, found.mean, (found.low, found.high))}
            for profile, found in readings.items()
        ],
        "replications": with_luck(experiment.arm[0].made()).replications,
    }


def contrast_of(experiment: Experiment, runner: Runner, profile: str) -> Estimate:
    """Return the contrast of an experiment in a reading of the evidence, with its paired 95% interval."""
    values: Mapping[str, Floats] = {
        name: measured(runner(with_luck(experiment.of(name).made(profile))), experiment.outcome, experiment.measured)
        for name in ("a", "b", "c", "d")
        if name in experiment.ids
    }
    first = values["a"] - values["b"]
    return mean_interval(first - (values["c"] - values["d"]) if "c" in values else first)


def _arm(experiment: Experiment, arm: Arm, runner: Runner) -> dict[str, Any]:
    results = runner(with_luck(arm.made(PROFILES[0])))
    found = {"id": arm.id, "label": arm.label, "explore": explore_link(arm)}
    found |= interval(measured(results, experiment.outcome, experiment.measured), experiment.outcome)
    return found | ({"curve": curve(results, experiment.outcome)} if experiment.shows == "weeks" else {})


def explore_link(arm: Arm) -> str:
    """Return the query of a link that opens an arm beside the baseline in the app."""
    return to_link(Question().beside(Variant(arm.scenario, dict(arm.set))))


def _outcome(experiment: Experiment) -> dict[str, Any]:
    weeks = list(experiment.measured)
    return {"name": experiment.outcome, "label": experiment.label, "unit": unit_of(experiment.outcome), "window": weeks}


def _plain(found: Estimate, factor: float) -> dict[str, Any]:
    return {"value": neat(found.mean * factor), "low": neat(found.low * factor), "high": neat(found.high * factor)}
