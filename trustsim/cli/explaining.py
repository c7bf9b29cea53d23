"""``explain``: why two scenarios differ, by lever and by cause; and one person's story."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from trustsim.cli import options
from trustsim.cli.screen import console, document, progress, remark, shows
from trustsim.errors import InputError, nearest

if TYPE_CHECKING:
    import pandas as pd
    from rich.table import Table

    from trustsim.cli.arms import Wishes
    from trustsim.studies import Explanation, Story

Other = Annotated[
    str | None, typer.Argument(metavar="[OTHER]", help="another one, whose difference from the first is explained")
]
Outcomes = Annotated[
    list[str] | None, typer.Option("--outcome", metavar="NAME", help="explain this outcome only; repeatable")
]
Employee = Annotated[
    str | None,
    typer.Option("--employee", metavar="LABEL", help="tell the story of one person, such as team-001/3, instead"),
]
Replication = Annotated[
    int | None, typer.Option("--replication", metavar="K", help="in which replication, from 0 (with --employee)")
]


def explain(
    scenario: options.ScenarioName,
    other: Other = None,
    outcome: Outcomes = None,
    employee: Employee = None,
    replication: Replication = None,
    replications: options.Replications = None,
    seed: options.Seed = None,
    weeks: options.Weeks = None,
    profile: options.Profile = None,
    sets: options.Sets = None,
    figure: options.FigureFile = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
    threads: options.Threads = None,
) -> None:
    """Explain why two scenarios differ, by lever and by cause.

    Levers are the paths that differ; a mandate counts as one. Each gets its share of every difference (its Shapley
    value), with the same luck in every run. Causes are what trust was booked to, and why people left. Without
    --replications as many runs are made as end within a minute. --set works as in compare. With --employee and one
    scenario: one person's story in plain words.
    """
    from trustsim.cli.arms import Wishes

    wishes = Wishes.of(replications, seed, weeks, profile, sets)
    if employee is not None:
        _check_alone({"a second scenario": other, "--outcome": outcome, "--replications": replications,
                      "--figure": figure})  # fmt: skip
        _story(wishes, scenario, employee, replication or 0, json)
        return
    if replication is not None:
        raise InputError("--replication goes with --employee; --replications says how many runs to make")
    if other is None:
        raise InputError("explain needs a second scenario, or --employee with one")
    why = _explanation(wishes, (scenario, other), outcome, figure, quiet, threads)
    if json:
        document(why.to_json(outcome))
    else:
        show_explanation(why, outcome or why.main, quiet)
    if figure is not None:
        from trustsim.plots import save_figure

        remark(f"figure: {save_figure(why.plot(outcome), figure)}", quiet)


def _check_alone(others: dict[str, Any]) -> None:
    """Check that nothing was given that --employee makes no use of."""
    given = [name for name, value in others.items() if value is not None]
    if given:
        raise InputError(f"--employee tells a story of one scenario; leave out {' and '.join(given)}")


# -- two scenarios --------------------------------------------------------------------------------------------------


def _explanation(
    wishes: Wishes,
    scenarios: tuple[str, str],
    outcomes: list[str] | None,
    figure: Path | None,
    quiet: bool,
    threads: int | None,
) -> Explanation:
    from trustsim.cli.places import check_places
    from trustsim.model.week import MODEL

    first, last = wishes.laid_over(scenarios[0], policy=False), wishes.laid_over(scenarios[1])
    for name in outcomes or ():
        if name not in MODEL.outcomes:
            raise InputError(f"--outcome {name}: no such outcome{nearest(name, MODEL.outcomes)}")
    check_places(None, figure)

    from trustsim.studies import explain as explain_gap

    asked = first.replications if "--replications" in wishes.options else None
    with progress(quiet) as tell:
        why = explain_gap(first, last, replications=asked, threads=threads, progress=tell)
    made = why.manifest.replications
    if made < first.replications:
        text = f"{made} of {first.replications} replications, so that it ends within a minute"
        remark(f"{text}; --replications asks for another number", quiet)
    return why


def show_explanation(why: Explanation, outcomes: list[str], quiet: bool) -> None:
    """Print for each outcome its difference, and what it is made of."""
    from trustsim.results import NOT_CALIBRATED

    screen = console()
    screen.print(f"{why.scenario[0]} compared with {why.manifest.name}", style="bold")
    screen.print(why.caption)
    if not why.lever_names:
        screen.print("\nThe two scenarios do not differ.")
        return
    screen.print()
    screen.print(_table(why, why.chosen(outcomes)))
    if quiet:
        return
    lines = [
        "By lever: the share of the difference that a lever makes, averaged over all orders of changing one after "
        "another.",
        "By cause: what trust was booked to, as far as the two scenarios differ in it; why people left.",
        "Both sum to the difference. 95% interval: the noise of the simulation.",
        f"Note: {NOT_CALIBRATED}.",
    ]
    screen.print()
    for line in lines:
        screen.print(line)


def _table(why: Explanation, outcomes: list[str]) -> Table:
    from rich.text import Text

    from trustsim.cli.tables import bare_table, heading, interval, number

    table = bare_table()
    table.add_column("outcome")
    for name in ("difference", "95% interval"):
        table.add_column(name, justify="right", no_wrap=True)
    totals = {row["outcome"]: row for row in why.table.to_dict("records")}
    for place, name in enumerate(outcomes):
        facts, row = why.outcome_facts[name], totals[name]
        matters = facts.matters
        cells = number(row["difference"], matters, signed=True), interval(row["low"], row["high"], matters)
        if place:
            table.add_row()
        table.add_row(*(Text(text, "bold") for text in (heading(facts), *cells)))
        for kind, frame in (("lever", why.levers), ("cause", why.causes)):
            for label, share, low, high in _largest_first(frame[frame["outcome"] == name], kind):
                table.add_row(label, number(share, matters, signed=True), interval(low, high, matters))
    return table


def _largest_first(rows: pd.DataFrame, kind: str) -> list[tuple[Any, ...]]:
    """Return label, contribution and interval of each row, under a heading; nothing where there are no rows."""
    nan = float("nan")
    ordered = rows.sort_values("contribution", key=lambda column: -column.abs(), kind="stable")
    found = [tuple(row) for row in ordered[[kind, "contribution", "low", "high"]].itertuples(index=False)]
    return [(f"  by {kind}", nan, nan, nan), *((f"    {label}", *rest) for label, *rest in found)] if found else []


# -- one person -----------------------------------------------------------------------------------------------------


def _story(wishes: Wishes, scenario: str, employee: str, replication: int, json: bool) -> None:
    chosen = wishes.laid_over(scenario)

    from trustsim.studies import tell

    story = tell(chosen, employee, replication=replication)
    if json:
        document(story.to_json())
    else:
        show_story(story)


def show_story(story: Story) -> None:
    """Print a story, a paragraph for each part of it."""
    from trustsim.results import NOT_CALIBRATED

    screen = console()
    others = [f"{story.diary.employee}#{number}" for number in story.diary.others]
    lines = [*story.paragraphs, *([f"Others who had this seat: {', '.join(others)}."] if others else [])]
    lines.append(f"Note: a person of the simulation; {NOT_CALIBRATED}.")
    screen.print(story.title, style="bold")
    screen.print(story.caption)
    for line in lines:
        text = line if shows("−") else line.replace("−", "-")
        screen.print(f"\n{textwrap.fill(text, screen.width - 1)}")
