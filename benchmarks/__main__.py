"""``make bench``: measures engines on W and the whole model, and writes the pages in benchmarks/results/."""

from __future__ import annotations

import argparse
import sys

from benchmarks import model_cases, results
from benchmarks.comparison import Comparison, chosen
from benchmarks.engines import OURS
from benchmarks.markdown import machine
from benchmarks.processes import Notebook
from benchmarks.summaries import checks

INTERRUPTED = 130


def asked(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured (3)")
    parser.add_argument("--only", default="", help="engines, separated by commas, and 'model' for the whole model")
    parser.add_argument("--all", action="store_true", help="engines too that are very large to install")
    parser.add_argument("--huge", action="store_true", help="a million employees and 10,000 runs too (minutes each)")
    parser.add_argument("--seconds", type=float, default=1.0, help="the least time of a measurement (1)")
    parser.add_argument("--resume", action="store_true", help="go on where an interrupted command left off")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    options = asked(arguments)
    named = [name for name in options.only.split(",") if name]
    others = [name for name in named if name != model_cases.MODEL]
    engines = chosen(others, options.all) if others or not named else []
    with_model = not named or others != named
    notebook = Notebook("measurements", resume=options.resume)
    comparison = Comparison(engines, notebook, options.seconds)
    where = machine()
    done = False
    try:
        done = measure(comparison, notebook, options, with_model)
    finally:
        for path in results.write(notebook.rows, comparison.missing, comparison.versions, where):
            sys.stderr.write(f"written: {path}\n")
    return int(not (done and all(check.passed for check in checks(notebook.rows))))


def measure(comparison: Comparison, notebook: Notebook, options: argparse.Namespace, with_model: bool) -> bool:
    """Measure everything that was asked for, round after round; tell whether ours did all of it."""
    done = True
    for number in range(options.rounds):
        comparison.measure(number)
        if with_model:
            done &= model_cases.measure(notebook, number, model_cases.CASES, options.seconds)
    comparison.measure_cold()
    if options.huge:
        done &= model_cases.measure(notebook, 0, model_cases.HUGE, options.seconds)
    return done and OURS not in comparison.missing


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.stderr.write("interrupted: --resume goes on from here\n")
        sys.exit(INTERRUPTED)
