"""One's own company from a CSV file: what it sets, what is refused and how, dates of weeks."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustsim.errors import ScenarioError
from trustsim.scenario import resolve
from trustsim.scenario.asking import Question, Variant, open_link, to_link
from trustsim.scenario.own_company import EXAMPLE, day_of, read_company

ROWS = (
    "employees,,200", "span,,9", "team,platform,12", "team,support,9", "pay,,60000", "replacement_cost,,21000",
    "currency,,EUR", "first_day,,2027-01-04",
)  # fmt: skip


def content(*rows: str, head: str = "item,name,value") -> bytes:
    return "\n".join([head, *rows]).encode()


def test_a_company_is_in_every_arm() -> None:
    found = read_company(content(*ROWS))
    question = found.asking(Question(variants=(Variant("rto-abrupt"),)))
    for scenario in (question.base, *question.arms):
        plan = resolve(scenario)
        sizes = [team.employees for team in plan.teams]
        assert plan.employees == 200
        assert sizes[:2] == [12, 9]
        assert max(sizes[2:]) == 9
        assert min(sizes[2:]) == 8
    assert question.currency == "EUR"
    assert question.first_day == datetime.date(2027, 1, 4)
    assert open_link(to_link(question)).question == question


def test_prices_follow_from_pay() -> None:
    values = read_company(content(*ROWS)).values
    assert values["parameters.money.year_of_work"] == 80_000
    assert values["parameters.money.value_of_output"] == 120_000
    assert values["parameters.money.replacement"] == 21_000
    own = read_company(content("pay,,60000", "value_of_output,,99000"))
    assert own.values["parameters.money.value_of_output"] == 99_000
    assert any("75% of it" in line for line in own.said)


def test_teams_alone_make_a_company_and_take_the_place_of_earlier_ones() -> None:
    first = read_company(content("team,a,10", "team,b,20"))
    assert first.values["population.employees"] == 30
    second = read_company(content("team,c,5")).asking(first.asking(Question()))
    assert set(second.company) == {"population.employees", "teams.c.employees"}
    paid = read_company(content("pay,,50000")).asking(first.asking(Question()))
    assert set(first.values) < set(paid.company)


def test_the_example_is_read() -> None:
    assert read_company(EXAMPLE.encode()).values["teams.platform.employees"] == 12


WRONG = {
    "large": (b"x" * 70_000, "at most 64 kB"),
    "empty": (b"", "is empty"),
    "binary": (b"item,value\0", "is a binary file"),
    "utf-16": ("item,value".encode("utf-16"), "is no text in UTF-8"),
    "semicolons": (b"item;name;value\nspan;;9", "separated by commas"),
    "columns": (content("span,9", head="item,valeu"), "did you mean 'value'?"),
    "no rows": (content(), "has column names and no rows"),
    "item": (content("employes,,9"), "line 2: unknown item 'employes'; did you mean 'employees'?"),
    "twice": (content("span,,9", "span,,8"), "line 3: span is there twice"),
    "half a person": (content("employees,,9.5"), "employees must be a whole number from 1 to 2,000, not '9.5'"),
    "separator": (content('employees,,"1,200"'), "thousands have no separator"),
    "too many": (content("employees,,5000"), "from 1 to 2,000, not '5000'"),
    "nan": (content("pay,,nan"), "pay must be a number from 0 to 10,000,000"),
    "team": (content("team,,9"), "a team's name must be a name of 1 to 80 characters"),
    "dotted team": (content("team,a.b,9"), "a team's name must be"),
    "team twice": (content("team,a,9", "team,a,8"), "line 3: team 'a' is there twice"),
    "large team": (content("team,a,900"), "a team has 1 to 500 people, not '900'"),
    "teams too large": (content("employees,,20", "team,a,15", "team,b,15"), "is too many"),
    "currency": (content("currency,,gold pieces"), "currency must have 1 to 8 characters"),
    "bidirectional": (content("currency,,\u202eEUR"), "control or invisible"),
    "day": (content("first_day,,4.1.2027"), "first_day must be a date such as 2027-01-04, not '4.1.2027'"),
}


@pytest.mark.parametrize(("given_bytes", "expected"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_with_its_line(given_bytes: bytes, expected: str) -> None:
    with pytest.raises(ScenarioError) as raised:
        read_company(given_bytes)
    assert expected in str(raised.value)
    assert str(raised.value).replace("\n", "").isprintable()


@given(st.binary(max_size=200), st.booleans())
def test_no_bytes_do_harm(noise: bytes, headed: bool) -> None:
    said = ""
    try:
        read_company((b"item,name,value\n" if headed else b"") + noise)
    except ScenarioError as error:
        said = str(error)
    assert said.replace("\n", "").isprintable()


@given(st.dates(datetime.date(2000, 1, 1), datetime.date(2100, 1, 1)), st.integers(-51, 520))
def test_weeks_have_dates(first: datetime.date, week: int) -> None:
    assert day_of(first, 1) == first
    assert (day_of(first, week + 1) - day_of(first, week)).days == 7
