"""Rules as methods of agents, and what subclasses do instead of them."""

from __future__ import annotations

import difflib
import functools
import inspect
import logging
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from trustsim.errors import DeclarationError, InputError, nearest
from trustsim.model.declarations import Employee, Entity
from trustsim.model.rules import Wired

if TYPE_CHECKING:
    from trustsim.mesa_model.agents import Row

logger = logging.getLogger("trustsim")

#: Returns who answers for a row of an entity; None if nobody is there.
Answering = Callable[[Entity, int], "Row | None"]


def rule_method(wired: Wired) -> Callable[..., Any]:
    """Return a rule as a method: without arguments for the agent's row as it stands, with them the pure rule."""
    rule = wired.rule

    def method(self: Row, /, **given: float) -> Any:
        for name in given:
            if name not in names:
                raise InputError(f"rule {rule.name} has no argument '{name}'{nearest(name, names)}")
        values = given if len(given) == len(names) else {**_standing(self, wired), **given}
        return rule.function(**values)

    names = _names(wired)
    kind = inspect.Parameter.KEYWORD_ONLY
    receiver = inspect.Parameter("self", inspect.Parameter.POSITIONAL_ONLY)
    arguments = [inspect.Parameter(name, kind, default=None, annotation=float) for name in names]
    method.__signature__ = inspect.Signature([receiver, *arguments])  # pyright: ignore[reportFunctionMemberAccess]
    method.__name__ = rule.name
    method.__qualname__ = f"{rule.entity!r}.{rule.name}"
    method.__doc__ = f"{inspect.getdoc(rule.function) or ''}\n\nSets {', '.join(rule.sets)}.".strip()
    return method


def filled(wired: Wired, function: Callable[..., Any]) -> Callable[..., Any]:
    """Return an overriding method that, as the rule's own does, reads off the agent's row what it is not given."""
    wanted = _wanted(wired, function)

    @functools.wraps(function)
    def method(self: Row, /, *args: Any, **given: Any) -> Any:
        if args or all(name in given for name in wanted):
            return function(self, *args, **given)
        standing = _standing(self, wired)
        return function(self, **{**{name: standing[name] for name in wanted}, **given})

    return method


def _standing(agent: Row, wired: Wired) -> Mapping[str, float]:
    """Return what a rule reads for an agent: within the rule's turn what the driver has read, else what stands now."""
    if agent._deciding and agent._deciding[0] is wired:
        return agent._deciding[1]
    return agent._arguments(wired)


def _names(wired: Wired) -> list[str]:
    return [argument for argument, _ in wired.rule.names]


def _wanted(wired: Wired, function: Callable[..., Any]) -> list[str]:
    """Return the arguments of a rule that an overriding method wants."""
    parameters = list(inspect.signature(function).parameters.values())[1:]
    takes_all = any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters)
    named = {parameter.name for parameter in parameters}
    return [name for name in _names(wired) if takes_all or name in named]


class Overrides:
    """Lets agents whose class overrides a rule answer for themselves: what ``PlainDriver`` asks for.

    Args:
        classes: the agents' classes.
        answering: who answers for a row.

    Raises:
        DeclarationError: a class overrides what it cannot, or wants arguments that a rule has not.
    """

    def __init__(self, classes: tuple[type[Row], ...], answering: Answering) -> None:
        self.answering = answering
        self.wanted: dict[int, list[str]] = {}
        #: The classes that override something, by name.
        self.by: list[str] = []
        for cls in classes:
            found = {wired.number: names for wired, names in overridden(cls)}
            self.wanted |= found
            self.by += [cls.__name__] if found else []

    def __bool__(self) -> bool:
        return bool(self.wanted)

    def __call__(self, wired: Wired, row: int) -> Callable[[Mapping[str, float]], Any] | None:
        """Return the function to call instead of a rule for a row, or None."""
        names = self.wanted.get(wired.number)
        agent = self.answering(wired.rule.entity, row) if names is not None else None
        return None if agent is None or names is None else functools.partial(_decide, agent, wired, names)


def _decide(agent: Row, wired: Wired, names: list[str], values: Mapping[str, float]) -> Any:
    """Call an agent's own method for a rule with the arguments that it wants."""
    before, agent._deciding = agent._deciding, (wired, values)
    try:
        return getattr(agent, wired.rule.name)(**{name: values[name] for name in names})
    finally:
        agent._deciding = before


def overridden(cls: type[Row]) -> Iterator[tuple[Wired, list[str]]]:
    """Yield the rules that a class overrides, with the names of the arguments that its method wants.

    Raises:
        DeclarationError: a method wants what the rule has not, or a field is hidden.
    """
    for name, attribute in cls._attributes.items():
        if inspect.getattr_static(cls, name) is not attribute:
            raise DeclarationError(f"{cls.__name__}.{name} hides what the model declares under this name: rename it")
    for name, (wired, method) in cls._rules.items():
        found = inspect.getattr_static(cls, name)
        if found is not method:
            _check(f"{cls.__name__}.{name}", wired, found)
            yield wired, _wanted(wired, found)
    for name in set(vars(cls)).difference(dir(cls.__base__)) if "_rules" not in vars(cls) else ():
        almost = difflib.get_close_matches(name, cls._rules, n=1, cutoff=0.85)
        if almost:
            logger.warning("%s.%s overrides no rule; did you mean '%s'?", cls.__name__, name, almost[0])


def _check(where: str, wired: Wired, found: Any) -> None:
    """Check what a class has in the place of a rule."""
    if not inspect.isfunction(found):
        raise DeclarationError(f"{where} must be a method, since it overrides a rule; it is a {type(found).__name__}")
    if wired.rule.entity is Employee and wired.rule.who == "vacant":
        raise DeclarationError(f"{where}: the rule runs for empty seats, where no employee is to override it")
    names = _names(wired)
    for parameter in list(inspect.signature(found).parameters.values())[1:]:
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.POSITIONAL_ONLY):
            raise DeclarationError(f"{where}: arguments are handed over by name, '{parameter}' cannot be")
        if parameter.name not in names and parameter.kind is not parameter.VAR_KEYWORD:
            hint = nearest(parameter.name, names) or f"; it has {', '.join(names) or 'none'}"
            raise DeclarationError(f"{where}: the rule has no argument '{parameter.name}'{hint}")


@functools.cache
def say_slow(names: str) -> None:
    """Say once that overriding makes a model slow."""
    logger.warning("%s overrides rules: the model runs agent by agent, in plain Python, a thousand times slower", names)
