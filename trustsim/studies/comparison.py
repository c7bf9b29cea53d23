"""``Comparison``: scenarios against a baseline: differences, how sure they are, verdicts, figure, JSON."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from trustsim.errors import InputError, StoreError, nearest
from trustsim.results import NOT_CALIBRATED, OutcomeFacts, Results, open_results
from trustsim.results.plain import as_json, plain_head, plain_rows
from trustsim.results.store import PathLike, new_folder, read_frame, read_manifest, write_parts
from trustsim.studies.verdicts import difference_rows, paired_runs

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from trustsim.model.threads import Progress
    from trustsim.studies.explanation import Explanation

#: The columns of the table in their order; the assumption interval is NaN unless it was asked for.
COLUMNS = (
    "scenario", "outcome", "unit", "baseline_value", "scenario_value", "difference", "low", "high", "range_low",
    "range_high", "assumption_low", "assumption_high", "verdict", "better",
)  # fmt: skip
ASSUMPTIONS = ("assumption_low", "assumption_high")


class Comparison:
    """Scenarios compared with a baseline, run by run with the same luck.

    Three spreads answer three questions. ``low`` and ``high`` are the 95% t-interval of the mean paired difference over
    replications: the noise of the *simulation*, which more replications narrow. It is t's because a mean of some tens
    of differences is near enough normal, and the interval is symmetric and easily checked; without pairing it is
    Welch's. ``range_low`` and ``range_high`` hold the middle 90% of single companies: what *one company* may see.
    ``assumption_low`` and ``assumption_high`` hold the mean differences under other readings of contested evidence.

    Attributes:
        baseline: the results of the baseline.
        scenarios: the results of each scenario by its label: its name, with a number where two have the same.
        notes: by label what a reader must know of how far the differences can be trusted.
        paired: whether run k of every arm has the same luck.
        assumptions: scenario, outcome and the two columns of the assumption interval, if it was asked for.
    """

    def __init__(
        self,
        baseline: Results,
        scenarios: Mapping[str, Results],
        *,
        notes: Mapping[str, Sequence[str]],
        paired: bool = True,
        assumptions: pd.DataFrame | None = None,
    ) -> None:
        """Use ``compare`` or ``open_comparison`` instead.

        Args:
            baseline: the results of the baseline.
            scenarios: the results of each scenario by its label.
            notes: by label what a reader must know.
            paired: whether run k of every arm has the same luck.
            assumptions: scenario, outcome, assumption_low, assumption_high.
        """
        self.baseline = baseline
        self.scenarios = dict(scenarios)
        self.notes = {label: list(notes[label]) for label in self.scenarios}
        self.paired = paired
        self.assumptions = assumptions

    @cached_property
    def _table(self) -> pd.DataFrame:
        return self.table_of(None)

    def table_of(self, outcomes: Collection[str] | None) -> pd.DataFrame:
        """Return the rows of ``table`` for some outcomes, without working out the others; all if None."""
        rows = [
            row
            for label, scenario in self.scenarios.items()
            for row in difference_rows(label, self.baseline, scenario, self.paired, outcomes)
        ]
        table = pd.DataFrame(rows, columns=[name for name in COLUMNS if name not in ASSUMPTIONS])
        if self.assumptions is None:
            return table.assign(assumption_low=np.nan, assumption_high=np.nan)[list(COLUMNS)]
        return table.merge(self.assumptions, how="left", on=["scenario", "outcome"])[list(COLUMNS)]

    @property
    def table(self) -> pd.DataFrame:
        """A row for each scenario and outcome: values, difference, spreads, verdict, and whether that is better."""
        return self._table.copy(deep=False)

    @property
    def outcome_facts(self) -> dict[str, OutcomeFacts]:
        """Unit, better direction and smallest difference that matters of each outcome, by name."""
        return self.baseline.outcome_facts

    @property
    def differences(self) -> pd.DataFrame:
        """The difference of every outcome run by run: scenario, replication, and a column for each outcome."""
        parts = []
        for label, scenario in self.scenarios.items():
            one, two = paired_runs(self.baseline, scenario)
            part = (two - one).reset_index(drop=True)
            part.insert(0, "replication", np.arange(len(part)))
            part.insert(0, "scenario", label)
            parts.append(part)
        return pd.concat(parts, ignore_index=True)

    @property
    def caption(self) -> str:
        """What a figure or table of this comparison says below it."""
        return f"{self.baseline.caption}, {'the same' if self.paired else 'different'} luck in every arm"

    def plot(self, outcomes: Sequence[str] | None = None) -> Figure:
        """Return a figure: outcomes over the weeks with bands, where they were recorded, and all differences below.

        Args:
            outcomes: names of outcomes to draw over the weeks; the main ones if None.
        """
        from trustsim.plots import chosen_outcomes, comparison_figure

        arms = self.arms
        names = chosen_outcomes(outcomes, self.outcome_facts)
        recorded = all("weekly" in arm.frames for arm in arms.values())
        curves = {label: arm.curves(names) for label, arm in arms.items()} if recorded else None
        marks = sorted({week for arm in arms.values() for week in arm.announcements})
        source = f"{self.caption}; {NOT_CALIBRATED}"
        return comparison_figure(
            self.table, self.outcome_facts, source, curves, outcomes, marks=marks, notes=self.baseline.curve_notes
        )

    def explain(
        self,
        label: str | None = None,
        *,
        replications: int | None = None,
        threads: int | None = None,
        progress: Progress | None = None,
    ) -> Explanation:
        """Explain the gap between the baseline and a scenario by lever and by cause; more scenarios are run for it.

        Args:
            label: which scenario; the only one if None.
            replications: how many runs of each; if None as many as were compared, or fewer, so that it ends within a
                minute. With as many the differences are those of the table.
            threads: how many threads; as many as there are processors if None.
            progress: called with (runs done, runs in all).

        Raises:
            InputError: there are several scenarios and none was named, it is unknown, or arms have luck of their own.
        """
        from trustsim.studies.explaining import explain

        if not self.paired:
            raise InputError("explain needs a paired comparison: compare with pair=True")
        labels = list(self.scenarios)
        if label is None and len(labels) > 1:
            raise InputError(f"explain one scenario at a time: {', '.join(labels)}")
        if label is not None and label not in labels:
            raise InputError(f"no scenario is called '{label}'{nearest(label, labels)}")
        first, last = self.baseline.scenario, self.scenarios[label or labels[0]].scenario
        return explain(first, last, replications=replications, threads=threads, progress=progress)

    @property
    def arms(self) -> dict[str, Results]:
        """The results of the baseline and of every scenario by label, the baseline first."""
        name = self.baseline.name
        return {f"{name} (baseline)" if name in self.scenarios else name: self.baseline} | self.scenarios

    # -- JSON ---------------------------------------------------------------------------------------------------

    def to_dict(self) -> dict[str, Any]:
        """Return what ``trustsim compare --json`` prints, as plain values; NaN is None."""
        here = self.baseline.manifest
        return plain_head(here) | {
            "baseline": {"name": here.name, "hash": here.hash},
            "comparisons": [self._arm_to_dict(label, arm) for label, arm in self.scenarios.items()],
        }

    def _arm_to_dict(self, label: str, arm: Results) -> dict[str, Any]:
        left_out = ["scenario"] if self.assumptions is not None else ["scenario", *ASSUMPTIONS]
        rows = self._table[self._table["scenario"] == label].drop(columns=left_out)
        return {
            "scenario": label, "hash": arm.manifest.hash, "notes": self.notes[label], "outcomes": plain_rows(rows),
        }  # fmt: skip

    def to_json(self) -> str:
        """Return what ``trustsim compare --json`` prints: the same bytes for a seed, on any number of threads."""
        return as_json(self.to_dict())

    # -- on disk ------------------------------------------------------------------------------------------------

    def save(self, path: PathLike) -> Path:
        """Save table, results of all arms and manifest in a folder: whole or not at all.

        Raises:
            StoreError: the folder holds other files, or cannot be written.
        """
        asked = self.assumptions is not None
        content = {"paired": self.paired, "scenarios": list(self.scenarios), "assumptions": asked, "notes": self.notes}
        with new_folder(path) as folder:
            for name, arm in zip(_folders(len(self.scenarios)), [self.baseline, *self.scenarios.values()], strict=True):
                arm.save(folder / name)
            write_parts(folder, "comparison", content, {"table": self._table})
        return Path(path)

    def __repr__(self) -> str:
        names = ", ".join(f"'{label}'" for label in self.scenarios)
        clear = self._table["verdict"].isin(["higher", "lower"]).sum()
        return (
            f"<Comparison of {names} with '{self.baseline.name}': {self.caption}; "
            f"{clear} of {len(self._table)} differences are clear and matter>"
        )


def open_comparison(path: PathLike) -> Comparison:
    """Open what ``Comparison.save`` saved.

    Raises:
        StoreError: there is nothing, or it is damaged.
    """
    folder = Path(path).expanduser()
    document = read_manifest(folder, "comparison")
    try:
        labels = [str(label) for label in document["scenarios"]]
        paired, asked, notes = bool(document["paired"]), document["assumptions"], document["notes"]
    except (KeyError, TypeError) as error:
        raise StoreError(f"{folder} is damaged: its manifest lacks {error}") from error
    baseline, *arms = [open_results(folder / name) for name in _folders(len(labels))]
    named = dict(zip(labels, arms, strict=True))
    assumptions = read_frame(folder, "table")[["scenario", "outcome", *ASSUMPTIONS]] if asked else None
    return Comparison(baseline, named, notes=notes, paired=paired, assumptions=assumptions)


def variance_ratio(comparison: Comparison) -> pd.DataFrame:
    """Return how many times less variable the paired difference is than an unpaired one: scenario, outcome, ratio.

    Raises:
        InputError: the comparison is not paired, or has one run only.
    """
    if not comparison.paired or comparison.baseline.replications < 2:
        raise InputError("variance_ratio needs a paired comparison of at least 2 replications")
    rows = []
    for label, scenario in comparison.scenarios.items():
        one, two = paired_runs(comparison.baseline, scenario)
        paired = (two - one).var(ddof=1)
        unpaired = one.var(ddof=1) + two.var(ddof=1)
        for name, ratio in (unpaired / paired.where(paired > 0.0)).items():
            rows.append({"scenario": label, "outcome": name, "ratio": ratio})
    return pd.DataFrame(rows)


def _folders(scenarios: int) -> list[str]:
    return ["baseline", *(f"scenario-{number}" for number in range(1, scenarios + 1))]
