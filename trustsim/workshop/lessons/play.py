"""A company to be led: where it stands, which levers move and what they cost, and what has to be reached."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property
from typing import Annotated, Any

from pydantic import Field, model_validator

from trustsim.errors import InputError
from trustsim.scenario import Scenario, load
from trustsim.scenario.layers import entries
from trustsim.studies.happenings import whole
from trustsim.workshop.lessons.answers import table, within
from trustsim.workshop.lessons.forms import (
    Form,
    Key,
    Line,
    Listed,
    Number,
    OutcomeName,
    Overrides,
    Points,
    Size,
    Week,
    Window,
    check_ids,
    plainly,
)

MOST_LEVERS, MOST_OTHERS, MOST_WAYS = 16, 4, 12
#: The entry of the timeline by which levers move.
MOVED = "workshop"


class Goal(Form):
    """What is looked at, and what of it has to be reached.

    That is no less than ``within`` below the company beside it, or ``at_least``; nothing in a sandbox without either.
    """

    outcome: OutcomeName
    label: Line
    window: Window
    within: Points | None = None
    at_least: Number | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Goal:
        if self.within is not None and self.at_least is not None:
            raise ValueError("has either within or at_least, not both")
        return self

    @property
    def demands(self) -> bool:
        """Whether anything has to be reached."""
        return self.within is not None or self.at_least is not None


class Other(Form):
    """Another outcome that is told beside the goal's: what else the levers do."""

    outcome: OutcomeName
    label: Line


class Lever(Form):
    """What can be moved: a lever of the model between two ends, or a switch that adds something to the scenario.

    ``cost`` is in points: for the whole way between the ends, or for the switch.
    """

    id: Key
    label: Line
    help: Line
    path: str | None = None
    low: Number = 0.0
    high: Number = 1.0
    step: Size = 0.1
    ends: Annotated[Listed[Line], Field(min_length=2, max_length=2)] = ("none", "all")
    cost: Points = 1.0
    set: Overrides = Field(default_factory=dict)

    @model_validator(mode="after")
    def _consistent(self) -> Lever:
        if (self.path is None) == (not self.set):
            raise ValueError("needs either a path, or what it sets")
        if self.low >= self.high:
            raise ValueError("low must lie below high")
        return self


class Way(Form):
    """A way to lead the company that the guide tells of, and whether it is to reach the goal within the budget."""

    label: Line
    levers: dict[Key, bool | int | float]
    reaches: bool


class Play(Form):
    """A company to be led.

    Attributes:
        scenario: the shipped scenario that it is.
        set: what is different in it, by path.
        week: the week from which levers move.
        compare: the shipped scenario that is drawn beside it.
        compare_label: what that is called.
        budget: points that may be spent; without bound if 0.
        goal: what has to be reached.
        others: what else is told, in the weeks of the goal.
        lever: what can be moved.
        way: ways that the guide tells of; participants do not see them.
    """

    scenario: str
    set: Overrides = Field(default_factory=dict)
    week: Week
    compare: str = "baseline"
    compare_label: Line = "a company like many"
    budget: Points = 0.0
    goal: Goal
    others: Annotated[Listed[Other], Field(max_length=MOST_OTHERS)] = ()
    lever: Annotated[Listed[Lever], Field(min_length=1, max_length=MOST_LEVERS)]
    way: Annotated[Listed[Way], Field(max_length=MOST_WAYS)] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Play:
        check_ids("levers", [lever.id for lever in self.lever])
        with plainly():
            self._check_company()
        return self

    def _check_company(self) -> None:
        """Check the company, its levers and the ways that are told.

        Raises:
            InputError: there is no such scenario, or a lever or a way does not fit.
            ValueError: levers or weeks do not fit together.
        """
        if load(self.compare).weeks != self.start.weeks or self.goal.window[1] > self.start.weeks:
            raise ValueError("the company and the one beside it must run for as many weeks, and the goal lie in them")
        for lever in self.lever:
            if not lever.low <= self.standing(lever) <= lever.high:
                raise ValueError(f"lever '{lever.id}' stands at {self.standing(lever):g}, outside of its ends")
            self.moved({lever.id: True if lever.path is None else lever.high})
        for way in self.way:
            self.accept({"levers": way.levers})

    @cached_property
    def start(self) -> Scenario:
        """The company before anything is moved."""
        scenario = load(self.scenario)
        return scenario.override(dict(self.set)) if self.set else scenario

    def of(self, name: str) -> Lever:
        """Return a lever by its id."""
        return next(lever for lever in self.lever if lever.id == name)

    def standing(self, lever: Lever) -> float:
        """Return where a lever stands before it is moved."""
        return 0.0 if lever.path is None else standing(self.start, lever.path, self.week)

    def with_settings(self, budget: float | None = None, hidden: Collection[str] = ()) -> Play:
        """Return the same with a trainer's budget, and without some levers."""
        kept = tuple(lever for lever in self.lever if lever.id not in hidden)
        return self.model_copy(update={"budget": self.budget if budget is None else budget, "lever": kept})

    def accept(self, raw: object) -> dict[str, Any]:
        """Return an answer as it is kept: the levers that were moved.

        Raises:
            InputError: it names another lever, or a value out of range.
        """
        given = table(raw, ("levers",))["levers"]
        if not isinstance(given, Mapping):
            raise InputError("An answer here holds levers by name.")
        known = {lever.id: lever for lever in self.lever}
        if unknown := [name for name in given if name not in known]:
            raise InputError(f"'{str(unknown[0])[:40]}' cannot be moved here.")
        chosen = {name: _setting(known[name], value) for name, value in given.items()}
        standings = {name: False if known[name].path is None else self.standing(known[name]) for name in chosen}
        return {"levers": {name: value for name, value in chosen.items() if value != standings[name]}}

    def cost(self, answer: Mapping[str, Any]) -> float:
        """Return what an answer costs, in points."""
        total = 0.0
        for name, value in answer["levers"].items():
            lever = self.of(name)
            share = float(value) if lever.path is None else abs(value - self.standing(lever)) / (lever.high - lever.low)
            total += lever.cost * share
        return round(total, 2)

    def moved(self, levers: Mapping[str, Any]) -> Scenario:
        """Return the company with some levers moved.

        Raises:
            ScenarioError: what a lever sets does not fit.
        """
        changes: dict[str, Any] = {}
        for name, value in levers.items():
            lever = self.of(name)
            if lever.path is not None:
                changes |= {f"timeline.{MOVED}.week": self.week, f"timeline.{MOVED}.set.{lever.path}": value}
            elif value:
                changes |= lever.set
        return self.start.override(changes) if changes else self.start

    def public(self) -> dict[str, Any]:
        """Return what participants see of it."""
        levers = [
            {
                "id": lever.id, "label": lever.label, "help": lever.help, "switch": lever.path is None,
                "low": lever.low, "high": lever.high, "step": lever.step, "ends": list(lever.ends),
                "start": self.standing(lever), "cost": lever.cost,
            }
            for lever in self.lever
        ]  # fmt: skip
        goal = {"label": self.goal.label, "window": list(self.goal.window), "demands": self.goal.demands}
        return {
            "week": self.week, "budget": self.budget, "compare": self.compare_label, "goal": goal, "levers": levers,
        }  # fmt: skip


def _setting(lever: Lever, value: object) -> bool | float:
    if lever.path is not None:
        return within(value, lever.low, lever.high)
    if not isinstance(value, bool):
        raise InputError(f"'{lever.label}' is on or off.")
    return value


def standing(scenario: Scenario, path: str, week: int) -> float:
    """Return the value of a lever just before a week: what the timeline last set, else what the company began with.

    Raises:
        ScenarioError: there is no such path.
    """
    value, latest = scenario.get(path), 0
    for entry in entries(scenario.values, "timeline").values():
        when = whole(entry["week"])
        if f"set.{path}" in entry and latest <= when < week:
            value, latest = entry[f"set.{path}"], when
    return float(str(value))
