"""What is run for a step: arms on the same luck, what is measured in them, and what the contrast of them must show."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from trustsim.errors import nearest
from trustsim.evidence import Check
from trustsim.scenario import Scenario, load
from trustsim.workshop.lessons.forms import (
    Form,
    Key,
    Line,
    Listed,
    OutcomeName,
    Overrides,
    Size,
    Window,
    check_ids,
    plainly,
)

MOST_ARMS = 6


class Arm(Form):
    """A company in an experiment: a shipped scenario, and what is different in it, by path."""

    id: Key
    label: Line
    scenario: str = "baseline"
    set: Overrides = Field(default_factory=dict)

    def made(self, profile: str | None = None) -> Scenario:
        """Return the scenario.

        Args:
            profile: the reading of contested evidence; the scenario's own if None.

        Raises:
            ScenarioError: there is no such scenario, or what is set does not fit.
        """
        changes = {**self.set, **({} if profile is None else {"run.profile": profile})}
        scenario = load(self.scenario)
        return scenario.override(changes) if changes else scenario


class Experiment(Form):
    """An experiment: the contrast is arm a less arm b; with arms c and d too it is (a - b) - (c - d).

    Attributes:
        outcome: what is measured.
        label: what it is called here.
        window: the weeks measured; all that are reported if None.
        shows: curves over the weeks, or a value for each arm.
        given: the arms that may be seen before the guess.
        arm: the arms.
    """

    outcome: OutcomeName
    label: Line
    window: Window | None = None
    shows: Literal["weeks", "values"] = "values"
    given: Listed[Key] = ()
    arm: Annotated[Listed[Arm], Field(min_length=2, max_length=MOST_ARMS)]

    @model_validator(mode="after")
    def _consistent(self) -> Experiment:
        check_ids("arms", self.ids)
        if not {"a", "b"} <= set(self.ids) or ("c" in self.ids) != ("d" in self.ids):
            raise ValueError("needs the arms a and b, or a, b, c and d")
        if unknown := [name for name in self.given if name not in self.ids]:
            raise ValueError(f"given: there is no arm '{unknown[0]}'{nearest(unknown[0], self.ids)}")
        if set(self.given) == set(self.ids):
            raise ValueError("given: nothing would be left to guess")
        with plainly():
            weeks = {arm.made().weeks for arm in self.arm}
        if len(weeks) > 1:
            raise ValueError("all arms must run for as many weeks")
        if self.window and not self.window[0] <= self.window[1] <= min(weeks):
            raise ValueError(f"the window must lie within weeks 1 to {min(weeks)} and not end before it begins")
        return self

    @property
    def ids(self) -> list[str]:
        """The ids of the arms."""
        return [arm.id for arm in self.arm]

    def of(self, name: str) -> Arm:
        """Return an arm by its id."""
        return next(arm for arm in self.arm if arm.id == name)

    @property
    def measured(self) -> tuple[int, int]:
        """First and last week measured."""
        return self.window or (1, self.arm[0].made().weeks)

    def public(self) -> dict[str, Any]:
        """Return what is compared, without anything of what comes of it."""
        arms = [{"id": arm.id, "label": arm.label, "given": arm.id in self.given} for arm in self.arm]
        return {"label": self.label, "shows": self.shows, "window": list(self.measured), "arms": arms}


class Statement(Form):
    """What the contrast of an experiment shows: in words, and with the sign and size that the tests demand.

    ``at_least`` is the outcome's smallest difference that matters if None; with the sign 0 the contrast must lie
    within it. ``prediction`` says that no study varies this alone.
    """

    text: Line
    sign: Literal["+", "-", "0"]
    at_least: Size | None = None
    prediction: bool = False

    def check(self, outcome: str) -> Check:
        """Return what is demanded of a contrast in an outcome, in the form of a claim's check."""
        return Check(outcome, self.sign, at_least=self.at_least)
