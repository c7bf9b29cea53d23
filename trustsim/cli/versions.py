"""``compare --with-version``: saved results of another version of the model beside those of this one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trustsim.cli.screen import console, document, progress, remark
from trustsim.errors import InputError

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from trustsim.studies import VersionComparison

#: So many rows of what differs are shown; ``--json`` and ``--out`` have all.
MOST_SETTINGS = 30
#: Verdicts of the points of a sweep, as they are counted.
COUNTED = ("higher", "lower", "no difference that matters", "too close to call")


def set_beside(
    saved: Path | None,
    names: Sequence[str],
    saved_defaults: bool,
    out: Path | None,
    figure: Path | None,
    json: bool,
    quiet: bool,
    threads: int | None,
) -> None:
    """Compare saved results with this version, and show, save and draw what was found.

    Args:
        saved: the folder of saved results.
        names: scenarios of this version, or the folder of its saved results; what was saved is run again if empty.
        saved_defaults: keep the defaults of the saved version.
        out: where to save.
        figure: what to draw.
        json: print one JSON document.
        quiet: no progress and no remarks.
        threads: how many threads.

    Raises:
        InputError: there is no such folder, or what it holds cannot be set beside this version.
    """
    if saved is None:
        raise InputError("--saved-defaults goes with --with-version DIR; leave it out, or name the folder")
    from trustsim.cli.keeping import keep
    from trustsim.cli.places import check_places

    check_places(out, figure)

    from trustsim.studies import compare_versions

    folder = Path(names[0]) if len(names) == 1 and Path(names[0]).expanduser().is_dir() else None
    scenarios = None if folder or not names else list(names)
    with progress(quiet) as tell:
        found = compare_versions(
            saved, folder, scenarios=scenarios, saved_defaults=saved_defaults, threads=threads, progress=tell
        )
    kept = keep(found, out, figure)
    if json:
        document(found.to_json())
    else:
        _show(found, quiet)
    remark(kept, quiet)


def check_options(given: Mapping[str, Any]) -> None:
    """Check that no option is given that saved results answer themselves.

    Args:
        given: by option its value, None or nothing where it was left out.

    Raises:
        InputError: one is.
    """
    for option, value in given.items():
        if value not in (None, []):
            raise InputError(f"{option}: --with-version takes it from the saved results; leave it out")


def _show(found: VersionComparison, quiet: bool) -> None:
    screen = console()
    screen.print(f"{found.this.name} compared with {found.saved.name}", style="bold")
    screen.print(found.caption)
    screen.print(f"\n{found.seen}", style="bold italic")
    if found.saved.kind == "sweep":
        _show_points(screen, found)
    else:
        for label in found.labels:
            _show_values(screen, found, label)
    if len(found.effects):
        _show_effects(screen, found)
    _show_settings(screen, found)
    if quiet:
        return
    from trustsim.cli.tables import legend

    screen.print(f"\n{legend()}")
    screen.print("Differences: this version less the saved one. 95% interval: the noise of the simulation.")


def _show_values(screen: Console, found: VersionComparison, label: str) -> None:
    from trustsim.cli.simulating import groups
    from trustsim.cli.tables import bare_table, grouped, heading, interval, number, verdict_cell

    table = bare_table()
    table.add_column("outcome")
    for name in ("saved", "this", "difference", "95% interval"):
        table.add_column(name, justify="right", no_wrap=True)
    of = found.table[found.table["scenario"] == label]
    rows = of[of["difference"] != 0.0].assign(better="").to_dict("records")
    for row, facts in grouped(table, rows, found.facts, groups()):
        one, two = (number(row[side], facts.matters) for side in ("saved_value", "this_value"))
        between = interval(row["low"], row["high"], facts.matters)
        table.add_row(heading(facts), one, two, verdict_cell(row, facts.matters), between)
    same = len(of) - len(rows)
    screen.print(f"\n{label}: {same:,} of {len(of):,} outcomes are the same, digit by digit", style="bold")
    if rows:
        screen.print(table)


def _show_points(screen: Console, found: VersionComparison) -> None:
    """Show of a sweep the mean over all points, and at how many points which verdict is given."""
    from trustsim.cli.analysing import print_table
    from trustsim.cli.tables import heading, interval, number

    counts = found.table.groupby("outcome")["verdict"].value_counts().unstack(fill_value=0)
    cells = []
    for row in found.overall.to_dict("records"):
        facts = found.facts[row["outcome"]]
        by_point = [str(counts.loc[row["outcome"]].get(said, 0)) for said in COUNTED]
        between = interval(row["low"], row["high"], facts.matters)
        cells.append([heading(facts), number(row["difference"], facts.matters, signed=True), between, *by_point])
    screen.print(f"\nAll {len(found.labels):,} points and arms, and how many of them say what", style="bold")
    print_table(screen, ["outcome", "mean difference", "95% interval", "higher", "lower", "same", "too close"], cells)


def _show_effects(screen: Console, found: VersionComparison) -> None:
    """Show of a comparison what both versions say of the policies, for the outcomes that either is clear about."""
    from trustsim.cli.analysing import print_table
    from trustsim.cli.tables import heading, interval, number

    effects = found.effects
    clear = effects["saved_verdict"].isin(COUNTED[:2]) | effects["this_verdict"].isin(COUNTED[:2])
    if (effects["change"] == 0.0).all():
        screen.print("\nBoth versions say the same of every policy, digit by digit.")
        return
    baseline = found.labels[0]
    for label, rows in effects[clear].groupby("scenario", sort=False):
        cells = []
        for row in rows.to_dict("records"):
            matters = found.facts[row["outcome"]].matters
            sides = [number(row[f"{side}_difference"], matters, signed=True) for side in ("saved", "this")]
            change, between = number(row["change"], matters, signed=True), interval(row["low"], row["high"], matters)
            cells.append([heading(found.facts[row["outcome"]]), *sides, change, between, row["verdict"]])
        screen.print(f"\n{label} less {baseline}: is the policy's effect the same?", style="bold")
        print_table(screen, ["outcome", "saved", "this", "change", "95% interval", "verdict"], cells)
    if not clear.any():
        screen.print("\nNeither version finds a difference between the scenarios that is clear and matters.")


def _show_settings(screen: Console, found: VersionComparison) -> None:
    from trustsim.cli.analysing import print_table

    rows: pd.DataFrame = found.settings
    screen.print("\nWhat differs beside the numbers", style="bold")
    if not len(rows):
        screen.print("Nothing: the same versions, values and outcomes.")
        return
    cells = [
        [row["kind"], row["name"] + (f" ({row['scenario']})" if row["scenario"] else ""), row["saved"], row["this"]]
        for row in rows.head(MOST_SETTINGS).to_dict("records")
    ]
    print_table(screen, ["what", "name", "saved", "this"], cells)
    if len(rows) > MOST_SETTINGS:
        screen.print(f"and {len(rows) - MOST_SETTINGS:,} more: --json or --out has all", style="dim")
