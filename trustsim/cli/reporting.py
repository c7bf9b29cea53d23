"""``report``: a comparison as a brief, one HTML file that opens anywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from trustsim.cli import options
from trustsim.cli.screen import document, progress, remark
from trustsim.errors import InputError

PAGE = Path("trustsim-brief.html")


def report(
    baseline: Annotated[str, typer.Argument(metavar="BASELINE", help="what the others are compared with")],
    scenarios: Annotated[
        list[str], typer.Argument(metavar="SCENARIO...", help="shipped names, or paths of TOML files")
    ],
    replications: options.Replications = None,
    seed: options.Seed = None,
    weeks: options.Weeks = None,
    profile: options.Profile = None,
    sets: options.Sets = None,
    assumptions: options.Assumptions = None,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="the file to write, ending in .html")] = PAGE,
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help="its heading")] = "",
    short: Annotated[
        bool, typer.Option("--short", help="without what must be run for more: why, and for whom")
    ] = False,
    json: options.Json = False,
    quiet: options.Quiet = False,
    threads: options.Threads = None,
) -> None:
    """Compare scenarios and write a brief: an HTML file.

    It opens without a network, and holds figures, all numbers with their intervals and verdicts, why they differ, who
    is hit harder, every setting, what it cannot tell, and how to run it again. Options are those of `compare`.
    """
    from trustsim.cli.arms import Wishes
    from trustsim.cli.places import check_file

    if out.suffix.lower() not in (".html", ".htm"):
        raise InputError(f"--out {out}: a brief's file must end in .html")
    wishes = Wishes.of(replications, seed, weeks, profile, sets)
    base = wishes.laid_over(baseline, policy=False)
    arms = [wishes.laid_over(scenario) for scenario in scenarios]
    check_file(out, "--out")

    from trustsim.documentation.brief import brief, prepared
    from trustsim.studies import compare
    from trustsim.studies.calibration.store import write_whole

    kinds: Any = assumptions
    with progress(quiet) as tell:
        comparison = compare(base, arms, threads=threads, assumptions=kinds, progress=tell)
    with progress(quiet) as tell:
        more = None if short else prepared(comparison, threads=threads, progress=tell)
    write_whole(out.expanduser(), brief(comparison, more, title=title))
    if json:
        document(comparison.to_json())
    remark(f"brief: {out}", quiet)
