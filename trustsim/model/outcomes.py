"""What is measured: name, unit, direction, smallest difference that matters, definition.

Every outcome is a sum over people divided by a sum over people, over the reported weeks, in the unit shown. Cut-offs
for shares are fixed once, on the baseline or by a rule fixed beforehand, and frozen here as named constants.
"""

from __future__ import annotations

from collections.abc import Callable

from trustsim.model.declarations import Company, Direction, Employee, Entity, Manager, Outcome
from trustsim.model.equations import spread

#: Trust is "high" above this and "low" below that: fixed beforehand by the model description.
HIGH_TRUST = 0.75
LOW_TRUST = 0.4
#: A dyad is one-sided where its directions differ by more than this.
ONE_SIDED = 0.3
#: In search: the wish to leave outweighs the wish to stay. Fixed beforehand.
IN_SEARCH = 0.5
#: Fixed on the baseline: engaged and disengaged shares (evidence G07), stressed share (M05), severe anxiety (M06).
ENGAGED = 0.7425
DISENGAGED = 0.415
STRESSED = 0.356
SEVERELY_ANXIOUS = 0.732
#: Fixed beforehand: dissatisfied below this; closely controlled above this share of work checked.
DISSATISFIED = 0.4
CLOSELY_CONTROLLED = 0.6
#: The top fifth of ability begins .8416 standard deviations (of .12) above the mean.
TOP_FIFTH = 1.101
#: Output of the shipped baseline at which productivity is 100: frozen, so that it means the same in every scenario.
REFERENCE_OUTPUT = 1.045
YEARLY = 5200.0
#: Burnt out above this: fixed on the baseline at a sixth of the people (assumption).
BURNT_OUT = 0.37
#: One complies grudgingly above this much resentment. Fixed beforehand.
GRUDGING = 0.15
#: Weights of the five attributes of effective teams: the order is G10's, the sizes are an assumption.
SAFETY_WEIGHT, DEPENDABILITY_WEIGHT, CLARITY_WEIGHT, MEANING_WEIGHT, IMPACT_WEIGHT = 0.30, 0.25, 0.20, 0.15, 0.10

OUTCOMES: list[Outcome] = []


def headcount(employed: float) -> float:
    """Count the people employed."""
    return employed


def able(employed: float, ability: float) -> float:
    """Count the people employed of the top fifth of ability."""
    return employed if ability > TOP_FIFTH else 0.0


def quits(quit_now: float) -> float:
    """Count the people who left of their own accord."""
    return quit_now


def exits(quit_now: float, dismissed_now: float, laid_off: float) -> float:
    """Count the people who left, for whatever reason."""
    return quit_now + dismissed_now + laid_off


def replaced(quit_now: float, dismissed_now: float) -> float:
    """Count the people who left and whose seat is to be filled."""
    return quit_now + dismissed_now


def teams(span: float) -> float:
    """Count the managers."""
    return 1.0 + 0.0 * span


def outcome(
    unit: str, better: Direction, matters: float, scale: float, meaning: str, group: str,
    *, name: str = "", entity: Entity = Employee, over: Callable[..., float] = headcount,
) -> Callable[[Callable[..., float]], Callable[..., float]]:
    """Declare the decorated function as the numerator of an outcome; ``over`` is its denominator."""

    def declare(function: Callable[..., float]) -> Callable[..., float]:
        OUTCOMES.append(
            Outcome(name or function.__name__, unit, better, matters, meaning, scale, entity, function, over, group)
        )
        return function

    return declare


# -- staying ------------------------------------------------------------------------------------------------------

outcome("% per year", "down", 1.0, YEARLY, "people who left, of the mean headcount", "staying", name="attrition")(exits)
outcome("% per year", "down", 1.0, YEARLY, "people who left of their own accord, of the mean headcount", "staying",
        name="attrition_voluntary")(quits)


@outcome("% per year", "down", 1.0, YEARLY, "people whom the company let go, of the mean headcount", "staying")
def attrition_dismissed(dismissed_now: float, laid_off: float) -> float:
    """Count the people let go."""
    return dismissed_now + laid_off


@outcome("% per year", "down", 1.5, YEARLY, "exits of the top fifth by ability, of their headcount", "staying",
         over=able)
def regretted_attrition(quit_now: float, ability: float) -> float:
    """Count exits of the top fifth of ability."""
    return quit_now if ability > TOP_FIFTH else 0.0


@outcome("%", "down", 1.0, 100.0, "people in search: whose wish to leave is above .5", "staying", name="quit_intention")
def in_search(employed: float, quit_intention: float) -> float:
    """Count people in search."""
    return employed if quit_intention > IN_SEARCH else 0.0


@outcome("weeks", "down", 1.0, 1.0, "weeks for which seats stood empty, per exit", "staying", over=replaced)
def vacancy_weeks(employed: float, seat_closed: float) -> float:
    """Count empty seats, but for those given up."""
    return (1.0 - employed) * (1.0 - seat_closed)


@outcome("% per year", "up", 1.0, YEARLY, "people promoted, of the mean headcount", "staying", name="promotions")
def sum_of_promotions(employed: float, promoted_now: float) -> float:
    """Count the promoted."""
    return employed * promoted_now


# -- wellbeing ----------------------------------------------------------------------------------------------------


@outcome("0-100", "up", 1.0, 100.0, "mean engagement", "wellbeing", name="engagement")
def sum_of_engagement(employed: float, engagement: float) -> float:
    """Add engagement."""
    return employed * engagement


@outcome("%", "up", 2.0, 100.0, "people engaged: above a cut-off fixed on the baseline", "wellbeing")
def engaged_share(employed: float, engagement: float) -> float:
    """Count the engaged."""
    return employed if engagement > ENGAGED else 0.0


@outcome("%", "down", 2.0, 100.0, "people actively disengaged: below a cut-off fixed on the baseline", "wellbeing")
def disengaged_share(employed: float, engagement: float) -> float:
    """Count the disengaged."""
    return employed if engagement < DISENGAGED else 0.0


@outcome("0-100", "up", 1.0, 100.0, "mean satisfaction with the job", "wellbeing", name="satisfaction")
def sum_of_satisfaction(employed: float, satisfaction: float) -> float:
    """Add satisfaction."""
    return employed * satisfaction


@outcome("0-100", "up", 1.0, 100.0, "mean satisfaction with where one works", "wellbeing",
         name="satisfaction_with_location")
def sum_of_location(employed: float, satisfaction_with_location: float) -> float:
    """Add satisfaction with the location."""
    return employed * satisfaction_with_location


@outcome("%", "down", 2.0, 100.0, "people dissatisfied with where they work", "wellbeing")
def dissatisfied_share(employed: float, satisfaction_with_location: float) -> float:
    """Count the dissatisfied."""
    return employed if satisfaction_with_location < DISSATISFIED else 0.0


@outcome("0-100", "down", 1.0, 100.0, "mean stress", "wellbeing", name="stress")
def sum_of_stress(employed: float, stress: float) -> float:
    """Add stress."""
    return employed * stress


@outcome("%", "down", 2.0, 100.0, "people stressed: above a cut-off fixed on the baseline", "wellbeing")
def stressed_share(employed: float, stress: float) -> float:
    """Count the stressed."""
    return employed if stress > STRESSED else 0.0


@outcome("%", "down", 2.0, 100.0, "people severely anxious: above a cut-off fixed on the baseline", "wellbeing")
def severely_anxious_share(employed: float, stress: float) -> float:
    """Count the severely anxious."""
    return employed if stress > SEVERELY_ANXIOUS else 0.0


@outcome("0-100", "up", 1.0, 100.0, "how far people feel valued and respected as individuals", "wellbeing",
         name="feeling_valued")
def sum_of_value(employed: float, valued: float) -> float:
    """Add feeling valued."""
    return employed * valued


@outcome("0-100", "down", 1.0, 100.0, "mean conflict of work and home", "wellbeing", name="work_home_conflict")
def sum_of_conflict(employed: float, work_home_conflict: float) -> float:
    """Add conflict of work and home."""
    return employed * work_home_conflict


# -- work ---------------------------------------------------------------------------------------------------------


@outcome("index", "up", 1.0, 100.0 / REFERENCE_OUTPUT, "real output; 100 = the shipped baseline", "work")
def productivity(employed: float, delivery: float) -> float:
    """Add real output."""
    return employed * delivery


@outcome("index", "neither", 1.0, 100.0 / REFERENCE_OUTPUT,
         "output as measured; 100 = real output of the shipped baseline", "work")
def measured_productivity(employed: float, measured_delivery: float) -> float:
    """Add output as measured."""
    return employed * measured_delivery


@outcome("per 100 and week", "down", 0.3, 100.0, "rules broken, per 100 employees and week", "work",
         name="rule_breaking")
def sum_of_rules_broken(employed: float, rule_breaking: float) -> float:
    """Count broken rules."""
    return employed * rule_breaking


@outcome("per 100 and week", "down", 0.5, 100.0,
         "weeks' worth of measured output without real output, per 100 and week", "work", name="gaming")
def sum_of_gaming(employed: float, gaming: float) -> float:
    """Add gaming."""
    return employed * gaming


@outcome("per 100 and week", "down", 0.5, 100.0,
         "obligations missed through no fault, per 100 employees and week", "work", name="missed_obligations")
def sum_of_misses(employed: float, missed_obligation: float) -> float:
    """Count missed obligations."""
    return employed * missed_obligation


def first_shocks(shock_begins: float, shock_age: float) -> float:
    """Count the first shock, in the week in which it begins."""
    return shock_begins if shock_age == 1.0 else 0.0


@outcome("%", "down", 1.0, 100.0, "deepest loss of output in the year after the first shock; empty without one", "work",
         entity=Company, over=first_shocks)
def resilience_depth(output_lost_now: float) -> float:
    """Add up what each week adds to the deepest loss."""
    return output_lost_now


@outcome("weeks", "down", 1.0, 1.0,
         "weeks of that year in which output was more than 2% below what it had been; empty without one", "work",
         entity=Company, over=first_shocks)
def resilience_weeks(output_below: float) -> float:
    """Count weeks below."""
    return output_below


# -- trust --------------------------------------------------------------------------------------------------------


@outcome("0-1", "up", 0.02, 1.0, "managers' trust that their reports deliver", "trust",
         name="competence_trust_in_employees")
def sum_of_competence_from(employed: float, competence_trust_from_manager: float) -> float:
    """Add the manager's competence trust."""
    return employed * competence_trust_from_manager


@outcome("0-1", "up", 0.02, 1.0, "managers' trust in their reports' good intent", "trust",
         name="interpersonal_trust_in_employees")
def sum_of_interpersonal_from(employed: float, interpersonal_trust_from_manager: float) -> float:
    """Add the manager's interpersonal trust."""
    return employed * interpersonal_trust_from_manager


@outcome("0-1", "up", 0.02, 1.0, "employees' trust in their managers' work", "trust",
         name="competence_trust_in_managers")
def sum_of_competence_in(employed: float, competence_trust_in_manager: float) -> float:
    """Add the employee's competence trust."""
    return employed * competence_trust_in_manager


@outcome("0-1", "up", 0.02, 1.0, "employees' trust in their managers' good intent", "trust",
         name="interpersonal_trust_in_managers")
def sum_of_interpersonal_in(employed: float, interpersonal_trust_in_manager: float) -> float:
    """Add the employee's interpersonal trust."""
    return employed * interpersonal_trust_in_manager


@outcome("0-1", "up", 0.02, 1.0, "how far employees feel trusted", "trust", name="felt_trust")
def sum_of_felt_trust(employed: float, felt_trust: float) -> float:
    """Add felt trust."""
    return employed * felt_trust


@outcome("0-1", "up", 0.02, 1.0, "employees' trust in the company's leadership", "trust", name="leadership_trust")
def sum_of_leadership_trust(employed: float, leadership_trust: float) -> float:
    """Add leadership trust."""
    return employed * leadership_trust


@outcome("%", "up", 2.0, 100.0, "dyads with high interpersonal trust both ways", "trust")
def reciprocity_high(employed: float, interpersonal_trust_in_manager: float,
interpersonal_trust_from_manager: float) -> float:
    """Count dyads high both ways."""
    return employed if min(interpersonal_trust_in_manager, interpersonal_trust_from_manager) > HIGH_TRUST else 0.0


@outcome("%", "down", 2.0, 100.0, "dyads with low interpersonal trust both ways", "trust")
def reciprocity_low(employed: float, interpersonal_trust_in_manager: float,
interpersonal_trust_from_manager: float) -> float:
    """Count dyads low both ways."""
    return employed if max(interpersonal_trust_in_manager, interpersonal_trust_from_manager) < LOW_TRUST else 0.0


@outcome("%", "neither", 2.0, 100.0, "dyads whose two directions differ by more than .3", "trust")
def reciprocity_one_sided(
    employed: float, interpersonal_trust_in_manager: float, interpersonal_trust_from_manager: float
) -> float:
    """Count one-sided dyads."""
    return employed if abs(interpersonal_trust_in_manager - interpersonal_trust_from_manager) > ONE_SIDED else 0.0


@outcome("%", "down", 2.0, 100.0, "people who felt a promise to be broken since they came", "trust")
def perceived_breach_share(employed: float, perceived_breach: float) -> float:
    """Count people with a breach."""
    return employed * perceived_breach


# -- managing -----------------------------------------------------------------------------------------------------


@outcome("0-1", "down", 0.02, 1.0, "monitoring as felt", "managing", name="monitoring_felt")
def sum_of_monitoring(employed: float, monitoring_felt: float) -> float:
    """Add monitoring as felt."""
    return employed * monitoring_felt


@outcome("0-1", "up", 0.02, 1.0, "share of decisions left to employees", "managing", name="delegation")
def sum_of_delegation(employed: float, delegation: float) -> float:
    """Add delegation."""
    return employed * delegation


@outcome("%", "down", 2.0, 100.0, "people most of whose work is checked", "managing")
def close_control_share(employed: float, checking: float) -> float:
    """Count people under close control."""
    return employed if checking > CLOSELY_CONTROLLED else 0.0


@outcome("0-1", "up", 0.02, 1.0, "share of the work that managers see", "managing", name="work_seen")
def sum_of_work_seen(employed: float, work_seen: float) -> float:
    """Add work seen."""
    return employed * work_seen


@outcome("per week", "up", 0.1, 1.0, "signals that a manager and a report exchange in a week", "managing",
         name="signals_per_dyad")
def sum_of_signals(employed: float, signals_seen: float) -> float:
    """Add signals."""
    return employed * signals_seen


@outcome("days/week", "neither", 0.2, 1.0, "days worked in the office", "managing", name="days_in_office")
def sum_of_days(employed: float, days_in_office: float) -> float:
    """Add days in the office."""
    return employed * days_in_office


@outcome("0-1", "up", 0.02, 1.0, "managers' confidence in leading people whom they do not see", "managing",
         name="manager_self_efficacy", entity=Manager, over=teams)
def sum_of_self_efficacy(self_efficacy: float) -> float:
    """Add self-efficacy."""
    return self_efficacy


@outcome("0-1", "down", 0.002, 1.0, "what managers cannot know of their reports: spread of their beliefs", "trust")
def trust_uncertainty(
    employed: float, competence_trust_from_manager: float, competence_trust_from_manager_confidence: float,
    interpersonal_trust_from_manager: float, interpersonal_trust_from_manager_confidence: float, prior_strength: float,
) -> float:
    """Add the spread of the manager's beliefs, half of each kind."""
    work = spread(competence_trust_from_manager, competence_trust_from_manager_confidence, prior_strength)
    conduct = spread(interpersonal_trust_from_manager, interpersonal_trust_from_manager_confidence, prior_strength)
    return employed * 0.5 * (work + conduct)


@outcome("%", "down", 1.0, 100.0, "people burnt out: above a cut-off fixed on the baseline", "wellbeing")
def burnt_out_share(employed: float, burnout: float) -> float:
    """Count the burnt out."""
    return employed if burnout > BURNT_OUT else 0.0


# -- teams --------------------------------------------------------------------------------------------------------


@outcome("0-100", "up", 1.0, 100.0, "mean psychological safety", "teams", name="psychological_safety")
def sum_of_safety(employed: float, safety: float) -> float:
    """Add psychological safety."""
    return employed * safety


@outcome("0-100", "up", 1.0, 100.0, "share of promised work that comes in time and whole", "teams",
         name="dependability")
def sum_of_dependability(employed: float, dependability: float) -> float:
    """Add dependability."""
    return employed * dependability


@outcome("0-100", "up", 1.0, 100.0, "how clear goals and roles are to people", "teams", name="clarity")
def sum_of_clarity(employed: float, clarity_felt: float) -> float:
    """Add clarity."""
    return employed * clarity_felt


@outcome("0-100", "up", 1.0, 100.0, "how far the work means something to people", "teams", name="meaning")
def sum_of_meaning(employed: float, meaning: float) -> float:
    """Add meaning."""
    return employed * meaning


@outcome("0-100", "up", 1.0, 100.0, "how far people see that their work makes a difference", "teams", name="impact")
def sum_of_impact(employed: float, impact: float) -> float:
    """Add impact."""
    return employed * impact


@outcome("0-100", "up", 1.0, 100.0,
         "safety, dependability, clarity, meaning and impact, in descending weight", "teams")
def team_effectiveness(
    employed: float, safety: float, dependability: float, clarity_felt: float, meaning: float, impact: float
) -> float:
    """Weigh the five attributes of effective teams."""
    first = SAFETY_WEIGHT * safety + DEPENDABILITY_WEIGHT * dependability + CLARITY_WEIGHT * clarity_felt
    return employed * (first + MEANING_WEIGHT * meaning + IMPACT_WEIGHT * impact)


@outcome("0-1", "up", 0.01, 1.0, "trust between colleagues who share a manager", "teams", name="peer_trust")
def sum_of_peer_trust(employed: float, peer_trust: float) -> float:
    """Add trust between colleagues."""
    return employed * peer_trust


@outcome("per 100 and week", "up", 0.3, 100.0, "ideas put to use, per 100 employees and week", "teams", name="ideas")
def sum_of_ideas(employed: float, idea_now: float) -> float:
    """Count ideas."""
    return employed * idea_now


@outcome("per 100 and week", "up", 0.2, 100.0, "errors that somebody owned up to, per 100 employees and week", "teams",
         name="errors_reported")
def sum_of_errors_reported(employed: float, error_reported: float) -> float:
    """Count reported errors."""
    return employed * error_reported


@outcome("per 100 and week", "down", 0.05, 100.0, "errors that came back after being hidden, per 100 and week",
         "teams", name="errors_repeated")
def sum_of_errors_repeated(employed: float, error_repeated: float) -> float:
    """Count repeated errors."""
    return employed * error_repeated


@outcome("per 100 and week", "up", 1.0, 100.0, "helping acts beyond the task, per 100 employees and week", "teams",
         name="citizenship")
def sum_of_helping(employed: float, helping: float) -> float:
    """Count helping acts."""
    return employed * helping


@outcome("per 100 and week", "down", 0.2, 100.0, "acts against colleagues or the company, per 100 and week", "teams",
         name="counterproductive_acts")
def sum_of_harm(employed: float, harm: float) -> float:
    """Count harmful acts."""
    return employed * harm


@outcome("days", "down", 0.1, 1.0, "days that a decision takes", "teams", name="decision_delay")
def sum_of_decision_days(employed: float, decision_days: float) -> float:
    """Add the days that decisions take."""
    return employed * decision_days


# -- orders and voice ---------------------------------------------------------------------------------------------


@outcome("%", "up", 2.0, 100.0, "willing compliance: share of people times what they follow of a mandate", "voice")
def compliance_willing(employed: float, compliance: float, resentment: float, company_required_days: float) -> float:
    """Add the compliance of those without resentment, under a mandate."""
    return employed * compliance if company_required_days > 0.0 and resentment <= GRUDGING else 0.0


@outcome("%", "neither", 2.0, 100.0, "grudging compliance: share of people times what they follow of a mandate",
         "voice")
def compliance_grudging(employed: float, compliance: float, resentment: float, company_required_days: float) -> float:
    """Add the compliance of those who resent it, under a mandate."""
    return employed * compliance if company_required_days > 0.0 and resentment > GRUDGING else 0.0


@outcome("%", "down", 1.0, 100.0, "presence without engagement: attendance times what is missing of engagement",
         "voice")
def presenteeism(employed: float, days_in_office: float, engagement: float) -> float:
    """Add attendance without engagement."""
    return employed * 0.2 * days_in_office * (1.0 - engagement)


@outcome("0-100", "down", 1.0, 100.0, "mean resentment", "voice", name="resentment")
def sum_of_resentment(employed: float, resentment: float) -> float:
    """Add resentment."""
    return employed * resentment


@outcome("%", "neither", 0.5, 100.0, "people who stand by a petition", "voice", name="petition_share")
def sum_of_signed(employed: float, signed: float) -> float:
    """Count those who signed."""
    return employed * signed


@outcome("%", "neither", 0.1, 100.0, "people who stand by a walkout", "voice", name="walkout_share")
def sum_of_walked(employed: float, walked: float) -> float:
    """Count those who walked out."""
    return employed * walked


@outcome("%", "neither", 2.0, 100.0, "people whose company orders days in the office", "voice")
def ordered_share(employed: float, company_order_days: float) -> float:
    """Count people under an order."""
    return employed if company_order_days > 0.0 else 0.0


# -- money --------------------------------------------------------------------------------------------------------


@outcome("money", "down", 500.0, 52.0, "cost per employee and year, by the table of prices", "money")
def cost(
    employed: float, quit_now: float, dismissed_now: float, laid_off: float, days_in_office: float,
    surveillance: float, work_log: float, checkins: float, pay: float, support: float, wellbeing_support: float,
    leave_support: float, equipment: float, growth: float, year_of_work: float, pay_share: float, programmes: float,
    replacement: float, settlement: float, office_day: float, full_surveillance: float, full_log: float,
    hour_of_managing: float, contact_hours: float,
) -> float:
    """Add a week of work, space, levers and managers' time, and what exits cost."""
    year = year_of_work * (1.0 + 0.01 * pay_share * pay) + office_day * days_in_office
    year = year + full_surveillance * surveillance + full_log * work_log
    year = year + 0.2 * programmes * (support + wellbeing_support + leave_support + equipment + growth)
    week = year / 52.0 + hour_of_managing * contact_hours * checkins
    forced = dismissed_now + laid_off
    return employed * week + replacement * (quit_now + dismissed_now) + settlement * forced


@outcome("money", "up", 500.0, 52.0, "value of the output less cost, per employee and year", "money")
def net_value(
    employed: float, quit_now: float, dismissed_now: float, laid_off: float, delivery: float,
    days_in_office: float, surveillance: float, work_log: float, checkins: float, pay: float, support: float,
    wellbeing_support: float, leave_support: float, equipment: float, growth: float, value_of_output: float,
    year_of_work: float, pay_share: float, programmes: float, replacement: float, settlement: float, office_day: float,
    full_surveillance: float, full_log: float, hour_of_managing: float, contact_hours: float,
) -> float:
    """Add the value of a week's output, less its cost."""
    year = year_of_work * (1.0 + 0.01 * pay_share * pay) + office_day * days_in_office
    year = year + full_surveillance * surveillance + full_log * work_log
    year = year + 0.2 * programmes * (support + wellbeing_support + leave_support + equipment + growth)
    week = (value_of_output * delivery / REFERENCE_OUTPUT - year) / 52.0 - hour_of_managing * contact_hours * checkins
    forced = dismissed_now + laid_off
    return employed * week - replacement * (quit_now + dismissed_now) - settlement * forced
