"""Which runs of a sweep are finished: a SQLite database beside the parts that hold what they came to.

A run is acknowledged once its row is committed, and that happens only after its part lies whole on the disk. The
journal is a write-ahead log with synchronous=FULL: what was committed survives the death of the process or the machine.
One process writes at a time; others may read.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NamedTuple

import pandas as pd

from trustsim.errors import StoreError

FILE, LOCK = "ledger.sqlite", "writer.lock"
DONE, FAILED = "done", "failed"

_TABLES = """
CREATE TABLE batches (
    batch INTEGER PRIMARY KEY, runs INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 1,
    finished INTEGER NOT NULL DEFAULT 0, sha256 TEXT, rows INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE runs (
    run_id TEXT PRIMARY KEY, case_number INTEGER NOT NULL, replication INTEGER NOT NULL, status TEXT NOT NULL,
    seconds REAL NOT NULL, error TEXT NOT NULL, batch INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX runs_by_batch ON runs (batch);
"""


class Run(NamedTuple):
    """A finished run: its id, the number of its case, its replication, how it ended and how long it took."""

    run_id: str
    case: int
    replication: int
    status: Literal["done", "failed"]
    seconds: float
    error: str = ""


class Part(NamedTuple):
    """A part as the ledger knows it: the number of its batch, its SHA-256 and how many rows it holds."""

    batch: int
    sha256: str
    rows: int


def create(folder: Path) -> None:
    """Make the empty ledger of a new sweep."""
    connection = sqlite3.connect(folder / FILE)
    try:
        connection.executescript(f"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; {_TABLES}")
    finally:
        connection.close()


class Ledger:
    """The ledger of a sweep, open for reading or, by one process at a time, for writing."""

    def __init__(self, folder: Path, *, write: bool = False) -> None:
        """Open it.

        Raises:
            StoreError: there is none, it is damaged, or another process writes to it.
        """
        self.folder = folder
        self.path = folder / FILE
        if not self.path.is_file():
            raise StoreError(f"{self.path} is missing, and with it what was finished: the sweep cannot be read")
        self._lock = _locked(folder) if write else None
        try:
            self._database = self._connect(write)
        except BaseException:
            self._unlock()
            raise

    def _connect(self, write: bool) -> sqlite3.Connection:
        options = "mode=rw" if write else "mode=ro"
        for choice in (options, "mode=ro&immutable=1"):
            if choice != options and (write or _unfinished(self.path)):
                break
            database = None
            try:
                database = sqlite3.connect(
                    f"{self.path.absolute().as_uri()}?{choice}", uri=True, isolation_level=None, check_same_thread=False
                )
                database.execute("PRAGMA synchronous=FULL")
                database.execute("SELECT count(*) FROM batches").fetchone()
                return database
            except sqlite3.DatabaseError as error:
                if database is not None:
                    database.close()
                if "unable to open" not in str(error) and "readonly" not in str(error):
                    raise StoreError(f"{self.path} cannot be read: {error}") from error
        if write:
            raise StoreError(f"{self.folder} cannot be written to: copy the sweep where there is room")
        raise StoreError(
            f"{self.folder} was interrupted and cannot be written to, so its ledger cannot be read: copy it elsewhere"
        )

    def close(self) -> None:
        """Close it; what is in the log goes into the database."""
        self._database.close()
        self._unlock()

    def _unlock(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- writing ------------------------------------------------------------------------------------------------

    @contextmanager
    def transaction(self) -> Generator[None]:
        """Commit what is done inside as a whole, or nothing of it.

        Raises:
            StoreError: it cannot be written, such as where the disk is full.
        """
        try:
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._database.execute("COMMIT")
            except BaseException:
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")
                raise
        except sqlite3.Error as error:
            raise StoreError(f"cannot write {self.path}: {error}; {go_on(self.folder)}") from error

    def begin(self, runs: int) -> int:
        """Write down that a batch of so many runs begins, and return its number."""
        return int(self._database.execute("INSERT INTO batches (runs) VALUES (?)", (runs,)).lastrowid or 0)

    def begin_again(self, batch: int) -> None:
        """Write down that a batch whose worker died is begun again."""
        self._database.execute("UPDATE batches SET attempts = attempts + 1 WHERE batch = ?", (batch,))

    def finish(self, batch: int, runs: Iterable[Run], part: Part | None) -> None:
        """Write down the runs of a batch, and its part, if any of them has a value."""
        sha256, rows = (part.sha256, part.rows) if part else (None, 0)
        self._database.execute(
            "UPDATE batches SET finished = 1, sha256 = ?, rows = ? WHERE batch = ?", (sha256, rows, batch)
        )
        self._database.executemany("INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?, ?)", ((*run, batch) for run in runs))

    def forget(self, batches: Sequence[int]) -> None:
        """Forget the runs of batches whose parts are damaged: they will run again."""
        for batch in batches:
            self._database.execute("DELETE FROM runs WHERE batch = ?", (batch,))
            self._database.execute("UPDATE batches SET finished = 0, sha256 = NULL, rows = 0 WHERE batch = ?", (batch,))

    def forget_failed(self) -> None:
        """Forget the runs that failed: they will run again."""
        self._database.execute("DELETE FROM runs WHERE status = ?", (FAILED,))

    # -- reading ------------------------------------------------------------------------------------------------

    def parts(self) -> list[Part]:
        """Return the parts that hold finished runs."""
        rows = self._database.execute("SELECT batch, sha256, rows FROM batches WHERE sha256 IS NOT NULL ORDER BY batch")
        return [Part(*row) for row in rows]

    def runs(self) -> pd.DataFrame:
        """Return run_id, case, replication, status, seconds, error, batch: a row for each finished run."""
        columns = ["run_id", "case", "replication", "status", "seconds", "error", "batch"]
        return pd.DataFrame(self._database.execute("SELECT * FROM runs").fetchall(), columns=pd.Index(columns))

    def counts(self) -> dict[str, int]:
        """Return how many runs are done and failed, how many batches were finished, and repeated or lost."""
        of = dict(self._database.execute("SELECT status, count(*) FROM runs GROUP BY status").fetchall())
        finished, begun, runs = self._database.execute(
            "SELECT sum(finished), sum(attempts), sum(runs * (attempts - finished)) FROM batches"
        ).fetchone()
        lost = (begun or 0) - (finished or 0)
        return {
            "done": of.get(DONE, 0), "failed": of.get(FAILED, 0), "batches": finished or 0, "batches_lost": lost,
            "runs_lost": runs or 0,
        }  # fmt: skip

    def seconds(self) -> float:
        """Return how long all finished runs took, added up."""
        return float(self._database.execute("SELECT sum(seconds) FROM runs").fetchone()[0] or 0.0)

    def problems(self) -> list[str]:
        """Return what SQLite finds wrong with the database."""
        try:
            rows = [str(row[0]) for row in self._database.execute("PRAGMA integrity_check")]
        except sqlite3.DatabaseError as error:
            rows = [str(error)]
        return [f"{FILE}: {row}" for row in rows if row != "ok"]


def go_on(folder: Path) -> str:
    """Return what messages say of a folder that cannot be written to any more."""
    return f"what was finished is kept, and `trustsim resume {folder}` goes on once it can be"


def _unfinished(path: Path) -> bool:
    """Tell whether a log lies beside a database: then it cannot be read as it is."""
    log = path.with_name(f"{path.name}-wal")
    return log.exists() and log.stat().st_size > 0


def _locked(folder: Path) -> sqlite3.Connection:
    """Return what holds the lock of a folder until it is closed, or until its process dies.

    SQLite locks a file the same way on every system, so that an empty database does for a lock.
    """
    try:
        lock = sqlite3.connect(folder / LOCK, isolation_level=None, timeout=0.0, check_same_thread=False)
    except sqlite3.Error as error:
        raise StoreError(f"{folder} cannot be written to: {error}") from error
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        lock.close()
        if "locked" in str(error):
            raise StoreError(
                f"{folder}: another process runs this sweep; wait for it (`trustsim status` tells how far it is), or "
                "choose another folder"
            ) from error
        raise StoreError(f"{folder} cannot be written to: {error}") from error
    return lock
