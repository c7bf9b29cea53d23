"""How one value differs between firms: a distribution within bounds, and how closely it follows the firm's climate."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist
from typing import Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
SpreadKind = Literal["beta", "normal", "uniform"]
KINDS: tuple[SpreadKind, ...] = ("beta", "normal", "uniform")

_NORMAL = NormalDist()
#: Cells by which the quantiles of a beta distribution are found, within 1e-4 of its range.
_CELLS = 4096


@dataclass(frozen=True)
class Spread:
    """How the value at a dotted path is distributed over firms.

    Attributes:
        path: the dotted path.
        kind: "beta" on [low, high], "normal" cut off at low and high, or "uniform" between them.
        mean: the mean, in the path's unit; of a normal before it is cut off.
        sd: the standard deviation, in the path's unit; of a normal before it is cut off.
        low: the lowest value.
        high: the highest value.
        unit: the path's unit.
        climate: the correlation of its normal score with the firm's climate.
        source: where the distribution comes from.
    """

    path: str
    kind: SpreadKind
    mean: float
    sd: float
    low: float
    high: float
    unit: str
    climate: float
    source: str

    def values(self, climate: Floats, own: Floats) -> Floats:
        """Return the value in each firm, from standard normal scores: of its climate, and of the path's own."""
        scores = self.climate * climate + math.sqrt(1.0 - self.climate**2) * own
        shares = np.array([_NORMAL.cdf(score) for score in scores])
        if self.kind == "beta":
            values = self.low + (self.high - self.low) * np.interp(shares, *_beta(*self._shapes()))
        elif self.kind == "normal":
            values = self._cut_off(shares)
        else:
            values = self.low + (self.high - self.low) * shares
        return np.clip(np.round(values, 6), self.low, self.high)

    def _cut_off(self, shares: Floats) -> Floats:
        """Return quantiles of the normal distribution that is cut off at both ends."""
        uncut = NormalDist(self.mean, self.sd)
        first, last = uncut.cdf(self.low), uncut.cdf(self.high)
        return np.array([uncut.inv_cdf(min(max(first + share * (last - first), 1e-12), 1 - 1e-12)) for share in shares])

    def _shapes(self) -> tuple[float, float]:
        """Return the two shapes of the beta distribution that has this mean and standard deviation."""
        width = self.high - self.low
        mean, variance = (self.mean - self.low) / width, (self.sd / width) ** 2
        both = mean * (1.0 - mean) / variance - 1.0
        return mean * both, (1.0 - mean) * both


@lru_cache(maxsize=256)
def _beta(a: float, b: float) -> tuple[Floats, Floats]:
    """Return the distribution function of a beta distribution at rising points in [0, 1], and these points.

    The cells are finest at both ends, where the density of shapes below 1 has no bound.
    """
    steps = np.linspace(0.0, 1.0, _CELLS + 1) ** 4
    points = steps / (steps + steps[::-1])
    middles = (points[1:] + points[:-1]) / 2.0
    masses = middles ** (a - 1.0) * (1.0 - middles) ** (b - 1.0) * np.diff(points)
    return np.concatenate([[0.0], np.cumsum(masses)]) / masses.sum(), points
