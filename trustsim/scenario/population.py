"""A population of firms: ``scenarios/firms.toml`` says how they differ, and ``firms`` draws scenarios from it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from statistics import NormalDist
from typing import Any

import numpy as np

from trustsim.errors import InputError
from trustsim.model import draws
from trustsim.scenario.catalogue import Catalogue, the_catalogue
from trustsim.scenario.loading import load
from trustsim.scenario.problems import Problems, clean, must_be, near, shown
from trustsim.scenario.reading import FIRMS, parse, read, shipped_folder
from trustsim.scenario.scenario import Scenario
from trustsim.scenario.shape import Leaf
from trustsim.scenario.spread import KINDS, Floats, Spread

MOST_FIRMS = 10_000
#: The tables of a scenario whose values may differ between firms.
TABLES = ("policy", "population", "environment", "parameters")
#: What a line of the file may say, and what each may be.
_BOUND = Leaf("number", "", low=-1e9, high=1e9)
_KEYS: dict[str, Leaf] = {
    "kind": Leaf("choice", "", choices=KINDS),
    "mean": _BOUND,
    "sd": Leaf("number", "", low=0.0, high=1e9),
    "low": _BOUND,
    "high": _BOUND,
    "unit": Leaf("line", ""),
    "climate": Leaf("number", "", low=-1.0, high=1.0),
    "source": Leaf("line", "", length=200),
}


def firms(
    n: int,
    *,
    seed: int | None = None,
    base: str | os.PathLike[str] | Mapping[str, Any] | Scenario = "baseline",
    distribution: str | os.PathLike[str] | None = None,
) -> list[Scenario]:
    """Return scenarios of firms that differ as firms do: the base with other values at the paths of a distribution.

    Firm k is the same, however many are drawn, and a path that is added to the distribution changes no other.

    Args:
        n: how many firms.
        seed: where the luck starts; the base's own if None.
        base: what all firms have in common: a scenario, a shipped name, the path of a file, or a dict shaped like one.
        distribution: the path of a file such as ``scenarios/firms.toml``; that one if None.

    Raises:
        InputError: n is out of range.
        ScenarioError: the base or the distribution is wrong.
    """
    if isinstance(n, bool) or not isinstance(n, int) or not 1 <= n <= MOST_FIRMS:
        raise InputError(f"firms: n must be a whole number from 1 to {MOST_FIRMS:,}, not {shown(n)}")
    common = load(base)
    drawn = draw(spreads(distribution), n, common.seed if seed is None else seed)
    return [_firm(common, number, n, {path: float(v[number]) for path, v in drawn.items()}) for number in range(n)]


def _firm(common: Scenario, number: int, n: int, values: Mapping[str, float]) -> Scenario:
    named = {"name": f"{common.name}-firm-{number + 1}"[:80], "title": f"Firm {number + 1:,} of {n:,}"}
    return common.override({**values, **named}, source=FIRMS)


def draw(found: tuple[Spread, ...], n: int, seed: int) -> dict[str, Floats]:
    """Return the value of each of n firms at each path, by dotted path."""
    who = draws.identities(f"firm {number}" for number in range(n))
    key = draws.keys(seed, [0])[0]

    def scores(what: str) -> Floats:
        uniforms = draws.uniforms(key, who, 0, draws.purpose_of(f"firms.{what}"))[0]
        return np.array([NormalDist().inv_cdf(share) for share in uniforms])

    climate = scores("climate")
    return {spread.path: spread.values(climate, scores(f"of {spread.path}")) for spread in found}


def spreads(source: str | os.PathLike[str] | None = None) -> tuple[Spread, ...]:
    """Return how firms differ, in the order of a file.

    Args:
        source: the path of the file; ``scenarios/firms.toml``, which is shipped, if None.

    Raises:
        ScenarioError: the file cannot be read, or what it says is wrong; the message has a line for each problem.
    """
    path = shipped_folder() / FIRMS if source is None else Path(source)
    label = FIRMS if source is None else clean(str(path), 200)
    document = parse(read(path), label)
    problems = Problems()
    lines = document.get("firms")
    for key in document.keys() - {"title", "firms"}:
        problems.add(label, f"{clean(key)} is unknown{near(key, ('title', 'firms'))}; known here: title, firms")
    if not isinstance(lines, dict) or not lines:
        problems.add(label, f"firms must be a table with a line for each path that differs, not {shown(lines)}")
        lines = {}
    checker = _Checker(label, the_catalogue(), problems)
    found = [checker.spread(path, line) for path, line in lines.items()]
    problems.check()
    return tuple(spread for spread in found if spread)


class _Checker:
    """Checks the lines of a distribution between firms."""

    def __init__(self, label: str, catalogue: Catalogue, problems: Problems) -> None:
        self.label, self.catalogue, self.problems = label, catalogue, problems

    def spread(self, path: str, line: object) -> Spread | None:
        """Return what a line says, or None where it is wrong; problems are noted."""
        before = len(self.problems.lines) + self.problems.more
        leaf = self._leaf(path)
        if not isinstance(line, dict):
            self._add(f"{clean(path)} must be a table: {{ kind, mean, sd, low, high, unit, climate, source }}")
        elif leaf:
            self._keys(path, line)
            if len(self.problems.lines) + self.problems.more == before:
                return self._whole(path, line, leaf)
        return None

    def _leaf(self, path: str) -> Leaf | None:
        leaf = self.catalogue.leaf(path)
        known = [known for known, found in self.catalogue.fixed.items() if found.kind == "number"]
        allowed = [known for known in known if known.partition(".")[0] in TABLES]
        if leaf and path in allowed:
            return leaf
        why = "cannot differ between firms" if leaf else "is unknown"
        self._add(f"{clean(path, 200)} {why}{near(path, allowed)}; a path of a number in {', '.join(TABLES)} may")
        return None

    def _keys(self, path: str, line: Mapping[str, Any]) -> None:
        """Note keys that are unknown, missing or of the wrong type."""
        needed = _KEYS.keys() - ({"mean", "sd"} if line.get("kind") == "uniform" else set())
        for key in sorted(line.keys() - needed):
            self._add(
                f"{clean(path)}.{clean(key)} is unknown{near(key, needed)}; known here: {', '.join(sorted(needed))}"
            )
        for key in sorted(needed - line.keys()):
            self._add(f"{path}.{key} is missing; it must be {_KEYS[key].allowed}")
        for key in sorted(needed & line.keys()):
            if not _fits(_KEYS[key], line[key]):
                self._add(must_be(f"{path}.{key}", _KEYS[key], line[key]))

    def _whole(self, path: str, line: Mapping[str, Any], leaf: Leaf) -> Spread | None:
        """Return a line whose keys are right one by one, or None where they do not fit together or the path."""
        low, high = float(line["low"]), float(line["high"])
        uniform = line["kind"] == "uniform"
        mean = (low + high) / 2.0 if uniform else float(line["mean"])
        sd = (high - low) / 12.0**0.5 if uniform else float(line["sd"])
        if not leaf.low <= low < high <= leaf.high:
            self._add(
                f"{path}: low and high must be {leaf.allowed}, low below high, not {shown(low)} and {shown(high)}"
            )
        elif not low < mean < high:
            self._add(f"{path}.mean must lie between low and high ({shown(low)} and {shown(high)}), not {shown(mean)}")
        elif sd <= 0.0 or (line["kind"] == "beta" and sd**2 >= (mean - low) * (high - mean)):
            most = ((mean - low) * (high - mean)) ** 0.5
            self._add(f"{path}.sd must be above 0 and, for a beta, below {most:.3g} here, not {shown(sd)}")
        elif line["unit"] != leaf.unit:
            self._add(f"{path}.unit must be that of the path, '{leaf.unit}', not {shown(line['unit'])}")
        else:
            return Spread(path, line["kind"], mean, sd, low, high, leaf.unit, float(line["climate"]), line["source"])
        return None

    def _add(self, text: str) -> None:
        self.problems.add(self.label, text)


def _fits(leaf: Leaf, value: object) -> bool:
    """Tell whether a value is what a key asks for."""
    if leaf.kind == "number":
        return isinstance(value, int | float) and not isinstance(value, bool) and leaf.low <= value <= leaf.high
    if not isinstance(value, str) or not value.strip():
        return False
    return value in leaf.choices if leaf.choices else len(value) <= leaf.length
