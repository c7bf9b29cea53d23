"""What must hold between the values of a scenario: names that exist, weeks within the run, teams that fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import combinations
from typing import Any

from trustsim.model.declarations import Team
from trustsim.model.plan import Plan
from trustsim.scenario.catalogue import Catalogue
from trustsim.scenario.layers import Given, entries
from trustsim.scenario.problems import Problems, clean, near
from trustsim.scenario.shape import number

FIRST_WEEK = 1 - Plan.burn_in
#: Who an event can be ``by``, beside a team.
ACTORS = ("company", "managers")


class Checks:
    """The checks of one scenario; each adds what it finds to ``problems``."""

    def __init__(self, values: Mapping[str, Given], catalogue: Catalogue, problems: Problems) -> None:
        self.values = values
        self.catalogue = catalogue
        self.problems = problems
        self.entries = {table: entries(values, table) for table in catalogue.named}
        self.timeline = self.entries["timeline"]

    def all(self) -> None:
        """Run every check."""
        checks: tuple[Callable[[], None], ...] = (
            self.people, self.market, self.weeks, self.places, self.events, self.targets, self.conflicts,
        )  # fmt: skip
        for check in checks:
            check()

    def value(self, path: str) -> Any:
        """Return the value at a path."""
        return self.values[path].value

    def add(self, path: str, text: str) -> None:
        """Add a problem with the value at a path, under the file that set it."""
        self.problems.add(self.values[path].source, f"{clean(path, 200)} {text}")

    def people(self) -> None:
        """Every company has people, and the named teams fit in."""
        in_teams = [f"teams.{name}.employees" for name in self.entries["teams"]]
        together = sum(self.value(path) for path in in_teams)
        for path in ["population.employees", *(f"companies.{name}.employees" for name in self.entries["companies"])]:
            size = self.value(path)
            if size < 1:
                self.add(path, f"must be at least 1, not {number(size)}")
            elif together > size:
                text = f"is too many: the named teams have {together:,} employees together, {path} is {size:,}"
                self.add(in_teams[-1], text)

    def market(self) -> None:
        """Named companies are among those of the market."""
        count, named = self.value("market.companies"), len(self.entries["companies"])
        if named > count:
            self.add("market.companies", f"must be at least the number of named companies, {named}, not {count}")

    def weeks(self) -> None:
        """What happens in a week happens within the run."""
        last = self.value("run.weeks")
        points = [f"timeline.{label}.week" for label in self.timeline]
        for record in self.catalogue.declared.records.values():
            keys = [entry.name for entry in record.entries if entry.name.endswith("_week")]
            points += [f"{record.name}.{name}.{key}" for name in self.entries[record.name] for key in keys]
        for path in points:
            if not FIRST_WEEK <= self.value(path) <= last:
                span = f"from {FIRST_WEEK} (the start of the burn-in) to {last:,} (run.weeks)"
                self.add(path, f"must be a week of the run, {span}, not {number(self.value(path))}")

    def places(self) -> None:
        """Teams and companies that are named exist."""
        for path, given in self.values.items():
            key = path.rpartition(".")[2]
            if key not in ("teams", "companies") or not isinstance(given.value, tuple):
                continue
            known = self.entries[key]
            for name in given.value:
                if name not in known and not self.problems.full:
                    hint = near(name, known) or f"; name it under [[{key}]]"
                    self.add(path, f"names '{clean(name)}', which is none of the {key}{hint}")

    def events(self) -> None:
        """Events are by somebody, and about something that exists."""
        for label, entry in self.timeline.items():
            if "event" not in entry:
                continue
            actors, by = [*ACTORS, *self.entries["teams"]], str(entry["by"].value)
            if by not in actors:
                text = f"must be company, managers or a team's name, not '{clean(by)}'{near(by, actors)}"
                self.add(f"timeline.{label}.by", text)
            table = self.catalogue.events[str(entry["event"].value)].of
            if table and str(entry["of"].value) not in self.entries[table]:
                of = str(entry["of"].value)
                hint = near(of, self.entries[table])
                self.add(f"timeline.{label}.of", f"must be the name of one of [{table}], not '{clean(of)}'{hint}")

    def targets(self) -> None:
        """The timeline sets for some only what can differ between them."""
        for label, entry in self.timeline.items():
            for path in _sets(entry):
                lever = self.catalogue.levers[path]
                if "teams" in entry and lever.entity is not Team:
                    text = f"cannot differ between teams: it is of the {lever.scope}; leave out teams"
                    self.add(f"timeline.{label}.set.{path}", text)
                elif "companies" in entry and lever.scope == "world":
                    text = "cannot differ between companies: it is of the world; leave out companies"
                    self.add(f"timeline.{label}.set.{path}", text)

    def conflicts(self) -> None:
        """No two entries set one lever in one week for the same rows, unless one is more special: order is nothing."""
        groups: dict[tuple[Any, ...], list[str]] = {}
        for label, entry in self.timeline.items():
            for path in _sets(entry):
                groups.setdefault((entry["week"].value, path, "teams" in entry, "companies" in entry), []).append(label)
        for (week, path, *_), labels in groups.items():
            for first, second in combinations(labels, 2):
                if all(self._meet(first, second, key) for key in ("teams", "companies")):
                    text = f"is set in week {week} by timeline.{clean(first)} already; set it once"
                    self.add(f"timeline.{second}.set.{path}", text)

    def _meet(self, first: str, second: str, key: str) -> bool:
        """Whether two entries are for some of the same teams or companies."""
        one, other = (self.timeline[label].get(key) for label in (first, second))
        if one is None or other is None:
            return True
        return bool(set(one.value) & set(other.value))  # pyright: ignore[reportArgumentType] - lists of names


def _sets(entry: Mapping[str, Given]) -> list[str]:
    """Return the paths of the levers that a timeline entry sets."""
    return [key.removeprefix("set.") for key in entry if key.startswith("set.")]
