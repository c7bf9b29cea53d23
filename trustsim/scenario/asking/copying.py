"""A question as scenario files, as a command line and as Python; each gives the digits that the app shows."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping
from pprint import pformat

from trustsim.scenario.asking.question import UNNAMED, Question, Variant
from trustsim.scenario.scenario import Scenario
from trustsim.scenario.shape import Value

#: Tables that ``--set`` changes in every arm of a comparison; all others it changes in the scenarios only.
WORLD = ("run", "population", "environment", "parameters", "market")


def as_files(question: Question) -> dict[str, str]:
    """Return the text of a scenario file for the baseline and for each scenario, by the name of the file.

    Raises:
        ScenarioError: a scenario is wrong.
    """
    names: dict[str, str] = {}
    for scenario in (question.base, *question.arms):
        stem = re.sub(r"[^\w-]+", "-", scenario.name.lower()).strip("-") or UNNAMED
        taken = next(f"{stem}{end}.toml" for end in ("", *map(str, range(2, 9))) if f"{stem}{end}.toml" not in names)
        names[taken] = scenario.dump()
    return names


def as_command(question: Question) -> str:
    """Return the lines for a shell that compare the same: with ``--set`` where that can say it, else with files.

    Raises:
        ScenarioError: a scenario is wrong.
    """
    settings = f"--replications {question.replications} --seed {question.seed}"
    settings += f" --weeks {question.weeks} --profile {question.profile}"
    sets = _sets(question)
    if sets is not None:
        arms = [variant.start for variant in question.variants]
        words = ["trustsim", "compare", question.baseline, *arms, *shlex.split(settings)]
        pairs = (("--set", f"{path}={_bare(value)}") for path, value in sets.items())
        return shlex.join([*words, *(word for pair in pairs for word in pair)])
    files = as_files(question)
    writing = [f"cat > {shlex.quote(name)} <<'END'\n{text}END" for name, text in files.items()]
    names = " ".join(shlex.quote(name) for name in files)
    return "\n".join([*writing, f"trustsim compare {names} {settings}"])


def _sets(question: Question) -> dict[str, Value] | None:
    """Return what ``--set`` must say, or None where it cannot: it changes the world everywhere, policy in scenarios."""
    changes = [dict(variant.changes) for variant in question.variants]
    named = any(variant.name and variant.changes and variant.name != UNNAMED for variant in question.variants)
    alike = all(change == changes[0] for change in changes)
    starts = [variant.start for variant in question.variants]
    told_apart = all(starts) and len(set(starts)) == len(starts)
    world = all(path.partition(".")[0] in WORLD for path in question.company)
    policy = all(path.partition(".")[0] not in WORLD for change in changes for path in change)
    if not (changes and alike and world and policy and told_apart) or named:
        return None
    return {**question.company, **changes[0]}


def _bare(value: Value) -> str:
    """Return a value as ``--set`` reads it."""
    if isinstance(value, tuple):
        return json.dumps(list(value), ensure_ascii=False)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str | bool) else repr(value)


def as_python(question: Question) -> str:
    """Return a Python program that compares the same.

    Raises:
        ScenarioError: a scenario is wrong.
    """
    lines = ["import trustsim as ts", ""]
    if question.company:
        lines += [f"company = {_dict(question.company)}"]
    lines += [f"baseline = {_loaded(question, Variant(question.baseline), question.base)}"]
    lines += ["scenarios = ["]
    for variant, arm in zip(question.variants, question.arms, strict=True):
        lines += [f"    {_loaded(question, variant, arm)},"]
    lines += ["]", "comparison = ts.compare("]
    lines += [f"    baseline, scenarios, replications={question.replications}, seed={question.seed},"]
    lines += [f"    weeks={question.weeks}, profile={question.profile!r},", ")", "print(comparison.table)"]
    return "\n".join(lines) + "\n"


def _loaded(question: Question, variant: Variant, arm: Scenario) -> str:
    start = repr(variant.start) if variant.start else repr({"name": arm.name})
    named = {"name": arm.name} if variant.start and arm.name != variant.start else {}
    own = {**variant.changes, **named}
    parts = ["company"] * bool(question.company) + ([_dict(own)] if own else [])
    return f"ts.load({start})" + (f".override({' | '.join(parts)})" if parts else "")


def _dict(values: Mapping[str, Value]) -> str:
    plain = {path: list(value) if isinstance(value, tuple) else value for path, value in values.items()}
    return pformat(plain, width=100, sort_dicts=False)
