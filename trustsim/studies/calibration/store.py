"""The runs of a calibration on disk: one SQLite file, each run written as soon as it is done.

Whoever is killed loses the run that was under way and nothing else; the same command goes on from there.
"""

from __future__ import annotations

import json
import math
import os
import sqlite3
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import numpy as np

from trustsim.errors import StoreError
from trustsim.studies.calibration.problem import Floats

FILE = "calibration.sqlite"
#: Files of another format are refused.
FORMAT = "1"
_TABLES = """
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS runs (
    number INTEGER PRIMARY KEY, wave TEXT NOT NULL, point TEXT NOT NULL, numbers TEXT, errors TEXT, failure TEXT
);
"""


@dataclass(frozen=True)
class Table:
    """The runs that are done: points of the unit cube, simulated numbers, their errors, and the wave of each."""

    points: Floats
    numbers: Floats
    errors: Floats
    waves: tuple[str, ...]
    failures: tuple[str, ...]


class RunStore:
    """The runs of one calibration: planned, done or failed.

    Args:
        folder: where they are kept; in memory if None.
        facts: what tells this calibration from others; a store of another one is refused.

    Raises:
        StoreError: the folder holds something else, or cannot be read or written.
    """

    def __init__(self, folder: str | os.PathLike[str] | None, facts: Mapping[str, str]) -> None:
        self.place = "memory" if folder is None else str(folder)
        try:
            self.connection = sqlite3.connect(_file(folder) if folder is not None else ":memory:")
        except (sqlite3.Error, OSError) as error:
            raise self._unusable(error) from error
        try:
            with self.connection:
                self.connection.executescript(_TABLES)
            self._check({"format": FORMAT, **facts})
        except sqlite3.Error as error:
            self.connection.close()
            raise self._unusable(error) from error
        except StoreError:
            self.connection.close()
            raise

    def _unusable(self, error: Exception) -> StoreError:
        return StoreError(f"{self.place}: cannot keep the runs of a calibration here: {error}")

    def _check(self, facts: Mapping[str, str]) -> None:
        there = dict(self.connection.execute("SELECT name, value FROM facts"))
        if not there:
            with self.connection:
                self.connection.executemany("INSERT INTO facts VALUES (?, ?)", list(facts.items()))
        for name, value in facts.items():
            if there and there.get(name) != value:
                raise StoreError(
                    f"{self.place} holds the runs of another calibration (its {name} differs): go on with the inputs, "
                    "numbers, seed and version that it was begun with, or name a new folder"
                )

    def plan(self, wave: str, points: Floats) -> None:
        """Add runs that are to be done."""
        first = self.planned
        rows = [(first + place, wave, json.dumps(point.tolist())) for place, point in enumerate(points)]
        with self.connection:
            self.connection.executemany("INSERT INTO runs (number, wave, point) VALUES (?, ?, ?)", rows)

    def done(self, number: int, numbers: Sequence[float], errors: Sequence[float]) -> None:
        """Write down what a run came to."""
        self._write(number, _text(numbers), _text(errors), None)

    def failed(self, number: int, why: str) -> None:
        """Write down that a run failed, and why."""
        self._write(number, None, None, why)

    def _write(self, number: int, numbers: str | None, errors: str | None, failure: str | None) -> None:
        with self.connection:
            self.connection.execute(
                "UPDATE runs SET numbers = ?, errors = ?, failure = ? WHERE number = ?",
                (numbers, errors, failure, number),
            )

    @property
    def planned(self) -> int:
        """How many runs were planned so far, done or not."""
        return int(self.connection.execute("SELECT COUNT(*) FROM runs").fetchone()[0])

    def pending(self) -> list[tuple[int, Floats]]:
        """Return number and point of the runs that are still to be done."""
        query = "SELECT number, point FROM runs WHERE numbers IS NULL AND failure IS NULL ORDER BY number"
        return [(number, np.array(json.loads(point))) for number, point in self.connection.execute(query)]

    def table(self) -> Table:
        """Return the runs that are done, in order of their numbers."""
        query = "SELECT point, numbers, errors, wave FROM runs WHERE numbers IS NOT NULL ORDER BY number"
        rows = self.connection.execute(query).fetchall()
        points, numbers, errors = (np.array([_values(row[place]) for row in rows]) for place in range(3))
        failed = self.connection.execute("SELECT failure FROM runs WHERE failure IS NOT NULL ORDER BY number")
        return Table(points, numbers, errors, tuple(row[3] for row in rows), tuple(why for (why,) in failed))

    def __enter__(self) -> RunStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.connection.close()


def is_store(folder: Path) -> bool:
    """Tell whether a folder holds the runs of a calibration."""
    if not (folder / FILE).is_file():
        return False
    try:
        with closing(sqlite3.connect(folder / FILE)) as connection:
            connection.execute("SELECT value FROM facts").fetchall()
    except sqlite3.Error:
        return False
    return True


def write_whole(path: Path, text: str) -> None:
    """Write a text file, whole or not at all.

    Raises:
        StoreError: it cannot be written.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        working = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            working.chmod(0o644)
            working.replace(path)
        except BaseException:
            working.unlink()
            raise
    except OSError as error:
        raise StoreError(f"cannot write {path}: {error.strerror or error}") from error


def _file(folder: str | os.PathLike[str]) -> Path:
    place = Path(folder).expanduser()
    if place.exists() and not place.is_dir():
        raise StoreError(f"{place} is not a folder: choose another name")
    if place.is_dir() and any(place.iterdir()) and not (place / FILE).is_file():
        raise StoreError(f"{place} holds other files, and they are kept: choose a new or an empty folder")
    place.mkdir(parents=True, exist_ok=True)
    return place / FILE


def _text(numbers: Sequence[float]) -> str:
    return json.dumps([value if math.isfinite(value) else None for value in numbers])


def _values(text: str) -> list[float]:
    return [math.nan if value is None else value for value in json.loads(text)]
