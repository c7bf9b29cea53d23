"""Badges: attendance data used on individuals.

A kind of surveillance (S2-24): it is felt as such, the more so the less fair; it makes people comply with a mandate,
since absence is counted; and it embitters. It shows who is there, and nothing of what they do.
"""

from __future__ import annotations

from trustsim.model.declarations import Company, Mechanism

mechanism = Mechanism("badges", "Attendance data used on individuals", claims=("S2-24",))

mechanism.lever("badge_tracking", group="monitoring", scope=Company, neutral=0.0,
                meaning="attendance data used on individuals", claims=("S2-24",))

mechanism.parameter("badge_felt", 0.06, unit="0-1", range=(0.0, 1.0), source="S2-24 (direction); assumption",
                    meaning="monitoring felt where attendance is tracked, before fairness and openness soften it",
                    contested=True, null=0.0)
mechanism.parameter("badge_push", 0.8, unit="logits", range=(0.0, 4.0), source="assumption",
                    meaning="readiness to comply with a mandate that tracking adds")
mechanism.parameter("badge_grievance", 0.001, unit="1/week", range=(0.0, 0.1), source="assumption",
                    meaning="resentment that a week of tracking adds")


@mechanism.contribution("felt_otherwise")
def watched_at_the_door(badge_tracking: float, badge_felt: float) -> float:
    """Feel watched when coming and going."""
    return badge_felt * badge_tracking


@mechanism.contribution("compliance_push")
def counted_at_the_door(badge_tracking: float, badge_push: float) -> float:
    """Comply since absence is counted."""
    return badge_push * badge_tracking


@mechanism.contribution("grievance")
def bitterness_of_badges(badge_tracking: float, control_sensitivity: float, badge_grievance: float) -> float:
    """Resent being counted."""
    return badge_grievance * badge_tracking * control_sensitivity
