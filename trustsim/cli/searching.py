"""``search``: the smallest set of levers that meets a goal whatever the world may be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from trustsim.cli import options
from trustsim.cli.screen import console, document, progress, remark

if TYPE_CHECKING:
    from trustsim.studies import Search

FAILED = 1

Name = Annotated[
    str | None, typer.Argument(metavar="SEARCH", help="a shipped name, or the path of a TOML file; lists, if left out")
]
Trials = Annotated[int | None, typer.Option("--trials", metavar="N", help="candidates for each number of levers")]
States = Annotated[int | None, typer.Option("--states", metavar="N", help="states of the world for a candidate")]


def search(
    name: Name = None,
    trials: Trials = None,
    states: States = None,
    replications: options.Replications = None,
    seed: options.Seed = None,
    weeks: options.Weeks = None,
    sets: options.Sets = None,
    out: options.Out = None,
    figure: options.FigureFile = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
    threads: options.Threads = None,
) -> None:
    """Find the fewest levers that meet a goal in most worlds.

    Robust search: candidates with few levers first, each tried in sampled states of the world beside the baseline; what
    holds is verified in fresh states with fresh luck. If nothing does, that is said, and the exit code is 1.
    """
    from trustsim.cli.arms import Wishes
    from trustsim.cli.keeping import keep
    from trustsim.cli.places import check_places

    if name is None:
        _list_shipped(json)
        return
    check_places(out, figure)

    from trustsim.studies import load_search
    from trustsim.studies import search as look

    wished = Wishes.of(None, None, None, None, sets).sets
    plan = load_search(name)
    plan = plan.but(
        trials=trials, states=states, replications=replications, seed=seed, weeks=weeks,
        set={**plan.set, **wished} if wished else None,
    )  # fmt: skip
    with progress(quiet) as tell:
        found = look(plan, threads=threads, progress=tell)
    kept = keep(found, out, figure)
    if json:
        document(found.to_json())
    else:
        _show(found)
    remark(kept, quiet)
    if not found.found:
        raise typer.Exit(FAILED)


def _list_shipped(json: bool) -> None:
    from trustsim.cli.looking import list_titled
    from trustsim.studies import load_search, shipped_searches

    hint = "`trustsim search NAME` looks; docs/sweeps.md says how to write your own."
    list_titled("searches", [load_search(name) for name in shipped_searches()], hint, json)


def _show(found: Search) -> None:
    from trustsim.cli.analysing import print_table
    from trustsim.cli.looking import plain

    screen = console()
    screen.print(f"{found.plan.name}: {found.plan.title}" if found.plan.title else found.plan.name, style="bold")
    screen.print(f"{found.seen}\n")
    rows = [
        [row["path"], plain(row["before"]), plain(row["after"]) if row["moved"] else ""]
        for row in found.levers.to_dict("records")
    ]
    print_table(screen, ["lever", "before", "moved to" if found.found else "nearest"], rows)
    screen.print()
    goals = [
        [row["goal"], f"{row['met']:.0%}", f"{-row['median']:+.2g}", f"{-row['worst']:+.2g}"]
        for row in found.goals.to_dict("records")
    ]
    print_table(screen, ["goal", "met in", "median room", "least room"], goals)
    screen.print(
        "Room: how far a goal is met, in smallest differences that matter; below zero it is missed.", style="dim"
    )
    screen.print(f"\n{found.caption}")
