"""Communication: openness, candour, what stays as it is, and making the deal explicit.

Openness and candour are evidence of good faith (S4-17), candour most when the news is bad (S0-26). What is said
about what stays the same helps in times of flux and hardly otherwise (S1-26; see shocks). Much of the deal between
employer and employee is unspoken; the gap between what each assumes is found out in time and disappoints (Rousseau
1989, Employee Responsibilities and Rights Journal 2:121-139); who makes the deal explicit at hire narrows it (S3-06).
"""

from __future__ import annotations

from trustsim.model.declarations import Employee, Team
from trustsim.model.equations import toward
from trustsim.model.mechanism import Mechanism
from trustsim.model.numerics import clip, normal

mechanism = Mechanism("communication", "Openness, candour, what can be relied on, the deal made explicit",
                      claims=("S0-26", "S1-26", "S3-05", "S3-06", "S4-17"))

#: Mean gap between what is assumed and what was agreed, where nobody speaks of it.
USUAL_GAP = 0.3

mechanism.lever("transparency", group="communication", scope=Team, neutral=0.5,
                meaning="openness about figures, reasons and plans", claims=("S4-17", "S4-10"))
mechanism.lever("candour", group="communication", scope=Team, neutral=0.5,
                meaning="saying bad news, and that one does not know", claims=("S0-26", "S4-17"))
mechanism.lever("alignment_talk", group="communication", scope=Team, neutral=0.0,
                meaning="making the deal explicit at hire: what each expects of the other", claims=("S3-06",))

mechanism.parameter("openness_shown", 0.2, unit="evidence per unit of transparency", range=(0.0, 0.6),
                    source="S4-17 (direction); assumption",
                    meaning="how much openness says about the leadership; about the manager half as much")
mechanism.parameter("candour_shown", 0.1, unit="evidence per unit of candour", range=(0.0, 0.6),
                    source="S0-26 (direction); assumption",
                    meaning="how much candour says about the leadership; about the manager as much")
mechanism.parameter("candour_in_need", 0.5, unit="evidence per unit of candour", range=(0.0, 1.5),
                    source="S0-26 (direction); assumption",
                    meaning="how much more it says when the news is bad")
mechanism.parameter("gap_sd", 0.12, unit="0-1", range=(0.0, 0.4), source="assumption",
                    meaning="standard deviation of the gap between what is assumed and what was agreed")
mechanism.parameter("talk_closes", 0.9, unit="0-1", range=(0.0, 1.0), source="S3-06 (direction); assumption",
                    meaning="share of that gap that making the deal explicit closes")
mechanism.parameter("gap_disappoints", 0.6, unit="logits", range=(0.0, 3.0), source="assumption",
                    meaning="satisfaction that a full gap takes")

mechanism.field(Employee, "assumed", newcomer=USUAL_GAP, trait=True,
                meaning="what is assumed of the employer beyond what was agreed, as long as nobody speaks of it")
mechanism.field(Employee, "expectation_gap", newcomer=USUAL_GAP,
                meaning="what is assumed of the employer now beyond what was agreed")


@mechanism.newcomer(Employee, "assumed", "expectation_gap")
def unspoken_deal(gap_sd: float, gap_draw: float) -> tuple[float, float]:
    """Assume more, or other things, than were agreed."""
    gap = clip(USUAL_GAP + gap_sd * normal(gap_draw), 0.0, 1.0)
    return gap, gap


@mechanism.rule(on=Employee, phase="policy", sets="expectation_gap")
def speak_of_the_deal(
    expectation_gap: float, assumed: float, tenure_weeks: float, alignment_talk: float, talk_closes: float
) -> float:
    """Speak of the deal, and part of the gap closes: soon for newcomers, slowly for the rest."""
    rate = 0.15 if tenure_weeks < 26.0 else 0.03
    return toward(expectation_gap, assumed * (1.0 - talk_closes * alignment_talk), rate)


@mechanism.contribution("contentment")
def disappointment(expectation_gap: float, gap_disappoints: float) -> float:
    """Be disappointed by more than the usual gap, or spared it."""
    return gap_disappoints * (USUAL_GAP - expectation_gap)


@mechanism.contribution("leaders_conduct")
def openness_of_leaders(
    transparency: float, candour: float, openness_shown: float, candour_shown: float
) -> float:
    """Openness and candour in ordinary weeks."""
    return openness_shown * (transparency - 0.5) + candour_shown * (candour - 0.5)


@mechanism.contribution("leaders_conduct")
def candour_in_bad_times(candour: float, company_bad_news: float, candour_in_need: float) -> float:
    """Candour when the news is bad."""
    return candour_in_need * company_bad_news * (candour - 0.5)


@mechanism.contribution("kindness")
def openness_of_managers(transparency: float, candour: float, openness_shown: float, candour_shown: float) -> float:
    """Openness and candour of one's own manager; not knowing is no fault (S4-17)."""
    return 0.5 * openness_shown * (transparency - 0.5) + candour_shown * (candour - 0.5)
