"""Runs the arms of the evidence: each once, on shared luck, keeping what the numbers need.

An arm is one company, or many firms that differ as ``scenarios/firms.toml`` says. Firm k of replication r is firm
r x firms + k of the population, with the luck of the replication of that number, as in ``survey``. What the arm sets
itself is the same in all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from trustsim.evidence.findings.arms import Arm
from trustsim.evidence.findings.instruments import Arrays, Instrument, Outcomes, Watch
from trustsim.evidence.findings.statistics import ratio
from trustsim.model.declarations import Company, Entity, Team, World
from trustsim.model.engine import Batch, simulate
from trustsim.model.plan import Plan
from trustsim.model.threads import usable
from trustsim.model.week import MODEL
from trustsim.scenario import Scenario, load, resolve
from trustsim.scenario.catalogue import the_catalogue
from trustsim.scenario.population import draw, spreads

Floats = npt.NDArray[np.float64]
#: Fewer firms than this are no population.
FEWEST_FIRMS = 4


@dataclass(frozen=True)
class Setup:
    """What is simulated once: an arm at a dose, with so many people."""

    arm: str
    employees: int
    dose: float | None = None


@dataclass(frozen=True)
class Seen:
    """What was kept of an arm: arrays whose first axes are replications and firms (1 in one company)."""

    arm: Arm
    plan: Plan
    kept: Mapping[Instrument, Arrays]
    replications: int
    firms: int

    def outcome(self, name: str, window: tuple[int, int]) -> Floats:
        """Return an outcome over a window: replications."""
        return _outcome(name, self.arrays(Outcomes(window))["sums"].sum(axis=1))

    def firm_outcome(self, name: str, window: tuple[int, int]) -> Floats:
        """Return an outcome over a window: replications, firms."""
        return _outcome(name, self.arrays(Outcomes(window))["sums"])

    def arrays(self, instrument: Instrument) -> Arrays:
        """Return what an instrument collected: replications, firms, and its own axes."""
        return {
            name: array.reshape(self.replications, self.firms, *array.shape[1:])
            for name, array in self.kept[instrument].items()
        }

    @property
    def team_of_seat(self) -> npt.NDArray[np.int64]:
        """The team of each seat of a company."""
        sizes = [team.employees for team in self.plan.teams]
        return np.repeat(np.arange(len(sizes)), sizes)


def _outcome(name: str, sums: Floats) -> Floats:
    """Return an outcome from sums whose last axis is that of measures."""
    above, below = MODEL.measures[1][name]
    return MODEL.outcomes[name].scale * ratio(sums[..., above], sums[..., below])


class Laboratory:
    """Runs arms on the same luck.

    Args:
        overrides: laid over the baseline in every arm, by dotted path; what an arm sets wins.
        replications: runs of each arm.
        employees: people an arm at most; each arm's own number if None.
        seed: where the luck starts.
        threads: how many threads.
    """

    def __init__(
        self,
        overrides: Mapping[str, Any] | None,
        replications: int,
        employees: int | None,
        seed: int,
        threads: int | None,
    ) -> None:
        self.base = load("baseline").override({"run.profile": "meta_analytic", **(overrides or {})})
        self.replications, self.employees, self.seed, self.threads = replications, employees, seed, threads

    def setup(self, arm: Arm, size: int = 0, dose: float | None = None) -> Setup:
        """Return what has to be simulated for an arm.

        Args:
            arm: the arm.
            size: people, where not the arm's own number.
            dose: the dose, where the arm has some.
        """
        wanted = size or arm.employees
        return Setup(arm.run, min(wanted, self.employees or wanted), dose)

    def scenario(self, arm: Arm, setup: Setup) -> Scenario:
        """Return the scenario of an arm; of firms, what they have in common."""
        people = arm.employees // arm.firms if arm.firms else setup.employees
        given = {"population.employees": people, "run.weeks": arm.weeks}
        return self.base.override({**given, **arm.overrides(setup.dose)})

    def firms(self, arm: Arm, setup: Setup) -> int:
        """Return how many firms a replication holds; 1 where the arm is one company."""
        return max(FEWEST_FIRMS, setup.employees * arm.firms // arm.employees) if arm.firms else 1

    def run(self, arm: Arm, setup: Setup, instruments: Iterable[Instrument]) -> Seen:
        """Simulate an arm.

        Args:
            arm: the arm.
            setup: what is to be simulated.
            instruments: what to keep.
        """
        firms = self.firms(arm, setup)
        plan = resolve(self.scenario(arm, setup))
        orders = tuple(dict.fromkeys(instruments))
        runs = range(firms * self.replications)
        watches = self._firms(plan, runs, orders, arm.fixed) if arm.firms else self._simulate(plan, runs, orders)
        return Seen(arm, plan, _joined(watches, orders), self.replications, firms)

    def _simulate(
        self, plan: Plan, runs: Sequence[int], orders: tuple[Instrument, ...], threads: int | None = None
    ) -> list[Watch]:
        """Simulate replications of a plan and return what watched them."""
        watches: list[Watch] = []

        def prepare(batch: Batch) -> None:
            batch.driver = watch = Watch(batch, orders)
            watches.append(watch)

        simulate(
            MODEL, plan, seed=self.seed, replications=runs, threads=threads or self.threads, prepare=prepare
        )  # fmt: skip
        return watches

    def _firms(self, common: Plan, runs: Sequence[int], orders: tuple[Instrument, ...], fixed: set[str]) -> list[Watch]:
        """Simulate each firm once, side by side, and return what watched them."""
        values = {path: found for path, found in draw(spreads(), len(runs), self.seed).items() if path not in fixed}

        def one(number: int) -> list[Watch]:
            plan = firm_plan(common, {path: float(found[number]) for path, found in values.items()})
            return self._simulate(plan, [number], orders, threads=1)

        with ThreadPoolExecutor(usable(self.threads)) as pool:
            try:
                return [watch for found in pool.map(one, runs) for watch in found]
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise


def _joined(watches: list[Watch], orders: Iterable[Instrument]) -> dict[Instrument, Arrays]:
    """Return what the instruments of all batches collected, replications in order."""
    watches.sort(key=lambda watch: watch.first)
    found: dict[Instrument, Arrays] = {}
    for order in orders:
        parts = [watch.kept[order] for watch in watches]
        found[order] = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    return found


def firm_plan(common: Plan, values: Mapping[str, float]) -> Plan:
    """Return the plan of a firm: what all have in common, with other levers and parameters.

    It is what overriding the scenario comes to, a hundred times faster.

    Args:
        common: the plan of what they have in common.
        values: the firm's own, by dotted path.
    """
    own: dict[Entity, dict[str, float]] = {World: {}, Company: {}, Team: {}}
    for path, value in values.items():
        entity, name = _place(path)
        own[entity][name] = value
    return replace(
        common,
        world={**common.world, **own[World]},
        companies=tuple(replace(one, levers={**one.levers, **own[Company]}) for one in common.companies),
        teams=tuple(replace(one, levers={**one.levers, **own[Team]}) for one in common.teams),
    )


def _place(path: str) -> tuple[Entity, str]:
    """Return the entity and the column of a path of a lever or a parameter."""
    catalogue = the_catalogue()
    if path in catalogue.parameters:
        return World, catalogue.parameters[path].name
    lever = catalogue.levers[path]
    return lever.entity, lever.name
