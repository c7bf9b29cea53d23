"""``discover``: under which conditions something happens, from the points of a sweep."""

from __future__ import annotations

import logging
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

from trustsim.errors import InputError, nearest
from trustsim.studies.discovery.asking import Question
from trustsim.studies.discovery.boxes import Bools, Box, fit_of
from trustsim.studies.discovery.cart import leaves
from trustsim.studies.discovery.finding import Discovery
from trustsim.studies.discovery.prim import chosen, peeled
from trustsim.studies.sweeps.sweeping import Sweep, opened

Method = Literal["prim", "cart"]
#: A box is dense enough from here on.
DENSITY = 0.8
#: The least share of the points that a box holds, and how many boxes are looked for.
MASS, BOXES = 0.05, 3
#: Fewer points, or fewer cases among them, tell nothing.
FEWEST_POINTS, FEWEST_CASES = 30, 5
logger = logging.getLogger("trustsim")


def discover(
    sweep: Sweep | Any,
    outcome: str,
    *,
    at_least: float | None = None,
    at_most: float | None = None,
    worst: float | None = None,
    verdict: str = "",
    arm: str = "",
    method: Method = "prim",
    density: float = DENSITY,
    mass: float = MASS,
    boxes: int = BOXES,
) -> Discovery:
    """Return under which conditions something happens: boxes of a few factors that hold many cases and little else.

    Usage:
        >>> ts.discover("runs/lhs", "stress", at_least=60).table
        >>> ts.discover("runs/lhs", "attrition", arm="explained", verdict="better").where()

    Args:
        sweep: a sweep over many points (a Latin hypercube, say), or the path of its folder.
        outcome: the outcome that is asked about.
        at_least: cases are points whose mean is at least this;
        at_most: or at most this;
        worst: or the share of the points with the worst means;
        verdict: or, with an arm, points where the arm makes the outcome "better", "worse", "higher" or "lower".
        arm: the arm whose paired differences from the baseline arm are meant; the latter's values if empty.
        method: "prim" (one box after the other, each as dense as is asked) or "cart" (the leaves of a tree).
        density: how large a share of a box must be cases.
        mass: the least share of the points that a box holds.
        boxes: how many boxes PRIM looks for.

    Raises:
        InputError: the question is wrong, or there are too few points or cases to tell.
        StoreError: the sweep cannot be read.
    """
    question = Question(outcome, arm, at_least, at_most, worst, verdict)
    _check(method, density, mass, boxes)
    found = opened(sweep)
    points, cases = question.cases(found)
    factors = _factors(found, points)
    _check_enough(found, cases)
    seed = found.design.seed
    picked, way = _picked(method, factors, cases, density, mass, boxes, seed)
    held_out = _held_out(method, factors, cases, density, mass, seed)
    answer = Discovery(found.design, question, method, density, points, cases, picked, way, held_out)
    for line in answer.warnings:
        logger.warning("%s", line)
    return answer


def _check(method: str, density: float, mass: float, boxes: int) -> None:
    if method not in get_args(Method):
        raise InputError(f"method must be 'prim' or 'cart', not {method!r}{nearest(str(method), get_args(Method))}")
    for name, share in (("density", density), ("mass", mass)):
        if isinstance(share, bool) or not isinstance(share, int | float) or not 0.0 < share <= 1.0:
            raise InputError(f"{name} must be a share above 0 and up to 1, got {share!r}")
    if isinstance(boxes, bool) or not isinstance(boxes, int) or boxes < 1:
        raise InputError(f"boxes must be a whole number from 1, got {boxes!r}")


def _factors(found: Sweep, points: pd.DataFrame) -> pd.DataFrame:
    """Return a column for each factor that varies."""
    varied = [path for path in found.design.paths if points[path].nunique() > 1]
    if not varied:
        raise InputError(f"{found.design.name}: nothing varies between its points")
    return points[varied]


def _check_enough(found: Sweep, cases: Bools) -> None:
    count, hits = len(cases), int(cases.sum())
    if count < FEWEST_POINTS:
        raise InputError(f"{found.design.name}: {count} points tell nothing: discovery needs {FEWEST_POINTS} or more")
    if min(hits, count - hits) < FEWEST_CASES:
        raise InputError(
            f"{found.design.name}: {hits} of {count} points are cases of interest; {FEWEST_CASES} or more must be, and "
            "as many must not: ask for something that happens at some points and not at others"
        )


def _picked(
    method: str, points: pd.DataFrame, cases: Bools, density: float, mass: float, boxes: int, seed: int
) -> tuple[list[Box], list[Box]]:
    """Return the boxes to report, and those on the way to the first of them (PRIM only)."""
    if method == "cart":
        found = [(box, fit_of(box.holds(points), cases)) for box in leaves(points, cases, mass, seed)]
        dense = [box for box, fit in sorted(found, key=lambda pair: -pair[1].coverage) if fit.density >= density]
        return dense or [max(found, key=lambda pair: pair[1].density)[0]], []
    way = peeled(points, cases, mass)
    picked = [chosen(way, points, cases, density)]
    rest = ~picked[0].holds(points)
    while len(picked) < boxes and int(cases[rest].sum()) >= FEWEST_CASES and int(rest.sum()) >= FEWEST_POINTS:
        some, of = points[rest].reset_index(drop=True), cases[rest]
        box = chosen(peeled(some, of, mass * len(points) / len(some)), some, of, density)
        if fit_of(box.holds(some), of).density < density or not box.limits:
            break
        picked.append(box)
        rest &= ~box.holds(points)
    return picked, way


def _held_out(method: str, points: pd.DataFrame, cases: Bools, density: float, mass: float, seed: int) -> float:
    """Return the density of the first box found in one half of the points among those of the other half.

    What is found is always denser where it was found. Halves take turns, so each point is asked once.
    """
    half = np.arange(len(points)) % 2 == 0
    hits = count = 0
    for seen in (half, ~half):
        if min(int(cases[seen].sum()), int((~cases[seen]).sum())) < 2:
            return float("nan")
        some = points[seen].reset_index(drop=True)
        box = _picked(method, some, cases[seen], density, mass, 1, seed)[0][0]
        inside = box.holds(points) & ~seen
        hits, count = hits + int((inside & cases).sum()), count + int(inside.sum())
    return hits / count if count else float("nan")
