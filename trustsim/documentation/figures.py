"""``docs/figures.md`` and the figures on it: every shipped map, run, drawn, and said in words with its numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from trustsim.documentation.markdown import Maker, code, filled_in, number, table
from trustsim.plots import save_figure
from trustsim.studies import PhaseMap, load_map, run_map, shipped_maps

PAGE, FOLDER = "figures.md", "figures"


def write_figures(folder: Path, tell: Callable[[str], object] = str) -> list[str]:
    """Run every shipped map, draw it into ``folder``/figures and fill in the page; return the names of the files.

    The same seed gives the same figures.

    Args:
        folder: where the pages are.
        tell: called with a line for each file that is written.
    """
    (folder / FOLDER).mkdir(exist_ok=True)
    page = folder / PAGE
    makers: dict[str, Maker] = {}
    written = []
    for name in shipped_maps():
        found = run_map(load_map(name))
        save_figure(found.plot(), folder / FOLDER / f"{name}.png")
        save_cells(found, folder / FOLDER / f"{name}.csv")
        makers[name] = makers_of(found)
        written += [f"{FOLDER}/{name}.png", f"{FOLDER}/{name}.csv"]
        tell(f"{name}: {found.caption}")
    page.write_text(filled_in(page.read_text(encoding="utf-8"), makers), encoding="utf-8")
    return [*written, PAGE]


def save_cells(found: PhaseMap, path: Path) -> None:
    """Write the cells of a map, rounded to seven digits: more would differ between machines."""
    found.table.to_csv(path, index=False, float_format="%.7g", lineterminator="\n")


def makers_of(found: PhaseMap) -> Maker:
    """Return what makes the part of the page that has the numbers of a map."""
    return lambda: "\n\n".join(part for part in (regions(found), borders(found), ridges(found), doses(found)) if part)


def regions(found: PhaseMap) -> str:
    """Return a table of how many cells lie in each region; nothing for other maps."""
    if found.against is None:
        return ""
    arm, other = found.manifest.name, found.against.name
    head = ["outcome", "panel", f"`{arm}` better:", f"`{other}` better:", "no difference that matters:", "not clear:"]
    rows = [
        [f"`{row['outcome']}`", row["panel"], row["wins"], row["loses"], row["no difference that matters"],
         row["not clear"]]
        for row in found.regions().sort_values("outcome", key=_order(found), kind="stable").to_dict("records")
    ]  # fmt: skip
    return f"Cells by what they say:\n\n{table(head, rows)}"


def borders(found: PhaseMap) -> str:
    """Return a table of where differences cross zero along x; nothing for other maps."""
    frame = found.boundary()
    if not len(frame):
        return ""
    assert found.plan.y is not None
    x, y = found.plan.x.path, found.plan.y.path
    head = ["outcome", "panel", f"`{y}`:", f"crossing at `{x}`:", "last clear cell before:", "first clear cell after:"]
    rows = [
        [f"`{row['outcome']}`", row["panel"], *(_rounded(row[name]) for name in (y, "crossing", "last_clear",
         "first_clear"))]
        for row in frame.to_dict("records")
    ]  # fmt: skip
    return f"Where the difference crosses zero:\n\n{table(head, rows)}"


def ridges(found: PhaseMap) -> str:
    """Return a table of how wide the way from 10 to 90% is; nothing for other maps."""
    frame = found.ridge()
    if not len(frame):
        return ""
    other = next(axis.path for axis in found.plan.axes if axis.path != found.plan.ridge)
    head = ["outcome", f"`{other}`:", "10% at:", "90% at:", "width:", "share of the whole range:"]
    names = (other, "at_10", "at_90", "width", "share_of_range")
    rows = [[f"`{row['outcome']}`", *(_rounded(row[name]) for name in names)] for row in frame.to_dict("records")]
    words = (
        f"Between which values of {code([found.plan.ridge])} an outcome goes from 10 to 90% of the way from the lowest"
    )
    rest = "to the highest of its tiles (– where it does not get there, or begins beyond):"
    return f"{words} {rest}\n\n{table(head, rows)}"


def doses(found: PhaseMap) -> str:
    """Return a table of what some doses do in each line; nothing for other maps."""
    if found.plan.y is not None:
        return ""
    path, values = found.plan.x.path, found.plan.x.values
    shown = sorted({values[place] for place in (1, len(values) // 2, -1)})
    frame = found.table
    rows = []
    for name, facts in found.outcome_facts.items():
        for panel in found.plan.panels:
            here = frame[(frame["outcome"] == name) & (frame["panel"] == panel.title)]
            cells = {row[path]: _cell(row) for row in here.to_dict("records")}
            rows.append([f"`{name}`", facts.unit, panel.title, *(cells[value] for value in shown)])
    head = ["outcome", "unit", "line", *(f"at {value:g}:" for value in shown)]
    return f"Differences from dose {values[0]:g}, with their 95% intervals:\n\n{table(head, rows)}"


def _cell(row: Mapping[Any, Any]) -> str:
    mean, low, high = (_rounded(float(row[name]), 3) for name in ("difference", "low", "high"))
    return f"{mean} ({low} to {high})"


def _rounded(value: float, digits: int = 3) -> str:
    return "–" if not np.isfinite(value) else number(float(f"{value:.{digits}g}"))


def _order(found: PhaseMap) -> Callable[[pd.Series], pd.Series]:
    places: Mapping[str, int] = {name: place for place, name in enumerate(found.plan.outcomes)}
    return lambda column: column.map(places)
