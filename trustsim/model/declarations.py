"""What a model is made of: entities, fields, levers, parameters, channels, rules, outcomes.

Plain frozen records. Nothing here computes: a mechanism's file fills a ``Mechanism`` (``mechanism.py``) with them, and
``rules.py`` wires those into a ``RuleSet``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True)
class Entity:
    """A kind of row. ``name`` is also the prefix by which rows below it read its fields."""

    name: str
    rank: int

    def __repr__(self) -> str:
        return self.name.capitalize()


World = Entity("world", 0)
Company = Entity("company", 1)
Team = Entity("team", 2)
Manager = Entity("manager", 3)
Employee = Entity("employee", 4)
ENTITIES = (World, Company, Team, Manager, Employee)
#: Phases outside the week: a channel's contributions, a new person, the start of a run.
CONTRIBUTION, NEWCOMER, START = "contribution", "newcomer", "start"

#: Sources that need no further word: a row of the evidence, a citation, or this.
ASSUMPTION = "assumption"


@dataclass(frozen=True)
class Field:
    """A column of state: one number for each row of ``entity``.

    ``newcomer`` is the value of a person who takes the seat, unless a newcomer rule sets it;
    a ``booked`` field is a trust state whose every change is booked to a cause; a ``trait`` stays for a person's time.
    What is of the ``seat`` stays when another person takes it.
    """

    entity: Entity
    name: str
    unit: str
    low: float
    high: float
    meaning: str
    newcomer: float = 0.0
    booked: bool = False
    trait: bool = False
    seat: bool = False
    mechanism: str = ""


@dataclass(frozen=True)
class Lever:
    """A number that a scenario sets: a policy lever, an uncertainty of the environment, or a population setting.

    ``path`` is its dotted path in a scenario; ``neutral`` is None for structural levers, which have no zero.
    ``whole`` marks counts. ``entity`` says who can differ: Team, Company or World. Where there are ``choices``, a
    scenario names one of them; here it is a number, its place among them.
    """

    path: str
    name: str
    kind: Literal["lever", "uncertainty", "population"]
    group: str
    entity: Entity
    unit: str
    low: float
    high: float
    neutral: float | None
    default: float
    meaning: str
    source: str = ASSUMPTION
    claims: tuple[str, ...] = ()
    whole: bool = False
    mechanism: str = ""
    choices: tuple[str, ...] = ()

    @property
    def scope(self) -> str:
        """Who can differ: ``team``, ``company`` or ``world``."""
        return self.entity.name


@dataclass(frozen=True)
class Parameter:
    """A constant of an equation. In files its key is ``mechanism.name``; rules read it by ``name``.

    ``null`` is the value without effect that a contested parameter takes in the profile ``null``;
    ``practitioner`` is its value in the profile of that name, where it differs.
    """

    name: str
    default: float
    unit: str
    low: float
    high: float
    source: str
    meaning: str
    contested: bool = False
    null: float | None = None
    practitioner: float | None = None
    mechanism: str = ""

    @property
    def key(self) -> str:
        """The key in ``[parameters]`` of a scenario."""
        return f"{self.mechanism}.{self.name}"

    def value(self, profile: str) -> float:
        """Return the value in a profile: ``meta_analytic``, ``practitioner`` or ``null``."""
        if profile == "practitioner" and self.practitioner is not None:
            return self.practitioner
        if profile == "null" and self.contested and self.null is not None:
            return self.null
        return self.default


@dataclass(frozen=True)
class Channel:
    """A quantity to which any mechanism contributes and that equations read.

    Contributions run in registry order before the other rules of ``phase``. Without any, its value is the
    identity of its operation: sum 0, product 1, at_most_one 0 (1 - the product of 1 - x).
    """

    entity: Entity
    name: str
    phase: str
    operation: Literal["sum", "product", "at_most_one"]
    meaning: str
    mechanism: str = ""

    @property
    def identity(self) -> float:
        """The value without contributions."""
        return 1.0 if self.operation == "product" else 0.0


@dataclass(frozen=True)
class Reduction:
    """A number over rows below or beside one's own, taken at the start of a phase over employed seats.

    ``name`` is ``reports_``, ``peers_`` or ``staff_`` + ``mean_`` or ``sum_`` + a field of Employee, or ``rivals_`` +
    ``mean_`` or ``sum_`` + a field of Company, over the other companies; ``nobody`` is its value where there is nobody.
    """

    name: str
    over: Literal["reports", "peers", "staff", "rivals"]
    operation: Literal["mean", "sum"]
    field: str
    nobody: float
    mechanism: str = ""


@dataclass(frozen=True)
class Entry:
    """One key of a record such as a mandate, or of an event.

    Where there are ``choices``, a scenario names one of them; here it is a number, its place among them.
    """

    name: str
    unit: str
    low: float
    high: float
    default: float
    meaning: str
    whole: bool = False
    required: bool = False
    source: str = ASSUMPTION
    choices: tuple[str, ...] = ()


def choice(name: str, choices: Sequence[str], meaning: str, *, default: str = "", required: bool = False) -> Entry:
    """Return an entry for which a scenario names one of ``choices``; the first is the default if none is said."""
    place = list(choices).index(default) if default else 0
    return Entry(name, "", 0, len(choices) - 1, place, meaning, whole=True, required=required, choices=tuple(choices))


@dataclass(frozen=True)
class Setting:
    """At the start of ``week`` the field ``field`` becomes ``value``: of the company, its teams or their managers.

    ``entity`` is Company, Team or Manager; ``team`` names the one team concerned, all of the company's if empty. Of two
    settings of one field in one week the later one of the schedule holds.
    """

    week: int
    field: str
    value: float
    entity: Entity = Company
    team: str = ""


@dataclass(frozen=True)
class Record:
    """A named kind of table in a scenario, such as ``[mandates.NAME]``.

    ``complete`` fills in what follows from other keys and says what is wrong between keys (ValueError);
    ``schedule`` turns all completed records of this kind and the events of the timeline into settings of
    fields of the company and its teams. ``events`` are the kinds of timeline event that it understands. Without
    ``entries`` there is no such table, only its events.
    """

    name: str
    entries: tuple[Entry, ...]
    complete: Callable[[Mapping[str, float]], dict[str, float]]
    schedule: Callable[[Mapping[str, Mapping[str, float]], Sequence[Mapping[str, Any]]], list[Setting]]
    events: tuple[EventKind, ...] = ()
    mechanism: str = ""


#: Who an event can be ``by``.
COMPANY, MANAGERS, TEAM = "company", "managers", "team"


@dataclass(frozen=True)
class EventKind:
    """A kind of ``[[timeline]]`` entry: ``event = "..."`` and its keys; ``of`` names a record by its name.

    ``actors`` says who it can be ``by``: the company, all managers, or the manager of a named team. Where
    ``local`` is set, ``teams`` may name the teams that it is for.
    """

    name: str
    meaning: str
    entries: tuple[Entry, ...] = ()
    of: str = ""
    actors: tuple[str, ...] = (COMPANY, MANAGERS, TEAM)
    local: bool = False


@dataclass(frozen=True)
class Happening:
    """A thing that happens to an employee, listed in the frame ``events``: ``flag`` is 1 in its week.

    ``causes`` names the values of the field ``cause`` in order.
    """

    kind: str
    flag: str
    meaning: str
    cause: str = ""
    causes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """A pure function of scalars and how it is wired.

    ``names`` maps the function's arguments to names of the model, in order; ``sets`` are the names that it
    writes, in the order of its results; ``cause`` books changes of trust; ``who`` are the seats it runs for.
    """

    name: str
    function: Callable[..., Any]
    entity: Entity
    phase: str
    names: tuple[tuple[str, str], ...]
    sets: tuple[str, ...]
    who: Literal["employed", "vacant", "seats"] = "employed"
    cause: str = ""
    purpose: str = ""
    mechanism: str = ""

    @property
    def draws(self) -> tuple[str, ...]:
        """The arguments that are uniforms of the rule's own, in order."""
        return tuple(a for a, n in self.names if n.endswith("_draw"))


Direction = Literal["up", "down", "neither"]


@dataclass(frozen=True)
class Outcome:
    """What is measured: ``scale`` x the sum of ``numerator`` / the sum of ``denominator``, over rows and weeks.

    Both are pure functions of an entity's names. ``better`` is the direction that a leader would call better,
    ``matters`` the smallest difference that matters, both in ``unit``.
    """

    name: str
    unit: str
    better: Direction
    matters: float
    meaning: str
    scale: float
    entity: Entity
    numerator: Callable[..., float]
    denominator: Callable[..., float]
    group: str = ""
