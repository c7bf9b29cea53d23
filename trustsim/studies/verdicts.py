"""From paired runs to a difference, how sure it is, and a verdict in words."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from trustsim.model.declarations import Direction
from trustsim.results import Estimate, Results, mean_interval, middle, welch_interval

Floats = npt.NDArray[np.float64]

HIGHER, LOWER = "higher", "lower"
NO_DIFFERENCE, TOO_CLOSE = "no difference that matters", "too close to call"
Verdict = Literal["higher", "lower", "no difference that matters", "too close to call"]


def verdict(difference: float, low: float, high: float, matters: float) -> Verdict:
    """Return what can be said of a difference.

    ``higher`` or ``lower`` only if the interval clears zero *and* the difference reaches the smallest difference that
    matters; else ``no difference that matters`` if the whole interval lies inside plus or minus that; else ``too close
    to call``, also where there is no interval.
    """
    if (low > 0.0 or high < 0.0) and abs(difference) >= matters:
        return HIGHER if difference > 0.0 else LOWER
    if -matters <= low and high <= matters:
        return NO_DIFFERENCE
    return TOO_CLOSE


def better(said: Verdict, direction: Direction) -> Literal["yes", "no", ""]:
    """Return whether a verdict is what a leader would call better; nothing where it is neither."""
    if direction == "neither" or said not in (HIGHER, LOWER):
        return ""
    return "yes" if (said == HIGHER) == (direction == "up") else "no"


def paired_runs(
    baseline: Results, scenario: Results, *, companies: bool = False, outcomes: Collection[str] | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the outcomes of both arms row by row: run k beside run k, and company beside company where both have it.

    Args:
        baseline: one arm.
        scenario: the other arm.
        companies: single companies instead of all companies of a run taken together.
        outcomes: the outcomes to take; all if None.
    """
    one, two = (arm.frame("outcomes" if companies else "overall", outcomes) for arm in (baseline, scenario))
    if "company" not in one.columns or "company" not in two.columns:
        if companies:
            one, two = (arm.frame("overall", outcomes) for arm in (baseline, scenario))
        one, two = one.drop(columns="replication"), two.drop(columns="replication")
        return one, two
    one, two = (_by_place(frame) for frame in (one, two))
    shared = one.index.intersection(two.index)
    return one.loc[shared], two.loc[shared]


def _by_outcome(frame: pd.DataFrame) -> dict[str, Floats]:
    """Return the columns of a frame as arrays, which is quicker than asking it for one after the other."""
    return dict(zip(frame.columns, frame.to_numpy(dtype=np.float64).T, strict=True))


def _by_place(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose index is (place of the replication, company)."""
    place = frame["replication"] - frame["replication"].min()
    company = frame["company"].astype("str")
    return frame.drop(columns=["replication", "company"]).set_index([place, company])


def difference_rows(
    label: str, baseline: Results, scenario: Results, paired: bool, outcomes: Collection[str] | None = None
) -> Iterator[dict[str, Any]]:
    """Yield a row of the comparison's table for each outcome; one that an arm has no value of is left out.

    Args:
        label: of the scenario.
        baseline: one arm.
        scenario: the other arm.
        paired: whether run k of both has the same luck.
        outcomes: the outcomes to take; all if None.
    """
    everyone = paired_runs(baseline, scenario, outcomes=outcomes)
    several = [arm for arm in (baseline, scenario) if "company" in arm.frame("outcomes", ()).columns]
    companies = paired_runs(baseline, scenario, companies=True, outcomes=outcomes) if several else everyone
    everyone, companies = (tuple(map(_by_outcome, pair)) for pair in (everyone, companies))
    for name, facts in scenario.outcome_facts.items():
        if name not in baseline.outcome_facts or (outcomes is not None and name not in outcomes):
            continue
        one, two = (arm[name] for arm in everyone)
        if np.isnan(one).all() or np.isnan(two).all():
            continue
        first, second, estimate = compared(one, two, paired)
        range_low, range_high = middle(companies[1][name] - companies[0][name])
        said = verdict(*estimate, facts.matters)
        yield {
            "scenario": label,
            "outcome": name,
            "unit": facts.unit,
            "baseline_value": first,
            "scenario_value": second,
            "difference": estimate.mean,
            "low": estimate.low,
            "high": estimate.high,
            "range_low": range_low,
            "range_high": range_high,
            "verdict": said,
            "better": better(said, facts.better),
        }


def compared(one: Floats, two: Floats, paired: bool) -> tuple[float, float, Estimate]:
    """Return the means of both arms and of the second less the first, with the interval that suits how they were drawn.

    Of paired runs those count in which both arms have a value. Where every pair is exactly equal the difference is
    exactly zero, however few the runs: luck is shared.
    """
    if not paired:
        return mean_interval(one).mean, mean_interval(two).mean, welch_interval(one, two)
    both = np.isfinite(one) & np.isfinite(two)
    one, two = one[both], two[both]
    differences = two - one
    estimate = mean_interval(differences) if differences.any() or not both.any() else Estimate(0.0, 0.0, 0.0)
    return mean_interval(one).mean, mean_interval(two).mean, estimate
