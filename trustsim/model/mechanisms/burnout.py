"""Burnout: what remains of stress that lasts.

A stock: it fills with stress above what rest makes good, and empties slowly. So a hard month passes and a hard year
does not. People differ in what rest makes good: some are exhausted by little, some by nothing, so that burnout differs
between firms less than it would by stress alone (evidence T09). Who is exhausted wants to leave.
"""

from __future__ import annotations

from trustsim.model.declarations import Employee
from trustsim.model.mechanism import Mechanism
from trustsim.model.numerics import clip, normal

mechanism = Mechanism("burnout", "A stock of exhaustion out of lasting stress", claims=("S1-21",))

#: Mean exhaustion in the shipped baseline.
BURNOUT_AT_REST = 0.152

mechanism.parameter("burnout_threshold", 0.3, unit="0-1", range=(0.05, 0.8), source="assumption",
                    meaning="stress that rest makes good")
mechanism.parameter("rest_spread", 0.25, unit="0-1", range=(0.0, 0.6),
                    source="assumption: stress and exhaustion go together at 0.65; that demands go with exhaustion "
                    "closely and far from wholly: Lee and Ashforth 1996, Journal of Applied Psychology 81(2):123-133",
                    meaning="standard deviation between people of the stress that rest makes good")
mechanism.parameter("burnout_rate", 0.06, unit="1/week", range=(0.005, 0.3), source="assumption",
                    meaning="how fast stress above it exhausts")
mechanism.parameter("burnout_recovery", 0.03, unit="1/week", range=(0.005, 0.3), source="assumption",
                    meaning="share of the exhaustion that a week without such stress takes away")
mechanism.parameter("exhausted_wish", 0.6, unit="logits", range=(0.0, 3.0), source="assumption",
                    meaning="wish to leave of somebody wholly burnt out, against nobody's exhaustion")

mechanism.field(Employee, "resilience", range=(-4, 4), unit="standard deviations", trait=True,
                meaning="how much more stress rest makes good than in others")
mechanism.field(Employee, "burnout", newcomer=0.14, meaning="exhaustion gathered from lasting stress")


@mechanism.newcomer(Employee, "resilience")
def resting(resilience_draw: float) -> float:
    """Draw how well one rests."""
    return clip(normal(resilience_draw), -4.0, 4.0)


@mechanism.contribution("wish")
def tired_of_it(burnout: float, exhausted_wish: float) -> float:
    """Who is exhausted wants to go, against the exhaustion of the reference company."""
    return exhausted_wish * (burnout - BURNOUT_AT_REST)


@mechanism.rule(on=Employee, phase="wellbeing", sets="burnout")
def exhaustion(
    burnout: float, stress: float, resilience: float, burnout_threshold: float, rest_spread: float,
    burnout_rate: float, burnout_recovery: float,
) -> float:
    """Fill with stress above the threshold as far as there is room, empty by a share."""
    load = max(stress - max(burnout_threshold + rest_spread * resilience, 0.0), 0.0)
    return clip(burnout + burnout_rate * load * (1.0 - burnout) - burnout_recovery * burnout, 0.0, 1.0)
