"""``Hosted``: a room that is open now: its state, its lock, who is here, and who waits for news."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

from trustsim.workshop.codes import hashed, same
from trustsim.workshop.events import Draft, Event
from trustsim.workshop.material import Material
from trustsim.workshop.refusals import Stranger
from trustsim.workshop.room import Room
from trustsim.workshop.store import Store

#: A page that has not asked for so long is taken for gone; pages ask again every 25 seconds at the latest.
SECONDS_HERE = 40.0
#: So many events are told on the console.
TOLD = 60


class Bell:
    """Wakes coroutines, of whatever loop, when something has happened."""

    def __init__(self) -> None:
        self._waiting: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()
        self._lock = threading.Lock()

    def ring(self) -> None:
        """Wake everybody who waits."""
        with self._lock:
            waiting, self._waiting = self._waiting, set()
        for loop, event in waiting:
            if not loop.is_closed():
                loop.call_soon_threadsafe(event.set)

    async def wait(self, seconds: float, unless: Callable[[], bool]) -> None:
        """Wait until it rings, at most so long; not at all if something has happened between looking and listening."""
        mine = (asyncio.get_running_loop(), asyncio.Event())
        with self._lock:
            self._waiting.add(mine)
        try:
            if not unless():
                await asyncio.wait_for(mine[1].wait(), seconds)
        except TimeoutError:
            pass
        finally:
            with self._lock:
                self._waiting.discard(mine)


class Hosted:
    """A room that is open now.

    Attributes:
        room: what is so; read it with ``lock`` held.
        lock: held while something happens or is looked at.
        bell: rings when something has happened.
        log: the last events.
    """

    def __init__(self, room: Room, events: Iterable[Event], store: Store, material: Material) -> None:
        """Open a room.

        Args:
            room: without its events.
            events: what has happened there.
            store: where that stands, and where more is written.
            material: lessons and exercises.
        """
        self.room, self.store, self.material = room, store, material
        self.lock = threading.RLock()
        self.bell = Bell()
        self.log: deque[Event] = deque(maxlen=TOLD)
        self.seen: dict[int, float] = {}
        for event in events:
            self._apply(event)

    def _apply(self, event: Event) -> None:
        self.room.apply(event)
        self.log.append(event)

    def do(self, decide: Callable[..., list[Draft]], *arguments: Any, **named: Any) -> list[Event]:
        """Decide what happens, write it down, let it happen, and tell.

        Args:
            decide: takes the room and the other arguments; returns drafts, or raises why not.
            arguments: the other arguments.
            named: those with names.

        Returns:
            What has happened, once it is on the disk.

        Raises:
            Refused: it may not happen.
            StoreError: it could not be written, so it has not happened.
        """
        with self.lock:
            drafts = decide(self.room, *arguments, **named)
            if not drafts:
                return []
            events = self.store.append(self.room.id, self.room.last, drafts)
            for event in events:
                self._apply(event)
        self.bell.ring()
        return events

    # -- who asks -----------------------------------------------------------------------------------------------

    def person_of(self, token: str) -> int:
        """Return the participant whose token it is.

        Raises:
            Stranger: it is nobody's.
        """
        with self.lock:
            person = self.room.by_token.get(hashed(token)) if token else None
        if person is None:
            raise Stranger
        self.seen[person] = time.monotonic()
        return person

    def role_of(self, secret: str) -> str:
        """Return whose secret it is: ``trainer``, ``projector``, or nothing."""
        if same(secret, self.room.secret):
            return "trainer"
        return "projector" if same(secret, self.room.key) else ""

    def here(self) -> set[int]:
        """Return who has a page open."""
        now = time.monotonic()
        return {person for person, at in list(self.seen.items()) if now - at < SECONDS_HERE}
