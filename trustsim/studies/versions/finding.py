"""``VersionComparison``: what two versions of the model say of the same scenarios, and how sure the differences are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from trustsim.results import Estimate, OutcomeFacts, mean_interval, middle
from trustsim.results.intervals import grouped_interval
from trustsim.results.plain import plain_rows
from trustsim.studies.saving import Finding
from trustsim.studies.verdicts import HIGHER, LOWER, compared, verdict
from trustsim.studies.versions.saved import COMPARISON, SWEEP, Version
from trustsim.studies.versions.settings import comparable_outcomes, settings_that_differ

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Floats = npt.NDArray[np.float64]
CLEAR = (HIGHER, LOWER)
#: What the rows of all points of a sweep taken together are called.
ALL_POINTS = "all points"


class VersionComparison(Finding):
    """What two versions of the model say of the same scenarios.

    Attributes:
        saved: what was saved.
        this: what is set beside it.
        labels: the scenarios (of a sweep the points and arms) that both have.
        outcomes: the outcomes that both have, in the same unit.
    """

    kind = "versions"

    def __init__(self, saved: Version, this: Version, labels: Sequence[str]) -> None:
        """Use ``compare_versions`` instead."""
        self.saved, self.this, self.labels = saved, this, list(labels)
        self.outcomes = comparable_outcomes(saved, this)

    # -- numbers --------------------------------------------------------------------------------------------------

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row for each scenario and outcome.

        ``scenario``, ``outcome``, ``unit``, ``replications``, ``saved_value``, ``this_value``, their ``difference``
        (this version less the saved one) with its 95% interval ``low`` to ``high``, ``range_low`` to ``range_high``
        (the middle 90% of single runs; NaN where they are not paired), and the ``verdict`` by ``compare``'s rule.
        """
        return pd.DataFrame([row for label in self.labels for row in self._rows(label)])

    def _rows(self, label: str) -> Iterator[dict[str, Any]]:
        saved, this = self._runs(label)
        for name in self.outcomes:
            one, two = (runs[name].to_numpy(dtype=np.float64) for runs in (saved, this))
            if np.isnan(one).all() or np.isnan(two).all():
                continue
            paired = self.is_paired(label)
            first, second, estimate = compared(one, two, paired)
            range_low, range_high = middle(two - one) if paired else (np.nan, np.nan)
            yield self._head(label, name) | {
                "replications": len(two), "saved_value": first, "this_value": second,
                **_spread(estimate, self.facts[name].matters), "range_low": range_low, "range_high": range_high,
            }  # fmt: skip

    def _head(self, label: str, name: str) -> dict[str, Any]:
        return {"scenario": label, "outcome": name, "unit": self.facts[name].unit}

    @cached_property
    def effects(self) -> pd.DataFrame:
        """Whether the versions say the same of a policy: a row for each scenario beside the baseline, and outcome.

        ``saved_difference`` and ``this_difference`` from the baseline, each with its interval and verdict, and how the
        second differs from the first (``change``, ``low``, ``high``, ``verdict``). Of comparisons with the same luck in
        all arms only; else it is empty.
        """
        if self.saved.kind != COMPARISON or not (self.saved.paired and self.this.paired):
            return pd.DataFrame()
        first = next(iter(self.saved.arms))
        others = [label for label in self.labels if label != first]
        if first not in self.labels or not all(map(self.is_paired, self.labels)):
            return pd.DataFrame()
        return pd.DataFrame([row for label in others for row in self._effect_rows(first, label)])

    def _effect_rows(self, baseline: str, label: str) -> Iterator[dict[str, Any]]:
        (one, two), (three, four) = self._runs(baseline), self._runs(label)
        for name in self.outcomes:
            saved, this = ((b[name] - a[name]).dropna() for a, b in ((one, three), (two, four)))
            shared = saved.index.intersection(this.index)
            if not len(shared):
                continue
            matters = self.facts[name].matters
            of = [_estimate(runs.loc[shared].to_numpy(float)) for runs in (saved, this, this - saved)]
            there, here, change = (_spread(estimate, matters) for estimate in of)
            yield (
                self._head(label, name)
                | {"replications": len(shared)}
                | {f"saved_{key}": value for key, value in there.items()}
                | {f"this_{key}": value for key, value in here.items()}
                | {"change" if key == "difference" else key: value for key, value in change.items()}
            )

    @cached_property
    def overall(self) -> pd.DataFrame:
        """The rows of ``table`` for all points of a sweep taken together; that table itself for anything else.

        The mean is over points and runs; the interval takes into account that points share their luck.
        """
        if self.saved.kind != SWEEP:
            return self.table
        return pd.DataFrame(list(self._overall_rows()))

    def _overall_rows(self) -> Iterator[dict[str, Any]]:
        pairs = [self._runs(label) for label in self.labels if self.is_paired(label)]
        if not pairs:
            return
        saved, this = (pd.concat([pair[side] for pair in pairs]) for side in (0, 1))
        for name in self.outcomes:
            one, two = (runs[name].to_numpy(dtype=np.float64) for runs in (saved, this))
            both = np.isfinite(one) & np.isfinite(two)
            if not both.any():
                continue
            difference = two[both] - one[both]
            estimate = grouped_interval(difference, saved.index.to_numpy()[both])
            range_low, range_high = middle(difference)
            yield self._head(ALL_POINTS, name) | {
                "replications": int(both.sum()), "saved_value": float(one[both].mean()),
                "this_value": float(two[both].mean()), **_spread(estimate, self.facts[name].matters),
                "range_low": range_low, "range_high": range_high,
            }  # fmt: skip

    @cached_property
    def settings(self) -> pd.DataFrame:
        """What differs beside numbers: ``kind``, ``scenario``, ``name``, ``saved``, ``this``."""
        return settings_that_differ(self.saved, self.this, self.labels)

    @property
    def facts(self) -> dict[str, OutcomeFacts]:
        """Unit and smallest difference that matters of each outcome that both have, as this version has them."""
        return {name: self.this.facts[name] for name in self.outcomes}

    def is_paired(self, label: str) -> bool:
        """Tell whether the runs of a scenario stand beside runs of the same seed and number."""
        one, two = self.saved.arms[label], self.this.arms[label]
        return one.seed == two.seed and bool(len(one.runs.index.intersection(two.runs.index)))

    def is_same(self, label: str) -> bool:
        """Tell whether both versions resolve a scenario to the same values."""
        return self.saved.arms[label].hash == self.this.arms[label].hash

    def _runs(self, label: str) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Return the runs of both versions: those of the same numbers where they are paired, else all."""
        one, two = self.saved.arms[label].runs, self.this.arms[label].runs
        if not self.is_paired(label):
            return one, two
        shared = one.index.intersection(two.index)
        return one.loc[shared], two.loc[shared]

    # -- words and figure -----------------------------------------------------------------------------------------

    @property
    def seen(self) -> str:
        """One line that says what is seen."""
        rows = self.overall
        clear = rows[rows["verdict"].isin(CLEAR)]
        same = int((rows["difference"] == 0.0).sum())
        if same == len(rows):
            return f"All {same} differences are exactly zero: both versions say the same, digit by digit"
        count = f"{len(clear)} of {len(rows)} differences are clear and large enough to matter"
        few = [f"{row['outcome']} {row['verdict']}" for row in clear.head(4).to_dict("records")]
        if few and len(rows) == len(self.outcomes):
            count += f" ({', '.join(few)}{', ...' if len(clear) > 4 else ''})"
        return f"{count}; {same} are exactly zero"

    @property
    def caption(self) -> str:
        """What a figure or table of this says below it."""
        counts = sorted({len(self._runs(label)[1]) for label in self.labels})
        runs = f"{counts[0]:,}" if len(counts) == 1 else f"{counts[0]:,} to {counts[-1]:,}"
        paired = all(map(self.is_paired, self.labels))
        luck = "run k beside run k on the same seed" if paired else "luck of its own in each version"
        same = sum(map(self.is_same, self.labels))
        scenarios = f"{same} of {len(self.labels)} scenarios resolve to the same values"
        return (
            f"saved: {self.saved.name}, {self.saved.where}; this: {self.this.name}, {self.this.where}; {runs} runs, "
            f"{luck}; {scenarios}"
        )

    def plot(self) -> Figure:
        """Return a figure: the differences of this version from the saved one, a panel a scenario."""
        from trustsim.plots import comparison_figure
        from trustsim.results import NOT_CALIBRATED

        source = f"{self.seen}. {self.caption}; {NOT_CALIBRATED}"
        return comparison_figure(self.overall, self.facts, source, against="the saved version")

    # -- plain values and files -----------------------------------------------------------------------------------

    def to_dict(self) -> dict[str, Any]:
        """Return what ``trustsim compare --with-version --json`` prints, as plain values; NaN is None."""
        sides = {
            side: {"where": version.where, "kind": version.kind, "versions": dict(version.versions)}
            for side, version in (("saved", self.saved), ("this", self.this))
        }
        scenarios = [
            {"scenario": label, "same_values": self.is_same(label), "paired": self.is_paired(label)}
            for label in self.labels
        ]
        rows = {name: plain_rows(frame) for name, frame in self.tables().items()}
        return sides | {"seen": self.seen, "scenarios": scenarios} | rows

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the table, that of all points of a sweep, the effects and the settings."""
        overall = self.overall if self.saved.kind == SWEEP else pd.DataFrame()
        return {"outcomes": self.table, "overall": overall, "effects": self.effects, "settings": self.settings}

    def __repr__(self) -> str:
        return f"<VersionComparison of {self.this.name} with {self.saved.name}: {self.seen}>"


def _estimate(differences: Floats) -> Estimate:
    """Return the mean of differences with its interval; exactly zero where all are, however few."""
    return mean_interval(differences) if differences.any() else Estimate(0.0, 0.0, 0.0)


def _spread(estimate: Estimate, matters: float) -> dict[str, Any]:
    said = verdict(*estimate, matters)
    return {"difference": estimate.mean, "low": estimate.low, "high": estimate.high, "verdict": said}
