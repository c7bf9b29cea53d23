"""Numbers of companies simulated at known values are calibrated blind: how often do 90% intervals hold the truth?

    python benchmarks/calibration_recovery.py [--runs 450] [--repetitions 60] [--evidence [--store DIR]]

Without --evidence the numbers are those of the shipped example of a company's data (whole company, all inputs); with
it the published numbers to which the model is calibrated, which takes hours; --store takes the runs of an earlier
`trustsim calibrate --evidence --store DIR` with the same replications and employees.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Callable

import numpy as np
import pandas as pd

from trustsim.evidence.calibrating import Bench, evidence_problem
from trustsim.studies.calibration import Problem, Simulator
from trustsim.studies.calibration.recovery import prior_table, recover
from trustsim.studies.calibration.store import RunStore
from trustsim.studies.company_data.design import design
from trustsim.studies.company_data.reading import read_cells

#: What the coverage of 90% intervals has to lie in.
LEAST, MOST = 0.80, 0.97


def company() -> tuple[Problem, Simulator]:
    """Return problem and simulator of the shipped example, without its teams."""
    planned = design([cell for cell in read_cells("example") if not cell.team], {}, 5, "example")
    return planned.problem, planned


def evidence(replications: int, employees: int) -> tuple[Problem, Simulator]:
    """Return problem and simulator of the published numbers."""
    problem = evidence_problem()
    return problem, Bench(problem.names, replications, employees, 5)


def told(label: str) -> Callable[[int, int], None]:
    """Return what tells of progress on standard error, every tenth part."""

    def tell(done: int, total: int) -> None:
        if done % max(1, total // 10) == 0:
            sys.stderr.write(f"{label}: {done} of {total}\n")

    return tell


def summary(found: pd.DataFrame) -> pd.DataFrame:
    """Return coverage, shrinkage and how closely the posterior mean follows the truth, by input."""
    rows = []
    for path, some in found.groupby("path", sort=False):
        follows = float(np.corrcoef(some["truth"], some["mean"])[0, 1])
        rows.append((path, some["covered"].mean(), some["shrinkage"].mean(), follows))
    return pd.DataFrame(rows, columns=pd.Index(["input", "coverage", "shrinkage", "correlation with the truth"]))


def main() -> None:
    """Measure and print the coverage."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=450)
    parser.add_argument("--repetitions", type=int, default=60)
    parser.add_argument("--evidence", action="store_true")
    parser.add_argument("--store")
    parser.add_argument("--replications", type=int, default=2)
    parser.add_argument("--employees", type=int, default=500)
    given = parser.parse_args()
    problem, simulator = evidence(given.replications, given.employees) if given.evidence else company()
    if given.store:
        with RunStore(given.store, {}) as kept:
            table = kept.table()
    else:
        table = prior_table(problem, simulator, given.runs, progress=told("table"))
    found = recover(problem, simulator, table, given.repetitions, progress=told("recovery"))
    print(summary(found).round(2).to_string(index=False))
    by_repetition = found.groupby("repetition")["covered"].mean()
    share = float(by_repetition.mean())
    # inputs of one repetition share their data, so repetitions are what is counted
    error = float(by_repetition.std(ddof=1)) / math.sqrt(len(by_repetition))
    print(
        f"\n90% intervals hold the truth in {share:.1%} (+/- {1.96 * error:.1%}) of {len(by_repetition)} repetitions "
        f"x {len(problem.inputs)} inputs, on one table of {len(table.points)} runs"
    )
    if not LEAST <= share <= MOST:
        raise SystemExit(f"outside {LEAST:.0%} to {MOST:.0%}")


if __name__ == "__main__":
    main()
