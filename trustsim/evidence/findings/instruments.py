"""Instruments: what is kept of a run, week by week, and no more than some number needs.

An instrument is a small frozen order (hashable, so that numbers share it); ``on`` makes what collects for a batch. What
was collected is a dictionary of arrays whose first axis is that of runs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from trustsim.evidence.findings.variables import Column, values_of
from trustsim.model.declarations import Employee, Entity, Manager
from trustsim.model.engine import Batch

Floats = npt.NDArray[np.float64]
Arrays = dict[str, npt.NDArray[np.float64]]
Window = tuple[int, int]
Bounds = tuple[tuple[str, float, float], ...]
#: Newcomers are followed by months of tenure, for three years at most, and for breaches for two from their first day.
WEEKS_A_MONTH = 52.0 / 12.0
MONTHS = 36
BREACH_WEEKS = 104
HIRED_UNTIL = 52


class Collector(Protocol):
    """Collects from a batch."""

    def take(self) -> None:
        """Take what the batch shows in the week that it just ran."""
        ...

    def arrays(self) -> Arrays:
        """Return what was collected; the first axis is that of runs."""
        ...


class Instrument(Protocol):
    """What is to be kept."""

    def on(self, batch: Batch) -> Collector:
        """Return what collects it from a batch."""
        ...


def _columns(batch: Batch, entity: Entity = Employee) -> Column:
    return lambda name: batch.state.column(entity, name)


def _gone(column: Column) -> npt.NDArray[np.bool_]:
    """Tell who left this week, for whatever reason."""
    return (column("quit_now") + column("dismissed_now") + column("laid_off")) > 0.0


@dataclass(frozen=True)
class Outcomes:
    """The measures of all outcomes, summed over people and the weeks of a window: ``sums``."""

    window: Window

    def on(self, batch: Batch) -> Collector:
        """Return what collects it from a batch."""
        return _OutcomesCollector(self, batch)


class _OutcomesCollector:
    def __init__(self, order: Outcomes, batch: Batch) -> None:
        self.order, self.batch = order, batch
        self.sums = np.zeros((batch.runs, len(batch.ruleset.measures[0])))

    def take(self) -> None:
        first, last = self.order.window
        if first <= self.batch.week <= last:
            self.sums += self.batch.measure().sum(axis=2)

    def arrays(self) -> Arrays:
        return {"sums": self.sums}


@dataclass(frozen=True)
class People:
    """A variable of each person over a window: ``sum`` and ``weeks`` employed by seat; ``whole`` and ``occupant``.

    ``whole`` is 1 where the same person sat there in every week of the window; ``occupant`` says who.
    """

    variable: str
    window: Window

    def on(self, batch: Batch) -> Collector:
        """Return what collects it from a batch."""
        return _PeopleCollector(self, batch)


class _PeopleCollector:
    def __init__(self, order: People, batch: Batch) -> None:
        self.order, self.batch = order, batch
        shape = batch.runs, batch.layout.rows[Employee]
        self.sum, self.weeks = np.zeros(shape), np.zeros(shape)
        self.first = np.full(shape, -1.0)
        self.same = np.ones(shape, dtype=bool)

    def take(self) -> None:
        first, last = self.order.window
        if not first <= self.batch.week <= last:
            return
        column = _columns(self.batch)
        employed, occupant = column("employed"), column("occupant")
        if self.batch.week == first:
            self.first[:] = occupant
        self.same &= (employed > 0.0) & (occupant == self.first)
        self.sum += employed * values_of(self.order.variable, column)
        self.weeks += employed

    def arrays(self) -> Arrays:
        return {"sum": self.sum, "weeks": self.weeks, "whole": self.same.astype(np.float64), "occupant": self.first}


@dataclass(frozen=True)
class Managers:
    """States of managers in a week, by their names."""

    names: tuple[str, ...]
    week: int

    def on(self, batch: Batch) -> Collector:
        """Return what collects it from a batch."""
        return _ManagersCollector(self, batch)


class _ManagersCollector:
    def __init__(self, order: Managers, batch: Batch) -> None:
        self.order, self.batch = order, batch
        self.found: Arrays = {}

    def take(self) -> None:
        if self.batch.week == self.order.week:
            column = _columns(self.batch, Manager)
            self.found = {name: column(name).copy() for name in self.order.names}

    def arrays(self) -> Arrays:
        return self.found


@dataclass(frozen=True)
class Chosen:
    """Those within some bounds in the first week of a window, by seat: ``among``; their ``quits`` and ``exposure``.

    Quits and weeks at risk are summed over the window, one number a run.
    """

    among: Bounds
    window: Window

    def on(self, batch: Batch) -> Collector:
        """Return what collects it from a batch."""
        return _ChosenCollector(self, batch)


class _ChosenCollector:
    def __init__(self, order: Chosen, batch: Batch) -> None:
        self.order, self.batch = order, batch
        self.among = np.ones((batch.runs, batch.layout.rows[Employee]), dtype=bool)
        self.occupant = np.zeros(self.among.shape)
        self.quits, self.exposure = np.zeros(batch.runs), np.zeros(batch.runs)

    def take(self) -> None:
        first, last = self.order.window
        if not first <= self.batch.week <= last:
            return
        column = _columns(self.batch)
        there = (column("employed") > 0.0) | _gone(column)
        if self.batch.week == first:
            self.among &= there
            for name, low, high in self.order.among:
                self.among &= (column(name) >= low) & (column(name) <= high)
            self.occupant[:] = column("occupant")
        at_risk = self.among & there & (column("occupant") == self.occupant)
        self.exposure += at_risk.sum(axis=1)
        self.quits += (at_risk & (column("quit_now") > 0.0)).sum(axis=1)

    def arrays(self) -> Arrays:
        return {"among": self.among.astype(np.float64), "quits": self.quits, "exposure": self.exposure}


@dataclass(frozen=True)
class Careers:
    """Those who were hired in the run: ``quits`` and ``exposure`` (weeks) by month of tenure, and breaches felt.

    ``followed`` counts those hired in the first reported year until they left or had been there for 104 weeks,
    ``breached`` those of them who had felt a breach by then.
    """

    def on(self, batch: Batch) -> Collector:
        """Return what collects it from a batch."""
        return _CareersCollector(batch)


class _CareersCollector:
    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.quits, self.exposure = np.zeros((batch.runs, MONTHS)), np.zeros((batch.runs, MONTHS))
        self.followed, self.breached = np.zeros(batch.runs), np.zeros(batch.runs)

    def take(self) -> None:
        column = _columns(self.batch)
        hired_here = column("occupant") > 0.0
        left = hired_here & _gone(column)
        there = hired_here & ((column("employed") > 0.0) | left) & (column("tenure_weeks") >= 1.0)
        run, seat = np.nonzero(there)
        tenure = column("tenure_weeks")[run, seat]
        month = ((tenure - 1.0) / WEEKS_A_MONTH).astype(np.int64)
        kept = month < MONTHS
        np.add.at(self.exposure, (run[kept], month[kept]), 1.0)
        np.add.at(self.quits, (run[kept], month[kept]), column("quit_now")[run[kept], seat[kept]])
        hired_in = self.batch.week - tenure
        done = left[run, seat] | (tenure == BREACH_WEEKS)
        counted = done & (tenure <= BREACH_WEEKS) & (hired_in >= 1) & (hired_in <= HIRED_UNTIL)
        np.add.at(self.followed, run[counted], 1.0)
        np.add.at(self.breached, run[counted], column("perceived_breach")[run[counted], seat[counted]])

    def arrays(self) -> Arrays:
        return {"quits": self.quits, "exposure": self.exposure, "followed": self.followed, "breached": self.breached}


class Watch:
    """Collects from a batch after the last phase of every week; stands in for the batch's driver.

    After the last week it holds what was collected, and lets go of the batch.

    Args:
        batch: the batch.
        instruments: what to keep.
    """

    def __init__(self, batch: Batch, instruments: tuple[Instrument, ...]) -> None:
        self.first = batch.replications[0]
        self.kept: dict[Instrument, Arrays] = {}
        self._collectors = {order: order.on(batch) for order in instruments}
        self._batch, self._driver = batch, batch.driver
        self._last = batch.ruleset.phases[-1].name

    def __call__(self, unit: str) -> None:
        """Run a unit of the batch, and collect after the last of a week."""
        self._driver(unit)
        if unit != self._last:
            return
        for collector in self._collectors.values():
            collector.take()
        if self._batch.week == self._batch.plan.weeks:
            self.kept = {order: collector.arrays() for order, collector in self._collectors.items()}
            self._collectors = {}
            del self._batch, self._driver
