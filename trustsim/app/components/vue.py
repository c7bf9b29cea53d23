"""``vue``: a Vue file as a component whose values reach the browser as they are."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import solara


class Plain:
    """A value that nobody looks into on its way to the browser.

    Solara visits every item of every list that a component is given, to find components in it; the numbers of a chart
    are many, and none of them is one. That took longer than the simulation.
    """

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Plain) and self.value == other.value

    __hash__ = None  # pyright: ignore[reportAssignmentType] - values may be lists

    def __repr__(self) -> str:
        return f"Plain({self.value!r})"


def vue(file: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return a decorator that makes a component of a Vue file that lies beside the function.

    The function's arguments are the values that the file knows; those called ``event_NAME`` are what its ``NAME(...)``
    calls; ``children`` are components. All other values are plain: numbers, texts, lists and dicts of them.

    Args:
        file: the name of the file.
    """

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        signature = inspect.signature(function)
        values = [name for name in signature.parameters if name != "children" and not name.startswith("event_")]
        make = solara.component_vue(file, vuetify=False, to_json=dict.fromkeys(values, _as_it_is))(function)

        def component(*given: Any, **named: Any) -> Any:
            arguments = signature.bind(*given, **named).arguments
            return make(**{name: Plain(value) if name in values else value for name, value in arguments.items()})

        component.__doc__, component.__name__ = function.__doc__, function.__name__
        return component

    return decorate


def _as_it_is(value: Any, _: object) -> Any:
    return value.value if isinstance(value, Plain) else value
