"""Which points of a sweep are cases of interest: where an outcome is high or low enough, or an arm makes it so."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from trustsim.errors import InputError, nearest
from trustsim.model.week import MODEL
from trustsim.studies.designs.design import BASELINE
from trustsim.studies.sweeps.points import check_arm
from trustsim.studies.sweeps.sweeping import Sweep
from trustsim.studies.verdicts import better, compared, verdict

Bools = npt.NDArray[np.bool_]
VERDICTS = ("better", "worse", "higher", "lower")


@dataclass(frozen=True)
class Question:
    """What counts as a case of interest: one condition on an outcome.

    Attributes:
        outcome: whose value, or whose difference if there is an arm.
        arm: the arm whose paired differences from the baseline arm are meant; the baseline arm's own values if empty.
        at_least: cases have at least this mean.
        at_most: cases have at most this mean.
        worst: the share of points with the worst means.
        verdict: "better", "worse", "higher" or "lower": cases are points where the difference is clear and large enough
            to matter, as ``compare`` says it.
    """

    outcome: str
    arm: str = ""
    at_least: float | None = None
    at_most: float | None = None
    worst: float | None = None
    verdict: str = ""

    def __post_init__(self) -> None:
        if self.outcome not in MODEL.outcomes:
            raise InputError(f"no outcome is called '{self.outcome}'{nearest(self.outcome, MODEL.outcomes)}")
        given = [name for name in ("at_least", "at_most", "worst") if getattr(self, name) is not None]
        given += ["verdict"] if self.verdict else []
        if len(given) != 1:
            said = ", ".join(given) or "none"
            raise InputError(f"a case of interest needs one of at_least, at_most, worst and verdict, got {said}")
        for name in ("at_least", "at_most"):
            value = getattr(self, name)
            if value is not None and not (isinstance(value, int | float) and math.isfinite(value)):
                raise InputError(f"{name} must be a number, got {value!r}")
        if self.worst is not None and not 0.0 < self.worst < 1.0:
            raise InputError(f"worst must be a share of the points between 0 and 1, got {self.worst!r}")
        self._check_direction()

    def _check_direction(self) -> None:
        facts = MODEL.outcomes[self.outcome]
        if self.verdict and self.verdict not in VERDICTS:
            raise InputError(f"verdict must be one of {', '.join(VERDICTS)}, not '{self.verdict}'")
        if self.verdict and not self.arm:
            raise InputError("a verdict is about differences: name the arm, too")
        if facts.better == "neither" and (self.worst is not None or self.verdict in ("better", "worse")):
            raise InputError(f"{self.outcome} is better neither up nor down: ask by at_least or at_most")

    def cases(self, found: Sweep) -> tuple[pd.DataFrame, Bools]:
        """Return the points that have a value, with the factors and the mean ``value``, and which are cases.

        Raises:
            InputError: there is no such arm.
            StoreError: a part of the sweep is missing or damaged.
        """
        points = found.points([self.outcome], self.arm).rename(columns={self.outcome: "value"})
        known = points["value"].notna().to_numpy()
        points = points[known].reset_index(drop=True)
        if self.verdict:
            return points, self._said(found)[points["point"]].to_numpy(dtype=np.bool_)
        return points, self._beyond(points["value"].to_numpy(dtype=np.float64))

    def _beyond(self, values: npt.NDArray[np.float64]) -> Bools:
        if self.at_least is not None:
            return values >= self.at_least
        if self.at_most is not None:
            return values <= self.at_most
        assert self.worst is not None
        if MODEL.outcomes[self.outcome].better == "up":
            return values <= np.quantile(values, self.worst)
        return values >= np.quantile(values, 1.0 - self.worst)

    def _said(self, found: Sweep) -> pd.Series:
        """Return by point whether the difference has the verdict that is asked for."""
        check_arm(found.design, self.arm)
        facts = MODEL.outcomes[self.outcome]
        frame = found.frame([self.outcome])
        arms = [frame[frame["arm"] == arm] for arm in (BASELINE, self.arm)]
        one, two = (rows.pivot(index="point", columns="replication", values=self.outcome) for rows in arms)
        answers = {}
        for point in one.index:
            said = verdict(
                *compared(one.loc[point].to_numpy(), two.loc[point].to_numpy(), paired=True)[2], facts.matters
            )
            answers[point] = said == self.verdict or better(said, facts.better) == {"better": "yes", "worse": "no"}.get(
                self.verdict
            )
        return pd.Series(answers)

    @property
    def words(self) -> str:
        """What a case of interest is, in words."""
        facts = MODEL.outcomes[self.outcome]
        what = f"{self.outcome} of arm {self.arm} less the baseline" if self.arm else self.outcome
        unit = "" if facts.unit.startswith("0-") else f" {facts.unit}"
        if self.verdict:
            return f"arm {self.arm} makes {self.outcome} {self.verdict}, clearly and by enough to matter"
        if self.worst is not None:
            return f"{what} is among the worst {self.worst:.0%} of the points"
        if self.at_least is not None:
            return f"{what} is at least {self.at_least:g}{unit}"
        return f"{what} is at most {self.at_most:g}{unit}"
