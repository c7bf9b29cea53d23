"""Wellbeing: stress, engagement, satisfaction. Equations read channels and know no policy.

Being trusted relieves, and stress takes from engagement, effort and so in the end from trust. Each state follows its
target, logistic in what bears on it and in the person's disposition.
"""

from __future__ import annotations

from trustsim.model.declarations import Employee
from trustsim.model.equations import toward
from trustsim.model.mechanism import Mechanism
from trustsim.model.numerics import logistic

mechanism = Mechanism("wellbeing", "Stress, engagement, satisfaction", claims=("S0-01", "S1-21", "S1-44", "S0-28"))

mechanism.parameter("stress_base", -0.74, unit="logits", range=(-3.0, 2.0),
                    source="calibrated to M06b, M05a, M05b",
                    meaning="stress of a middling person in a middling week", practitioner=-1.42)
mechanism.parameter("stress_disposition", 0.8, unit="logits", range=(0.0, 2.0), source="M04 (correlation); assumption",
                    meaning="how much dispositions differ")
mechanism.parameter("trust_relief", 1.6, unit="logits", range=(0.0, 5.0), source="T09 (direction); assumption",
                    meaning="stress that trust in the manager and feeling trusted take away", practitioner=5.0)
mechanism.parameter("stress_rate", 0.25, unit="1/week", range=(0.05, 0.6), source="assumption",
                    meaning="how fast stress follows")
mechanism.parameter("engagement_base", 0.33, unit="logits", range=(-2.0, 2.0),
                    source="calibrated to G07a, G07b",
                    meaning="engagement of a middling person in a middling week")
mechanism.parameter("engagement_disposition", 0.75, unit="logits", range=(0.0, 2.0),
                    source="G08 (not tuned); assumption",
                    meaning="how much dispositions differ")
mechanism.parameter("engagement_trust", 2.2, unit="logits", range=(0.0, 6.0),
                    source="T06 (direction, not tuned); assumption",
                    meaning="engagement that trust, felt and given, adds", practitioner=1.75)
mechanism.parameter("engagement_stress", 1.6, unit="logits", range=(0.0, 5.0), source="T09 (direction); assumption",
                    meaning="engagement that stress takes", practitioner=1.2)
mechanism.parameter("engagement_rate", 0.12, unit="1/week", range=(0.02, 0.5), source="assumption",
                    meaning="how fast engagement follows")
mechanism.parameter("satisfaction_rate", 0.2, unit="1/week", range=(0.02, 0.6), source="assumption",
                    meaning="how fast satisfaction follows")

mechanism.field(Employee, "stress", newcomer=0.35, meaning="stress")
mechanism.field(Employee, "engagement", newcomer=0.65, meaning="engagement with the work")
mechanism.field(Employee, "satisfaction", newcomer=0.65, meaning="satisfaction with the job")
mechanism.channel(Employee, "contentment", phase="wellbeing", meaning="what adds to satisfaction, in logits")
mechanism.channel(Employee, "vigour", phase="wellbeing", meaning="what engages or detaches, in logits")


@mechanism.rule(on=Employee, phase="wellbeing", sets="stress")
def strain_of_the_week(
    stress: float, strain: float, strain_proneness: float, interpersonal_trust_in_manager: float, felt_trust: float,
    stress_base: float, stress_disposition: float, trust_relief: float, stress_rate: float,
) -> float:
    """Stress follows strain and disposition; trust relieves."""
    trusted = 0.5 * (interpersonal_trust_in_manager + felt_trust) - 0.6
    target = logistic(stress_base + strain + stress_disposition * strain_proneness - trust_relief * trusted)
    return toward(stress, target, stress_rate)


@mechanism.rule(on=Employee, phase="wellbeing", sets="engagement")
def engage(
    engagement: float, vigour: float, zest: float, felt_trust: float, interpersonal_trust_in_manager: float,
    leadership_trust: float, stress: float, engagement_base: float, engagement_disposition: float,
    engagement_trust: float,
    engagement_stress: float, engagement_rate: float,
) -> float:
    """Engagement follows trust felt, given and placed in the leadership; stress takes from it."""
    trusted = 0.4 * felt_trust + 0.3 * interpersonal_trust_in_manager + 0.3 * leadership_trust - 0.6
    target = engagement_base + vigour + engagement_disposition * zest + engagement_trust * trusted
    return toward(engagement, logistic(target - engagement_stress * (stress - 0.4)), engagement_rate)


@mechanism.rule(on=Employee, phase="wellbeing", sets="satisfaction")
def content(
    satisfaction: float, engagement: float, stress: float, satisfaction_with_location: float, leadership_trust: float,
    fit: float, vigour: float, contentment: float, satisfaction_rate: float,
) -> float:
    """Satisfaction weighs engagement, place, stress, leadership and the match with the job."""
    target = 0.4 + 1.6 * (engagement - 0.6) + 1.6 * (satisfaction_with_location - 0.6) + 0.3 * fit + 0.3 * vigour
    target = target - 1.6 * (stress - 0.4) + 1.0 * (leadership_trust - 0.6)
    return toward(satisfaction, logistic(target + contentment), satisfaction_rate)
