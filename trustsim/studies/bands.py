"""One's own company on a map: a band of tiles, where what is on an axis is known only roughly.

A leader can look up how people are held to account, but cannot know how many would exploit trust. So a company is a
band: from the fewest to the most. What is said of it are counts and extremes of the tiles that the band touches, never
a number between tiles.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from trustsim.errors import InputError
from trustsim.scenario import Scenario, load
from trustsim.scenario.catalogue import the_catalogue
from trustsim.studies.cells import EQUAL, LOSES, UNCLEAR, WINS, MapCells
from trustsim.studies.maps import Axis, MapPlan, Panel
from trustsim.studies.running import ScenarioLike, chosen_scenario

#: Runs of each scenario at each end of the band, where one's own company is run: it waits for a person.
OWN_REPLICATIONS = 20
Ends = tuple[float, float]


@dataclass(frozen=True)
class Band:
    """What the tiles of a band say of an outcome.

    Attributes:
        panel: the title of the panel.
        outcome: the outcome's name.
        unit: its unit.
        x: the columns of tiles that the band touches, by their values.
        y: the rows that it touches.
        regions: how many of its tiles lie in each region.
        worst: difference and 95% interval of the tile that is worst for the scenario (the lowest, if none is better).
        best: the same of the best.
        crossings: in each of its rows, where along x the difference changes its sign: crossing, and the nearest clear
            tiles on either side. Rows without a crossing are left out.
    """

    panel: str
    outcome: str
    unit: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    regions: dict[str, int]
    worst: tuple[float, float, float]
    best: tuple[float, float, float]
    crossings: tuple[dict[str, float], ...]

    @property
    def tiles(self) -> int:
        """How many tiles the band touches."""
        return sum(self.regions.values())

    @property
    def says(self) -> str:
        """What all tiles of the band say together: ``wins``, ``loses``, ``no difference that matters`` or ``depends``.

        It depends as soon as tiles disagree or one of them is not clear.
        """
        return next(iter(self.regions)) if len(self.regions) == 1 and UNCLEAR not in self.regions else "depends"


def band(cells: MapCells, panel: str, outcome: str, x: Ends, y: Ends) -> Band:
    """Return what a map of two axes says of a company that lies somewhere between two values on each.

    Args:
        cells: the map.
        panel: the title of a panel.
        outcome: the outcome's name.
        x: from and to, along the horizontal axis.
        y: the same along the vertical one; twice the same value where it is known.

    Raises:
        InputError: there is no such panel or outcome, ends are the wrong way round, or it is no such map.
    """
    plan = cells.plan
    if plan.y is None or plan.against is None:
        raise InputError(f"{plan.name}: a band lies on a map of two axes and two scenarios")
    if panel not in [one.title for one in plan.panels] or outcome not in plan.outcomes:
        raise InputError(f"{plan.name}: there is no panel '{panel}' with the outcome '{outcome}'")
    columns, rows = touched(plan.x.values, x), touched(plan.y.values, y)
    table = cells.table
    here = table[
        (table["panel"] == panel) & (table["outcome"] == outcome) & table[plan.x.path].isin(columns)
        & table[plan.y.path].isin(rows)
    ]  # fmt: skip
    found = here.sort_values("difference", kind="stable")[["difference", "low", "high"]].to_numpy(dtype=np.float64)
    ends: list[Any] = [tuple(map(float, row)) for row in (found[0], found[-1])]
    if cells.outcome_facts[outcome].better == "down":
        ends.reverse()
    counts = Counter(here["region"])
    edges = cells.boundary()
    edges = edges[(edges["panel"] == panel) & (edges["outcome"] == outcome)] if len(edges) else edges
    known = edges[edges[plan.y.path].isin(rows)].to_dict("records") if len(edges) else []
    return Band(
        panel, outcome, str(here["unit"].iloc[0]), columns, rows,
        {region: counts[region] for region in (WINS, EQUAL, UNCLEAR, LOSES) if counts[region]}, ends[0], ends[1],
        tuple({key: float(row[key]) for key in ("crossing", "last_clear", "first_clear")} for row in known),
    )  # fmt: skip


def touched(values: Sequence[float], ends: Ends) -> tuple[float, ...]:
    """Return the values of an axis that a band touches: those within it, and the next one on either side.

    An end that is a value of the axis needs no next one; beyond the axis there is none.

    Raises:
        InputError: the ends are the wrong way round.
    """
    low, high = ends
    if not low <= high:
        raise InputError(f"a band goes from the lower to the higher value, not from {low:g} to {high:g}")
    first = max(bisect_right(values, low) - 1, 0)
    last = min(bisect_left(values, high), len(values) - 1)
    return tuple(values[min(first, last) : last + 1])


def nearest_panel(plan: MapPlan, scenario: Scenario) -> tuple[str, float]:
    """Return the title of the panel that is most like a scenario, and how far it is from it.

    The distance is the mean, over all paths that some panel sets, of the difference in shares of the path's range.
    A path that a panel leaves alone has the value of the map's own scenario there.
    """
    paths = list(dict.fromkeys(path for panel in plan.panels for path in panel.set))
    usual = chosen_scenario(plan.scenario)
    leaves = the_catalogue().fixed

    def distance(panel: Panel) -> float:
        parts = []
        for path in paths:
            leaf = leaves[path]
            there = float(panel.set.get(path, usual.get(path)))
            parts.append(abs(there - float(str(scenario.get(path)))) / (float(leaf.high) - float(leaf.low)))
        return float(np.mean(parts)) if parts else 0.0

    found = {panel.title: distance(panel) for panel in plan.panels}
    title = min(found, key=lambda one: found[one])
    return title, found[title]


def own_company(plan: MapPlan, company: ScenarioLike, x: Ends, replications: int = OWN_REPLICATIONS) -> MapPlan:
    """Return the question of a map put to one's own company, at both ends of its band and in the middle.

    What the two scenarios of the map change is laid over the company's own scenario, so that they differ in that and
    in nothing else. ``run_map`` answers it.

    Args:
        plan: the map.
        company: one's own company.
        x: from and to along the horizontal axis.
        replications: runs of each scenario in each cell.

    Raises:
        InputError: the map has no second scenario, or the band has no width.
        ScenarioError: the company's scenario is wrong.
    """
    if plan.against is None:
        raise InputError(f"{plan.name}: a map of one scenario has nothing to compare")
    own = chosen_scenario(company)
    pairs = [chosen_scenario(one) for one in (plan.scenario, plan.against)]
    usual = load("baseline").values
    neutral = {path: usual[path] for arm in pairs for path in arm.changes() if path in usual}
    arms = [own.override(neutral | arm.changes() | {"name": arm.name}) for arm in pairs]
    values = tuple(dict.fromkeys((x[0], round(0.5 * (x[0] + x[1]), 12), x[1])))
    return MapPlan(
        arms[0], Axis(plan.x.path, values, plan.x.label, "your band"), None, arms[1], outcomes=plan.outcomes,
        replications=replications, seed=own.seed, name=plan.name, title=f"{plan.title}: {own.title}",
    )  # fmt: skip
