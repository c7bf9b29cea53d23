"""``PhaseMap``: what a grid of cells came to: differences with their intervals, regions, where they meet, the ridge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from trustsim.model.declarations import Outcome
from trustsim.model.recording import Record
from trustsim.model.week import MODEL
from trustsim.results import Manifest, OutcomeFacts, mean_interval
from trustsim.results.plain import plain_head, plain_rows
from trustsim.scenario import Scenario
from trustsim.studies.borders import tipping_points
from trustsim.studies.cells import DIFFERENCES, EQUAL, LOSES, UNCLEAR, VALUES, WINS, MapCells
from trustsim.studies.maps import MapPlan
from trustsim.studies.saving import Finding
from trustsim.studies.verdicts import NO_DIFFERENCE, better, compared, verdict

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Floats = npt.NDArray[np.float64]


class PhaseMap(Finding, MapCells):
    """What a map's cells came to: each a paired comparison of two scenarios on the same luck, or a scenario's values.

    Attributes:
        plan: what was asked.
        manifest: where it comes from: the scenario, seed, replications, profile, versions.
        values: outcomes of the scenario by panel, y, x, replication and outcome.
        others: the same of what is taken off, or None.
    """

    kind = "map"

    def __init__(
        self, plan: MapPlan, scenario: Scenario, against: Scenario | None, values: Floats, others: Floats | None
    ) -> None:
        """Use ``phase_map`` or ``run_map`` instead.

        Args:
            plan: what was asked.
            scenario: the scenario, without what varies.
            against: the one that is taken off, if there is one.
            values: outcomes of the scenario: panels, y, x, replications, outcomes.
            others: the same of the one that is taken off.
        """
        super().__init__(plan, self._cells)
        self.manifest = Manifest.of(scenario, MODEL, Record(), range(plan.replications))
        self.against = against
        self.values = values
        self.others = others if plan.y is not None or others is not None else first_dose(values)

    def _cells(self) -> pd.DataFrame:
        columns = ["panel", *(axis.path for axis in self.plan.axes), "outcome", "unit"]
        return pd.DataFrame(list(self._rows()), columns=[*columns, *(DIFFERENCES if self.is_difference else VALUES)])

    def _rows(self) -> Iterator[dict[str, Any]]:
        facts = list(self.outcome_facts.values())
        for place in product(*map(range, self.values.shape[:3])):
            for number, of in enumerate(facts):
                found = self.values[place][:, number]
                if np.isnan(found).all():
                    continue
                where = self._where(place) | {"outcome": of.name, "unit": of.unit}
                if self.others is None:
                    yield where | dict(zip(VALUES, mean_interval(found), strict=True))
                else:
                    yield where | difference_of(self.others[place][:, number], found, of)

    def _where(self, place: tuple[int, ...]) -> dict[str, Any]:
        panel, row, column = place
        vertical = {self.plan.y.path: self.plan.y.values[row]} if self.plan.y else {}
        return {"panel": self.plan.panels[panel].title, self.plan.x.path: self.plan.x.values[column]} | vertical

    def tipping_points(self) -> pd.DataFrame:
        """Return in every row of cells where along x an outcome changes most from one cell to the next.

        Columns: panel, outcome, y (if there is one), ``before`` and ``after`` (the two values of x), ``change`` from
        one to the other with its 95% interval ``low`` to ``high`` (on the same luck), ``share_of_change`` (of the way
        from the lowest to the highest value in the row), ``share_of_range`` (how far apart the two are, of all of x),
        and ``abrupt``: at least half of the change within a tenth of the range, clear of zero and enough to matter.
        """
        return pd.DataFrame(tipping_points(self))

    @property
    def caption(self) -> str:
        """What a figure or table of this map says below it."""
        here = self.manifest
        runs = f"{here.replications:,} {'pairs of runs' if self.against else 'runs'}"
        return (
            f"{runs} a cell, {here.weeks:,} weeks, seed {here.seed}, profile {here.profile}, the same luck everywhere"
            f"{self._refined}"
        )

    @property
    def _refined(self) -> str:
        if not self.plan.refine:
            return ""
        run = int(np.isfinite(self.values).any(axis=(3, 4)).sum())
        return f"; {run:,} of {self.plan.cells:,} cells were run, more where neighbours differ"

    @property
    def name(self) -> str:
        """What the map is about: its title, or what is compared."""
        if self.plan.title:
            return self.plan.title
        return f"{self.manifest.name} against {self.against.name}" if self.against else self.manifest.name

    def plot(self, outcomes: list[str] | None = None) -> Figure:
        """Return a figure: tiles coloured by difference, or lines of a dose-response.

        Args:
            outcomes: which outcomes; all of the map's if None.
        """
        from trustsim.plots import chosen_outcomes
        from trustsim.studies.charts import chart

        return chart(self, chosen_outcomes(outcomes, self.outcome_facts, self.plan.outcomes))

    # -- plain values and files ---------------------------------------------------------------------------------

    def to_dict(self) -> dict[str, Any]:
        """Return what ``trustsim map --json`` prints, as plain values; NaN is None."""
        here, plan = self.manifest, self.plan
        axes = {name: _plain_axis(axis) for name, axis in zip("xy", plan.axes, strict=False)}
        against = {"name": self.against.name, "hash": self.against.hash} if self.against else None
        return plain_head(here) | {
            "map": plan.name, "title": plan.title, "story": plan.story,
            "scenario": {"name": here.name, "hash": here.hash}, "against": against, "set": dict(plan.set), **axes,
            "panels": [{"title": panel.title, "set": dict(panel.set)} for panel in plan.panels],
            "cells": plain_rows(self._table),
            "boundary": plain_rows(self.boundary()), "ridge": plain_rows(self.ridge()),
            "tipping_points": plain_rows(self.tipping_points()),
        }  # fmt: skip

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return cells, boundary, ridge and tipping points."""
        return {
            "cells": self._table, "boundary": self.boundary(), "ridge": self.ridge(),
            "tipping_points": self.tipping_points(),
        }  # fmt: skip

    def __repr__(self) -> str:
        shape = " x ".join(str(size) for size in self.values.shape[2::-1])
        return (
            f"<PhaseMap '{self.name}': {shape} cells (x, y, panels) of {', '.join(self.plan.outcomes)}; {self.caption}>"
        )


def first_dose(values: Floats) -> Floats:
    """Return the values at the first x in every cell: what a dose-response takes off."""
    return np.broadcast_to(values[:, :, :1], values.shape)


def difference_of(one: Floats, two: Floats, facts: OutcomeFacts | Outcome) -> dict[str, Any]:
    """Return what a cell says of the second less the first, pair by pair, as ``compare`` has it, and its region.

    Args:
        one: an outcome of what is taken off, by replication.
        two: the same of the scenario.
        facts: what is known of the outcome.
    """
    first, second, estimate = compared(one, two, paired=True)
    said = verdict(*estimate, facts.matters)
    good = better(said, facts.better)
    region: Mapping[str, str] = {"yes": WINS, "no": LOSES}
    found = (first, second, *estimate, said, good, region.get(good, EQUAL if said == NO_DIFFERENCE else UNCLEAR))
    if not good and said in ("higher", "lower"):
        found = (*found[:-1], said)
    return dict(zip(DIFFERENCES, found, strict=True))


def _plain_axis(axis: Any) -> dict[str, Any]:
    return {key: list(value) if key == "values" else value for key, value in asdict(axis).items() if key != "source"}
