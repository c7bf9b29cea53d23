"""Staying: who leaves, who wants to, who is promoted."""

from __future__ import annotations

from trustsim.model.outcomes.listing import Listing

#: In search: the wish to leave outweighs the wish to stay. Fixed beforehand.
IN_SEARCH = 0.5
#: The top fifth of ability begins .8416 standard deviations (of .12) above the mean.
TOP_FIFTH = 1.101
#: From a share a week to percent a year.
YEARLY = 5200.0

outcome = Listing()


def able(employed: float, ability: float) -> float:
    """Count the people employed of the top fifth of ability."""
    return employed if ability > TOP_FIFTH else 0.0


def replaced(quit_now: float, dismissed_now: float) -> float:
    """Count the people who left and whose seat is to be filled."""
    return quit_now + dismissed_now


def quits(quit_now: float) -> float:
    """Count the people who left of their own accord."""
    return quit_now


def exits(quit_now: float, dismissed_now: float, laid_off: float) -> float:
    """Count the people who left, for whatever reason."""
    return quit_now + dismissed_now + laid_off


outcome("% per year", "down", 1.0, YEARLY, "people who left, of the mean headcount", "staying", name="attrition")(exits)
outcome("% per year", "down", 1.0, YEARLY, "people who left of their own accord, of the mean headcount", "staying",
        name="attrition_voluntary")(quits)


@outcome("% per year", "down", 1.0, YEARLY, "people whom the company let go, of the mean headcount", "staying")
def attrition_dismissed(dismissed_now: float, laid_off: float) -> float:
    """Count the people let go."""
    return dismissed_now + laid_off


@outcome("% per year", "down", 1.5, YEARLY, "exits of the top fifth by ability, of their headcount", "staying",
         over=able)
def regretted_attrition(quit_now: float, ability: float) -> float:
    """Count exits of the top fifth of ability."""
    return quit_now if ability > TOP_FIFTH else 0.0


@outcome("%", "down", 1.0, 100.0, "people in search: whose wish to leave is above .5", "staying", name="quit_intention")
def in_search(employed: float, quit_intention: float) -> float:
    """Count people in search."""
    return employed if quit_intention > IN_SEARCH else 0.0


@outcome("weeks", "down", 1.0, 1.0, "weeks for which seats stood empty, per exit", "staying", over=replaced)
def vacancy_weeks(employed: float, seat_closed: float) -> float:
    """Count empty seats, but for those given up."""
    return (1.0 - employed) * (1.0 - seat_closed)


@outcome("% per year", "up", 1.0, YEARLY, "people promoted, of the mean headcount", "staying", name="promotions")
def sum_of_promotions(employed: float, promoted_now: float) -> float:
    """Count the promoted."""
    return employed * promoted_now
