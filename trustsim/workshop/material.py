"""What a room needs of lessons and exercises, and where it finds them.

A room knows no lesson's content. It asks a step what may be shown, whether an answer is one, and what came out; when
which of that may go to whom is the room's affair.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from trustsim.results import Results
from trustsim.scenario import Scenario

#: Plain JSON.
Plain: TypeAlias = dict[str, Any]
#: Runs a scenario with its own replications and seed and records its weeks; that of a room keeps what was run.
Runner: TypeAlias = Callable[[Scenario], Results]

#: Steps with something to read only; with a prediction; with levers to try.
TELL, PREDICT, PLAYS = "tell", "predict", ("sandbox", "final")


class Lever(Protocol):
    """Something that can be moved."""

    @property
    def id(self) -> str:
        """Its name within the play."""
        ...


class Play(Protocol):
    """Levers to try, with what they cost, and perhaps a goal."""

    @property
    def lever(self) -> Sequence[Lever]:
        """What can be moved."""
        ...

    def with_settings(self, *, budget: float | None, hidden: Sequence[str]) -> Play:
        """Return the same as a room has set it: another budget (None keeps the lesson's), without some levers."""
        ...

    def accept(self, raw: object) -> Plain:
        """Return an answer, checked; InputError where it is none, or moves a hidden lever."""
        ...

    def cost(self, answer: Plain) -> float:
        """Return what an answer costs, in points."""
        ...

    @property
    def budget(self) -> float:
        """Points that may be spent; 0 is without a bound."""
        ...


class Step(Protocol):
    """One idea."""

    @property
    def id(self) -> str:
        """Its name within the lesson."""
        ...

    @property
    def kind(self) -> str:
        """One of tell, predict, sandbox and final."""
        ...

    @property
    def title(self) -> str:
        """One line."""
        ...

    @property
    def play(self) -> Play | None:
        """The levers of a sandbox or final step."""
        ...

    def public(self) -> Plain:
        """Return all that a participant may read before the lock."""
        ...

    def told(self) -> Plain:
        """Return what is added once the result is shown."""
        ...

    def accept(self, raw: object) -> Plain:
        """Return an answer, checked; InputError where it is none."""
        ...


class Lesson(Protocol):
    """Steps in their order."""

    @property
    def name(self) -> str:
        """Its short name."""
        ...

    @property
    def title(self) -> str:
        """One line."""
        ...

    @property
    def steps(self) -> Sequence[Step]:
        """The steps."""
        ...

    @property
    def document(self) -> Plain:
        """The plain data from which it is made again."""
        ...

    def public(self) -> Plain:
        """Return what anybody may read at any time."""
        ...


@dataclass(frozen=True)
class Material:
    """Where lessons and exercises come from.

    Attributes:
        load_lesson: a lesson by a shipped name or a path.
        lesson_of: a lesson from its document.
        shipped_lessons: the names of those that are shipped.
        given_of: what of a step's runs may be shown before the lock.
        result_of: what came out.
        gap_of: how far an answer is from what came out.
        spread_of: how answers are distributed.
        played: what came out of an answer to a play.
        lever_table: where answers to a play have put the levers.
    """

    load_lesson: Callable[[str], Lesson]
    lesson_of: Callable[[Plain], Lesson]
    shipped_lessons: Callable[[], Sequence[str]]
    given_of: Callable[[Any, Runner], Plain]
    result_of: Callable[[Any, Runner], Plain]
    gap_of: Callable[[Any, Plain, Plain], Plain | None]
    spread_of: Callable[[Any, list[Plain], Plain | None], Plain]
    played: Callable[[Any, Plain, Runner], Plain]
    lever_table: Callable[[Any, list[Plain]], list[Plain]]


def the_material() -> Material:
    """Return the lessons and exercises of this package."""
    from trustsim.workshop import exercises, lessons

    return Material(
        lessons.load_lesson, lessons.lesson_of, lessons.shipped_lessons, exercises.given_of, exercises.result_of,
        exercises.gap_of, exercises.spread_of, exercises.played, exercises.lever_table,
    )  # fmt: skip


def fingerprint(lesson: Lesson) -> str:
    """Return what two lessons share that say the same."""
    return fingerprint_of(lesson.document)


def fingerprint_of(document: Plain) -> str:
    """Return what two documents share that say the same."""
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()


def step_of(lesson: Lesson, step_id: str) -> Step | None:
    """Return a lesson's step by its id, or None."""
    return next((step for step in lesson.steps if step.id == step_id), None)
