"""The page and the tables of the comparison of engines on W."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from benchmarks.engines import CASES, COLD, ENGINES, MESA, SMALL, SWEEP, SWEEP_ON_TWO, C
from benchmarks.markdown import number, table
from benchmarks.summaries import Check, Row, checks, growth, median, ratio

TITLES = {engine.name: engine.title for engine in ENGINES}
HEAD = """# Engines on the workload W

Written by `make bench`; what W is stands in `benchmarks/workload.py`. {machine}. {rounds} rounds; in each round every
engine does every case in a fresh process, one after the other. Medians over rounds.
"""
NOTES = """Slow engines do less work, since it is rates that are compared: sweeps of 30 runs instead of 1,000, at
N = 10,000 20 weeks instead of 104, at N = 100,000 5 weeks. What makes a company is part of the time; what only a first
call does (compiling) is not, and stands in its own column. One processor each, but for the column of 2 threads."""

NOT_ALL = "NOT ALL AGREE:"
ALL = "All agree: no mean lies more than four standard errors from the published, or from the others."
BRACKETS = """Mean ± standard error; in brackets how many standard errors it lies from the published mean or from
that of all others, whichever is farther."""


def page(rows: Sequence[Row], missing: Mapping[str, str], versions: Mapping[str, str], machine: str) -> str:
    """Return the page in Markdown."""
    rounds = len({row["round"] for row in rows})
    names = [engine.name for engine in ENGINES if any(row["engine"] == engine.name for row in rows)]
    parts = [
        HEAD.format(machine=machine, rounds=rounds),
        "## Millions of employee-weeks a second\n",
        rates(rows, names),
    ]
    parts += ["", NOTES, "\n## Ratios inside a round\n", ratios(rows, names)]
    parts += ["\n## Start, memory, growth\n", costs(rows, names)]
    parts += ["\n## Do they agree?\n", agreement(checks(rows))]
    parts += ["\n## Versions\n", *(f"- {TITLES[name]}: {versions.get(name, 'measured before')}" for name in names)]
    parts += [f"- {TITLES[name]}: {reason}" for name, reason in missing.items()]
    return "\n".join(parts) + "\n"


def rates(rows: Sequence[Row], names: Sequence[str]) -> str:
    """Return the table of rates."""

    def cell(name: str, case: str) -> str:
        return number(median(r["rate"] / 1e6 for r in rows if (r["engine"], r["case"]) == (name, case)))

    lines = [[TITLES[name], *(cell(name, case.name) for case in CASES)] for name in names]
    return table(["engine", *(case.title for case in CASES)], lines)


def ratios(rows: Sequence[Row], names: Sequence[str]) -> str:
    """Return the table of ratios to Mesa's objects, on one thread, and to C."""

    def to_mesa(name: str, case: str, against: str) -> str:
        return number(ratio(rows, (name, case), (MESA, against)))

    def to_c(name: str, case: str) -> str:
        return number(ratio(rows, (C, case), (name, case)))

    lines = [
        [
            TITLES[name], to_mesa(name, SMALL, SMALL), to_mesa(name, SWEEP, SWEEP), to_mesa(name, SWEEP_ON_TWO, SWEEP),
            to_c(name, SMALL), to_c(name, SWEEP), to_c(name, SWEEP_ON_TWO),
        ]
        for name in names
    ]  # fmt: skip
    cases = ("N = 100", "sweep", "sweep, 2 threads")
    return table(["engine", *(f"x Mesa, {c}" for c in cases), *(f"C is x faster, {c}" for c in cases)], lines)


def costs(rows: Sequence[Row], names: Sequence[str]) -> str:
    """Return the table of start-up, first call, memory and how cost grows."""

    def cell(name: str, case: str, key: str) -> str:
        return number(median(r[key] for r in rows if (r["engine"], r["case"]) == (name, case)))

    sizes = [case.name for case in CASES if case.runs == 1]
    lines = [
        [
            TITLES[name], cell(name, SMALL, "start_seconds"), cell(name, SMALL, "first_seconds"),
            cell(name, COLD, "first_seconds"), cell(name, SMALL, "peak_megabytes"),
            cell(name, SWEEP, "peak_megabytes"), number(growth(rows, name, sizes, "employees")),
            number(growth(rows, name, (SMALL, SWEEP), "runs")),
        ]
        for name in names
    ]  # fmt: skip
    head = ["engine", "start, s", "first call, s", "the very first, s", "MB, one run", "MB, sweep"]
    note = """
Start: from the start of the process until everything is imported. First call: what only the first call of a process
does; the very first: on a machine where nothing is compiled yet. MB: the peak of the process. Growth: the exponent b of
cost = a N^b from N = 100 to 100,000, and the same for runs; 1 is linear, less means that small companies or few runs
cost more apiece."""
    return table([*head, "growth with N", "growth with runs"], lines) + "\n" + note


def agreement(found: Sequence[Check]) -> str:
    """Return the table of means, and what is wrong with them."""
    by_engine: dict[str, dict[str, Check]] = {}
    for check in found:
        worse = by_engine.setdefault(check.engine, {}).get(check.variable)
        if worse is None or check.distance > worse.distance:
            by_engine[check.engine][check.variable] = check
    lines = [
        [TITLES[name], *(f"{c.found.value:.5f} ± {c.found.error:.5f} ({c.distance:.1f})" for c in own.values())]
        for name, own in by_engine.items()
    ]
    variables = list(next(iter(by_engine.values()), {}))
    said = [
        f"- {TITLES[c.engine]}: {c.variable} is {c.found.value:.5f}, {c.against} say {c.expected:.5f}"
        for c in sorted(found, key=lambda check: -check.distance)  # one that is wrong drags the others along
        if not c.passed
    ]
    return "\n".join([NOT_ALL if said else ALL, *said, "", table(["engine", *variables], lines), "", BRACKETS])
