"""``Host``: all rooms of a server, how people come into them, and what may be asked how often."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from trustsim.results import Results
from trustsim.scenario import Scenario
from trustsim.studies.estimating import Estimator
from trustsim.workshop import joining
from trustsim.workshop.codes import new_code, new_room, new_secret, typed
from trustsim.workshop.computing import Worker
from trustsim.workshop.events import Draft, Event
from trustsim.workshop.hosted import Hosted
from trustsim.workshop.limits import Limit
from trustsim.workshop.material import Lesson, Material, Plain, fingerprint_of, the_material
from trustsim.workshop.refusals import NoSuchRoom, NotNow, Refused
from trustsim.workshop.room import Room
from trustsim.workshop.store import Store

#: How long a room is kept after something last happened in it, in days; that of somebody alone shorter.
KEEP_DAYS, KEEP_ALONE_DAYS = 30.0, 1.0
#: How many rooms there may be: trainers' and of people alone.
MOST_ROOMS, MOST_ALONE = 20, 300
#: A room in which something happened within so many hours goes on when the server starts again.
HOURS_TO_GO_ON = 12
#: The lesson of a room for which none is named.
LESSON = "trust-first"
#: The bucket of wrong codes of all addresses together.
EVERYBODY = "everybody"


class Entry(NamedTuple):
    """Somebody has come in: the room, who they are there, and the token that proves it."""

    hosted: Hosted
    person: int
    token: str


class Host:
    """All rooms of a server.

    Usage:
        >>> host = Host(Store(Path("workshop")))
        >>> hosted = host.open_room("trust-first")
        >>> hosted.room.code
    """

    def __init__(
        self,
        store: Store,
        *,
        material: Material | None = None,
        estimator: Callable[[], Estimator] = Estimator,
        keep_days: float = KEEP_DAYS,
    ) -> None:
        """Open all rooms of a store.

        Args:
            store: where they are kept.
            material: lessons and exercises; those of this package if None.
            estimator: returns what runs scenarios; called when something is first run.
            keep_days: how long a room is kept after something last happened in it.

        Raises:
            StoreError: what is in the store cannot be read.
        """
        self.store, self.keep_days = store, keep_days
        self.material = material or the_material()
        self.rooms: dict[str, Hosted] = {}
        self._lessons: dict[str, Lesson] = {}
        self._lock = threading.RLock()
        self._estimator: Estimator | None = None
        self._make_estimator = estimator
        #: Wrong codes: of one address, and of all together.
        self.wrong = Limit(burst=12, per_second=0.2)
        self.wrong_together = Limit(burst=120, per_second=4.0)
        #: People who join a room; what a participant sends; what an address asks, in whatever rooms and roles.
        self.joins = Limit(burst=joining.MOST_PEOPLE, per_second=2.0)
        self.sent = Limit(burst=30, per_second=5.0)
        self.asked = Limit(burst=600, per_second=120.0)
        self.opened = Limit(burst=30, per_second=0.5)
        for room, _ in store.rooms():
            self.rooms[room] = self._hosted(room)
        self.forget_old()
        self.worker = Worker(lambda: list(self.rooms.values()), self.material, self._run, self.forget_old)

    def _hosted(self, room: str) -> Hosted:
        return Hosted(Room(room, self._lesson_of), self.store.events(room), self.store, self.material)

    def _lesson_of(self, document: Plain) -> Lesson:
        """Return the lesson of a document, made once for all rooms that have it."""
        key = fingerprint_of(document)
        if key not in self._lessons:
            self._lessons[key] = self.material.lesson_of(document)
        return self._lessons[key]

    def _run(self, scenario: Scenario) -> Results:
        if self._estimator is None:
            self._estimator = self._make_estimator()
        return self._estimator.all_runs(scenario)

    # -- rooms --------------------------------------------------------------------------------------------------

    def open_room(self, lesson: str | Lesson = "", title: str = "", *, alone: bool = False) -> Hosted:
        """Open a room.

        Args:
            lesson: a lesson, the name of a shipped one, or the path of a file; the usual one if empty.
            title: what it is called; as the lesson if empty.
            alone: whether it is for one person, who paces herself.

        Raises:
            InputError: the lesson is wrong, or there are too many rooms.
            StoreError: it could not be written.
        """
        chosen = self.material.load_lesson(lesson or LESSON) if isinstance(lesson, str) else lesson
        with self._lock:
            self._make_place(alone)
            room = new_room()
            hosted = self._hosted(room)
            content = {"lesson": chosen.document, "title": title, "alone": alone}
            opened = Draft("opened", content | self._secrets())
            hosted.do(lambda _: [opened])
            self.rooms[room] = hosted
        self.worker.look()
        return hosted

    def reopen(self, room: str, events: Sequence[Event]) -> Hosted:
        """Open a room again from what happened there; with another code and other secrets, if it is not open here.

        Args:
            room: its id.
            events: what happened.

        Raises:
            StoreError: it could not be written.
        """
        with self._lock:
            if room not in self.rooms:
                self._make_place(alone=False)
                self.store.keep(room, events)
                hosted = self._hosted(room)
                hosted.do(lambda _: [Draft("reopened", self._secrets())])
                self.rooms[room] = hosted
        return self.rooms[room]

    def _secrets(self) -> Plain:
        """Return a join code that no other room has, and secrets for trainer and projector."""
        codes = {hosted.room.code for hosted in self.rooms.values()}
        code = next(code for code in iter(new_code, "") if code not in codes)
        return {"code": code, "secret": new_secret(), "key": new_secret()}

    def _make_place(self, alone: bool) -> None:
        """Check that there is place for a room more; the oldest of those alone goes."""
        same = [hosted for hosted in self.rooms.values() if hosted.room.alone == alone]
        if not alone and len(same) >= MOST_ROOMS:
            raise NotNow(f"There are {MOST_ROOMS} rooms; that is all this server holds.", "full")
        if alone and len(same) >= MOST_ALONE:
            self.forget(min(same, key=lambda hosted: hosted.room.last_at).room.id)

    def room(self, room: str) -> Hosted:
        """Return a room by its id.

        Raises:
            NoSuchRoom: there is none.
        """
        found = self.rooms.get(room)
        if found is None:
            raise NoSuchRoom("There is no such room any more.")
        return found

    def going(self) -> list[Hosted]:
        """Return the trainers' rooms that go on: not finished, and something happened there a few hours ago."""
        since = (datetime.now(UTC) - timedelta(hours=HOURS_TO_GO_ON)).isoformat()
        return [
            hosted
            for hosted in self.rooms.values()
            if not hosted.room.alone and hosted.room.last_at > since and hosted.room.at < len(hosted.room.lesson.steps)
        ]

    def forget(self, room: str) -> None:
        """Delete a room and all that happened there."""
        self.rooms.pop(room, None)
        self.store.forget(room)

    def forget_old(self) -> None:
        """Delete the rooms in which nothing has happened for as long as they are kept."""
        for room in self.store.old(min(self.keep_days, KEEP_ALONE_DAYS)):
            if self.rooms[room].room.alone:
                self.forget(room)
        for room in self.store.old(self.keep_days):
            self.forget(room)

    # -- people -------------------------------------------------------------------------------------------------

    def by_code(self, code: object, address: str) -> Hosted:
        """Return the room with a join code; wrong ones are counted.

        Args:
            code: as somebody typed it.
            address: from where.

        Raises:
            NoSuchRoom: there is none.
            TooFast: there were too many wrong ones, from there or together.
        """
        self.wrong.check(address)
        self.wrong_together.check(EVERYBODY)
        wanted = typed(code) if isinstance(code, str) else ""
        for hosted in list(self.rooms.values()):
            if wanted and hosted.room.code == wanted and not hosted.room.alone:
                return hosted
        self.wrong.take(address)
        self.wrong_together.take(EVERYBODY)
        raise NoSuchRoom

    def join(self, code: object, name: object, address: str) -> Entry:
        """Let somebody into the room with a code.

        Raises:
            Refused: there is no such room, the name is none or taken, or nobody may come in.
            StoreError: it could not be written.
        """
        hosted = self.by_code(code, address)
        self.joins.take(hosted.room.id)
        return self.enter(hosted, name)

    def enter(self, hosted: Hosted, name: object = "") -> Entry:
        """Let somebody into a room."""
        token = new_secret()
        if not isinstance(name, str):
            raise Refused("A nickname must be a text.")
        hosted.do(joining.join, name.strip(), token)
        return Entry(hosted, hosted.person_of(token), token)

    def learn(self, lesson: object, address: str) -> Entry:
        """Open a room for somebody alone.

        Raises:
            Refused: there is no such lesson among those that are shipped, or too many were opened.
            StoreError: it could not be written.
        """
        names = list(self.material.shipped_lessons())
        if lesson and lesson not in names:
            raise Refused(f"There is no such lesson; there are: {', '.join(names)}.")
        self.opened.take(address)
        return self.enter(self.open_room(str(lesson or ""), alone=True))

    def readmit(self, hosted: Hosted, person: object) -> str:
        """Return a token with which somebody comes in as who they are, on another device."""
        token = new_secret()
        hosted.do(joining.readmit, person, token)
        return token
