"""``evidence``: what the model shows for published numbers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trustsim.cli import options
from trustsim.cli.looking import as_json
from trustsim.cli.screen import console, document, progress, remark, shows
from trustsim.errors import InputError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from trustsim.evidence import Measured

Only = Annotated[
    list[str] | None, typer.Option("--only", metavar="ID", help="this number or finding only, M04b or M04; repeatable")
]
#: The columns of the table of a finding, and their widths.
COLUMNS = (
    ("id", 5), ("what", 30), ("statistic", 11), ("published", 13), ("band", 13), ("simulated", 24), ("", 4),
    ("kind", 10),
)  # fmt: skip
Page = Annotated[Path | None, typer.Option("--page", metavar="FILE", help="write the page of all numbers")]
Save = Annotated[Path | None, typer.Option("--save", metavar="FILE", help="write all numbers as CSV, for the app")]


def evidence(
    only: Only = None,
    page: Page = None,
    save: Save = None,
    figure: options.FigureFile = None,
    replications: options.Replications = None,
    seed: options.Seed = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
    threads: options.Threads = None,
) -> None:
    """Set published findings against what the model shows.

    The design of each study is run in the model; a number passes if it lies in its band. All of it takes some minutes.
    """
    from trustsim.cli.places import check_figure, check_file
    from trustsim.evidence import EVIDENCE_SEED, REPLICATIONS, measure
    from trustsim.evidence.findings.page import evidence_page
    from trustsim.evidence.findings.report import evidence_document
    from trustsim.evidence.findings.shipped import record_text

    start, runs = _checked(seed, EVIDENCE_SEED, "seed", 0), _checked(replications, REPLICATIONS, "replications", 1)
    for file, option in ((page, "--page"), (save, "--save")):
        if file:
            check_file(file, option)
    if figure:
        check_figure(figure)
    with progress(quiet, "arms") as tell:
        found = measure(only, replications=runs, seed=start, threads=threads, progress=tell, option="--only")
    if page:
        page.expanduser().write_text(evidence_page(found, start, runs), encoding="utf-8")
        remark(f"page: {page}", quiet)
    if save:
        save.expanduser().write_text(record_text(found, start, runs), encoding="utf-8")
        remark(f"numbers: {save}", quiet)
    if figure:
        _draw(found, figure, f"{runs:,} seeds an arm, seed {start}, profile meta_analytic", quiet)
    if json:
        document(as_json(evidence_document(found, start, runs)))
        return
    _show(found, console())


def _checked(given: int | None, default: int, option: str, least: int) -> int:
    """Return what an option says, or the default.

    Raises:
        InputError: it is too small.
    """
    value = default if given is None else given
    if not least <= value < 2**31:
        raise InputError(f"--{option}: must be a whole number from {least}, not {value}")
    return value


def _draw(found: list[Measured], figure: Path, source: str, quiet: bool) -> None:
    from trustsim.evidence.findings.report import forest_rows
    from trustsim.plots import forest_figure, save_figure

    title = "Published numbers and what the model shows"
    remark(f"figure: {save_figure(forest_figure(forest_rows(found), title, source), figure)}", quiet)


def _show(found: list[Measured], screen: Console) -> None:
    """Print a table under the heading of each finding, what raising trust does, and the summary."""
    from trustsim.evidence.findings.report import beside, both_ways, shown, simulated, summary
    from trustsim.evidence.findings.verdicts import by_finding

    for finding in by_finding(found):
        target = finding.numbers[0].target
        said = {True: "pass", False: "miss", None: "not judged"}[finding.passed]
        screen.print(f"\n{finding.finding} {target.mechanism} ({finding.role}): {said}", style="bold")
        for source in dict.fromkeys(f"{row.target.source} ({row.target.year})" for row in finding.numbers):
            screen.print(f"  {source}", style="dim")
        screen.print(_table(finding.numbers))
        for met in finding.conditions:
            holds = {True: "holds", False: "does not hold", None: "not measured"}[met.passed]
            screen.print(f"  {met.condition.says}: {holds}")
    for row in beside(found):
        screen.print(f"\n{row.target.id}: {row.target.outcome}: {_shown(simulated(row))}")
    rows = both_ways(found)
    if rows:
        screen.print(
            "\nTrust that differs between firms, and trust raised in one company (T09), in percent", style="bold"
        )
        for name, firms, raised in rows:
            screen.print(f"  {name:22} most against least trust {shown(firms):>7}   raised {shown(raised):>7}")
    screen.print()
    for line in summary(found):
        screen.print(line, style="bold")


def _table(rows: tuple[Measured, ...]) -> Table:
    from trustsim.cli.tables import bare_table
    from trustsim.evidence.findings.report import aimed, band, simulated, statistic, verdict, what

    table = bare_table(1)
    for name, width in COLUMNS:
        table.add_column(name, width=width)
    for row in rows:
        cells = (
            row.target.id, what(row), statistic(row), aimed(row), band(row), simulated(row), verdict(row), row.kind
        )  # fmt: skip
        table.add_row(*(_shown(cell) for cell in cells), style="red" if row.passed is False else "")
    return table


def _shown(text: str) -> str:
    """Return a text as standard output can show it."""
    return text if shows("−–") else text.replace("−", "-").replace("–", "-")
