"""What is measured: name, unit, direction, smallest difference that matters, definition.

Every outcome is a sum over people divided by a sum over people, over the reported weeks, in the unit shown. Cut-offs
for shares are fixed once, on the baseline or by a rule fixed beforehand, and frozen here as named constants.
"""

from __future__ import annotations

from collections.abc import Callable

from trustsim.model.declarations import Direction, Employee, Entity, Manager, Outcome

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
#: Expected to answer at all hours: the expectation is above the middle. Fixed beforehand.
EXPECTED = 0.5
#: Managers feel able above this, say that they cannot below that (evidence G02, G03); of beliefs about remote work they
#: are sure outside these bounds (G02).
ABLE = 0.5
UNABLE = 0.3
UNSURE_PERCENT = 2.7
UNSURE_MOTIVATION = 0.04
#: Skills are doubted below this: fixed on the baseline between the two groups of evidence G03.
SKILLS_DOUBTED = 0.62
#: The top fifth of ability begins .8416 standard deviations (of .12) above the mean.
TOP_FIFTH = 1.101
#: Output of the shipped baseline at which productivity is 100: frozen, so that it means the same in every scenario.
REFERENCE_OUTPUT = 1.045
YEARLY = 5200.0

OUTCOMES: list[Outcome] = []


def headcount(employed: float) -> float:
    """Count the people employed."""
    return employed


def able(employed: float, ability: float) -> float:
    """Count the people employed of the top fifth of ability."""
    return employed if ability > TOP_FIFTH else 0.0


def exits(quit_now: float) -> float:
    """Count the people who left."""
    return quit_now


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
        name="attrition_voluntary")(exits)


@outcome("% per year", "down", 1.5, YEARLY, "exits of the top fifth by ability, of their headcount", "staying",
         over=able)
def regretted_attrition(quit_now: float, ability: float) -> float:
    """Count exits of the top fifth of ability."""
    return quit_now if ability > TOP_FIFTH else 0.0


@outcome("%", "down", 1.0, 100.0, "people in search: whose wish to leave is above .5", "staying", name="quit_intention")
def in_search(employed: float, quit_intention: float) -> float:
    """Count people in search."""
    return employed if quit_intention > IN_SEARCH else 0.0


@outcome("weeks", "down", 1.0, 1.0, "weeks for which seats stood empty, per exit", "staying", over=exits)
def vacancy_weeks(employed: float) -> float:
    """Count empty seats."""
    return 1.0 - employed


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


@outcome("percent", "neither", 1.0, 1.0, "how much better managers believe people to perform at home", "managing",
         name="manager_belief_remote", entity=Manager, over=teams)
def sum_of_beliefs(belief_remote: float) -> float:
    """Add beliefs on remote performance."""
    return belief_remote


@outcome("%", "down", 5.0, 100.0, "managers who do not feel able to lead at a distance", "managing", entity=Manager,
         over=teams)
def low_self_efficacy_share(self_efficacy: float) -> float:
    """Count managers of low self-efficacy."""
    return 1.0 if self_efficacy < ABLE else 0.0


@outcome("%", "down", 5.0, 100.0, "managers who do not feel able to do their work at a distance", "managing",
         entity=Manager, over=teams)
def doing_doubted_share(doing: float, assurance_gained: float) -> float:
    """Count managers who doubt their doing."""
    return 1.0 if doing + assurance_gained < ABLE else 0.0


@outcome("%", "down", 5.0, 100.0, "managers who do not feel able to influence at a distance", "managing",
         entity=Manager, over=teams)
def influencing_doubted_share(influencing: float, assurance_gained: float) -> float:
    """Count managers who doubt their influence."""
    return 1.0 if influencing + assurance_gained < ABLE else 0.0


@outcome("%", "down", 5.0, 100.0, "managers who do not feel able to coordinate at a distance", "managing",
         entity=Manager, over=teams)
def coordinating_doubted_share(coordinating: float, assurance_gained: float) -> float:
    """Count managers who doubt that they can coordinate."""
    return 1.0 if coordinating + assurance_gained < ABLE else 0.0


@outcome("%", "down", 3.0, 100.0, "managers who say that they cannot coordinate at a distance", "managing",
         entity=Manager, over=teams)
def coordinating_denied_share(coordinating: float, assurance_gained: float) -> float:
    """Count managers who say that they cannot coordinate."""
    return 1.0 if coordinating + assurance_gained < UNABLE else 0.0


@outcome("%", "down", 5.0, 100.0, "managers who hold that people perform worse at home", "managing", entity=Manager,
         over=teams)
def remote_doubted_share(belief_remote: float) -> float:
    """Count managers who doubt remote performance."""
    return 1.0 if belief_remote < -UNSURE_PERCENT else 0.0


@outcome("%", "neither", 5.0, 100.0, "managers who are not sure whether people perform worse at home", "managing",
         entity=Manager, over=teams)
def remote_unsure_share(belief_remote: float) -> float:
    """Count managers who are unsure of remote performance."""
    return 1.0 if -UNSURE_PERCENT <= belief_remote <= UNSURE_PERCENT else 0.0


@outcome("%", "down", 5.0, 100.0, "managers who doubt that motivation lasts at home", "managing", entity=Manager,
         over=teams)
def motivation_doubted_share(belief_motivation: float) -> float:
    """Count managers who doubt lasting motivation."""
    return 1.0 if belief_motivation < 0.5 - UNSURE_MOTIVATION else 0.0


@outcome("%", "neither", 5.0, 100.0, "managers who are not sure whether motivation lasts at home", "managing",
         entity=Manager, over=teams)
def motivation_unsure_share(belief_motivation: float) -> float:
    """Count managers who are unsure of lasting motivation."""
    return 1.0 if abs(belief_motivation - 0.5) <= UNSURE_MOTIVATION else 0.0


@outcome("%", "down", 3.0, 100.0, "people whose skills their manager doubts", "trust")
def skills_doubted_share(employed: float, competence_trust_from_manager: float) -> float:
    """Count people whose skills are doubted."""
    return employed if competence_trust_from_manager < SKILLS_DOUBTED else 0.0


@outcome("-1 to 1", "up", 0.03, 1.0, "mean balance of the emotional account", "managing", name="account_balance")
def sum_of_accounts(employed: float, account: float) -> float:
    """Add balances."""
    return employed * account


@outcome("%", "down", 2.0, 100.0, "people whose account with the manager is overdrawn", "managing")
def overdrawn_share(employed: float, account: float) -> float:
    """Count overdrawn accounts."""
    return employed if account < 0.0 else 0.0


@outcome("per 100 and week", "down", 0.5, 100.0, "withdrawals from accounts, per 100 employees and week", "managing")
def withdrawals(employed: float, friction_now: float, slip_now: float) -> float:
    """Count withdrawals."""
    return employed * (friction_now + slip_now)


@outcome("hours/week", "down", 0.2, 1.0, "hours a week that a manager spends on care for the reports", "managing",
         name="care_hours_spent", entity=Manager, over=teams)
def sum_of_care_time(care_time: float) -> float:
    """Add hours of care."""
    return care_time


@outcome("%", "down", 2.0, 100.0, "people expected to answer at once and outside hours", "managing")
def after_hours_share(employed: float, after_hours_demand: float) -> float:
    """Count people expected to answer at all hours."""
    return employed if after_hours_demand > EXPECTED else 0.0


@outcome("days", "down", 0.2, 1.0, "days for which a decision waits", "managing", name="decision_delay")
def sum_of_waits(employed: float, decision_days: float) -> float:
    """Add waits for decisions."""
    return employed * decision_days


@outcome("0-100", "up", 1.0, 100.0, "mean appraisal: how people are judged", "managing", name="appraisal")
def sum_of_appraisals(employed: float, appraisal: float) -> float:
    """Add appraisals."""
    return employed * appraisal
