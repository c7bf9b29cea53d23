"""One's own company from a small CSV file: how many people, in which teams, what they cost, and when week 1 is.

    item,name,value
    employees,,200
    span,,9
    team,platform,12
    team,support,9
    pay,,52000
    replacement_cost,,21000
    currency,,EUR
    first_day,,2027-01-04

Every row may be left out; people who are in none of the named teams are put in teams of the span.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from trustsim.errors import ScenarioError, nearest
from trustsim.scenario.asking.bounds import bounds_of, check_bounds
from trustsim.scenario.asking.question import Question
from trustsim.scenario.catalogue import the_catalogue
from trustsim.scenario.csv_tables import Columns
from trustsim.scenario.forms import printable
from trustsim.scenario.problems import Problems, clean, must_be, shown
from trustsim.scenario.shape import NAME_LENGTH, Value, number

MOST_BYTES = 64 * 1024
TABLE = Columns(("item", "name", "value"), ("item", "value"), 600, "name the larger teams and leave out the rest")
#: What may stand in the column ``item``, and what it means.
ITEMS = {
    "employees": "people in the company, managers not counted",
    "span": "people that a manager leads, where no team is named",
    "team": "people in a team, manager not counted; its name stands in the column name",
    "pay": "mean pay of a person for a year",
    "replacement_cost": "what it costs to replace somebody who left",
    "value_of_output": "what a year of a person's usual output is worth",
    "currency": "what money is called, such as EUR",
    "first_day": "the day on which week 1 begins, such as 2027-01-04",
}
#: Whole numbers and amounts of money, and the path of a scenario that each sets.
COUNTS = {"employees": "population.employees", "span": "policy.span_of_control"}
MONEY = {
    "pay": "parameters.money.year_of_work",
    "replacement_cost": "parameters.money.replacement",
    "value_of_output": "parameters.money.value_of_output",
}
PAY_SHARE = "parameters.money.pay_share"
LONGEST_CURRENCY = 8
EXAMPLE = (
    "item,name,value\nemployees,,200\nspan,,9\nteam,platform,12\npay,,52000\ncurrency,,EUR\nfirst_day,,2027-01-04\n"
)


@dataclass(frozen=True)
class OwnCompany:
    """A company as its file describes it.

    Attributes:
        values: by dotted path what a scenario of this company sets.
        currency: what money is called; empty if the file does not say.
        first_day: when week 1 begins; None if the file does not say.
        said: in words what was taken from the file and what was concluded from it.
    """

    values: Mapping[str, Value]
    currency: str = ""
    first_day: datetime.date | None = None
    said: tuple[str, ...] = ()

    def asking(self, question: Question) -> Question:
        """Return a question about this company: its values in every arm, beside those that the question has."""
        teams = {path: value for path, value in question.company.items() if not path.startswith("teams.")}
        company = {**(teams if any(path.startswith("teams.") for path in self.values) else question.company)}
        return replace(
            question, company={**company, **self.values}, currency=self.currency or question.currency,
            first_day=self.first_day or question.first_day,
        )  # fmt: skip


def read_company(content: bytes, name: str = "company.csv") -> OwnCompany:
    """Return the company in a file.

    Args:
        content: the bytes of the file.
        name: what messages call it.

    Raises:
        ScenarioError: something in it is wrong; the message has a line for each problem, with its number.
    """
    label = clean(name, 60)
    problems = Problems()
    if len(content) > MOST_BYTES:
        size = f"{len(content) / 1024:,.0f} kB"
        problems.add(label, f"holds at most 64 kB, this one {size}; a row for each team is enough, no rows of people")
        problems.check()
    reader = _Reader(label, problems)
    for line, row in TABLE.rows(TABLE.text(content, label, problems), label, problems):
        reader.row(f"{label} line {line:,}", row)
    problems.check()
    return reader.company()


@dataclass
class _Reader:
    """Collects the rows of a file."""

    label: str
    problems: Problems
    numbers: dict[str, float] = field(default_factory=dict)
    teams: dict[str, int] = field(default_factory=dict)
    currency: str = ""
    first_day: datetime.date | None = None

    def row(self, where: str, row: Mapping[str, str]) -> None:
        item, name, text = row["item"].lower(), row.get("name", ""), row["value"]
        if item not in ITEMS:
            hint = nearest(item, ITEMS)
            self.problems.add(where, f"unknown item {shown(row['item'])}{hint}; known: {', '.join(ITEMS)}")
        elif item != "team" and (item in self.numbers or (item == "currency" and self.currency)):
            self.problems.add(where, f"{item} is there twice; leave one out")
        elif item == "team":
            self._team(where, name, text)
        elif item == "currency":
            self._currency(where, text)
        elif item == "first_day":
            self._day(where, text)
        elif item in COUNTS:
            self._number(where, item, COUNTS[item], text)
        else:
            self._number(where, item, MONEY[item], text)

    def _number(self, where: str, item: str, path: str, text: str) -> None:
        leaf = the_catalogue().fixed[path]
        low, high = bounds_of(path) or (leaf.low, leaf.high)
        try:
            value = float(text.replace(" ", "").replace("'", ""))
        except ValueError:
            value = math.nan
        if not low <= value <= high or (leaf.kind == "whole" and not value.is_integer()):
            kind = "a whole number" if leaf.kind == "whole" else "a number"
            hint = "; thousands have no separator" if "," in text else ""
            self.problems.add(
                where, f"{item} must be {kind} from {number(low)} to {number(high)}, not {shown(text)}{hint}"
            )
        else:
            self.numbers[item] = value

    def _team(self, where: str, name: str, text: str) -> None:
        known = name and len(name) <= NAME_LENGTH and "." not in name and name.isprintable()
        most = (bounds_of("teams.NAME.employees") or (1, 1))[1]
        if not known:
            self.problems.add(where, must_be("a team's name", the_catalogue().named["teams"].kinds[""]["name"], name))  # pyright: ignore[reportArgumentType] - a leaf
        elif name in self.teams:
            self.problems.add(where, f"team {shown(name)} is there twice; leave one out")
        elif not text.isdecimal() or not 1 <= int(text[:9]) <= most:
            self.problems.add(where, f"a team has 1 to {number(most)} people, not {shown(text)}")
        else:
            self.teams[name] = int(text)

    def _currency(self, where: str, text: str) -> None:
        try:
            self.currency = printable(text)
        except ValueError:
            self.problems.add(where, "currency has control or invisible characters")
        if not 0 < len(text) <= LONGEST_CURRENCY:
            self.problems.add(where, f"currency must have 1 to {LONGEST_CURRENCY} characters, not {shown(text)}")

    def _day(self, where: str, text: str) -> None:
        try:
            self.first_day = datetime.date.fromisoformat(text)
        except ValueError:
            self.problems.add(where, f"first_day must be a date such as 2027-01-04, not {shown(text)}")

    def company(self) -> OwnCompany:
        """Return the company, once all rows are read.

        Raises:
            ScenarioError: what the rows say does not go together.
        """
        together = sum(self.teams.values())
        if self.teams and "employees" not in self.numbers:
            self.numbers["employees"] = together
        values: dict[str, Value] = {COUNTS[item]: int(self.numbers[item]) for item in COUNTS if item in self.numbers}
        values |= {f"teams.{name}.employees": people for name, people in self.teams.items()}
        prices, said = _prices(self.numbers, self.currency)
        found = OwnCompany({**values, **prices}, self.currency, self.first_day, (*self._people(together), *said))
        try:
            check_bounds(found.asking(Question()).base, self.label)
        except ScenarioError as error:
            raise ScenarioError(str(error).replace("override: ", f"{self.label}: ")) from error
        return found

    def _people(self, together: int) -> list[str]:
        said = []
        if "employees" in self.numbers:
            said.append(f"{number(self.numbers['employees'])} people")
        if self.teams:
            named = f"{len(self.teams)} named team{'s' * (len(self.teams) > 1)} with {together:,} people"
            rest = int(self.numbers["employees"]) - together
            said.append(named + (f"; {rest:,} more in teams of the span" if rest > 0 else ""))
        if "span" in self.numbers:
            said.append(f"{number(self.numbers['span'])} people to a manager")
        if self.first_day:
            said.append(f"week 1 begins on {self.first_day}")
        return said


def _prices(numbers: Mapping[str, float], currency: str) -> tuple[dict[str, Value], list[str]]:
    """Return the prices of a scenario that follow from what was given, and in words how.

    An employee costs their pay divided by the share of the cost that is pay. Where the value of output is not given it
    stays the multiple of that cost that it is in the shipped table of prices.
    """
    usual = {path: float(str(the_catalogue().fixed[path].default)) for path in (*MONEY.values(), PAY_SHARE)}
    values: dict[str, Value] = {}
    said: list[str] = []
    money = f" {currency}" if currency else ""
    if "pay" in numbers:
        cost = round(numbers["pay"] / usual[PAY_SHARE], 2)
        values[MONEY["pay"]] = cost
        said.append(f"a person costs {cost:,.0f}{money} a year: pay is taken for {usual[PAY_SHARE]:.0%} of it")
        if "value_of_output" not in numbers:
            times = usual[MONEY["value_of_output"]] / usual[MONEY["pay"]]
            values[MONEY["value_of_output"]] = round(times * cost, 2)
            said.append(f"a year of usual output is taken for {times:g} times that, as in the shipped prices")
    for item in ("replacement_cost", "value_of_output"):
        if item in numbers:
            values[MONEY[item]] = numbers[item]
            said.append(f"{item.replace('_', ' ')}: {numbers[item]:,.0f}{money}")
    if numbers.keys() & MONEY.keys():
        said.append("all other prices are as shipped: assumptions, to be replaced on the page of parameters")
    return values, said


def day_of(first_day: datetime.date, week: int) -> datetime.date:
    """Return the day on which a week begins; week 1 begins on ``first_day``, the last of burn-in is week 0."""
    return first_day + datetime.timedelta(weeks=week - 1)
