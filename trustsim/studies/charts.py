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
    source = f"{seen(found, outcomes)}. {found.caption}; {NOT_CALIBRATED}"
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


def seen(found: PhaseMap, outcomes: Sequence[str]) -> str:
    """Return one line that says what is seen: of each outcome where it is best and worst, or what the last dose does.

    Args:
        found: what the cells came to.
        outcomes: which outcomes.
    """
    return "; ".join(_seen(found, name) for name in outcomes)


def _seen(found: PhaseMap, outcome: str) -> str:
    plan, words = found.plan, outcome.replace("_", " ")
    rows = found.table[found.table["outcome"] == outcome]
    if rows.empty:
        return f"{words}: nothing is known"
    if found.against is not None:
        counts = rows["region"].value_counts()
        regions = ", ".join(f"{said} in {count:,}" for said, count in counts.items())
        return f"{words}: {found.manifest.name} {regions} of {len(rows):,} cells"
    if plan.y is None:
        last = rows[rows[plan.x.path] == plan.x.values[-1]].to_dict("records")[0]
        title = f" ({last['panel']})" if last["panel"] else ""
        reach = f"{last['difference']:+.3g} ({last['low']:+.3g} to {last['high']:+.3g})"
        return f"{words}: {reach} at {plan.x.words} {plan.x.values[-1]:g}{title}"
    ordered = rows.sort_values("value", kind="stable").to_dict("records")
    ends = [ordered[0], ordered[-1]]
    places = [", ".join(f"{axis.words} {row[axis.path]:.3g}" for axis in plan.axes) for row in ends]
    return f"{words}: {ends[0]['value']:.3g} at {places[0]} to {ends[1]['value']:.3g} at {places[1]}"


def _tiles(found: PhaseMap, outcome: str, panel: str) -> Tiles:
    facts = found.outcome_facts[outcome]
    column = "difference" if found.is_difference else "value"
    run = np.isfinite(found.grid(outcome, panel, column)) if found.plan.refine else None
    values = found.whole(outcome, panel, column)
    if not found.is_difference:
        return Tiles(panel, facts, values, run=run)
    regions = found.whole(outcome, panel, "region")
    return Tiles(panel, facts, values, regions, better=facts.better if facts.better != "neither" else "", run=run)
