"""A map as tables for a terminal: what its figure says, in digits. Marks tell verdicts apart by their shape."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.text import Text

from trustsim.cli.screen import console
from trustsim.cli.tables import bare_table, heading, legend, number, verdict_cell

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from trustsim.results import OutcomeFacts
    from trustsim.studies import PhaseMap

#: The width of a column of cells, and of that of row names.
CELL, NAMES = 9, 24


def show_map(found: PhaseMap, quiet: bool) -> None:
    """Print a table for each panel and outcome of a map, or for each outcome of a dose-response."""
    from trustsim.results import NOT_CALIBRATED

    screen = console()
    plan = found.plan
    screen.print(found.name, style="bold")
    if found.against is not None:
        screen.print(f"{found.manifest.name} less {found.against.name}")
    screen.print(found.caption)
    if plan.set:
        screen.print(f"set in every cell: {', '.join(f'{path} = {value}' for path, value in plan.set.items())}")
    for name, facts in found.outcome_facts.items():
        for panel in plan.panels if plan.y else plan.panels[:1]:
            title = heading(facts) + (f" · {panel.title}" if plan.y and panel.title else "")
            screen.print(f"\n{title}", style="bold italic")
            _show_grid(screen, found, name, panel.title)
    _show_lines(screen, found)
    if not quiet:
        screen.print(f"\n{legend()}" if found.is_difference else "")
        screen.print(f"Note: {NOT_CALIBRATED}.")


def _show_grid(screen: Console, found: PhaseMap, outcome: str, panel: str) -> None:
    """Print a grid: y from above or the lines of a dose-response, x from the left; in bands where it is too wide."""
    plan, facts = found.plan, found.outcome_facts[outcome]
    each = max(1, (screen.width - NAMES) // CELL)
    for first in range(0, len(plan.x.values), each):
        table = bare_table()
        table.add_column(plan.y.path if plan.y else plan.x.path, max_width=NAMES, overflow="fold")
        for value in plan.x.values[first : first + each]:
            table.add_column(f"{value:g}", justify="right", no_wrap=True)
        for label, cells in _rows(found, outcome, panel):
            table.add_row(label, *(_cell(cell, facts) for cell in cells[first : first + each]))
        screen.print(table)
    if plan.y:
        screen.print(f"across: {plan.x.path}", style="dim")


def _rows(found: PhaseMap, outcome: str, panel: str) -> list[tuple[str, Sequence[dict[str, Any]]]]:
    plan = found.plan
    lines = [(f"{y:g}", panel, row) for row, y in enumerate(plan.y.values)][::-1] if plan.y else []
    lines = lines or [(line.title or found.manifest.name, line.title, 0) for line in plan.panels]
    columns = ("difference", "verdict", "better") if found.is_difference else ("value",)
    grids = {title: {name: found.grid(outcome, title, name) for name in columns} for _, title, _ in lines}
    return [
        (label, [{name: grids[title][name][row, place] for name in columns} for place in range(len(plan.x.values))])
        for label, title, row in lines
    ]


def _cell(cell: dict[str, Any], facts: OutcomeFacts) -> Text:
    if "value" in cell:
        return Text(number(cell["value"], facts.matters))
    if cell["verdict"] is None:
        return Text("–", "dim")
    return verdict_cell(cell, facts.matters)


def _show_lines(screen: Console, found: PhaseMap) -> None:
    """Print where differences cross zero, and how wide the ridge is, where there are such."""
    tips = found.tipping_points()
    abrupt = tips[tips["abrupt"]].drop(columns="abrupt") if len(tips) else tips
    for frame, words in (
        (found.boundary(), "Where the difference crosses zero"), (found.ridge(), "From 10 to 90%"),
        (abrupt, "Tipping points: at least half of the change within a tenth of the range"),
    ):  # fmt: skip
        if not len(frame):
            continue
        screen.print(f"\n{words}", style="bold italic")
        table: Table = bare_table()
        for name in frame.columns:
            if name != "panel" or len(found.plan.panels) > 1:
                table.add_column(name.replace("_", " "), max_width=40, overflow="fold")
        for row in frame.to_dict("records"):
            kept = [value for name, value in row.items() if name != "panel" or len(found.plan.panels) > 1]
            table.add_row(*(value if isinstance(value, str) else number(value, 0.1) for value in kept))
        screen.print(table)
