"""What a week costs, by phase and by rule, as a table or as JSON: ``doctor --timing``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trustsim.cli.screen import console, document, remark

if TYPE_CHECKING:
    from rich.table import Table

    from trustsim.studies import Timing

#: A cost below so many of its standard errors cannot be told from none.
CLEAR = 2.0


def time_week(scenario: str, seconds: float, json: bool, quiet: bool) -> None:
    """Measure the week of a scenario and show what it costs."""
    from trustsim import studies

    remark(f"measuring for about {seconds:g} s; the machine should have nothing else to do", quiet or json)
    timing = studies.time_week(scenario, seconds=seconds)
    if json:
        document(timing.to_json())
        return
    screen = console()
    screen.print(_heading(timing))
    for table in (phase_table(timing), rule_table(timing)):
        screen.print()
        screen.print(table)
    screen.print(f"\n± is the standard error; what is below {CLEAR:g} of them cannot be told from nothing (~).")


def _heading(timing: Timing) -> str:
    return (
        f"A week of '{timing.scenario}' costs {timing.nanoseconds:.0f} ns per employee on one thread "
        f"({timing.runs} runs of {timing.employees} employees stepped together, {timing.weeks} weeks timed)."
    )


def phase_table(timing: Timing) -> Table:
    """Return the costs of phases, in the order of the week."""
    from trustsim.cli.tables import bare_table

    table = bare_table()
    table.add_column("phase")
    for name in ("ns per employee-week", "±", "share"):
        table.add_column(name, justify="right", no_wrap=True)
    for row in timing.phases.to_dict("records"):
        table.add_row(row["phase"], *_numbers(row))
    return table


def rule_table(timing: Timing) -> Table:
    """Return the costs of rules by phase, the dearest first."""
    from trustsim.cli.tables import bare_table

    table = bare_table()
    for name in ("phase", "rule"):
        table.add_column(name, no_wrap=True)
    for name in ("ns per employee-week", "±", "share"):
        table.add_column(name, justify="right", no_wrap=True)
    for phase, rows in timing.rules.groupby("phase", sort=False):
        for row in rows.sort_values("nanoseconds", ascending=False, kind="stable").to_dict("records"):
            table.add_row(str(phase), ".".join(filter(None, (row["mechanism"], row["rule"]))), *_numbers(row))
    return table


def _numbers(row: dict[Any, Any]) -> tuple[str, str, str]:
    unclear = abs(row["nanoseconds"]) < CLEAR * row["error"]
    # z: what rounds to zero has no sign
    return f"{'~' if unclear else ''}{row['nanoseconds']:z.1f}", f"{row['error']:.1f}", f"{row['share']:z.1%}"
