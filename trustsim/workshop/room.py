"""``Room``: what is so in a room, as it follows from what has happened there, and from nothing else.

    command (commands.py) -> events -> the disk (store.py) -> Room.apply

An event says what happened, never what is to be thought of it: the same events make the same room, on this machine or
another, now or when a session is opened again. ``apply`` refuses nothing: what may happen is decided before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from trustsim.workshop.events import Deed, Event
from trustsim.workshop.material import PLAYS, TELL, Lesson, Plain, Step

LOBBY = -1
OPEN, LOCKED, REVEALED = "open", "locked", "revealed"
WAITING, DONE, FAILED = "waiting", "done", "failed"


@dataclass
class Person:
    """A participant: a nickname, and what is kept of the tokens that prove who they are."""

    id: int
    name: str
    team: str
    joined_at: str
    tokens: set[str] = field(default_factory=set)
    robot: bool = False
    gone: bool = False

    @property
    def side(self) -> str:
        """Whose tries theirs are: their team's, or their own where there are no teams."""
        return f"team:{self.team}" if self.team else f"person:{self.id}"


@dataclass
class Try:
    """Levers that a team has tried, and what came out.

    Attributes:
        number: counted from 1, over all teams and steps of a room.
        step: the id of the step.
        side: whose it is.
        team: what that is called.
        by: who moved the levers.
        answer: where they stand.
        cost: what that costs, in points.
        state: waiting, done or failed.
        played: what came out.
        says: why it failed, in words.
    """

    number: int
    step: str
    side: str
    team: str
    by: int
    answer: Plain
    cost: float
    state: str = WAITING
    played: Plain | None = None
    says: str = ""

    @property
    def reached(self) -> bool:
        """Whether it meets the goal within the budget."""
        return bool(self.played and self.played.get("reached") and self.played.get("within_budget", True))


class Room:
    """What is so in a room.

    Attributes:
        id: its name in addresses.
        lesson: what is taught.
        title: what it is called.
        alone: whether it is the room of one person, who paces herself.
        code, secret, key: by which participants join, the trainer and a projector come in.
        at: the step the room is at; ``LOBBY`` before the first, the number of steps after the last.
        phases: by step open, locked or revealed; those that are missing were never left open.
        people: who is or was here.
        teams: the names of the teams; none where everybody is for herself.
        answers: by step and person the last answer before the lock.
        tries: what was tried with levers, the oldest first.
        givens, results: by step what may be shown before the lock, and what came out.
        hidden: levers that nobody may move; budget: points for levers; None leaves the lesson's.
        joining: whether others may still come in.
        tried: the number of the last try ever; a number is never given twice.
        last: the number of the last event; last_at: when it was.
    """

    def __init__(self, room_id: str, lesson_of: Callable[[Plain], Lesson]) -> None:
        self.id = room_id
        self._lesson_of = lesson_of
        self.lesson: Lesson
        self.title = self.code = self.secret = self.key = self.opened_at = self.last_at = ""
        self.alone, self.joining = False, True
        self.last = self.for_all = self.tried = 0
        self.touched: dict[int, int] = {}
        self.people: dict[int, Person] = {}
        self.by_token: dict[str, int] = {}
        self.teams: tuple[str, ...] = ()
        self.givens: dict[str, Plain] = {}
        self.results: dict[str, Plain] = {}
        self.hidden: tuple[str, ...] = ()
        self.budget: float | None = None
        self._begin()

    def _begin(self) -> None:
        self.at = LOBBY
        self.phases: dict[str, str] = {}
        self.answers: dict[str, dict[int, Plain]] = {}
        self.tries: list[Try] = []

    # -- what is so ---------------------------------------------------------------------------------------------

    @property
    def step(self) -> Step | None:
        """The step the room is at; none in the lobby and at the end."""
        return self.lesson.steps[self.at] if 0 <= self.at < len(self.lesson.steps) else None

    @property
    def phase(self) -> str:
        """The phase of the step the room is at; nothing in the lobby and at the end."""
        return self.phase_of(self.step) if self.step else ""

    @property
    def pace(self) -> str:
        """Where the room is, for who acts on what they saw."""
        return f"{self.at}:{self.phase}"

    def phase_of(self, step: Step) -> str:
        """Return open, locked or revealed; what is only told is always open."""
        return OPEN if step.kind == TELL else self.phases.get(step.id, OPEN)

    @property
    def present(self) -> list[Person]:
        """Those who have not left."""
        return [person for person in self.people.values() if not person.gone]

    def version_for(self, person: int) -> int:
        """Return the number of the last event that changed what a person may see."""
        return max(self.for_all, self.touched.get(person, 0))

    def tries_of(self, step_id: str, side: str | None = None) -> list[Try]:
        """Return the tries at a step, the oldest first: of one side, or all."""
        return [one for one in self.tries if one.step == step_id and side in (None, one.side)]

    def answered(self, step: Step) -> set[int]:
        """Return who has answered at a step; of a play whose side has tried something."""
        if step.kind in PLAYS:
            sides = {one.side for one in self.tries_of(step.id)}
            return {person.id for person in self.present if person.side in sides}
        here = self.answers.get(step.id, {})
        return {person.id for person in self.present if person.id in here}

    # -- what has happened --------------------------------------------------------------------------------------

    @classmethod
    def of(cls, room_id: str, events: Iterable[Event], lesson_of: Callable[[Plain], Lesson]) -> Room:
        """Return the room that some events make."""
        room = cls(room_id, lesson_of)
        for event in events:
            room.apply(event)
        return room

    def apply(self, event: Event) -> None:
        """Let something have happened."""
        self.last, self.last_at = event.number, event.at
        concerned = getattr(self, f"_{Deed(event.kind)}")(event, **event.data)
        if concerned is None:
            self.for_all = event.number
        for person in concerned or ():
            self.touched[person] = event.number

    # Each returns the people whose view it changes; None where it changes everybody's.

    def _opened(
        self, event: Event, lesson: Plain, title: str, alone: bool, code: str = "", secret: str = "", key: str = ""
    ) -> None:
        self.lesson = self._lesson_of(lesson)
        self.title, self.alone, self.opened_at = title or self.lesson.title, alone, event.at
        self.code, self.secret, self.key = code, secret, key

    def _reopened(self, event: Event, code: str, secret: str, key: str) -> None:
        """A session is open again, elsewhere or later: with another code and other secrets."""
        self.code, self.secret, self.key = code, secret, key

    def _joined(
        self, event: Event, person: int, name: str, team: str, token: str = "", robot: bool = False
    ) -> list[int]:
        self.people[person] = Person(person, name, team, event.at, robot=robot)
        return self._readmitted(event, person, token) if token else [person]

    def _readmitted(self, event: Event, person: int, token: str) -> list[int]:
        self.people[person].tokens.add(token)
        self.by_token[token] = person
        return [person]

    def _left(self, event: Event, person: int) -> list[int]:
        """Forget the name and the tokens; what was answered stays."""
        someone = self.people[person]
        for token in someone.tokens:
            del self.by_token[token]
        someone.name, someone.gone, someone.tokens = "", True, set()
        return [person]

    def _moved(self, event: Event, at: int) -> None:
        self.at = at

    def _phased(self, event: Event, step: str, phase: str) -> None:
        self.phases[step] = phase

    def _answered(self, event: Event, step: str, person: int, answer: Plain) -> list[int]:
        self.answers.setdefault(step, {})[person] = answer
        return [person]

    def _tried(self, event: Event, **data: Any) -> list[int] | None:
        one = Try(**data)
        self.tried = max(self.tried, one.number)
        self.tries.append(one)
        return self._concerned(one)

    def _played(self, event: Event, number: int, state: str, played: Plain | None, says: str) -> list[int] | None:
        one = next((one for one in self.tries if one.number == number), None)
        if one is None:  # forgotten while it was computed
            return []
        one.state, one.played, one.says = state, played, says
        return self._concerned(one)

    def _concerned(self, one: Try) -> list[int] | None:
        """Return those who see a try: its side, and everybody once the step is revealed."""
        if self.phases.get(one.step) == REVEALED:
            return None
        return [person.id for person in self.people.values() if person.side == one.side]

    def _given(self, event: Event, step: str, given: Plain) -> None:
        self.givens[step] = given

    def _resulted(self, event: Event, step: str, result: Plain) -> list[int] | None:
        self.results[step] = result
        return None if self.phases.get(step) == REVEALED else []

    def _forgot(self, event: Event, step: str) -> None:
        """A step begins anew."""
        self.answers.pop(step, None)
        self.tries = [one for one in self.tries if one.step != step]
        self.phases.pop(step, None)

    def _restarted(self, event: Event) -> None:
        self._begin()

    def _teamed(self, event: Event, teams: list[str], members: dict[str, str]) -> None:
        self.teams = tuple(teams)
        for person in self.people.values():
            person.team = members.get(str(person.id), "")

    def _switched(self, event: Event, person: int, team: str) -> list[int] | None:
        self.people[person].team = team
        return [person]

    def _hid(self, event: Event, levers: list[str]) -> None:
        self.hidden = tuple(levers)

    def _budgeted(self, event: Event, amount: float | None) -> None:
        self.budget = amount

    def _recoded(self, event: Event, code: str) -> list[int]:
        self.code = code
        return []

    def _doored(self, event: Event, joining: bool) -> list[int]:
        self.joining = joining
        return []
