"""What the measurements come to: medians, ratios inside a round, how cost grows, whether engines agree."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

#: One line of a program, with its round, engine and case.
Row = Mapping[str, Any]

#: The means of W over 104 weeks from 10,000 runs of N = 100, as published with its definition; rounded to as much.
PUBLISHED = {"C": 0.609, "I": 0.723, "M": 0.650, "S": 0.222, "E": 0.845, "quits": 0.00238}
ROUNDED = {name: 0.000_005 if name == "quits" else 0.0005 for name in PUBLISHED}
WEEKS = 104
#: With some hundred checks in a table, chance alone passes four standard errors once in a hundred and fifty tables.
STANDARD_ERRORS = 4.0


def exponent(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """Return b of cost = a x size^b, by least squares over logarithms: 1 where cost is linear."""
    x, y = np.log(sizes), np.log(costs)
    x = x - x.mean()
    return float((x * y).sum() / (x * x).sum())


def median(values: Iterable[float]) -> float:
    """Return the median, NaN of nothing."""
    known = [value for value in values if math.isfinite(value)]
    return float(np.median(known)) if known else math.nan


def ratio(rows: Iterable[Row], one: tuple[str, str], other: tuple[str, str], key: str = "rate") -> float:
    """Return how many times as much ``key`` is for one (engine, case) as for another: the median over rounds.

    A ratio is taken inside a round, where both saw the same machine.
    """
    by_round: dict[tuple[int, str, str], float] = {(r["round"], r["engine"], r["case"]): r[key] for r in rows}
    rounds = sorted({place[0] for place in by_round})
    return median(
        by_round[number, *one] / by_round[number, *other]
        for number in rounds
        if (number, *one) in by_round and (number, *other) in by_round
    )


def growth(rows: Iterable[Row], engine: str, cases: Iterable[str], size: str) -> float:
    """Return how the cost of an engine grows with ``size`` ("employees" or "runs") over cases: 1 where it is linear.

    The cost is that of 104 weeks, all runs of a case together; the median over rounds.
    """
    own = [r for r in rows if r["engine"] == engine]
    points = {}
    for case in cases:
        found = [r for r in own if r["case"] == case]
        if found:
            points[found[0][size]] = median(r["seconds"] * WEEKS / r["weeks"] for r in found)
    return exponent(list(points), list(points.values())) if len(points) > 1 else math.nan


@dataclass(frozen=True)
class Mean:
    """A mean of W with its standard error."""

    value: float
    error: float


def pooled(rows: Iterable[Row], variable: str) -> Mean:
    """Return the mean over independent measurements, weighed by how many people they simulated.

    Not by their precision: that is itself estimated, goes along with the mean, and would draw it to one side. Only
    those over 104 weeks on one thread count: W drifts from its start, and threads do not change the luck.
    """
    told = [r for r in rows if "means" in r and r["weeks"] == WEEKS and r["threads"] == 1]
    chosen = [r for r in told if math.isfinite(r["errors"][variable])]
    if not chosen:
        return Mean(math.nan, math.inf)
    people = np.array([r["employees"] * r["runs"] * r["repetitions"] for r in chosen], dtype=float)
    weights = people / people.sum()
    values, errors = (np.array([r[key][variable] for r in chosen]) for key in ("means", "errors"))
    return Mean(float(weights @ values), float(np.linalg.norm(weights * errors)))


@dataclass(frozen=True)
class Check:
    """One engine's mean of a variable beside what it should be, and how many standard errors lie between them."""

    engine: str
    variable: str
    found: Mean
    against: str
    expected: float
    distance: float

    @property
    def passed(self) -> bool:
        """Whether the difference can be chance."""
        return self.distance <= STANDARD_ERRORS


def checks(rows: Sequence[Row]) -> list[Check]:
    """Compare each engine with all others together, and with the published means of W."""
    engines = list(dict.fromkeys(r["engine"] for r in rows))
    found = []
    for engine in engines:
        own = [r for r in rows if r["engine"] == engine]
        others = [r for r in rows if r["engine"] != engine]
        for variable, published in PUBLISHED.items():
            mean = pooled(own, variable)
            if not math.isfinite(mean.error):
                continue
            away = max(0.0, abs(mean.value - published) - ROUNDED[variable]) / mean.error
            found.append(Check(engine, variable, mean, "published", published, away))
            rest = pooled(others, variable)
            if math.isfinite(rest.error):
                away = abs(mean.value - rest.value) / math.hypot(mean.error, rest.error)
                found.append(Check(engine, variable, mean, "all others", rest.value, away))
    return found
