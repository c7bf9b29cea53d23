"""Work after hours: who is expected to answer at once, and the feedback that brings it down in two stages.

A manager who cannot see doubts, and who doubts wants answers at all hours (S1-30, S1-43); a norm of the company adds
to it (``after_hours``). Stage one: managers get data on their own conduct (``coaching_feedback``) and hold back while
the data are news. Stage two: they share them and agree on a norm with the team (``coaching_shared``): that does more,
is taken for a sign of good intent, and lasts when the coaching has gone; without a norm the old habit returns (S4-19).
The two stages are a practitioner's account; no trial of them is known.
"""

from __future__ import annotations

from trustsim.model.declarations import Company, Employee, Manager, Mechanism, Team
from trustsim.model.equations import toward
from trustsim.model.numerics import clip, exp, logistic

mechanism = Mechanism("after_hours", "Answering at all hours; feedback to managers, shared and kept to or not",
                      claims=("S1-30", "S1-43", "S4-14", "S4-19"))

#: Mean expectation in the shipped baseline: the strain of the middling person holds it already.
DEMAND_AT_REST = 0.511

mechanism.lever("after_hours", group="managing", scope=Team, neutral=0.0, claims=("S1-43", "S4-19"),
                meaning="norm that people answer at once and outside hours")
mechanism.lever("receptiveness", group="managing", scope=Team, neutral=0.5, claims=("S4-14",),
                meaning="managers take feedback and change")
mechanism.lever("coaching_feedback", group="managing", scope=Company, neutral=0.0, claims=("S4-19", "S4-14"),
                meaning="managers get data on their own conduct")
mechanism.lever("coaching_shared", group="managing", scope=Company, neutral=0.0, claims=("S4-19",),
                meaning="what managers hear about themselves is shared with the team, and norms are agreed")

mechanism.parameter("demand_base", -0.22, unit="logits", range=(-4.0, 2.0),
                    source="S1-43 (more than 34% of people); assumption",
                    meaning="expectation of a manager of middling trust whose people are in the office")
mechanism.parameter("demand_doubt", 3.0, unit="logits per unit of trust", range=(0.0, 8.0),
                    source="S1-30 (direction); assumption", meaning="expectation that doubt adds")
mechanism.parameter("demand_distance", 1.4, unit="logits", range=(0.0, 4.0), source="S1-30 (direction); assumption",
                    meaning="expectation that distance adds where a manager feels unable to lead at a distance")
mechanism.parameter("demand_norm", 3.0, unit="logits", range=(0.0, 6.0), source="assumption",
                    meaning="expectation that a full norm adds")
mechanism.parameter("demand_rate", 0.2, unit="1/week", range=(0.02, 0.6), source="assumption",
                    meaning="how fast the expectation follows")
mechanism.parameter("demand_strain", 0.6, unit="logits", range=(0.0, 3.0), source="S1-43 (direction); assumption",
                    meaning="strain of having to answer at all hours")
mechanism.parameter("insight_drop", 1.6, unit="logits", range=(0.0, 5.0), source="S4-19 (direction); assumption",
                    meaning="expectation that fresh insight into one's own conduct takes away",
                    contested=True, null=0.0)
mechanism.parameter("norm_drop", 2.6, unit="logits", range=(0.0, 6.0), source="S4-19 (direction); assumption",
                    meaning="expectation that an agreed norm takes away", contested=True, null=0.0)
mechanism.parameter("insight_rate", 0.15, unit="1/week", range=(0.02, 0.6), source="assumption",
                    meaning="how fast insight comes and goes")
mechanism.parameter("novelty_weeks", 16.0, unit="weeks", range=(2.0, 104.0), source="S4-19 (relapse); assumption",
                    meaning="weeks after which data on oneself have lost most of their news")
mechanism.parameter("insight_kept", 0.3, unit="0-1", range=(0.0, 1.0), source="S4-19 (relapse); assumption",
                    meaning="share of the insight that is left when the data are no news any more")
mechanism.parameter("talk_alone", 0.4, unit="0-1", range=(0.0, 1.0), source="S4-14 (direction); assumption",
                    meaning="share of the norm that is agreed on where there is talk and no data")
mechanism.parameter("norm_grows", 0.1, unit="1/week", range=(0.01, 0.5), source="assumption",
                    meaning="how fast a norm takes hold")
mechanism.parameter("norm_fades", 0.006, unit="1/week", range=(0.0, 0.1), source="S4-19 (it lasts); assumption",
                    meaning="how fast a norm is forgotten")
mechanism.parameter("norm_kindness", 0.04, unit="0-1", range=(0.0, 0.2), source="S4-19 (direction); assumption",
                    meaning="how much kinder treatment looks where a norm was agreed", contested=True, null=0.0)
mechanism.parameter("insight_restraint", 0.4, unit="logits", range=(0.0, 2.0), source="S4-14 (direction); assumption",
                    meaning="checking that insight into one's own conduct takes away", contested=True, null=0.0)
mechanism.parameter("listening", 0.1, unit="0-1", range=(0.0, 0.4), source="S4-14 (direction); assumption",
                    meaning="how much kinder treatment looks where feedback is acted on, from never to always")

mechanism.field(Employee, "after_hours_demand", newcomer=0.4,
                meaning="how far the manager expects this person to answer at once and outside hours")
mechanism.field(Manager, "coaching_weeks", unit="weeks", range=(0, 1e6), meaning="weeks for which data have come")
mechanism.field(Manager, "insight", meaning="how much the data make the manager hold back")
mechanism.field(Manager, "norm_of_rest", meaning="how far a norm on hours has been agreed with the team")
mechanism.channel(Employee, "summons", phase="acts", meaning="what makes managers expect answers at all hours, in logits")


@mechanism.contribution("summons")
def norm_of_answering(after_hours: float, demand_norm: float) -> float:
    """A norm of answering at all hours."""
    return demand_norm * after_hours


@mechanism.contribution("summons")
def hold_back_messages(
    manager_insight: float, manager_norm_of_rest: float, insight_drop: float, norm_drop: float
) -> float:
    """Insight and an agreed norm hold messages back."""
    return 0.0 - insight_drop * manager_insight - norm_drop * manager_norm_of_rest


@mechanism.rule(on=Manager, phase="policy", sets="coaching_weeks")
def news_ages(coaching_weeks: float, coaching_feedback: float) -> float:
    """Count the weeks for which data have come."""
    return clip(coaching_weeks + 1.0, 0.0, 1e6) if coaching_feedback > 0.0 else 0.0


@mechanism.rule(on=Manager, phase="policy", sets="insight")
def see_oneself(
    insight: float, coaching_weeks: float, coaching_feedback: float, receptiveness: float, insight_kept: float,
    novelty_weeks: float, insight_rate: float,
) -> float:
    """Hold back while the data are news: feedback x readiness x (what is kept + the rest x e^-(weeks / novelty))."""
    news = insight_kept + (1.0 - insight_kept) * exp(0.0 - coaching_weeks / novelty_weeks)
    return toward(insight, clip(coaching_feedback * (0.5 + receptiveness) * news, 0.0, 1.0), insight_rate)


@mechanism.rule(on=Manager, phase="policy", sets="norm_of_rest")
def agree_on_norm(
    norm_of_rest: float, coaching_shared: float, coaching_feedback: float, receptiveness: float, talk_alone: float,
    norm_grows: float, norm_fades: float,
) -> float:
    """Agree with the team: sharing x readiness x (talk alone, the rest with data); what is agreed lasts."""
    talk = coaching_shared * (talk_alone + (1.0 - talk_alone) * coaching_feedback)
    target = clip(talk * (0.5 + receptiveness), 0.0, 1.0)
    return toward(norm_of_rest, target, norm_grows if target > norm_of_rest else norm_fades)


@mechanism.rule(on=Employee, phase="acts", sets="after_hours_demand")
def call_at_all_hours(
    after_hours_demand: float, competence_trust_from_manager: float, interpersonal_trust_from_manager: float,
    days_in_office: float, manager_self_efficacy: float, summons: float, demand_base: float, demand_doubt: float,
    demand_distance: float, demand_rate: float,
) -> float:
    """Expect answers of whom one doubts and does not see; a norm adds, insight takes away."""
    doubt = 0.7 - 0.5 * (competence_trust_from_manager + interpersonal_trust_from_manager)
    unseen = 2.0 * (1.0 - 0.2 * days_in_office) * (1.0 - manager_self_efficacy)
    target = logistic(demand_base + demand_doubt * doubt + 0.5 * demand_distance * unseen + summons)
    return clip(toward(after_hours_demand, target, demand_rate), 0.0, 1.0)


@mechanism.contribution("strain")
def strain_of_answering(after_hours_demand: float, demand_strain: float) -> float:
    """Strain of never being off, against what most people know."""
    return demand_strain * (after_hours_demand - DEMAND_AT_REST)


@mechanism.contribution("scrutiny")
def check_oneself(manager_insight: float, insight_restraint: float) -> float:
    """Who sees how often he checks checks less."""
    return 0.0 - insight_restraint * manager_insight


@mechanism.contribution("kindness")
def kindness_of_norm(manager_norm_of_rest: float, norm_kindness: float) -> float:
    """A norm agreed on is a sign of good intent."""
    return norm_kindness * manager_norm_of_rest


@mechanism.contribution("kindness")
def kindness_of_listening(receptiveness: float, listening: float) -> float:
    """Feedback that is acted on is a sign of good intent; feedback ignored is the reverse."""
    return listening * (receptiveness - 0.5)


@mechanism.contribution("leaders_conduct")
def leaders_who_listen(receptiveness: float, listening: float) -> float:
    """A company whose managers listen looks better led."""
    return 0.5 * listening * (receptiveness - 0.5)
