"""The text of a rule: what it may contain, and the numbers that it reads by name."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable
from typing import Any

from trustsim.errors import DeclarationError
from trustsim.model import equations
from trustsim.model.declarations import source_of


def constants_of(function: Callable[..., Any]) -> dict[str, float]:
    """Return the numbers that a rule reads by a name in capitals from its own module."""
    space = function.__globals__
    names = [name for name in function.__code__.co_names if name.isupper()]
    return {name: float(space[name]) for name in names if isinstance(space.get(name), (int, float))}


_ALLOWED = {helper.__name__ for helper in equations.HELPERS} | {"min", "max", "abs"}


def check_text(function: Callable[..., Any]) -> None:
    """Check that a rule is plain arithmetic on its arguments.

    Raises:
        DeclarationError: it reads a global, calls what is not a helper, uses ``**``, a loop or an attribute.
    """
    tree = source_of(function)
    local = (
        set(constants_of(function))
        | {a.arg for a in tree.args.args}
        | {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    )
    for node in ast.walk(tree):
        problem = _problem(node, local)
        if problem:
            line = function.__code__.co_firstlineno + getattr(node, "lineno", 1) - 1
            raise DeclarationError(f"rule {function.__name__} ({function.__code__.co_filename}:{line}): {problem}")


def _problem(node: ast.AST, local: set[str]) -> str:
    if isinstance(node, ast.Name) and node.id not in local | _ALLOWED:
        kind = "the builtin" if hasattr(builtins, node.id) else "the unknown or global name"
        return f"{kind} '{node.id}' cannot be used in a rule; allowed are arguments and {', '.join(sorted(_ALLOWED))}"
    if isinstance(node, ast.Pow):
        return "'**' differs between drivers in the last bits; multiply, or call power()"
    if isinstance(node, (ast.For, ast.While, ast.Attribute, ast.Subscript, ast.Lambda, ast.With, ast.Try)):
        return f"a rule is plain arithmetic; {type(node).__name__} is not allowed"
    return ""
