"""``calibrate``: the baseline to a company's own numbers, or the model to published ones."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from trustsim.cli import options
from trustsim.cli.screen import console, document, progress, remark
from trustsim.errors import InputError, Interrupted

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from trustsim.evidence.calibrating import ModelCalibration
    from trustsim.studies.company_data import CompanyCalibration

Data = Annotated[
    str | None,
    typer.Option("--data", metavar="FILE", help="a company's own numbers, CSV; `example` is a shipped example"),
]
Evidence = Annotated[bool, typer.Option("--evidence", help="calibrate the model itself to published numbers (hours)")]
OutFile = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="with --data write a scenario (.toml), with --evidence draws (.csv)"),
]
Store = Annotated[
    Path | None,
    typer.Option("--store", metavar="DIR", help="keep every run there; what was broken off goes on there"),
]
Runs = Annotated[
    int | None, typer.Option("--runs", metavar="N", help="how often the model is run, earlier sittings included")
]
Employees = Annotated[
    int | None, typer.Option("--employees", metavar="N", help="with --evidence: people an arm at most")
]
#: How files that this command wrote begin; no others are replaced.
OURS = ("# Found by `trustsim calibrate", "population.", "parameters.", "environment.")
ENDINGS = {"data": ".toml", "evidence": ".csv"}


def calibrate(
    data: Data = None,
    evidence: Evidence = False,
    out: OutFile = None,
    figure: options.FigureFile = None,
    store: Store = None,
    runs: Runs = None,
    replications: options.Replications = None,
    employees: Employees = None,
    seed: options.Seed = None,
    sets: options.Sets = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
    threads: options.Threads = None,
) -> None:
    """Fit the model to observed numbers, and say how sure that is.

    With --data those of a company: attrition, engagement, stress, trust, by month or quarter, for the whole company
    and its teams (docs/calibration.md has the format). --set says what is known of it, such as its policy. --out writes
    a scenario that extends the baseline. Nothing leaves this machine. A first try:

    trustsim calibrate --data example --out my-company.toml

    With --evidence the published numbers to which the model may be tuned; --out writes draws of its parameters.
    """
    if (data is None) == (not evidence):
        raise InputError("calibrate needs either --data FILE or --evidence; `trustsim calibrate --help` says more")
    mode = "data" if data is not None else "evidence"
    _check_options(mode, replications, employees, sets)
    _check_out(out, ENDINGS[mode])
    if figure is not None:
        from trustsim.cli.places import check_figure

        check_figure(figure)
    given = {"runs": runs, "seed": seed, "store": store, "threads": threads}
    given = {name: value for name, value in given.items() if value is not None}
    if data is not None:
        _to_data(data, sets, given, out, figure, json, quiet)
    else:
        wanted = {"replications": replications, "employees": employees}
        given |= {name: value for name, value in wanted.items() if value is not None}
        _to_evidence(given, out, figure, json, quiet)


def _check_options(mode: str, replications: int | None, employees: int | None, sets: list[str] | None) -> None:
    """Check that no option of the other kind of calibration was given."""
    if mode == "data":
        wrong = {"--replications": replications, "--employees": employees}
    else:
        wrong = {"--set": sets}
    for option, value in wrong.items():
        if value is not None:
            raise InputError(f"{option} does not go with --{mode}; leave it out")
    for option, value in (("--replications", replications), ("--employees", employees)):
        if value is not None and value < 1:
            raise InputError(f"{option} must be at least 1, not {value}")


def _check_out(out: Path | None, ending: str) -> None:
    """Check that what comes of it can be written, and that nothing is lost by that."""
    from trustsim.cli.places import check_file

    if out is None:
        return
    target = out.expanduser()
    if target.suffix != ending:
        raise InputError(f"--out {out}: the name must end in {ending}, not '{target.suffix}'")
    check_file(out, "--out")
    if target.exists():
        with target.open("rb") as file:
            head = file.read(100).decode("utf-8", "replace")
        if not head.startswith(OURS):
            raise InputError(f"--out {out}: is there, and this command did not write it; name a new file")


@contextmanager
def _broken_off(store: Path | None) -> Generator[None]:
    """Say how to go on where somebody interrupts."""
    try:
        yield
    except Interrupted:
        if store is not None:
            remark(f"interrupted; what was done is kept in {store}: the same command goes on from there")
        raise


def _to_data(
    data: str,
    sets: list[str] | None,
    given: dict[str, Any],
    out: Path | None,
    figure: Path | None,
    json: bool,
    quiet: bool,
) -> None:
    from trustsim.cli.arms import Wishes
    from trustsim.cli.keeping import draw
    from trustsim.studies.company_data import calibrate_company

    known = dict(Wishes.of(None, None, None, None, sets).sets)
    with _broken_off(given.get("store")), progress(quiet) as tell:
        found = calibrate_company(data, known=known, progress=tell, **given)
    if out is not None:
        found.save(out)
    drawn = draw(found, figure)
    if json:
        document(found.to_json())
    else:
        show_company(found, out, quiet)
    remark(f"scenario: {out}" if out is not None else "", quiet)
    remark("".join(drawn), quiet)


def _to_evidence(given: dict[str, Any], out: Path | None, figure: Path | None, json: bool, quiet: bool) -> None:
    from trustsim.cli.keeping import draw
    from trustsim.evidence.calibrating import calibrate_to_evidence

    with _broken_off(given.get("store")), progress(quiet) as tell:
        found = calibrate_to_evidence(progress=tell, **given)
    if out is not None:
        found.calibration.save_sample(out)
    drawn = draw(found, figure)
    if json:
        document(found.to_json())
    else:
        show_model(found, quiet)
    remark(f"draws of the parameters: {out}" if out is not None else "", quiet)
    remark("".join(drawn), quiet)


def show_company(found: CompanyCalibration, out: Path | None, quiet: bool) -> None:
    """Print what a company's numbers say, and what they do not."""
    screen = console()
    screen.print(
        f"{Path(found.source).name}: {len(found.fit)} numbers of {found.design.employees:,} people", style="bold"
    )
    screen.print(found.calibration.caption)
    screen.print("\nNumbers: measured, and in fresh runs of the scenario that comes of them", style="bold")
    _table(screen, found.fit, ("name", "unit", "measured", "low", "high", "simulated"), met="met")
    screen.print("\nInputs: what the scenario sets, and the middle 90% of what the numbers allow", style="bold")
    _table(screen, found.inputs, ("path", "written", "low", "high", "prior_low", "prior_high", "shrinkage"))
    if quiet:
        return
    screen.print("\nWhat the numbers do not tell", style="bold")
    for line in found.words:
        screen.print(f"- {line}")
    if out is None:
        screen.print("\n`--out my-company.toml` writes the scenario.")


def show_model(found: ModelCalibration, quiet: bool) -> None:
    """Print what the published numbers say of the free parameters, and the defaults to take over."""
    screen, told = console(), found.calibration
    screen.print("The model's free parameters, calibrated to published numbers", style="bold")
    screen.print(told.caption)
    screen.print("\nNumbers: at the best point, and in fresh runs with the defaults to take over", style="bold")
    _table(screen, found.fit, ("name", "text", "target", "low", "high", "simulated", "again", "again_error"), met="met")
    screen.print("\nParameters", style="bold")
    names = ("path", "default", "best", "mean", "sd", "low", "high", "prior_low", "prior_high", "shrinkage")
    _table(screen, told.inputs.assign(path=told.inputs["path"].str.removeprefix("parameters.")), names)
    if quiet:
        return
    if told.unidentified:
        screen.print("\nNot told by these numbers (the variance shrinks by less than a fifth)", style="bold")
        screen.print(", ".join(told.unidentified))
    if len(told.together):
        screen.print("\nTold together only: correlations in the posterior beyond 0.5", style="bold")
        _table(screen, told.together, ("one", "other", "correlation"))
    screen.print("\nDefaults to take over", style="bold")
    for line in found.lines:
        screen.print(line)


def _table(screen: Console, frame: pd.DataFrame, columns: tuple[str, ...], met: str = "") -> None:
    """Print columns of a frame; a last column says whether a band is met."""
    from trustsim.cli.tables import bare_table

    table = bare_table()
    for name in columns:
        text = not _is_number(frame, name)
        table.add_column(
            name.replace("_", " "),
            justify="left" if text else "right",
            overflow="fold",
            no_wrap=name in ("path", "name"),
        )
    if met:
        table.add_column("in the band")
    for row in frame.to_dict("records"):
        cells = [_cell(row[name]) for name in columns]
        table.add_row(*cells, *(["yes" if row[met] else "no"] if met else []))
    screen.print(table)


def _is_number(frame: pd.DataFrame, name: str) -> bool:
    return frame[name].dtype.kind == "f"


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return "" if value != value else f"{value:.3g}"
    return str(value)
