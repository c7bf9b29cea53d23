"""Employees, managers and companies as Mesa agents: views of the columns that behave.

An agent holds no state of its own. Its attributes read and write cells of the columns, its methods are the rules that
concern it. An employee is a person in a seat: when the person has left, the agent keeps a snapshot of its last row.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import mesa
from mesa.agent import AgentSet

from trustsim.errors import InputError
from trustsim.mesa_model.attributes import Attribute
from trustsim.mesa_model.luck import NoNumbers
from trustsim.mesa_model.rows import Row, World
from trustsim.model import declarations
from trustsim.model.declarations import Entity
from trustsim.model.rules import BY_HAND, OCCUPANT, RuleSet, Wired
from trustsim.model.state import Floats
from trustsim.model.week import MODEL

if TYPE_CHECKING:
    from trustsim.mesa_model.model import TrustModel


class View(Row, mesa.Agent):
    """A Mesa agent that is a view of a row."""

    _ids: ClassVar[Any] = NoNumbers()

    def __init__(self, model: TrustModel, row: int) -> None:
        self._row = row
        super().__init__(model)

    @property
    def label(self) -> str:
        """The name by which frames of results call it."""
        raise NotImplementedError

    def causes(self, state: str) -> dict[str, float]:
        """Return what moved a trust state in the last week, by cause, summed over those whom this agent stands for.

        Raises:
            InputError: there is no such state, or the model does not keep the ledger at this level.
        """
        return self.model._kept.causes(state, self._entity, self._row)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.unique_id}: {self.label}>"

    def _several(self, agents: list[Any]) -> AgentSet:
        return AgentSet(agents, random=self.model.random)


class CompanyView(View):
    """A company: its policy, its managers and employees.

    Levers of the company are set here; a lever of its teams is read as their mean and set for all of them.
    """

    _entity = declarations.Company
    _behaves_as = (declarations.Company,)

    @property
    def label(self) -> str:
        """The company's name."""
        return self.model.plan.companies[self._row].name

    @property
    def managers(self) -> AgentSet:
        """Its managers."""
        first, last = self._teams
        return self._several(self.model._seating.managers[first:last])

    @property
    def employees(self) -> AgentSet:
        """Those who work here now."""
        first, last = self._teams
        seats = self.model._run.layout.team_first
        return self._several([one for one in self.model._seating.people[seats[first] : seats[last]] if one is not None])

    @property
    def _teams(self) -> tuple[int, int]:
        first = self.model._run.layout.company_first
        return int(first[self._row]), int(first[self._row + 1])

    def _row_of(self, entity: Entity) -> int | slice:
        if entity is declarations.Team:
            return slice(*self._teams)
        return 0 if entity is declarations.World else self._row


class ManagerView(View):
    """A manager, who leads one team: levers of the team are set here."""

    _entity = declarations.Manager
    _behaves_as = (declarations.Manager, declarations.Team)

    @property
    def team(self) -> str:
        """The key of the team."""
        return self.model.plan.teams[self._row].key

    @property
    def label(self) -> str:
        """The team's key and the word manager."""
        return f"{self.team}/manager"

    @property
    def company(self) -> CompanyView:
        """The company."""
        return self.model._seating.companies[int(self.model._run.layout.company_of_team[self._row])]

    @property
    def reports(self) -> AgentSet:
        """Those whom the manager leads now."""
        first, last = self.model._run.layout.team_first[self._row : self._row + 2]
        return self._several([one for one in self.model._seating.people[first:last] if one is not None])

    def _row_of(self, entity: Entity) -> int:
        if entity is declarations.Company:
            return int(self.model._run.layout.company_of_team[self._row])
        return 0 if entity is declarations.World else self._row


class EmployeeView(View):
    """A person in a seat.

    After the person has left, the agent is no longer in ``model.agents``; its own fields are those of its last row
    and cannot be set, its levers are those of the team that it left.
    """

    _entity = declarations.Employee
    _behaves_as = (declarations.Employee,)

    _snapshot: Floats | None = None

    def __init__(self, model: TrustModel, row: int) -> None:
        occupant = model._run.ruleset.columns[declarations.Employee][OCCUPANT]
        self._occupant = int(model._tables[declarations.Employee].item(occupant, row))
        super().__init__(model, row)

    @property
    def present(self) -> bool:
        """Whether the person still works here."""
        return self._snapshot is None

    @property
    def team(self) -> str:
        """The key of the team."""
        return self.manager.team

    @property
    def label(self) -> str:
        """The seat: the team's key and the place in the team, counted from 0."""
        team = int(self.model._run.layout.team_of_seat[self._row])
        return f"{self.model.plan.teams[team].key}/{self._row - self.model._run.layout.team_first[team]}"

    @property
    def manager(self) -> ManagerView:
        """The manager; of somebody who has left the last one."""
        return self.model._seating.managers[int(self.model._run.layout.team_of_seat[self._row])]

    @property
    def company(self) -> CompanyView:
        """The company."""
        return self.manager.company

    @property
    def colleagues(self) -> AgentSet:
        """The others who work in the team now; nobody after having left."""
        return self.manager.reports.select(lambda one: self.present and one is not self)

    def remove(self) -> None:
        """Leave: the seat falls empty and is refilled in time. The model calls this for whoever quits."""
        if self._snapshot is None:
            self._snapshot = self.model._seating.vacate(self)
        super().remove()

    def _row_of(self, entity: Entity) -> int:
        if entity is declarations.Employee:
            return self._row
        return 0 if entity is declarations.World else self.manager._row_of(entity)

    def _read(self, attribute: Attribute) -> float:
        if attribute.entity is not declarations.Employee:
            return super()._read(attribute)
        if self._snapshot is not None:
            return self._snapshot.item(attribute.index)
        return self.model._tables[declarations.Employee].item(attribute.index, self._row)

    def _write(self, attribute: Attribute, value: float) -> None:
        self._still_here(f"{attribute.name} cannot be set")
        if attribute.booked:
            self.model._kept.book(attribute.name, BY_HAND, self._row, value - self._read(attribute))
        super()._write(attribute, value)

    def _arguments(self, wired: Wired) -> Mapping[str, float]:
        self._still_here(f"{wired.rule.name} can be asked with all of its arguments only")
        return super()._arguments(wired)

    def _still_here(self, consequence: str) -> None:
        if not self.present:
            raise InputError(f"{self!r} has left: {consequence}")


class Employee(EmployeeView, ruleset=MODEL):
    """An employee: traits, states and both directions of trust are attributes, rules are methods."""


class Manager(ManagerView, ruleset=MODEL):
    """A manager: traits and states are attributes, levers of the team can be set, rules are methods."""


class Company(CompanyView, ruleset=MODEL):
    """A company: its levers can be set, those of its teams for all of them at once."""


class AgentClasses(NamedTuple):
    """The classes of agents of a rule set."""

    employee: type[EmployeeView]
    manager: type[ManagerView]
    company: type[CompanyView]
    world: type[World]


@cache
def agent_classes(ruleset: RuleSet) -> AgentClasses:
    """Return the classes of agents of a rule set: for our own ours, for another (with a plug-in, say) new ones."""
    keywords: Any = {"ruleset": ruleset}
    world = type("World", (World,), {"__doc__": World.__doc__}, **keywords)
    if ruleset is MODEL:
        return AgentClasses(Employee, Manager, Company, world)
    bases = {"Employee": EmployeeView, "Manager": ManagerView, "Company": CompanyView}
    made: Any = [type(name, (base,), {"__doc__": base.__doc__}, **keywords) for name, base in bases.items()]
    return AgentClasses(*made, world)
