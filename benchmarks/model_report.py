"""The page of the whole model: what an employee-week costs, how that grows, what a leader waits for."""

from __future__ import annotations

import math
from collections.abc import Sequence

from benchmarks import engines
from benchmarks import model_cases as cases
from benchmarks.markdown import number, table
from benchmarks.model_cases import BASELINE, CASES, HUGE, MODEL, SCENARIOS, ModelCase
from benchmarks.summaries import Row, exponent, median, ratio

HEAD = """# The whole model

Written by `make bench`. {machine}. {rounds} rounds, each measurement in a fresh process, one thread unless it says
otherwise; medians over rounds. Weeks count the 52 of burn-in; outcomes of each run are recorded and nothing else.
"""
WHAT = """Neutral: every lever where it does nothing. Everything: every lever away from there, a mandate with all that
can come with one, and every kind of event (`benchmarks/everything.toml`).
"""
QUESTION = """120 people, 156 weeks, two arms of 100 replications each, paired, `trustsim compare baseline rto-abrupt`,
on {threads} threads: {warm} s warm. In a fresh process before that: {start} s for the imports, and {first} s
for the first two replications, in which the compiled rules are loaded.

From a checkpoint after burn-in, a first estimate from 8 replications of one arm, summed up: {shown} s."""
#: Cases of ours beside the case of W that is as large.
BESIDE_MESA = (
    (cases.SMALL.name, "one-100", "one run, N = 100"),
    (cases.LARGE.name, "one-10000", "one run, N = 10,000"),
    (cases.LARGEST.name, "one-100000", "one run, N = 100,000"),
    (f"{BASELINE}, 100 runs of N = 100", engines.SWEEP, "sweep, N = 100"),
)


class Measured:
    """What the rows say of a case, as medians over rounds."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = [row for row in rows if row["engine"] == MODEL]

    def of(self, case: ModelCase | str, key: str) -> float:
        """Return the median of a column, NaN if the case was not measured."""
        name = case if isinstance(case, str) else case.name
        return median(row[key] for row in self.rows if row["case"] == name)

    def nanoseconds(self, case: ModelCase) -> float:
        """Return the cost of an employee-week."""
        return 1e9 / self.of(case, "rate")

    def growth(self, chosen: Sequence[ModelCase], size: str) -> float:
        """Return the exponent with which the time of cases grows with their employees, weeks or runs."""
        times = [self.of(case, "seconds") for case in chosen]
        if size != "weeks":  # then all are taken over as many weeks
            times = [time / case.weeks for time, case in zip(times, chosen, strict=True)]
        known = all(map(math.isfinite, times))
        return exponent([getattr(case, size) for case in chosen], times) if known else math.nan

    def bytes_per_employee(self) -> float:
        """Return by how much memory grows with each employee, from 10,000 to 100,000."""
        more = self.of(cases.LARGEST, "peak_megabytes") - self.of(cases.LARGE, "peak_megabytes")
        return 1e6 * more / (cases.LARGEST.employees - cases.LARGE.employees)


def page(rows: Sequence[Row], machine: str) -> str:
    """Return the page in Markdown."""
    found = Measured(rows)
    parts = [HEAD.format(machine=machine, rounds=len({row["round"] for row in found.rows}))]
    parts += ["## Nanoseconds per employee-week\n", WHAT, by_scenario(found)]
    parts += ["\n## How it grows\n", by_size(found), "", *growths(found)]
    parts += ["\n## What a leader waits for\n", question(found)]
    parts += ["\n## Beside Mesa's objects on W\n", beside_mesa(rows)]
    if any(row["case"] in [case.name for case in HUGE] for row in found.rows):
        parts += ["\n## Very large\n", huge(found)]
    return "\n".join(parts) + "\n"


def by_scenario(found: Measured) -> str:
    """Return the table of costs by scenario."""
    lines = [[name, *(number(found.nanoseconds(case), 3) for case in cases.costs(name))] for name in SCENARIOS]
    return table(["scenario", "one run, N = 1,000", "100 runs of N = 100"], lines)


def by_size(found: Measured) -> str:
    """Return the table of the cases that differ in size, all of the baseline."""
    shown = [case for case in CASES if case.scenario == BASELINE]
    lines = [
        [
            case.name, f"{case.employees:,}", f"{case.weeks:,}", f"{case.runs:,}", str(case.threads),
            number(found.of(case, "seconds"), 3), number(found.nanoseconds(case), 3),
            number(found.of(case, "peak_megabytes"), 3),
        ]
        for case in shown
    ]  # fmt: skip
    return table(["case", "employees", "weeks", "runs", "threads", "s", "ns per employee-week", "peak MB"], lines)


def growths(found: Measured) -> list[str]:
    """Return sentences on how cost grows."""
    by_runs = (cases.FEW, cases.costs(BASELINE)[1], cases.MANY)
    by_weeks = (cases.SHORT, cases.costs(BASELINE)[0], cases.LONG)
    from_large = found.growth((cases.LARGE, cases.LARGEST), "employees")
    to_a_million = found.growth((cases.LARGE, cases.LARGEST, cases.MILLION), "employees")
    from_small = found.growth((cases.costs(BASELINE)[0], cases.LARGE, cases.LARGEST), "employees")
    twice = ratio(found.rows, (MODEL, cases.ON_TWO.name), (MODEL, cases.MANY.name))
    return [
        "Exponents b of cost = a x size^b, 1 where it is linear:",
        f"- employees: {number(from_large, 3)} from 10,000 to 100,000, where the cache ends, "
        f"{number(to_a_million, 3)} from 10,000 to a million, {number(from_small, 3)} from 1,000 to 100,000",
        f"- weeks: {number(found.growth(by_weeks, 'weeks'), 3)} from 78 to 624",
        f"- runs: {number(found.growth(by_runs, 'runs'), 3)} from 10 to 400",
        "",
        f"Two threads over runs are {number(twice, 3)} times as fast as one. "
        f"An employee more takes {number(found.bytes_per_employee(), 3)} bytes.",
    ]


def question(found: Measured) -> str:
    """Return what the leader's question takes."""
    case = cases.ASKED
    warm, first, start = (number(found.of(case, key)) for key in ("seconds", "first_seconds", "start_seconds"))
    shown = number(found.of(cases.SHOWN, "seconds"))
    return QUESTION.format(threads=case.threads, warm=warm, first=first, start=start, shown=shown)


def beside_mesa(rows: Sequence[Row]) -> str:
    """Return how many times as many employee-weeks the whole model does as Mesa's objects do of W."""
    lines = [[title, number(ratio(rows, (MODEL, ours), (engines.MESA, theirs)))] for ours, theirs, title in BESIDE_MESA]
    return table(["size", "the whole model, x Mesa on W"], lines)


def huge(found: Measured) -> str:
    """Return the table of what is measured once only."""
    lines = [
        [
            case.name, str(case.threads), number(found.of(case, "seconds"), 3), number(found.nanoseconds(case), 3),
            number(found.of(case, "peak_megabytes"), 3),
        ]
        for case in HUGE
    ]  # fmt: skip
    return table(["case", "threads", "s", "ns per employee-week", "peak MB"], lines)
