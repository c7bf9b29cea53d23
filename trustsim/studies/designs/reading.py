"""From a TOML file or a dict to a design.

scenario = "baseline"           # or a list of several, which are a factor then
method = "grid"
replications = 20               # or { outcome = "stress", narrower_than = 0.02, at_most = 400 }
seed = 5

[set]                           # at every point
"population.employees" = 60

[factors]
"policy.surveillance" = [0.0, 0.3, 0.6, 0.9]
"policy.autonomy" = { low = 0.0, high = 1.0, steps = 5 }

[[zip]]                         # varies together; crossed with the rest
"policy.checkins" = [0.0, 1.0]
"policy.work_log" = [0.0, 0.5]

[arms.fair]                     # each point is run without and with it, with the same luck
"policy.fairness" = 0.9
"""

from __future__ import annotations

import csv
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from trustsim.errors import InputError
from trustsim.scenario.reading import parse, read
from trustsim.studies.designs.design import Design
from trustsim.studies.designs.factors import SCENARIO, Plain
from trustsim.studies.documents import beside, check_keys, list_of, located, table_of

#: Where designs are shipped, beside the scenarios.
FOLDER = "designs"
#: A table of points holds at most so many bytes.
MOST_TABLE_BYTES = 50_000_000

_KEYS = tuple(name for name in Design.__dataclass_fields__ if name != "name")
_TEXTS = ("method", "profile", "title", "story")
_TABLES = ("factors", "arms", "set")


def load_design(source: str | os.PathLike[str] | Mapping[str, Any] | Design) -> Design:
    """Return a design by its shipped name, from a file or from plain values.

    Args:
        source: a shipped name, the path of a TOML file, a dict shaped like one, or a design, returned as it is.

    Raises:
        InputError: there is no such design, or what it says is wrong.
    """
    if isinstance(source, Design):
        return source
    if isinstance(source, Mapping):
        return design_of(source)
    path = located(source, FOLDER, "design")
    document = parse(read(path), path.name)
    if isinstance(document.get("points"), str):
        document["points"] = read_points(path.parent / document["points"])
    if "scenario" in document:
        given = document["scenario"]
        several = isinstance(given, list)
        document["scenario"] = [beside(path, one) for one in given] if several else beside(path, given)
    for arm in document["arms"].values() if isinstance(document.get("arms"), dict) else ():
        if isinstance(arm, dict) and SCENARIO in arm:
            arm[SCENARIO] = beside(path, arm[SCENARIO])
    return design_of(document, path.stem)


def design_of(document: Mapping[str, Any], name: str = "design") -> Design:
    """Return the design that a document describes: the content of a file as plain values.

    Raises:
        InputError: a key is unknown or missing, or its value is wrong.
    """
    check_keys(document, _KEYS, name)
    values = dict(document)
    for key in _TEXTS:
        if key in values and not isinstance(values[key], str):
            raise InputError(f"{name}: {key} must be a text, got {values[key]!r}")
    for key in _TABLES:
        if key in values:
            table_of(values[key], f"{name}: {key}")
    if "zip" in values:
        given = values["zip"]
        values["zip"] = list_of([given] if isinstance(given, Mapping) else given, f"{name}: zip")
    if "points" in values:
        values["points"] = list_of(values["points"], f"{name}: points")
    if not isinstance(values.get("second_order", False), bool):
        raise InputError(f"{name}: second_order must be true or false, got {values['second_order']!r}")
    if isinstance(values.get("scenario"), list) and not values["scenario"]:
        raise InputError(f"{name}: scenario: a list of scenarios must name at least one")
    return Design(**values, name=name)


def read_points(path: Path) -> list[dict[str, Plain]]:
    """Return the points in a CSV table: paths in its first line, a point a line.

    Raises:
        InputError: the file cannot be read, or a line has another number of values.
    """
    rows = list(csv.reader(_table_text(path).splitlines()))
    if len(rows) < 2:
        raise InputError(f"{path.name}: a table of points needs a line of paths and at least one line of values")
    paths = [heading.strip() for heading in rows[0]]
    if "" in paths or len(set(paths)) < len(paths):
        raise InputError(f"{path.name}, line 1: every column needs a path of its own, got {', '.join(paths)}")
    for line, row in enumerate(rows[1:], 2):
        if row and len(row) != len(paths):
            raise InputError(f"{path.name}, line {line}: needs {len(paths)} values, has {len(row)}")
    return [{path: _value(text.strip()) for path, text in zip(paths, row, strict=True)} for row in rows[1:] if row]


def _value(text: str) -> Plain:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return {"true": True, "false": False}.get(text, text)


def _table_text(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_TABLE_BYTES:
            raise InputError(f"{path}: is too large: a table of points holds at most {MOST_TABLE_BYTES:,} bytes")
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InputError(f"{path}: there is no such file") from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read: {error}") from error
