"""``sensitivity``, ``discover``: questions to a finished sweep."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from trustsim.cli import options
from trustsim.cli.screen import console, document, remark

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from trustsim.studies import Discovery, Sensitivity

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

Outcome = Annotated[str, typer.Option("--outcome", metavar="NAME", help="the outcome that is asked about")]
AtLeast = Annotated[float | None, typer.Option("--at-least", metavar="X", help="cases: its mean is at least this")]
AtMost = Annotated[float | None, typer.Option("--at-most", metavar="X", help="cases: its mean is at most this")]
Worst = Annotated[float | None, typer.Option("--worst", metavar="SHARE", help="cases: the worst share of the points")]
Verdict = Annotated[
    str, typer.Option("--verdict", metavar="WORD", help="cases: the arm makes it better, worse, higher or lower")
]
Method = Annotated[str, typer.Option("--method", metavar="NAME", help="prim, or cart: a classification tree")]
Density = Annotated[float, typer.Option("--density", metavar="SHARE", help="how much of a box must be cases")]
By = Annotated[
    list[str] | None,
    typer.Option("--by", metavar="PATH", help="show by its values or parts where it holds; once or twice"),
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


def discover(
    folder: Folder,
    outcome: Outcome,
    at_least: AtLeast = None,
    at_most: AtMost = None,
    worst: Worst = None,
    verdict: Verdict = "",
    arm: ArmName = "",
    method: Method = "prim",
    density: Density = 0.8,
    by: By = None,
    out: options.Out = None,
    figure: options.FigureFile = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Say under which conditions something happens.

    Scenario discovery: boxes of a few factors that hold many of the cases of interest and little else, found among the
    points of a sweep (a Latin hypercube, say). A first one:

    trustsim sweep where-watching-hurts --store runs/lhs, then
    trustsim discover runs/lhs --outcome attrition --arm watched --verdict worse
    """
    from trustsim.cli.keeping import keep
    from trustsim.cli.places import check_places

    check_places(out, figure)

    from trustsim.studies import discover as find

    kind: Any = method
    found = find(
        folder, outcome, at_least=at_least, at_most=at_most, worst=worst, verdict=verdict, arm=arm, method=kind,
        density=density,
    )  # fmt: skip
    regions = found.where(by)
    kept = keep(found, out, figure)
    if json:
        document(found.to_json())
    else:
        _show_discovery(found, regions)
    remark(kept, quiet)


def _show_discovery(found: Discovery, regions: pd.DataFrame) -> None:
    screen = console()
    screen.print(
        f"{found.design.name}: {found.design.title}" if found.design.title else found.design.name, style="bold"
    )
    screen.print(found.caption)
    screen.print("\nWhere it happens", style="bold italic")
    for row in found.table.to_dict("records"):
        screen.print(f"{row['box']}. {row['words']}")
        screen.print(
            f"   density {row['density']:.0%} ({row['low']:.0%} to {row['high']:.0%}), coverage {row['coverage']:.0%}, "
            f"{row['cases']:,} cases of {row['points']:,} points",
            style="dim",
        )
    held_out = f"{found.held_out:.0%}" if found.held_out == found.held_out else "unknown"
    screen.print(f"Found in one half of the points, density in the other half: {held_out}")
    screen.print("\nBy region", style="bold italic")
    factors = [name for name in regions.columns if name in found.design.paths]
    rows = [
        [*(str(row[name]) for name in factors), f"{row['points']:,}", _percent(row["share"]),
         f"{row['low']:.0%} to {row['high']:.0%}", f"{row['value']:.3g}", row["holds"]]
        for row in regions.to_dict("records")
    ]  # fmt: skip
    print_table(screen, [*factors, "points", "cases", "95% interval", "mean", "holds"], rows)


def _percent(share: float) -> str:
    return "" if share != share else f"{share:.0%}"


def print_table(screen: Console, head: list[str], rows: list[list[str]]) -> None:
    """Print a table whose first column is text and whose others are numbers."""
    from trustsim.cli.tables import bare_table

    table = bare_table()
    for place, name in enumerate(head):
        table.add_column(name, justify="right" if place else "left", overflow="fold")
    for row in rows:
        table.add_row(*row)
    screen.print(table)
