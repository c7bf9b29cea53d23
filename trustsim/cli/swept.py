"""Sweeps and designs in words, and as JSON."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from trustsim._version import __version__
from trustsim.cli.screen import console, remark

if TYPE_CHECKING:
    from trustsim.studies import Design, Estimate, Sweep

#: So many failed runs are listed, so long is a line of them.
MOST_LISTED = 10


def show_estimate(design: Design, found: Estimate) -> None:
    """Print what a design would take."""
    screen = console()
    screen.print(f"{design.name}: {design.title}" if design.title else design.name, style="bold")
    arms = f" in {len(found.arms)} arms" if len(found.arms) > 1 else ""
    screen.print(f"{found.points:,} points{arms}: {found.scenarios:,} distinct scenarios")
    most = f", at most {found.most_runs:,}" if found.most_runs > found.runs else ""
    screen.print(f"runs: {found.runs:,}{most}")
    screen.print(f"time: about {_between(found.seconds, found.most_seconds, duration)} on {found.workers} workers")
    screen.print(f"disk: about {_between(found.bytes, found.most_bytes, size)}")
    if found.free_bytes is not None:
        enough = "" if found.free_bytes > found.most_bytes else ": too little"
        screen.print(f"free: {size(found.free_bytes)}{enough}")
    screen.print(f"(measured on {found.probe_runs:,} runs in {found.probe_seconds:.1f} s)")


def estimate_document(design: Design, found: Estimate) -> str:
    """Return what ``trustsim sweep --dry-run --json`` prints."""
    from trustsim.cli.looking import as_json

    return as_json({"trustsim": __version__, "design": design.name, "estimate": found.to_dict()})


def show_status(found: Sweep) -> None:
    """Print how far a sweep is."""
    now, screen = found.status(), console()
    screen.print(f"{now.name} in {found.folder}", style="bold")
    arms = f" in {len(now.arms)} arms ({', '.join(now.arms)})" if len(now.arms) > 1 else ""
    screen.print(f"{now.points:,} points{arms}: {found.design!r}", style="dim")
    failed = f", {now.failed:,} failed" if now.failed else ""
    screen.print(f"runs: {now.done:,} of {now.runs:,} done{failed}, {now.left:,} left")
    if now.done and now.left:
        left = now.seconds / now.done * now.left
        screen.print(f"left: about {duration(left)} of work; shared by the workers")
    screen.print(f"disk: {size(now.bytes)} in {now.parts:,} parts")
    if now.batches_lost:
        screen.print(f"batches begun and not finished: {now.batches_lost:,} ({now.runs_lost:,} runs; begun again)")
    if not now.current:
        screen.print(f"begun with the model {now.model}, which is not the one here: it can be read, not gone on with")
    if not now.left:
        screen.print(f'table: ts.open_sweep("{found.folder}").frame()')


def status_document(found: Sweep) -> str:
    """Return what ``trustsim status --json`` prints."""
    from trustsim.cli.looking import as_json

    failures = found.failures()[["run_id", "scenario", "replication", "error"]].to_dict("records")
    head = {"trustsim": __version__, "folder": str(found.folder)}
    return as_json(head | found.status().to_dict() | {"failures": failures})


def verify_document(found: Sweep, problems: list[str]) -> str:
    """Return what ``trustsim verify --json`` prints."""
    from trustsim.cli.looking import as_json

    return as_json({"trustsim": __version__, "folder": str(found.folder), "whole": not problems, "problems": problems})


def show_failures(found: Sweep) -> int:
    """List the runs that failed on standard error, and return how many there are."""
    failures = found.failures()
    for row in failures.head(MOST_LISTED).to_dict("records"):
        remark(f"failed: {row['run_id'][:12]} (point {row['point']}, replication {row['replication']}): {row['error']}")
    if len(failures) > MOST_LISTED:
        remark(f"... and {len(failures) - MOST_LISTED:,} more; `trustsim status {found.folder} --json` lists them")
    return len(failures)


def write_table(found: Sweep, path: Path) -> None:
    """Write all runs: a table as CSV or Parquet, or arrays as netCDF."""
    target = path.expanduser()
    if target.suffix.lower() == ".nc":
        from trustsim.studies import write_netcdf

        write_netcdf(found, target)
        return
    table = found.frame()
    if target.suffix.lower() == ".csv":
        table.to_csv(target, index=False)
    else:
        table.to_parquet(target, engine="pyarrow", index=False)


def _between(low: float, high: float, words: Callable[[float], str]) -> str:
    return f"{words(low)} to {words(high)}" if high > low * 1.001 else words(low)


def duration(seconds: float) -> str:
    """Return a time in words."""
    for unit, length in (("days", 86_400.0), ("hours", 3_600.0), ("minutes", 60.0)):
        if seconds >= 1.5 * length:
            return f"{seconds / length:.1f} {unit}"
    return f"{seconds:.0f} seconds"


def size(count: float) -> str:
    """Return a number of bytes in words."""
    for unit, length in (("GB", 1e9), ("MB", 1e6)):
        if count >= length:
            return f"{count / length:.1f} {unit}"
    return f"{count / 1e3:.0f} kB"
