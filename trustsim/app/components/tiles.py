"""A map of tiles: who does better in each cell, with one's own company as a band on it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from trustsim.app import texts
from trustsim.app.components.vue import vue
from trustsim.studies.cells import EQUAL, LOSES, UNCLEAR, WINS, MapCells

#: How the style sheet and the texts call the regions of a map.
REGIONS: Mapping[str, str] = {WINS: "wins", LOSES: "loses", EQUAL: "equal", UNCLEAR: "unclear"}


@vue("tiles.vue")
def Tiles(panel: dict[str, Any], band: dict[str, Any], say: dict[str, str], mine: bool = False) -> Any:
    """Draw a panel of a map.

    Args:
        panel: as ``panel_of`` returns it.
        band: the first and the last value of the tiles that one's own company touches, along ``x`` and ``y``.
        say: the texts ``tiles`` of texts.toml.
        mine: whether one's own company is most like this panel.
    """


def panel_of(cells: MapCells, panel: str, outcome: str) -> dict[str, Any]:
    """Return what the browser needs to draw a panel of a map of differences, as plain values."""
    plan = cells.plan
    assert plan.y is not None
    names = ("difference", "low", "high")
    values = {name: cells.grid(outcome, panel, name) for name in names}
    regions = cells.grid(outcome, panel, "region")
    unit = cells.outcome_facts[outcome].unit
    rows = [
        {
            "y": y,
            "tiles": [
                {
                    "x": x,
                    "region": REGIONS[str(regions[line, place])],
                    **{name: _short(float(values[name][line, place])) for name in names},
                }
                for place, x in enumerate(plan.x.values)
            ],
        }
        for line, y in enumerate(plan.y.values)
    ]
    edges = cells.boundary()
    here = edges[(edges["panel"] == panel) & (edges["outcome"] == outcome)] if len(edges) else edges
    return {
        "title": panel, "rows": rows, "x": list(plan.x.values), "y": list(plan.y.values), "x_words": plan.x.words,
        "y_words": plan.y.words, "unit": texts.maybe(f"units.{unit}") or unit,
        "reach": reach_of(cells, outcome),
        "edge": [{"x": _short(row["crossing"]), "y": row[plan.y.path]} for row in here.to_dict("records")],
    }  # fmt: skip


def reach_of(cells: MapCells, outcome: str) -> float:
    """Return the largest difference of an outcome on the whole map: one scale of colours for all of its panels."""
    table = cells.table
    return float(table[table["outcome"] == outcome]["difference"].abs().max())


def _short(value: float, digits: int = 4) -> float | None:
    return float(f"{value:.{digits}g}") if math.isfinite(value) else None


def spanned(ends: Sequence[float]) -> str:
    """Return a share from and to in words."""
    low, high = (f"{100 * end:.3g}" for end in ends)
    return f"{low} %" if low == high else f"{low}–{high} %"
