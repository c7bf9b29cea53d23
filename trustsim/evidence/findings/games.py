"""What is played by the model's rules alone, called as plain functions: a trust game between strangers, single signals.

The trust game (R02): the first risks on the other what the delegation rule would leave to a stranger; the other feels
trusted by that and gives back what the rule of effort gives, as a share of the even split. Players are drawn from the
population: propensities in even steps of their distribution, types of integrity by their shares. Signals (D01): how
far one signal moves trust from mid-scale.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from trustsim.evidence.findings.arms import Arm
from trustsim.model.numerics import clip, normal
from trustsim.model.plan import Plan
from trustsim.model.week import MODEL

#: Steps of the distribution of propensities.
STEPS = 200
#: The types of integrity.
CONDITIONAL, OPPORTUNIST, UNCONDITIONAL = 0.0, 1.0, 2.0


class Rules:
    """The model's rules, with the parameters of a plan."""

    def __init__(self, plan: Plan) -> None:
        self.world = plan.world
        self.functions = {
            f"{wired.rule.mechanism}.{wired.rule.name}": (wired.rule.function, dict(wired.rule.names))
            for wired in MODEL.rules
        }

    def call(self, name: str, **given: float) -> Any:
        """Return what a rule returns: parameters are those of the plan, everything else is given.

        Args:
            name: the mechanism and the rule.
            given: by the names of the model; a parameter that is given replaces the plan's.
        """
        function, names = self.functions[name]
        return function(*(given[model] if model in given else self.world[model] for model in names.values()))


def propensities(rules: Rules) -> list[float]:
    """Return propensities to trust in even steps of the population's distribution."""
    mean, sd = rules.world["propensity_mean"], rules.world["propensity_sd"]
    return [clip(mean + sd * normal((step + 0.5) / STEPS), 0.02, 0.98) for step in range(STEPS)]


def sent(rules: Rules, arm: Arm, propensity: float) -> float:
    """Return the share that somebody risks on a stranger."""
    given = _given(arm)
    delegation, _ = rules.call(
        "acts.act_on_trust", delegation=0.0, checking=0.0, act_rate=given["rate"],
        competence_trust_from_manager=propensity, interpersonal_trust_from_manager=propensity,
        competence_trust_from_manager_confidence=given["confidence"],
        interpersonal_trust_from_manager_confidence=given["confidence"],
        days_in_office=given["days_in_office"], manager_self_efficacy=0.5,
        manager_checking_style=given["checking_style"], latitude=given["channels"], scrutiny=given["channels"],
    )  # fmt: skip
    return delegation


def returned(rules: Rules, arm: Arm, share: float, kind: float) -> float:
    """Return the share of the tripled sum that somebody of a type of integrity gives back to whom risked so much."""
    given = _given(arm)
    felt = rules.call(
        "trust.feel_trusted", felt_trust=1.0, delegation=share, checking=given["checking"],
        trust_propensity=rules.world["propensity_mean"], felt_rate_trust=given["rate"],
    )  # fmt: skip
    effort = rules.call(
        "work.effort_given", effort=0.0, effort_rate=given["rate"], integrity_type=kind, felt_trust=felt,
        engagement=given["engagement"], checking=given["checking"], delegation=share, effort_push=given["channels"],
    )  # fmt: skip
    return given["fair_share"] * effort


def mean_sent(plan: Plan, arm: Arm) -> float:
    """Return the mean share sent between strangers."""
    rules = Rules(plan)
    return float(np.mean([sent(rules, arm, propensity) for propensity in propensities(rules)]))


def mean_returned(plan: Plan, arm: Arm) -> float:
    """Return the mean share of the tripled sum that is given back, over first players and types of second ones."""
    rules = Rules(plan)
    opportunists, unconditional = rules.world["opportunists"], rules.world["unconditional"]
    types = {
        OPPORTUNIST: opportunists,
        UNCONDITIONAL: (1.0 - opportunists) * unconditional,
        CONDITIONAL: (1.0 - opportunists) * (1.0 - unconditional),
    }
    firsts = [sent(rules, arm, propensity) for propensity in propensities(rules)]
    return sum(
        weight * float(np.mean([returned(rules, arm, share, kind) for share in firsts]))
        for kind, weight in types.items()
    )


def moved(plan: Plan, arm: Arm) -> float:
    """Return how far one signal moves an employee's trust in the manager's good intent from mid-scale."""
    rules = Rules(plan)
    given = _given(arm)
    evidence = given["level"] + given["signal"] * rules.world["signal_noise"]
    plain = {"felt_trust": 0.5, "manager_fairness": 0.5, "conduct_visibility": given["conduct_visibility"]}
    level, _ = rules.call(
        "trust.judge_treatment", interpersonal_trust_in_manager=given["level"],
        interpersonal_trust_in_manager_confidence=given["confidence"],
        kindness=evidence - _treatment(rules, plain), **plain,
    )  # fmt: skip
    return level - given["level"]


def _treatment(rules: Rules, plain: Mapping[str, float]) -> float:
    """Return what the rule takes treatment of that kind for: trust that starts there stays where it is."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        after, _ = rules.call(
            "trust.judge_treatment", interpersonal_trust_in_manager=middle,
            interpersonal_trust_in_manager_confidence=0.0, kindness=0.0, **plain,
        )  # fmt: skip
        low, high = (middle, high) if after > middle else (low, middle)
    return 0.5 * (low + high)


def _given(arm: Arm) -> dict[str, float]:
    return {name: argument.value for name, argument in arm.arguments.items()}


def asymmetry(plan: Plan, arms: Sequence[Arm]) -> float:
    """Return how far a bad signal moves trust as a multiple of a good one of like size."""
    loss, gain = (abs(moved(plan, arm)) for arm in arms)
    return loss / gain if gain else math.nan


#: Estimators that run nothing, by the names that numbers.toml gives them.
PLAYED: Mapping[str, Callable[[Plan, Sequence[Arm]], float]] = {
    "sent": lambda plan, arms: mean_sent(plan, arms[0]),
    "returned": lambda plan, arms: mean_returned(plan, arms[0]),
    "asymmetry": asymmetry,
}
