"""Leaving and hiring: the wish to leave (a state), quitting (an event), the empty seat, the newcomer.

Outside options and the labour market gate leaving, not the wish to leave. The hump of quitting in the first months
comes from learning about the match: a bad one is found out and left (Farber 1994, evidence Q02; Jovanovic 1979,
Journal of Political Economy 87:972-990). Base rate: evidence Q01; flexibility and quits: W02; mandates: O01.
"""

from __future__ import annotations

from trustsim.model.declarations import Employee, World
from trustsim.model.equations import toward
from trustsim.model.mechanism import Mechanism
from trustsim.model.numerics import clip, exp, logistic

mechanism = Mechanism("leaving", "Quit intention, quitting, hiring", claims=("S0-09", "S0-17", "S2-11"))

mechanism.lever("labour_market", kind="uncertainty", group="environment", scope=World, neutral=0.5,
                meaning="how easily a leaver finds work: 0 slack, 1 tight", claims=("S2-11",))

mechanism.parameter("intent_base", -1.6, unit="logits", range=(-4.0, 1.0), source="calibrated to Q01a, W02",
                    meaning="wish to leave of a middling person")
mechanism.parameter("intent_satisfaction", 6.4, unit="logits", range=(0.0, 8.0),
                    source="set by hand with W02; assumption",
                    meaning="wish to leave that dissatisfaction adds")
mechanism.parameter("intent_place", 0.65, unit="logits", range=(0.0, 6.0), source="calibrated to W02, W15",
                    meaning="wish to leave that the place of work adds")
mechanism.parameter("intent_fit", 2.0, unit="logits", range=(0.0, 3.0), source="calibrated to Q02a, Q02b",
                    meaning="wish to leave that a bad match adds once known")
mechanism.parameter("fit_weeks", 3.0, unit="weeks", range=(2, 52), source="calibrated to Q02a",
                    meaning="weeks in which half of the match is found out")
mechanism.parameter("intent_loyalty", 1.0, unit="logits", range=(0.0, 3.0), source="S0-17 (direction); assumption",
                    meaning="wish to leave that loyalty takes away")
mechanism.parameter("intent_rate", 0.42, unit="1/week", range=(0.02, 0.5), source="calibrated to Q02a, W02",
                    meaning="how fast the wish to leave follows")
mechanism.parameter("quit_rate", 0.035, unit="1/week", range=(0.002, 0.06), source="calibrated to Q01a, Q02a",
                    meaning="chance a week that somebody set on leaving leaves, with middling options")
mechanism.parameter("quit_base", 0.0007, unit="1/week", range=(0.0, 0.004),
                    source="calibrated to Q02b, W02; assumption (the baseline stands still)",
                    meaning="chance a week of leaving for reasons outside work: family, moves, retirement")
mechanism.parameter("quit_options", 1.2, unit="log of the rate", range=(0.0, 3.0), source="assumption",
                    meaning="how much outside options open the way")
mechanism.parameter("quit_market", 1.2, unit="log of the rate", range=(0.0, 3.0),
                    source="S2-11 (direction); assumption",
                    meaning="how much a tight labour market opens the way")
mechanism.parameter("hiring_weeks", 6.0, unit="weeks", range=(1, 52), source="assumption",
                    meaning="weeks for which a seat stays empty at least; on average twice as long")

CAUSES = ("reasons outside work", "match with the job", "place of work", "stress", "distrust", "disengagement")

mechanism.field(Employee, "quit_intention", newcomer=0.1, meaning="wish to leave")
mechanism.field(Employee, "quit_now", meaning="1 in the week in which the person quits")
mechanism.field(Employee, "quit_cause", unit="number of the cause", range=(0, 10),
                meaning="what weighed most when the person quit")
mechanism.field(Employee, "vacant_weeks", unit="weeks", range=(0, 1e6),
                meaning="weeks for which the seat has been empty")
mechanism.channel(Employee, "wish", phase="exit", meaning="what adds to the wish to leave, in logits")
mechanism.channel(Employee, "pull", phase="exit", meaning="what opens the way out, in logs of the rate")
mechanism.happening("quit", flag="quit_now", meaning="somebody left of their own accord", cause="quit_cause",
                    causes=CAUSES)


@mechanism.rule(on=Employee, phase="policy", sets="quit_now", who="seats")
def quits_counted() -> float:
    """Take back last week's flag."""
    return 0.0


@mechanism.rule(on=Employee, phase="exit", sets="quit_intention")
def wish_to_leave(
    quit_intention: float, satisfaction: float, satisfaction_with_location: float, fit: float, tenure_weeks: float,
    loyalty: float,
    wish: float, intent_base: float, intent_satisfaction: float, intent_place: float, intent_fit: float,
    fit_weeks: float,
    intent_loyalty: float, intent_rate: float,
) -> float:
    """Wish to leave: dissatisfaction, the place, a match found out to be bad; loyalty holds."""
    known = tenure_weeks / (tenure_weeks + fit_weeks)
    target = intent_base - intent_satisfaction * (satisfaction - 0.6)
    target = target - intent_place * (satisfaction_with_location - 0.6)
    target = target - intent_fit * fit * known - intent_loyalty * (loyalty - 0.5)
    return toward(quit_intention, logistic(target + wish), intent_rate)


@mechanism.contribution("pull")
def pull_of_market(labour_market: float, quit_market: float) -> float:
    """A tight labour market opens the way."""
    return quit_market * (labour_market - 0.5)


@mechanism.rule(on=Employee, phase="exit", sets=("employed", "quit_now", "quit_cause", "vacant_weeks"))
def quit_or_stay(
    quit_intention: float, outside_option: float, pull: float, fit: float, satisfaction_with_location: float,
    stress: float,
    leadership_trust: float, interpersonal_trust_in_manager: float, engagement: float, quit_rate: float,
    quit_base: float, quit_options: float,
    leave_draw: float,
) -> tuple[float, float, float, float]:
    """Quit with a chance out of the wish and the way out; note what weighed most."""
    leaves = leave_draw < quit_base + quit_rate * quit_intention * exp(quit_options * (outside_option - 0.5) + pull)
    match = 0.3 * (0.0 - fit)
    place = 1.6 * (0.6 - satisfaction_with_location)
    strained = 1.6 * (stress - 0.4)
    doubt = 0.8 * (0.6 - leadership_trust) + 0.8 * (0.6 - interpersonal_trust_in_manager)
    bored = 1.6 * (0.6 - engagement)
    most = max(match, place, strained, doubt, bored)
    other = 4.0 if most == doubt else 5.0
    cause = 1.0 if most == match else (2.0 if most == place else (3.0 if most == strained else other))
    cause = 0.0 if leave_draw < quit_base else cause
    return 0.0 if leaves else 1.0, 1.0 if leaves else 0.0, cause, 0.0


@mechanism.rule(on=Employee, phase="exit", sets=("employed", "arrived", "occupant", "vacant_weeks"), who="vacant")
def refill(
    occupant: float, vacant_weeks: float, seat_closed: float, hiring_weeks: float, hire_draw: float
) -> tuple[float, float, float, float]:
    """Seat a newcomer: not before ``hiring_weeks``, then with the chance 1 / ``hiring_weeks`` a week."""
    wanted = vacant_weeks >= hiring_weeks and seat_closed <= 0.0
    found = 1.0 if wanted and hire_draw * hiring_weeks < 1.0 else 0.0
    return found, found, occupant + found, clip(vacant_weeks + 1.0, 0.0, 1e6)
