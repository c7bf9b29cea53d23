"""State is columns: one array per entity with the axes [run, field, row].

Seats of a team lie side by side, teams of a company too, so a sum over a team is the sum of a segment in a fixed
order. A row's identity is a hash of its names (company, team key, place in the team), never a running number.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from trustsim.errors import StateError
from trustsim.model import draws
from trustsim.model.declarations import ENTITIES, Company, Employee, Entity, Manager, Team, World
from trustsim.model.plan import Plan
from trustsim.model.rules import WEEK, RuleSet

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]


@dataclass(frozen=True)
class Layout:
    """Who sits where: the geometry of a plan, shared by all its runs."""

    rows: dict[Entity, int]
    team_of_seat: Integers
    company_of_team: Integers
    team_first: Integers
    company_first: Integers
    identity: dict[Entity, Words]

    @classmethod
    def of(cls, plan: Plan) -> Layout:
        """Lay out the companies, teams and seats of a plan."""
        sizes = np.array([team.employees for team in plan.teams], dtype=np.int64)
        company_of_team = np.array([team.company for team in plan.teams], dtype=np.int64)
        keys = [f"{plan.companies[team.company].name}/{team.key}" for team in plan.teams]
        seats = [f"{key}/{place}" for key, size in zip(keys, sizes, strict=True) for place in range(size)]
        teams = draws.identities(keys)
        return cls(
            rows={World: 1, Company: len(plan.companies), Team: len(keys), Manager: len(keys), Employee: len(seats)},
            team_of_seat=np.repeat(np.arange(len(keys), dtype=np.int64), sizes),
            company_of_team=company_of_team,
            team_first=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
            company_first=np.searchsorted(company_of_team, np.arange(len(plan.companies) + 1)).astype(np.int64),
            identity={
                World: draws.identities(["world"]),
                Company: draws.identities(company.name for company in plan.companies),
                Team: teams,
                Manager: teams,
                Employee: draws.identities(seats),
            },
        )


class State:
    """The columns of a batch of runs. ``state[entity]`` has the shape (runs, fields, rows)."""

    def __init__(self, ruleset: RuleSet, layout: Layout, runs: int) -> None:
        self.ruleset = ruleset
        self.layout = layout
        self.runs = runs
        self.arrays: dict[Entity, Floats] = {
            entity: np.zeros((runs, max(1, len(ruleset.columns[entity])), layout.rows[entity])) for entity in ENTITIES
        }

    def __getitem__(self, entity: Entity) -> Floats:
        return self.arrays[entity]

    def column(self, entity: Entity, name: str) -> Floats:
        """Return the column of a field, lever or parameter: a view of shape (runs, rows)."""
        return self.arrays[entity][:, self.ruleset.columns[entity][name]]

    def fill(self, plan: Plan) -> None:
        """Set levers, parameters and the first values of fields of companies, teams and managers."""
        for (entity, name), field in self.ruleset.fields.items():
            self.column(entity, name)[:] = field.newcomer
        for name in self.ruleset.columns[World]:
            if name != WEEK:
                self.column(World, name)[:] = plan.world[name]
        for lever in self.ruleset.levers.values():
            if lever.entity is Company:
                self.column(Company, lever.name)[:] = [company.levers[lever.name] for company in plan.companies]
            elif lever.entity is Team:
                self.column(Team, lever.name)[:] = [team.levers[lever.name] for team in plan.teams]

    def check(self, when: str = "") -> None:
        """Check that every field is finite and in its declared range.

        Raises:
            StateError: names the field, what was found and what is allowed.
        """
        for (entity, name), field in self.ruleset.fields.items():
            column = self.column(entity, name)
            wrong = ~((column >= field.low) & (column <= field.high))
            if wrong.any():
                raise StateError(
                    f"{entity}.{name}{when}: found {column[wrong][0]}, "
                    f"allowed is {field.low} to {field.high} {field.unit}"
                )

    def copy(self) -> State:
        """Return a copy that shares nothing but the layout."""
        twin = State.__new__(State)
        twin.ruleset, twin.layout, twin.runs = self.ruleset, self.layout, self.runs
        twin.arrays = {entity: array.copy() for entity, array in self.arrays.items()}
        return twin
