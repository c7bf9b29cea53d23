"""Work: output, real and measured, rules, obligations, resilience."""

from __future__ import annotations

from trustsim.model.declarations import Company
from trustsim.model.outcomes.listing import Listing

#: Output of the shipped baseline at which productivity is 100: frozen, so that it means the same in every scenario.
REFERENCE_OUTPUT = 1.041

outcome = Listing()


@outcome("index", "up", 1.0, 100.0 / REFERENCE_OUTPUT, "real output; 100 = the shipped baseline", "work")
def productivity(employed: float, output: float) -> float:
    """Add real output."""
    return employed * output


@outcome("index", "neither", 1.0, 100.0 / REFERENCE_OUTPUT,
         "output as measured; 100 = real output of the shipped baseline", "work")
def measured_productivity(employed: float, measured_delivery: float, job_yield: float) -> float:
    """Add output as measured."""
    return employed * measured_delivery * job_yield


@outcome("per 100 and week", "down", 0.3, 100.0, "rules broken, per 100 employees and week", "work",
         name="rule_breaking")
def sum_of_rules_broken(employed: float, rule_breaking: float) -> float:
    """Count broken rules."""
    return employed * rule_breaking


@outcome("per 100 and week", "down", 0.5, 100.0,
         "weeks' worth of measured output without real output, per 100 and week", "work", name="gaming")
def sum_of_gaming(employed: float, gaming: float) -> float:
    """Add gaming."""
    return employed * gaming


@outcome("per 100 and week", "down", 0.5, 100.0,
         "obligations missed through no fault, per 100 employees and week", "work", name="missed_obligations")
def sum_of_misses(employed: float, missed_obligation: float) -> float:
    """Count missed obligations."""
    return employed * missed_obligation


def first_shocks(shock_begins: float, shock_age: float) -> float:
    """Count the first shock, in the week in which it begins."""
    return shock_begins if shock_age == 1.0 else 0.0


@outcome("%", "down", 1.0, 100.0, "deepest loss of output in the year after the first shock; empty without one", "work",
         entity=Company, over=first_shocks)
def resilience_depth(output_lost_now: float) -> float:
    """Add up what each week adds to the deepest loss."""
    return output_lost_now


@outcome("weeks", "down", 1.0, 1.0,
         "weeks of that year in which output was more than 2% below what it had been; empty without one", "work",
         entity=Company, over=first_shocks)
def resilience_weeks(output_below: float) -> float:
    """Count weeks below."""
    return output_below
