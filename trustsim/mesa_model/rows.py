"""A row of the columns as an object: its cells are attributes, its rules are methods."""

from __future__ import annotations

import difflib
import inspect
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

import mesa

from trustsim.errors import DeclarationError, InputError, nearest
from trustsim.mesa_model.attributes import Attribute, attributes
from trustsim.mesa_model.methods import filled, rule_method
from trustsim.model import declarations
from trustsim.model.declarations import Entity
from trustsim.model.rules import RuleSet, Wired
from trustsim.model.state import Floats

if TYPE_CHECKING:
    from trustsim.mesa_model.model import TrustModel

#: What Mesa calls its own on an agent, in one of its versions or another.
MESA_NAMES = {*dir(mesa.Agent), "model", "unique_id", "pos", "cell", "scenario", "create_agents", "from_dataframe"}


class Row:
    """A row of an entity whose cells are attributes and whose rules are methods."""

    _ruleset: ClassVar[RuleSet]
    _attributes: ClassVar[Mapping[str, Attribute]] = {}
    _rules: ClassVar[Mapping[str, tuple[Wired, Callable[..., Any]]]] = {}
    #: The entity whose fields are plain attributes, and the entities whose rules are methods.
    _entity: ClassVar[Entity]
    _behaves_as: ClassVar[tuple[Entity, ...]] = ()

    model: TrustModel
    _row: int
    _deciding: tuple[Wired, Mapping[str, float]] | None = None

    def __init_subclass__(cls, ruleset: RuleSet | None = None, **keywords: Any) -> None:
        """Give a class the attributes and methods of a rule set, or let a subclass override some of them."""
        super().__init_subclass__(**keywords)
        if ruleset is not None:
            _declare(cls, ruleset)
            return
        for name in cls._rules.keys() & vars(cls).keys():
            function = vars(cls)[name]
            if inspect.isfunction(function):
                setattr(cls, name, filled(cls._rules[name][0], function))

    def __getattr__(self, name: str) -> Any:
        hint = "" if name.startswith("_") else _almost(type(self), name)
        raise AttributeError(f"{type(self).__name__} has no attribute '{name}'{hint}")

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in self.__dict__ and not name.startswith("_"):
            refusal = _refusal(type(self), name)
            if refusal:
                raise InputError(refusal)
        super().__setattr__(name, value)

    # -- cells --------------------------------------------------------------------------------------------------

    @property
    def _who(self) -> str:
        return repr(self)

    def _row_of(self, entity: Entity) -> int | slice:
        """Return the row of an entity to which this one belongs, or the rows that belong to it."""
        return 0

    def _column(self, attribute: Attribute) -> Floats:
        return self.model._tables[attribute.entity][attribute.index]

    def _read(self, attribute: Attribute) -> float:
        return float(self._column(attribute)[self._row_of(attribute.entity)].mean())

    def _write(self, attribute: Attribute, value: float) -> None:
        self._column(attribute)[self._row_of(attribute.entity)] = value

    def _arguments(self, wired: Wired) -> Mapping[str, float]:
        """Return what a rule would read for this row as all stands now."""
        row = self._row_of(wired.rule.entity)
        assert isinstance(row, int)
        return self.model._evaluator.arguments(wired, row)


class World(Row):
    """What is the same for all: uncertainties of the environment, which can be set, and parameters."""

    _entity = declarations.World

    def __init__(self, model: TrustModel) -> None:
        self.model = model

    def __repr__(self) -> str:
        return "the world"


def _declare(cls: type[Row], ruleset: RuleSet) -> None:
    """Give a class what a rule set declares for its entity."""
    taken: dict[str, str] = dict.fromkeys(MESA_NAMES, "an attribute of every Mesa agent")
    taken |= dict.fromkeys((name for name in dir(cls) if not name.startswith("__")), f"an attribute of {cls.__name__}")
    own = {attribute.name: attribute for attribute in attributes(ruleset, cls._entity)}
    rules = [wired for wired in ruleset.rules if wired.rule.entity in cls._behaves_as]
    methods = [(wired.rule.name, (wired, rule_method(wired))) for wired in rules]
    for name, what in [*((name, "a field or lever") for name in own), *((name, "a rule") for name, _ in methods)]:
        if name in taken:
            raise DeclarationError(f"'{name}' of {cls._entity} is {what} and {taken[name]}: rename the one declared")
        taken[name] = what
    cls._ruleset, cls._attributes, cls._rules = ruleset, own, dict(methods)
    for name, attribute in own.items():
        setattr(cls, name, attribute)
    for name, (_, method) in methods:
        setattr(cls, name, method)


@lru_cache(maxsize=1024)
def _almost(cls: type[Row], name: str) -> str:
    return nearest(name, [*cls._attributes, *cls._rules])


@lru_cache(maxsize=1024)
def _refusal(cls: type[Row], name: str) -> str:
    """Return why an attribute cannot be set on an agent; nothing if it can."""
    if name in cls._rules:
        return f"{cls.__name__}.{name} is a rule: override it in a subclass"
    almost = difflib.get_close_matches(name, cls._attributes, n=1, cutoff=0.85)
    if almost and not hasattr(cls, name):
        return (
            f"{cls.__name__} has no attribute '{name}'; did you mean '{almost[0]}'? "
            f"An attribute of your own by this name is declared in a subclass: {name} = None"
        )
    return ""
