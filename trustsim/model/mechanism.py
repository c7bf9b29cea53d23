"""The collector that a mechanism's file fills with declarations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from trustsim.errors import DeclarationError
from trustsim.model.declarations import (
    ASSUMPTION,
    CONTRIBUTION,
    NEWCOMER,
    START,
    Channel,
    Employee,
    Entity,
    Entry,
    EventKind,
    Field,
    Happening,
    Lever,
    Parameter,
    Record,
    Reduction,
    Rule,
    Setting,
)
from trustsim.model.ruletext import arguments

F = TypeVar("F", bound=Callable[..., Any])


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
        seat: bool = False,
    ) -> str:
        """Declare a column of state and return its name."""
        self.fields.append(Field(entity, name, unit, *range, meaning, newcomer, booked, trait, seat, self.name))
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
        choices: Iterable[str] = (),
    ) -> str:
        """Declare a lever (or an uncertainty, or a setting of the population) and return its name."""
        if default is None:
            if neutral is None:
                raise DeclarationError(f"lever {name}: a structural lever needs a default")
            default = neutral
        table = {"lever": "policy", "uncertainty": "environment", "population": "population"}[kind]
        self.levers.append(
            Lever(path or f"{table}.{name}", name, kind, group, scope, unit, *range, neutral, default, meaning,
                  source, tuple(claims), whole, self.name, tuple(choices))
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
        schedule: Callable[[Mapping[str, Mapping[str, float]], Sequence[Mapping[str, Any]]], list[Setting]],
        entries: Sequence[Entry] = (),
        complete: Callable[[Mapping[str, float]], dict[str, float]] = dict,
        events: Sequence[EventKind] = (),
    ) -> None:
        """Declare a kind of named table in a scenario, such as a mandate; without entries, only its events."""
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
