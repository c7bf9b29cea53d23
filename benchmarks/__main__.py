"""``make bench``: measures engines on W and the whole model, and writes the tables in benchmarks/results/."""

from __future__ import annotations

import argparse
import sys

from benchmarks import workload_report
from benchmarks.comparison import Comparison, chosen
from benchmarks.environments import ROOT
from benchmarks.markdown import machine
from benchmarks.processes import Notebook
from benchmarks.summaries import checks

RESULTS = ROOT / "benchmarks" / "results"


def asked(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured (3)")
    parser.add_argument("--only", default="", help="engines, separated by commas")
    parser.add_argument("--all", action="store_true", help="engines too that are very large to install")
    parser.add_argument("--seconds", type=float, default=1.0, help="the least time of a measurement (1)")
    parser.add_argument("--resume", action="store_true", help="go on where an interrupted command left off")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    options = asked(arguments)
    where = machine()
    notebook = Notebook("workload", resume=options.resume)
    comparison = Comparison(chosen(filter(None, options.only.split(",")), options.all), notebook, options.seconds)
    try:
        comparison.run(options.rounds)
    finally:
        if notebook.rows:
            workload_report.write(RESULTS, notebook.rows, comparison.missing, comparison.versions, where)
            sys.stderr.write(f"written: {(RESULTS / 'workload.md').relative_to(ROOT)}\n")
    return int(not all(check.passed for check in checks(notebook.rows)))


if __name__ == "__main__":
    sys.exit(main())
