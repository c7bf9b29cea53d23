"""Agents whose class overrides a rule."""

import logging
from typing import Any

import pytest

import trustsim as ts
from tests.toy import TOY
from tests.toy_models import Faithful, ToyCompany, ToyEmployee, ToyManager, assert_same, staff, toy
from trustsim.errors import DeclarationError
from trustsim.mesa_model import Employee, agent_classes
from trustsim.mesa_model.methods import say_slow
from trustsim.model import declarations, draws
from trustsim.model.mechanism import Mechanism
from trustsim.model.rules import RuleSet


def test_an_override_counts_for_newcomers_too() -> None:
    model = toy(employee_class=Faithful)
    model.run_model()
    assert {type(agent) for agent in staff(model)} == {Faithful}
    assert {agent.faith for agent in staff(model)} == {0.5}
    assert max(agent.occupant for agent in staff(model)) > 0
    assert toy().outcomes() != toy(employee_class=Faithful).outcomes()


def test_overrides_that_call_the_rule_change_nothing() -> None:
    class Echo(ToyEmployee):
        def strive(self, effort: float, mood_draw: float) -> float:
            assert super().strive(effort=effort) == super().strive(mood_draw=mood_draw)
            return super().strive()

        def talent(self, **values: float) -> float:
            return super().talent(**values)

        def seasoned(self) -> tuple[float, float]:
            return super().seasoned()

        def lured(self) -> float:
            return super().lured()

        def judge_effort(self, level: float, luck_draw: float) -> tuple[float, float]:
            return super().judge_effort(level=level, luck_draw=luck_draw)

    class EchoManager(ToyManager):
        def tire(self, tire_draw: float) -> float:
            return super().tire(tire_draw=tire_draw)

        def settle(self) -> float:
            return super().settle()

        def nature(self, warm_draw: float) -> float:
            return warm_draw

    class EchoCompany(ToyCompany):
        def weather(self, climate: float) -> float:
            return super().weather(climate=climate)

    one, other = toy(), toy(employee_class=Echo, manager_class=EchoManager, company_class=EchoCompany)
    while one.running:
        assert_same(one, other)
        one.step()
        other.step()
    assert_same(one, other)


def test_a_shipped_scenario_runs_alike_agent_by_agent() -> None:
    class Echo(Employee):
        def strain_of_the_week(self, stress: float) -> float:
            return super().strain_of_the_week(stress=stress)

    scenario = ts.load("surveillance").override({"run.weeks": 8, "population.employees": 12})
    one, other = ts.TrustModel(scenario, 3), ts.TrustModel(scenario, 3, employee_class=Echo)
    for model in (one, other):
        model.run_model()
    assert_same(one, other)


def test_an_override_gets_the_rules_own_draw() -> None:
    seen = {}

    class Curious(ToyEmployee):
        def strive(self, mood_draw: float) -> float:
            seen[self.model.week, self._row] = mood_draw
            return super().strive()

    model = toy(employee_class=Curious)
    model.step()
    purpose = next(wired.purpose for wired in TOY.rules if wired.rule.name == "strive")
    identity = model._run.layout.identity[declarations.Employee]
    expected = draws.uniforms(model._run.keys[0], identity, model._run.word, purpose)[0]
    taken = {row: draw for (week, row), draw in seen.items() if week == 1}
    assert len(taken) > 5
    assert all(expected[row] == draw for row, draw in taken.items())


def test_an_overridden_rule_can_be_asked_and_may_keep_things_of_its_own() -> None:
    class Grudging(ToyEmployee):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments)
            self.grudges = 0

        def believe(self, faith: float, surveillance: float) -> float:
            self.grudges += surveillance > 0.05
            return faith * 0.5

    model = toy(employee_class=Grudging)
    agent = max(staff(model), key=lambda one: one.grudges)
    assert agent.grudges > 0
    assert agent.believe() == agent.faith * 0.5
    assert agent.believe(faith=1.0) == agent.believe(faith=1.0, surveillance=0.0) == agent.believe(1.0, 0.0) == 0.5


def test_overriding_is_said_once(caplog: pytest.LogCaptureFixture) -> None:
    class Quiet(ToyEmployee):
        def believe(self, faith: float) -> float:
            return faith

    class Own(ToyEmployee):
        def mood(self) -> float:
            return 0.5

    say_slow.cache_clear()
    with caplog.at_level(logging.WARNING, logger="trustsim"):
        toy(employee_class=Own)
        assert not caplog.records
        toy(employee_class=Quiet)
        toy(employee_class=Quiet)
    assert ["Quiet overrides rules" in record.getMessage() for record in caplog.records] == [True]


def test_a_misspelt_rule_is_said(caplog: pytest.LogCaptureFixture) -> None:
    class Typo(ToyEmployee):
        def beleive(self, faith: float) -> float:
            return faith

    with caplog.at_level(logging.WARNING, logger="trustsim"):
        toy(employee_class=Typo)
    assert "Typo.beleive overrides no rule; did you mean 'believe'?" in caplog.text


def test_wrong_subclasses_are_refused_at_construction() -> None:
    class Misspelt(ToyEmployee):
        def believe(self, fait: float) -> float:
            return fait

    class Unnamed(ToyEmployee):
        def believe(self, *values: float) -> float:
            return values[0]

    class Hiding(ToyEmployee):
        faith = 0.7

    class NoMethod(ToyEmployee):
        believe = 0.5

    class Empty(ToyEmployee):
        def refill(self, occupant: float) -> tuple[float, float, float, float]:
            return 1.0, 1.0, occupant + 1.0, 0.0

    for cls, message in (
        (Misspelt, "Misspelt.believe: the rule has no argument 'fait'; did you mean 'faith'"),
        (Unnamed, "handed over by name"),
        (Hiding, "Hiding.faith hides"),
        (NoMethod, "must be a method"),
        (Empty, "runs for empty seats"),
        (ToyManager, "employee_class must be a subclass of"),
        (Employee, "employee_class must be a subclass of"),
        ("Faithful", "employee_class must be a subclass of"),
    ):
        with pytest.raises(DeclarationError, match=message):
            toy(employee_class=cls)


def test_an_override_that_returns_nonsense_is_an_error() -> None:
    for result in (2.0, float("nan"), (0.5, 0.5), None, "much"):

        class Wild(ToyEmployee):
            answer = result

            def believe(self) -> Any:
                return self.answer

        with pytest.raises(ts.errors.StateError, match="rule believe"):
            toy(employee_class=Wild)


def test_a_declared_name_that_mesa_uses_is_refused() -> None:
    for name, why in (("pos", "every Mesa agent"), ("colleagues", "an attribute of"), ("strive", "a rule")):
        mechanism = Mechanism("clash")
        mechanism.field(declarations.Employee, name, meaning="a clash")
        ruleset = RuleSet("clash", TOY.phases, [*TOY.mechanisms, mechanism])
        with pytest.raises(DeclarationError, match=f"'{name}' of Employee is .*{why}"):
            agent_classes(ruleset)
