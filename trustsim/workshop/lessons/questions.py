"""What is guessed: one of some options, a number, or a curve that is drawn; and which answers are taken."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from trustsim.errors import InputError
from trustsim.workshop.lessons.answers import one_of, table, within
from trustsim.workshop.lessons.forms import Form, Key, Line, Listed, Number, Size, Week, check_ids

MOST_OPTIONS, MOST_POINTS = 8, 16
#: How a contrast came out: below zero, above it, or with no difference that matters.
Verdict = Literal["lower", "higher", "same"]


class Option(Form):
    """An answer to choose; ``means`` is the verdict on the contrast under which it is right. Nobody sees it before."""

    id: Key
    text: Line
    means: Verdict | None = None


class Question(Form):
    """A question, and how it is answered.

    Attributes:
        kind: what is guessed.
        ask: the question.
        hint: a word on how to answer.
        options: of a choice.
        low: the lowest number, or the lower end of the drawing.
        high: the highest.
        step: how finely a number is set, or a point of the drawing is moved by keys.
        unit: of the number, in words.
        of: what the number is: the contrast, or the value of an arm.
        arm: whose curve is drawn.
        from_week: the week from which it is drawn; the past up to it is that of the arm given.
        weeks: the weeks through which it is drawn.
    """

    kind: Literal["choose", "number", "draw"]
    ask: Line
    hint: Line | None = None
    options: Annotated[Listed[Option], Field(max_length=MOST_OPTIONS)] = ()
    low: Number = 0.0
    high: Number = 1.0
    step: Size = 0.01
    unit: str = ""
    of: Key = "contrast"
    arm: Key = "a"
    from_week: Week = 1
    weeks: Annotated[Listed[Week], Field(max_length=MOST_POINTS)] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Question:
        check_ids("options", [option.id for option in self.options])
        if self.kind == "choose" and len(self.options) < 2:
            raise ValueError("a choice needs two options or more")
        if self.kind == "draw" and (len(self.weeks) < 3 or list(self.weeks) != sorted(set(self.weeks))):
            raise ValueError("a drawing needs three weeks or more, rising")
        if self.kind == "draw" and self.weeks[0] <= self.from_week:
            raise ValueError("the first of the weeks to draw must come after from_week")
        if self.low >= self.high:
            raise ValueError("low must lie below high")
        return self

    def public(self) -> dict[str, Any]:
        """Return what is asked, without a word about what is right."""
        said = {"kind": self.kind, "ask": self.ask, "hint": self.hint or ""}
        if self.kind == "choose":
            return said | {"options": [{"id": option.id, "text": option.text} for option in self.options]}
        said |= {"low": self.low, "high": self.high, "step": self.step, "unit": self.unit}
        if self.kind == "draw":
            said |= {"from": self.from_week, "weeks": list(self.weeks)}
        return said

    def accept(self, raw: object) -> dict[str, Any]:
        """Return an answer as it is kept.

        Raises:
            InputError: it is none to this question.
        """
        if self.kind == "choose":
            given = table(raw, ("choice",))
            return {"choice": one_of(given["choice"], [option.id for option in self.options])}
        if self.kind == "number":
            return {"value": within(table(raw, ("value",))["value"], self.low, self.high)}
        points = table(raw, ("points",))["points"]
        if not isinstance(points, list) or len(points) != len(self.weeks):
            raise InputError(f"A drawing has {len(self.weeks)} points. Please draw it once more.")
        return {"points": [within(point, self.low, self.high) for point in points]}
