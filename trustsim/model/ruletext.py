"""The text of a rule: what it may contain, and the numbers that it reads by name."""

from __future__ import annotations

import ast
import builtins
import inspect
import textwrap
from collections.abc import Callable
from typing import Any

from trustsim.errors import DeclarationError
from trustsim.model import equations


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


def constants_of(function: Callable[..., Any]) -> dict[str, float]:
    """Return the numbers that a rule reads by a name in capitals from its own module."""
    space = function.__globals__
    names = [name for name in function.__code__.co_names if name.isupper()]
    return {name: float(space[name]) for name in names if isinstance(space.get(name), (int, float))}


_HELPERS = {helper.__name__: helper for helper in equations.HELPERS}
_ALLOWED = {*_HELPERS, "min", "max", "abs"}


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
        problem = _problem(node, local) or _stranger(node, function)
        if problem:
            line = function.__code__.co_firstlineno + getattr(node, "lineno", 1) - 1
            raise DeclarationError(f"rule {function.__name__} ({function.__code__.co_filename}:{line}): {problem}")


def _stranger(node: ast.AST, function: Callable[..., Any]) -> str:
    """A helper's name must mean the helper, or the rule is one function in plain Python and another compiled."""
    if not isinstance(node, ast.Name) or node.id not in _HELPERS or node.id not in function.__globals__:
        return ""
    helper = _HELPERS[node.id]
    if function.__globals__[node.id] is helper:
        return ""
    return f"'{node.id}' is not the model's own; import it from {helper.__module__}"


def _problem(node: ast.AST, local: set[str]) -> str:
    if isinstance(node, ast.Name) and node.id not in local | _ALLOWED:
        kind = "the builtin" if hasattr(builtins, node.id) else "the unknown or global name"
        return f"{kind} '{node.id}' cannot be used in a rule; allowed are arguments and {', '.join(sorted(_ALLOWED))}"
    if isinstance(node, ast.Pow):
        return "'**' differs between drivers in the last bits; multiply, or call power()"
    if isinstance(node, (ast.For, ast.While, ast.Attribute, ast.Subscript, ast.Lambda, ast.With, ast.Try)):
        return f"a rule is plain arithmetic; {type(node).__name__} is not allowed"
    return ""
