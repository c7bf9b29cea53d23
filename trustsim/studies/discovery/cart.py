"""Boxes by a classification tree (Breiman et al. 1984): its leaves. scikit-learn grows it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from trustsim.studies.designs.factors import Plain
from trustsim.studies.discovery.boxes import Bools, Box, Limit, is_number
from trustsim.studies.libraries import library

#: A column of the tree: a factor, and the name that it stands for if the factor is no number.
Column = tuple[str, Plain | None]


def leaves(points: pd.DataFrame, cases: Bools, mass: float, seed: int) -> list[Box]:
    """Return the leaves of a tree that tells cases from the rest, as boxes that share no point.

    Args:
        points: a column a factor.
        cases: which points are cases.
        mass: no leaf holds a smaller share of the points.
        seed: breaks ties between equally good splits.
    """
    tree = library("sklearn.tree", "research", "discover with method 'cart'")
    columns = list(_columns(points))
    numbers = np.column_stack([_values(points, column) for column in columns])
    least = max(1, int(np.ceil(mass * len(points))))
    grown = tree.DecisionTreeClassifier(min_samples_leaf=least, random_state=seed).fit(numbers, cases)
    return [_merged(box) for box in _walked(grown.tree_, 0, Box(), columns, points)]


def _columns(points: pd.DataFrame) -> Iterator[Column]:
    for path in points.columns:
        if is_number(points[path]):
            yield path, None
        else:
            yield from ((path, value) for value in points[path].unique())


def _values(points: pd.DataFrame, column: Column) -> np.ndarray:
    path, name = column
    return points[path].to_numpy(float) if name is None else (points[path] == name).to_numpy(float)


def _walked(tree: Any, node: int, box: Box, columns: list[Column], points: pd.DataFrame) -> Iterator[Box]:
    """Yield the leaves below a node, whose points lie in a box."""
    left, right = int(tree.children_left[node]), int(tree.children_right[node])
    if left == right:
        yield box
        return
    path, name = columns[tree.feature[node]]
    before, at = box.limits.get(path, Limit()), float(tree.threshold[node])
    if name is None:
        ends = (Limit(before.low, at), Limit(at, before.high))
    else:
        known = before.names or tuple(points[path].unique())
        ends = (Limit(names=tuple(one for one in known if one != name)), Limit(names=(name,)))
    for child, limit in zip((left, right), ends, strict=True):
        yield from _walked(tree, child, Box({**box.limits, path: limit}), columns, points)


def _merged(box: Box) -> Box:
    """Return a box with its limits in order of the factors' names, so that equal boxes read alike."""
    return Box(dict(sorted(box.limits.items())))
