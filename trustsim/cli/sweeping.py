"""``sweep``, ``resume``, ``status``, ``verify``: the runs of a design, in a folder that survives what stops them."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from trustsim.cli import options
from trustsim.cli.screen import document, progress, remark
from trustsim.errors import InputError, Interrupted

if TYPE_CHECKING:
    from trustsim.studies import Design, Sweep

FAILED = 1

DesignName = Annotated[
    str | None, typer.Argument(metavar="DESIGN", help="a shipped name, or the path of a TOML file; lists, if left out")
]
Store = Annotated[
    Path | None, typer.Option("--store", metavar="DIR", help="the sweep's folder: new, empty, or that of this sweep")
]
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="the folder of a sweep")]
Workers = Annotated[
    int | None, typer.Option("--workers", metavar="N", min=1, max=4096, help="as many as processors, if left out")
]
Kind = Annotated[
    str | None,
    typer.Option("--engine", metavar="NAME", help="threads or processes; processes for long sweeps, if left out"),
]
Dask = Annotated[
    str | None, typer.Option("--dask", metavar="ADDRESS", help="run on a Dask cluster, such as tcp://127.0.0.1:8786")
]
Table = Annotated[Path | None, typer.Option("--table", metavar="FILE", help="write all runs: .csv, .parquet or .nc")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="say how many runs, how long and how much disk; run nothing")]
FigureFile = Annotated[
    Path | None,
    typer.Option("--figure", metavar="FILE", help="draw a grid over one or two numbers: .pdf, .png or .svg"),
]
Outcomes = Annotated[
    list[str] | None, typer.Option("--outcome", metavar="NAME", help="what is drawn; the main ones, if left out")
]
Retry = Annotated[bool, typer.Option("--retry-failed", help="run again what failed")]


def sweep(
    design: DesignName = None,
    store: Store = None,
    dry_run: DryRun = False,
    replications: options.Replications = None,
    seed: options.Seed = None,
    weeks: options.Weeks = None,
    profile: options.Profile = None,
    sets: options.Sets = None,
    workers: Workers = None,
    engine: Kind = None,
    dask: Dask = None,
    table: Table = None,
    figure: FigureFile = None,
    outcome: Outcomes = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Run a design into a folder, and go on where it stopped.

    A design says what varies, how points are made and how often each is run. Finished runs survive whatever stops the
    sweep; a run that fails is written down and the rest goes on. Try first: trustsim sweep DESIGN --dry-run
    """
    from trustsim.cli.arms import Wishes

    if design is None:
        _list_shipped(json)
        return
    wishes = Wishes.of(replications, seed, weeks, profile, sets)
    chosen = _chosen(design, wishes)
    if dry_run:
        _estimate(chosen, store, workers, json)
        return
    if store is None:
        raise InputError("sweep needs --store DIR, the folder for its runs; or --dry-run")
    _check_table(table)
    _check_figure(figure, outcome, chosen)

    from trustsim.studies import sweep as sweep_design

    with _executor(engine, dask) as executor, _saying_what_is_kept(), progress(quiet) as tell:
        found = sweep_design(chosen, store, executor=executor, workers=workers, progress=tell)
    _draw(found, figure, outcome, quiet)
    _show(found, table, json, quiet)


def resume(
    folder: Folder,
    workers: Workers = None,
    engine: Kind = None,
    dask: Dask = None,
    retry_failed: Retry = False,
    table: Table = None,
    figure: FigureFile = None,
    outcome: Outcomes = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Go on with a sweep where it stopped.

    Runs what is left, and again what lies in damaged parts, and nothing else.
    """
    from trustsim.studies import open_sweep

    _check_table(table)
    found = open_sweep(folder)
    _check_figure(figure, outcome, found.design)
    with _executor(engine, dask) as executor, _saying_what_is_kept(), progress(quiet) as tell:
        found.resume(executor=executor, workers=workers, retry_failed=retry_failed, progress=tell)
    _draw(found, figure, outcome, quiet)
    _show(found, table, json, quiet)


def status(folder: Folder, json: options.Json = False) -> None:
    """Say how far a sweep is, while it runs or after it stopped."""
    from trustsim.cli.swept import show_status, status_document
    from trustsim.studies import open_sweep

    found = open_sweep(folder)
    if json:
        document(status_document(found))
    else:
        show_status(found)


def verify(folder: Folder, json: options.Json = False) -> None:
    """Check that a sweep's folder holds what was written.

    Every part has its checksum and the runs that the ledger says. Exit code 1 if not.
    """
    from trustsim.cli.swept import verify_document
    from trustsim.studies import open_sweep

    found = open_sweep(folder)
    problems = found.verify()
    if json:
        document(verify_document(found, problems))
    elif not problems:
        typer.echo(f"{folder}: whole")
    for problem in problems:
        remark(f"{folder}: {problem}")
    if problems:
        remark(f"`trustsim resume {folder}` runs again what is damaged, and nothing else")
        raise typer.Exit(FAILED)


# -- parts ------------------------------------------------------------------------------------------------------------


def _list_shipped(json: bool) -> None:
    from trustsim.cli.looking import list_titled
    from trustsim.studies import load_design, shipped_designs

    hint = "`trustsim sweep NAME --dry-run` says what one takes; docs/sweeps.md how to write your own."
    list_titled("designs", [load_design(name) for name in shipped_designs()], hint, json)


def _chosen(name: str, wishes: Any) -> Design:
    """Return a design with the options of the command laid over it."""
    from trustsim.studies import load_design

    found = load_design(name)
    changes = {option.removeprefix("--"): value for option, (_, value) in wishes.options.items()}
    return found.but(**changes, set={**found.set, **wishes.sets} if wishes.sets else None)


@contextmanager
def _executor(engine: str | None, dask: str | None) -> Generator[Any]:
    """Give what the options name: the name of an engine, or an executor for a Dask cluster."""
    if engine is not None and engine not in ("threads", "processes"):
        raise InputError(f"--engine must be threads or processes, not '{engine}'")
    if dask is None:
        yield engine or "auto"
        return
    if engine is not None:
        raise InputError("--engine and --dask both say where to run; leave one out")
    from trustsim.studies import dask_executor
    from trustsim.studies.sweeps.engines import dask_client

    with dask_client(dask) as client:
        yield dask_executor(client)


@contextmanager
def _saying_what_is_kept() -> Generator[None]:
    """Say what was finished, and how to go on, when somebody interrupts."""
    try:
        yield
    except Interrupted as interruption:
        found: Any = interruption.finished
        now = found.status()
        remark(f"interrupted; kept: {now.done:,} of {now.runs:,} runs. Go on with `trustsim resume {found.folder}`")
        raise


def _check_table(table: Path | None) -> None:
    if table is None:
        return
    from trustsim.cli.places import check_file

    if table.suffix.lower() not in (".csv", ".parquet", ".nc"):
        raise InputError(f"--table {table}: the name must end in .csv, .parquet or .nc, not '{table.suffix}'")
    check_file(table, "--table")


def _check_figure(figure: Path | None, outcomes: list[str] | None, design: Design) -> None:
    """Check that a figure can be drawn and written, before anything runs."""
    if figure is None:
        if outcomes:
            raise InputError("--outcome says what --figure draws: leave it out, or name a figure")
        return
    from trustsim.cli.places import check_figure
    from trustsim.model.week import MODEL
    from trustsim.studies.exporting.mapped import map_axes
    from trustsim.studies.sweeps.folder import check_outcomes

    check_figure(figure)
    check_outcomes(outcomes or [], list(MODEL.outcomes))
    map_axes(design)


def _draw(found: Sweep, figure: Path | None, outcomes: list[str] | None, quiet: bool) -> None:
    if figure is None:
        return
    from trustsim.cli.keeping import draw
    from trustsim.studies import sweep_map

    remark("".join(draw(sweep_map(found, outcomes), figure)), quiet)


def _estimate(design: Design, store: Path | None, workers: int | None, json: bool) -> None:
    from trustsim.cli.swept import estimate_document, show_estimate
    from trustsim.studies import estimate

    found = estimate(design, store, workers=workers)
    if json:
        document(estimate_document(design, found))
    else:
        show_estimate(design, found)


def _show(found: Sweep, table: Path | None, json: bool, quiet: bool) -> None:
    """Say what came of a sweep, and leave with 1 if runs failed."""
    from trustsim.cli.swept import show_failures, show_status, status_document, write_table

    if table is not None:
        write_table(found, table)
        remark(f"table: {table}", quiet)
    if json:
        document(status_document(found))
    elif not quiet:
        show_status(found)
    if show_failures(found):
        raise typer.Exit(FAILED)
