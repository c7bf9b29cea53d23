"""Burnout: what remains of stress that lasts.

A stock: it fills with stress above what rest makes good, and empties slowly. So a hard month passes and a hard year
does not (evidence T09: burnout differs between firms less than stress does).
"""

from __future__ import annotations

from trustsim.model.declarations import Employee, Mechanism
from trustsim.model.numerics import clip

mechanism = Mechanism("burnout", "A stock of exhaustion out of lasting stress", claims=("S1-21",))

mechanism.parameter("burnout_threshold", 0.3, unit="0-1", range=(0.05, 0.8), source="assumption",
                    meaning="stress that rest makes good")
mechanism.parameter("burnout_rate", 0.06, unit="1/week", range=(0.005, 0.3), source="assumption",
                    meaning="how fast stress above it exhausts")
mechanism.parameter("burnout_recovery", 0.03, unit="1/week", range=(0.005, 0.3), source="assumption",
                    meaning="share of the exhaustion that a week without such stress takes away")

mechanism.field(Employee, "burnout", newcomer=0.14, meaning="exhaustion gathered from lasting stress")


@mechanism.rule(on=Employee, phase="wellbeing", sets="burnout")
def exhaustion(
    burnout: float, stress: float, burnout_threshold: float, burnout_rate: float, burnout_recovery: float
) -> float:
    """Fill with stress above the threshold as far as there is room, empty by a share."""
    load = max(stress - burnout_threshold, 0.0)
    return clip(burnout + burnout_rate * load * (1.0 - burnout) - burnout_recovery * burnout, 0.0, 1.0)
