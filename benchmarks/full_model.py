"""The whole model, measured as the peers are: a program that prints a line of JSON.

    python -m benchmarks.full_model --scenario NAME --employees N --weeks T --runs R --threads K --seed S

NAME is ``neutral`` (every lever where it does nothing), ``everything`` (every lever, a mandate and all events,
``everything.toml``), ``question``, ``estimate``, or any scenario. Weeks count those of burn-in, of which there are 52.
``question`` is what a leader asks: two scenarios compared by the verb ``compare``, each of its arms with that many
runs; its employee-weeks are those of both arms with burn-in, though arms that differ later only may share that.
``estimate`` is one arm with that many runs by the verb ``run``, from a checkpoint after burn-in that is there already.
"""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import trustsim as ts
from benchmarks.peers.protocol import Work, asked, timed
from trustsim.model.engine import simulate
from trustsim.model.plan import Plan
from trustsim.model.week import MODEL
from trustsim.scenario import resolve

EVERYTHING = Path(__file__).with_name("everything.toml")
BASELINE, NEUTRAL, QUESTION, ESTIMATE = "baseline", "neutral", "question", "estimate"
#: The arm that a leader asks about.
ARM = "rto-abrupt"
BURN_IN = 52


def scenario(name: str) -> ts.Scenario:
    """Return a scenario by what the command line calls it."""
    if name == NEUTRAL:
        levers = MODEL.levers.values()
        return ts.load(BASELINE).override({lever.path: lever.neutral for lever in levers if lever.neutral is not None})
    return ts.load(EVERYTHING if name == "everything" else name)


@cache
def planned(name: str, employees: int, weeks: int) -> Plan:
    """Return the plan of a scenario with so many people and weeks: made once, since reading files is no simulating."""
    size = {"population.employees": employees, "run.weeks": max(1, weeks - BURN_IN)}
    return replace(resolve(scenario(name).override(size)), burn_in=min(BURN_IN, weeks - 1))


def run(name: str, work: Work) -> object:
    """Simulate a scenario; outcomes of each run are kept, and nothing else."""
    plan = planned(name, work.employees, work.weeks)
    return simulate(MODEL, plan, seed=work.seed, replications=range(work.runs), threads=work.threads)


def small(work: Work) -> Work:
    """Return a little of the work, for the first call: the timeline of a scenario fits in no fewer weeks."""
    return replace(work, employees=min(work.employees, 100), runs=1)


def ask(work: Work) -> object:
    """Ask a leader's question: is the order to return to the office better than what we have?"""
    size = {"population.employees": work.employees, "run.weeks": work.weeks - BURN_IN}
    arms = [ts.load(name).override(size) for name in (BASELINE, ARM)]
    return ts.compare(*arms, replications=work.runs, seed=work.seed, threads=work.threads)


class Estimate:
    """What is first shown of an arm when a slider moves: a few runs from a checkpoint."""

    def __init__(self, work: Work) -> None:
        size = {"population.employees": work.employees, "run.weeks": work.weeks - BURN_IN}
        self.arm, self.work = ts.load(ARM).override(size), work
        base = ts.load(BASELINE).override(size)
        self.checkpoint = ts.burn_in(base, replications=work.runs, seed=work.seed, threads=work.threads)

    def show(self, _: Work) -> object:
        """Run the arm and sum it up; always on the luck of the checkpoint."""
        work = self.work
        found = ts.run(
            self.arm, replications=work.runs, seed=work.seed, threads=work.threads, checkpoint=self.checkpoint
        )
        return found.summary()


def main() -> None:
    work, options = asked("scenario")
    name = options.scenario or BASELINE
    if name == QUESTION:
        facts = timed(work, options, ask, lambda work: ask(replace(work, runs=2)))
        facts |= {key: 2 * facts[key] for key in ("employee_weeks", "rate")}
    elif name == ESTIMATE:
        estimate = Estimate(work)
        facts = timed(work, options, estimate.show, estimate.show)
    else:
        planned(name, work.employees, work.weeks)
        facts = timed(work, options, lambda work: run(name, work), lambda work: run(name, small(work)))
    print(json.dumps(facts))


if __name__ == "__main__":
    main()
