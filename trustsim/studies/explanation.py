"""``Explanation``: the gap between two scenarios by lever and by cause: tables, figure, JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from trustsim.errors import InputError, nearest
from trustsim.results import NOT_CALIBRATED, Manifest, OutcomeFacts
from trustsim.results.intervals import grouped_interval
from trustsim.results.plain import as_json, plain_head, plain_rows

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Floats = npt.NDArray[np.float64]
EDGES = ("low", "high")


class Explanation:
    """Why two scenarios differ, by lever and by cause, each with its 95% interval over replications.

    Contributions of levers sum to the difference of every outcome, replication by replication. So do causes, which are
    there for outcomes of trust (from the ledger: a mean over people and weeks, as the outcome is) and for people who
    left (by the cause of the event). An outcome that has no value in some arm in any replication is left out.

    Usage:
        >>> why = explain("baseline", "trust-first", replications=20)
        >>> why.levers[why.levers["outcome"] == "leadership_trust"]

    Attributes:
        manifest: where it comes from: the baseline, seed, replications.
        scenario: name and hash of the scenario that is explained.
        lever_names: the levers that differ.
        method: how contributions are found, in words.
        scenarios: how many distinct scenarios were run.
    """

    def __init__(
        self,
        manifest: Manifest,
        *,
        scenario: tuple[str, str],
        levers: Sequence[str],
        method: str,
        scenarios: int,
        gaps: Mapping[str, Floats],
        contributions: Mapping[str, Floats],
        causes: Mapping[str, Mapping[str, Floats]],
        blocks: npt.NDArray[np.int64],
    ) -> None:
        """Use ``explain`` instead.

        Args:
            manifest: where it comes from.
            scenario: name and hash of the scenario that is explained.
            levers: the levers that differ.
            method: how contributions are found.
            scenarios: how many distinct scenarios were run.
            gaps: by outcome the difference in each replication.
            contributions: by outcome levers, replications.
            causes: by outcome and cause the contribution in each replication.
            blocks: for each replication the block of those whose contributions depend on one another.
        """
        self.manifest, self.scenario, self.method, self.scenarios = manifest, scenario, method, scenarios
        self.lever_names = tuple(levers)
        self._gaps, self._contributions, self._causes, self._blocks = gaps, contributions, causes, blocks

    @property
    def outcome_facts(self) -> dict[str, OutcomeFacts]:
        """Unit, better direction and smallest difference that matters of each outcome that is explained, by name."""
        return {facts.name: facts for facts in self.manifest.outcomes if self._known(facts.name).any()}

    @property
    def caption(self) -> str:
        """What a figure or table of this explanation says below it."""
        here = self.manifest
        runs = f"{here.replications:,} run{'s' * (here.replications > 1)} of {here.weeks:,} weeks"
        made_of = f"{self.method}, {self.scenarios:,} scenario{'s' * (self.scenarios > 1)}"
        return f"{runs}, seed {here.seed}, profile {here.profile}, the same luck in every arm; {made_of}"

    # -- tables -------------------------------------------------------------------------------------------------

    @cached_property
    def _table(self) -> pd.DataFrame:
        rows = [self._row({"outcome": name}, name, gap) for name, gap in self._each(self._gaps)]
        return pd.DataFrame(rows).rename(columns={"contribution": "difference"})

    @cached_property
    def _levers(self) -> pd.DataFrame:
        rows = [
            self._row({"outcome": name, "lever": lever}, name, values)
            for name, contributions in self._each(self._contributions)
            for lever, values in zip(self.lever_names, contributions, strict=True)
        ]
        return pd.DataFrame(rows, columns=["outcome", "lever", "contribution", *EDGES])

    @cached_property
    def _reasons(self) -> pd.DataFrame:
        rows = [
            self._row({"outcome": name, "cause": cause}, name, values)
            for name, parts in self._each(self._causes)
            for cause, values in parts.items()
        ]
        return pd.DataFrame(rows, columns=["outcome", "cause", "contribution", *EDGES])

    @property
    def table(self) -> pd.DataFrame:
        """A row for each outcome: difference, low, high."""
        return self._table.copy(deep=False)

    @property
    def levers(self) -> pd.DataFrame:
        """A row for each outcome and lever: contribution, low, high; contributions sum to the difference."""
        return self._levers.copy(deep=False)

    @property
    def causes(self) -> pd.DataFrame:
        """A row for each outcome and cause: contribution, low, high; contributions sum to the difference."""
        return self._reasons.copy(deep=False)

    def _each(self, values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        return ((name, values[name]) for name in self.outcome_facts if name in values)

    def _known(self, outcome: str) -> npt.NDArray[np.bool_]:
        """Return the replications in which an outcome has a value wherever it must."""
        return np.isfinite(self._gaps[outcome]) & np.isfinite(self._contributions[outcome]).all(axis=0)

    def _row(self, keys: dict[str, Any], outcome: str, values: Floats) -> dict[str, Any]:
        known = self._known(outcome)
        mean, low, high = grouped_interval(values[known], self._blocks[known])
        return keys | {"contribution": mean, "low": low, "high": high}

    def chosen(self, outcomes: Sequence[str] | None) -> list[str]:
        """Return the outcomes to show: those named, or all that are explained.

        Raises:
            InputError: one is unknown, or has no value.
        """
        known = self.outcome_facts
        for name in outcomes or ():
            if name not in self._gaps:
                raise InputError(f"no outcome is called '{name}'{nearest(name, self._gaps)}")
            if name not in known:
                raise InputError(f"{name} has no value in '{self.manifest.name}' or in '{self.scenario[0]}'")
        return list(dict.fromkeys(outcomes)) if outcomes else list(known)

    @property
    def main(self) -> list[str]:
        """The outcomes that are shown if none are named: the main ones that are explained."""
        from trustsim.plots.weekly import MAIN

        return [name for name in MAIN if name in self.outcome_facts]

    # -- figure and JSON ----------------------------------------------------------------------------------------

    def plot(self, outcomes: Sequence[str] | None = None) -> Figure:
        """Return a figure: for each outcome a waterfall by lever, and one by cause where causes are booked.

        Args:
            outcomes: their names; the main ones if None.

        Raises:
            InputError: an outcome is unknown, or has no value.
        """
        from trustsim.plots import explanation_figure

        names = self.chosen(outcomes) if outcomes else self.main
        title = f"{self.scenario[0]} compared with {self.manifest.name}"
        source = f"{self.caption}; {NOT_CALIBRATED}"
        return explanation_figure(self.table, self.levers, self.causes, self.outcome_facts, title, source, names)

    def to_dict(self, outcomes: Sequence[str] | None = None) -> dict[str, Any]:
        """Return what ``trustsim explain --json`` prints, as plain values; NaN is None.

        Args:
            outcomes: their names; all if None.

        Raises:
            InputError: an outcome is unknown, or has no value.
        """
        here, (name, digest) = self.manifest, self.scenario
        return plain_head(here) | {
            "baseline": {"name": here.name, "hash": here.hash},
            "scenario": {"name": name, "hash": digest},
            "method": self.method,
            "scenarios": self.scenarios,
            "outcomes": [self._outcome_to_dict(outcome) for outcome in self.chosen(outcomes)],
        }

    def _outcome_to_dict(self, outcome: str) -> dict[str, Any]:
        total, levers, causes = (
            plain_rows(frame[frame["outcome"] == outcome].drop(columns="outcome"))
            for frame in (self._table, self._levers, self._reasons)
        )
        unit = self.outcome_facts[outcome].unit
        return {"outcome": outcome, "unit": unit} | total[0] | {"levers": levers, "causes": causes}

    def to_json(self, outcomes: Sequence[str] | None = None) -> str:
        """Return what ``trustsim explain --json`` prints.

        Args:
            outcomes: their names; all if None.
        """
        return as_json(self.to_dict(outcomes))

    def __repr__(self) -> str:
        count = len(self.lever_names)
        levers = f"{count} lever{'s' * (count != 1)}"
        return f"<Explanation of '{self.scenario[0]}' against '{self.manifest.name}': {levers}; {self.caption}>"
