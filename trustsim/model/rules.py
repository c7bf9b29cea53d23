"""A ``RuleSet`` wires declarations: who has which columns, what each argument of each rule reads, what is wrong.

From it come the compiled kernels (``kernels.py``), the agent-by-agent driver (``plain.py``), the tables of
the ODD page and the contract tests. There is no second line of science.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from trustsim.errors import DeclarationError, nearest
from trustsim.model import draws
from trustsim.model.checking import check, try_rules
from trustsim.model.declarations import (
    CONTRIBUTION,
    ENTITIES,
    NEWCOMER,
    START,
    Channel,
    Company,
    Employee,
    Entity,
    Field,
    Happening,
    Lever,
    Manager,
    Outcome,
    Parameter,
    Record,
    Reduction,
    Rule,
    Team,
    World,
)
from trustsim.model.mechanism import Mechanism
from trustsim.model.ruletext import arguments, check_text

#: What the engine itself writes: the week now simulated, and who sits where.
WEEK = "week"
EMPLOYED, OCCUPANT, ARRIVED = "employed", "occupant", "arrived"
LEFT, JOINED, BY_HAND = "left", "joined", "set by hand"
RESERVED_PREFIXES = ("world_", "company_", "team_", "manager_", "reports_", "peers_", "staff_", "rivals_")


@dataclass(frozen=True)
class Phase:
    """A part of the week: its name and what happens in it."""

    name: str
    meaning: str


@dataclass(frozen=True)
class Operand:
    """Where an argument comes from: a column of an entity, a reduction, a channel, or a word of the rule's draw."""

    kind: Literal["column", "reduction", "channel", "draw"]
    entity: Entity
    index: int
    name: str


@dataclass(frozen=True)
class Wired:
    """A rule with its operands, and where its results go: (kind, index) for each name that it sets."""

    rule: Rule
    number: int
    operands: tuple[Operand, ...]
    results: tuple[Operand, ...]
    slots: tuple[int, ...]
    purpose: int


@dataclass(frozen=True)
class Measure:
    """A numerator or denominator of outcomes, wired."""

    function: Callable[..., float]
    entity: Entity
    operands: tuple[Operand, ...]


class RuleSet:
    """Phases, mechanisms and outcomes that belong together, checked and wired.

    Raises:
        DeclarationError: a name is used for two things, an argument is unknown, a rule does what rules may not.
    """

    def __init__(
        self, name: str, phases: Sequence[Phase], mechanisms: Sequence[Mechanism], outcomes: Sequence[Outcome] = ()
    ) -> None:
        self.name = name
        self.phases = tuple(phases)
        self.mechanisms = tuple(mechanisms)
        self.outcomes = {outcome.name: outcome for outcome in outcomes}
        self.fields: dict[tuple[Entity, str], Field] = {}
        self.levers: dict[str, Lever] = {}
        self.parameters: dict[str, Parameter] = {}
        self.channels: dict[str, Channel] = {}
        self.reductions: dict[str, Reduction] = {}
        self.records: dict[str, Record] = {}
        self.happenings: dict[str, Happening] = {}
        self._collect()
        self.columns = self._columns()
        self.booked = tuple(f.name for f in self.fields.values() if f.booked)
        self.slots = self._ledger_slots()
        self.rules = tuple(self._wire(number, rule) for number, rule in enumerate(self._declared_rules()))
        check(self)
        try_rules(self)

    def __repr__(self) -> str:
        return (
            f"RuleSet({self.name!r}: {len(self.mechanisms)} mechanisms, {len(self.rules)} rules, "
            f"{len(self.levers)} levers, {len(self.parameters)} parameters, {len(self.outcomes)} outcomes)"
        )

    # -- collecting ---------------------------------------------------------------------------------------------

    def _declared_rules(self) -> list[Rule]:
        return [rule for mechanism in self.mechanisms for rule in mechanism.rules]

    def _collect(self) -> None:
        owners: dict[str, str] = {WEEK: "the engine"}
        for mechanism in self.mechanisms:
            for declared in mechanism.fields:
                if (declared.entity, declared.name) in self.fields:
                    raise DeclarationError(f"{declared.entity} has two fields '{declared.name}'")
                self.fields[declared.entity, declared.name] = declared
            for kind, items, into in (
                ("lever", mechanism.levers, self.levers),
                ("parameter", mechanism.parameters, self.parameters),
                ("channel", mechanism.channels, self.channels),
                ("reduction", mechanism.reductions, self.reductions),
                ("record", mechanism.records, self.records),
            ):
                for item in items:
                    self._claim(owners, item.name, f"{kind} of mechanism '{mechanism.name}'")
                    into[item.name] = item  # type: ignore[index]
            for happening in mechanism.happenings:
                self.happenings[happening.kind] = happening
        self._check_names(owners)

    def _claim(self, owners: dict[str, str], name: str, what: str) -> None:
        if name in owners:
            raise DeclarationError(f"'{name}' is used for two things: {owners[name]} and {what}; rename one")
        owners[name] = what

    def _check_names(self, owners: dict[str, str]) -> None:
        for (entity, name), declared in self.fields.items():
            if name in owners:
                raise DeclarationError(f"'{name}' is used for two things: field of {entity} and {owners[name]}")
            if name.startswith(RESERVED_PREFIXES) or not name.isidentifier():
                raise DeclarationError(f"field '{name}' of mechanism '{declared.mechanism}': not a free name")
        for name in (*self.levers, *self.parameters, *self.channels):
            if name.startswith(RESERVED_PREFIXES) or name.endswith("_draw") or not name.isidentifier():
                raise DeclarationError(f"'{name}': names must not begin with {', '.join(RESERVED_PREFIXES)}")
        for name in (EMPLOYED, OCCUPANT, ARRIVED):
            if (Employee, name) not in self.fields:
                raise DeclarationError(f"rule set '{self.name}': Employee needs the field '{name}'")
        for reduction in self.reductions.values():
            of = Company if reduction.over == "rivals" else Employee
            if (of, reduction.field) not in self.fields:
                raise DeclarationError(f"reduction '{reduction.name}': {of} has no field '{reduction.field}'")

    def _columns(self) -> dict[Entity, dict[str, int]]:
        names: dict[Entity, list[str]] = {entity: [] for entity in ENTITIES}
        names[World].append(WEEK)
        # mechanism by mechanism: one that is added moves no column of the others, so their kernels stay as they are
        for mechanism in self.mechanisms:
            names[World] += [parameter.name for parameter in mechanism.parameters]
            for declared in (*mechanism.levers, *mechanism.fields):
                names[declared.entity].append(declared.name)
        return {entity: {name: index for index, name in enumerate(listed)} for entity, listed in names.items()}

    def _ledger_slots(self) -> dict[tuple[str, str], int]:
        slots: dict[tuple[str, str], int] = {}
        for name in self.booked:
            causes = [rule.cause for rule in self._declared_rules() if rule.entity is Employee and name in rule.sets]
            for cause in dict.fromkeys([*causes, LEFT, JOINED, BY_HAND]):
                if cause:
                    slots[name, cause] = len(slots)
        return slots

    # -- wiring -------------------------------------------------------------------------------------------------

    def _wire(self, number: int, rule: Rule) -> Wired:
        check_text(rule.function)
        operands = tuple(self._operand(rule.entity, name, rule.name, rule.draws) for _, name in rule.names)
        results = tuple(self._result(rule, name) for name in rule.sets)
        slots = tuple(self.slots[name, rule.cause] if self._is_booked(rule, name) else -1 for name in rule.sets)
        if len(rule.draws) > 4:
            raise DeclarationError(f"rule {rule.name}: at most 4 draws a rule, it has {len(rule.draws)}")
        purpose = draws.purpose_of(rule.purpose or f"{rule.mechanism}.{rule.name}")
        return Wired(rule, number, operands, results, slots, purpose)

    def _is_booked(self, rule: Rule, name: str) -> bool:
        booked = rule.entity is Employee and name in self.booked and rule.phase not in (NEWCOMER, START)
        if booked and not rule.cause:
            raise DeclarationError(f"rule {rule.name}: writes the booked field '{name}', so it needs a cause")
        if booked and rule.who != "employed":
            raise DeclarationError(
                f"rule {rule.name}: writes the booked field '{name}', so it must run for the employed"
            )
        return booked

    def _operand(self, entity: Entity, name: str, where: str, draw_names: Sequence[str] = ()) -> Operand:
        """Resolve the name of an argument for a rule on ``entity``."""
        if name in draw_names:
            return Operand("draw", entity, draw_names.index(name), name)
        if (entity, name) in self.fields:
            return self._column(entity, name)
        if name == WEEK or name in self.parameters:
            return self._column(World, name)
        if name in self.levers:
            owner = self.levers[name].entity
            if owner.rank > entity.rank:
                raise DeclarationError(f"{where}: {entity} cannot read '{name}', which each {owner} has for itself")
            return self._column(owner, name)
        if name in self.channels:
            if self.channels[name].entity is not entity:
                raise DeclarationError(f"{where}: channel '{name}' belongs to {self.channels[name].entity}")
            return Operand("channel", entity, list(self.channels).index(name), name)
        if name in self.reductions:
            return self._reduction(entity, name, where)
        for parent in (Company, Team, Manager):
            field = name.removeprefix(f"{parent.name}_")
            if field != name and parent.rank < entity.rank and (parent, field) in self.fields:
                return self._column(parent, field)
        raise DeclarationError(f"{where}: unknown name '{name}'{nearest(name, self._known(entity))}")

    def _known(self, entity: Entity) -> list[str]:
        own = [name for owner, name in self.fields if owner is entity]
        parents = [f"{owner.name}_{name}" for owner, name in self.fields if World.rank < owner.rank < entity.rank]
        return [*own, *parents, *self.levers, *self.parameters, *self.channels, *self.reductions]

    def _reduction(self, entity: Entity, name: str, where: str) -> Operand:
        readers = {"peers": (Employee,), "reports": (Manager, Team), "staff": (Company,), "rivals": (Company,)}
        over = self.reductions[name].over
        if entity not in readers[over]:
            raise DeclarationError(f"{where}: '{name}' can be read by {readers[over][0]} only")
        return Operand("reduction", entity, list(self.reductions).index(name), name)

    def _column(self, entity: Entity, name: str) -> Operand:
        return Operand("column", entity, self.columns[entity][name], name)

    def _result(self, rule: Rule, name: str) -> Operand:
        if name in self.channels:
            return Operand("channel", rule.entity, list(self.channels).index(name), name)
        if (rule.entity, name) not in self.fields:
            own = [known for owner, known in self.fields if owner is rule.entity]
            raise DeclarationError(f"rule {rule.name}: {rule.entity} has no field '{name}' to set{nearest(name, own)}")
        return self._column(rule.entity, name)

    # -- looking up ---------------------------------------------------------------------------------------------

    def phase_of(self, rule: Rule) -> str:
        """Return the phase in which a rule runs; a contribution runs in the phase of its channel."""
        return self.channels[rule.sets[0]].phase if rule.phase == CONTRIBUTION else rule.phase

    def select(self, phase: str, entity: Entity) -> list[Wired]:
        """Return the rules of a phase on an entity in their order: contributions first, then as registered."""
        chosen = [w for w in self.rules if w.rule.entity is entity and self.phase_of(w.rule) == phase]
        return sorted(chosen, key=lambda wired: wired.rule.phase != CONTRIBUTION)

    @cached_property
    def fresh(self) -> list[str]:
        """The fields of employees with which whoever takes a seat begins anew."""
        stays = (EMPLOYED, OCCUPANT, ARRIVED)
        return [
            name
            for (entity, name), field in self.fields.items()
            if entity is Employee and name not in stays and not field.seat
        ]

    def hires(self, phase: str) -> bool:
        """Tell whether people can arrive in this phase."""
        return any(ARRIVED in wired.rule.sets for wired in self.select(phase, Employee))

    @cached_property
    def measures(self) -> tuple[list[Measure], dict[str, tuple[int, int]]]:
        """Return the distinct measures, and for each outcome the indices of its numerator and denominator."""
        measures: dict[tuple[Any, Entity], Measure] = {}
        pairs = {}
        for outcome in self.outcomes.values():
            for function in (outcome.numerator, outcome.denominator):
                if (function, outcome.entity) not in measures:
                    check_text(function)
                    operands = [self._operand(outcome.entity, a, outcome.name) for a in arguments(function)]
                    if any(operand.kind != "column" for operand in operands):
                        raise DeclarationError(
                            f"outcome {outcome.name}: it can read fields, levers and parameters only"
                        )
                    measures[function, outcome.entity] = Measure(function, outcome.entity, tuple(operands))
            order = list(measures)
            pairs[outcome.name] = (
                order.index((outcome.numerator, outcome.entity)),
                order.index((outcome.denominator, outcome.entity)),
            )
        return list(measures.values()), pairs

    def default(self, operand: Operand) -> float:
        """Return a typical value of what an operand reads: the default or the middle of its range."""
        if operand.kind == "draw":
            return 0.5
        if operand.kind == "channel":
            return self.channels[operand.name].identity
        if operand.kind == "reduction":
            return self.reductions[operand.name].nobody
        name = list(self.columns[operand.entity])[operand.index]
        if name in self.levers:
            return self.levers[name].default
        if name in self.parameters:
            return self.parameters[name].default
        return 1.0 if name == WEEK else self.fields[operand.entity, name].newcomer
