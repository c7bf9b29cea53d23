"""What a model is made of: entities, fields, levers, parameters, channels, rules, outcomes.

Plain frozen records and the collector ``Mechanism`` that a mechanism's file fills. Nothing here computes;
``rules.py`` wires the declarations into a ``RuleSet``.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from trustsim.errors import DeclarationError


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

#: Sources that need no further word: a row of the evidence, a citation, or this.
ASSUMPTION = "assumption"


@dataclass(frozen=True)
class Field:
    """A column of state: one number for each row of ``entity``.

    ``newcomer`` is the value of a person who takes the seat, unless a newcomer rule sets it;
    a ``booked`` field is a trust state whose every change is booked to a cause; a ``trait`` stays for a person's time.
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
    mechanism: str = ""


@dataclass(frozen=True)
class Lever:
    """A number that a scenario sets: a policy lever, an uncertainty of the environment, or a population setting.

    ``path`` is its dotted path in a scenario; ``neutral`` is None for structural levers, which have no zero.
    ``whole`` marks counts. ``entity`` says who can differ: Team, Company or World.
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
    """At the start of ``week`` the field ``field`` becomes ``value``: that of the company, or of its teams.

    ``entity`` is Company or Team; ``team`` names the one team concerned, all of the company's if empty. Of two
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


def arguments(function: Callable[..., Any]) -> tuple[str, ...]:
    """Return the names of a rule's arguments.

    Raises:
        DeclarationError: an argument has a default or is variable.
    """
    names = []
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind is not parameter.POSITIONAL_OR_KEYWORD or parameter.default is not parameter.empty:
            raise DeclarationError(
                f"rule {function.__qualname__}: argument '{parameter}' must be a plain name without a default"
            )
        names.append(parameter.name)
    return tuple(names)


def source_of(function: Callable[..., Any]) -> ast.FunctionDef:
    """Return the parsed definition of a rule, without decorators, annotations and docstring."""
    try:
        text = textwrap.dedent(inspect.getsource(function))
    except OSError as error:
        raise DeclarationError(
            f"rule {function.__qualname__}: its source cannot be read; define it in a file"
        ) from error
    tree = ast.parse(text).body[0]
    if not isinstance(tree, ast.FunctionDef):
        raise DeclarationError(f"rule {function.__qualname__}: must be a plain function, not {type(tree).__name__}")
    tree.decorator_list = []
    tree.returns = None
    for argument in tree.args.args:
        argument.annotation = None
    if ast.get_docstring(tree) is not None:
        tree.body = tree.body[1:]
    return tree


F = TypeVar("F", bound=Callable[..., Any])

#: Phases outside the week: a channel's contributions, a new person, the start of a run.
CONTRIBUTION, NEWCOMER, START = "contribution", "newcomer", "start"


@dataclass
class Mechanism:
    """A mechanism: collects what one file declares. ``title`` says in a line what it represents."""

    name: str
    title: str = ""
    claims: tuple[str, ...] = ()
    fields: list[Field] = field(default_factory=list)
    levers: list[Lever] = field(default_factory=list)
    parameters: list[Parameter] = field(default_factory=list)
    channels: list[Channel] = field(default_factory=list)
    reductions: list[Reduction] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    happenings: list[Happening] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)

    def field(
        self,
        entity: Entity,
        name: str,
        *,
        unit: str = "0-1",
        range: tuple[float, float] = (0.0, 1.0),
        newcomer: float = 0.0,
        meaning: str,
        booked: bool = False,
        trait: bool = False,
    ) -> str:
        """Declare a column of state and return its name."""
        self.fields.append(Field(entity, name, unit, *range, meaning, newcomer, booked, trait, self.name))
        return name

    def lever(
        self,
        name: str,
        *,
        group: str,
        scope: Entity,
        meaning: str,
        unit: str = "0-1",
        range: tuple[float, float] = (0.0, 1.0),
        neutral: float | None,
        default: float | None = None,
        kind: Literal["lever", "uncertainty", "population"] = "lever",
        path: str = "",
        source: str = ASSUMPTION,
        claims: Iterable[str] = (),
        whole: bool = False,
    ) -> str:
        """Declare a lever (or an uncertainty, or a setting of the population) and return its name."""
        if default is None:
            if neutral is None:
                raise DeclarationError(f"lever {name}: a structural lever needs a default")
            default = neutral
        table = {"lever": "policy", "uncertainty": "environment", "population": "population"}[kind]
        self.levers.append(
            Lever(path or f"{table}.{name}", name, kind, group, scope, unit, *range, neutral, default, meaning,
                  source, tuple(claims), whole, self.name)
        )  # fmt: skip
        return name

    def parameter(
        self,
        name: str,
        default: float,
        *,
        unit: str,
        range: tuple[float, float],
        source: str,
        meaning: str,
        contested: bool = False,
        null: float | None = None,
        practitioner: float | None = None,
    ) -> str:
        """Declare a constant of an equation and return its name."""
        if contested and null is None:
            raise DeclarationError(f"parameter {self.name}.{name}: a contested parameter needs its null value")
        self.parameters.append(
            Parameter(name, default, unit, *range, source, meaning, contested, null, practitioner, self.name)
        )
        return name

    def channel(
        self,
        entity: Entity,
        name: str,
        *,
        phase: str,
        operation: Literal["sum", "product", "at_most_one"] = "sum",
        meaning: str,
    ) -> str:
        """Declare a channel and return its name."""
        self.channels.append(Channel(entity, name, phase, operation, meaning, self.name))
        return name

    def reduction(self, name: str, *, nobody: float) -> str:
        """Declare a reduction such as ``reports_mean_delivery`` and return its name."""
        over, _, rest = name.partition("_")
        operation, _, of = rest.partition("_")
        if over not in ("reports", "peers", "staff", "rivals") or operation not in ("mean", "sum") or not of:
            raise DeclarationError(
                f"reduction '{name}': must be reports_, peers_ or staff_ + mean_ or sum_ + a field of Employee, "
                "or rivals_ + mean_ or sum_ + a field of Company"
            )
        self.reductions.append(Reduction(name, over, operation, of, nobody, self.name))
        return name

    def record(
        self,
        name: str,
        *,
        entries: Sequence[Entry],
        complete: Callable[[Mapping[str, float]], dict[str, float]],
        schedule: Callable[[Mapping[str, Mapping[str, float]], Sequence[Mapping[str, Any]]], list[Setting]],
        events: Sequence[EventKind] = (),
    ) -> None:
        """Declare a kind of named table in a scenario, such as a mandate."""
        self.records.append(Record(name, tuple(entries), complete, schedule, tuple(events), self.name))

    def happening(self, kind: str, *, flag: str, meaning: str, cause: str = "", causes: Sequence[str] = ()) -> None:
        """Declare a row of the frame ``events``."""
        self.happenings.append(Happening(kind, flag, meaning, cause, tuple(causes)))

    def bind(
        self,
        function: Callable[..., Any],
        name: str,
        *,
        on: Entity,
        phase: str,
        sets: str | Sequence[str],
        cause: str = "",
        who: Literal["employed", "vacant", "seats"] = "employed",
        purpose: str = "",
        **names: str,
    ) -> None:
        """Wire a function as the rule ``name``; ``names`` maps its arguments (and results) to names of the model."""
        unknown = set(names) - set(arguments(function))
        if unknown:
            raise DeclarationError(f"rule {name}: binds '{sorted(unknown)[0]}', which is no argument of its function")
        wiring = tuple((a, names.get(a, a)) for a in arguments(function))
        results = (sets,) if isinstance(sets, str) else tuple(sets)
        results = tuple(names.get(s, s) for s in results)
        self.rules.append(Rule(name, function, on, phase, wiring, results, who, cause, purpose, self.name))

    def rule(
        self,
        *,
        on: Entity,
        phase: str,
        sets: str | Sequence[str],
        cause: str = "",
        who: Literal["employed", "vacant", "seats"] = "employed",
        purpose: str = "",
    ) -> Callable[[F], F]:
        """Declare the decorated function as a rule: *on* whom, in which *phase*, what it *sets*."""

        def declare(function: F) -> F:
            self.bind(function, function.__name__, on=on, phase=phase, sets=sets, cause=cause, who=who, purpose=purpose)
            return function

        return declare

    def contribution(self, to: str, *, on: Entity = Employee) -> Callable[[F], F]:
        """Declare the decorated function as a contribution to the channel ``to``."""

        def declare(function: F) -> F:
            self.bind(function, function.__name__, on=on, phase=CONTRIBUTION, sets=to)
            return function

        return declare

    def newcomer(self, entity: Entity, *sets: str) -> Callable[[F], F]:
        """Declare what a new person brings: runs when a seat is taken, draws by seat and occupant."""
        return self.rule(on=entity, phase=NEWCOMER, sets=sets, who="seats")

    def start(self, entity: Entity, *sets: str) -> Callable[[F], F]:
        """Declare what differs for those who are there at the start from what a newcomer brings."""
        return self.rule(on=entity, phase=START, sets=sets, who="seats")
