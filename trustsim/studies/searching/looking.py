"""Candidates, from few levers to more: every lever alone at its ends first, then what Optuna proposes.

For each number of levers a study of its own chooses which levers to move and how far (a tree-structured Parzen
estimator: Bergstra et al. 2011); the best lever sets of the round before are tried first, with one lever more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, islice
from typing import Any

import numpy as np
import numpy.typing as npt

from trustsim.studies.designs.factors import Choice, Plain, Range
from trustsim.studies.libraries import library
from trustsim.studies.searching.asking import SearchPlan
from trustsim.studies.searching.worlds import Moves, Worlds, distance, robustness

Floats = npt.NDArray[np.float64]
#: Of the round before so many lever sets are tried first, each with one lever more.
PROMISING = 5
#: A candidate is pulled back towards where the levers were by these shares, as long as it holds.
PULLS = (0.25, 0.5, 0.75)


@dataclass(frozen=True)
class Candidate:
    """Levers that are moved, and what that comes to in the states that were looked at.

    Attributes:
        moves: by path the value of each lever that is moved.
        shortfalls: by state and goal, in smallest differences that matter; what is not above 0 is met.
        distance: how far it is from holding in enough states; not above 0 if it does.
        robustness: the share of states in which all goals are met.
        cost: what the moves cost.
    """

    moves: Moves
    shortfalls: Floats
    distance: float
    robustness: float
    cost: float

    @property
    def holds(self) -> bool:
        """Whether it meets the goals in enough of these states."""
        return self.distance <= 0.0

    @property
    def words(self) -> str:
        """The moves in words."""
        return ", ".join(f"{path} = {_plain(value)}" for path, value in self.moves.items()) or "nothing"


def _plain(value: Plain) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def judged(plan: SearchPlan, worlds: Worlds, moves: Moves) -> Candidate:
    """Return a candidate, run in every state."""
    shortfalls = worlds.shortfalls(moves)
    at = distance(shortfalls, plan.robust)
    return Candidate(dict(moves), shortfalls, at, robustness(shortfalls), cost_of(plan, worlds.start, moves))


def cost_of(plan: SearchPlan, start: Moves, moves: Moves) -> float:
    """Return what moves cost: of each lever its cost times the share of its range that it is moved over."""
    total = 0.0
    for path, value in moves.items():
        lever = plan.levers[path]
        ends = lever.factor.ends
        if isinstance(value, str | bool) or isinstance(ends[0], str | bool):
            total += lever.cost * (value != start[path])
        else:
            reach = float(max(ends)) - float(min(ends))
            total += lever.cost * abs(value - float(start[path])) / (reach or 1.0)
    return total


def rounds(plan: SearchPlan, worlds: Worlds) -> Iterator[list[Candidate]]:
    """Yield the candidates that move no lever, those that move one, and so on, the nearest to the goals first."""
    before = [judged(plan, worlds, {})]
    yield before
    for size in range(1, plan.most_levers + 1):
        before = sorted(_round(plan, worlds, size, before), key=lambda one: one.distance)
        yield before


def _round(plan: SearchPlan, worlds: Worlds, size: int, before: list[Candidate]) -> Iterator[Candidate]:
    """Yield the candidates that move so many levers, as many as the plan has trials."""
    optuna = library("optuna", "research", "search")
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=plan.seed + size))
    sets = [" + ".join(some) for some in combinations(plan.levers, size)]
    for moves in islice(_first(plan, size, before), max(1, plan.trials // 2 if size > 1 else plan.trials)):
        study.enqueue_trial({"set": " + ".join(moves), **moves})
    for _ in range(plan.trials):
        trial = study.ask()
        chosen = trial.suggest_categorical("set", sets).split(" + ")
        candidate = judged(plan, worlds, {path: _suggested(plan, trial, path) for path in chosen})
        study.tell(trial, candidate.distance)
        yield candidate


def _first(plan: SearchPlan, size: int, before: list[Candidate]) -> Iterator[dict[str, Plain]]:
    """Yield what is tried first: the best of the round before, each with one lever more at one of its ends."""
    order = list(plan.levers)
    for candidate in before[:PROMISING]:
        for path in order:
            if path not in candidate.moves and len(candidate.moves) == size - 1:
                for end in (plan.levers[path].factor.ends[-1], plan.levers[path].factor.ends[0]):
                    moves = {**candidate.moves, path: end}
                    yield {one: moves[one] for one in order if one in moves}


def _suggested(plan: SearchPlan, trial: Any, path: str) -> Plain:
    factor = plan.levers[path].factor
    if isinstance(factor, Choice):
        return trial.suggest_categorical(path, list(factor.values))
    assert isinstance(factor, Range)
    if factor.whole:
        return int(trial.suggest_int(path, int(factor.low), int(factor.high)))
    return float(trial.suggest_float(path, float(factor.low), float(factor.high)))


def pulled_back(plan: SearchPlan, worlds: Worlds, candidate: Candidate) -> list[Candidate]:
    """Return a candidate and those of it that move less, as long as they hold, the least costly first."""
    found = [candidate]
    for share in PULLS:
        moves = {path: _nearer(plan, path, worlds.start[path], value, share) for path, value in candidate.moves.items()}
        if moves == dict(found[0].moves):
            continue
        nearer = judged(plan, worlds, moves)
        if not nearer.holds:
            break
        found.insert(0, nearer)
    return found


def _nearer(plan: SearchPlan, path: str, start: Plain, value: Plain, share: float) -> Plain:
    if isinstance(plan.levers[path].factor, Choice) or isinstance(value, str | bool):
        return value
    moved = value + share * (float(start) - value)
    return round(moved) if isinstance(value, int) else moved
