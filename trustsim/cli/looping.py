"""``hysteresis``: a lever up and down within one run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from trustsim.cli import options
from trustsim.cli.screen import console, document, progress, remark

if TYPE_CHECKING:
    from trustsim.studies import Loop

Lever = Annotated[
    str, typer.Option("--lever", metavar="PATH=LOW:HIGH:STEPS", help="what goes up and down; or PATH=VALUE,VALUE,...")
]
Outcomes = Annotated[
    list[str] | None, typer.Option("--outcome", metavar="NAME", help="what is looked at (leadership_trust); repeatable")
]
Hold = Annotated[int, typer.Option("--hold", metavar="WEEKS", help="how long each value is held")]
Look = Annotated[int, typer.Option("--look", metavar="WEEKS", help="how many weeks at the end of that are looked at")]


def hysteresis(
    scenario: options.ScenarioName,
    lever: Lever,
    outcome: Outcomes = None,
    hold: Hold = 26,
    look: Look = 8,
    replications: options.Replications = None,
    seed: options.Seed = None,
    profile: options.Profile = None,
    sets: options.Sets = None,
    out: options.Out = None,
    figure: options.FigureFile = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
    threads: options.Threads = None,
) -> None:
    """Raise a lever and take it back, and see what comes back.

    Where the way down differs from the way up, the past matters. A twin whose lever stays is taken off.
    A first loop:

    trustsim hysteresis baseline --lever policy.surveillance=0:1:5 --outcome leadership_trust
    """
    from trustsim.cli.arms import Wishes
    from trustsim.cli.keeping import keep
    from trustsim.cli.mapping import axis_of
    from trustsim.cli.places import check_places

    chosen = Wishes.of(None, None, None, None, sets).laid_over(scenario)
    axis = axis_of(lever, "--lever")
    check_places(out, figure)

    from trustsim.studies import hysteresis as sweep_lever
    from trustsim.studies.loops.sweeping import REPLICATIONS

    with progress(quiet) as tell:
        found = sweep_lever(
            chosen, axis, outcome or "leadership_trust", hold=hold, look=look,
            replications=REPLICATIONS if replications is None else replications, seed=1 if seed is None else seed,
            profile=profile, threads=threads, progress=tell,
        )  # fmt: skip
    kept = keep(found, out, figure)
    if json:
        document(found.to_json())
    else:
        _show(found)
    remark(kept, quiet)


def _show(found: Loop) -> None:
    from trustsim.cli.analysing import print_table

    screen = console()
    screen.print(f"{found.scenario.name}: {found.axis.path} up and down again", style="bold")
    screen.print(found.caption)
    for name in found.outcomes:
        screen.print(f"\n{found.seen(name)}", style="bold italic")
        rows = found.table[found.table["outcome"] == name]
        up, down = (rows[rows["way"] == way].set_index("dose")["difference"] for way in ("up", "down"))
        gaps = found.gaps[found.gaps["outcome"] == name].to_dict("records")
        cells = [
            [f"{gap['dose']:g}", f"{up[gap['dose']]:+.3g}", f"{down[gap['dose']]:+.3g}", f"{gap['gap']:+.3g}",
             f"{gap['low']:+.3g} to {gap['high']:+.3g}", gap["verdict"]]
            for gap in gaps
        ]  # fmt: skip
        print_table(screen, [found.axis.path, "way up", "way down", "gap", "95% interval", "verdict"], cells)
