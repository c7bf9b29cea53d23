"""The Mesa face: runs, Mesa's own tools, who is who."""

import gc
import inspect
import weakref
from collections.abc import Iterator
from typing import Any

import mesa
import numpy as np
import pytest

import trustsim as ts
from tests.toy import TOY, toy_plan
from tests.toy_models import (
    SEED,
    ToyEmployee,
    ToyManager,
    assert_same,
    companies,
    managers,
    seated,
    staff,
    toy,
)
from trustsim.errors import InputError
from trustsim.mesa_model import TrustModel
from trustsim.model import declarations
from trustsim.model.engine import simulate
from trustsim.model.recording import Record
from trustsim.model.week import MODEL

SMALL = {"extends": "baseline", "run": {"weeks": 8}, "population": {"employees": 20}}


@pytest.fixture
def model() -> TrustModel:
    return toy()


def test_burn_in_is_run_at_construction_and_running_ends_at_the_horizon() -> None:
    model = toy(toy_plan(weeks=3))
    assert (model.week, model.steps, model.running) == (0, 0, True)
    model.run_model()
    assert (model.week, model.steps, model.running) == (3, 3, False)


@pytest.mark.parametrize("name", ["baseline", "surveillance", "rto-abrupt"])
def test_a_model_equals_its_replication_of_run(name: str) -> None:
    scenario = ts.load(name).override({"run.weeks": 30, "population.employees": 33})
    record = ts.Record(weekly=True, teams=True, employees="all", managers=True, events=True, ledger="team")
    batch = ts.run(scenario, replications=3, seed=SEED, record=record)
    model = TrustModel(scenario, SEED, replication=2, record=record)
    weekly = []
    while model.running:
        model.step()
        weekly.append(model.outcomes())
    alone = model.results()
    assert alone.frames == batch.frames
    for frame in batch.frames:
        whole = batch.frame(frame)
        expected = whole[whole["replication"] == 2].reset_index(drop=True)
        assert alone.frame(frame).equals(expected), frame
    for outcome in MODEL.outcomes:
        np.testing.assert_array_equal([week[outcome] for week in weekly], alone.weekly[outcome])


def test_a_model_equals_a_replication_also_where_agents_decide() -> None:
    class Same(ToyEmployee):
        def believe(self) -> float:
            return super().believe()

    model = toy(toy_plan(weeks=12), employee_class=Same, replication=1)
    model.run_model()
    kept = simulate(TOY, model.plan, seed=SEED, replications=[0, 1], record=Record(employees="all"))
    assert kept.employees is not None
    np.testing.assert_array_equal(model._run.state[declarations.Employee][0], kept.employees[1, -1])


def test_no_seed_is_fresh_entropy_and_can_be_repeated() -> None:
    one, other = TrustModel(toy_plan(), ruleset=TOY), TrustModel(toy_plan(), ruleset=TOY)
    assert one.seed != other.seed
    assert_same(one, TrustModel(toy_plan(), one.seed, ruleset=TOY))


def test_any_seed_that_mesa_takes_will_do() -> None:
    assert_same(toy(), TrustModel(toy_plan(), np.int64(SEED), ruleset=TOY))
    generators = [mesa.Model(rng=3).rng for _ in range(2)]
    one, other = (TrustModel(toy_plan(), generator, ruleset=TOY) for generator in generators)
    assert one.seed == other.seed


@pytest.mark.parametrize("rng", [-1, True, 2**63, "seven", 1.5])
def test_a_wrong_seed_is_refused(rng: Any) -> None:
    with pytest.raises(InputError, match="rng must be"):
        TrustModel(toy_plan(), rng, ruleset=TOY)


@pytest.mark.parametrize("replication", [-1, 0.5, "first"])
def test_a_wrong_replication_is_refused(replication: Any) -> None:
    with pytest.raises(InputError, match="replication must be"):
        TrustModel(toy_plan(), 1, replication, ruleset=TOY)


def test_outcomes_of_one_company_and_of_all() -> None:
    model = toy(toy_plan(companies=2))
    model.step()
    each = [model.outcomes(f"company-{n}")["effort"] for n in range(2)]
    heads = [len(company.employees) for company in companies(model)]
    assert model.outcomes()["effort"] == pytest.approx(np.average(each, weights=heads))
    with pytest.raises(InputError, match="did you mean 'company-1'"):
        model.outcomes("compny-1")


def test_a_model_says_what_it_is(model: TrustModel) -> None:
    assert repr(model).startswith("<TrustModel 'plan': week 0 of 30, ")
    assert "'baseline'" in repr(TrustModel(SMALL | {"name": "baseline"}))


def test_a_finished_model_is_collected() -> None:
    class Own(ToyEmployee):
        def believe(self, faith: float) -> float:
            return faith

    for employee_class in (None, Own):
        model = toy(toy_plan(weeks=3), employee_class=employee_class)
        model.run_model()
        left = weakref.ref(model)
        del model
        gc.collect()
        assert left() is None


def test_relations() -> None:
    model = toy(toy_plan(companies=2))
    first, second = companies(model)
    assert [manager.team for manager in second.managers] == ["team-0", "team-1", "team-2"]
    assert {manager.company for manager in second.managers} == {second}
    assert len(first.employees) + len(second.employees) == len(staff(model))
    for manager in managers(model):
        for employee in manager.reports:
            assert (employee.manager, employee.team, employee.company) == (manager, manager.team, manager.company)
            assert employee.present
            assert set(employee.colleagues) == set(manager.reports) - {employee}
    assert [first.label, list(first.managers)[2].label] == ["company-0", "team-2/manager"]
    reports = list(list(first.managers)[1].reports)
    assert [report.label for report in reports] == [f"team-1/{report._row - 4}" for report in reports]


def leave(model: TrustModel) -> Iterator[Any]:
    """Yield those who leave, week by week."""
    while model.running:
        before = staff(model)
        model.step()
        yield from (agent for agent in before if not agent.present)


def test_who_has_left_keeps_a_snapshot(model: TrustModel) -> None:
    known = {agent.unique_id for agent in model.agents}
    leaver = next(leave(model))
    assert leaver not in model.agents
    assert leaver not in model.agents_by_type[ToyEmployee]
    assert (leaver.employed, leaver.left) == (0.0, 1.0)
    kept = {name: getattr(leaver, name) for name in TOY.columns[declarations.Employee]}
    while seated(model, leaver) is None:
        model.step()
    successor = seated(model, leaver)
    assert successor is not None
    model.step()
    assert {name: getattr(leaver, name) for name in kept} == kept
    assert successor.unique_id not in known
    assert successor.label == leaver.label
    assert (successor.occupant, successor.ability) != (leaver.occupant, leaver.ability)
    assert len(leaver.colleagues) == 0
    assert leaver.manager is successor.manager
    with pytest.raises(InputError, match="has left: faith cannot be set"):
        leaver.faith = 0.5
    with pytest.raises(InputError, match="has left: believe can be asked with all of its arguments only"):
        leaver.believe()
    assert leaver.believe(faith=0.5, manager_warmth=0.5, surveillance=0.0, trust_rate=0.2) == 0.5


def test_who_is_replaced_in_the_same_week_is_another() -> None:
    model = toy(toy_plan((40,), weeks=20))
    replaced = 0
    for leaver in leave(model):
        successor = seated(model, leaver)
        replaced += successor is not None
        assert leaver.employed == 0.0
        assert successor is None or successor._occupant == leaver._occupant + 1
    assert replaced > 0


def test_agents_are_exactly_those_who_are_there(model: TrustModel) -> None:
    table, columns = model._run.state[declarations.Employee][0], TOY.columns[declarations.Employee]
    while model.running:
        model.step()
        there = [(seat, int(table[columns["occupant"], seat])) for seat in np.flatnonzero(table[columns["employed"]])]
        assert sorted((agent._row, agent._occupant) for agent in staff(model)) == there
        assert len({agent.unique_id for agent in model.agents}) == len(model.agents)


def test_removing_an_employee_empties_the_seat() -> None:
    model = toy()
    agent = staff(model)[0]
    held = sum(one.faith for one in staff(model))
    agent.remove()
    assert not agent.present
    assert seated(model, agent) is None
    model.step()
    causes = model.causes("faith")
    assert causes["left"] < 0.0
    assert sum(causes.values()) == pytest.approx(sum(one.faith for one in staff(model)) - held, abs=1e-9)
    while seated(model, agent) is None:
        model.step()


def test_events_name_people(model: TrustModel) -> None:
    kinds = set()
    while model.running:
        model.step()
        for event in model.events:
            kinds.add(event.kind)
            assert event.week == model.week
            assert event.employee is not None
            assert event.employee.manager is event.manager
            assert (event.employee.left == 1.0) == (event.kind == "quit")
            assert (event.cause in ("distrust", "market")) == (event.kind == "quit")
    assert kinds == {"quit", "hire"}


def test_agent_sets(model: TrustModel) -> None:
    people: Any = model.agents_by_type[ToyEmployee]
    assert all(isinstance(agent, mesa.Agent) for agent in people)
    assert people.agg("effort", np.mean) == pytest.approx(np.mean(people.get("effort")))
    assert people.select(lambda one: one.effort > 2.0).get("effort") == []
    assert people.groupby("team").count() == {m.team: len(m.reports) for m in managers(model)}
    assert people.set("effort", 0.25).get("effort") == [0.25] * len(people)
    assert people.do("believe") is not None
    assert people.map("believe") == [agent.believe() for agent in people]
    people.shuffle_do("believe")
    assert next(iter(people.sort("faith", ascending=True))).faith == min(people.get("faith"))


def test_the_data_collector_is_ready(model: TrustModel) -> None:
    weeks = [model.outcomes()]
    for _ in range(4):
        model.step()
        weeks.append(model.outcomes())
    frame = model.datacollector.get_model_vars_dataframe()
    assert list(frame["week"]) == [0, 1, 2, 3, 4]
    for outcome in TOY.outcomes:
        np.testing.assert_array_equal(frame[outcome], [week[outcome] for week in weeks])


class Collecting(TrustModel):
    """Collects what it likes."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, ruleset=TOY, **options)
        self.datacollector = mesa.DataCollector(
            model_reporters={"quits": lambda model: sum(event.kind == "quit" for event in model.events)},
            agent_reporters={"faith": lambda agent: getattr(agent, "faith", None)},
            agenttype_reporters={ToyEmployee: {"effort": "effort"}, ToyManager: {"warmth": "warmth"}},
        )


def test_a_data_collector_of_ones_own() -> None:
    model = Collecting(toy_plan(), SEED)
    for _ in range(3):
        model.step()
    assert len(model.datacollector.get_model_vars_dataframe()) == 3
    efforts = model.datacollector.get_agenttype_vars_dataframe(ToyEmployee).loc[3]["effort"]
    assert efforts.to_dict() == {agent.unique_id: agent.effort for agent in staff(model)}
    assert model.datacollector.get_agent_vars_dataframe().loc[3]["faith"].notna().sum() == len(staff(model))


def test_batch_run() -> None:
    small = ts.load("baseline").override({"run.weeks": 3, "population.employees": 9})
    parameters: dict[str, Any] = {
        "scenario": [small, small.override({"policy.surveillance": 0.9})],
        "replication": [0, 1],
    }
    options: dict[str, Any] = {"max_steps": 50, "display_progress": False}
    if "rng" in inspect.signature(mesa.batch_run).parameters:
        options["rng"] = [SEED]
    else:
        parameters["rng"] = SEED
    rows = mesa.batch_run(TrustModel, parameters=parameters, data_collection_period=1, **options)
    for scenario in parameters["scenario"]:
        weekly = ts.run(scenario, replications=2, seed=SEED, record=ts.Record(weekly=True)).weekly
        for row in rows:
            if row["scenario"] is scenario and row["week"] > 0:
                expected = weekly[(weekly["replication"] == row["replication"]) & (weekly["week"] == row["week"])]
                assert row["stress"] == expected["stress"].item()
    assert {row["week"] for row in rows} >= {0, 1, 2}


def test_mesa_may_set_a_scenario_of_its_own(model: TrustModel) -> None:
    model.scenario = object()
    assert model.scenario is None
