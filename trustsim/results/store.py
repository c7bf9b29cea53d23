"""Folders on disk: Parquet files and a JSON manifest with their SHA-256, there whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Collection, Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import pandas as pd
import pyarrow as pa

from trustsim.errors import StoreError

MANIFEST = "manifest.json"
#: Files of another format are refused.
FORMAT = 1
#: What a folder of ours may hold, which a later result of the same name replaces; a sweep is never replaced.
REPLACEABLE = ("results", "comparison", "map", "sensitivity", "discovery", "search", "loop", "versions")
#: More than any manifest has.
LARGEST_MANIFEST = 64_000_000

PathLike = str | os.PathLike[str]


@contextmanager
def new_folder(path: PathLike) -> Generator[Path]:
    """Give a temporary folder that becomes ``path`` when all has been written, and vanishes if anything fails.

    An empty folder and an earlier result are replaced; anything else is left alone.

    Raises:
        StoreError: ``path`` is something else, or cannot be written.
    """
    target = Path(path).expanduser()
    _check_free(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        working = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    except OSError as error:
        raise StoreError(f"cannot write in {target.parent}: {error.strerror or error}") from error
    try:
        folder = working / "new"
        folder.mkdir()
        yield folder
        if target.exists():
            target.rename(working / "old")
        folder.rename(target)
    except OSError as error:
        if (working / "old").exists() and not target.exists():
            (working / "old").rename(target)
        raise StoreError(f"cannot write {target}: {error.strerror or error}") from error
    finally:
        shutil.rmtree(working, ignore_errors=True)


def _check_free(target: Path) -> None:
    if not target.exists() and not target.is_symlink():
        return
    if not target.is_dir() or target.is_symlink():
        raise StoreError(f"{target} is not a folder: choose another name")
    if any(target.iterdir()) and not _is_ours(target):
        raise StoreError(f"{target} holds other files, and they are kept: choose a new or an empty folder")


def _is_ours(folder: Path) -> bool:
    try:
        return _document(folder).get("kind") in REPLACEABLE
    except StoreError:
        return False


def write_parts(folder: Path, kind: str, content: Mapping[str, Any], frames: Mapping[str, pd.DataFrame]) -> None:
    """Write frames as Parquet and then the manifest that names them with their SHA-256."""
    for name, frame in frames.items():
        frame.to_parquet(folder / f"{name}.parquet", engine="pyarrow", index=False)
    parts = {f"{name}.parquet": _sha256(folder / f"{name}.parquet") for name in frames}
    document = {"format": FORMAT, "kind": kind, **content, "parts": parts}
    (folder / MANIFEST).write_text(json.dumps(document, indent=1, allow_nan=False) + "\n", encoding="utf-8")


def kind_of(folder: Path) -> str:
    """Return what a folder is said to hold.

    Raises:
        StoreError: it holds nothing that was saved, or its manifest cannot be read.
    """
    return str(_document(folder).get("kind", "something else"))


def read_manifest(path: PathLike, kind: str) -> dict[str, Any]:
    """Return the manifest of a folder and check that its parts are whole.

    Raises:
        StoreError: there is none, it is of another kind, or a part is missing or was changed.
    """
    folder = Path(path).expanduser()
    document = _document(folder)
    if document.get("kind") != kind:
        raise StoreError(f"{folder} holds {document.get('kind', 'something else')!r}, not {kind!r}")
    if document.get("format") != FORMAT:
        raise StoreError(f"{folder} has format {document.get('format')!r}, this version of trustsim reads {FORMAT}")
    parts = document.get("parts")
    if not isinstance(parts, dict):
        raise StoreError(f"{folder / MANIFEST} is damaged: it names no parts")
    for name, expected in parts.items():
        if Path(name).name != name:
            raise StoreError(f"{folder / MANIFEST} is damaged: {name!r} is no file of its folder")
        if not (folder / name).is_file():
            raise StoreError(f"{folder / name} is missing: save the results again")
        if _sha256(folder / name) != expected:
            raise StoreError(f"{folder / name} was changed or damaged since it was saved: save the results again")
    return document


class Source(Protocol):
    """Where frames come from: a recording in memory, or files."""

    @property
    def available(self) -> Sequence[str]:
        """The names of the frames that are there."""
        ...

    def __getitem__(self, name: str) -> pd.DataFrame: ...

    def part(self, name: str, outcomes: Collection[str]) -> pd.DataFrame:
        """Return a frame with some outcomes at least, perhaps without the others."""
        ...


class StoredFrames:
    """Frames in a saved folder, read when asked for."""

    def __init__(self, folder: Path, available: Sequence[str]) -> None:
        self.folder = folder
        self.available = available

    def __getitem__(self, name: str) -> pd.DataFrame:
        return read_frame(self.folder, name)

    def part(self, name: str, outcomes: Collection[str]) -> pd.DataFrame:
        """Return the whole frame."""
        return self[name]


def read_frame(folder: Path, name: str) -> pd.DataFrame:
    """Return a saved frame.

    Raises:
        StoreError: the file cannot be read.
    """
    path = folder / f"{name}.parquet"
    try:
        return pd.read_parquet(path, engine="pyarrow")
    except (OSError, pa.ArrowException) as error:
        raise StoreError(f"{path} cannot be read: {error}") from error


def _document(folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST
    try:
        if path.stat().st_size > LARGEST_MANIFEST:
            raise StoreError(f"{path} is too large for a manifest")
        document = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise StoreError(f"{folder} holds no saved results: there is no {MANIFEST} in it") from error
    except (OSError, ValueError, RecursionError) as error:
        raise StoreError(f"{path} cannot be read: {error}") from error
    if not isinstance(document, dict):
        raise StoreError(f"{path} cannot be read: it is no manifest")
    return document


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
