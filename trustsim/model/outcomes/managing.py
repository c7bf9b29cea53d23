"""Managing: what managers do, believe and see; how it reaches people."""

from __future__ import annotations

from trustsim.model.declarations import Manager
from trustsim.model.outcomes.listing import Listing

#: Fixed beforehand: closely controlled above this share of work checked.
CLOSELY_CONTROLLED = 0.6
#: Feels constantly evaluated: fixed on the baseline (S1-40); heard low confidence within a year: the memory of it then.
EVALUATED = 0.28
HEARD = 0.35
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

outcome = Listing()


def teams(span: float) -> float:
    """Count the managers."""
    return 1.0 + 0.0 * span


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


@outcome("%", "down", 2.0, 100.0, "people who feel that their work is constantly evaluated", "managing")
def constantly_evaluated_share(employed: float, checking: float) -> float:
    """Count people who feel constantly evaluated."""
    return employed if checking > EVALUATED else 0.0


@outcome("%", "down", 2.0, 100.0, "people who heard low confidence in their skills from their manager within a year",
         "managing")
def low_confidence_heard_share(employed: float, doubt_heard: float) -> float:
    """Count people who heard it."""
    return employed if doubt_heard > HEARD else 0.0


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


@outcome("0-100", "up", 1.0, 100.0, "mean appraisal: how people are judged", "managing", name="appraisal")
def sum_of_appraisals(employed: float, appraisal: float) -> float:
    """Add appraisals."""
    return employed * appraisal
