"""What the arms of a point differ by: paired differences, run k beside run k."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from trustsim.errors import InputError
from trustsim.model.week import MODEL
from trustsim.studies.designs.design import BASELINE, Design
from trustsim.studies.verdicts import compared, verdict


def paired_differences(frame: pd.DataFrame, design: Design) -> pd.DataFrame:
    """Return how each arm differs from the baseline arm, a row for each point, other arm and outcome.

    Args:
        frame: the table of a sweep.
        design: its design.

    Raises:
        InputError: there is one arm only.
    """
    if len(design.arm_names) < 2:
        raise InputError(f"{design.name} has one arm only, so there are no differences: declare [arms.NAME]")
    return pd.DataFrame(list(_rows(frame, design)))


def _rows(frame: pd.DataFrame, design: Design) -> Iterator[dict[str, Any]]:
    outcomes = [name for name in frame.columns if name in MODEL.outcomes]
    varied = [path for path in design.paths if path in frame.columns and path != "scenario"]
    for point, runs in frame.groupby("point"):
        arms = {str(arm): rows.set_index("replication") for arm, rows in runs.groupby("arm")}
        if BASELINE not in arms:
            continue
        first = arms[BASELINE].iloc[0]
        where: dict[str, Any] = {"point": point} | {column: first[column] for column in ("scenario", *varied)}
        for arm in design.arm_names[1:]:
            if arm in arms:
                shared = arms[BASELINE].index.intersection(arms[arm].index).sort_values()
                for name in outcomes:
                    one, two = (rows.loc[shared, name].to_numpy(float) for rows in (arms[BASELINE], arms[arm]))
                    yield where | {"arm": arm} | _row(name, one, two)


def _row(name: str, one: np.ndarray, two: np.ndarray) -> dict[str, Any]:
    facts = MODEL.outcomes[name]
    first, second, estimate = compared(one, two, paired=True)
    return {
        "outcome": name,
        "unit": facts.unit,
        "replications": int((np.isfinite(one) & np.isfinite(two)).sum()),
        "baseline_value": first,
        "arm_value": second,
        "difference": estimate.mean,
        "low": estimate.low,
        "high": estimate.high,
        "verdict": verdict(*estimate, facts.matters),
    }
