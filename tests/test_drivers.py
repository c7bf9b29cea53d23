"""Compiled and agent by agent, split and whole, alone and in a batch: one run has one set of digits."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.toy import TOY, toy_plan
from trustsim.model import draws
from trustsim.model.declarations import ENTITIES, Company, Employee, Manager, Team
from trustsim.model.engine import Batch, simulate
from trustsim.model.plain import PlainDriver
from trustsim.model.plan import Plan
from trustsim.model.recording import Record, Recording
from trustsim.model.rules import EMPLOYED, OCCUPANT, RuleSet
from trustsim.model.week import MODEL
from trustsim.scenario import load, resolve

EVERYTHING = Record(weekly=True, teams=True, employees="all", managers=True, events=True, ledger="employee")
SEED = 11

#: Scenarios with what happens in them within a few weeks.
SCENARIOS = {
    "baseline": {"policy.surveillance": 0.3},
    "verify-first": {},
    "surveillance": {"environment.labour_market": 1.0},
    "rto-abrupt": {"mandates.rto.announce_week": 2},
    "rto-explained-with-choice": {"mandates.rto.announce_week": -8},
}


def small(name: str, weeks: int = 10, employees: int = 17, **more: Any) -> Plan:
    """Return the plan of a shipped scenario cut short."""
    overrides = {**SCENARIOS.get(name, {}), **more}
    return resolve(load(name).override({**overrides, "run.weeks": weeks, "population.employees": employees}))


def plainly(batch: Batch) -> None:
    batch.driver = PlainDriver(batch)


def recorded(ruleset: RuleSet, plan: Plan, replications: range = range(2), **options: Any) -> Recording:
    return simulate(ruleset, plan, seed=SEED, replications=replications, record=EVERYTHING, **options)


def assert_close(one: Recording, other: Recording, tolerance: float) -> None:
    for name in ("totals", "weekly", "teams", "employees", "managers", "ledger"):
        np.testing.assert_allclose(getattr(one, name), getattr(other, name), rtol=0, atol=tolerance, err_msg=name)
    np.testing.assert_array_equal(events(one), events(other))


def events(recording: Recording) -> np.ndarray:
    """Return the events as rows in a fixed order."""
    assert recording.events is not None
    rows = np.stack([recording.events[name] for name in sorted(recording.events)], axis=1)
    return rows[np.lexsort(rows.T)]


TOYS = {
    "small": toy_plan(),
    "two companies": toy_plan((1, 6), companies=2),
    "no burn-in": toy_plan((2,), weeks=60, burn_in=0),
}


@pytest.mark.parametrize("toy", TOYS)
def test_agent_by_agent_equals_compiled_bit_for_bit_on_the_toy(toy: str) -> None:
    plan = TOYS[toy]
    compiled, plain = recorded(TOY, plan), recorded(TOY, plan, prepare=plainly)
    assert_close(compiled, plain, tolerance=0.0)
    assert compiled.events is not None
    assert len(np.unique(compiled.events["kind"])) == 2


@pytest.mark.parametrize("name", SCENARIOS)
def test_agent_by_agent_equals_compiled_on_shipped_scenarios(name: str) -> None:
    """In one run each: what runs of a batch could mix up, the toy shows, whose agents are quicker."""
    plan, one = small(name), range(1)
    assert_close(recorded(MODEL, plan, one), recorded(MODEL, plan, one, prepare=plainly), tolerance=1e-9)


@pytest.mark.parametrize("mechanism", [mechanism.name for mechanism in TOY.mechanisms])
def test_a_mechanism_switched_off_is_off_in_both_drivers(mechanism: str) -> None:
    def off(batch: Batch) -> None:
        batch.switch(mechanism, on=False)

    def plainly_off(batch: Batch) -> None:
        plainly(batch)
        off(batch)

    plan = toy_plan(weeks=8, burn_in=2)
    compiled = recorded(TOY, plan, prepare=off)
    assert_close(compiled, recorded(TOY, plan, prepare=plainly_off), tolerance=0.0)
    assert not np.array_equal(compiled.totals, recorded(TOY, plan).totals)


def units_of(batch: Batch, level: str) -> np.ndarray:
    of = {"employee": np.arange(batch.layout.rows[Employee]), "team": batch.layout.team_of_seat}
    return of.get(level, batch.layout.company_of_team[batch.layout.team_of_seat])


def state_by_unit(batch: Batch, name: str, level: str) -> np.ndarray:
    """Return a state summed over the employed of each unit: runs, units."""
    held = batch.state.column(Employee, name) * batch.state.column(Employee, EMPLOYED)
    sums = np.zeros((batch.runs, batch.ledger_units))
    for seat, unit in enumerate(units_of(batch, level)):
        sums[:, unit] += held[:, seat]
    return sums


@pytest.mark.parametrize("plain", [False, True], ids=["compiled", "plain"])
@pytest.mark.parametrize("level", ["employee", "team", "company"])
@pytest.mark.parametrize("which", ["toy", "rto-abrupt"])
def test_the_ledger_sums_to_the_change_of_state(which: str, level: str, plain: bool) -> None:
    ruleset, plan = (TOY, toy_plan(companies=2)) if which == "toy" else (MODEL, small(which, weeks=6))
    batch = Batch(ruleset, plan, SEED, [0, 1], level)
    if plain:
        plainly(batch)
    batch.start()
    assert batch.ledger is not None
    while batch.week < plan.weeks:
        before = {name: state_by_unit(batch, name, level) for name in ruleset.booked}
        batch.ledger[:] = 0.0
        batch.step()
        for name in ruleset.booked:
            slots = [slot for (state, _), slot in ruleset.slots.items() if state == name]
            booked = batch.ledger[:, slots].sum(axis=1)
            np.testing.assert_allclose(booked, state_by_unit(batch, name, level) - before[name], rtol=0, atol=1e-9)
    assert batch.state.column(Employee, OCCUPANT).any()


def test_a_run_is_the_same_alone_in_a_batch_and_on_threads() -> None:
    plan = small("rto-abrupt", weeks=12, employees=40)
    whole = recorded(MODEL, plan, range(8), threads=1)
    assert_close(whole, recorded(MODEL, plan, range(8), threads=2), tolerance=0.0)
    alone = recorded(MODEL, plan, range(5, 6), threads=1)
    assert whole.employees is not None
    assert alone.employees is not None
    np.testing.assert_array_equal(whole.employees[5], alone.employees[0])
    np.testing.assert_array_equal(whole.totals[5], alone.totals[0])


def test_one_more_in_a_team_changes_nobody_elses_luck() -> None:
    plan, larger = toy_plan(), toy_plan(more=(0, 1))
    batches = [Batch(TOY, each, SEED, [0]) for each in (plan, larger)]
    for batch in batches:
        batch.start()
    here = [*range(7), *range(8, 13)]  # the seat more is the last of the second team
    identities = [batch.layout.identity[Employee] for batch in batches]
    np.testing.assert_array_equal(identities[0], identities[1][here])
    for name in ("ability", "tenure"):
        one, other = (batch.state.column(Employee, name)[0] for batch in batches)
        np.testing.assert_array_equal(one, other[here])
    luck = [draws.uniforms(batches[0].keys[0], identity, 5, 77) for identity in identities]
    np.testing.assert_array_equal(luck[0], luck[1][:, here])


def test_one_more_in_a_team_leaves_other_teams_bit_equal() -> None:
    teams = [{"name": "ant", "employees": 5}, {"name": "bee", "employees": 6}, {"name": "cat", "employees": 5}]
    # what an order stirs up goes round the whole company, so there is none here
    base = load({"extends": "surveillance", "run": {"weeks": 40}, "population": {"employees": 24}, "teams": teams})
    more = base.override({"teams.bee.employees": 7, "population.employees": 25})
    one, other = recorded(MODEL, resolve(base)), recorded(MODEL, resolve(more))
    assert one.employees is not None
    assert other.employees is not None
    here = [*range(5), *range(12, 25)]  # everybody but team bee, in the larger company
    # how long a decision takes follows the size of the company
    own = [place for name, place in MODEL.columns[Employee].items() if name != "decision_days"]
    before = np.delete(one.employees, range(5, 11), axis=-1)
    np.testing.assert_array_equal(before[:, :, own], other.employees[..., here][:, :, own])
    traits = [
        MODEL.columns[Employee][name]
        for (entity, name), field in MODEL.fields.items()
        if entity is Employee and field.trait
    ]
    first_week = [recording.employees[:, 0][:, traits] for recording in (one, other)]  # pyright: ignore[reportOptionalSubscript]
    there = first_week[1][..., [*range(11), *range(12, 25)]]
    stayed = (one.employees[:, 0, MODEL.columns[Employee][OCCUPANT]] == 0.0) & (
        other.employees[:, 0, MODEL.columns[Employee][OCCUPANT]][:, [*range(11), *range(12, 25)]] == 0.0
    )
    np.testing.assert_array_equal(np.moveaxis(first_week[0], 1, -1)[stayed], np.moveaxis(there, 1, -1)[stayed])


LEVERS = {
    lever.path: st.sampled_from((lever.low, lever.high, lever.default)) | st.floats(lever.low, lever.high)
    for lever in MODEL.levers.values()
    if lever.kind != "population" and not lever.whole
}


@settings(max_examples=12)
@given(
    st.sampled_from(["baseline", "rto-abrupt", "all-remote", "micromanagement"]),
    st.fixed_dictionaries({}, optional=LEVERS),
    st.integers(0, 1000),
)
def test_states_stay_in_their_ranges_whatever_the_levers(name: str, levers: dict[str, float], seed: int) -> None:
    batch = Batch(MODEL, small(name, weeks=30, employees=11, **levers), seed, [0, 1, 2])
    batch.start()
    while batch.week < batch.plan.weeks:
        batch.step()
        batch.state.check(f" after week {batch.week}")


def test_nothing_happens_to_an_empty_seat() -> None:
    plan = replace(small("surveillance", weeks=80, employees=60), burn_in=10)
    recording = recorded(MODEL, plan, range(3))
    assert recording.events is not None
    assert recording.employees is not None
    columns = MODEL.columns[Employee]
    run, week, seat = (recording.events[name] for name in ("replication", "week", "seat"))
    employed = recording.employees[run, week - 1, columns[EMPLOYED], seat] != 0.0
    leaving = recording.employees[run, week - 1, columns["quit_now"], seat] != 0.0
    assert (employed | leaving).all()
    assert leaving.any()


def test_a_layout_knows_who_sits_where() -> None:
    batch = Batch(TOY, toy_plan((2, 3), companies=2), SEED, [0])
    rows = {entity: batch.layout.rows[entity] for entity in ENTITIES[1:]}
    assert rows == {Company: 2, Team: 4, Manager: 4, Employee: 10}
