"""A lesson and its steps: one idea each; what may be told of them before a guess is locked, and what only after."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, PrivateAttr, model_validator

from trustsim.errors import InputError
from trustsim.workshop.lessons.experiments import Experiment, Statement
from trustsim.workshop.lessons.forms import Form, Key, Line, Listed, Minutes, Prose, Size, check_ids
from trustsim.workshop.lessons.play import Play
from trustsim.workshop.lessons.questions import Question

MOST_STEPS = 40


class Step(Form):
    """A step of a lesson: one idea; a guess and its experiment, or a company to lead, or neither.

    Attributes:
        id: its name.
        kind: tell (nothing to answer), predict, sandbox, or final: play with a goal and a price.
        title: its title.
        minutes: how long it takes in a room.
        scripts: the scripts in which it is played, by their minutes.
        idea: the idea, in a sentence or two.
        text: more of it, in paragraphs.
        why: one sentence of why, told after the result.
        surprise: what usually surprises, for the trainer.
        ask_the_room: a question for the talk after the result.
        question: what is guessed.
        experiment: what is run.
        statement: what it shows.
        play: the company to lead.
    """

    id: Key
    kind: Literal["tell", "predict", "sandbox", "final"]
    title: Line
    minutes: Annotated[Size, Field(le=120)] = 5.0
    scripts: Listed[Minutes] = (30, 60, 90)
    idea: Line
    text: Listed[Prose] = ()
    why: Line | None = None
    surprise: Line | None = None
    ask_the_room: Line | None = None
    question: Question | None = None
    experiment: Experiment | None = None
    statement: Statement | None = None
    play: Play | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Step:
        predicts, plays = self.kind == "predict", self.kind in ("sandbox", "final")
        wants = {"question": predicts, "experiment": predicts, "statement": predicts, "play": plays}
        for name, wanted in wants.items():
            if (getattr(self, name) is not None) != wanted:
                raise ValueError(f"a step of the kind '{self.kind}' {'needs a' if wanted else 'has no'} {name}")
        if self.kind == "final" and self.play and not self.play.goal.demands:
            raise ValueError("the goal of a step of the kind 'final' needs within or at_least")
        if self.question and self.experiment:
            _check_fit(self.question, self.experiment)
        return self

    def public(self) -> dict[str, Any]:
        """Return what everybody may see of the step before the result: nothing of it, and not what is right."""
        return {
            "id": self.id, "kind": self.kind, "title": self.title, "minutes": self.minutes, "idea": self.idea,
            "text": list(self.text),
            "question": self.question.public() if self.question else None,
            "experiment": self.experiment.public() if self.experiment else None,
            "play": self.play.public() if self.play else None,
        }  # fmt: skip

    def told(self) -> dict[str, Any]:
        """Return what is told after the result."""
        return {"why": self.why or "", "ask_the_room": self.ask_the_room or "", "surprise": self.surprise or ""}

    def accept(self, raw: object) -> dict[str, Any]:
        """Return an answer as it is kept.

        Raises:
            InputError: it is no answer to this step; the message is for the participant.
        """
        asked = self.question or self.play
        if asked is None:
            raise InputError("There is nothing to answer here.")
        return asked.accept(raw)


def _check_fit(question: Question, experiment: Experiment) -> None:
    """Check that a question is about its experiment.

    Raises:
        ValueError: it is not.
    """
    if question.kind == "number" and question.of not in ("contrast", *experiment.ids):
        raise ValueError("question: of must be 'contrast' or the id of an arm")
    if question.kind != "draw":
        return
    if question.arm not in experiment.ids or question.arm in experiment.given:
        raise ValueError("question: the arm to draw must be one of the experiment's, and not given")
    if not experiment.given or experiment.shows != "weeks":
        raise ValueError("question: a drawing needs an experiment that shows weeks, and an arm that is given")
    last = experiment.of(question.arm).made().weeks
    if question.weeks[-1] > last:
        raise ValueError(f"question: the weeks to draw must end by week {last}")


class Lesson(Form):
    """A lesson: its steps, in order. ``document`` is what its file holds."""

    format: Literal[1]
    name: Key
    title: Line
    story: Prose
    step: Annotated[Listed[Step], Field(min_length=1, max_length=MOST_STEPS)]
    _document: dict[str, Any] = PrivateAttr(default_factory=dict)

    @model_validator(mode="after")
    def _consistent(self) -> Lesson:
        check_ids("steps", [step.id for step in self.step])
        return self

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps."""
        return self.step

    @property
    def document(self) -> dict[str, Any]:
        """What the file of the lesson holds, as plain values; ``lesson_of`` makes the lesson of it."""
        return self._document

    def of(self, name: str) -> Step:
        """Return a step by its id."""
        return next(step for step in self.step if step.id == name)

    def script(self, minutes: int) -> tuple[Step, ...]:
        """Return the steps that are played in the script of 30, 60 or 90 minutes."""
        return tuple(step for step in self.step if minutes in step.scripts)

    def public(self) -> dict[str, Any]:
        """Return what everybody may see of the lesson from the start."""
        steps = [
            {
                "id": step.id, "title": step.title, "kind": step.kind, "minutes": step.minutes,
                "scripts": list(step.scripts),
            }
            for step in self.step
        ]  # fmt: skip
        return {"title": self.title, "story": self.story, "steps": steps}
