"""The arms of the evidence: ``arms.toml`` says what the words of a study's design mean as values, and why."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from trustsim.errors import InputError, nearest

#: The first week after the burn-in: policies start in it.
START_WEEK = 1
#: The label of what an arm sets in that week.
LABEL = "arm"

Bounds = Mapping[str, tuple[float, float]]


@dataclass(frozen=True)
class Lever:
    """A value of an arm and the reason for it.

    Attributes:
        path: the dotted path.
        why: the reason, from the study's design.
        always: the value throughout; None where the policy starts in week 1.
        before: the value before it starts; that of the scenario if None.
        after: the value from then on; None where ``doses`` are given.
        doses: values from then on, each a run of its own.
    """

    path: str
    why: str
    always: Any = None
    before: Any = None
    after: Any = None
    doses: tuple[float, ...] = ()


@dataclass(frozen=True)
class Argument:
    """An argument of rules that are called as plain functions, and the reason for its value."""

    value: float
    why: str


@dataclass(frozen=True)
class Arm:
    """An arm of a study.

    Attributes:
        name: its name in the table of targets.
        findings: what it is for.
        why: what of the study it stands for.
        weeks: weeks simulated after the burn-in; 0 where nothing is run.
        employees: people a run.
        firms: firms a run that differ as firms do; 0 for one company.
        levers: what it sets, by path.
        among: bounds of states of the people, or the managers, that numbers are about; everybody if empty.
        among_why: the reason for them.
        same_run: the arm whose run this one is a part of.
        arguments: of rules called as plain functions.
    """

    name: str
    findings: tuple[str, ...]
    why: str
    weeks: int = 0
    employees: int = 0
    firms: int = 0
    levers: Mapping[str, Lever] = field(default_factory=dict)
    among: Bounds = field(default_factory=dict)
    among_why: str = ""
    same_run: str = ""
    arguments: Mapping[str, Argument] = field(default_factory=dict)

    @property
    def run(self) -> str:
        """The arm that is simulated for this one."""
        return self.same_run or self.name

    @property
    def doses(self) -> tuple[float, ...]:
        """The doses of the lever that has some."""
        return next((lever.doses for lever in self.levers.values() if lever.doses), ())

    @property
    def fixed(self) -> set[str]:
        """The paths that have a value of the arm's own from the beginning."""
        return {path for path, lever in self.levers.items() if lever.always is not None or lever.before is not None}

    def overrides(self, dose: float | None = None) -> dict[str, Any]:
        """Return what the arm sets, by dotted path; the start of its policy is an entry of the timeline.

        Args:
            dose: the value of the lever that has doses.
        """
        given: dict[str, Any] = {}
        starts: dict[str, Any] = {}
        for path, lever in self.levers.items():
            if lever.always is not None:
                given[path] = lever.always
                continue
            if lever.before is not None:
                given[path] = lever.before
            value = dose if lever.doses else lever.after
            if value is not None and value != lever.before:
                starts[path] = value
        return given | ({f"timeline.{LABEL}": {"week": START_WEEK, "set": starts}} if starts else {})


_KEYS = set(Arm.__dataclass_fields__) - {"name"} | {"like"}
_LEVER_KEYS = set(Lever.__dataclass_fields__) - {"path"}


def load_arms() -> dict[str, Arm]:
    """Return every arm by name.

    Raises:
        InputError: an arm has an unknown key, or is like one that is not there.
    """
    text = files("trustsim.evidence.findings").joinpath("arms.toml").read_text(encoding="utf-8")
    return read_arms(tomllib.loads(text))


def read_arms(tables: Mapping[str, Mapping[str, Any]]) -> dict[str, Arm]:
    """Return the arms of a document by name; one that is like another must stand below it."""
    arms: dict[str, Arm] = {}
    for name, table in tables.items():
        arms[name] = _arm(name, table, arms)
    return arms


def _arm(name: str, table: Mapping[str, Any], known: Mapping[str, Arm]) -> Arm:
    where = f"arms.toml: {name}"
    _check(where, table, _KEYS)
    values: dict[str, Any] = {}
    if "like" in table:
        if table["like"] not in known:
            raise InputError(f"{where}: like '{table['like']}': no such arm above it{nearest(table['like'], known)}")
        model = known[table["like"]]
        values = {key: getattr(model, key) for key in _KEYS - {"like", "findings", "why", "same_run"}}
    own: dict[str, Any] = {
        key: value for key, value in table.items() if key in _KEYS - {"like", "levers", "among", "arguments"}
    }
    levers = {path: _lever(f"{where}: {path}", path, line) for path, line in table.get("levers", {}).items()}
    arguments = {key: Argument(line["value"], line["why"]) for key, line in table.get("arguments", {}).items()}
    among = {key: (float(low), float(high)) for key, (low, high) in table.get("among", {}).items()}
    own |= {
        "findings": tuple(table["findings"]),
        "levers": {**values.get("levers", {}), **levers},
        "arguments": {**values.get("arguments", {}), **arguments},
        "among": among or values.get("among", {}),
    }
    return Arm(name, **{**values, **own})


def _lever(where: str, path: str, line: Mapping[str, Any]) -> Lever:
    _check(where, line, _LEVER_KEYS)
    if not str(line.get("why", "")).strip():
        raise InputError(f"{where}: needs the reason: why = ...")
    lever = Lever(
        path, **{key: value for key, value in line.items() if key != "doses"}, doses=tuple(line.get("doses", ()))
    )
    if (lever.always is None) == (lever.after is None and not lever.doses):
        raise InputError(f"{where}: needs either `always`, or `after` (or `doses`)")
    return lever


def _check(where: str, given: Mapping[str, Any], known: set[str]) -> None:
    for key in given:
        if key not in known:
            raise InputError(f"{where}: unknown key '{key}'{nearest(key, known)}")
