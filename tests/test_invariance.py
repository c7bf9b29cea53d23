"""What must not change a result: the order of what stands in a file, more runs, other firms, what jobs make of work."""

import tomllib

import pandas as pd
import pytest

import trustsim as ts
from trustsim.model.recording import Record
from trustsim.scenario import load

SMALL = {"run.weeks": 20, "population.employees": 40}
SEED = 5

FILE = """
extends = "rto-abrupt"
[run]
weeks = 30
[population]
employees = 40
opportunists = 0.1
[policy]
surveillance = 0.3
autonomy = 0.7
[[teams]]
name = "ant"
employees = 6
policy = { remote_days = 5, work_log = 1.0 }
[[teams]]
name = "bee"
employees = 9
"""

REORDERED = """
extends = "rto-abrupt"
[[teams]]
employees = 9
name = "bee"
[[teams]]
policy = { work_log = 1.0, remote_days = 5 }
employees = 6
name = "ant"
[policy]
autonomy = 0.7
surveillance = 0.3
[population]
opportunists = 0.1
employees = 40
[run]
weeks = 30
"""


def test_the_order_of_keys_and_teams_changes_nothing() -> None:
    one, other = (load(tomllib.loads(text)) for text in (FILE, REORDERED))
    assert one.hash == other.hash
    record = Record(teams=True, employees=[30])
    first, second = (ts.run(each, replications=3, seed=SEED, record=record) for each in (one, other))
    pd.testing.assert_frame_equal(first.outcomes, second.outcomes)
    pd.testing.assert_frame_equal(first.teams, second.teams)
    pd.testing.assert_frame_equal(first.employees, second.employees)


def test_twice_the_replications_begin_with_the_same_ones() -> None:
    scenario = load("rto-abrupt").override({**SMALL, "mandates.rto.announce_week": 5})
    few, many = (ts.run(scenario, replications=runs, seed=SEED).outcomes for runs in (6, 12))
    pd.testing.assert_frame_equal(few, many.iloc[:6])


def firms(*names: str, **more: object) -> pd.DataFrame:
    """Return what befalls the people of the firm ``alpha``, alone or among others."""
    companies = [{"name": name, "employees": 40} for name in names]
    market = {"market": {"companies": len(names)}, "companies": companies}
    scenario = load({"extends": "rto-abrupt", "run": {"weeks": 40}, **market}).override(more)
    people = ts.run(scenario, replications=2, seed=SEED, record=Record(employees=[1, 40])).employees
    if "company" in people:
        people = people[people["company"] == "alpha"].drop(columns="company")
    return people.reset_index(drop=True)


def test_with_coupling_off_a_firm_among_others_is_the_firm_alone() -> None:
    """Bit for bit: what other firms do reaches nobody unless firms imitate."""
    alone, among = firms("alpha"), firms("alpha", "beta", "gamma")
    pd.testing.assert_frame_equal(alone, among[alone.columns], check_exact=True)


def test_with_coupling_on_it_is_not() -> None:
    order = {"mandates.rto.announce_week": -40, "mandates.rto.companies": ("beta", "gamma")}
    apart, coupled = (
        firms("alpha", "beta", "gamma", **order, **{"environment.imitation": given}) for given in (0.0, 1.0)
    )
    with pytest.raises(AssertionError):
        pd.testing.assert_frame_equal(apart, coupled)


def test_what_jobs_make_of_the_same_work_moves_nothing_but_output() -> None:
    """Bit for bit: all allow for it, so that no trust, strain or wish to leave depends on it."""
    scenario = load("rto-abrupt").override({**SMALL, "mandates.rto.announce_week": 5})
    record = Record(employees=[1, 20], events=True)
    alike, apart = (
        ts.run(scenario.override({"parameters.work.yield_spread": spread}), replications=2, seed=SEED, record=record)
        for spread in (0.0, 0.6)
    )
    reads = ["job_yield", "output"]
    pd.testing.assert_frame_equal(
        alike.employees.drop(columns=reads), apart.employees.drop(columns=reads), check_exact=True
    )
    pd.testing.assert_frame_equal(alike.events, apart.events)
    same, own = (found.employees.query("employed == 1 and tenure_weeks > 1") for found in (alike, apart))
    assert (same["output"] == same["delivery"]).all()
    assert (own["output"] == own["delivery"] * own["job_yield"]).all()
    assert own["job_yield"].std() > 0.4
    assert (apart.outcomes["productivity"] != alike.outcomes["productivity"]).all()


def test_whoever_takes_a_seat_takes_its_job() -> None:
    """So arms that differ in who leaves do not differ in what jobs yield."""
    record = Record(employees="all", events=True)
    scenario = load("rto-abrupt").override({**SMALL, "mandates.rto.announce_week": 5})
    results = ts.run(scenario, replications=2, seed=SEED, record=record)
    assert "hire" in set(results.events["kind"])
    by_seat = results.employees.groupby(["replication", "employee"])["job_yield"]
    assert by_seat.nunique().eq(1).all()
    assert by_seat.first().std() > 0.1
