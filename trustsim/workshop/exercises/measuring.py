"""A scenario's results in one outcome: values by run, means with intervals, curves over the weeks, as plain values."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from trustsim.model.recording import Record
from trustsim.model.week import MODEL
from trustsim.results import Results
from trustsim.results.curves import BANDS
from trustsim.results.intervals import Estimate, mean_interval, middle
from trustsim.scenario import Scenario
from trustsim.studies.running import run
from trustsim.studies.verdicts import NO_DIFFERENCE, TOO_CLOSE, Verdict, verdict

Floats = npt.NDArray[np.float64]
#: Runs of each arm of an experiment, with luck from this seed: the numbers are the same in every room.
REPLICATIONS, SEED = 40, 1
#: Runs of a company that a team leads: enough to see what a lever does, and there at once.
PLAY_REPLICATIONS = 24
DIGITS = 4
#: Verdicts as lessons and pages name them.
VERDICTS: dict[Verdict, str] = {"lower": "lower", "higher": "higher", NO_DIFFERENCE: "same", TOO_CLOSE: "open"}


def direct(scenario: Scenario) -> Results:
    """Run a scenario and keep nothing: the runner of tests and of the guide."""
    return run(scenario, record=Record(weekly=True))


def with_luck(scenario: Scenario, replications: int = REPLICATIONS) -> Scenario:
    """Return a scenario with the runs and the seed of all exercises."""
    return scenario.override({"run.replications": replications, "run.seed": SEED})


def measured(results: Results, outcome: str, window: tuple[int, int]) -> Floats:
    """Return an outcome by run: over all reported weeks, or the mean of the weeks of a window."""
    if window == (1, results.manifest.weeks):
        return results.overall[outcome].to_numpy(np.float64)
    weekly = results.overall_weekly
    kept = weekly[weekly["week"].between(*window)]
    return kept.groupby("replication", sort=True)[outcome].mean().to_numpy(np.float64)


def neat(value: float, digits: int = DIGITS) -> float | None:
    """Return a number with so many significant digits; None if it is none."""
    return float(f"{value:.{digits}g}") if math.isfinite(value) else None


def interval(values: Floats, outcome: str) -> dict[str, Any]:
    """Return the mean of some runs, its 95% interval, and the middle 90% of single companies, as they are shown."""
    values = values * factor_of(outcome)
    mean, low, high = mean_interval(values)
    below, above = middle(pd.Series(values))
    return {"value": neat(mean), "low": neat(low), "high": neat(high), "range": [neat(below), neat(above)]}


def curve(results: Results, outcome: str) -> dict[str, Any]:
    """Return an outcome over the weeks: the mean, its interval, and the middle 90% of single companies."""
    frame = results.curves([outcome])
    return {"weeks": [int(week) for week in frame["week"]]} | {
        column: [neat(value) for value in frame[column] * factor_of(outcome)] for column in BANDS
    }


def factor_of(outcome: str) -> float:
    """Return by what an outcome is multiplied to be shown: what lies between 0 and 1 is told as points of 100."""
    return 100.0 if MODEL.outcomes[outcome].unit == "0-1" else 1.0


def unit_of(outcome: str) -> str:
    """Return the unit in which an outcome is shown."""
    return {"0-1": "of 100", "0-100": "of 100"}.get(MODEL.outcomes[outcome].unit, MODEL.outcomes[outcome].unit)


def verdict_of(contrast: Estimate, matters: float) -> str:
    """Return how a contrast came out: lower, higher, same, or open where luck could have made it either way."""
    return VERDICTS[verdict(*contrast, matters)]
