"""``Discovery``: the boxes in which something happens, as tables, figures and files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import cached_property
from itertools import pairwise, product
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from trustsim._version import __version__
from trustsim.errors import InputError, nearest
from trustsim.results.plain import plain_rows
from trustsim.studies.designs.design import Design
from trustsim.studies.discovery.asking import Question
from trustsim.studies.discovery.boxes import Bools, Box, Limit, fit_of, is_number
from trustsim.studies.discovery.prim import SIGNIFICANT
from trustsim.studies.saving import Finding

if TYPE_CHECKING:
    from matplotlib.figure import Figure

#: A factor with at most so many values is cut at each of them, else into so many parts of equal width.
MOST_VALUES, PARTS = 6, 3
METHODS = {"prim": "PRIM", "cart": "a classification tree"}


class Discovery(Finding):
    """Under which conditions something happens.

    Attributes:
        design: the design of the sweep.
        question: what counts as a case of interest.
        method: "prim" or "cart".
        wanted: the density that was asked for.
        points: a row a point: the factors, and the ``value`` of the outcome.
        cases: which points are cases.
        boxes: the boxes, in order.
        trajectory: for PRIM, the boxes on the way to the first: coverage, density, mass and how many factors.
        held_out: the density of the first box found in one half of the points, among those of the other half.
    """

    kind = "discovery"

    def __init__(
        self,
        design: Design,
        question: Question,
        method: str,
        wanted: float,
        points: pd.DataFrame,
        cases: Bools,
        boxes: Sequence[Box],
        way: Sequence[Box],
        held_out: float,
    ) -> None:
        """Use ``discover`` instead."""
        self.design, self.question, self.method, self.wanted = design, question, method, wanted
        self.points, self.cases, self.boxes, self.held_out = points, cases, list(boxes), held_out
        self.trajectory = pd.DataFrame([self._fit(box.holds(points)) | {"factors": len(box.limits)} for box in way])

    def _fit(self, inside: Bools) -> dict[str, Any]:
        return asdict(fit_of(inside, self.cases))

    @cached_property
    def inside(self) -> list[Bools]:
        """For each box which points lie in it and in no box before it."""
        found: list[Bools] = []
        rest = np.ones(len(self.points), dtype=np.bool_)
        for box in self.boxes:
            found.append(box.holds(self.points) & rest)
            rest = rest & ~found[-1]
        return found

    @property
    def table(self) -> pd.DataFrame:
        """A row for each box, of the points that lie in no box before it.

        ``box``, ``words``, ``points``, ``cases``, ``coverage`` (the share of all cases), ``density`` (the share of its
        points that are cases) with the 95% interval ``low`` to ``high``, ``mass`` (the share of all points).
        """
        rows = zip(self.boxes, self.inside, strict=True)
        return pd.DataFrame([
            {"box": number, "words": box.words} | self._fit(inside) for number, (box, inside) in enumerate(rows, 1)
        ])  # fmt: skip

    @property
    def limits(self) -> pd.DataFrame:
        """A row for each limit: ``box``, ``factor``, ``low``, ``high``, ``names``, and its ``quasi_p``."""
        rows = [
            {"box": number, "factor": path, "low": limit.low, "high": limit.high,
             "names": ", ".join(map(str, limit.names or ())), "quasi_p": quasi_p[path]}
            for number, box in enumerate(self.boxes, 1)
            for quasi_p in [box.quasi_p(self.points, self.cases)]
            for path, limit in box.limits.items()
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=["box", "factor", "low", "high", "names", "quasi_p"])

    def where(self, by: Sequence[str] | None = None) -> pd.DataFrame:
        """Return by region in how large a share of its points it holds.

        Args:
            by: one or two factors; those that the first box limits most if None.

        Returns:
            A row for each region: the factors' values or parts, ``points``, ``cases``, ``share`` with its 95% interval
            ``low`` to ``high``, the mean ``value``, and ``holds``: "mostly" or "mostly not" where the interval lies
            above or below a half, else "mixed".

        Raises:
            InputError: a factor does not vary.
        """
        paths = list(by) if by is not None else self.leading[:2]
        for path in paths:
            if path not in self.design.paths:
                raise InputError(f"{path} does not vary here{nearest(path, self.design.paths)}")
        parts = [list(_parts(self.points[path])) for path in paths]
        return pd.DataFrame([self._region(paths, some) for some in product(*parts)])

    def _region(self, paths: Sequence[str], some: Sequence[tuple[str, Limit]]) -> dict[str, Any]:
        inside = Box(dict(zip(paths, (limit for _, limit in some), strict=True))).holds(self.points)
        fit = fit_of(inside, self.cases)
        holds = "mostly" if fit.low > 0.5 else "mostly not" if fit.high < 0.5 else "mixed"
        value = float(self.points.loc[inside, "value"].mean()) if fit.points else float("nan")
        return dict(zip(paths, (words for words, _ in some), strict=True)) | {
            "points": fit.points, "cases": fit.cases, "share": fit.density, "low": fit.low, "high": fit.high,
            "value": value, "holds": holds,
        }  # fmt: skip

    @property
    def leading(self) -> list[str]:
        """The factors that the first box limits, the one that tells most first; the first that varies if none."""
        quasi_p = self.boxes[0].quasi_p(self.points, self.cases)
        return sorted(quasi_p, key=quasi_p.__getitem__) or self.design.paths[:1]

    # -- in words ---------------------------------------------------------------------------------------------------

    @cached_property
    def warnings(self) -> list[str]:
        """What must be known before these boxes are believed."""
        found, first = [], self.table.iloc[0]
        hint = "; a tree (method 'cart') cuts where peeling gets stuck" if self.method == "prim" else ""
        if not self.boxes[0].limits:
            found.append(f"no condition on any factor tells cases from the rest{hint}")
        elif first["density"] < self.wanted:
            found.append(f"no box is as dense as {self.wanted:.0%}: this is the densest, {first['density']:.0%}{hint}")
        weak = [path for path, p in self.boxes[0].quasi_p(self.points, self.cases).items() if p > SIGNIFICANT]
        if weak:
            found.append(f"the first box's limits of {', '.join(weak)} may be luck (quasi-p above {SIGNIFICANT:g})")
        if np.isfinite(self.held_out) and self.held_out < first["low"]:
            found.append(
                f"found in one half of the points, the first box's density in the other half is {self.held_out:.0%}, "
                f"less than the interval of {first['low']:.0%} to {first['high']:.0%} says: more points"
            )
        return found

    @property
    def caption(self) -> str:
        """What a figure or table of these says below it."""
        count, hits = len(self.cases), int(self.cases.sum())
        return (
            f"Cases: {self.question.words}; {hits:,} of {count:,} points. Boxes by {METHODS[self.method]}, "
            f"density wanted {self.wanted:.0%}; seed {self.design.seed}"
        )

    @property
    def seen(self) -> str:
        """One line that says what is seen."""
        first = self.table.iloc[0]
        return (
            f"{first['words']}: {first['density']:.0%} of these points are cases ({first['low']:.0%} to "
            f"{first['high']:.0%}), and {first['coverage']:.0%} of all cases are here"
        )

    def plot(self) -> Figure:
        """Return a figure: cases and boxes over the two leading factors, the limits, and PRIM's trade-off."""
        from trustsim.studies.discovery.charts import chart

        return chart(self)

    # -- plain values and files -------------------------------------------------------------------------------------

    def to_dict(self) -> dict[str, Any]:
        """Return what ``trustsim discover --json`` prints, as plain values; NaN is None."""
        held_out = self.held_out if np.isfinite(self.held_out) else None
        return {
            "trustsim": __version__, "design": self.design.name, "seed": self.design.seed,
            "question": asdict(self.question), "words": self.question.words, "method": self.method,
            "density_wanted": self.wanted, "points": len(self.cases), "cases": int(self.cases.sum()),
            "held_out_density": held_out, "warnings": self.warnings,
            "boxes": plain_rows(self.table), "limits": plain_rows(self.limits), "regions": plain_rows(self.where()),
            "trajectory": plain_rows(self.trajectory),
        }  # fmt: skip

    def head(self) -> dict[str, Any]:
        """Return what its manifest says: how many points there are is told by their table."""
        return {key: value for key, value in self.to_dict().items() if key != "points"}

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return boxes, limits, regions and the way to the first box, and the points with whether they are cases."""
        return {
            "boxes": self.table, "limits": self.limits, "regions": self.where(), "trajectory": self.trajectory,
            "cases": self.points.assign(case=self.cases),
        }  # fmt: skip

    def __repr__(self) -> str:
        return f"<Discovery: {self.seen}>"


def _parts(values: pd.Series) -> Iterator[tuple[str, Limit]]:
    """Yield the parts of a factor's values, each in words and as a limit; parts of a range share their ends once."""
    known = sorted(values.unique()) if is_number(values) else list(values.unique())
    if not is_number(values) or len(known) <= MOST_VALUES:
        yield from ((str(value), Limit(names=(value,))) for value in known)
        return
    edges = np.linspace(float(known[0]), float(known[-1]), PARTS + 1)
    for place, (low, high) in enumerate(pairwise(edges)):
        last = place == PARTS - 1
        yield f"{low:.3g} to {high:.3g}", Limit(float(low), float(high) if last else float(np.nextafter(high, low)))
