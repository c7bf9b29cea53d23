"""``Sensitivity``: the indices of factors, as tables, figures and files."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from trustsim._version import __version__
from trustsim.model.week import MODEL
from trustsim.results.plain import plain_rows
from trustsim.studies.designs.design import Design
from trustsim.studies.saving import Finding
from trustsim.studies.sensitivity.indices import MAIN_INDEX

if TYPE_CHECKING:
    from matplotlib.figure import Figure

METHODS = {"sobol": "Sobol' indices", "morris": "Morris' screening"}
#: More luck than this in an outcome's values is worth a word.
MOST_NOISE = 0.1


class Sensitivity(Finding):
    """Which factors move which outcomes.

    Attributes:
        design: the design of the sweep.
        arm: the arm whose differences from the baseline arm are meant; empty for values.
        table: a row for each outcome, factor and index: ``outcome``, ``unit``, ``factor``, ``other`` (of a pair, else
            empty), ``index`` ("first", "total", "second"; or "mu_star", "mu", "sigma"), ``value``, its 95% bootstrap
            interval ``low`` to ``high``, and ``wide``: whether that is wider than the index.
        convergence: the same with fewer samples, and how many in ``samples``.
        noise: by outcome the share of the variance between points that is luck.
        left_out: by outcome why it has no indices.
    """

    kind = "sensitivity"

    def __init__(
        self,
        design: Design,
        arm: str,
        table: pd.DataFrame,
        convergence: pd.DataFrame,
        noise: Mapping[str, float],
        left_out: Mapping[str, str],
    ) -> None:
        """Use ``sensitivity`` instead."""
        self.design, self.arm, self.table, self.convergence = design, arm, table, convergence
        self.noise, self.left_out = dict(noise), dict(left_out)

    @property
    def outcomes(self) -> list[str]:
        """The outcomes that have indices, in order."""
        return list(dict.fromkeys(self.table["outcome"]))

    @property
    def main_index(self) -> str:
        """The index by which factors are ranked."""
        return MAIN_INDEX[self.design.method]

    def ranking(self, outcome: str) -> pd.DataFrame:
        """Return the main index of every factor for an outcome, the largest first."""
        rows = self.table[(self.table["outcome"] == outcome) & (self.table["index"] == self.main_index)]
        return rows.sort_values("value", ascending=False, kind="stable", ignore_index=True)

    @cached_property
    def warnings(self) -> list[str]:
        """What must be known before these numbers are believed."""
        found = []
        for name in self.outcomes:
            ranked = self.ranking(name)
            wide = ranked.loc[ranked["wide"], "factor"].tolist()
            if wide:
                few = "all factors" if len(wide) == len(ranked) else ", ".join(wide)
                found.append(
                    f"{name}: the interval of {self.main_index} is wider than the index itself for {few}: "
                    "more samples before these are ranked"
                )
            if self.noise.get(name, 0.0) > MOST_NOISE:
                found.append(
                    f"{name}: {self.noise[name]:.0%} of the variance between points is luck: more replications"
                )
        found += [f"{name} was left out: {why}" for name, why in self.left_out.items()]
        return found

    @property
    def caption(self) -> str:
        """What a figure or table of these says below it."""
        design = self.design
        of = f", differences of arm {self.arm}" if self.arm else ""
        each = design.stopping or f"{design.replications:,}"
        return f"{METHODS[design.method]} from {design.samples:,} samples, {each} runs a point, seed {design.seed}{of}"

    def seen(self, outcome: str) -> str:
        """Return one line that says what is seen of an outcome."""
        first = self.ranking(outcome).iloc[0]
        value = f"{first['value']:.2g}"
        unit = "" if str(first["unit"]).startswith("0-") else f" {first['unit']}"
        amount = f"total index {value}" if self.main_index == "total" else f"mean effect {value}{unit}"
        return f"{outcome}: {first['factor']} moves it most ({amount})"

    def plot(self, outcomes: list[str] | None = None) -> Figure:
        """Return a figure of the indices, a panel an outcome; intervals are bars.

        Args:
            outcomes: which outcomes; all if None.
        """
        from trustsim.plots import chosen_outcomes, sensitivity_figure

        names = chosen_outcomes(outcomes, {name: MODEL.outcomes[name] for name in self.outcomes}, self.outcomes)
        return sensitivity_figure(self.table, MODEL.outcomes, names, self.main_index, self._words(names))

    def plot_convergence(self, outcomes: list[str] | None = None) -> Figure:
        """Return a figure of the main index against the number of samples, a panel an outcome.

        Args:
            outcomes: which outcomes; all if None.
        """
        from trustsim.plots import chosen_outcomes, convergence_figure

        names = chosen_outcomes(outcomes, {name: MODEL.outcomes[name] for name in self.outcomes}, self.outcomes)
        rows = self.convergence[self.convergence["index"] == self.main_index]
        return convergence_figure(rows, MODEL.outcomes, names, self.main_index, self._words(names))

    def _words(self, names: list[str]) -> tuple[str, str]:
        return self.design.title or self.design.name, f"{self.caption}. {'; '.join(map(self.seen, names))}."

    def to_dict(self) -> dict[str, Any]:
        """Return what ``trustsim sensitivity --json`` prints, as plain values; NaN is None."""
        return {
            "trustsim": __version__, "design": self.design.name, "method": self.design.method,
            "samples": self.design.samples, "seed": self.design.seed, "arm": self.arm,
            "indices": plain_rows(self.table), "convergence": plain_rows(self.convergence),
            "noise": self.noise, "left_out": self.left_out, "warnings": self.warnings,
        }  # fmt: skip

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the indices and their convergence."""
        return {"indices": self.table, "convergence": self.convergence}

    def __repr__(self) -> str:
        return f"<Sensitivity of {', '.join(self.outcomes)} to {len(self.design.paths)} factors: {self.caption}>"
