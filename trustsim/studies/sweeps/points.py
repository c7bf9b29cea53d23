"""What the points of a sweep came to: a row a point, with luck averaged out."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from trustsim.errors import InputError, nearest
from trustsim.studies.designs.design import BASELINE, Design


def point_means(frame: pd.DataFrame, design: Design, outcomes: Sequence[str], arm: str = "") -> pd.DataFrame:
    """Return a row for each point: ``point``, the factors, ``runs``, and the mean of every outcome.

    Args:
        frame: the table of a sweep.
        design: its design.
        outcomes: whose means.
        arm: the arm whose paired differences from the baseline arm are meant; the baseline arm's own values if empty.

    Raises:
        InputError: there is no such arm.
    """
    names = list(outcomes)
    keys = ["point", "replication"]
    base = frame[frame["arm"] == BASELINE].set_index(keys)
    values = base[names]
    if arm:
        check_arm(design, arm)
        values = frame[frame["arm"] == arm].set_index(keys)[names] - values
    by_point = values.groupby(level="point")
    factors = base.groupby(level="point")[design.paths].first()
    found = factors.join(by_point.size().rename("runs")).join(by_point.mean())
    return found.reset_index()


def check_arm(design: Design, arm: str) -> None:
    """Check that a design has an arm beside the baseline arm.

    Raises:
        InputError: it has not.
    """
    others = design.arm_names[1:]
    if arm not in others:
        hint = nearest(arm, others) or f"; there are {', '.join(others) or 'none beside the baseline'}"
        raise InputError(f"{design.name}: no arm is called '{arm}'{hint}")
