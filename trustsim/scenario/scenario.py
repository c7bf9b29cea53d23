"""The scenario: everything that defines a world, but for luck."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from trustsim.errors import ScenarioError
from trustsim.scenario import scheduling
from trustsim.scenario.catalogue import Catalogue
from trustsim.scenario.checks import Checks
from trustsim.scenario.completing import IDENTITY, complete
from trustsim.scenario.documents import validated_override
from trustsim.scenario.layers import Given, entries, lay, nest
from trustsim.scenario.problems import Problems, clean, near
from trustsim.scenario.shape import Value
from trustsim.scenario.writing import document, toml

#: What says how often and with which luck a scenario is run, and so is no part of its content.
LUCK = ("run.replications", "run.seed")


@dataclass(frozen=True, eq=False, repr=False)
class Scenario:
    """A scenario: a value for every dotted path, and where each came from. ``load`` and ``override`` make scenarios.

    Usage:
        >>> mandate = load("rto-abrupt").override({"policy.surveillance": 0.4})
        >>> mandate.get("mandates.rto.office_days")
        5.0

    Attributes:
        name: the name, for tables and files.
        title: one line for headings.
        story: what happens here, in plain words.
        extends: the scenario from which this one says that it differs, or nothing.
    """

    name: str
    title: str
    story: str
    extends: str
    _complete: Mapping[str, Given] = field(kw_only=True)
    _given: Mapping[str, Given] = field(kw_only=True)
    _inherited: Mapping[str, Given] = field(kw_only=True)
    _catalogue: Catalogue = field(kw_only=True)

    @property
    def values(self) -> dict[str, Value]:
        """Every value by dotted path."""
        return {path: given.value for path, given in self._complete.items()}

    @property
    def sources(self) -> dict[str, str]:
        """For every path the file that set its value, ``default``, ``override``, or what it follows from."""
        return {path: given.source for path, given in self._complete.items()}

    @property
    def data(self) -> dict[str, Any]:
        """Every value as nested tables; teams, companies and the timeline are tables by name."""
        return nest(self.values)

    @property
    def weeks(self) -> int:
        """The reported weeks."""
        return self._count("run.weeks")

    @property
    def replications(self) -> int:
        """How many runs that differ in luck only."""
        return self._count("run.replications")

    @property
    def seed(self) -> int:
        """Where the luck starts."""
        return self._count("run.seed")

    @property
    def profile(self) -> str:
        """The reading of contested evidence."""
        return str(self.get("run.profile"))

    @cached_property
    def hash(self) -> str:
        """SHA-256 of every value but replications and seed. Names, texts and the order of writing are no part of it."""
        content = {
            path: float(value) + 0.0 if isinstance(value, int | float) and not isinstance(value, bool) else value
            for path, value in self.values.items()
            if path not in LUCK
        }
        return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()

    def get(self, path: str) -> Value:
        """Return the value at a dotted path. A lever that a team or company does not set is that of the policy.

        Raises:
            ScenarioError: there is no value at this path.
        """
        for candidate in (path, _outer(path)):
            if candidate in self._complete:
                return self._complete[candidate].value
        if path in IDENTITY:
            return getattr(self, path)
        names = {table: list(entries(self._complete, table)) for table in self._catalogue.named}
        hint = near(path, [*self._complete, *self._catalogue.paths(names)])
        raise ScenarioError(f"{self.name}: {clean(path, 200)} has no value{hint}")

    def override(self, values: Mapping[str, Any], source: str = "override") -> Scenario:
        """Return a scenario in which other values stand at some dotted paths.

        Args:
            values: the new value for each path; a table of values may stand at the path of a table.
            source: who sets them, for messages and for ``sources``.

        Raises:
            ScenarioError: a path is unknown, or its value is of the wrong type, out of range or contradicts others.
        """
        problems = Problems()
        leaves = validated_override(values, self._given, source, self._catalogue)
        given = lay(self._given, leaves, source, list(self._catalogue.named), problems)
        problems.check()
        return assemble(given, self._inherited, self._catalogue)

    def document(self, full: bool = False, alone: bool = False) -> dict[str, Any]:
        """Return the document of a scenario file that holds this scenario; ``load`` of it gives an equal one.

        Args:
            full: every value, so that it depends on no other file and no default; else what differs from the
                shipped scenario that this one extends, or what was set where it extends none.
            alone: everything that was set, here or in what this one extends, so that it depends on no other file, and
                defaults stay defaults: a profile that is overridden still sets them.
        """
        identity = self.identity | ({"extends": ""} if alone else {})
        return document(identity, self._complete, self._given, self._inherited, self._catalogue, full)

    def dump(self, full: bool = False) -> str:
        """Return the text of a scenario file that holds this scenario: ``document`` as TOML."""
        return toml(self.document(full))

    @property
    def identity(self) -> dict[str, str]:
        """Name, title, story and what it extends."""
        return {key: getattr(self, key) for key in IDENTITY}

    def changes(self) -> dict[str, Value]:
        """Return the values that this scenario sets beyond the one that it extends, by dotted path."""
        return {
            path: given.value
            for path, given in self._given.items()
            if path in self._complete and (path not in self._inherited or self._inherited[path].value != given.value)
        }

    def _count(self, path: str) -> int:
        value = self.get(path)
        assert isinstance(value, int)
        return value

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Scenario):
            return NotImplemented
        mine, theirs = (self.identity | {"extends": ""}, other.identity | {"extends": ""})
        return mine == theirs and self.values == other.values

    def __hash__(self) -> int:
        return hash((self.name, self.hash))

    def __repr__(self) -> str:
        own = {path: value for path, value in self.changes().items() if not path.startswith("run.")}
        changes = [f"{path}={value!r}" for path, value in own.items() if path != "population.employees"]
        more = [f"{len(changes) - 4} more"] if len(changes) > 4 else []
        over = f" over '{self.extends}'" if self.extends else ""
        size = f"{self._count('population.employees'):,} employees, {self.weeks:,} weeks"
        return f"<Scenario '{self.name}'{over}: {', '.join([size, *changes[:4], *more])}; hash {self.hash[:8]}>"


def assemble(given: Mapping[str, Given], inherited: Mapping[str, Given], catalogue: Catalogue) -> Scenario:
    """Return the scenario of what was given, completed and checked.

    Args:
        given: what files and overrides set, by dotted path; the name is among it.
        inherited: the part of it that the extended scenario would give alone.
        catalogue: what may be given.

    Raises:
        ScenarioError: values are missing or contradict one another.
    """
    problems = Problems()
    values = complete(given, catalogue, problems)
    problems.check()
    Checks(values, catalogue, problems).all()
    problems.check()
    scheduling.check(values, catalogue, given["name"].source, problems)
    problems.check()
    name, title, story, extends = (str(given[key].value) if key in given else "" for key in IDENTITY)
    return Scenario(
        name, title or name, story, extends, _complete=values, _given=given, _inherited=inherited, _catalogue=catalogue
    )


def differences(a: Scenario, b: Scenario) -> list[str]:
    """Return the paths at which two scenarios have different values, or only one has any."""
    one, other = a.values, b.values
    return [path for path in {**one, **other} if one.get(path) != other.get(path)]


def _outer(path: str) -> str:
    """Return the path that stands in where a team or company does not set a lever."""
    parts = path.split(".")
    return ".".join(parts[2:]) if parts[0] in ("teams", "companies") and len(parts) > 3 else path
