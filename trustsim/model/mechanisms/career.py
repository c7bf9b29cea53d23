"""Career: the promotion clock, who is promoted, and what blocking promotions does.

A promotion is expected every two to three years (S2-08), and is won by the work that the manager sees. Where
presence is taken for commitment, those seen less win it later at equal work (S2-25); the younger object most. A
mandate may block the promotion of those who stay away: that makes them comply as the date comes near, and costs
trust in those who use it as a threat (S2-01).
"""

from __future__ import annotations

from trustsim.model.declarations import Company, Employee, Mechanism
from trustsim.model.equations import learned, negativity
from trustsim.model.numerics import clip, exp

mechanism = Mechanism("career", "Promotion clock, promotions, presence taken for commitment, blocked promotions",
                      claims=("S2-01", "S2-08", "S2-25"))

mechanism.lever("presence_norm", group="managing", scope=Company, neutral=0.0,
                meaning="presence taken for commitment when people are judged", claims=("S2-25",))

mechanism.parameter("promotion_from", 104.0, unit="weeks", range=(10, 520), source="S2-08 (two to three years)",
                    meaning="weeks in a position before a promotion can come")
mechanism.parameter("promotion_due", 130.0, unit="weeks", range=(20, 520), source="S2-08 (two to three years)",
                    meaning="weeks in a position at which a promotion is expected")
mechanism.parameter("promotion_rate", 0.03, unit="1/week", range=(0.002, 0.3), source="S2-08 (two to three years)",
                    meaning="chance of a promotion in a week once it can come, for middling work")
mechanism.parameter("merit", 3.0, unit="log of the rate", range=(0.0, 8.0), source="assumption",
                    meaning="how much the manager's trust in one's work counts")
mechanism.parameter("proximity", 2.5, unit="log of the rate", range=(0.0, 6.0), source="S2-25 (direction); assumption",
                    meaning="how much a week of presence counts where presence is taken for commitment")
mechanism.parameter("block_push", 2.0, unit="logits", range=(0.0, 6.0), source="S2-08 (direction); assumption",
                    meaning="readiness to comply that a blocked promotion adds when it is due")
mechanism.parameter("block_weight", 0.5, unit="observations/week", range=(0.0, 4.0), source="assumption",
                    meaning="weight of a week in which one's due promotion is held hostage")
mechanism.parameter("block_grievance", 0.02, unit="1/week", range=(0.0, 0.3), source="assumption",
                    meaning="resentment that such a week adds")
mechanism.parameter("norm_grievance", 0.0012, unit="1/week", range=(0.0, 0.1), source="S2-25 (direction); assumption",
                    meaning="resentment that a week adds in which presence is taken for commitment", contested=True,
                    null=0.0)

mechanism.field(Employee, "promotion_clock", unit="weeks", range=(0, 1e6), meaning="weeks in the present position")
mechanism.field(Employee, "promoted_now", meaning="1 in the week in which one is promoted")
mechanism.field(Employee, "hostage", meaning="how far one's promotion is near and depends on presence")
mechanism.channel(Employee, "standing", phase="exit", meaning="what brings a promotion nearer, in logs of the chance")
mechanism.channel(Employee, "open_way", phase="exit", operation="product", meaning="what a promotion is not blocked by")
mechanism.happening("promotion", flag="promoted_now", meaning="somebody was promoted")


@mechanism.start(Employee, "promotion_clock")
def on_the_way(tenure_weeks: float, promotion_due: float, clock_draw: float) -> float:
    """Begin somewhere between two promotions."""
    return min(tenure_weeks, promotion_due * clock_draw)


@mechanism.contribution("standing")
def seen_in_the_office(
    presence_norm: float, days_in_office: float, peers_mean_days_in_office: float, proximity: float
) -> float:
    """Be seen more, or less, than colleagues where presence is taken for commitment."""
    more = 0.2 * (days_in_office - 0.5 * (peers_mean_days_in_office + 5.0))
    return proximity * presence_norm * more


@mechanism.contribution("open_way")
def blocked(
    compliance: float, duty: float, company_mandate_promotion_block: float, company_mandate_exception_level: float,
    exempt: float,
) -> float:
    """Be blocked for staying away; the exception that a manager may grant is lost where a vice-president must."""
    away = clip((duty - compliance) / max(duty, 0.01), 0.0, 1.0) * (1.0 - exempt)
    shut = company_mandate_promotion_block * (0.5 + 0.5 * company_mandate_exception_level)
    return 1.0 - shut * min(3.0 * away, 1.0)


@mechanism.rule(on=Employee, phase="exit", sets=("promotion_clock", "promoted_now"))
def promote(
    promotion_clock: float, competence_trust_from_manager: float, standing: float, open_way: float,
    promotion_from: float, promotion_rate: float, merit: float, promotion_draw: float,
) -> tuple[float, float]:
    """Promote with a chance, once it can come, by the work that is seen."""
    chance = promotion_rate * exp(merit * (competence_trust_from_manager - 0.69) + standing) * open_way
    won = 1.0 if promotion_clock >= promotion_from and promotion_draw < chance else 0.0
    return 0.0 if won > 0.0 else promotion_clock + 1.0, won


@mechanism.rule(on=Employee, phase="policy", sets="hostage")
def held_hostage(
    promotion_clock: float, promotion_due: float, exempt: float, company_required_days: float,
    company_mandate_promotion_block: float,
) -> float:
    """Have a promotion near that depends on presence: the nearer, the more."""
    near = clip(promotion_clock / max(promotion_due, 1.0), 0.0, 1.0)
    return company_mandate_promotion_block * near * near * (1.0 - exempt) if company_required_days > 0.0 else 0.0


@mechanism.contribution("compliance_push")
def comply_for_promotion(hostage: float, outside_option: float, block_push: float) -> float:
    """Comply for the promotion's sake, less with another place in sight."""
    return block_push * hostage * (1.6 - 1.2 * outside_option)


@mechanism.contribution("grievance")
def bitterness_of_block(hostage: float, flexibility_need: float, block_grievance: float) -> float:
    """Resent that one's promotion is held hostage."""
    return block_grievance * hostage * (0.5 + flexibility_need)


@mechanism.contribution("grievance")
def bitterness_of_norm(presence_norm: float, cohort: float, norm_grievance: float) -> float:
    """Resent that presence is taken for commitment: the younger most."""
    return norm_grievance * presence_norm * (0.4 + 1.6 * cohort)


@mechanism.rule(on=Employee, phase="trust", cause="promotion blocked",
                sets=("leadership_trust", "leadership_trust_confidence"))
def leaders_who_block(
    leadership_trust: float, leadership_trust_confidence: float, hostage: float, block_weight: float,
    loss_weight: float, prior_strength: float,
) -> tuple[float, float]:
    """Take the threat to one's promotion as evidence on those who make it."""
    weight = block_weight * hostage * negativity(0.2, leadership_trust, loss_weight)
    return (
        learned(leadership_trust, leadership_trust_confidence, 0.2, weight, prior_strength),
        leadership_trust_confidence + weight,
    )
