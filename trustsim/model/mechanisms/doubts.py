"""Doubts that are voiced: a manager of little faith in somebody's work says so, and it is remembered.

A third of people in one survey had a supervisor who voiced low confidence in their skills (S1-42); such doubt may be
older than working at a distance. Doubt that is spoken is heard as a judgement of the person: it costs a little trust,
and it makes people careful.
"""

from __future__ import annotations

from trustsim.model.declarations import Employee
from trustsim.model.equations import learned, negativity
from trustsim.model.mechanism import Mechanism
from trustsim.model.numerics import clip, exp

mechanism = Mechanism("doubts", "Low confidence that managers voice", claims=("S1-42",))

mechanism.parameter("doubt_rate", 0.0072, unit="1/week", range=(0.0, 0.1), source="S1-42 (level)",
                    meaning="chance a week that a manager of middling faith voices low confidence in one's skills")
mechanism.parameter("doubt_slope", 6.0, unit="log of the rate per unit of trust", range=(0.0, 15.0),
                    source="assumption", meaning="how much more often managers voice it who trust one's work less")
mechanism.parameter("doubt_memory", 0.98, unit="share/week", range=(0.8, 0.999), source="assumption",
                    meaning="share of the memory of such words that is left after a week")
mechanism.parameter("doubt_hurt", 0.03, unit="observations/week", range=(0.0, 1.0), source="assumption",
                    meaning="weight of a week of fresh memory as a sign of how one is thought of")
mechanism.parameter("doubt_caution", 0.3, unit="logits", range=(0.0, 3.0), source="assumption",
                    meaning="safety that fresh memory of such words takes")

mechanism.field(Employee, "doubt_heard", meaning="memory of such words: 1 when fresh")


@mechanism.rule(on=Employee, phase="acts", sets="doubt_heard")
def hear_doubt(
    doubt_heard: float, competence_trust_from_manager: float, doubt_rate: float, doubt_slope: float,
    doubt_memory: float, doubt_draw: float,
) -> float:
    """Hear it with a chance that rises as the manager's trust in one's work falls; remember it, less each week."""
    chance = doubt_rate * exp(doubt_slope * (0.7 - competence_trust_from_manager))
    voiced = 1.0 if doubt_draw < chance else 0.0
    return clip(max(voiced, doubt_memory * doubt_heard), 0.0, 1.0)


@mechanism.rule(on=Employee, phase="trust", cause="doubt voiced",
                sets=("interpersonal_trust_in_manager", "interpersonal_trust_in_manager_confidence"))
def hurt_by_doubt(
    interpersonal_trust_in_manager: float, interpersonal_trust_in_manager_confidence: float, doubt_heard: float,
    doubt_hurt: float, loss_weight: float, prior_strength: float,
) -> tuple[float, float]:
    """Take such words, while one remembers them, as a sign of how one is thought of."""
    weight = doubt_hurt * doubt_heard * negativity(0.2, interpersonal_trust_in_manager, loss_weight)
    return (
        learned(interpersonal_trust_in_manager, interpersonal_trust_in_manager_confidence, 0.2, weight, prior_strength),
        interpersonal_trust_in_manager_confidence + weight,
    )


@mechanism.contribution("fearlessness")
def careful_after_doubt(doubt_heard: float, doubt_caution: float) -> float:
    """Be careful with somebody who said that."""
    return 0.0 - doubt_caution * doubt_heard
