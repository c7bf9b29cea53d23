"""From a ``PhaseMap`` to its figure: what ``trustsim.plots`` draws, as frames and grids."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from trustsim.plots import Side, Tiles, dose_figure, map_figure
from trustsim.results import NOT_CALIBRATED

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from trustsim.studies.phases import PhaseMap


def chart(found: PhaseMap, outcomes: Sequence[str]) -> Figure:
    """Return the figure of a map or of a dose-response.

    Args:
        found: what the cells came to.
        outcomes: which outcomes to draw.
    """
    source = f"{found.caption}; {NOT_CALIBRATED}"
    arms = (found.manifest.name, found.against.name) if found.against else None
    plan, facts = found.plan, found.outcome_facts
    if plan.y is None:
        words, table = plan.x.words, found.table.rename(columns={plan.x.path: "dose"})
        curves = {panel.title or found.manifest.name: table[table["panel"] == panel.title] for panel in plan.panels}
        first = f"{plan.x.path.rpartition('.')[2].replace('_', ' ')} {plan.x.values[0]:g}"
        return dose_figure(curves, facts, outcomes, words, found.name, source, first=first, arms=arms)
    rows = [[_tiles(found, name, panel.title) for panel in plan.panels] for name in outcomes]
    x, y = (Side(axis.values, axis.words) for axis in (plan.x, plan.y))
    return map_figure(rows, x, y, found.name, source, arms=arms, ridge=bool(plan.ridge))


def _tiles(found: PhaseMap, outcome: str, panel: str) -> Tiles:
    facts = found.outcome_facts[outcome]
    column = "difference" if found.is_difference else "value"
    run = np.isfinite(found.grid(outcome, panel, column)) if found.plan.refine else None
    values = found.whole(outcome, panel, column)
    if not found.is_difference:
        return Tiles(panel, facts, values, run=run)
    regions = found.whole(outcome, panel, "region")
    return Tiles(panel, facts, values, regions, better=facts.better if facts.better != "neither" else "", run=run)
