"""What a company may have measured, and how the same is measured in a simulated one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

from trustsim.model.declarations import Employee
from trustsim.model.outcomes.staying import IN_SEARCH
from trustsim.model.outcomes.trust import HIGH_TRUST
from trustsim.model.outcomes.wellbeing import DISENGAGED, ENGAGED, STRESSED
from trustsim.model.recording import Recording
from trustsim.model.week import MODEL

Floats = npt.NDArray[np.float64]

#: Units of leaving and how many of each period a year has.
RATES = {"% per month": 12.0, "% per quarter": 4.0, "% per year": 1.0}
PERCENT, SCORE = "%", "0-100"
#: The standard deviation between people of a score from 0 to 100, where only a mean is known.
SCORE_SPREAD = 20.0


@dataclass(frozen=True)
class Measure:
    """A number that a company may have measured.

    Attributes:
        name: what stands in the column ``measure``.
        meaning: what it is, in words.
        kind: a ``rate`` of leaving, a ``share`` of people, or a mean ``score``.
        state: the state of people that it rests on; of a rate, the outcome.
        cut: for a share, the level of the state beyond which people are counted.
        below: whether those below the cut are counted, not those above.
    """

    name: str
    meaning: str
    kind: Literal["rate", "share", "score"]
    state: str
    cut: float = 0.0
    below: bool = False

    @property
    def units(self) -> tuple[str, ...]:
        """The units in which it may be given."""
        return {"rate": tuple(RATES), "share": (PERCENT,), "score": (SCORE,)}[self.kind]

    @property
    def unit(self) -> str:
        """The unit in which it is compared."""
        return "% per year" if self.kind == "rate" else self.units[0]

    @property
    def most(self) -> float:
        """The most that it can be, in that unit."""
        return 1200.0 if self.kind == "rate" else 100.0

    @property
    def scale(self) -> Literal["linear", "log", "logit"]:
        """The scale on which it is compared."""
        return "log" if self.kind == "rate" else "logit"

    def factor(self, unit: str) -> float:
        """Return what a value in ``unit`` is multiplied by to be compared."""
        return RATES[unit] if self.kind == "rate" else 1.0

    def sampling_variance(self, value: float, people: float) -> float:
        """Return the variance of a number by which people were asked, ``people`` of very many."""
        if self.kind == "share":
            share = min(max(value / 100.0, 0.5 / people), 1.0 - 0.5 / people)
            return 1e4 * share * (1.0 - share) / people
        return SCORE_SPREAD**2 / people if self.kind == "score" else 0.0


_ALL = (
    Measure("attrition", "people who left, for whatever reason, of the headcount", "rate", "attrition"),
    Measure("attrition_voluntary", "people who left of their own accord, of the headcount", "rate",
            "attrition_voluntary"),
    Measure("quit_intention", "people who are looking for another job", "share", "quit_intention", IN_SEARCH),
    Measure("engagement", "mean engagement", "score", "engagement"),
    Measure("engaged_share", "people who are engaged", "share", "engagement", ENGAGED),
    Measure("disengaged_share", "people who are actively disengaged", "share", "engagement", DISENGAGED, below=True),
    Measure("satisfaction", "mean satisfaction with the job", "score", "satisfaction"),
    Measure("stress", "mean stress", "score", "stress"),
    Measure("stressed_share", "people who are tense or stressed on a usual day", "share", "stress", STRESSED),
    Measure("trust_in_manager_share", "people who highly trust their manager (8 to 10 of 10)", "share",
            "interpersonal_trust_in_manager", HIGH_TRUST),
    Measure("felt_trust_share", "people who feel highly trusted (8 to 10 of 10)", "share", "felt_trust", HIGH_TRUST),
    Measure("leadership_trust_share", "people who highly trust the company's leadership (8 to 10 of 10)", "share",
            "leadership_trust", HIGH_TRUST),
)  # fmt: skip

MEASURES: Mapping[str, Measure] = {measure.name: measure for measure in _ALL}
#: Measures of the same thing: with one of these the level of engagement, stress or trust is told.
ENGAGEMENT = ("engagement", "engaged_share", "disengaged_share", "satisfaction")
STRESS = ("stress", "stressed_share")
LEAVING = ("attrition", "attrition_voluntary")
TRUST = ("trust_in_manager_share", "felt_trust_share", "leadership_trust_share")


@dataclass(frozen=True)
class Occasion:
    """When a simulated company is measured: in which weeks a rate counts exits, or at whose end people are asked."""

    measure: Measure
    spans: tuple[tuple[int, int], ...]
    weights: tuple[float, ...] = field(default=())

    @property
    def asked_in(self) -> tuple[int, ...]:
        """The weeks in which people are asked: the last of each span."""
        return tuple(last for _, last in self.spans)


def simulated(occasion: Occasion, recording: Recording, teams: Sequence[int] | None) -> float:
    """Return what a measure comes to in the first run of a recording, in the mean over its periods.

    Args:
        occasion: what is measured, and when.
        recording: with teams by week and the state of all employees in the weeks asked.
        teams: the rows of the teams that count; all if None.
    """
    rows = np.arange(len(recording.plan.teams)) if teams is None else np.asarray(teams)
    if occasion.measure.kind == "rate":
        return _rate(occasion, recording, rows)
    values = [_asked(occasion.measure, recording, week, rows) for week in occasion.asked_in]
    return float(np.average(values, weights=occasion.weights or None))


def _rate(occasion: Occasion, recording: Recording, rows: npt.NDArray[np.int64]) -> float:
    assert recording.teams is not None
    outcome = MODEL.outcomes[occasion.measure.state]
    weeks = np.concatenate([np.arange(first, last + 1) for first, last in occasion.spans]) - 1
    sums = recording.teams[:1, weeks][..., rows].sum(axis=(1, 3))[..., None]
    return float(recording.values(outcome, sums)[0, 0])


def _asked(measure: Measure, recording: Recording, week: int, rows: npt.NDArray[np.int64]) -> float:
    assert recording.employees is not None
    columns = MODEL.columns[Employee]
    people = recording.employees[0, recording.people_weeks.index(week)]
    team = np.repeat(np.arange(len(recording.plan.teams)), [team.employees for team in recording.plan.teams])
    there = (people[columns["employed"]] > 0.0) & np.isin(team, rows)
    state = people[columns[measure.state]][there]
    if not state.size:
        return float("nan")
    if measure.kind == "score":
        return 100.0 * float(state.mean())
    return 100.0 * float((state < measure.cut if measure.below else state > measure.cut).mean())
