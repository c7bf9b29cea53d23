"""Conduct: what people do for their colleagues beyond their task, and against them.

Citizenship: helping, standing in, saying what could be better. Counterproductive acts: leaving work to others,
spoiling things, spreading ill will. Being trusted calls forth the first and holds back the second (S1-22; Colquitt,
Scott and LePine 2007, Journal of Applied Psychology 92:909-927); resentment does the reverse.
"""

from __future__ import annotations

from trustsim.model.declarations import Employee, Mechanism
from trustsim.model.numerics import exp, logistic

mechanism = Mechanism("conduct", "Citizenship and counterproductive acts", claims=("S1-22",))

mechanism.parameter("help_base", -0.2, unit="logits", range=(-4.0, 3.0), source="assumption",
                    meaning="chance of a helping act in a week, in logits, in the reference company")
mechanism.parameter("help_trusted", 1.6, unit="logits per unit of felt trust", range=(0.0, 5.0),
                    source="S1-22 (direction); assumption",
                    meaning="how much more one helps who feels trusted")
mechanism.parameter("help_engaged", 1.2, unit="logits per unit of engagement", range=(0.0, 5.0), source="assumption",
                    meaning="how much more one helps who is engaged")
mechanism.parameter("help_peers", 1.2, unit="logits per unit of trust", range=(0.0, 5.0), source="assumption",
                    meaning="how much more one helps colleagues whom one trusts")
mechanism.parameter("harm_rate", 0.026, unit="1/week", range=(0.001, 0.3), source="assumption",
                    meaning="chance of a harmful act in a week, in the reference company")
mechanism.parameter("harm_trusted", 1.0, unit="log of the rate", range=(0.0, 4.0),
                    source="S1-22 (direction); assumption",
                    meaning="how much less harm one does who feels trusted")
mechanism.parameter("harm_resentment", 1.5, unit="log of the rate", range=(0.0, 5.0), source="assumption",
                    meaning="how much more harm one does who is full of resentment")

mechanism.field(Employee, "helping", meaning="1 in a week in which one does something for colleagues beyond the task")
mechanism.field(Employee, "harm", meaning="1 in a week in which one acts against colleagues or the company")


@mechanism.rule(on=Employee, phase="wellbeing", sets="helping")
def help_colleagues(
    felt_trust: float, engagement: float, peer_trust: float, resentment: float, help_base: float, help_trusted: float,
    help_engaged: float, help_peers: float, help_draw: float,
) -> float:
    """Help with a chance logistic in felt trust, engagement, trust in colleagues, less resentment."""
    readiness = help_base + help_trusted * (felt_trust - 0.77) + help_engaged * (engagement - 0.62)
    readiness = readiness + help_peers * (peer_trust - 0.63) - 1.5 * resentment
    return 1.0 if help_draw < logistic(readiness) else 0.0


@mechanism.rule(on=Employee, phase="wellbeing", sets="harm")
def do_harm(
    felt_trust: float, integrity_type: float, resentment: float, harm_rate: float, harm_trusted: float,
    harm_resentment: float, harm_draw: float,
) -> float:
    """Do harm: seldom, less where one feels trusted, more in resentment, three times as often as an opportunist."""
    kind = 1.1 if integrity_type == 1.0 else 0.0
    rate = harm_rate * exp(kind + harm_resentment * resentment - harm_trusted * (felt_trust - 0.77))
    return 1.0 if harm_draw < rate else 0.0
