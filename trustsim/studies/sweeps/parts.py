"""What runs came to, in Parquet: a file for each batch, there whole or not at all."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from trustsim.errors import StoreError
from trustsim.studies.sweeps.ledger import Part, go_on

Floats = npt.NDArray[np.float64]
FOLDER, TEMPORARY = "parts", ".tmp"


def part_path(folder: Path, batch: int) -> Path:
    """Return where the part of a batch lies."""
    return folder / FOLDER / f"part-{batch:06d}.parquet"


def part_table(
    run_ids: Sequence[str], cases: Sequence[int], replications: Sequence[int], names: Sequence[str], values: Floats
) -> pa.Table:
    """Return the table of a part: run_id, case, replication, and a column for each outcome.

    Args:
        run_ids: the ids of the runs.
        cases: the number of each run's case.
        replications: the number of each run's replication.
        names: the names of the outcomes.
        values: the outcomes of each run, shape (runs, outcomes).
    """
    keys: dict[str, Any] = {"run_id": run_ids, "case": pa.array(cases, pa.int64())}
    keys["replication"] = pa.array(replications, pa.int64())
    return pa.table(keys | {name: values[:, place] for place, name in enumerate(names)})


def write_part(folder: Path, batch: int, table: pa.Table) -> Part:
    """Write the part of a batch: under another name first, forced to the disk, then renamed; so is the folder.

    Raises:
        StoreError: it cannot be written, such as where the disk is full; nothing is left of it.
    """
    path = part_path(folder, batch)
    temporary = path.with_suffix(TEMPORARY)
    try:
        with temporary.open("wb") as file:
            pq.write_table(table, file, use_dictionary=False, write_statistics=False)
            file.flush()
            os.fsync(file.fileno())
        digest = sha256_of(temporary)
        temporary.replace(path)
        sync_folder(path.parent)
    except (OSError, pa.ArrowException) as error:
        for leftover in (temporary, path):
            leftover.unlink(missing_ok=True)
        reason = getattr(error, "strerror", None) or error
        raise StoreError(f"cannot write {path}: {reason}; {go_on(folder)}") from error
    return Part(batch, digest, table.num_rows)


def sync_folder(folder: Path) -> None:
    """Force the names in a folder to the disk, where the system can do that."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def damage(folder: Path, part: Part) -> str:
    """Return what is wrong with a part, or nothing."""
    path = part_path(folder, part.batch)
    try:
        found = sha256_of(path)
    except FileNotFoundError:
        return f"{path.name} is missing"
    except OSError as error:
        return f"{path.name} cannot be read: {error.strerror or error}"
    return "" if found == part.sha256 else f"{path.name} was changed or damaged since it was written"


def strays(folder: Path, parts: Sequence[Part]) -> list[Path]:
    """Return the files among the parts that belong to no acknowledged batch: what a kill left behind."""
    known = {part_path(folder, part.batch).name for part in parts}
    return sorted(path for path in (folder / FOLDER).iterdir() if path.name not in known)


def read_parts(folder: Path, parts: Sequence[Part], columns: Sequence[str]) -> pa.Table:
    """Return columns of all parts in one table.

    Raises:
        StoreError: a part is missing or damaged.
    """
    found = []
    for part in parts:
        path = part_path(folder, part.batch)
        try:
            table = pq.read_table(path, columns=list(columns))
        except (OSError, pa.ArrowException) as error:
            raise _unreadable(path) from error
        if table.num_rows != part.rows:
            raise _unreadable(path)
        found.append(table)
    return pa.concat_tables(found)


def _unreadable(path: Path) -> StoreError:
    return StoreError(
        f"{path} is missing or damaged: `trustsim resume {path.parent.parent}` runs its runs again, and no others"
    )
