"""States of the world, and whether a candidate meets the goals in each: run beside the baseline, on the same luck."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from trustsim.errors import InputError
from trustsim.model.engine import simulate
from trustsim.model.week import MODEL
from trustsim.scenario import Scenario, resolve
from trustsim.studies.designs.design import Design
from trustsim.studies.designs.factors import Plain
from trustsim.studies.designs.sampling import points_of
from trustsim.studies.documents import has_path
from trustsim.studies.running import chosen_scenario, outcome_values
from trustsim.studies.searching.asking import SearchPlan

Floats = npt.NDArray[np.float64]
Moves = Mapping[str, Plain]


@dataclass
class Worlds:
    """Some states of the world with the luck that belongs to them.

    Attributes:
        plan: what is asked.
        states: the values of the uncertainties in each state.
        seed: where the luck starts.
        replications: how many runs in each state.
        threads: how many threads.
        tell: called with how many runs were done.
    """

    plan: SearchPlan
    states: list[dict[str, Plain]]
    seed: int
    replications: int
    threads: int | None = None
    tell: Callable[[int], None] = field(default=lambda runs: None)
    _baseline: list[Floats] = field(default_factory=list)

    def shortfalls(self, moves: Moves) -> Floats:
        """Return by how much a candidate misses each goal in each state, in smallest differences that matter.

        Args:
            moves: the values of the levers that it moves.

        Returns:
            Shape (states, goals); what is not above 0 is met.
        """
        if not self._baseline:
            self._baseline = [self._means(self._base(), state, {}) for state in self.states]
        moved = [self._means(self._scenario(), state, moves) for state in self.states]
        places = [list(MODEL.outcomes).index(goal.outcome) for goal in self.plan.goals]
        return np.array([
            [goal.shortfall(own[place], base[place]) for goal, place in zip(self.plan.goals, places, strict=True)]
            for own, base in zip(moved, self._baseline, strict=True)
        ])  # fmt: skip

    @property
    def start(self) -> dict[str, Plain]:
        """Where the levers are before any is moved.

        Raises:
            InputError: the scenario has no such lever.
        """
        scenario = self._scenario()
        for path in self.plan.levers:
            if path not in scenario.values:
                scenario.override({path: 0.0}, f"{self.plan.name}: levers")
                raise InputError(
                    f"{self.plan.name}: levers: {path} is not set in '{scenario.name}': set it there first"
                )
        values: dict[str, Any] = scenario.values
        return {path: values[path] for path in self.plan.levers}

    def _scenario(self) -> Scenario:
        return self._settled(chosen_scenario(self.plan.scenario, weeks=self.plan.weeks))

    def _base(self) -> Scenario:
        return self._settled(chosen_scenario(self.plan.baseline, weeks=self.plan.weeks))

    def _settled(self, scenario: Scenario) -> Scenario:
        fitting = {path: value for path, value in self.plan.set.items() if has_path(scenario, path)}
        return scenario.override(fitting, f"{self.plan.name}: set") if fitting else scenario

    def _means(self, scenario: Scenario, state: Mapping[str, Plain], moves: Moves) -> Floats:
        """Return the mean of every outcome over the runs in a state."""
        fitting = {path: value for path, value in state.items() if has_path(scenario, path)}
        made = scenario.override({**fitting, **moves}, f"{self.plan.name}: levers")
        recording = simulate(
            MODEL, resolve(made), seed=self.seed, replications=range(self.replications), threads=self.threads
        )
        self.tell(self.replications)
        return outcome_values(recording).mean(axis=0)


def drawn_states(plan: SearchPlan, count: int, seed: int) -> list[dict[str, Plain]]:
    """Return states of the world: a Latin hypercube over the uncertainties; one state if there are none.

    Args:
        plan: what is asked.
        count: how many states.
        seed: where their luck starts.
    """
    if not plan.uncertainties:
        return [{}]
    design = Design(factors=plan.uncertainties, method="latin_hypercube", samples=count, seed=seed, name=plan.name)
    whole = {path for path in plan.uncertainties if _is_whole(plan, path)}
    return [
        {path: int(value) if path in whole and not isinstance(value, str) else value for path, value in point.items()}
        for point in points_of(design, [])
    ]


def _is_whole(plan: SearchPlan, path: str) -> bool:
    factor = plan.uncertainties[path]
    return bool(getattr(factor, "whole", False))


def robustness(shortfalls: Floats) -> float:
    """Return the share of states in which every goal is met; a goal without a value is missed."""
    return float((shortfalls <= 0.0).all(axis=1).mean())


def distance(shortfalls: Floats, robust: float) -> float:
    """Return how far a candidate is from holding in enough states: not above 0 if it does.

    It is the shortfall of the worst goal that is not exceeded in the share of states that is asked for.
    """
    worst = np.sort(np.where(np.isfinite(shortfalls), shortfalls, 1e6).max(axis=1))
    return float(worst[max(0, int(np.ceil(robust * len(worst))) - 1)])
