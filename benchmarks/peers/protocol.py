"""What every program of the comparison shares: the work it is given, how it is timed, and the line that it prints.

    python -m benchmarks.peers.PROGRAM --employees N --weeks T --runs R --threads K --seed S

A program gives ``report`` a function that simulates and one that does whatever only the first call does; one line of
JSON goes to standard output. NumPy is all that this file needs.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

TEAM = 8
#: What is recorded each week for each team: the sums of five states, and the number of people who quit.
VARIABLES = ("C", "I", "M", "S", "E", "quits")
#: With fewer runs than this, the standard error comes from the teams, which do not meet in W.
FEW_RUNS = 20


@dataclass(frozen=True)
class Work:
    """What is to be simulated: ``runs`` companies of ``employees`` people for ``weeks`` weeks, on ``threads``."""

    employees: int
    weeks: int
    runs: int
    threads: int = 1
    seed: int = 1

    @property
    def employee_weeks(self) -> int:
        return self.employees * self.weeks * self.runs

    @property
    def team_sizes(self) -> npt.NDArray[np.int64]:
        """The number of people in each team: all of eight but perhaps the last."""
        return np.diff(np.append(self.team_starts, self.employees))

    @property
    def team_starts(self) -> npt.NDArray[np.int64]:
        return np.arange(0, self.employees, TEAM)


#: Simulates and returns the sums of VARIABLES by run, week, variable and team; means follow when they are asked for.
Simulate = Callable[[Work], npt.ArrayLike]


def asked(*more: str, arguments: list[str] | None = None) -> tuple[Work, argparse.Namespace]:
    """Return the work that the command line asks for, and its options; ``more`` are options that hold a text."""
    parser = argparse.ArgumentParser()
    for name, default in (("employees", 100), ("weeks", 104), ("runs", 1), ("threads", 1), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--seconds", type=float, default=0.0, help="repeat the work until so much time has passed")
    parser.add_argument("--started", type=float, default=math.nan, help="time.time() when the process was started")
    for name in more:
        parser.add_argument(f"--{name}", default="")
    options = parser.parse_args(arguments)
    return Work(options.employees, options.weeks, options.runs, options.threads, options.seed), options


def report(simulate: Simulate, first: Callable[[Work], object] | None = None) -> None:
    """Do the work that the command line asks for, and print what it took and what came out as a line of JSON.

    Args:
        simulate: does the work.
        first: does what only the first call does (compile); a small piece of the work if None.
    """
    work, options = asked()
    found: list[Floats] = []
    facts = timed(work, options, simulate, first, lambda sums: found.append(averages(work, np.asarray(sums))))
    print(json.dumps(facts | means(found)))


def timed(
    work: Work,
    options: argparse.Namespace,
    simulate: Callable[[Work], Any],
    first: Callable[[Work], object] | None = None,
    take: Callable[[Any], None] = lambda found: None,
) -> dict[str, Any]:
    """Return what the work took; arguments as those of ``report``, and ``take`` is given what came out each time.

    What came out is let go before the next repetition: memory that no process has touched yet costs a virtual machine
    as much as the work itself.
    """
    start = time.time() - options.started
    hold_to(work.threads)
    begun = time.perf_counter()
    (first or simulate)(work if first else replace(work, employees=min(work.employees, 100), weeks=2, runs=1))
    first_seconds = time.perf_counter() - begun
    times: list[float] = []
    while not times or sum(times) < options.seconds:
        # a seed of its own for each repetition, far from that of the next case
        fresh = replace(work, seed=work.seed + 100_003 * len(times))
        begun = time.perf_counter()
        found = simulate(fresh)
        times.append(time.perf_counter() - begun)
        take(found)
        del found
    seconds = statistics.median(times)
    return {
        **asdict(work),
        "start_seconds": start,
        "first_seconds": first_seconds,
        "seconds": seconds,
        "repetitions": len(times),
        "employee_weeks": work.employee_weeks,
        "rate": work.employee_weeks / seconds,
        "peak_megabytes": peak_megabytes(),
    }


def hold_to(threads: int) -> None:
    """Keep the process to as many processors, for engines that take all there are."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])


def averages(work: Work, sums: Floats) -> Floats:
    """Return means over all weeks, a row for each run, or for each team where there are few runs."""
    by_week = sums.mean(axis=1)
    if work.runs >= FEW_RUNS:
        return by_week.sum(axis=2) / work.employees
    return (by_week / work.team_sizes).swapaxes(1, 2).reshape(-1, len(VARIABLES))


def means(parts: list[Floats]) -> dict[str, object]:
    """Return the means of independent rows, with their standard errors."""
    rows = np.concatenate(parts)
    spread = rows.std(axis=0, ddof=1) / math.sqrt(len(rows)) if len(rows) > 1 else np.full(len(VARIABLES), math.inf)
    return {
        "means": dict(zip(VARIABLES, rows.mean(axis=0).tolist(), strict=True)),
        "errors": dict(zip(VARIABLES, spread.tolist(), strict=True)),
    }


def peak_megabytes() -> float:
    """Return the most memory that the process has held, in megabytes."""
    unit = 1 if sys.platform == "darwin" else 1024  # macOS counts bytes, Linux kibibytes
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
