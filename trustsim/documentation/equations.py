"""The rules themselves: the docstring of each mechanism, and of each rule its docstring and the text that runs."""

from __future__ import annotations

import ast
import inspect
import sys
import textwrap
from collections.abc import Callable
from typing import Any

from trustsim.documentation.markdown import code
from trustsim.model import equations as shared
from trustsim.model.declarations import CONTRIBUTION, NEWCOMER, START, Rule
from trustsim.model.mechanism import Mechanism
from trustsim.model.rules import RuleSet
from trustsim.model.ruletext import constants_of


def submodels(ruleset: RuleSet) -> str:
    """Return what each mechanism is and what its rules say, in words."""
    parts = []
    for mechanism in ruleset.mechanisms:
        lines = [f"- `{rule.name}`: {_first_line(rule.function)}" for rule in _once(mechanism.rules)]
        parts.append("\n".join([f"### {mechanism.name.capitalize()}", "", _about(mechanism), "", *lines]))
    return "\n\n".join(parts)


def equations(ruleset: RuleSet) -> str:
    """Return the equations of all rules as they run, by mechanism, and those that they share."""
    parts = [
        f"## {mechanism.name.capitalize()}\n\n{_about(mechanism)}\n\n{_of(mechanism)}"
        for mechanism in ruleset.mechanisms
    ]
    helpers = [
        f"{_signature(helper)}\n\n{_text(helper)}" for helper in shared.HELPERS if helper.__module__ == shared.__name__
    ]
    return "\n\n".join([*parts, "## What several mechanisms share", *helpers])


def _about(mechanism: Mechanism) -> str:
    """Return the docstring of a mechanism's file, its title if it has no rules, and the claims that it bears on."""
    file = inspect.getdoc(sys.modules[mechanism.rules[0].function.__module__]) if mechanism.rules else ""
    text = _plain(file or mechanism.title)
    return f"{text}\n\nClaims: {', '.join(mechanism.claims)}." if mechanism.claims else text


def _of(mechanism: Mechanism) -> str:
    return "\n\n".join(
        f"{_declared(mechanism, rule)}\n\n{_words(rule.function)}\n\n{_text(rule.function)}"
        for rule in _once(mechanism.rules)
    )


def _once(rules: list[Rule]) -> list[Rule]:
    """Return the rules, of those that share a function the first only."""
    return list({rule.function: rule for rule in reversed(rules)}.values())[::-1]


def _declared(mechanism: Mechanism, rule: Rule) -> str:
    """Return a heading that says for whom, when and what, and the names that a shared function stands for."""
    when = {CONTRIBUTION: "", NEWCOMER: "when a seat is taken, ", START: "at the start of a run, "}
    phase = when.get(rule.phase, f"in the phase {rule.phase}, ")
    verb = "contributes to" if rule.phase == CONTRIBUTION else "sets"
    kin = [other for other in mechanism.rules if other.function is rule.function]
    if len(kin) == 1:
        sets, cause = code(rule.sets), f"; booked to *{rule.cause}*" if rule.cause else ""
        return f"**`{rule.name}`** ({rule.entity.name}; {phase}{verb} {sets}{cause})"
    lines = [f"**`{rule.function.__name__}`** ({rule.entity.name}; {phase}for each of these)", ""]
    for other in kin:
        names = [f"`{argument}` = `{name}`" for argument, name in other.names if argument != name]
        lines.append(f"- `{other.name}`: {', '.join(names)}")
    return "\n".join(lines)


def _signature(function: Callable[..., Any]) -> str:
    return f"**`{function.__name__}({', '.join(inspect.signature(function).parameters)})`**\n\n{_words(function)}"


def _text(function: Callable[..., Any]) -> str:
    """Return the body of a function as its file has it, and the constants of the file that it reads."""
    source = textwrap.dedent(inspect.getsource(function))
    tree = ast.parse(source).body[0]
    assert isinstance(tree, ast.FunctionDef)
    first = tree.body[1 if ast.get_docstring(tree) is not None else 0]
    body = textwrap.dedent("\n".join(source.splitlines()[first.lineno - 1 : tree.end_lineno]))
    constants = [f"{name} = {value:g}" for name, value in constants_of(function).items()]
    return "\n".join(["```python", *constants, body, "```"])


def _words(function: Callable[..., Any]) -> str:
    return _plain(inspect.getdoc(function) or "")


def _first_line(function: Callable[..., Any]) -> str:
    return _words(function).split("\n\n")[0].replace("\n", " ")


def _plain(text: str) -> str:
    """Return a docstring as Markdown."""
    return text.replace("``", "`")
