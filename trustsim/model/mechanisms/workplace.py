"""Workplace: who works where, what people want, and how they take the difference.

Days away from the office follow the team's rule; who may choose takes less than the rule allows where that suits
better. A mandate raises the days in the office of those who comply, unless an exception was granted. Habit follows
slowly; a sudden change of days is an upheaval of its own. Value of days at home: evidence W15, W02.
"""

from __future__ import annotations

from trustsim.model.declarations import Employee, Team, World
from trustsim.model.equations import meeting, toward
from trustsim.model.mechanism import Mechanism
from trustsim.model.numerics import clip, logistic

mechanism = Mechanism("workplace", "Days in the office, need for flexibility, presence together", claims=("S0-07",
"S0-14", "S1-45"))

mechanism.lever("remote_days", group="workplace", scope=Team, unit="days/week", range=(0, 5), neutral=None, default=2.5,
                meaning="days away from the office before any mandate", claims=("S1-03",))
mechanism.lever("choice", group="workplace", scope=Team, neutral=None, default=0.5,
                meaning="who picks the days: 0 company, 0.5 manager, 1 employee within the cap", claims=("S0-22",))
mechanism.lever("common_days", group="workplace", scope=Team, neutral=0.0,
                source="W03 (protocol: days in common are part of the study's design); a share, by definition",
                meaning="share of the office days that a team has in common: on these all meet, and nobody picks alone")
mechanism.lever("copresence_gain", kind="uncertainty", group="environment", scope=World, range=(0, 1), neutral=0.0,
                default=0.3,
                meaning="what teammates gain from being in the office together", claims=("S0-14",))

mechanism.parameter("gap_cost", 0.45, unit="0-1 per five days", range=(0.2, 2.0),
                    source="calibrated to W02, W15; assumption of form",
                    meaning="satisfaction with the location lost for each missing share of a week at home")
mechanism.parameter("choice_value", 0.25, unit="0-1", range=(0.0, 0.6), source="O09 (form); assumption (size)",
                    meaning="satisfaction with the location gained by choosing oneself rather than being told")
mechanism.parameter("upheaval_cost", 0.9, unit="0-1 per five days", range=(0.0, 2.0), source="assumption",
                    meaning="satisfaction with the location lost while days differ from habit")
mechanism.parameter("habit_rate", 0.06, unit="1/week", range=(0.01, 0.3), source="assumption",
                    meaning="how fast days in the office become a habit")
mechanism.parameter("location_rate", 0.25, unit="1/week", range=(0.05, 0.6), source="assumption",
                    meaning="how fast satisfaction with the location follows")
mechanism.parameter("gap_strain", 0.9, unit="logits", range=(0.0, 3.0), source="W02; assumption",
                    meaning="strain for a whole week that is wanted at home and spent in the office")
mechanism.parameter("compliance_base", 1.4, unit="logits", range=(-1.0, 4.0), source="assumption",
                    meaning="readiness to comply of somebody without needs and of middling leadership trust")
mechanism.parameter("compliance_need", 1.6, unit="logits", range=(0.0, 5.0), source="assumption",
                    meaning="what need for flexibility takes from the readiness to comply")
mechanism.parameter("compliance_trust", 2.0, unit="logits", range=(0.0, 5.0), source="assumption",
                    meaning="what trust in the leadership adds to the readiness to comply")
mechanism.parameter("exception_share", 0.7, unit="0-1", range=(0.0, 1.0), source="assumption",
                    meaning="share of the required days waived at full compromise and full need")

mechanism.field(Employee, "days_in_office", newcomer=2.5, unit="days/week", range=(0, 5),
                meaning="days worked in the office this week")
mechanism.field(Employee, "habitual_days", newcomer=2.5, unit="days/week", range=(0, 5),
                meaning="days in the office that one is used to")
mechanism.field(Employee, "home_days_missed", unit="days/week", range=(0, 5), meaning="days at home wanted and not had")
mechanism.field(Employee, "compliance", newcomer=1.0, meaning="share of the required days that one comes for")
mechanism.field(Employee, "satisfaction_with_location", newcomer=0.7, meaning="satisfaction with where one works")

mechanism.channel(Employee, "compliance_push", phase="place", meaning="what makes people comply, in logits")
mechanism.channel(Employee, "office_closed", phase="place", operation="at_most_one",
                  meaning="share of the office days that cannot be had")
mechanism.channel(Employee, "work_gain", phase="work", meaning="what conditions add to output, as a share of it")
mechanism.channel(Employee, "strain", phase="wellbeing", meaning="what strains, in logits of stress")
mechanism.channel(Employee, "ease", phase="wellbeing",
                  meaning="what makes one's place of work more or less welcome, 0-1")
mechanism.reduction("peers_mean_days_in_office", nobody=0.0)


@mechanism.newcomer(Employee, "habitual_days", "days_in_office")
def first_days(remote_days: float, company_required_days: float) -> tuple[float, float]:
    """Begin with the days that hold when one is hired: a newcomer knew them."""
    days = max(5.0 - remote_days, company_required_days)
    return days, days


@mechanism.rule(on=Employee, phase="place", sets=("compliance", "days_in_office", "home_days_missed"))
def whereabouts(
    remote_days: float, choice: float, flexibility_need: float, eligible: float, leadership_trust: float, exempt: float,
    office_closed: float, company_required_days: float, compliance_push: float, compliance_base: float,
    compliance_need: float, compliance_trust: float,
) -> tuple[float, float, float]:
    """Set the days in the office: the rule, one's own choice within it, then a mandate as far as one follows it.

    Need stands against trust in those who gave the order. Whom it asks for nothing new cannot fail to comply: what is
    missing counts as far as a quarter of a day and more is asked for.
    """
    wanted = 5.0 * flexibility_need
    allowed = remote_days * eligible
    own = 5.0 - (allowed - choice * max(0.0, allowed - wanted))
    asked = max(company_required_days * (1.0 - exempt) - own, 0.0)
    readiness = compliance_base - compliance_need * (flexibility_need - 0.5)
    readiness = readiness + compliance_trust * (leadership_trust - 0.5)
    follows = 1.0 - (1.0 - logistic(readiness + compliance_push)) * min(4.0 * asked, 1.0)
    office = (own + follows * asked) * (1.0 - office_closed)
    return follows, office, clip(wanted - (5.0 - office), 0.0, 5.0)


@mechanism.rule(on=Employee, phase="wellbeing", sets="satisfaction_with_location")
def content_with_place(
    satisfaction_with_location: float, home_days_missed: float, flexibility_need: float, days_in_office: float,
    habitual_days: float, choice: float, ease: float, choice_value: float, gap_cost: float, upheaval_cost: float,
    location_rate: float,
) -> float:
    """Weigh the days missed by need, the say in them, and how far they are from what one is used to."""
    missed = gap_cost * 0.2 * home_days_missed * (0.4 + 1.1 * flexibility_need)
    moved = upheaval_cost * 0.2 * max(0.0, days_in_office - habitual_days)
    target = clip(0.8 - missed - moved + choice_value * (choice - 0.5) + ease, 0.0, 1.0)
    return toward(satisfaction_with_location, target, location_rate)


@mechanism.contribution("ease")
def nothing_to_pick(choice: float, common_days: float, choice_value: float) -> float:
    """Have no say in the days that are in common, whoever may pick the others."""
    return 0.0 - choice_value * choice * common_days


@mechanism.rule(on=Employee, phase="wellbeing", sets="habitual_days")
def habit(habitual_days: float, days_in_office: float, habit_rate: float) -> float:
    """Get used to the days that one spends in the office."""
    return toward(habitual_days, days_in_office, habit_rate)


@mechanism.contribution("strain")
def strain_of_place(home_days_missed: float, flexibility_need: float, days_in_office: float, habitual_days: float,
                    gap_strain: float) -> float:
    """Strain of days missed at home, and of days that changed faster than life could."""
    missed = home_days_missed * (0.4 + 1.1 * flexibility_need)
    return gap_strain * 0.2 * (missed + 0.5 * max(0.0, days_in_office - habitual_days))


@mechanism.contribution("work_gain")
def gain_together(
    days_in_office: float, peers_mean_days_in_office: float, common_days: float, engagement: float,
    copresence_gain: float,
) -> float:
    """What being there together adds: the chance that two who come meet, against half a week each.

    It is worth what those who meet put into it (S0-29).
    """
    together = meeting(days_in_office, peers_mean_days_in_office, common_days)
    return 0.1 * copresence_gain * together * (engagement / 0.62)
