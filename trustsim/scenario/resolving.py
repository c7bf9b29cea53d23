"""From a scenario to the plan of a run: plain numbers for every company, team and week."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from trustsim.model.declarations import Company, Entity, Team, World
from trustsim.model.plan import Change, CompanyPlan, Plan, TeamPlan
from trustsim.scenario.catalogue import Catalogue
from trustsim.scenario.layers import Given, entries
from trustsim.scenario.scenario import Scenario
from trustsim.scenario.scheduling import company_names, settings

Numbers = dict[str, float]


def resolve(scenario: Scenario) -> Plan:
    """Return what a run of a scenario is given."""
    resolver = _Resolver(scenario._complete, scenario._catalogue)
    return resolver.plan(scenario.weeks)


class _Resolver:
    """A scenario's values on their way to a plan."""

    def __init__(self, values: Mapping[str, Given], catalogue: Catalogue) -> None:
        self.values = values
        self.catalogue = catalogue
        self.named_teams = entries(values, "teams")
        self.timeline = entries(values, "timeline")
        self.companies = company_names(values)

    def plan(self, weeks: int) -> Plan:
        """Return the plan of a run of so many weeks."""
        parameters = {p.name: self.number(path) for path, p in self.catalogue.parameters.items()}
        companies = tuple(CompanyPlan(name, self.levers(Company, f"companies.{name}")) for name in self.companies)
        teams = tuple(team for row, name in enumerate(self.companies) for team in self.teams(row, name))
        changes = self.changes(teams, weeks)
        return Plan(weeks, parameters | self.levers(World), companies, teams, changes)

    def number(self, *paths: str) -> float:
        """Return the number at the first of some paths that has one."""
        value = next(self.values[path].value for path in paths if path in self.values)
        assert isinstance(value, int | float)
        return float(value)

    def levers(self, entity: Entity, *owners: str) -> Numbers:
        """Return the levers of an entity by name: of the first owner that sets it, else those of the scenario."""
        return {
            lever.name: self.number(*(f"{owner}.{lever.path}" for owner in owners), lever.path)
            for lever in self.catalogue.levers.values()
            if lever.entity is entity
        }

    def teams(self, row: int, company: str) -> Iterator[TeamPlan]:
        """Yield the teams of a company: those with a name in order of the alphabet, then the rest by span."""
        own = f"companies.{company}"
        rest = int(self.number(f"{own}.employees", "population.employees"))
        for name in self.named_teams:
            size = int(self.number(f"teams.{name}.employees"))
            rest -= size
            yield TeamPlan(name, row, size, self.levers(Team, f"teams.{name}", own))
        span = int(self.number(f"{own}.policy.span_of_control", "policy.span_of_control"))
        levers = self.levers(Team, own)
        for key, size in default_teams(rest, span, self.named_teams):
            yield TeamPlan(key, row, size, levers)

    def changes(self, teams: tuple[TeamPlan, ...], weeks: int) -> tuple[Change, ...]:
        """Return the changes of a run by week: those for all before those for some, so that the special wins."""
        first = 1 - Plan.burn_in
        ranked: list[tuple[int, Change]] = []
        for setting, rows in settings(self.values, self.catalogue):
            if setting.week <= weeks:
                change = Change(max(first, setting.week), Company, setting.field, float(setting.value), rows)
                ranked.append((0, change))
        for _, entry in sorted(self.timeline.items()):
            rank = 2 * ("teams" in entry) + ("companies" in entry)
            ranked += [(rank, change) for change in self.sets(entry, teams)]
        ranked.sort(key=lambda item: (item[1].week, item[0]))
        return tuple(change for _, change in ranked)

    def sets(self, entry: Mapping[str, Given], teams: tuple[TeamPlan, ...]) -> Iterator[Change]:
        """Yield what a timeline entry sets."""
        week: Any = entry["week"].value
        for key, given in entry.items():
            if key.startswith("set."):
                lever = self.catalogue.levers[key.removeprefix("set.")]
                rows = self.rows(lever.entity, entry, teams)
                yield Change(week, lever.entity, lever.name, float(given.value), rows)  # pyright: ignore[reportArgumentType] - a number

    def rows(self, entity: Entity, entry: Mapping[str, Given], teams: tuple[TeamPlan, ...]) -> tuple[int, ...] | None:
        """Return the rows of companies or teams that a timeline entry is for; None is all."""
        names = {key: entry[key].value for key in ("teams", "companies") if key in entry}
        if not names or entity is World:
            return None
        chosen = _texts(names.get("companies", tuple(self.companies)))
        concerned = {row for row, name in enumerate(self.companies) if name in chosen}
        if entity is Company:
            return tuple(sorted(concerned))
        keys = _texts(names.get("teams", ()))
        return tuple(
            row
            for row, team in enumerate(teams)
            if team.company in concerned and ("teams" not in names or team.key in keys)
        )


def default_teams(employees: int, span: int, taken: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """Yield keys and sizes of teams of a span; a rest that does not fill one makes the last teams smaller by one."""
    count = -(-employees // span)
    number = 0
    for place in range(count):
        number += 1
        while f"team-{number:03d}" in taken:
            number += 1
        yield f"team-{number:03d}", employees // count + (place < employees % count)


def _texts(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()
