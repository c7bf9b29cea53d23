"""What a map asks, as a value: scenarios, the paths that vary, the outcomes. Shipped in ``scenarios/maps``.

scenario = "trust-first"
against = "verify-first"        # left out: values, or with one axis differences from its first
outcomes = ["productivity"]
replications = 12
seed = 1

[set]                           # in every cell
"population.employees" = 120

[x]
path = "population.opportunists"
values = [0.0, 0.5, 1.0]        # or { low = 0.0, high = 1.0, steps = 3 }

[y]                             # left out: a dose-response
path = "policy.accountability"
values = [0.0, 1.0]

[[panels]]
title = "All remote"
set = { "policy.remote_days" = 5 }
"""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from trustsim.errors import InputError, nearest
from trustsim.model.week import MODEL
from trustsim.studies.documents import (
    MOST_VALUES,
    check_keys,
    list_of,
    loaded,
    shipped_documents,
    table_of,
    values_of,
)
from trustsim.studies.running import ScenarioLike

#: The most cells of a map that are run; of one that is refined the most that it may come to; how often it may be.
MOST_CELLS, MOST_FINE_CELLS, MOST_ROUNDS = 5_000, 100_000, 4
#: Without an own number a map runs so many replications of a cell: there are many cells.
REPLICATIONS = 12
#: Where maps are shipped, beside the scenarios.
FOLDER = "maps"


@dataclass(frozen=True)
class Axis:
    """A path that varies along a side of a map.

    Attributes:
        path: a dotted path of a number.
        values: its values, rising.
        label: what it is in plain words; made from the path if empty.
        source: who asks for it, for messages.
    """

    path: str
    values: tuple[float, ...]
    label: str = ""
    source: str = "x"

    def __post_init__(self) -> None:
        numbers = [isinstance(value, int | float) and not isinstance(value, bool) for value in self.values]
        if not all(numbers) or not all(map(math.isfinite, self.values)):
            raise InputError(f"{self.source}: {self.path} needs numbers, got {list(self.values)}")
        if not 2 <= len(self.values) <= MOST_VALUES:
            raise InputError(f"{self.source}: {self.path} needs 2 to {MOST_VALUES} values, got {len(self.values)}")
        if any(one >= other for one, other in zip(self.values, self.values[1:], strict=False)):
            raise InputError(f"{self.source}: the values of {self.path} must rise, got {list(self.values)}")
        if self.path.partition(".")[0] == "run":
            raise InputError(f"{self.source}: {self.path} cannot vary within a map: every cell is run alike")

    @property
    def words(self) -> str:
        """What stands beside the axis."""
        return self.label or self.path.rpartition(".")[2].replace("_", " ")


@dataclass(frozen=True)
class Panel:
    """One of several maps side by side, or a line of a dose-response: a title, and what is set in all its cells."""

    title: str = ""
    set: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class MapPlan:
    """What a map asks.

    Attributes:
        scenario: the scenario that is run in every cell.
        x: the path along the horizontal axis.
        y: the path along the vertical axis; None makes a dose-response.
        against: the scenario from which differences are taken, or None.
        outcomes: what is measured.
        panels: maps side by side, or the lines of a dose-response.
        set: values of paths in every cell.
        replications: how many runs of each scenario in each cell.
        seed: where the luck starts: the same in every cell.
        weeks: how many weeks are reported; the scenario's own number if None.
        profile: the reading of contested evidence; the scenario's own if None.
        ridge: the path of an axis along which the way from 10 to 90% of the highest value is measured, or nothing.
        refine: how often the steps are halved where neighbouring cells differ; 0 runs the cells that are named.
        name: the map's name.
        title: one line for headings.
        story: what the map asks, in plain words.
    """

    scenario: ScenarioLike
    x: Axis
    y: Axis | None = None
    against: ScenarioLike | None = None
    outcomes: tuple[str, ...] = ("productivity",)
    panels: tuple[Panel, ...] = (Panel(),)
    set: Mapping[str, Any] = field(default_factory=dict)
    replications: int = REPLICATIONS
    seed: int = 1
    weeks: int | None = None
    profile: str | None = None
    ridge: str = ""
    refine: int = 0
    name: str = "map"
    title: str = ""
    story: str = ""

    def __post_init__(self) -> None:
        for name in self.outcomes:
            if name not in MODEL.outcomes:
                raise InputError(f"{self.name}: no outcome is called '{name}'{nearest(name, MODEL.outcomes)}")
        if not self.outcomes or not self.panels:
            raise InputError(f"{self.name}: a map needs at least one outcome and one panel")
        titles = [panel.title for panel in self.panels]
        if len(set(titles)) < len(titles):
            raise InputError(f"{self.name}: two panels have the same title; each needs its own")
        self._check_paths()
        if self.ridge and self.ridge not in [axis.path for axis in self.axes]:
            raise InputError(f"{self.name}: ridge must be the path of x or y, not '{self.ridge}'")
        if isinstance(self.refine, bool) or not isinstance(self.refine, int) or not 0 <= self.refine <= MOST_ROUNDS:
            raise InputError(f"{self.name}: refine must be a whole number from 0 to {MOST_ROUNDS}, got {self.refine!r}")
        most = MOST_FINE_CELLS if self.refine else MOST_CELLS
        if self.cells > most:
            raise InputError(f"{self.name}: a map has at most {most:,} cells, this one {self.cells:,}")

    def _check_paths(self) -> None:
        varied = {axis.path: axis.source for axis in self.axes}
        if len(varied) < len(self.axes):
            raise InputError(f"{self.name}: x and y are the same path, {self.x.path}; name two")
        settings = {"set": self.set} | {f"panel '{panel.title}'": panel.set for panel in self.panels}
        for who, values in settings.items():
            for path in values:
                if path in varied:
                    raise InputError(f"{self.name}: {path} varies along {varied[path]}, so {who} cannot fix it")
                if path.partition(".")[0] == "run":
                    raise InputError(f"{self.name}: {who}: {path} is a setting of the map itself: set it there")

    @property
    def axes(self) -> tuple[Axis, ...]:
        """The axes: x, and y if there is one."""
        return (self.x,) if self.y is None else (self.x, self.y)

    @property
    def cells(self) -> int:
        """How many cells there are in all panels."""
        return len(self.panels) * math.prod(len(axis.values) for axis in self.axes)

    def but(self, **changes: Any) -> MapPlan:
        """Return the same map with other values of some attributes; None leaves one as it is."""
        return replace(self, **{name: value for name, value in changes.items() if value is not None})


# -- plain values ---------------------------------------------------------------------------------------------------

_KEYS = tuple(name for name in MapPlan.__dataclass_fields__ if name != "name")
_TEXTS = ("scenario", "against", "profile", "ridge", "title", "story")
_WHOLES = ("replications", "seed", "weeks", "refine")


def map_plan(document: Mapping[str, Any], name: str = "map") -> MapPlan:
    """Return the map that a document describes: the content of a file as plain values.

    Args:
        document: what a file holds.
        name: what messages call it.

    Raises:
        InputError: a key is unknown or missing, or its value is wrong.
    """
    check_keys(document, _KEYS, name)
    values = {key: document[key] for key in (*_TEXTS, *_WHOLES) if key in document}
    for key, value in values.items():
        kind = str if key in _TEXTS else int
        if not isinstance(value, kind) or isinstance(value, bool):
            raise InputError(f"{name}: {key} must be {'a text' if kind is str else 'a whole number'}, got {value!r}")
    for key in ("scenario", "x"):
        if key not in document:
            raise InputError(f"{name}: {key} is missing")
    values |= {key: axis_of(document[key], f"{name}: {key}") for key in ("x", "y") if key in document}
    if "outcomes" in document:
        values["outcomes"] = _outcomes(document["outcomes"], name)
    if "set" in document:
        values["set"] = table_of(document["set"], f"{name}: set")
    if "panels" in document:
        values["panels"] = tuple(_panel(panel, f"{name}: panels") for panel in list_of(document["panels"], name))
    return MapPlan(**values, name=name)


def axis_of(given: Any, source: str) -> Axis:
    """Return the axis that a table with ``path`` and ``values`` describes.

    Raises:
        InputError: a key is unknown or missing, or values are no numbers or do not rise.
    """
    table = table_of(given, source)
    check_keys(table, ("path", "values", "label"), source)
    if not isinstance(table.get("path"), str) or "values" not in table:
        raise InputError(f"{source}: needs path and values")
    return Axis(table["path"], values_of(table["values"], source), str(table.get("label", "")), source)


def _panel(given: Any, source: str) -> Panel:
    table = table_of(given, source)
    check_keys(table, ("title", "set"), source)
    if not isinstance(table.get("title"), str):
        raise InputError(f"{source}: each needs a title")
    return Panel(table["title"], table_of(table.get("set", {}), f"{source}: {table['title']}"))


def _outcomes(given: Any, name: str) -> tuple[str, ...]:
    found = list_of(given, name)
    if not all(isinstance(outcome, str) for outcome in found):
        raise InputError(f"{name}: outcomes must be a list of names, got {given!r}")
    return tuple(found)


# -- files ----------------------------------------------------------------------------------------------------------


def shipped_maps() -> list[str]:
    """Return the names of the shipped maps, in order of the alphabet."""
    return shipped_documents(FOLDER)


def load_map(source: str | os.PathLike[str] | Mapping[str, Any]) -> MapPlan:
    """Return a map by its shipped name, from a file or from plain values.

    Args:
        source: a shipped name, the path of a TOML file, or a dict shaped like one.

    Raises:
        InputError: there is no such map, or what it says is wrong.
    """
    if isinstance(source, Mapping):
        return map_plan(source)
    return map_plan(*loaded(source, FOLDER, "map", ("scenario", "against")))
