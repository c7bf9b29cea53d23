"""``MapCells``: the cells of a map as a table, however they were come by: run just now, or shipped beside the map."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from trustsim.errors import StoreError
from trustsim.model.week import MODEL
from trustsim.results import OutcomeFacts
from trustsim.scenario.reading import shipped_docs
from trustsim.studies.borders import borders, ridges
from trustsim.studies.maps import MapPlan, load_map
from trustsim.studies.refining import filled, nearest
from trustsim.studies.verdicts import NO_DIFFERENCE

WINS, LOSES, EQUAL, UNCLEAR = "wins", "loses", NO_DIFFERENCE, "not clear"
#: The regions of a map of differences, from the best to the worst.
REGIONS = (WINS, EQUAL, UNCLEAR, LOSES)
#: The columns of a map of differences, after those that say where; and of one of values.
DIFFERENCES = ("baseline_value", "scenario_value", "difference", "low", "high", "verdict", "better", "region")
VALUES = ("value", "low", "high")
#: What a cell without a value holds in these columns.
WORDS = ("verdict", "better", "region")


class MapCells:
    """The cells of a map: a row for each cell and outcome, and what can be read off them.

    Attributes:
        plan: what was asked.
    """

    def __init__(self, plan: MapPlan, make: Callable[[], pd.DataFrame]) -> None:
        """Use ``shipped_cells``, or ``phase_map`` and ``run_map``.

        Args:
            plan: what was asked.
            make: makes the table when it is first asked for.
        """
        self.plan = plan
        self._make = make

    @cached_property
    def _table(self) -> pd.DataFrame:
        return self._make()

    @property
    def table(self) -> pd.DataFrame:
        """A row for each cell and outcome: panel, the two paths, outcome, unit, and what was found.

        Of differences: the values of both, difference, 95% interval, verdict and better as in ``compare``, and the
        region. Of values: the value and its 95% interval.
        """
        return self._table.copy(deep=False)

    @property
    def outcome_facts(self) -> dict[str, OutcomeFacts]:
        """Unit, better direction and smallest difference that matters of each outcome, by name."""
        return {name: OutcomeFacts.of(MODEL.outcomes[name]) for name in self.plan.outcomes}

    @property
    def is_difference(self) -> bool:
        """Whether cells are differences, or the values themselves."""
        return self.plan.against is not None or self.plan.y is None

    def grid(self, outcome: str, panel: str, column: str) -> npt.NDArray[Any]:
        """Return a column of the table as a grid of rows (y) and columns (x); cells without a value are None or NaN.

        Args:
            outcome: the outcome's name.
            panel: the panel's title.
            column: the column of the table.
        """
        rows = self._table[(self._table["outcome"] == outcome) & (self._table["panel"] == panel)]
        lines = self.plan.y.values if self.plan.y else (0.0,)
        empty: Any = None if column in WORDS else np.nan
        found = np.full((len(lines), len(self.plan.x.values)), empty, dtype=object if empty is None else np.float64)
        for row in rows.to_dict("records"):
            line = lines.index(row[self.plan.y.path]) if self.plan.y else 0
            found[line, self.plan.x.values.index(row[self.plan.x.path])] = row[column]
        return found

    def whole(self, outcome: str, panel: str, column: str) -> npt.NDArray[Any]:
        """Return ``grid`` without gaps, which refinement leaves.

        There, values lie on lines between cells that were run, and names are those of the nearest such cell.
        """
        found = self.grid(outcome, panel, column)
        if not self.plan.refine:
            return found
        return nearest(found) if found.dtype == object else filled(found)

    def regions(self) -> pd.DataFrame:
        """Return panel, outcome and how many cells lie in each region; differences between two scenarios only."""
        counts = self._table.groupby(["panel", "outcome"], sort=False)["region"].value_counts().unstack(fill_value=0)
        found = counts.reindex(columns=list(REGIONS), fill_value=0).reset_index()
        found.columns.name = None
        order = [(panel.title, name) for panel in self.plan.panels for name in self.plan.outcomes]
        return found.set_index(["panel", "outcome"]).reindex(order, fill_value=0).reset_index()

    def boundary(self) -> pd.DataFrame:
        """Return where the difference crosses zero along x, in every row: panel, outcome, y, and the crossing.

        ``last_clear`` and ``first_clear`` are the nearest cells on either side that are clear: between them the
        boundary lies, as far as these runs can tell. A row without a crossing has none.
        """
        return pd.DataFrame(borders(self)) if self.is_difference and self.plan.y else pd.DataFrame()

    def ridge(self) -> pd.DataFrame:
        """Return between which values of the ridge's path an outcome rises from 10 to 90% of the highest in its panel.

        Columns: panel, outcome, the other axis, ``at_10``, ``at_90``, ``width`` and ``share_of_range`` (of the path's
        whole range); NaN where a row does not get that high. Empty unless the map asks for a ridge.
        """
        return pd.DataFrame(ridges(self)) if self.plan.ridge and not self.is_difference else pd.DataFrame()


def shipped_cells(name: str) -> MapCells:
    """Return the cells of a shipped map as ``make figures`` wrote them, rounded to seven digits: nothing is run.

    Args:
        name: the map's name.

    Raises:
        InputError: there is no such map.
        StoreError: its cells are missing, or are not those of the map.
    """
    plan = load_map(name)
    path = shipped_docs() / "figures" / f"{name}.csv"
    try:
        table = pd.read_csv(path, keep_default_na=False)
    except (OSError, ValueError) as error:
        raise StoreError(f"the cells of the map '{name}' cannot be read from {path}: {error}; make figures") from error
    cells = MapCells(plan, lambda: table)
    wanted = ["panel", *(axis.path for axis in plan.axes), "outcome", "unit"]
    columns = [*wanted, *(DIFFERENCES if cells.is_difference else VALUES)]
    if list(table.columns) != columns or len(table) != plan.cells * len(plan.outcomes):
        raise StoreError(f"{path} does not hold the cells of the map '{name}': make figures")
    return cells
