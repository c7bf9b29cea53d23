"""``why_steps``: an explanation at once from a few runs, then from as many as end soon."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from trustsim.scenario import Scenario
from trustsim.scenario.mixing import Mixtures
from trustsim.studies.explaining import explain
from trustsim.studies.explanation import Explanation
from trustsim.studies.shapley import scheme_for
from trustsim.studies.what_if import apart

#: The first answer is from so many replications.
FIRST = 8
#: Replications that may be taken then, if all scenarios between the two need no more employee-weeks than these.
NUMBERS = (16, 32, 48)
#: Where many more than these are taken, an answer from these comes before.
BETWEEN = 24
MOST_EMPLOYEE_WEEKS = 25_000_000


def why_steps(
    baseline: Scenario, scenario: Scenario, pause: Callable[[], None] = lambda: None, threads: int | None = None
) -> Iterator[Explanation]:
    """Yield why two scenarios differ, from a few replications and then from as many as end within seconds.

    Levers that a hand has moved are told apart.

    Args:
        baseline: the company as it is.
        scenario: the company as it would be.
        pause: called now and then; it may wait, and what it raises ends the work.
        threads: how many threads; as many as there are processors if None.

    Raises:
        ScenarioError: what differs cannot be changed piece by piece.
    """
    split = apart(scenario)
    levers = Mixtures(baseline, split).levers

    for number in _numbers(baseline, levers):
        pause()
        yield explain(baseline, split, replications=number, threads=threads, progress=lambda _done, _of: pause())


def _numbers(baseline: Scenario, levers: tuple[str, ...]) -> Iterator[int]:
    """Yield how many replications to take: a few, then all if that ends soon, else as many as do."""
    wanted = baseline.replications
    first = min(FIRST, wanted)
    yield first
    week = int(str(baseline.get("population.employees"))) * (baseline.weeks + 52)
    best = first
    for number in (*(n for n in NUMBERS if n < wanted), wanted):
        needed = scheme_for(levers, number, baseline.seed, False).needed()
        if sum(len(places) for places in needed.values()) * week <= MOST_EMPLOYEE_WEEKS:
            best = number
    if best >= 2 * BETWEEN:
        yield BETWEEN
    if best > first:
        yield best
