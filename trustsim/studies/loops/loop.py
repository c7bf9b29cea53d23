"""``Loop``: what outcomes came to while a lever went up and down, and where the way back differs from the way there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from trustsim.model.recording import Record
from trustsim.model.week import MODEL
from trustsim.results import Manifest
from trustsim.results.plain import plain_head, plain_rows
from trustsim.scenario import Scenario
from trustsim.studies.maps import Axis
from trustsim.studies.saving import Finding
from trustsim.studies.verdicts import compared, verdict

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Floats = npt.NDArray[np.float64]
UP, DOWN = "up", "down"


class Loop(Finding):
    """What outcomes came to while a lever went up and down within each run.

    Attributes:
        scenario: the twin, in which the lever stays at its first value.
        axis: the lever and its values.
        doses: its values step by step, up and down.
        outcomes: the names of the outcomes.
        hold: how many weeks each value was held.
        look: how many weeks at the end of a step were looked at.
        moved: means by step, replication and outcome.
        still: the same of the twin.
    """

    kind = "loop"

    def __init__(
        self,
        scenario: Scenario,
        axis: Axis,
        doses: Sequence[float],
        outcomes: Sequence[str],
        hold: int,
        look: int,
        moved: Floats,
        still: Floats,
    ) -> None:
        """Use ``hysteresis`` instead."""
        self.scenario, self.axis, self.doses, self.outcomes = scenario, axis, list(doses), list(outcomes)
        self.hold, self.look, self.moved, self.still = hold, look, moved, still

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row for each step and outcome.

        ``step``, ``way`` ("up" or "down"), ``dose``, ``outcome``, ``unit``, ``value``, ``twin_value`` (of the company
        in which the lever stayed), their ``difference`` on the same luck, and its 95% interval ``low`` to ``high``.
        """
        return pd.DataFrame(list(self._rows()))

    def _rows(self) -> Iterator[dict[str, Any]]:
        for place, name in enumerate(self.outcomes):
            for step, dose in enumerate(self.doses):
                one, two = self.still[step, :, place], self.moved[step, :, place]
                first, second, estimate = compared(one, two, paired=True)
                yield {
                    "step": step, "way": UP if step < len(self.axis.values) else DOWN, "dose": dose, "outcome": name,
                    "unit": MODEL.outcomes[name].unit, "value": second, "twin_value": first,
                    "difference": estimate.mean, "low": estimate.low, "high": estimate.high,
                }  # fmt: skip

    @cached_property
    def gaps(self) -> pd.DataFrame:
        """A row for each dose but the highest, and each outcome: how far the way down lies above the way up.

        ``dose``, ``outcome``, ``unit``, ``gap`` on the same luck, with what the twin did in between taken off, its 95%
        interval ``low`` to ``high``, and its ``verdict`` as ``compare`` says it.
        """
        return pd.DataFrame(list(self._gap_rows()))

    def _gap_rows(self) -> Iterator[dict[str, Any]]:
        last = len(self.doses) - 1
        for place, name in enumerate(self.outcomes):
            facts = MODEL.outcomes[name]
            for step, dose in enumerate(self.axis.values[:-1]):
                up, down = (self.moved[at, :, place] - self.still[at, :, place] for at in (step, last - step))
                gap = compared(up, down, paired=True)[2]
                said = verdict(*gap, facts.matters)
                yield {
                    "dose": dose, "outcome": name, "unit": facts.unit, "gap": gap.mean, "low": gap.low,
                    "high": gap.high, "verdict": said,
                }  # fmt: skip

    def area(self, outcome: str) -> float:
        """Return the mean gap over the lever's range, by trapezes; at the highest dose it is zero."""
        gaps = self.gaps[self.gaps["outcome"] == outcome]["gap"].to_numpy(dtype=np.float64)
        reach = self.axis.values[-1] - self.axis.values[0]
        return float(np.trapezoid(np.append(gaps, 0.0), self.axis.values) / reach)

    def seen(self, outcome: str) -> str:
        """Return one line that says what is seen of an outcome."""
        rows = self.gaps[self.gaps["outcome"] == outcome]
        back = rows.iloc[0]
        amount = f"{back['gap']:+.3g} ({back['low']:+.3g} to {back['high']:+.3g})"
        if back["verdict"] == "no difference that matters":
            return f"{outcome} comes back once the lever is back: {amount}"
        if back["verdict"] == "too close to call":
            return f"whether {outcome} comes back once the lever is back is too close to call: {amount}"
        return f"{outcome} stays {back['verdict']} though the lever is back where it was: {amount}"

    @property
    def caption(self) -> str:
        """What a figure or table of this says below it."""
        here = self.scenario
        return (
            f"{here.name}, {here.replications:,} runs, each value for {self.hold} weeks, last {self.look} meant; "
            f"seed {here.seed}, profile {here.profile}; taken off: a twin on the same luck that stays at "
            f"{self.axis.values[0]:g}"
        )

    def plot(self, outcomes: list[str] | None = None) -> Figure:
        """Return a figure: a panel an outcome, the way up and the way down.

        Args:
            outcomes: which outcomes; all if None.
        """
        from trustsim.plots import chosen_outcomes, loop_figure
        from trustsim.results import NOT_CALIBRATED

        facts = {name: MODEL.outcomes[name] for name in self.outcomes}
        names = chosen_outcomes(outcomes, facts, self.outcomes)
        title = f"{self.scenario.name}: {self.axis.words} up and down again"
        text = f"{'; '.join(map(self.seen, names))}. {self.caption}; {NOT_CALIBRATED}"
        return loop_figure(self.table, facts, names, self.axis.words, title, text)

    # -- plain values and files -------------------------------------------------------------------------------------

    def to_dict(self) -> dict[str, Any]:
        """Return what ``trustsim hysteresis --json`` prints, as plain values; NaN is None."""
        head = plain_head(Manifest.of(self.scenario, MODEL, Record(), range(self.scenario.replications)))
        return head | {
            "scenario": {"name": self.scenario.name, "hash": self.scenario.hash}, "lever": self.axis.path,
            "doses": self.doses, "hold": self.hold, "look": self.look,
            "seen": {name: self.seen(name) for name in self.outcomes},
            "area": {name: self.area(name) for name in self.outcomes},
            "steps": plain_rows(self.table), "gaps": plain_rows(self.gaps),
        }  # fmt: skip

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the steps and the gaps."""
        return {"steps": self.table, "gaps": self.gaps}

    def __repr__(self) -> str:
        return f"<Loop of {self.axis.path}: {'; '.join(map(self.seen, self.outcomes))}>"
