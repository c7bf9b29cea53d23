"""How many replications an outcome needs: from the spread of paired differences that some runs have shown."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pandas as pd

from trustsim.errors import InputError
from trustsim.results.intervals import t_quantile
from trustsim.studies.comparison import Comparison
from trustsim.studies.verdicts import paired_runs

Floats = npt.NDArray[np.float64]
#: More replications than these are not counted out.
MOST = 10_000_000


def replications_needed(comparison: Comparison, share: float = 1.0) -> pd.DataFrame:
    """Return how many replications each outcome needs until the interval of its difference is narrow enough.

    The runs of the comparison tell the spread; ten or more tell it well enough.

    Args:
        comparison: a paired comparison.
        share: how wide the 95% interval may be, from low to high, in smallest differences that matter.

    Returns:
        A row for each scenario and outcome: ``scenario``, ``outcome``, ``unit``, ``spread`` (the standard deviation of
        the paired difference), ``width`` (what is wanted), ``replications`` (how many it takes, 2 at least), ``here``
        (how many there were).

    Raises:
        InputError: the comparison is not paired, has one run only, or the share is wrong.
    """
    if not comparison.paired or comparison.baseline.replications < 2:
        raise InputError("replications_needed needs a paired comparison of at least 2 replications")
    if isinstance(share, bool) or not isinstance(share, int | float) or not 0.0 < share < math.inf:
        raise InputError(f"share must be a number above 0, got {share!r}")
    rows = []
    for label, scenario in comparison.scenarios.items():
        one, two = paired_runs(comparison.baseline, scenario)
        for name, spread in (two - one).std(ddof=1).dropna().items():
            facts = comparison.outcome_facts[str(name)]
            width = share * facts.matters
            rows.append({
                "scenario": label, "outcome": name, "unit": facts.unit, "spread": spread, "width": width,
                "replications": needed(float(spread), width), "here": comparison.baseline.replications,
            })  # fmt: skip
    return pd.DataFrame(rows)


def needed(spread: float, width: float) -> int:
    """Return the fewest runs whose 95% t-interval is expected to be no wider than ``width``.

    Args:
        spread: the standard deviation of a run.
        width: of the interval, from low to high.
    """
    low, high = 2, 2
    while high < MOST and _width(spread, high) > width:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _width(spread, middle) > width else (low, middle)
    return low if _width(spread, low) <= width else high


def _width(spread: float, runs: int) -> float:
    return 2.0 * t_quantile(runs - 1.0) * spread / math.sqrt(runs)
