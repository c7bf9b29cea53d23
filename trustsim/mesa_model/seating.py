"""Who sits where: makes agents for those who come and lets go of those who leave."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from trustsim.mesa_model.agents import AgentClasses, CompanyView, EmployeeView, ManagerView, View
from trustsim.model.declarations import Company, Employee, Entity
from trustsim.model.engine import Batch
from trustsim.model.rules import EMPLOYED, LEFT, OCCUPANT
from trustsim.model.state import Floats

if TYPE_CHECKING:
    from trustsim.mesa_model.model import TrustModel

NOBODY = -1


class Event(NamedTuple):
    """Something that happened to an employee in a week. ``employee`` is None if it is not known any more who it was."""

    week: int
    kind: str
    employee: EmployeeView | None
    manager: ManagerView
    team: str
    cause: str


class Seating:
    """The agents of a model: one a company, one a manager, one a person present.

    Args:
        model: the model.
        batch: its one run.
        classes: the classes of the agents.
    """

    def __init__(self, model: TrustModel, batch: Batch, classes: AgentClasses) -> None:
        self.model, self.batch, self.classes = model, batch, classes
        self.table: Floats = batch.state[Employee][0]
        self.companies: list[CompanyView] = []
        self.managers: list[ManagerView] = []
        self.people: list[EmployeeView | None] = [None] * len(batch.layout.team_of_seat)
        self.leavers: dict[int, EmployeeView] = {}
        columns = batch.ruleset.columns[Employee]
        self._employed, self._occupant = columns[EMPLOYED], columns[OCCUPANT]
        self._sitting = np.full(len(self.people), NOBODY)
        self._last_week = self.table

    def seat_leaders(self) -> None:
        """Make the agents of companies and managers, once."""
        if not self.companies:
            self.companies += [self.classes.company(self.model, row) for row in range(len(self.batch.plan.companies))]
            self.managers += [self.classes.manager(self.model, row) for row in range(len(self.batch.plan.teams))]

    def remember(self) -> None:
        """Take note of the rows at the start of a week, and forget who left in the last one."""
        self._last_week = self.table.copy()
        self.leavers.clear()

    def seat_people(self) -> None:
        """Let go of those who left and make agents for those who came."""
        employed, occupant = self.table[self._employed], self.table[self._occupant]
        sitting = np.where(employed != 0.0, occupant, NOBODY).astype(np.int64)
        for row in np.flatnonzero(sitting != self._sitting).tolist():
            person = self.people[row]
            if person is not None and person._occupant != sitting[row]:
                self._let_go(person)
            self.person(row)
        self._sitting = sitting

    def person(self, row: int) -> EmployeeView | None:
        """Return who sits in a seat, be it a newcomer of whom nobody has taken note yet."""
        if not self.table.item(self._employed, row):
            return None
        person = self.people[row]
        if person is None or person._occupant != self.table.item(self._occupant, row):
            if person is not None:
                self._let_go(person)
            person = self.people[row] = self.classes.employee(self.model, row)
        return person

    def _let_go(self, person: EmployeeView) -> None:
        self.people[person._row] = None
        self.leavers[person._row] = person
        person.remove()

    def vacate(self, person: EmployeeView) -> Floats:
        """Return the last row of somebody who leaves; if it was not the week that made them leave, empty the seat."""
        row = person._row
        if self.people[row] is person:
            self.people[row] = None
            for state in self.batch.ruleset.booked:
                self.model._kept.book(state, LEFT, row, -getattr(person, state))
            self.table[self._employed, row] = 0.0
        replaced = self.table.item(self._occupant, row) != person._occupant
        snapshot = (self._last_week if replaced else self.table)[:, row].copy()
        snapshot[self._employed] = 0.0
        return snapshot

    def answering(self, entity: Entity, row: int) -> View | None:
        """Return who answers for a row of an entity."""
        if entity is Employee:
            return self.person(row)
        return self.companies[row] if entity is Company else self.managers[row]

    def events(self) -> Iterator[Event]:
        """Yield what happened to employees in the last week."""
        batch = self.batch
        columns = batch.ruleset.columns[Employee]
        for happening in batch.ruleset.happenings.values():
            for row in np.flatnonzero(self.table[columns[happening.flag]]).tolist():
                manager = self.managers[batch.layout.team_of_seat[row]]
                number = int(self.table.item(columns[happening.cause], row)) if happening.cause else 0
                cause = happening.causes[number] if happening.causes else ""
                who = self.people[row] or self.leavers.get(row)
                yield Event(batch.week, happening.kind, who, manager, manager.team, cause)

    # -- saving -------------------------------------------------------------------------------------------------

    def numbers(self) -> npt.NDArray[np.int64]:
        """Return the ``unique_id`` of every agent: companies, managers, seats (0 if nobody sits there)."""
        agents = [*self.companies, *self.managers, *self.people]
        return np.array([0 if agent is None else agent.unique_id for agent in agents], dtype=np.int64)

    def renumber(self, numbers: npt.NDArray[np.int64]) -> None:
        """Give every agent the ``unique_id`` that ``numbers`` returned."""
        for agent, number in zip([*self.companies, *self.managers, *self.people], numbers.tolist(), strict=True):
            if agent is not None:
                agent.unique_id = number
