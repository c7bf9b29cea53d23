"""Resentment: what an order, a threat or a slight leaves behind, and what it does.

A stock, empty where nothing happened: it fills with grievances as far as there is room and fades slowly. The same
order is resented less from leaders who are trusted: without trust there is compliance at best (S0-13). The younger
cohort rejects norms centred on the office and resents them more (S2-19e). Resentment detaches, and makes people
resist; the loyal carry it as strain, the others think of leaving (S0-17).
"""

from __future__ import annotations

from trustsim.model.declarations import Employee
from trustsim.model.equations import overridden
from trustsim.model.mechanism import Mechanism
from trustsim.model.numerics import clip

mechanism = Mechanism("resentment", "Resentment out of orders, threats and slights; cohorts' norms",
                      claims=("S0-13", "S0-17", "S2-09", "S2-19e"))

mechanism.parameter("order_grievance", 0.05, unit="per observation", range=(0.0, 0.3), source="assumption",
                    meaning="resentment that an order leaves, per observation of its weight")
mechanism.parameter("day_grievance", 0.04, unit="1/week", range=(0.0, 0.3), source="assumption",
                    meaning="resentment that a week in the office against one's need adds, under a mandate")
mechanism.parameter("cohort_norm", 0.6, unit="share", range=(0.0, 2.0), source="S2-19e (direction); assumption",
                    meaning="how much more the younger cohort resents office-centred norms", contested=True, null=0.0)
mechanism.parameter("resentment_fading", 0.02, unit="1/week", range=(0.002, 0.2), source="assumption",
                    meaning="share of the resentment that fades in a week")
mechanism.parameter("resentment_detaches", 0.7, unit="logits", range=(0.0, 4.0), source="S0-11 (direction); assumption",
                    meaning="engagement that full resentment takes")
mechanism.parameter("resentment_resists", 0.8, unit="logits", range=(0.0, 4.0), source="S2-03 (direction); assumption",
                    meaning="readiness to comply that full resentment takes")
mechanism.parameter("torn_strain", 1.0, unit="logits", range=(0.0, 4.0), source="S0-17 (direction); assumption",
                    meaning="strain of full resentment in somebody who is wholly loyal")
mechanism.parameter("resentment_wish", 0.8, unit="logits", range=(0.0, 4.0), source="S0-17 (direction); assumption",
                    meaning="wish to leave of full resentment in somebody without loyalty")

mechanism.field(Employee, "resentment", meaning="what orders, threats and slights have left behind")
mechanism.channel(Employee, "grievance", phase="wellbeing", meaning="what embitters this week, 0-1")


@mechanism.contribution("grievance")
def bitterness_of_order(
    mandate_hurt: float, leadership_trust: float, cohort: float, order_grievance: float, cohort_norm: float
) -> float:
    """Resent an order by its weight, less from leaders whom one trusts; the younger resent it more."""
    return order_grievance * mandate_hurt * max(2.9 - 3.0 * leadership_trust, 0.2) * (1.0 + cohort_norm * cohort)


@mechanism.contribution("grievance")
def bitterness_of_days(
    home_days_missed: float, flexibility_need: float, leadership_trust: float, cohort: float, exempt: float,
    company_required_days: float, day_grievance: float, cohort_norm: float,
) -> float:
    """Resent each week the days that one misses under a mandate."""
    missed = flexibility_need * overridden(home_days_missed, exempt, company_required_days)
    return day_grievance * missed * max(2.9 - 3.0 * leadership_trust, 0.2) * (1.0 + cohort_norm * cohort)


@mechanism.rule(on=Employee, phase="wellbeing", sets="resentment")
def embitter(resentment: float, grievance: float, resentment_fading: float) -> float:
    """Fill with what embitters as far as there is room; fade."""
    return clip(resentment + (1.0 - resentment) * clip(grievance, 0.0, 1.0) - resentment_fading * resentment, 0.0, 1.0)


@mechanism.contribution("vigour")
def resentment_takes_heart(resentment: float, resentment_detaches: float) -> float:
    """Be there in body and not in mind."""
    return 0.0 - resentment_detaches * resentment


@mechanism.contribution("compliance_push")
def resist(resentment: float, resentment_resists: float) -> float:
    """Comply less for resentment."""
    return 0.0 - resentment_resists * resentment


@mechanism.contribution("strain")
def torn(resentment: float, loyalty: float, torn_strain: float) -> float:
    """Be torn: the loyal carry resentment as strain."""
    return torn_strain * resentment * loyalty


@mechanism.contribution("wish")
def think_of_leaving(resentment: float, loyalty: float, resentment_wish: float) -> float:
    """Think of leaving: those whom loyalty does not hold."""
    return resentment_wish * resentment * (1.0 - loyalty)
