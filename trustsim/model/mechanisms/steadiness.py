"""Steadiness: how consistent managers are, and for whom their expertise counts.

An erratic manager is not worse on average but harder to predict: treatment swings from week to week, bad weeks weigh
more than good ones, and what cannot be predicted is not trusted (S1-11, S4-11; behavioural consistency: Whitener,
Brodt, Korsgaard and Werner 1998, Academy of Management Review 23:513-530). Expertise counts more in technical
functions (S4-12).
"""

from __future__ import annotations

from trustsim.model.declarations import Employee, Manager, Mechanism, World
from trustsim.model.numerics import clip, normal

mechanism = Mechanism("steadiness", "Consistency of managers; expertise in technical functions",
                      claims=("S1-11", "S4-11", "S4-12"))

#: Mean expertise of managers, and share of people in technical functions, at default parameters.
EXPERTISE_AT_REST = 0.7
TECHNICAL_AT_REST = 0.4

mechanism.lever("technical_share", kind="population", group="population", scope=World, unit="share", neutral=None,
                default=0.4, claims=("S4-12",), meaning="share of people in technical functions")

mechanism.parameter("consistency_mean", 0.7, unit="0-1", range=(0.0, 1.0), source="assumption",
                    meaning="mean consistency of managers; their spread is that of the other lasting traits")
mechanism.parameter("erratic_swing", 0.3, unit="0-1", range=(0.0, 1.0), source="S1-11 (direction); assumption",
                    meaning="standard deviation, week by week, of how a wholly inconsistent manager treats people")
mechanism.parameter("technical_weight", 0.6, unit="per unit of expertise", range=(0.0, 2.0),
                    source="S4-12 (direction); assumption",
                    meaning="how much more expertise says of a manager's worth in a technical function")

mechanism.field(Manager, "consistency", newcomer=0.7, trait=True, meaning="acts alike from week to week")
mechanism.field(Employee, "technical", trait=True, meaning="1 in a technical function")


@mechanism.newcomer(Manager, "consistency")
def steadiness_of_managers(consistency_mean: float, trait_spread: float, consistency_draw: float) -> float:
    """Draw how consistent a manager is."""
    return clip(consistency_mean + trait_spread * normal(consistency_draw), 0.0, 1.0)


@mechanism.newcomer(Employee, "technical")
def function_of_people(technical_share: float, function_draw: float) -> float:
    """Draw whether a function is technical."""
    return 1.0 if function_draw < technical_share else 0.0


@mechanism.contribution("kindness")
def swing(manager_consistency: float, erratic_swing: float, mood_draw: float) -> float:
    """Treat people by one's mood, as far as one is inconsistent."""
    return erratic_swing * (1.0 - manager_consistency) * normal(mood_draw)


@mechanism.contribution("competence_shown")
def expertise_in_technical_work(technical: float, manager_expertise: float, technical_weight: float) -> float:
    """In technical work it shows what a manager knows; elsewhere less."""
    return technical_weight * (technical - TECHNICAL_AT_REST) * (manager_expertise - EXPERTISE_AT_REST)
