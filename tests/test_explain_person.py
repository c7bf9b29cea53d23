"""One person's story: the numbers are those of the frames, the words say them, and nobody unknown is told of."""

from __future__ import annotations

import json

import pandas as pd
import pytest

import trustsim as ts
from trustsim.cli import answer
from trustsim.errors import InputError
from trustsim.model.declarations import Employee
from trustsim.model.week import MODEL
from trustsim.scenario import Scenario, load
from trustsim.studies import Story, tell

RECORD = ts.Record(employees="all", events=True, ledger="employee")


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    """A company that many leave: of 40 people, with a mandate out of the blue."""
    size = {"population.employees": 40, "run.weeks": 60, "run.replications": 2, "run.seed": 5}
    return load("rto-abrupt").override(size | {"environment.labour_market": 1.0})


@pytest.fixture(scope="module")
def results(scenario: Scenario) -> ts.Results:
    return ts.run(scenario, record=RECORD)


@pytest.fixture(scope="module")
def quits(results: ts.Results) -> pd.DataFrame:
    events = results.events
    return events[(events["replication"] == 1) & (events["kind"] == "quit") & (events["week"] > 26)]


@pytest.fixture(scope="module")
def leaver(scenario: Scenario, quits: pd.DataFrame) -> Story:
    row = quits[quits["occupant"] == quits["occupant"].min()].iloc[0]
    return tell(scenario, f"{row['employee']}#{row['occupant']}", replication=1)


def test_story_of_somebody_who_left_says_when_and_why(leaver, quits):
    row = quits[(quits["employee"] == leaver.diary.employee) & (quits["occupant"] == leaver.diary.occupant)].iloc[0]
    assert leaver.departure == {"week": row["week"], "kind": "quit", "cause": row["cause"]}
    ending = leaver.paragraphs[-1]
    assert ending.startswith(f"In week {row['week']} they left of their own accord; what weighed most: {row['cause']}.")
    assert "wish to leave was 0." in ending
    assert str(leaver).startswith(f"{leaver.diary.employee} in rto-abrupt: ")


def test_numbers_are_those_of_the_frames(leaver, results):
    where = leaver.diary.employee
    people, ledger, events = (
        frame[(frame["replication"] == 1) & (frame["employee"] == where)]
        for frame in (results.employees, results.ledger, results.events)
    )
    mine = people[(people["occupant"] == leaver.diary.occupant) & (people["employed"] == 1.0)].set_index("week")
    here = leaver.diary.states.loc[mine.index]
    for name in ("stress", "leadership_trust", "delegation", "quit_intention"):
        assert (mine[name] == here[name]).all()
    booked = ledger[ledger["week"].isin(leaver.weeks) & ~ledger["cause"].isin(["joined", "left"])]
    total = booked.groupby(["state", "cause"], observed=True)["amount"].sum().to_dict()
    assert leaver.diary.bookings.groupby(["state", "cause"])["amount"].sum().to_dict() == pytest.approx(total)
    listed = events[events["week"].isin(leaver.weeks)][["week", "kind", "cause"]].astype(
        {"kind": "str", "cause": "str"}
    )
    found = leaver.diary.events.sort_values(["week", "kind"]).reset_index(drop=True)
    expected = listed.sort_values(["week", "kind"]).reset_index(drop=True)
    assert found.astype("str").equals(expected.astype("str"))


@pytest.mark.parametrize("who", ["leaver", "stayer", "newcomer"])
def test_causes_sum_to_the_movement_of_trust(who, scenario, leaver, results):
    people = results.employees
    last = people[(people["replication"] == 1) & (people["week"] == 60) & (people["employed"] == 1.0)]
    if who != "leaver":
        chosen = last[(last["occupant"] > 0) == (who == "newcomer")].iloc[0]
        story = tell(scenario, f"{chosen['employee']}#{chosen['occupant']}", replication=1)
        assert story.departure is None
        assert "Still there at the end, in week 60" in story.paragraphs[-1]
        assert story.diary.hired == story.paragraphs[0].startswith("Hired into")
    else:
        story = leaver
    assert [row["state"] for row in story.trust] == list(MODEL.booked)
    for row in story.trust:
        assert sum(cause["amount"] for cause in row["causes"]) == pytest.approx(row["change"], abs=1e-9)
        meaning = MODEL.fields[Employee, row["state"]].meaning
        assert any(line.startswith(meaning[0].upper() + meaning[1:]) for line in story.paragraphs)


def test_a_mandate_is_told_where_it_moved_trust(leaver):
    words = " ".join(leaver.paragraphs)
    assert "mandate announced −0." in words
    assert "week 26: mandate announced" in words
    assert "Stress:" in words
    assert "Signals a week between them and the manager:" in words


def test_a_seat_without_a_number_is_its_first_holder_and_names_the_others(scenario, leaver):
    seat = leaver.diary.employee
    first = tell(scenario, seat, replication=1)
    holders = sorted([first.diary.occupant, *first.diary.others])
    assert first.diary.occupant == holders[0]
    assert first.to_dict()["others"] == [f"{seat}#{number}" for number in holders[1:]]


def test_json_of_a_story(leaver, scenario):
    found = json.loads(leaver.to_json())
    assert found["scenario"] == "rto-abrupt"
    assert found["hash"] == scenario.hash
    assert found["replication"] == 1
    assert found["left"]["kind"] == "quit"
    assert [row["state"] for row in found["trust"]] == list(MODEL.booked)
    assert found["story"] == leaver.paragraphs


def test_several_companies_need_the_companys_name(scenario):
    two = scenario.override({"market.companies": 2, "run.weeks": 26})
    assert tell(two, "company-2/team-001/0").diary.employee == "company-2/team-001/0"
    with pytest.raises(InputError, match="did you mean 'company-1/team-001/0'"):
        tell(two, "company1/team-001/0")


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("team-01/3", "did you mean 'team-001/3'?"),
        ("team-001", "did you mean 'team-001/0'?"),
        ("team-001/9", "team-001 has 'team-001/0' to 'team-001/7'"),
        ("team-001/-1", "team-001 has 'team-001/0' to 'team-001/7'"),
        ("nobody", "give a team and a place in it, such as 'team-001/0'"),
        ("team-001/0#99", "the seat has 'team-001/0#"),
        ("team-001/0#", "the seat has 'team-001/0#"),
        ("", "give a team and a place in it"),
    ],
)
def test_unknown_people(label, expected, scenario):
    with pytest.raises(InputError) as error:
        tell(scenario, label)
    assert f"no employee is called '{label}'" in str(error.value)
    assert expected in str(error.value)


def test_replications_count_from_nought(scenario):
    with pytest.raises(InputError, match="count from 0"):
        tell(scenario, "team-001/0", replication=-1)


# -- the command line -----------------------------------------------------------------------------------------------

SMALL = ("--weeks", "30", "--set", "population.employees=24")


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert answer(arguments) == 0
    return capsys.readouterr().out


def test_help_names_the_command_in_a_line(capsys):
    (line,) = (line for line in asked(capsys, "--help").splitlines() if line.startswith("  explain "))
    assert "..." not in line


def test_command_tells_a_story(capsys):
    arguments = ("explain", "rto-abrupt", "--employee", "team-001/2", "--replication", "3", *SMALL)
    text = asked(capsys, *arguments)
    assert text.startswith("team-001/2 in rto-abrupt: Five days, from Monday\nreplication 3 of 30 weeks")
    assert "Trust in the company's leadership" in text
    assert json.loads(asked(capsys, *arguments, "--json"))["employee"] == "team-001/2"


def test_command_explains_a_gap(capsys, tmp_path):
    figure = tmp_path / "why.svg"
    arguments = ("explain", "baseline", "surveillance", *SMALL, "--replications", "2")
    text = asked(capsys, *arguments, "--outcome", "stress", "--outcome", "leadership_trust", "--figure", str(figure))
    for words in (
        "surveillance compared with baseline",
        "policy.surveillance_breadth",
        "by cause",
        "2 runs of 30 weeks",
    ):
        assert words in text
    assert "attrition" not in text
    assert figure.read_text().startswith("<?xml")
    found = json.loads(asked(capsys, *arguments, "--json"))
    assert {"stress", "attrition", "leadership_trust"} <= {row["outcome"] for row in found["outcomes"]}
    assert found["scenario"]["name"] == "surveillance"


def test_set_changes_policy_in_the_second_scenario_and_the_world_in_both(capsys):
    sets = ("--set", "policy.autonomy=0.9", "--set", "environment.labour_market=0.6", "--replications", "1")
    found = json.loads(asked(capsys, "explain", "baseline", "baseline", *SMALL, *sets, "--json"))
    assert [row["lever"] for row in found["outcomes"][0]["levers"]] == ["policy.autonomy"]
    equal = asked(capsys, "explain", "baseline", "baseline", *SMALL, "--replications", "1")
    assert "The two scenarios do not differ." in equal


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["explain"], "Missing argument"),
        (["explain", "baseline"], "needs a second scenario, or --employee"),
        (["explain", "baseline", "hybird"], "did you mean 'hybrid'?"),
        (["explain", "baseline", "hybrid", "--outcome", "stres"], "--outcome stres: no such outcome; did you mean"),
        (["explain", "baseline", "hybrid", "--replication", "3"], "--replication goes with --employee"),
        (["explain", "baseline", "hybrid", "--employee", "team-001/3"], "leave out a second scenario"),
        (["explain", "baseline", "--employee", "team-001/93"], "team-001 has 'team-001/0' to 'team-001/7'"),
        (["explain", "baseline", "--employee", "team-001/3", "--outcome", "stress"], "leave out --outcome"),
        (["explain", "baseline", "--employee", "team-001/3", "--replication", "-1"], "count from 0"),
        (["explain", "baseline", "hybrid", "--figure", "why.bmp"], "must end in .pdf, .png or .svg"),
        (["explain", "baseline", "hybrid", "--replications", "0"], "--replications: run.replications must be"),
    ],
)
def test_bad_input_is_a_line_and_exit_code_2(arguments, expected, capsys):
    assert answer(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    (line,) = said.err.splitlines()
    assert expected in line
