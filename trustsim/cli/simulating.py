"""``run`` and ``compare``: scenario in, table, figure, folder or JSON out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from trustsim.cli import options
from trustsim.cli.screen import console, document, progress, remark
from trustsim.errors import InputError

if TYPE_CHECKING:
    from trustsim.cli.arms import Wishes
    from trustsim.model.recording import Record
    from trustsim.results import Results
    from trustsim.studies import Comparison


def run(
    scenario: options.ScenarioName,
    replications: options.Replications = None,
    seed: options.Seed = None,
    weeks: options.Weeks = None,
    profile: options.Profile = None,
    sets: options.Sets = None,
    out: options.Out = None,
    figure: options.FigureFile = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
    threads: options.Threads = None,
) -> None:
    """Run one scenario and show its outcomes.

    Means over the runs, their 95% interval (the noise of the simulation), and the middle 90% of single companies.
    """
    from trustsim.cli.arms import Wishes
    from trustsim.cli.keeping import keep, keeping_what_is_finished
    from trustsim.cli.places import check_places

    chosen = Wishes.of(replications, seed, weeks, profile, sets).laid_over(scenario)
    check_places(out, figure)

    from trustsim.studies import run as run_scenario

    with keeping_what_is_finished(out), progress(quiet) as tell:
        results = run_scenario(chosen, record=_record(out, figure), threads=threads, progress=tell)
    kept = keep(results, out, figure)
    if json:
        document(results.to_json())
    else:
        show_results(results, chosen.title, quiet)
    remark(kept, quiet)


WithVersion = Annotated[
    Path | None,
    typer.Option(
        "--with-version", metavar="DIR", help="set saved results of another version beside this one's: from --out"
    ),
]
SavedDefaults = Annotated[
    bool, typer.Option("--saved-defaults", help="with --with-version: keep the defaults that were saved, too")
]

Needed = Annotated[bool, typer.Option("--needed", help="say how many runs it takes to know each difference well")]


def compare(
    baseline: Annotated[
        str | None, typer.Argument(metavar="BASELINE", help="what the others are compared with", show_default=False)
    ] = None,
    scenarios: Annotated[
        list[str] | None,
        typer.Argument(metavar="SCENARIO...", help="shipped names, or paths of TOML files", show_default=False),
    ] = None,
    replications: options.Replications = None,
    seed: options.Seed = None,
    weeks: options.Weeks = None,
    profile: options.Profile = None,
    sets: options.Sets = None,
    assumptions: options.Assumptions = None,
    needed: Needed = False,
    with_version: WithVersion = None,
    saved_defaults: SavedDefaults = False,
    out: options.Out = None,
    figure: options.FigureFile = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
    threads: options.Threads = None,
) -> None:
    """Compare scenarios with a baseline: same luck, other policy.

    Run k has the same people and the same good and bad weeks in every arm, so what differs is the policy.
    Replications and seed are the baseline's unless given. --set changes the world (environment, population,
    parameters, market) in every arm, and policy (policy, mandates, timeline, teams) in the scenarios only.
    --assumptions says how far differences move under other readings of the evidence, or parameters that it allows.
    --with-version DIR takes results that another version of the model saved (run, compare: --out; sweep: --store), runs
    the same here and says what differs; name scenarios to run them as they are meant here, or a folder of this version.
    --needed says how many runs it takes until each interval is as wide as the smallest difference that matters.
    """
    if with_version is not None or saved_defaults:
        from trustsim.cli.versions import check_options, set_beside

        taken = {"--replications": replications, "--seed": seed, "--weeks": weeks, "--profile": profile}
        check_options(taken | {"--set": sets, "--assumptions": assumptions, "--needed": needed or None})
        names = [name for name in [baseline, *(scenarios or [])] if name is not None]
        set_beside(with_version, names, saved_defaults, out, figure, json, quiet, threads)
        return
    if baseline is None or not scenarios:
        missing = "BASELINE" if baseline is None else "SCENARIO..."
        raise InputError(f"trustsim compare: Missing argument '{missing}' (`trustsim compare --help` says more)")
    from trustsim.cli.arms import Wishes
    from trustsim.cli.keeping import keep, keeping_what_is_finished
    from trustsim.cli.places import check_places

    wishes = Wishes.of(replications, seed, weeks, profile, sets)
    base = wishes.laid_over(baseline, policy=False)
    arms = [wishes.laid_over(scenario) for scenario in scenarios]
    check_places(out, figure)

    from trustsim.studies import compare as compare_scenarios

    with keeping_what_is_finished(out), progress(quiet) as tell:
        kinds: Any = assumptions
        recorded = _record(out, figure)
        comparison = compare_scenarios(base, arms, record=recorded, threads=threads, assumptions=kinds, progress=tell)
    kept = keep(comparison, out, figure)
    if json:
        document(comparison.to_json())
    else:
        show_comparison(comparison, wishes, quiet)
        if needed:
            show_needed(comparison)
    remark(kept, quiet)


def _record(out: Path | None, figure: Path | None) -> Record:
    """Return what must be recorded: weeks where they are saved or drawn."""
    from trustsim.model.recording import Record

    return Record(weekly=out is not None or figure is not None)


def show_results(results: Results, title: str, quiet: bool) -> None:
    """Print the outcomes of a scenario."""
    from trustsim.cli.tables import summary_table
    from trustsim.results import NOT_CALIBRATED

    screen = console()
    screen.print(f"{results.name}: {title}", style="bold")
    screen.print(f"{results.caption}\n")
    screen.print(summary_table(results, groups()))
    if not quiet:
        screen.print("\n95% interval: the noise of the simulation. Single companies: the middle 90% of them.")
        screen.print(f"Note: {NOT_CALIBRATED}.")


def show_comparison(comparison: Comparison, wishes: Wishes, quiet: bool) -> None:
    """Print a comparison: every outcome with its intervals, or all scenarios side by side if there are several."""
    from trustsim.cli.tables import WIDE, difference_table, legend, matrix_tables

    screen = console()
    labels = list(comparison.scenarios)
    screen.print(f"{', '.join(labels)} compared with {comparison.baseline.name}", style="bold")
    if len(labels) == 1:
        screen.print(comparison.scenarios[labels[0]].manifest.title)
    screen.print(comparison.caption)
    for values, where in ((wishes.world, "in every arm"), (wishes.policy, "in the scenarios, not in the baseline")):
        if values:
            screen.print(f"set {where}: {', '.join(f'{path} = {value}' for path, value in values.items())}")
    if len(labels) == 1:
        tables = [difference_table(comparison, labels[0], groups(), screen.width)]
    else:
        tables = matrix_tables(comparison, list(comparison.outcome_facts), screen.width)
    for table in tables:
        screen.print()
        screen.print(table)
    if quiet:
        return
    screen.print(f"\n{legend()}")
    if len(labels) == 1:
        screen.print("95% interval: of the mean difference, the noise of the simulation.")
    if len(labels) == 1 and screen.width >= WIDE:
        screen.print("Single companies: the middle 90% of them, what one company may see.")
    if len(labels) == 1 and comparison.assumptions is not None:
        screen.print("Other assumptions: how far the mean difference moves under them.")
    notes = {note for label in labels for note in comparison.notes[label]}
    for note in sorted(notes):
        screen.print(f"Note: {note}.")


def show_needed(comparison: Comparison) -> None:
    """Print how many runs of each scenario every outcome needs."""
    from trustsim.cli.analysing import print_table
    from trustsim.cli.tables import heading
    from trustsim.studies import replications_needed

    labels = list(comparison.scenarios)
    found = {(row["outcome"], row["scenario"]): row for row in replications_needed(comparison).to_dict("records")}
    rows = [
        [
            heading(facts),
            *(f"{found[name, label]['replications']:,}" if (name, label) in found else "" for label in labels),
        ]
        for name, facts in comparison.outcome_facts.items()
        if any((name, label) in found for label in labels)
    ]
    screen = console()
    screen.print(
        "\nRuns needed until the 95% interval is as wide as the smallest difference that matters", style="bold"
    )
    print_table(screen, ["outcome", *labels], rows)
    screen.print(f"Told by the spread of {comparison.baseline.replications:,} runs: ten or more tell it well enough.")


def groups() -> dict[str, str]:
    """Return by outcome the heading that it stands under."""
    from trustsim.model.week import MODEL

    return {outcome.name: outcome.group for outcome in MODEL.outcomes.values()}
