"""State is columns: one array per entity with the axes [run, field, row].

In memory a column is whole: the rows of all runs of a batch stand one behind the other, so that a kernel walks them
without knowing of runs. Seats of a team lie side by side, teams of a company too, so a sum over a team is the sum of a
segment in a fixed order. A row's identity is a hash of its names (company, team key, place in the team), never a
running number.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

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
Places = npt.NDArray[np.uint32]
#: Columns begin an odd number of times so many numbers apart: powers of two would put all in the same cache lines.
APART = 8
#: Employees whose columns fit into a processor's own cache, about: a megabyte of them.
TILE = 1000


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
        """Return how the companies, teams and seats of a plan are laid out: the same object for the same geometry."""
        teams = tuple((team.key, team.company, team.employees) for team in plan.teams)
        return _layout(tuple(company.name for company in plan.companies), teams)


@lru_cache(maxsize=8)
def _layout(companies: tuple[str, ...], teams: tuple[tuple[str, int, int], ...]) -> Layout:
    """Lay out companies of these names and teams of (key, company, employees)."""
    sizes = np.array([size for _, _, size in teams], dtype=np.int64)
    company_of_team = np.array([company for _, company, _ in teams], dtype=np.int64)
    keys = [f"{companies[company]}/{key}" for key, company, _ in teams]
    seats = [f"{key}/{place}" for key, size in zip(keys, sizes, strict=True) for place in range(size)]
    leaders = draws.identities(keys)
    layout = Layout(
        rows={World: 1, Company: len(companies), Team: len(keys), Manager: len(keys), Employee: len(seats)},
        team_of_seat=np.repeat(np.arange(len(keys), dtype=np.int64), sizes),
        company_of_team=company_of_team,
        team_first=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
        company_first=np.searchsorted(company_of_team, np.arange(len(companies) + 1)).astype(np.int64),
        identity={
            World: draws.identities(["world"]),
            Company: draws.identities(companies),
            Team: leaders,
            Manager: leaders,
            Employee: draws.identities(seats),
        },
    )
    shared = (layout.team_of_seat, layout.company_of_team, layout.team_first, layout.company_first)
    for array in (*shared, *layout.identity.values()):
        array.flags.writeable = False
    return layout


@dataclass(frozen=True)
class Rows:
    """The rows of all runs of a batch, one run behind the other: what kernels are told of who belongs where.

    ``identity`` holds for each row its identity, then for each the two words of its run's key as one: flat.
    """

    team_of: Places
    company_of: Places
    company_of_team: Places
    team_first: Places
    company_first: Places
    identity: dict[Entity, Words]
    tiles: Words

    @property
    def teams(self) -> int:
        """How many teams there are in all runs."""
        return len(self.team_first) - 1

    @classmethod
    def of(cls, layout: Layout, keys: Words) -> Rows:
        """Lay the runs of a layout one behind the other; ``keys`` has the shape (runs, 2)."""
        runs = len(keys)
        companies, teams, seats = (layout.rows[entity] for entity in (Company, Team, Employee))

        def repeated(places: Integers, step: int) -> Places:
            """Repeat places for each run, each time ``step`` further on."""
            return (places + step * np.arange(runs)[:, np.newaxis]).astype(np.uint32).reshape(-1)

        def bounds(first: Integers, step: int) -> Places:
            return np.append(repeated(first[:-1], step), np.uint32(runs * step))

        key = keys[:, 0] | keys[:, 1] << np.uint64(32)
        team_of = repeated(layout.team_of_seat, teams)
        company_of_team = repeated(layout.company_of_team, companies)
        return cls(
            team_of,
            company_of_team[team_of],
            company_of_team,
            bounds(layout.team_first, seats),
            bounds(layout.company_first, teams),
            {
                entity: np.concatenate([np.tile(words, runs), np.repeat(key, len(words))])
                for entity, words in layout.identity.items()
            },
            _tiles(layout, runs),
        )


def _tiles(layout: Layout, runs: int) -> Words:
    """Return the teams with which tiles begin, and the number of teams in all runs.

    A run that is too large for a tile is cut at the same teams whatever other runs are there; small ones go together.
    """
    seats, teams = layout.rows[Employee], layout.rows[Team]
    parts = -(-seats // TILE)
    if parts > 1:
        cuts = np.searchsorted(layout.team_first, np.arange(parts) * (seats / parts))
        begins = np.unique(cuts) + teams * np.arange(runs)[:, np.newaxis]
    else:
        begins = np.arange(0, runs, max(1, TILE // max(1, seats))) * teams
    return np.append(begins.reshape(-1), runs * teams).astype(np.uint64)


class State:
    """The columns of a batch of runs. ``state[entity]`` has the shape (runs, fields, rows); runs share the world.

    ``pools`` holds the same numbers as kernels see them: column behind column, flat.
    """

    def __init__(self, ruleset: RuleSet, layout: Layout, runs: int) -> None:
        self.ruleset = ruleset
        self.layout = layout
        self.runs = runs
        self.pools = {entity: np.zeros(self._fields(entity) * self._width(entity)) for entity in ENTITIES}
        self.arrays = {entity: self._view(entity) for entity in ENTITIES}

    def _fields(self, entity: Entity) -> int:
        return max(1, len(self.ruleset.columns[entity]))

    def _width(self, entity: Entity) -> int:
        """Return how far columns stand apart: room for all rows, and an odd number of cache lines."""
        if entity is World:
            return 1
        return APART * (-(-self.runs * self.layout.rows[entity] // APART) | 1)

    def _view(self, entity: Entity) -> Floats:
        rows, width = self.layout.rows[entity], self._width(entity)
        shape = (self.runs, self._fields(entity), rows)
        run = 0 if entity is World else rows
        return np.ndarray(shape, np.float64, self.pools[entity], strides=(8 * run, 8 * width, 8))

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
        twin.pools = {entity: pool.copy() for entity, pool in self.pools.items()}
        twin.arrays = {entity: twin._view(entity) for entity in ENTITIES}
        return twin
