"""A box: limits of a few factors, and how well it tells cases of interest from the rest.

Coverage is the share of all cases that lie in the box, density the share of the box that are cases (Bryant and Lempert
2010, doi:10.1016/j.techfore.2009.08.002). A limit's quasi-p is how probable as many cases would be by luck if the limit
told nothing beside the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from trustsim.studies.designs.factors import Plain

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Limit:
    """What a box asks of one factor: a number from ``low`` to ``high`` (None: no bound), or one of some names."""

    low: float | None = None
    high: float | None = None
    names: tuple[Plain, ...] | None = None

    def holds(self, values: pd.Series) -> Bools:
        """Tell which values lie within."""
        if self.names is not None:
            return values.isin(list(self.names)).to_numpy()
        numbers = values.to_numpy(dtype=np.float64)
        inside = np.ones(len(numbers), dtype=np.bool_)
        if self.low is not None:
            inside &= numbers >= self.low
        if self.high is not None:
            inside &= numbers <= self.high
        return inside

    @property
    def words(self) -> str:
        """What it asks, as it stands after the factor's name."""
        if self.names is not None:
            return f"= {' or '.join(map(str, self.names))}"
        if self.low is None:
            return f"≤ {self.high:.3g}"
        return f"≥ {self.low:.3g}" if self.high is None else f"{self.low:.3g} to {self.high:.3g}"


@dataclass(frozen=True)
class Box:
    """Limits by factor; a factor that is not named may be anything."""

    limits: Mapping[str, Limit] = field(default_factory=dict)

    def holds(self, points: pd.DataFrame) -> Bools:
        """Tell which points lie in the box."""
        inside = np.ones(len(points), dtype=np.bool_)
        for path, limit in self.limits.items():
            inside &= limit.holds(points[path])
        return inside

    def without(self, path: str) -> Box:
        """Return the box that asks nothing of a factor."""
        return replace(self, limits={other: limit for other, limit in self.limits.items() if other != path})

    def quasi_p(self, points: pd.DataFrame, cases: Bools) -> dict[str, float]:
        """Return for each limit how probable so many cases were if it told nothing."""
        from scipy.stats import binomtest  # which takes long to load, and few ask

        inside = self.holds(points)
        count, hits = int(inside.sum()), int((inside & cases).sum())
        found = {}
        for path in self.limits:
            wider = self.without(path).holds(points)
            share = float(cases[wider].mean()) if wider.any() else 0.0
            found[path] = float(binomtest(hits, count, share, "greater").pvalue) if count else 1.0
        return found

    @property
    def words(self) -> str:
        """The box in words."""
        return " and ".join(f"{path} {limit.words}" for path, limit in self.limits.items()) or "everywhere"


@dataclass(frozen=True)
class Fit:
    """How well a box tells cases from the rest.

    Attributes:
        points: how many points lie in it.
        cases: how many of those are cases.
        coverage: the share of all cases that lie in it.
        density: the share of its points that are cases.
        low: where the 95% interval (Clopper and Pearson) of the density begins.
        high: where it ends.
        mass: the share of all points that lie in it.
    """

    points: int
    cases: int
    coverage: float
    density: float
    low: float
    high: float
    mass: float


def fit_of(inside: Bools, cases: Bools) -> Fit:
    """Return how well the points inside of something are the cases."""
    from scipy.stats import binomtest

    count, hits, all_cases = int(inside.sum()), int((inside & cases).sum()), int(cases.sum())
    low, high = binomtest(hits, count).proportion_ci(0.95, "exact") if count else (0.0, 1.0)
    return Fit(
        count, hits, hits / all_cases if all_cases else float("nan"), hits / count if count else float("nan"),
        float(low), float(high), count / len(inside),
    )  # fmt: skip


def is_number(values: pd.Series) -> bool:
    """Tell whether a factor is a number; truth values and names are not."""
    return pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)
