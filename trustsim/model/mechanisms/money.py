"""Money: a small table that a user replaces, from which cost and net value of a policy are counted.

Money per employee and year. Nothing in the model reads it: it values what the model finds. Replacing somebody costs
about a fifth of a year's pay in most jobs and more in skilled ones (Boushey and Glynn 2012, There Are Significant
Business Costs to Replacing Employees, Center for American Progress). All other figures are assumptions in a currency
of one's own.
"""

from __future__ import annotations

from trustsim.model.declarations import Mechanism

mechanism = Mechanism("money", "Prices for cost and net value", claims=("S0-13", "S4-09"))

for name, value, high, meaning in (
    ("year_of_work", 80000.0, 1e7, "what an employee costs a year: pay and what goes with it"),
    ("value_of_output", 120000.0, 1e7, "what a year of reference output is worth"),
    ("replacement", 25000.0, 1e7, "what it costs to replace somebody who left"),
    ("settlement", 20000.0, 1e7, "what it costs to part with somebody who is dismissed or laid off"),
    ("office_day", 2000.0, 1e5, "what a day a week in the office costs a year: space, energy"),
    ("full_surveillance", 400.0, 1e5, "what watching all work of somebody costs a year"),
    ("full_log", 300.0, 1e5, "what a full record of somebody's work costs a year"),
    ("programmes", 4000.0, 1e6, "what equipment, help, leave, growth and other support cost a year, all in full"),
    ("hour_of_managing", 60.0, 1e4, "what an hour of a manager costs"),
):
    mechanism.parameter(name, value, unit="money/hour" if name == "hour_of_managing" else "money/year",
                        range=(0.0, high), source="assumption (replace it by one's own)", meaning=meaning)
mechanism.parameter("pay_share", 0.75, unit="0-1", range=(0.0, 1.0), source="assumption (replace it by one's own)",
                    meaning="share of what an employee costs that is pay")
