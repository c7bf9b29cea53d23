"""Money: cost and value by the table of prices."""

from __future__ import annotations

from trustsim.model.outcomes.listing import Listing
from trustsim.model.outcomes.work import REFERENCE_OUTPUT

outcome = Listing()


@outcome("money", "down", 500.0, 52.0, "cost per employee and year, by the table of prices", "money")
def cost(
    employed: float, quit_now: float, dismissed_now: float, laid_off: float, days_in_office: float,
    surveillance: float, work_log: float, checkins: float, pay: float, support: float, wellbeing_support: float,
    leave_support: float, equipment: float, growth: float, year_of_work: float, pay_share: float, programmes: float,
    replacement: float, settlement: float, office_day: float, full_surveillance: float, full_log: float,
    hour_of_managing: float, contact_hours: float,
) -> float:
    """Add a week of work, space, levers and managers' time, and what exits cost."""
    year = year_of_work * (1.0 + 0.01 * pay_share * pay) + office_day * days_in_office
    year = year + full_surveillance * surveillance + full_log * work_log
    year = year + 0.2 * programmes * (support + wellbeing_support + leave_support + equipment + growth)
    week = year / 52.0 + hour_of_managing * contact_hours * checkins
    forced = dismissed_now + laid_off
    return employed * week + replacement * (quit_now + dismissed_now) + settlement * forced


@outcome("money", "up", 500.0, 52.0, "value of the output less cost, per employee and year", "money")
def net_value(
    employed: float, quit_now: float, dismissed_now: float, laid_off: float, output: float,
    days_in_office: float, surveillance: float, work_log: float, checkins: float, pay: float, support: float,
    wellbeing_support: float, leave_support: float, equipment: float, growth: float, value_of_output: float,
    year_of_work: float, pay_share: float, programmes: float, replacement: float, settlement: float, office_day: float,
    full_surveillance: float, full_log: float, hour_of_managing: float, contact_hours: float,
) -> float:
    """Add the value of a week's output, less its cost."""
    year = year_of_work * (1.0 + 0.01 * pay_share * pay) + office_day * days_in_office
    year = year + full_surveillance * surveillance + full_log * work_log
    year = year + 0.2 * programmes * (support + wellbeing_support + leave_support + equipment + growth)
    week = (value_of_output * output / REFERENCE_OUTPUT - year) / 52.0 - hour_of_managing * contact_hours * checkins
    forced = dismissed_now + laid_off
    return employed * week - replacement * (quit_now + dismissed_now) - settlement * forced
