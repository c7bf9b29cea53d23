"""Support: what the organisation does for people, as enacted; pay.

Perceived organisational support goes with commitment, satisfaction and less strain (Rhoades and Eisenberger 2002,
Journal of Applied Psychology 87:698-714); what is announced and not enacted breaks a promise (see promises). Programmes
run by the company help less where the company is not trusted (S3-26). Pay satisfies a little and engages hardly
(S0-28; Judge et al. 2010, Journal of Vocational Behavior 77:157-167).
"""

from __future__ import annotations

from trustsim.model.declarations import Company, Employee, Manager
from trustsim.model.equations import toward
from trustsim.model.mechanism import Mechanism
from trustsim.model.numerics import clip

mechanism = Mechanism("support", "Organisational support as enacted, growth, pay",
                      claims=("S0-26", "S0-28", "S1-09", "S1-48", "S3-26"))

mechanism.lever("support", group="support", scope=Company, neutral=0.5,
                meaning="organisational support as enacted: time, backing, help when it is needed",
                claims=("S1-48", "S1-09"))
mechanism.lever("wellbeing_support", group="support", scope=Company, neutral=0.5,
                meaning="help with strain and health, run by the company", claims=("S1-48", "S3-26"))
mechanism.lever("leave_support", group="support", scope=Company, neutral=0.5,
                meaning="leave and hours that give way to life at home", claims=("S1-48", "S1-07"))
mechanism.lever("pay", group="support", scope=Company, unit="% above market", range=(-30, 50), neutral=0.0,
                meaning="pay against the market", claims=("S0-28",))

mechanism.parameter("support_shown", 0.14, unit="evidence per unit of support", range=(0.0, 0.6),
                    source="S1-48 (direction); assumption",
                    meaning="how much enacted support says about the leadership; about the manager half as much")
mechanism.parameter("support_helps", 0.05, unit="share of output", range=(0.0, 0.2), source="assumption",
                    meaning="output that full support adds over none")
mechanism.parameter("support_strain", 0.3, unit="logits", range=(0.0, 2.0), source="assumption",
                    meaning="strain that full support spares against none")
mechanism.parameter("support_values", 0.3, unit="0-1", range=(0.0, 1.0), source="assumption",
                    meaning="how much more valued people feel with full support than none; with leave half as much")
mechanism.parameter("value_vigour", 0.88, unit="logits", range=(0.0, 4.0),
                    source="S0-28 (direction); assumption (held below what people differ by)",
                    meaning="engagement of somebody who feels fully valued against somebody who does not at all")
mechanism.parameter("value_rate", 0.15, unit="1/week", range=(0.02, 0.6), source="assumption",
                    meaning="how fast feeling valued follows")
mechanism.parameter("wellbeing_relief", 0.35, unit="logits", range=(0.0, 2.0), source="assumption",
                    meaning="strain that full help with strain spares against none")
mechanism.parameter("leave_relief", 1.2, unit="logits", range=(0.0, 4.0), source="assumption",
                    meaning="conflict of work and home that full leave support spares against none")
mechanism.parameter("growth_vigour", 0.35, unit="logits", range=(0.0, 2.0), source="S0-26 (direction); assumption",
                    meaning="engagement that full opportunities add over none")
mechanism.parameter("growth_shown", 0.12, unit="evidence per unit of growth", range=(0.0, 0.6),
                    source="S0-26 (direction); assumption",
                    meaning="how much opportunities say about the leadership")
mechanism.parameter("growth_holds", 0.5, unit="logits", range=(0.0, 2.0), source="assumption",
                    meaning="wish to leave that full opportunities take away against none")
mechanism.parameter("pay_contents", 0.35, unit="logits", range=(0.0, 2.0),
                    source="Judge et al. 2010 (small); assumption",
                    meaning="satisfaction that pay far above the market adds")
# Near market pay a logit here is an elasticity of quits with pay of some -4. Published: -3.0 to -4.5 (Emanuel and
# Harrington 2020), beyond -10 where one's colleagues are paid more (Dube, Giuliano and Leonard, SSRN 2655098).
mechanism.parameter("pay_holds", 2.98, unit="logits", range=(0.0, 3.0), source="calibrated to W15",
                    meaning="wish to leave that pay far above the market takes away")

mechanism.parameter("support_assures", 0.12, unit="0-1", range=(0.0, 0.5), source="S1-39 (direction); assumption",
                    meaning="what support, from none to full, adds to managers' belief that they can lead")
mechanism.field(Employee, "valued", newcomer=0.5, meaning="feels valued and respected as an individual")
mechanism.channel(Employee, "regard", phase="wellbeing", meaning="what makes people feel valued as individuals, 0-1")


@mechanism.contribution("leaders_conduct")
def support_as_evidence(support: float, growth: float, support_shown: float, growth_shown: float) -> float:
    """What is done for people says something about those who decide it."""
    return support_shown * (support - 0.5) + growth_shown * (growth - 0.5)


@mechanism.contribution("assurance", on=Manager)
def managers_supported(support: float, support_assures: float) -> float:
    """Managers of a company that supports people feel abler too (S1-39)."""
    return support_assures * (support - 0.5)


@mechanism.contribution("kindness")
def support_by_managers(support: float, support_shown: float) -> float:
    """Part of it comes through one's manager."""
    return 0.5 * support_shown * (support - 0.5)


@mechanism.contribution("work_gain")
def work_supported(support: float, support_helps: float) -> float:
    """Supported work gets done."""
    return support_helps * (support - 0.5)


@mechanism.contribution("strain")
def strain_relieved(
    support: float, wellbeing_support: float, leadership_trust: float, support_strain: float, wellbeing_relief: float
) -> float:
    """Support spares strain; programmes are taken up as far as the company is trusted."""
    taken_up = 2.0 * leadership_trust * (wellbeing_support - 0.5)
    return 0.0 - support_strain * (support - 0.5) - wellbeing_relief * taken_up


@mechanism.contribution("regard")
def regard_by_support(support: float, leave_support: float, support_values: float) -> float:
    """Help in need, and hours that give way to one's life, are regard for the person."""
    return support_values * (support - 0.5) + 0.5 * support_values * (leave_support - 0.5)


@mechanism.rule(on=Employee, phase="wellbeing", sets="valued")
def feel_valued(valued: float, regard: float, value_rate: float) -> float:
    """Feel valued as one is treated, not as one is paid."""
    return toward(valued, clip(0.5 + regard, 0.0, 1.0), value_rate)


@mechanism.contribution("vigour")
def vigour_of_value(valued: float, value_vigour: float) -> float:
    """Who feels valued engages."""
    return value_vigour * (valued - 0.5)


@mechanism.contribution("vigour")
def vigour_of_growth(growth: float, growth_vigour: float) -> float:
    """Opportunities engage."""
    return growth_vigour * (growth - 0.5)


@mechanism.contribution("wish")
def reasons_to_stay(growth: float, pay: float, growth_holds: float, pay_holds: float) -> float:
    """Opportunities and pay hold people; pay with falling returns."""
    return 0.0 - growth_holds * (growth - 0.5) - pay_holds * pay / (20.0 + abs(pay))


@mechanism.contribution("contentment")
def paid_well(pay: float, pay_contents: float) -> float:
    """Pay satisfies, with falling returns."""
    return pay_contents * pay / (20.0 + abs(pay))


@mechanism.contribution("conflict")
def home_given_room(leave_support: float, leave_relief: float) -> float:
    """Leave and hours that give way keep work and home apart."""
    return 0.0 - leave_relief * (leave_support - 0.5)


@mechanism.contribution("strain")
def leave_rests(leave_support: float, support_strain: float) -> float:
    """Time off rests."""
    return 0.0 - 0.5 * support_strain * (leave_support - 0.5)
