"""What has happened in rooms, on the disk: one SQLite database in a folder.

An event is acknowledged once its row is committed. The journal is a write-ahead log with synchronous=FULL: what was
committed survives the death of the process or the machine. One process has a store open at a time. What is deleted is
overwritten with zeros.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import weakref
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from trustsim.errors import StoreError
from trustsim.workshop.events import Draft, Event
from trustsim.workshop.material import Plain

FILE = "workshop.sqlite"
#: The version of the tables.
VERSION = 1
#: What is longer than so many characters (results, most of all) is the same in many rooms, and made once for all.
LONG = 1_000

_TABLES = """
CREATE TABLE IF NOT EXISTS events (
    room TEXT NOT NULL, number INTEGER NOT NULL, at TEXT NOT NULL, kind TEXT NOT NULL, data TEXT NOT NULL,
    PRIMARY KEY (room, number)
) WITHOUT ROWID;
"""


@lru_cache(maxsize=256)
def _shared(text: str) -> Plain:
    return json.loads(text)


class Store:
    """The events of all rooms, open for one process."""

    def __init__(self, folder: Path | None) -> None:
        """Open it, or make it.

        Args:
            folder: where it is or shall be; None keeps everything in memory, until the process ends.

        Raises:
            StoreError: it cannot be read or written, or another process has it open.
        """
        self.folder = folder
        self._lock = threading.Lock()
        try:
            if folder is not None:
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._database = sqlite3.connect(
                ":memory:" if folder is None else folder / FILE,
                isolation_level=None, timeout=0.0, check_same_thread=False,
            )  # fmt: skip
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"{folder}: the workshop cannot be kept there: {error}; name another --store") from error
        # whoever forgets to close it leaves that to the collector of garbage
        self._closed = weakref.finalize(self, self._database.close)
        try:
            self._prepare()
        except BaseException:
            self._closed()
            raise

    def _prepare(self) -> None:
        """Take the database for oneself, and make its tables where there are none.

        Exclusive locking keeps everybody else out until the process ends, however it ends.
        """
        try:
            self._database.execute("PRAGMA locking_mode=EXCLUSIVE")
            self._database.execute("PRAGMA journal_mode=WAL")
            for setting in ("synchronous=FULL", "secure_delete=ON"):
                self._database.execute(f"PRAGMA {setting}")
            self._database.executescript(f"BEGIN EXCLUSIVE; {_TABLES} COMMIT;")
            version = self._database.execute("PRAGMA user_version").fetchone()[0]
            if version not in (0, VERSION):
                raise StoreError(f"{self.folder}: was written by another version of trustsim; name another --store")
            self._database.execute(f"PRAGMA user_version={VERSION}")
        except sqlite3.Error as error:
            if "locked" in str(error):
                raise StoreError(
                    f"{self.folder}: another process has this workshop open; end it, or name another --store"
                ) from error
            raise StoreError(f"{self.folder}: the workshop there cannot be opened: {error}") from error
        if self.folder is not None:
            with suppress(OSError):  # not every file system knows owners
                (self.folder / FILE).chmod(0o600)

    def append(self, room: str, after: int, drafts: Sequence[Draft]) -> list[Event]:
        """Write what has happened, all of it or nothing, and return it once it is on the disk.

        Args:
            room: the id of the room.
            after: the number of the room's last event.
            drafts: what has happened.

        Raises:
            StoreError: it could not be written; nothing of it has happened then.
        """
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        events = [Event(after + place, now, *draft) for place, draft in enumerate(drafts, start=1)]
        self.keep(room, events)
        return events

    def keep(self, room: str, events: Sequence[Event]) -> None:
        """Write events as they were, all of them or none.

        Raises:
            StoreError: they could not be written.
        """
        rows = [(room, one.number, one.at, one.kind, json.dumps(one.data, allow_nan=False)) for one in events]
        with self._lock:
            try:
                self._database.execute("BEGIN IMMEDIATE")
                self._database.executemany("INSERT INTO events VALUES (?, ?, ?, ?, ?)", rows)
                self._database.execute("COMMIT")
            except sqlite3.Error as error:
                with suppress(sqlite3.Error):
                    self._database.execute("ROLLBACK")
                raise StoreError(f"this could not be kept: {error}; it is as if it had not been sent") from error

    def rooms(self) -> list[tuple[str, datetime]]:
        """Return the id of every room and when something last happened there, the earliest first."""
        with self._lock:
            rows = self._database.execute("SELECT room, max(at) FROM events GROUP BY room ORDER BY min(at)").fetchall()
        return [(room, datetime.fromisoformat(at)) for room, at in rows]

    def events(self, room: str) -> Iterator[Event]:
        """Yield what has happened in a room, in its order.

        Raises:
            StoreError: the database is damaged.
        """
        try:
            with self._lock:
                rows = self._database.execute(
                    "SELECT number, at, kind, data FROM events WHERE room = ? ORDER BY number", (room,)
                ).fetchall()
            for number, at, kind, data in rows:
                yield Event(number, at, kind, _shared(data) if len(data) > LONG else json.loads(data))
        except (sqlite3.Error, ValueError) as error:
            raise StoreError(f"{self.folder}: room {room} cannot be read: {error}") from error

    def forget(self, room: str) -> None:
        """Delete a room and all that happened there."""
        with self._lock:
            self._database.execute("DELETE FROM events WHERE room = ?", (room,))
            if self.folder is not None:
                self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def old(self, days: float) -> list[str]:
        """Return the rooms in which nothing has happened for so many days."""
        since = datetime.now(UTC) - timedelta(days=days)
        return [room for room, last in self.rooms() if last < since]

    def close(self) -> None:
        """Close it."""
        with self._lock:
            self._closed()
