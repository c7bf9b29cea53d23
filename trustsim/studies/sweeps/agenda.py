"""Which runs come next: rounds of a few replications over all points, so that a stopped sweep is balanced.

A round goes through the points in an order that spreads over the design from its first points on (the numbers of the
points with their bits reversed). All arms of a point run together, so that pairs are whole. Whatever the order and
whoever was killed, the runs that a sweep ends with are the same.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from trustsim.studies.designs.cells import Cells
from trustsim.studies.designs.design import BASELINE
from trustsim.studies.designs.stopping import StoppingRule

Floats = npt.NDArray[np.float64]
#: So many replications of a point run in one round: enough that a batch of one plan is cheap, few enough to balance.
ROUND = 20
#: Before anything was measured: so many seconds an employee-week, and a run at the least.
FIRST_RATE, LEAST_SECONDS = 3e-6, 1e-4
#: After so many batches one that took longer than so many times what is usual counts as that.
SETTLED, MOST_SLOWER = 3, 2.0


class Job(NamedTuple):
    """Replications of one case."""

    case: int
    replications: tuple[int, ...]


@dataclass(frozen=True)
class _Point:
    cases: tuple[int, ...]
    counted: tuple[int, ...]


class Agenda:
    """What is to be run, what is running and what is done, in memory.

    Args:
        cells: the cells of the design.
        values: by (case, replication) what the outcome of the stopping rule came to, NaN for failed runs, of the runs
            that are finished; without a rule any number.
    """

    def __init__(self, cells: Cells, finished: Iterable[tuple[int, int, float]] = ()) -> None:
        self.rule = cells.design.stopping
        self.weights = np.array([case.weight for case in cells.cases])
        shape = len(cells.cases), cells.design.most_replications
        self.done = np.zeros(shape, dtype=np.bool_)
        self.claimed = np.zeros(shape, dtype=np.bool_)
        self.values = np.full(shape if self.rule else (0, 0), np.nan)
        self.points = _points(cells, self.rule)
        self.wanted = [cells.design.first_replications] * len(self.points)
        self._queue = [(0, order, point) for order, point in enumerate(spread(len(self.points)))]
        heapq.heapify(self._queue)
        self._order = {point: order for _, order, point in self._queue}
        self._points_of: dict[int, list[int]] = {}
        for number, point in enumerate(self.points):
            for case in dict.fromkeys(point.cases):
                self._points_of.setdefault(case, []).append(number)
        self.rate = FIRST_RATE
        self.measured = 0
        for case, replication, value in finished:
            self._mark(case, replication, value)
        for number in range(len(self.points)) if self.rule else ():
            self._decide(number)

    # -- what comes next ----------------------------------------------------------------------------------------

    def next_batch(self, seconds: float) -> list[Job]:
        """Return jobs for about so many seconds of work, or nothing if nothing is left to begin now."""
        jobs: list[Job] = []
        cost = 0.0
        while self._queue and cost < seconds:
            first, order, point = heapq.heappop(self._queue)
            last = min(self.wanted[point], first + self._size(point, seconds))
            if last < self.wanted[point]:
                heapq.heappush(self._queue, (last, order, point))
            for case in dict.fromkeys(self.points[point].cases):
                free = ~(self.done[case, first:last] | self.claimed[case, first:last])
                chosen = tuple(int(number) for number in np.flatnonzero(free) + first)
                if chosen:
                    self.claimed[case, list(chosen)] = True
                    jobs.append(Job(case, chosen))
                    cost += self.seconds(case) * len(chosen)
        return jobs

    def _size(self, point: int, seconds: float) -> int:
        """Return how many replications of a point run in one round: fewer where a run takes long."""
        once = sum(self.seconds(case) for case in self.points[point].cases)
        return max(1, min(ROUND, int(seconds / once)))

    def seconds(self, case: int) -> float:
        """Return about how long a run of a case takes."""
        return float(max(LEAST_SECONDS, self.rate * self.weights[case]))

    # -- what was finished --------------------------------------------------------------------------------------

    def finish(self, results: Sequence[tuple[int, int, float]], seconds: float) -> None:
        """Take in finished runs: (case, replication, value of the rule's outcome), and how long they took."""
        for case, replication, value in results:
            self._mark(case, replication, value)
        weight = sum(self.weights[case] for case, _, _ in results)
        if weight > 0.0:
            self._measure(seconds / weight)
        if self.rule:
            touched = dict.fromkeys(point for case, _, _ in results for point in self._points_of[case])
            for point in touched:
                self._decide(point)

    def _measure(self, rate: float) -> None:
        """Take in the seconds that an employee-week took; a process that was paused for a while is no slow one."""
        self.measured += 1
        seen = min(rate, MOST_SLOWER * self.rate) if self.measured > SETTLED else rate
        self.rate += (seen - self.rate) / min(self.measured, 10)

    def release(self, jobs: Iterable[Job]) -> None:
        """Take back the runs of jobs that were not finished: they are to be begun again."""
        for job in jobs:
            left = [number for number in job.replications if not self.done[job.case, number]]
            if left:
                self.claimed[job.case, left] = False
                point = max(self._points_of[job.case], key=self.wanted.__getitem__)
                heapq.heappush(self._queue, (left[0], self._order[point], point))

    def _mark(self, case: int, replication: int, value: float) -> None:
        self.done[case, replication] = True
        if self.rule:
            self.values[case, replication] = value

    def _decide(self, number: int) -> None:
        """Ask the rule how many replications a point needs, once those that it wanted are done."""
        point = self.points[number]
        while self.rule and all(self.done[case, : self.wanted[number]].all() for case in point.cases):
            runs = self.wanted[number]
            wanted = self.rule.wanted(self._differences(point, runs))
            if wanted <= runs:
                return
            self.wanted[number] = wanted
            heapq.heappush(self._queue, (runs, self._order[number], number))

    def _differences(self, point: _Point, runs: int) -> Floats:
        """Return what the rule looks at, shape (arms that count, runs)."""
        rows = self.values[list(point.counted), :runs]
        return rows if len(point.cases) == 1 else rows - self.values[point.cases[0], :runs]

    # -- how far it is ------------------------------------------------------------------------------------------

    def _most(self) -> npt.NDArray[np.int64]:
        """Return how many replications of each case are wanted."""
        most = np.zeros(len(self.weights), dtype=np.int64)
        for point, wanted in zip(self.points, self.wanted, strict=True):
            for case in point.cases:
                most[case] = max(most[case], wanted)
        return most

    @property
    def total(self) -> int:
        """How many distinct runs there are, as far as is known; a stopping rule may want more."""
        return int(self._most().sum())

    @property
    def left(self) -> float:
        """About how many seconds of work are left, on one worker."""
        seconds = np.maximum(LEAST_SECONDS, self.rate * self.weights)
        return float(seconds @ np.maximum(0, self._most() - self.done.sum(axis=1)))


def _points(cells: Cells, rule: StoppingRule | None) -> list[_Point]:
    """Return the cases of each point, the baseline arm first, and those that the rule looks at."""
    found: list[dict[str, int]] = [{} for _ in range(cells.points)]
    for cell in cells.cells:
        found[cell.point][cell.arm] = cell.case
    return [_Point(tuple(arms.values()), tuple(_counted(arms, rule))) for arms in found]


def _counted(arms: dict[str, int], rule: StoppingRule | None) -> list[int]:
    if len(arms) == 1:
        return list(arms.values())
    return [case for arm, case in arms.items() if arm == (rule.arm if rule and rule.arm else arm) and arm != BASELINE]


def spread(count: int) -> list[int]:
    """Return the numbers below ``count`` in the order of their reversed bits, which spreads over them evenly."""
    bits = max(1, (count - 1).bit_length())
    return sorted(range(count), key=lambda number: int(f"{number:0{bits}b}"[::-1], 2))
