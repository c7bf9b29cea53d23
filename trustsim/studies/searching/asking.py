"""What a search asks: goals, levers that may be moved, uncertainties that it must hold up against. Files in TOML.

scenario = "rto-three-days"                    # what must be so
baseline = "baseline"                          # what goals may be measured by
goals = ["attrition <= baseline", "leadership_trust >= baseline - 0.05", "stress <= 50"]

[levers]                                       # what may be moved, and what a move over the whole range costs (1)
"mandates.rto.explanation" = { low = 0.0, high = 1.0 }
"policy.support" = { low = 0.5, high = 1.0, cost = 2.0 }

[uncertainties]                                # states of the world are drawn from these
"environment.labour_market" = { low = 0.0, high = 1.0 }
"run.profile" = ["meta_analytic", "practitioner", "null"]
"""

from __future__ import annotations

import math
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from trustsim.errors import InputError, nearest
from trustsim.model.week import MODEL
from trustsim.studies.designs.factors import Factor, factor_of
from trustsim.studies.documents import check_keys, list_of, loaded, shipped_documents, table_of
from trustsim.studies.running import ScenarioLike

#: Where searches are shipped, beside the scenarios.
FOLDER = "searches"
GOAL = re.compile(r"^\s*(\w+)\s*(<=|>=)\s*(?:(baseline)\s*(?:([+-])\s*([0-9.]+))?|(-?[0-9.]+))\s*$")


@dataclass(frozen=True)
class Goal:
    """An outcome that must not exceed, or fall short of, a bound: a number, or the baseline's value and a margin."""

    outcome: str
    sense: str
    margin: float
    against_baseline: bool

    @classmethod
    def of(cls, text: Any, source: str) -> Goal:
        """Return the goal that a text such as ``attrition <= baseline + 1`` says.

        Raises:
            InputError: it says none.
        """
        match = GOAL.match(text) if isinstance(text, str) else None
        if match is None:
            raise InputError(f"{source}: a goal is written 'attrition <= baseline + 1' or 'stress <= 50', got {text!r}")
        outcome, sense, baseline, sign, margin, number = match.groups()
        if outcome not in MODEL.outcomes:
            raise InputError(f"{source}: no outcome is called '{outcome}'{nearest(outcome, MODEL.outcomes)}")
        try:
            amount = float(margin or number or 0.0)
        except ValueError:
            raise InputError(f"{source}: '{margin or number}' in '{text}' is no number") from None
        return cls(outcome, sense, -amount if sign == "-" else amount, baseline is not None)

    @property
    def words(self) -> str:
        """The goal as a text that ``of`` reads."""
        if not self.against_baseline:
            return f"{self.outcome} {self.sense} {self.margin:g}"
        margin = f" {'-' if self.margin < 0 else '+'} {abs(self.margin):g}" if self.margin else ""
        return f"{self.outcome} {self.sense} baseline{margin}"

    def shortfall(self, value: float, baseline: float) -> float:
        """Return by how much a value misses the goal, in smallest differences that matter; not above 0 if it is met."""
        bound = self.margin + (baseline if self.against_baseline else 0.0)
        missed = value - bound if self.sense == "<=" else bound - value
        return missed / MODEL.outcomes[self.outcome].matters


@dataclass(frozen=True)
class Lever:
    """What may be moved, over which range, and what a move over all of it costs."""

    factor: Factor
    cost: float = 1.0


@dataclass(frozen=True)
class SearchPlan:
    """What a search asks.

    Attributes:
        scenario: what must be so; the levers are moved in it.
        goals: as texts or ``Goal``; all must be met.
        levers: by path a range ``{"low", "high"}`` or a list of values, perhaps with ``"cost"``.
        uncertainties: by path a range or a list of values, from which states of the world are drawn; "run.profile" too.
        baseline: what goals may be measured by, in the same states.
        set: values of paths in both.
        robust: the share of states in which the goals must be met.
        most_levers: how many levers may be moved at once.
        trials: how many candidates are tried for each number of levers.
        states: how many states of the world a candidate is tried in; for verification as many again, times two.
        replications: how many runs in each state; for verification twice as many.
        seed: where the luck starts.
        weeks: how many weeks are reported; the scenarios' own number if None.
        name: the search's name.
        title: one line for headings.
        story: what it asks, in plain words.
    """

    scenario: ScenarioLike
    goals: Sequence[Any]
    levers: Mapping[str, Any]
    uncertainties: Mapping[str, Any] = field(default_factory=dict)
    baseline: ScenarioLike = "baseline"
    set: Mapping[str, Any] = field(default_factory=dict)
    robust: float = 0.9
    most_levers: int = 3
    trials: int = 40
    states: int = 12
    replications: int = 6
    seed: int = 1
    weeks: int | None = None
    name: str = "search"
    title: str = ""
    story: str = ""

    def __post_init__(self) -> None:
        goals = tuple(goal if isinstance(goal, Goal) else Goal.of(goal, self.name) for goal in self.goals)
        self._become("goals", goals)
        self._become("levers", {path: _lever(path, given, self.name) for path, given in self.levers.items()})
        source = f"{self.name}: uncertainties"
        drawn = {path: factor_of(path, given, source) for path, given in self.uncertainties.items()}
        self._become("uncertainties", drawn)
        self._check()

    def _become(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)

    def _check(self) -> None:
        if not self.goals or not self.levers:
            raise InputError(f"{self.name}: a search needs at least one goal and one lever")
        for path in self.levers:
            if path in self.uncertainties or path in self.set:
                raise InputError(f"{self.name}: {path} is a lever, so it cannot be fixed or uncertain as well")
        for name, low, high in (
            ("most_levers", 1, len(self.levers)), ("trials", 1, 10_000), ("states", 2, 1_000),
            ("replications", 1, 10_000), ("seed", 0, 2**31),
        ):  # fmt: skip
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int) or value < low or value > max(high, low):
                if name == "most_levers" and isinstance(value, int) and value > high:
                    self._become(name, high)
                    continue
                raise InputError(f"{self.name}: {name} must be a whole number from {low} to {high:,}, got {value!r}")
        if not isinstance(self.robust, int | float) or not 0.0 < self.robust <= 1.0:
            raise InputError(f"{self.name}: robust must be a share above 0 and up to 1, got {self.robust!r}")

    def but(self, **changes: Any) -> SearchPlan:
        """Return the same search with other values of some attributes; None leaves one as it is."""
        return replace(self, **{name: value for name, value in changes.items() if value is not None})


def _lever(path: str, given: Any, name: str) -> Lever:
    if isinstance(given, Lever):
        return given
    source, cost = f"{name}: levers", 1.0
    if isinstance(given, Mapping):
        given = dict(given)
        cost = given.pop("cost", 1.0)
        given = given.pop("values", None) or given
    if isinstance(cost, bool) or not isinstance(cost, int | float) or not 0.0 <= cost < math.inf:
        raise InputError(f"{source}: {path}: cost must be a number from 0, got {cost!r}")
    return Lever(factor_of(path, given, source), float(cost))


# -- files ----------------------------------------------------------------------------------------------------------

_KEYS = tuple(name for name in SearchPlan.__dataclass_fields__ if name != "name")


def search_plan(document: Mapping[str, Any], name: str = "search") -> SearchPlan:
    """Return the search that a document describes: the content of a file as plain values.

    Raises:
        InputError: a key is unknown or missing, or its value is wrong.
    """
    check_keys(document, _KEYS, name)
    for key in ("scenario", "goals", "levers"):
        if key not in document:
            raise InputError(f"{name}: {key} is missing")
    values: dict[str, Any] = dict(document) | {"goals": list_of(document["goals"], f"{name}: goals")}
    for key in ("levers", "uncertainties", "set"):
        values[key] = table_of(document.get(key, {}), f"{name}: {key}")
    return SearchPlan(**values, name=name)


def shipped_searches() -> list[str]:
    """Return the names of the shipped searches, in order of the alphabet."""
    return shipped_documents(FOLDER)


def load_search(source: str | os.PathLike[str] | Mapping[str, Any]) -> SearchPlan:
    """Return a search by its shipped name, from a file or from plain values.

    Raises:
        InputError: there is no such search, or what it says is wrong.
    """
    if isinstance(source, Mapping):
        return search_plan(source)
    return search_plan(*loaded(source, FOLDER, "search", ("scenario", "baseline")))
