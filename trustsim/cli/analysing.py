"""``sensitivity`` and other questions to a finished sweep."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from trustsim.cli import options
from trustsim.cli.screen import console, document, remark

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from trustsim.studies import Sensitivity

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="the folder of a sweep")]
Outcomes = Annotated[
    list[str] | None, typer.Option("--outcome", metavar="NAME", help="which outcomes; the main ones, if left out")
]
ArmName = Annotated[
    str, typer.Option("--arm", metavar="NAME", help="ask about the differences of this arm from the baseline arm")
]
Settling = Annotated[
    Path | None, typer.Option("--convergence", metavar="FILE", help="draw how the indices settle: .pdf, .png or .svg")
]


def sensitivity(
    folder: Folder,
    outcome: Outcomes = None,
    arm: ArmName = "",
    out: options.Out = None,
    figure: options.FigureFile = None,
    convergence: Settling = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Say which factors of a sweep move the outcomes.

    The sweep's design has method "morris" (screening: which factors matter at all) or "sobol" (shares of variance).
    Intervals are bootstrapped; where one is wider than its index, that is said. A first one:

    trustsim sweep what-matters --store runs/morris, then trustsim sensitivity runs/morris
    """
    from trustsim.cli.keeping import keep
    from trustsim.cli.places import check_figure, check_places

    check_places(out, figure)
    if convergence is not None:
        check_figure(convergence, out)

    from trustsim.studies import sensitivity as analyse

    found = analyse(folder, outcome, arm=arm)
    kept = keep(found, out, figure)
    if convergence is not None:
        from trustsim.plots import save_figure

        kept = f"{kept}\nconvergence: {save_figure(found.plot_convergence(), convergence)}".lstrip()
    if json:
        document(found.to_json())
    else:
        _show_sensitivity(found)
    remark(kept, quiet)


def _show_sensitivity(found: Sensitivity) -> None:
    screen = console()
    screen.print(
        f"{found.design.name}: {found.design.title}" if found.design.title else found.design.name, style="bold"
    )
    screen.print(found.caption)
    for name in found.outcomes:
        screen.print(f"\n{found.seen(name)}", style="bold italic")
        rows = found.table[found.table["outcome"] == name]
        order = found.ranking(name)["factor"].tolist()
        single = rows[rows["other"] == ""].pivot(index="factor", columns="index", values=["value", "low", "high"])
        cells = [[factor, *_index_cells(single.loc[factor], rows["index"].unique())] for factor in order]
        print_table(screen, ["factor", *_index_heads(rows)], cells)


def _index_heads(rows: pd.DataFrame) -> list[str]:
    names = [name for name in rows["index"].unique() if name != "second"]
    return [head for name in names for head in (name.replace("_", " "), "95% interval")]


def _index_cells(row: pd.Series, names: Any) -> list[str]:
    cells = []
    for name in (name for name in names if name != "second"):
        value, low, high = (row[part, name] for part in ("value", "low", "high"))
        cells += [f"{value:.2g}", "" if low != low else f"{low:.2g} to {high:.2g}"]
    return cells


def print_table(screen: Console, head: list[str], rows: list[list[str]]) -> None:
    """Print a table whose first column is text and whose others are numbers."""
    from trustsim.cli.tables import bare_table

    table = bare_table()
    for place, name in enumerate(head):
        table.add_column(name, justify="right" if place else "left", overflow="fold")
    for row in rows:
        table.add_row(*row)
    screen.print(table)
