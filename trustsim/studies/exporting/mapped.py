"""A sweep over one or two numbers as a map: its points as cells, its scenarios and arms as panels or lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from trustsim.errors import InputError, StoreError
from trustsim.results.store import PathLike
from trustsim.studies.designs.design import Design
from trustsim.studies.designs.factors import SCENARIO, Choice, Factor
from trustsim.studies.maps import Axis, MapPlan, Panel
from trustsim.studies.phases import Floats, PhaseMap
from trustsim.studies.sweeps.sweeping import Sweep, opened

#: The outcomes that are drawn if none are named.
OUTCOMES = ("leadership_trust", "attrition", "stress")


def sweep_map(given: Sweep | PathLike, outcomes: Sequence[str] | None = None) -> PhaseMap:
    """Return the map, or with one factor the dose-response, that the runs of a sweep make.

    The first factor lies along x, the second along y; factors that vary together count as one, the first of them.
    Scenarios and arms are panels, or lines.

    Args:
        given: a sweep, or the path of its folder; what is not finished is left blank.
        outcomes: which outcomes; leadership trust, attrition and stress if None.

    Raises:
        InputError: the design is no grid over one or two numbers, or an outcome is unknown.
        StoreError: nothing is finished yet, or a part is missing or damaged.
    """
    sweep = opened(given)
    design = sweep.design
    axes = map_axes(design)
    names = tuple(outcomes or OUTCOMES)
    frame = sweep.frame(names)
    if frame.empty:
        raise StoreError(f"{sweep.folder} holds no finished runs yet: `trustsim resume {sweep.folder}`")
    panels = list(dict.fromkeys(zip(frame.sort_values("point")["scenario"], frame["arm"], strict=True)))
    panels.sort(key=lambda panel: [*design.arm_names].index(panel[1]))
    replications = int(frame["replication"].max()) + 1
    plan = MapPlan(
        scenario="baseline", x=axes[0], y=axes[1] if len(axes) > 1 else None, outcomes=names,
        panels=tuple(Panel(_title(*panel, panels)) for panel in panels), set=design.set, replications=replications,
        seed=design.seed, name=design.name, title=design.title or design.name, story=design.story,
    )  # fmt: skip
    values = np.stack([_grid(frame, panel, plan) for panel in panels])
    base = sweep.cells.bases[0].scenario.override({"run.seed": design.seed, "run.replications": replications})
    return PhaseMap(plan, base, None, values, None)


def map_axes(design: Design) -> list[Axis]:
    """Return the axes of the map that a design makes.

    Raises:
        InputError: it is no grid over one or two numbers.
    """
    groups: list[list[Factor]] = [[factor] for factor in design.factors.values()] + [
        list(group.values()) for group in design.zip
    ]
    groups = [list(design.factors.values())] if design.method == "zip" else groups
    groups = [factors for factors in groups if factors and factors[0].path != SCENARIO]
    numbers = [factors for factors in groups if _are_numbers(factors[0])]
    if design.method not in ("grid", "zip") or len(numbers) < len(groups) or not 1 <= len(numbers) <= 2:
        raise InputError(
            f"{design.name}: a figure of the runs themselves needs a grid over one or two numbers; of other designs "
            "`trustsim sensitivity` and `trustsim discover` draw what they find"
        )
    return [_axis(factors) for factors in numbers]


def _are_numbers(factor: Factor) -> bool:
    return isinstance(factor, Choice) and all(isinstance(value, int | float) for value in factor.values)


def _axis(factors: Sequence[Any]) -> Axis:
    """Return the axis of a factor, or of several that vary together, which lie along it by the values of the first."""
    label = " and ".join(factor.path.rpartition(".")[2].replace("_", " ") for factor in factors)
    return Axis(factors[0].path, tuple(sorted(map(float, factors[0].values))), label)


def _title(scenario: str, arm: str, panels: Sequence[tuple[str, str]]) -> str:
    """Return what a panel is called: what tells it from the others."""
    several = [len({panel[place] for panel in panels}) > 1 for place in (0, 1)]
    words = [scenario if several[0] else "", arm if several[1] else ""]
    return ", ".join(word for word in words if word)


def _grid(frame: pd.DataFrame, panel: tuple[str, str], plan: MapPlan) -> Floats:
    """Return the outcomes of a panel: y, x, replication and outcome; what is missing is NaN."""
    rows = frame[(frame["scenario"] == panel[0]) & (frame["arm"] == panel[1])]
    lines = plan.y.values if plan.y else (0.0,)
    found = np.full((len(lines), len(plan.x.values), plan.replications, len(plan.outcomes)), np.nan)
    across = pd.Index(plan.x.values).get_indexer(pd.Index(rows[plan.x.path].astype(float)))
    down = pd.Index(lines).get_indexer(pd.Index(rows[plan.y.path].astype(float))) if plan.y else np.zeros_like(across)
    found[down, across, rows["replication"].to_numpy()] = rows[list(plan.outcomes)].to_numpy()
    return found
