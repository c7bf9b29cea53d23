"""Wellbeing: engagement, satisfaction, stress, burnout, work and home."""

from __future__ import annotations

from trustsim.model.outcomes.listing import Listing

#: Fixed on the baseline: engaged and disengaged shares (evidence G07), stressed share (M05), severe anxiety (M06).
ENGAGED = 0.7425
DISENGAGED = 0.415
STRESSED = 0.356
SEVERELY_ANXIOUS = 0.732
#: Fixed beforehand: dissatisfied below this.
DISSATISFIED = 0.4
#: Burnt out above this: fixed on the baseline at a sixth of the people (assumption).
BURNT_OUT = 0.32

outcome = Listing()


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


@outcome("%", "down", 1.0, 100.0, "people burnt out: above a cut-off fixed on the baseline", "wellbeing")
def burnt_out_share(employed: float, burnout: float) -> float:
    """Count the burnt out."""
    return employed if burnout > BURNT_OUT else 0.0
