"""Shocks: sudden work from home, overload, uncertainty; adapting to them, and what they leave behind.

A shock costs output and nerves until people have adapted. Trust and open talk make them adapt faster and speak of
what they learn, so that they come out at least as strong; where trust is low a scar stays (S4-10; Sutcliffe and Vogus
2003, in Cameron, Dutton and Quinn (eds), Positive Organizational Scholarship). Uncertainty makes people lean on trust
and doubt it (S4-03); being told what stays the same keeps them from it (S1-26). Without a shock nothing here acts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from trustsim.model.declarations import COMPANY, Company, Employee, Entry, EventKind, Setting, Team, choice
from trustsim.model.equations import learned, negativity, toward
from trustsim.model.mechanism import Mechanism
from trustsim.model.numerics import clip
from trustsim.model.timeline import Span, lasting, where

mechanism = Mechanism("shocks", "Sudden work from home, overload, uncertainty; adapting, and resilience",
                      claims=("S1-26", "S4-03", "S4-10"))

KINDS = ("forced_remote", "overload", "uncertainty")
#: Weeks after a shock for which its course is followed, and the share of output below which it counts.
FOLLOWED, TOLERATED = 52.0, 0.02

mechanism.lever("status_quo_communication", group="communication", scope=Team, neutral=0.0,
                meaning="saying what stays the same and can be relied on, when all else changes", claims=("S1-26",))

mechanism.parameter("shock_loss", 0.16, unit="share of output", range=(0.0, 0.6), source="assumption",
                    meaning="output that a full shock costs before anybody has adapted")
mechanism.parameter("adapt_rate", 0.16, unit="1/week", range=(0.01, 0.6), source="S4-10 (direction); assumption",
                    meaning="how fast people adapt who trust fully and are talked to openly")
mechanism.parameter("lesson_rate", 0.05, unit="1/week", range=(0.0, 0.3), source="S4-10 (direction); assumption",
                    meaning="how fast a shock teaches where trust is high, and scars where it is low")
mechanism.parameter("lesson_gain", 0.1, unit="share of output", range=(0.0, 0.3),
                    source="S4-10 (direction); assumption",
                    meaning="output that a full lesson adds, and a full scar costs")
mechanism.parameter("scar_trust", 0.5, unit="0-1", range=(0.2, 0.8), source="assumption",
                    meaning="trust at which a shock neither teaches nor scars")
mechanism.parameter("overload_strain", 1.6, unit="logits", range=(0.0, 5.0), source="assumption",
                    meaning="strain of full overload")
mechanism.parameter("uncertainty_strain", 0.8, unit="logits", range=(0.0, 4.0), source="assumption",
                    meaning="strain of full uncertainty where nobody is trusted; half of it where trust is full")
mechanism.parameter("home_shock", 1.4, unit="logits", range=(0.0, 4.0), source="S1-07 (direction); assumption",
                    meaning="conflict of work and home when all are sent home and care with them")
mechanism.parameter("tools_shock", 0.5, unit="log of the rate", range=(0.0, 3.0),
                    source="S1-08 (direction); assumption",
                    meaning="how much more obligations are missed when all are sent home unprepared")
mechanism.parameter("flux_doubt", 0.45, unit="observations/week", range=(0.0, 3.0),
                    source="S1-26 (direction); assumption",
                    meaning="weight of a week of full uncertainty as a reason to doubt those in charge")
mechanism.parameter("reassurance", 0.65, unit="0-1", range=(0.0, 1.0), source="S1-26 (direction); assumption",
                    meaning="share of that, and of the strain, which saying what stays the same takes away")

for kind in KINDS:
    mechanism.field(Team, f"shock_{kind}", meaning=f"{kind.replace('_', ' ')} this week, by size")
mechanism.field(Company, "shock_begins", meaning="1 in the week in which the first shock begins")
mechanism.field(Company, "output_before", unit="reference output", range=(0, 50),
                meaning="usual output before the first shock")
mechanism.field(Company, "output_lately", unit="reference output", range=(0, 50), meaning="output of the last weeks")
mechanism.field(Company, "shock_age", unit="weeks", range=(0, 6000),
                meaning="weeks since the first shock began, from 1; 0 before")
mechanism.field(Company, "output_lost", unit="share", meaning="deepest loss of output after the first shock so far")
mechanism.field(Company, "output_lost_now", unit="share", meaning="what this week added to it")
mechanism.field(Company, "output_below", meaning="1 in a week in which output is lower than before the first shock")
mechanism.field(Employee, "adapted", meaning="how far one has adapted to the shocks that came")
mechanism.field(Employee, "lesson", range=(-1, 1), meaning="what shocks have taught; below 0 the scar that they left")
mechanism.reduction("staff_mean_output", nobody=0.0)


def schedule(_records: Mapping[str, Mapping[str, float]], events: Sequence[Mapping[str, Any]]) -> list[Setting]:
    """Turn shocks into the weeks for which they last, for all teams or those that are named."""
    settings: list[Setting] = []
    for number, kind in enumerate(KINDS):
        spans = [Span(int(event["week"]), event["size"], int(event["weeks"]), team)
                 for event in events if event["kind"] == number for team in where(event)]
        settings += lasting(f"shock_{kind}", spans, Team)
    first = [Span(min(int(event["week"]) for event in events), 1.0)] if events else []
    return [*settings, *lasting("shock_begins", first)]


mechanism.record(
    "shocks", schedule=schedule,
    events=(
        EventKind("shock", "something comes over the company that nobody there chose", (
            choice("kind", KINDS, "all are sent home, too much work, or nobody knows what comes", required=True),
            Entry("size", "0-1", 0, 1, 0.6, "how great"),
            Entry("weeks", "weeks", 1, 520, 8, "how long", whole=True),
        ), actors=(COMPANY,), local=True),
    ),
)


@mechanism.contribution("office_closed")
def sent_home(team_shock_forced_remote: float) -> float:
    """The office is closed, or partly."""
    return team_shock_forced_remote


@mechanism.contribution("trouble")
def unprepared(team_shock_forced_remote: float, adapted: float, tools_shock: float) -> float:
    """Sent home unprepared, tools fail."""
    return tools_shock * team_shock_forced_remote * (1.0 - adapted)


@mechanism.contribution("conflict")
def home_together(team_shock_forced_remote: float, home_care: float, adapted: float, home_shock: float) -> float:
    """Sent home, and so is everybody whom one cares for."""
    return home_shock * team_shock_forced_remote * (0.3 + 2.0 * home_care) * (1.0 - 0.5 * adapted)


@mechanism.contribution("delivered")
def output_in_shock(
    team_shock_forced_remote: float, team_shock_overload: float, team_shock_uncertainty: float, adapted: float,
    lesson: float, interpersonal_trust_in_manager: float, leadership_trust: float, shock_loss: float,
    lesson_gain: float,
) -> float:
    """Lose output until adapted, more where one cannot rely on others; keep what was learned, or the scar."""
    calm = (1.0 - team_shock_forced_remote) * (1.0 - team_shock_overload) * (1.0 - team_shock_uncertainty)
    alone = 1.5 - 0.5 * (interpersonal_trust_in_manager + leadership_trust)
    return (1.0 - shock_loss * (1.0 - calm) * (1.0 - adapted) * alone) * (1.0 + lesson_gain * lesson)


@mechanism.contribution("strain")
def strain_of_shock(
    team_shock_overload: float, team_shock_uncertainty: float, adapted: float, interpersonal_trust_in_manager: float,
    leadership_trust: float, status_quo_communication: float, overload_strain: float, uncertainty_strain: float,
    reassurance: float,
) -> float:
    """Overload strains until adapted; uncertainty strains those more who trust nobody."""
    alone = 1.0 - 0.25 * (interpersonal_trust_in_manager + leadership_trust)
    unsure = uncertainty_strain * team_shock_uncertainty * alone * (1.0 - reassurance * status_quo_communication)
    return overload_strain * team_shock_overload * (1.0 - 0.5 * adapted) * alone + unsure


@mechanism.rule(on=Employee, phase="wellbeing", sets=("adapted", "lesson"))
def adapt(
    adapted: float, lesson: float, team_shock_forced_remote: float, team_shock_overload: float,
    team_shock_uncertainty: float, interpersonal_trust_in_manager: float, leadership_trust: float, transparency: float,
    adapt_rate: float, lesson_rate: float, scar_trust: float,
) -> tuple[float, float]:
    """Adapt in a shock as fast as trust and open talk allow; learn where trust is high, be scarred where it is low."""
    calm = (1.0 - team_shock_forced_remote) * (1.0 - team_shock_overload) * (1.0 - team_shock_uncertainty)
    trust = 0.5 * (interpersonal_trust_in_manager + leadership_trust)
    speed = adapt_rate * trust * (0.75 + 0.5 * transparency) if calm < 1.0 else 0.0
    learns = lesson + lesson_rate * (1.0 - calm) * 4.0 * (trust - scar_trust)
    return toward(adapted, 1.0, clip(speed, 0.0, 1.0)), clip(0.995 * learns, -1.0, 1.0)


def doubt(
    level: float, confidence: float, team_shock_overload: float, team_shock_uncertainty: float,
    team_shock_forced_remote: float, status_quo_communication: float, flux_doubt: float, reassurance: float,
    loss_weight: float, prior_strength: float,
) -> tuple[float, float]:
    """Doubt those in charge while nobody knows what comes; being told what stays keeps one from it."""
    flux = max(team_shock_uncertainty, 0.4 * max(team_shock_overload, team_shock_forced_remote))
    weight = flux_doubt * flux * (1.0 - reassurance * status_quo_communication) * negativity(0.25, level, loss_weight)
    return learned(level, confidence, 0.25, weight, prior_strength), confidence + weight


for name, level in (("leaders", "leadership_trust"), ("manager", "interpersonal_trust_in_manager")):
    mechanism.bind(doubt, f"doubt_{name}", on=Employee, phase="trust", cause="uncertain times",
                   sets=("level", "confidence"), level=level, confidence=f"{level}_confidence")


@mechanism.rule(on=Company, phase="policy", sets="shock_age")
def count_weeks(shock_age: float, shock_begins: float) -> float:
    """Count the weeks since the first shock began."""
    return min(shock_age + 1.0, 6000.0) if shock_age > 0.0 or shock_begins > 0.0 else 0.0


@mechanism.rule(on=Company, phase="wellbeing", sets=("output_before", "output_lately"))
def follow_output(
    output_before: float, output_lately: float, shock_age: float, staff_mean_output: float
) -> tuple[float, float]:
    """Follow output: its usual level until the first shock, and that of the last weeks."""
    now = staff_mean_output
    before = toward(output_before, now, 0.08) if output_before > 0.0 else now
    return output_before if shock_age > 0.0 else before, toward(output_lately, now, 0.4) if output_lately > 0.0 else now


@mechanism.rule(on=Company, phase="wellbeing", sets=("output_lost", "output_lost_now", "output_below"))
def follow_recovery(
    output_before: float, output_lately: float, shock_age: float, output_lost: float
) -> tuple[float, float, float]:
    """After the first shock: how deep output fell, and whether it is still more than 2% below what it was."""
    followed = shock_age > 0.0 and shock_age <= FOLLOWED and output_before > 0.0
    lost = clip(1.0 - output_lately / output_before, 0.0, 1.0) if followed else 0.0
    return max(output_lost, lost), max(0.0, lost - output_lost), 1.0 if lost > TOLERATED else 0.0
