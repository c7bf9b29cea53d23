"""Teams: safety and the other attributes of effective teams, ideas, errors, help."""

from __future__ import annotations

from trustsim.model.outcomes.listing import Listing

#: Weights of the five attributes of effective teams: the order is G10's, the sizes are an assumption.
SAFETY_WEIGHT, DEPENDABILITY_WEIGHT, CLARITY_WEIGHT, MEANING_WEIGHT, IMPACT_WEIGHT = 0.30, 0.25, 0.20, 0.15, 0.10

outcome = Listing()


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
