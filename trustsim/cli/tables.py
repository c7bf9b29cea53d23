"""Results as tables for a terminal: what a figure says, in digits. Marks tell verdicts apart by their shape."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from trustsim.cli.screen import shows

if TYPE_CHECKING:
    from trustsim.results import OutcomeFacts, Results
    from trustsim.studies import Comparison

#: Terminals from this width on show the range of single companies too.
WIDE = 112
#: By whether it is better: yes, no, neither of the two; then by verdict.
MARKS = {"yes": "✔", "no": "✘", "": "•", "no difference that matters": "=", "too close to call": "?"}
PLAIN_MARKS = {"yes": "v", "no": "x", "": "o", "no difference that matters": "=", "too close to call": "?"}
STYLES = {"yes": "green", "no": "red", "": ""}
CLEAR = ("higher", "lower")


def marks() -> dict[str, str]:
    """Return the marks that standard output can show."""
    return MARKS if shows("".join(MARKS.values())) else PLAIN_MARKS


def legend() -> str:
    """Return what the marks mean."""
    mark = marks()
    return (
        f"{mark['yes']} better, {mark['no']} worse, {mark['']} different (neither of the two): "
        "the 95% interval clears zero and the difference is large enough to matter. "
        f"{mark['no difference that matters']} no difference that matters, "
        f"{mark['too close to call']} too close to call."
    )


def number(value: float, matters: float, signed: bool = False) -> str:
    """Return a number to a tenth of the smallest difference that matters."""
    if not math.isfinite(value):
        return "–" if shows("–") else "-"
    digits = max(0, 1 - math.floor(math.log10(matters)))
    text = f"{value:{'+' if signed else ''},.{digits}f}"
    if not float(text.replace(",", "")):
        text = text.lstrip("+-")
    return text.replace("-", "−") if shows("−") else text


def interval(low: float, high: float, matters: float) -> str:
    """Return an interval, or a dash where there is none."""
    if not math.isfinite(low) or not math.isfinite(high):
        return number(math.nan, matters)
    return f"{number(low, matters)} to {number(high, matters)}"


def heading(facts: OutcomeFacts) -> str:
    """Return an outcome's name and unit."""
    unit = facts.unit.replace("-", "–") if facts.unit[:2] == "0-" and shows("–") else facts.unit
    return f"{facts.name.replace('_', ' ')} ({unit})"


def verdict_cell(row: dict[str, Any], matters: float) -> Text:
    """Return a difference with the mark of its verdict."""
    clear = row["verdict"] in CLEAR
    kind = row["better"] if clear else row["verdict"]
    style = STYLES[row["better"]] if clear else "dim"
    return Text(f"{number(row['difference'], matters, signed=True)} {marks()[kind]}", style)


def bare_table(gap: int = 2) -> Table:
    """Return an empty table without frame, with ``gap`` spaces between its columns."""
    return Table(box=None, pad_edge=False, padding=(0, gap, 0, 0), header_style="bold", show_edge=False)


def wrapped(name: str, width: int = 9) -> str:
    """Return a name broken at its hyphens and spaces, for the head of a column; words longer than most are cut."""
    lines = textwrap.wrap(name, width, break_long_words=False) or [name]
    return "\n".join(line if len(line) <= 16 else f"{line[:15]}…" for line in lines)


# -- one scenario ---------------------------------------------------------------------------------------------------


def summary_table(results: Results, groups: dict[str, str]) -> Table:
    """Return the outcomes of a scenario: mean, its interval, what single companies see.

    Args:
        results: the results.
        groups: by outcome the heading that it stands under.
    """
    table = bare_table()
    table.add_column("outcome")
    for name in ("mean", "95% interval", "single companies"):
        table.add_column(name, justify="right", no_wrap=True)
    for row, facts in grouped(table, results.summary().to_dict("records"), results.outcome_facts, groups):
        table.add_row(
            heading(facts),
            number(row["mean"], facts.matters),
            interval(row["low"], row["high"], facts.matters),
            interval(row["range_low"], row["range_high"], facts.matters),
        )
    return table


def difference_table(comparison: Comparison, label: str, groups: dict[str, str], width: int) -> Table:
    """Return all outcomes of one scenario beside the baseline's, with the intervals of the differences.

    Args:
        comparison: the comparison.
        label: the scenario's label in it.
        groups: by outcome the heading that it stands under.
        width: of the terminal.
    """
    table = bare_table()
    table.add_column("outcome")
    names = [wrapped(comparison.baseline.name), wrapped(label), "difference", "95% interval"]
    names += ["single companies"] if width >= WIDE else []
    assumed = comparison.assumptions is not None
    names += ["other assumptions"] if assumed else []
    for name in names:
        table.add_column(name, justify="right", no_wrap=True)
    rows = [row for row in comparison.table.to_dict("records") if row["scenario"] == label]
    for row, facts in grouped(table, rows, comparison.outcome_facts, groups):
        cells = [
            number(row["baseline_value"], facts.matters),
            number(row["scenario_value"], facts.matters),
            verdict_cell(row, facts.matters),
            interval(row["low"], row["high"], facts.matters),
        ]
        if width >= WIDE:
            cells.append(interval(row["range_low"], row["range_high"], facts.matters))
        if assumed:
            cells.append(interval(row["assumption_low"], row["assumption_high"], facts.matters))
        table.add_row(heading(facts), *cells)
    return table


def grouped(
    table: Table, rows: Iterable[dict[Any, Any]], facts: dict[str, OutcomeFacts], groups: dict[str, str]
) -> Iterable[tuple[dict[str, Any], OutcomeFacts]]:
    """Yield rows with what is known of their outcomes; the table gets a heading before each group."""
    group = ""
    for row in rows:
        of = groups.get(row["outcome"], "")
        if of != group:
            if group:
                table.add_row()
            table.add_row(Text(of, "bold italic"))
            group = of
        yield row, facts[row["outcome"]]


# -- several scenarios ----------------------------------------------------------------------------------------------

#: The least width of the column of outcomes, and of a column of differences.
NAMES, CELL = 21, 8


def matrix_tables(comparison: Comparison, outcomes: Sequence[str], width: int) -> list[Table]:
    """Return the differences of all scenarios side by side: as many tables as the width asks for.

    Args:
        comparison: the comparison.
        outcomes: the rows, from top to bottom.
        width: of the terminal.
    """
    rows = {(row["scenario"], row["outcome"]): row for row in comparison.table.to_dict("records")}
    facts = {name: comparison.outcome_facts[name] for name in outcomes}
    gap = 2 if width >= WIDE else 1
    bands: list[list[str]] = []
    left = 0
    for label in comparison.scenarios:
        needed = max(CELL, *map(len, wrapped(label).splitlines())) + gap
        if needed > left:
            bands.append([])
            left = width - NAMES - CELL - 2 * gap
        bands[-1].append(label)
        left -= needed
    return [_matrix(comparison.baseline.name, labels, rows, facts, gap) for labels in bands]


def _matrix(
    baseline: str,
    labels: Sequence[str],
    rows: dict[tuple[str, str], dict[Any, Any]],
    facts: dict[str, OutcomeFacts],
    gap: int,
) -> Table:
    table = bare_table(gap)
    table.add_column("outcome")
    for name in (baseline, *labels):
        table.add_column(wrapped(name), justify="right", no_wrap=True)
    for name, known in facts.items():
        found = [rows.get((label, name)) for label in labels]
        value = next((row["baseline_value"] for row in found if row), math.nan)
        cells = [verdict_cell(row, known.matters) if row else "" for row in found]
        table.add_row(heading(known), number(value, known.matters), *cells)
    return table
