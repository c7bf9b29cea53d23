"""Leadership trust from ordinary weeks: how one is led and treated says something about those on top.

It can be high where the manager is not trusted, and the reverse (S4-01): the tie is loose.
"""

from __future__ import annotations

from trustsim.model.declarations import Employee
from trustsim.model.equations import faded, learned, negativity
from trustsim.model.mechanism import Mechanism
from trustsim.model.numerics import clip, exp, log

mechanism = Mechanism("leadership", "Trust in the leadership from ordinary weeks", claims=("S4-01", "S0-16"))

mechanism.parameter("leadership_weight", 0.3, unit="observations/week", range=(0.0, 2.0), source="assumption",
                    meaning="weight of an ordinary week as evidence on the leadership")


mechanism.channel(Employee, "leaders_conduct", phase="trust",
                  meaning="what an ordinary week says of the leadership, 0-1")


@mechanism.start(Employee, "leadership_trust", "leadership_trust_confidence")
def established_leaders(
    trust_propensity: float, tenure_weeks: float, memory: float, prior_strength: float, leadership_weight: float
) -> tuple[float, float]:
    """Begin where people of this tenure would be: ordinary weeks gathered."""
    gathered = 1.4 * leadership_weight / (1.0 - memory) * (1.0 - exp(tenure_weeks * log(memory)))
    return (prior_strength * trust_propensity + gathered * 0.62) / (prior_strength + gathered), gathered


@mechanism.rule(on=Employee, phase="trust", cause="forgetting", sets=("leadership_trust",
                "leadership_trust_confidence"))
def forget_leadership(
    leadership_trust: float, leadership_trust_confidence: float, trust_propensity: float, memory: float,
    prior_strength: float
) -> tuple[float, float]:
    """Forget a little: evidence fades, the level drifts toward one's propensity."""
    return (
        faded(leadership_trust, leadership_trust_confidence, trust_propensity, memory, prior_strength),
        memory * leadership_trust_confidence,
    )


@mechanism.rule(on=Employee, phase="trust", cause="ordinary weeks", sets=("leadership_trust",
                "leadership_trust_confidence"))
def ordinary_week(
    leadership_trust: float, leadership_trust_confidence: float, interpersonal_trust_in_manager: float,
    satisfaction_with_location: float, manager_fairness: float, leaders_conduct: float, leadership_weight: float,
    loss_weight: float,
    prior_strength: float,
) -> tuple[float, float]:
    """Learn about the leadership from one's manager, one's workplace and how fair control is."""
    seen = 0.6 + 0.3 * (interpersonal_trust_in_manager - 0.6) + 0.25 * (satisfaction_with_location - 0.6)
    seen = clip(seen + 0.3 * (manager_fairness - 0.5) + leaders_conduct, 0.0, 1.0)
    weight = leadership_weight * negativity(seen, leadership_trust, loss_weight)
    return (
        learned(leadership_trust, leadership_trust_confidence, seen, weight, prior_strength),
        leadership_trust_confidence + weight,
    )
