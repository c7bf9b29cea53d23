"""What a run is given: plain, resolved numbers. A scenario resolves to a ``Plan``; the engine knows nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from trustsim.model.declarations import Entity


@dataclass(frozen=True)
class CompanyPlan:
    """A company: its name and the values of its levers of scope ``company``, by name."""

    name: str
    levers: Mapping[str, float]


@dataclass(frozen=True)
class TeamPlan:
    """A team with its one manager: its key (unique in its company), seats, and levers of scope ``team``, by name."""

    key: str
    company: int
    employees: int
    levers: Mapping[str, float]


@dataclass(frozen=True)
class Change:
    """At the start of ``week`` the column ``name`` of ``entity`` becomes ``value`` in ``rows`` (all if None).

    ``name`` is a lever, or a field that only settings write. Rows index companies or teams of the plan.
    """

    week: int
    entity: Entity
    name: str
    value: float
    rows: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Plan:
    """Everything that a run is given beside seed and replication.

    ``world`` holds every parameter and every lever of scope ``world`` by name. Teams of a company lie side by
    side, in the order of ``companies``. ``changes`` are sorted by week; the first week is ``1 - burn_in``.
    """

    weeks: int
    world: Mapping[str, float]
    companies: tuple[CompanyPlan, ...]
    teams: tuple[TeamPlan, ...]
    changes: tuple[Change, ...] = ()
    burn_in: int = 52

    @property
    def employees(self) -> int:
        """The number of seats, managers not counted."""
        return sum(team.employees for team in self.teams)

    @property
    def first_week(self) -> int:
        """The first simulated week; burn-in ends with week 0."""
        return 1 - self.burn_in
