"""What is there: ``show``, ``scenarios``, ``levers``, ``outcomes``, ``schema``, ``validate``."""

from __future__ import annotations

import json as json_format
import textwrap
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from trustsim.cli import options
from trustsim.cli.screen import console, document, remark
from trustsim.errors import ScenarioError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from trustsim.scenario import Row, Scenario

BAD_INPUT = 2


def show(
    scenario: options.ScenarioName,
    sets: options.Sets = None,
    json: options.Json = False,
) -> None:
    """Show the values of a scenario and which file set each.

    Values that no file sets are defaults. A mandate stands there in both forms: abruptness, notice and ramp.
    Parameters are left out unless the scenario or its profile sets them; --json has them all.
    """
    from trustsim.cli.arms import Wishes
    from trustsim.scenario import explain_sources

    chosen = Wishes.of(None, None, None, None, sets).laid_over(scenario)
    rows = explain_sources(chosen)
    if json:
        document(as_json(_head(chosen) | {"values": [row._asdict() for row in rows]}))
        return
    screen = console()
    screen.print(f"{chosen.name}: {chosen.title}", style="bold")
    screen.print(f"{chosen.story}\n" if chosen.story else "")
    shown = [row for row in rows if not row.path.startswith("parameters.") or row.source != "default"]
    screen.print(_value_table(shown))
    left = len(rows) - len(shown)
    screen.print(f"\n{left} parameters have their defaults (docs/odd.md lists them).")
    screen.print(f"hash {chosen.hash}", overflow="fold")


def _head(scenario: Scenario) -> dict[str, Any]:
    from trustsim._version import __version__

    return {"trustsim": __version__} | scenario.identity | {"hash": scenario.hash}


def _value_table(rows: list[Row]) -> Table:
    from rich.text import Text

    from trustsim.cli.tables import bare_table

    table = bare_table()
    table.add_column("path", no_wrap=True)
    table.add_column("value", no_wrap=True)
    table.add_column("set by", overflow="fold")
    above = ""
    for row in rows:
        if above and row.path.partition(".")[0] != above:
            table.add_row()
        above = row.path.partition(".")[0]
        style = "dim" if row.source == "default" else ""
        table.add_row(*(Text(text, style) for text in (row.path, _with_unit(row), row.source)))
    return table


def _with_unit(row: Row) -> str:
    return plain(row.value) if row.unit in ("", "0-1") else f"{plain(row.value)} {row.unit}"


def plain(value: object) -> str:
    """Return a value as it stands in a table."""
    if isinstance(value, tuple | list):
        return ", ".join(str(item) for item in value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:g}" if isinstance(value, float) else str(value)


def scenarios(json: options.Json = False) -> None:
    """List the shipped scenarios: name, title and story."""
    from trustsim.scenario import load, shipped

    found = [load(name) for name in shipped()]
    if json:
        document(as_json({"scenarios": [_head(scenario) for scenario in found]}))
        return
    screen = console()
    for scenario in found:
        screen.print(f"{scenario.name}: {scenario.title}", style="bold")
        screen.print(f"{scenario.story}\n")
    screen.print("`trustsim show NAME` shows the values, `trustsim compare baseline NAME` what comes of them.")


def levers(json: options.Json = False) -> None:
    """List what a scenario can set.

    Levers, uncertainties, the population, the entries of a mandate, and events.
    """
    from trustsim.documentation import lever_rows

    rows = lever_rows()
    if json:
        document(as_json({"levers": rows}))
        return
    screen = console()
    for kind, some in groupby(rows, key=lambda row: row["kind"]):
        screen.print(TITLES[kind], style="bold")
        _print_stacked(screen, LEVER_HEAD, [_lever_cells(row) for row in some])
        screen.print()


LEVER_HEAD = ("path", "scope", "range", "neutral:", "default:", "baseline:", "meaning; source; claims that it serves")
#: What the kinds of rows are called above their tables.
TITLES = {
    "lever": "Levers: what a leader can set",
    "uncertainty": "Uncertainties: what nobody can set, and a policy must hold up against",
    "population": "Population: who works here",
    "mandate": "Mandates: each a table [mandates.NAME]; without any there is none",
    "event": 'Events: [[timeline]] entries with event = "..."',
}


def _lever_cells(row: dict[str, Any]) -> list[str]:
    values = ["" if row[key] is None else plain(row[key]) for key in ("neutral", "default", "baseline")]
    words = "; ".join(text for text in (row["meaning"], row["source"], ", ".join(row["claims"])) if text)
    return [row["name"], row["scope"], _reach(row), *values, words]


def _reach(row: dict[str, Any]) -> str:
    """Return the range of what can be set, or its choices."""
    if row["low"] is None:
        return "" if row["unit"] == "event" else row["unit"]
    unit = "" if row["unit"] == "0-1" else f" {row['unit']}"
    return f"{plain(row['low'])} to {plain(row['high'])}{unit}"


def outcomes(json: options.Json = False) -> None:
    """List what is measured.

    Unit, the better direction, the smallest difference that matters, and the meaning.
    """
    from trustsim.documentation import outcome_rows

    rows = outcome_rows()
    if json:
        document(as_json({"outcomes": rows}))
        return
    cells = [[row["name"], row["unit"], row["better"], plain(row["matters"]), row["meaning"]] for row in rows]
    _print_listing(console(), OUTCOME_HEAD, cells)


OUTCOME_HEAD = ("outcome", "unit", "better", "matters from:", "meaning")


def _print_listing(screen: Console, head: Sequence[str], rows: list[list[str]]) -> None:
    """Print rows as a table; where it would be too wide, the last cell stands in a line of its own below its row."""
    from trustsim.cli.tables import WIDE, bare_table

    if screen.width < WIDE:
        _print_stacked(screen, head, rows)
        return
    table = bare_table()
    for name in head:
        right = name.endswith(":")
        table.add_column(name.removesuffix(":"), justify="right" if right else "left", no_wrap=name == head[0])
    for row in rows:
        table.add_row(*row)
    screen.print(table)


def _print_stacked(screen: Console, head: Sequence[str], rows: list[list[str]]) -> None:
    names = [name.removesuffix(":") for name in head]
    widths = [max(map(len, column)) for column in zip(names, *rows, strict=True)]
    for row in (names, *rows):
        cells = zip(row[:-1], widths, head, strict=False)
        line = "  ".join(f"{cell:{'>' if name.endswith(':') else '<'}{width}}" for cell, width, name in cells)
        screen.print(line.rstrip(), style="bold" if row is names else "", overflow="fold")
        if row is not names:
            screen.print(textwrap.indent(textwrap.fill(row[-1], screen.width - 5), "    "), style="dim")


def schema() -> None:
    """Print the JSON Schema of scenario files."""
    from trustsim.scenario import schema as schema_of_scenarios

    document(as_json(schema_of_scenarios()))


def validate(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="paths of scenario files, or shipped names")],
    json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Check scenario files and say what is wrong with them.

    A file called firms.toml is checked as a distribution between firms.
    """
    problems = {file: _problems(file) for file in dict.fromkeys(files)}
    if json:
        rows = [{"file": file, "valid": not lines, "problems": lines} for file, lines in problems.items()]
        document(as_json({"files": rows}))
    for file, lines in problems.items():
        for line in lines:
            remark(line)
        if not lines and not json and not quiet:
            typer.echo(f"{file}: valid")
    if any(problems.values()):
        raise typer.Exit(BAD_INPUT)


def _problems(file: str) -> list[str]:
    from trustsim.scenario import FIRMS, load, spreads

    try:
        if Path(file).name == FIRMS:
            spreads(file)
        else:
            load(Path(file) if Path(file).is_file() else file)
    except ScenarioError as error:
        return str(error).splitlines()
    return []


def list_titled(kind: str, found: Sequence[Any], hint: str, json: bool) -> None:
    """List what is shipped of a kind: name, title and story of each, and what to do with one."""
    if json:
        document(as_json({kind: [{"name": one.name, "title": one.title, "story": one.story} for one in found]}))
        return
    screen = console()
    for one in found:
        screen.print(f"{one.name}: {one.title}", style="bold")
        screen.print(f"{one.story}\n")
    screen.print(hint)


def as_json(content: dict[str, Any]) -> str:
    """Return the text of a JSON document."""
    return json_format.dumps(content, indent=1, allow_nan=False, ensure_ascii=False)
