"""Attributes of agents, made from the declarations: each reads and writes one cell of the columns.

They are called as the arguments of rules are: own fields plain, fields of the team with ``team_`` before them, levers
by their names.
"""

from __future__ import annotations

from collections.abc import Iterator
from numbers import Real
from typing import TYPE_CHECKING, Any

import numpy as np

from trustsim.errors import InputError
from trustsim.model.declarations import Company, Employee, Entity, Field, Lever, Manager, Parameter, Team, World
from trustsim.model.rules import ARRIVED, EMPLOYED, OCCUPANT, RuleSet

if TYPE_CHECKING:
    from trustsim.mesa_model.agents import Row

Declared = Field | Lever | Parameter

#: Who sits where is the engine's to write.
BY_ENGINE = (EMPLOYED, OCCUPANT, ARRIVED)
#: On whose agent a lever is set.
SETTER = {
    Team: "a manager (for the team) or the company (for all its teams)",
    Company: "the company",
    World: "model.world",
}


class Attribute:
    """A field, lever or parameter as an attribute of agents: a descriptor.

    Args:
        name: the attribute's name.
        declared: the declaration: range, unit and meaning.
        entity: whose column it is.
        index: the column.
        refusal: why it cannot be set here; empty if it can.
    """

    def __init__(self, name: str, declared: Declared, entity: Entity, index: int, refusal: str = "") -> None:
        self.name = name
        self.declared = declared
        self.entity = entity
        self.index = index
        self.refusal = refusal
        self.booked = isinstance(declared, Field) and declared.booked
        self.__doc__ = f"{declared.meaning} ({self.allowed})"

    @property
    def allowed(self) -> str:
        """The range and the unit, in words."""
        unit = "" if self.declared.unit == "0-1" else f" {self.declared.unit}"
        return f"{self.declared.low:g} to {self.declared.high:g}{unit}"

    def __get__(self, row: Row | None, owner: type | None = None) -> Any:
        return self if row is None else row._read(self)

    def __set__(self, row: Row, value: Any) -> None:
        if self.refusal:
            raise InputError(f"{row._who}: {self.name} cannot be set here: {self.refusal}")
        row._write(self, self._number(row, value))

    def _number(self, row: Row, value: Any) -> float:
        if isinstance(value, (Real, np.bool_)) and self.declared.low <= value <= self.declared.high:
            return float(value)
        raise InputError(f"{row._who}: {self.name} must be a number from {self.allowed}, not {value!r}")

    def __repr__(self) -> str:
        return f"<{self.name}: {self.__doc__}>"


def attributes(ruleset: RuleSet, entity: Entity) -> Iterator[Attribute]:
    """Yield the attributes of the agents that stand for the rows of an entity."""
    yield from _fields(ruleset, entity)
    for lever in ruleset.levers.values():
        if lever.kind == "population" and entity is not World:
            continue
        index = ruleset.columns[lever.entity][lever.name]
        yield Attribute(lever.name, lever, lever.entity, index, _refusal(entity, lever))
    if entity is World:
        for parameter in ruleset.parameters.values():
            index = ruleset.columns[World][parameter.name]
            refusal = "a constant of the equations: set it in the scenario, under [parameters]"
            yield Attribute(parameter.name, parameter, World, index, refusal)


def _fields(ruleset: RuleSet, entity: Entity) -> Iterator[Attribute]:
    for (owner, name), field in ruleset.fields.items():
        index = ruleset.columns[owner][name]
        if owner is entity:
            refusal = "who sits where is written by the simulation" if name in BY_ENGINE else ""
            yield Attribute(name, field, owner, index, refusal)
        elif owner is Team and entity in (Manager, Employee):
            refusal = "" if entity is Manager else "it is the whole team's: set it on the manager"
            yield Attribute(f"team_{name}", field, owner, index, refusal)


def _refusal(entity: Entity, lever: Lever) -> str:
    """Return why agents of an entity cannot set a lever; nothing if they can."""
    if lever.kind == "population" or lever.whole:
        return "it is fixed within a run: set it in the scenario"
    owners = {Team: (Manager, Company), Company: (Company,), World: (World,)}[lever.entity]
    return "" if entity in owners else f"it is a lever of the {lever.scope}: set it on {SETTER[lever.entity]}"
