"""``search``: the smallest set of levers that meets the goals in enough states, verified on fresh states and luck."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from trustsim.model.threads import Progress
from trustsim.studies.searching.asking import SearchPlan, load_search
from trustsim.studies.searching.finding import Search
from trustsim.studies.searching.looking import Candidate, judged, pulled_back, rounds
from trustsim.studies.searching.worlds import Worlds, drawn_states

#: So many candidates of a round that hold where they were looked for are verified, the least costly first.
MOST_VERIFIED = 4
#: Verification takes so many times the states and runs of the search, none of which the search has seen.
MORE_STATES, MORE_RUNS = 2, 2


def search(
    plan: SearchPlan | str | os.PathLike[str] | Mapping[str, Any],
    *,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Search:
    """Return the smallest set of levers that meets the goals in enough states of the world; or that none does.

    Sets of few levers are tried before sets of more. What holds in the states that were looked at is pulled back
    towards where the levers were as far as it goes on holding, and then verified in fresh states with fresh luck; only
    what holds there too is an answer, and the least costly of them is given.

    Usage:
        >>> found = ts.search("three-office-days")
        >>> found.moves, found.verified.robustness

    Args:
        plan: a search, the name of a shipped one, the path of a file, or a dict shaped like one.
        threads: how many threads; as many as there are processors if None. No digit depends on it.
        progress: called with (runs done, runs in all at most).

    Raises:
        InputError: the search is wrong, or Optuna is not installed.
        ScenarioError: a scenario is wrong, or a path is unknown or its value out of range.
        Interrupted: somebody stopped it.
    """
    asked = plan if isinstance(plan, SearchPlan) else load_search(plan)
    counter = _Counter(asked, progress)
    states = drawn_states(asked, asked.states, asked.seed)
    worlds = Worlds(asked, states, asked.seed, asked.replications, threads, counter)
    others = drawn_states(asked, MORE_STATES * asked.states, asked.seed + 1)
    fresh = Worlds(asked, others, asked.seed + 1, MORE_RUNS * asked.replications, threads, counter)
    tried: list[Candidate] = []
    refused: list[Candidate] = []
    for found in rounds(asked, worlds):
        tried += found
        holding = sorted((one for one in found if one.holds), key=lambda one: one.cost)[:MOST_VERIFIED]
        for candidate in holding:
            for nearer in pulled_back(asked, worlds, candidate):
                again = judged(asked, fresh, nearer.moves)
                if again.robustness >= asked.robust:
                    return Search(asked, tried, refused, again, worlds.start, fresh.states)
                refused.append(again)
    return Search(asked, tried, refused, None, worlds.start, fresh.states)


class _Counter:
    """Adds up runs, of at most so many as a search that finds nothing takes."""

    def __init__(self, plan: SearchPlan, progress: Progress | None) -> None:
        candidates = 2 + plan.most_levers * plan.trials
        self.progress, self.done = progress, 0
        self.total = candidates * plan.states * plan.replications

    def __call__(self, runs: int) -> None:
        self.done += runs
        if self.progress:
            self.progress(self.done, max(self.total, self.done))
