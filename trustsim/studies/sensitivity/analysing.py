"""``sensitivity``: from a sweep of a sampled design to the indices of its factors."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from trustsim.errors import InputError
from trustsim.model.week import MODEL
from trustsim.plots import chosen_outcomes
from trustsim.studies.designs.sampling import points_of
from trustsim.studies.sensitivity.finding import Sensitivity
from trustsim.studies.sensitivity.indices import MAIN_INDEX, RESAMPLES, indices_of, stages
from trustsim.studies.sweeps.sweeping import Sweep, opened

Floats = npt.NDArray[np.float64]
logger = logging.getLogger("trustsim")


def sensitivity(
    sweep: Sweep | Any, outcomes: Sequence[str] | None = None, *, arm: str = "", resamples: int = RESAMPLES
) -> Sensitivity:
    """Return which factors of a sweep move which outcomes: Morris' measures or Sobol' indices, as its design samples.

    The value at a point is the mean over its replications, so indices are of the expected outcome; ``noise`` says how
    much luck is left in it.

    Usage:
        >>> ts.sensitivity(ts.sweep("what-matters", "runs/morris")).table

    Args:
        sweep: a sweep whose design has method "morris" or "sobol", or the path of its folder.
        outcomes: which outcomes; the main ones if None.
        arm: the arm whose paired differences from the baseline arm are asked about; its own values if empty.
        resamples: how often the sample is drawn again from itself for an interval.

    Raises:
        InputError: the design samples otherwise, or an outcome or arm is unknown.
        StoreError: the sweep is not finished, runs failed, or it was sampled by another version of SALib.
    """
    found = opened(sweep)
    method = found.design.method
    if method not in MAIN_INDEX:
        raise InputError(
            f"{found.design.name}: sensitivity needs method 'morris' or 'sobol', this design has '{method}'"
        )
    if isinstance(resamples, bool) or not isinstance(resamples, int) or resamples < 2:
        raise InputError(f"resamples must be a whole number from 2, got {resamples!r}")
    names = chosen_outcomes(outcomes, MODEL.outcomes)
    _check_sample(found)
    points = found.points(names, arm)
    table, path, left_out = _analysed(found, names, points, resamples)
    noise = {name: noise_of(found.frame([name]), name, arm) for name in names if name not in left_out}
    answer = Sensitivity(found.design, arm, table, path, noise, left_out)
    for line in answer.warnings:
        logger.warning("%s", line)
    return answer


def _check_sample(found: Sweep) -> None:
    """Check that the points are those that the design draws here, and that all of them were run."""
    found.check_finished()
    names = list(dict.fromkeys(base.name for base in found.cells.bases))
    drawn = points_of(found.design, names)
    stored = {cell.point: cell.values for cell in found.cells.cells}
    same = len(drawn) == len(stored) and all(
        value == stored[number][path] or np.isclose(float(value), float(stored[number][path]))
        for number, point in enumerate(drawn)
        for path, value in point.items()
    )
    if not same:
        raise InputError(
            f"{found.folder}: its points are not those that SALib draws here for this design: take the version of "
            f"SALib that it was begun with, or sweep again"
        )


def _analysed(
    found: Sweep, outcomes: Sequence[str], points: pd.DataFrame, resamples: int
) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, str]]:
    """Return the indices with all samples, those with fewer, and why outcomes were left out."""
    rows: list[dict[str, Any]] = []
    left_out: dict[str, str] = {}
    for name in outcomes:
        values = points[name].to_numpy(dtype=np.float64)
        if not np.isfinite(values).all():
            left_out[name] = f"{int((~np.isfinite(values)).sum()):,} points have no value of it"
        elif np.ptp(values) == 0.0:
            left_out[name] = "it is the same at every point"
        else:
            rows += _rows(found, name, values, resamples)
    if not rows:
        why = "; ".join(f"{name}: {reason}" for name, reason in left_out.items())
        raise InputError(f"{found.design.name}: there is nothing to analyse: {why}")
    frame = pd.DataFrame(rows)
    last = frame["samples"] == frame["samples"].max()
    return frame[last].drop(columns="samples").reset_index(drop=True), frame, left_out


def _rows(found: Sweep, outcome: str, values: Floats, resamples: int) -> Iterator[dict[str, Any]]:
    design = found.design
    unit = "share of variance" if design.method == "sobol" else MODEL.outcomes[outcome].unit
    for samples in stages(design.samples or 1):
        for index in indices_of(design, design.paths, values, samples, resamples):
            yield {"samples": samples, "outcome": outcome, "unit": unit} | asdict(index) | {"wide": index.wide}


def noise_of(frame: pd.DataFrame, outcome: str, arm: str = "") -> float:
    """Return the share of the variance between points that is luck: 0 where replications suffice.

    The luck of replication k is the same at every point, which moves all points alike; what is left beside that is the
    interaction of points and luck in a two-way analysis of variance without repetition.
    """
    table = frame[frame["arm"] == (arm or "baseline")].pivot(index="point", columns="replication", values=outcome)
    if arm:
        table = table - frame[frame["arm"] == "baseline"].pivot(index="point", columns="replication", values=outcome)
    values = table.dropna(axis=1).to_numpy(dtype=np.float64)
    points, runs = values.shape
    if runs < 2 or points < 2:
        return float("nan")
    middle = values.mean(axis=1)
    rest = values - middle[:, None] - values.mean(axis=0) + values.mean()
    luck = float((rest**2).sum()) / ((points - 1) * (runs - 1)) / runs
    between = float(middle.var(ddof=1))
    return min(1.0, luck / between) if between > 0.0 else float("nan")
