"""From weekly frames to curves with their two bands: what a figure of outcomes over the weeks shows."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from trustsim.results.intervals import MIDDLE, t_quantile
from trustsim.results.manifest import OutcomeFacts

Floats = npt.NDArray[np.float64]

#: A quarter: events are so rare in a week that only their running mean can be read.
QUARTER = 13
#: What a curve says of a week: the mean, its interval, the middle of single companies.
BANDS = ("mean", "low", "high", "range_low", "range_high")


def window_of(facts: OutcomeFacts) -> int:
    """Return over how many weeks an outcome is averaged before it is drawn: a quarter for counts of events, else 1."""
    return QUARTER if "per year" in facts.unit or "per 100" in facts.unit else 1


def weekly_curves(weekly: pd.DataFrame, facts: Mapping[str, OutcomeFacts], names: Iterable[str]) -> pd.DataFrame:
    """Return outcome, week, mean, low, high, range_low, range_high.

    Args:
        weekly: outcomes by replication and week.
        facts: what is known of the outcomes, by name.
        names: the outcomes to take.

    Returns:
        For each outcome and week the mean over runs, its 95% t-interval, and the middle 90% of single companies. Counts
        of events are centred running means over a quarter, shorter at both ends.
    """
    order = np.lexsort((weekly["week"].to_numpy(), weekly["replication"].to_numpy()))
    weeks, names = np.unique(weekly["week"].to_numpy()), list(names)
    curves = []
    for name in names:
        runs = weekly[name].to_numpy()[order].reshape(-1, len(weeks))
        curves.append(_curve(running_mean(runs, window_of(facts[name]))))
    keys = {"outcome": np.repeat(np.array(names, dtype=object), len(weeks)), "week": np.tile(weeks, len(names))}
    values = np.concatenate(curves, axis=1) if curves else np.empty((len(BANDS), 0))
    return pd.DataFrame({**keys, **dict(zip(BANDS, values, strict=True))}).astype({"outcome": "str"})


def running_mean(runs: Floats, window: int) -> Floats:
    """Return centred means over ``window`` weeks along the last axis: of fewer at the ends, and without NaN."""
    if window <= 1:
        return runs
    known = np.isfinite(runs)
    reach = window // 2
    sums = _window_sums(np.where(known, runs, 0.0), reach)
    counts = _window_sums(known.astype(np.float64), reach)
    return np.where(counts > 0.5, sums / np.maximum(counts, 1.0), np.nan)


def _window_sums(values: Floats, reach: int) -> Floats:
    weeks = values.shape[1]
    padded = np.pad(values, ((0, 0), (reach, reach)))
    return sum((padded[:, shift : shift + weeks] for shift in range(2 * reach + 1)), np.zeros_like(values))


def _curve(runs: Floats) -> Floats:
    """Return the rows ``BANDS`` by week."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a week in which no run has a value is a gap
        mean = np.nanmean(runs, axis=0)
        spread = np.nanstd(runs, axis=0, ddof=1)
        # the same digits where nothing is missing, and some thirty times faster
        quantile = np.nanquantile if np.isnan(runs).any() else np.quantile
        low, high = quantile(runs, MIDDLE, axis=0)
    count = np.isfinite(runs).sum(axis=0)
    numbers, place = np.unique(count, return_inverse=True)
    t = np.array([t_quantile(n - 1.0) if n > 1 else np.nan for n in numbers.tolist()])[place]
    half = t * spread / np.sqrt(np.maximum(count, 1))
    return np.array([mean, mean - half, mean + half, low, high])
