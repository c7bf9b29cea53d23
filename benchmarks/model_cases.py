"""What is measured of the whole model: its cost with little and with everything on, and how that grows."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.full_model import BASELINE, ESTIMATE, NEUTRAL, QUESTION
from benchmarks.processes import Failed, Notebook

#: What the notebook calls the whole model, among the engines.
MODEL = "model"
SCENARIOS = (NEUTRAL, BASELINE, "everything")


@dataclass(frozen=True)
class ModelCase:
    """A scenario of some size; ``weeks`` count burn-in. Less than ``seconds`` no measurement takes."""

    name: str
    scenario: str
    employees: int
    runs: int = 1
    weeks: int = 156
    threads: int = 1
    seconds: float = 1.0


def costs(scenario: str) -> tuple[ModelCase, ModelCase]:
    """Return the two cases in which the cost of an employee-week is told."""
    one = ModelCase(f"{scenario}, N = 1,000", scenario, 1000)
    return one, ModelCase(f"{scenario}, 100 runs of N = 100", scenario, 100, runs=100)


SMALL = ModelCase("N = 100", BASELINE, 100)
LARGE = ModelCase("N = 10,000", BASELINE, 10_000)
LARGEST = ModelCase("N = 100,000", BASELINE, 100_000)
SHORT, LONG = (ModelCase(f"{weeks} weeks", BASELINE, 1000, weeks=weeks) for weeks in (78, 624))
FEW, MANY = (ModelCase(f"{runs} runs", BASELINE, 100, runs=runs) for runs in (10, 400))
ON_TWO = ModelCase("400 runs, 2 threads", BASELINE, 100, runs=400, threads=2)
#: What a leader asks: 120 people, 52 weeks of burn-in and 104 reported, two arms, 100 replications; on all processors.
ASKED = ModelCase("a leader's question", QUESTION, 120, runs=100, threads=os.cpu_count() or 1)
#: What it is shown first: eight replications of one arm, from a checkpoint after burn-in.
SHOWN = ModelCase("a first estimate", ESTIMATE, 120, runs=8, threads=os.cpu_count() or 1)
BY_SCENARIO = tuple(case for name in SCENARIOS for case in costs(name))
CASES = (*BY_SCENARIO, SMALL, LARGE, LARGEST, SHORT, LONG, FEW, MANY, ON_TWO, ASKED, SHOWN)
#: Once, and only where they were asked for: each takes minutes.
MILLION = ModelCase("a million employees", BASELINE, 1_000_000, seconds=0.0)
SWEEP = ModelCase("10,000 runs of N = 100", BASELINE, 100, runs=10_000, threads=os.cpu_count() or 1, seconds=0.0)
HUGE = (MILLION, SWEEP)


def measure(notebook: Notebook, number: int, cases: Iterable[ModelCase], seconds: float) -> bool:
    """Measure a round of the whole model and tell whether all of it was done."""
    done = True
    for case in cases:
        options = {
            "scenario": case.scenario, "employees": case.employees, "weeks": case.weeks, "runs": case.runs,
            "threads": case.threads, "seed": number + 1, "seconds": min(case.seconds, seconds),
        }  # fmt: skip
        try:
            notebook.measure(number, MODEL, case.name, Path(sys.executable), "benchmarks.full_model", options)
        except Failed:
            done = False
    return done
