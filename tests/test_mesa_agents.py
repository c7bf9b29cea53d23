"""Attributes of agents are cells of the columns, rules are their methods."""

import inspect
from typing import Any

import numpy as np
import pytest

from tests.toy import TOY, toy_plan
from tests.toy_models import SEED, ToyEmployee, companies, managers, seated, staff, states, toy
from trustsim.errors import InputError
from trustsim.mesa_model import Company, Employee, Manager, TrustModel
from trustsim.model import declarations, draws
from trustsim.model.week import MODEL

SMALL = {"extends": "baseline", "run": {"weeks": 8}, "population": {"employees": 20}}


@pytest.fixture
def model() -> TrustModel:
    return toy()


def test_attributes_are_cells(model: TrustModel) -> None:
    columns = TOY.columns[declarations.Employee]
    table = model._run.state[declarations.Employee][0]
    for agent in staff(model):
        for name in ("effort", "faith", "tenure", "occupant"):
            assert getattr(agent, name) == table[columns[name], agent._row]
        assert not {"effort", "faith"} & set(vars(agent))
    agent = staff(model)[0]
    agent.effort = 0.75
    assert table[columns["effort"], agent._row] == 0.75
    assert Employee.stress.__doc__ == "stress (0 to 1)"
    assert "stress" in repr(Employee.stress)


def test_levers_are_read_by_all_and_set_by_their_owners() -> None:
    model = toy(toy_plan(companies=2))
    company, other = companies(model)
    manager = list(company.managers)[1]
    report = next(iter(manager.reports))
    assert [manager.surveillance, report.surveillance] == [0.1, 0.1]
    manager.surveillance = 0.4
    assert {one.surveillance for one in manager.reports} == {0.4}
    assert company.surveillance == pytest.approx((0.0 + 0.4 + 0.2) / 3)
    company.surveillance = 0.7
    assert {one.surveillance for one in company.employees} == {0.7}
    assert [manager.surveillance for manager in other.managers] == [0.0, 0.1, 0.2]
    company.promise = 0.9
    assert manager.promise == report.promise == 0.9
    assert other.promise == 0.3
    model.world.market = 0.2
    assert report.market == 0.2
    manager.team_routine = 0.6
    assert report.team_routine == 0.6
    model.step()
    assert manager.surveillance == 0.7


@pytest.mark.parametrize("value", [1.5, -0.1, float("nan"), float("inf"), "high", None, [0.5]])
def test_a_wrong_value_is_refused(model: TrustModel, value: Any) -> None:
    agent = staff(model)[0]
    before = agent.faith
    with pytest.raises(InputError, match=r"Employee .*: faith must be a number from 0 to 1, not"):
        agent.faith = value
    assert agent.faith == before


@pytest.mark.parametrize(
    ("whose", "name", "reason"),
    [
        ("employee", "surveillance", "it is a lever of the team: set it on a manager"),
        ("employee", "promise", "it is a lever of the company: set it on the company"),
        ("manager", "promise", "it is a lever of the company: set it on the company"),
        ("manager", "market", "it is a lever of the world: set it on model.world"),
        ("employee", "employed", "written by the simulation"),
        ("employee", "team_routine", "the whole team's"),
        ("world", "staff", "fixed within a run"),
        ("world", "trust_rate", r"set it in the scenario, under \[parameters\]"),
    ],
)
def test_what_cannot_be_set_says_why(model: TrustModel, whose: str, name: str, reason: str) -> None:
    employee = staff(model)[0]
    owner = {"employee": employee, "manager": employee.manager, "world": model.world}[whose]
    with pytest.raises(InputError, match=reason):
        setattr(owner, name, 0.5)


def test_a_misspelt_attribute_is_no_new_attribute(model: TrustModel) -> None:
    agent = staff(model)[0]
    with pytest.raises(InputError, match="did you mean 'effort'"):
        agent.efort = 0.5
    with pytest.raises(AttributeError, match="did you mean 'effort'"):
        _ = agent.efort
    with pytest.raises(InputError, match="override it in a subclass"):
        agent.believe = 0.5
    agent.mood = "fine"
    assert agent.mood == "fine"

    class Own(ToyEmployee):
        efforts = None

    agent = staff(toy(employee_class=Own))[0]
    agent.efforts = 3
    assert agent.efforts == 3


def test_setting_a_state_takes_effect_and_is_booked(model: TrustModel) -> None:
    untouched = toy()
    agent = staff(model)[0]
    before, rise = agent.faith, 0.9 - agent.faith
    agent.faith = 0.9
    assert agent.causes("faith")["set by hand"] == 0.0  # it counts to the coming week
    for each in (model, untouched):
        each.step()
    causes = agent.causes("faith")
    assert causes["set by hand"] == rise
    assert sum(causes.values()) == pytest.approx(agent.faith - before, abs=1e-12)
    twin = seated(untouched, agent)
    assert twin is None or agent.faith != twin.faith
    assert model.causes("faith")["set by hand"] == rise
    assert agent.manager.causes("faith")["set by hand"] == rise
    assert agent.company.causes("faith")["set by hand"] == rise
    model.step()
    assert agent.causes("faith")["set by hand"] == 0.0


def test_causes_sum_to_the_change_for_company_team_and_employee() -> None:
    model = toy(toy_plan(companies=2))
    for _ in range(20):
        held = {agent: agent.faith for agent in staff(model)}
        teams = {manager: sum(one.faith for one in manager.reports) for manager in managers(model)}
        total = sum(held.values())
        staff(model)[0].faith = 0.5
        model.step()
        assert sum(model.causes("faith").values()) == pytest.approx(
            sum(a.faith for a in staff(model)) - total, abs=1e-9
        )
        for manager, before in teams.items():
            after = sum(one.faith for one in manager.reports)
            assert sum(manager.causes("faith").values()) == pytest.approx(after - before, abs=1e-9)
        for agent in staff(model):
            if agent in held:
                assert sum(agent.causes("faith").values()) == pytest.approx(agent.faith - held[agent], abs=1e-9)


def test_causes_need_a_ledger_of_their_level() -> None:
    with pytest.raises(InputError, match="did you mean 'faith'"):
        toy().causes("fatih")
    with pytest.raises(InputError, match="keeps no ledger"):
        toy(ledger="").causes("faith")
    model = toy(ledger="team")
    assert set(managers(model)[0].causes("faith")) >= {"treatment", "left", "set by hand"}
    with pytest.raises(InputError, match="ledger='employee'"):
        staff(model)[0].causes("faith")


def test_a_rule_without_arguments_reads_the_row_and_changes_nothing(model: TrustModel) -> None:
    model.step()
    before = states(model)
    run, week = model._run, model._run.word
    for agent in staff(model):
        manager = agent.manager
        wanted = agent.faith + 0.2 * (manager.warmth - 0.6 * agent.surveillance - agent.faith)
        assert agent.believe() == pytest.approx(wanted, abs=1e-15)
        peers = [one.effort for one in agent.colleagues]
        pressure = 0.3 * agent.surveillance - 0.1 * agent.company.climate
        purpose = next(wired.purpose for wired in TOY.rules if wired.rule.name == "strive")
        draw = draws.uniforms(run.keys[0], run.layout.identity[declarations.Employee][agent._row], week, purpose)[0]
        peers_mean = sum(peers) / len(peers) if peers else 0.25
        drive = 0.3 * agent.ability + pressure * (1.0 - 0.5 * agent.promise) + 0.3 * peers_mean - agent.effort
        assert agent.strive() == pytest.approx(min(1.0, max(0.0, agent.effort + 0.2 * drive + 0.1 * (draw - 0.5))))
        assert agent.talent() == pytest.approx(agent.ability, abs=0.1)  # a newcomer's draw is the person's own
    manager = managers(model)[0]
    assert [manager.tire(), manager.settle(), manager.company.weather(), manager.nature()]
    for now, then in zip(states(model), before, strict=True):
        np.testing.assert_array_equal(now, then)


def test_a_rule_with_arguments_is_the_pure_rule(model: TrustModel) -> None:
    agent = staff(model)[0]
    assert agent.believe(faith=0.5, manager_warmth=1.0, surveillance=0.0, trust_rate=0.5) == 0.75
    agent.manager.warmth = 0.6
    assert agent.believe(faith=0.5, surveillance=0.0, trust_rate=0.5) == pytest.approx(0.55)
    with pytest.raises(InputError, match="rule believe has no argument 'fait'; did you mean 'faith'"):
        agent.believe(fait=0.5)
    assert list(inspect.signature(ToyEmployee.believe).parameters) == [
        "self", "faith", "manager_warmth", "surveillance", "trust_rate",
    ]  # fmt: skip
    assert str(ToyEmployee.believe.__doc__).startswith("Trust follows treatment.")


def test_every_rule_of_the_model_is_a_method() -> None:
    model = TrustModel(SMALL, SEED)
    classes = {declarations.Employee: Employee, declarations.Manager: Manager, declarations.Company: Company}
    for wired in MODEL.rules:
        for agent in list(model.agents_by_type[classes[wired.rule.entity]])[:2]:
            found = getattr(agent, wired.rule.name)()
            assert len(found if isinstance(found, tuple) else (found,)) == len(wired.rule.sets)
