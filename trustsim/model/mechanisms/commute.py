"""Commute: the way to the office, which differs between people and is paid for in hours and strain.

What counts is the way against the usual one and against half of the week in the office, so that the baseline is
moved on average by nothing. Long commuters are among those who leave over office days: evidence W02 (moderator).
"""

from __future__ import annotations

from trustsim.model.declarations import Employee, Mechanism
from trustsim.model.numerics import clip, exp, normal

mechanism = Mechanism("commute", "The way to the office", claims=("S2-19a",))

mechanism.parameter("commute_median", 50.0, unit="minutes/day", range=(5.0, 240.0), source="assumption",
                    meaning="median way to the office and back")
mechanism.parameter("commute_spread", 0.5, unit="log", range=(0.0, 1.5), source="assumption",
                    meaning="how much the way differs between people")
mechanism.parameter("commute_strain", 0.6, unit="logits", range=(0.0, 3.0), source="W02 (moderator); assumption",
                    meaning="strain of an hour a day more than usual, for a week in the office against half a week")
mechanism.parameter("commute_unease", 0.12, unit="0-1", range=(0.0, 0.6), source="W02 (moderator); assumption",
                    meaning="satisfaction with the location that such an hour takes")
mechanism.parameter("commute_tires", 0.02, unit="share of output", range=(0.0, 0.2), source="assumption",
                    meaning="output that such an hour takes")

mechanism.field(Employee, "commute", newcomer=50.0, unit="minutes/day", range=(0, 300), trait=True,
                meaning="way to the office and back")


@mechanism.newcomer(Employee, "commute")
def way_to_work(commute_median: float, commute_spread: float, way_draw: float) -> float:
    """Draw the way, log-normal."""
    return clip(commute_median * exp(commute_spread * normal(way_draw)), 0.0, 300.0)


@mechanism.contribution("strain")
def strain_of_the_way(commute: float, days_in_office: float, commute_median: float, commute_strain: float) -> float:
    """A long way strains on each day that it is gone."""
    return commute_strain * (commute - commute_median) / 60.0 * (0.2 * days_in_office - 0.5)


@mechanism.contribution("ease")
def unease_of_the_way(commute: float, days_in_office: float, commute_median: float, commute_unease: float) -> float:
    """A long way makes the office less welcome."""
    return 0.0 - commute_unease * (commute - commute_median) / 60.0 * (0.2 * days_in_office - 0.5)


@mechanism.contribution("work_gain")
def hours_of_the_way(commute: float, days_in_office: float, commute_median: float, commute_tires: float) -> float:
    """A long way takes hours and rest."""
    return 0.0 - commute_tires * (commute - commute_median) / 60.0 * (0.2 * days_in_office - 0.5)
