"""Orders: what a mandate asks of whom, and what takes from its weight or adds to it.

An explanation counts as far as it is consistent and credible: whoever has worked well at home doubts it, unless the
data are shown (S2-19b, S2-19d). Being asked and heard softens; being asked and not heard hurts more than not being
asked (S3-11). Grandfathered people keep what they were promised (S0-20). Who resents an earlier order takes the next
one worse (S2-14). A leadership that can revise its stance takes days back as resentment grows (S2-23): a good sign,
and one less reason to comply.
"""

from __future__ import annotations

from trustsim.model.declarations import Company, Employee, Mechanism
from trustsim.model.equations import learned, toward
from trustsim.model.numerics import clip

mechanism = Mechanism("order", "Who is exempt from a mandate, how it is softened, how far it is revised",
                      claims=("S0-19", "S0-20", "S2-14", "S2-19b", "S2-19d", "S2-23", "S3-11", "S3-12"))

mechanism.parameter("explanation_relief", 0.7, unit="0-1", range=(0.0, 1.0), source="S0-19 (direction); assumption",
                    meaning="share of an order's weight that a full, consistent, credible explanation takes away")
mechanism.parameter("experience_doubt", 1.0, unit="0-1", range=(0.0, 1.0), source="S2-19d (direction); assumption",
                    meaning="share of an explanation that somebody who works best at home believes only with data")
mechanism.parameter("voice_relief", 0.4, unit="0-1", range=(0.0, 1.0), source="O09 (direction); assumption",
                    meaning="share of that weight that being asked and heard takes away")
mechanism.parameter("hollow_voice", 0.3, unit="0-1", range=(0.0, 1.0), source="S3-11 (direction); assumption",
                    meaning="what being asked and not heard adds to that weight")
mechanism.parameter("leaders_relief", 0.3, unit="0-1", range=(0.0, 1.0), source="S0-23 (direction); assumption",
                    meaning="share of that weight that leaders who come themselves take away, and who stay away add")
mechanism.parameter("inconsistency_hurt", 0.3, unit="0-1", range=(0.0, 1.0), source="S0-19 (direction); assumption",
                    meaning="what contradicting oneself, and rules that differ without a reason, add to that weight")
mechanism.parameter("restriction_fatigue", 1.0, unit="per unit of resentment", range=(0.0, 4.0),
                    source="S2-14 (direction); assumption",
                    meaning="how much heavier an order falls on somebody full of resentment")
mechanism.parameter("exception_hurdle", 0.7, unit="0-1", range=(0.0, 1.0), source="S2-01 (direction); assumption",
                    meaning="share of the exceptions that are lost where a vice-president has to grant them")
mechanism.parameter("record_rate", 0.05, unit="1/week", range=(0.01, 0.5), source="assumption",
                    meaning="how fast one's view of how one works follows one's output")
mechanism.parameter("revision_rate", 0.03, unit="1/week", range=(0.0, 0.5), source="S2-23 (direction); assumption",
                    meaning="share of the days that a wholly revisable leadership takes back a week at full resentment")
mechanism.parameter("revision_weight", 10.0, unit="observations", range=(0.0, 100.0),
                    source="S2-23 (direction); assumption",
                    meaning="weight of having all days taken back as a sign of being heard")
mechanism.parameter("revision_laxity", 1.2, unit="logits", range=(0.0, 4.0), source="S2-23 (direction); assumption",
                    meaning="readiness to comply lost where an order has been revised away")

mechanism.field(Company, "order_given", meaning="1 in the week in which an order is heard")
mechanism.field(Company, "order_days", unit="days/week", range=(0, 5), meaning="days in the office ordered in the end")
mechanism.field(Company, "required_days", unit="days/week", range=(0, 5), meaning="days in the office required now")
mechanism.field(Company, "concession", meaning="share of the required days that was taken back")
mechanism.field(Company, "conceded_now", meaning="share of the required days that is taken back this week")
mechanism.field(Employee, "grandfathered", meaning="1 for those who keep what they were promised")
mechanism.field(Employee, "exempt", meaning="share of the required days from which one is exempt")
mechanism.field(Employee, "own_record", newcomer=1.0, unit="reference output", range=(0, 5),
                meaning="how well one works, as one sees it")
mechanism.channel(Company, "order_from_outside", phase="policy", meaning="1 in a week in which another firm is copied")
mechanism.channel(Company, "days_from_outside", phase="policy", meaning="days in the office that other firms teach")
mechanism.channel(Company, "days_due_from_outside", phase="policy", meaning="those of them that are required already")
mechanism.reduction("staff_mean_resentment", nobody=0.0)


@mechanism.rule(on=Company, phase="policy", sets=("order_given", "order_days"))
def give_order(
    mandate_announced: float, mandate_target: float, order_from_outside: float, days_from_outside: float
) -> tuple[float, float]:
    """Order what was decided here, or copied from others."""
    return clip(max(mandate_announced, order_from_outside), 0.0, 1.0), clip(max(mandate_target, days_from_outside),
    0.0, 5.0)


@mechanism.rule(on=Company, phase="policy", sets=("required_days", "concession", "conceded_now"))
def require_days(
    concession: float, mandate_days: float, mandate_stance_rigidity: float, days_due_from_outside: float,
    staff_mean_resentment: float, revision_rate: float,
) -> tuple[float, float, float]:
    """Require the days that are due, less what a leadership that can revise its stance takes back."""
    due = clip(max(mandate_days, days_due_from_outside), 0.0, 5.0)
    step = revision_rate * (1.0 - mandate_stance_rigidity) * staff_mean_resentment if due > 0.0 else 0.0
    given = clip(concession + step, 0.0, 1.0) if due > 0.0 else 0.0
    return due * (1.0 - given), given, max(given - concession, 0.0)


@mechanism.rule(on=Employee, phase="policy", sets="own_record")
def see_own_work(own_record: float, delivery: float, record_rate: float) -> float:
    """Keep a view of how well one works."""
    return toward(own_record, delivery, record_rate)


@mechanism.rule(on=Employee, phase="policy", sets=("grandfathered", "exempt"))
def be_exempt(
    grandfathered: float, flexibility_need: float, company_order_given: float, company_order_days: float,
    company_mandate_grandfather_share: float, company_mandate_compromise: float,
    company_mandate_exception_level: float, exception_share: float, exception_hurdle: float, grandfather_draw: float,
) -> tuple[float, float]:
    """Be grandfathered by lot among those there, or be granted exceptions by need, fewer where they are hard to get."""
    drawn = 1.0 if grandfather_draw < company_mandate_grandfather_share else 0.0
    keeps = drawn if company_order_given > 0.0 else grandfathered
    hurdle = 1.0 - exception_hurdle * company_mandate_exception_level
    granted = exception_share * company_mandate_compromise * hurdle * flexibility_need
    ordered = company_order_days > 0.0
    return keeps if ordered else 0.0, (1.0 if keeps > 0.0 else granted) if ordered else 0.0


@mechanism.contribution("mandate_burden")
def say_why(
    own_record: float, days_in_office: float, company_mandate_explanation: float, company_mandate_consistency: float,
    company_mandate_show_data: float, explanation_relief: float, experience_doubt: float,
) -> float:
    """Explain: it counts as far as it is consistent, and believed in the light of one's own work at home."""
    lived = clip(2.0 * (own_record - 0.7), 0.0, 1.0) * (1.0 - 0.2 * days_in_office)
    believed = 1.0 - experience_doubt * lived * (1.0 - company_mandate_show_data)
    return 1.0 - explanation_relief * company_mandate_explanation * company_mandate_consistency * believed


@mechanism.contribution("mandate_burden")
def ask_and_hear(
    company_mandate_voice: float, company_mandate_voice_influence: float, voice_relief: float, hollow_voice: float
) -> float:
    """Ask and hear: a relief; ask and not hear: worse than not asking."""
    heard = (voice_relief + hollow_voice) * company_mandate_voice_influence - hollow_voice
    return 1.0 - heard * company_mandate_voice


@mechanism.contribution("mandate_burden")
def lead_by_example(company_mandate_leaders_present: float, leaders_relief: float) -> float:
    """Come oneself, or ask of others what one does not do."""
    return 1.0 - leaders_relief * (company_mandate_leaders_present - 0.5)


@mechanism.contribution("mandate_burden")
def one_rule_for_all(company_mandate_consistency: float, inconsistency_hurt: float) -> float:
    """Contradict oneself, and make rules that differ without a reason."""
    return 1.0 + inconsistency_hurt * (1.0 - company_mandate_consistency)


@mechanism.contribution("mandate_burden")
def tired_of_orders(resentment: float, restriction_fatigue: float) -> float:
    """Take the next order worse for the last."""
    return 1.0 + restriction_fatigue * resentment


@mechanism.contribution("compliance_push")
def wait_it_out(company_concession: float, revision_laxity: float) -> float:
    """Comply less with an order that gives way."""
    return 0.0 - revision_laxity * company_concession


@mechanism.rule(on=Employee, phase="trust", cause="mandate revised",
                sets=("leadership_trust", "leadership_trust_confidence"))
def be_heard(
    leadership_trust: float, leadership_trust_confidence: float, company_conceded_now: float, revision_weight: float,
    prior_strength: float,
) -> tuple[float, float]:
    """Take days given back as a sign of being heard."""
    weight = revision_weight * company_conceded_now
    return (
        learned(leadership_trust, leadership_trust_confidence, 0.8, weight, prior_strength),
        leadership_trust_confidence + weight,
    )
