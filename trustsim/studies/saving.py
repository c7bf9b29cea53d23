"""``Finding``: what a study found, as plain values and in a folder of tables and a manifest, whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

import pandas as pd

from trustsim.results.manifest import versions
from trustsim.results.plain import as_json
from trustsim.results.store import PathLike, new_folder


class Finding:
    """What a study found: plain values and tables."""

    #: What its folder is said to hold.
    kind: ClassVar[str]

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values, as the command prints with ``--json``; NaN is None."""
        raise NotImplementedError

    def head(self) -> dict[str, Any]:
        """Return what its manifest says, beside what its tables hold."""
        return self.to_dict()

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return its tables by name."""
        raise NotImplementedError

    def to_json(self) -> str:
        """Return ``to_dict`` as text: the same bytes for a seed, on any number of threads."""
        return as_json(self.to_dict())

    def save(self, path: PathLike) -> Path:
        """Save its tables as CSV in a folder, with a manifest: whole or not at all.

        Raises:
            StoreError: the folder holds other files, or cannot be written.
        """
        return save_tables(path, self.kind, self.head(), self.tables())


def save_tables(path: PathLike, kind: str, document: Mapping[str, Any], tables: Mapping[str, pd.DataFrame]) -> Path:
    """Save tables as CSV, those without rows left out, and what else a document says in a manifest.

    Args:
        path: a new folder, an empty one, or one that was written so before.
        kind: what it is.
        document: what is found, as plain values; what its tables hold is left to them.
        tables: by name.

    Raises:
        StoreError: the folder holds other files, or cannot be written.
    """
    with new_folder(path) as folder:
        for name, frame in tables.items():
            if len(frame):
                frame.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")
        head = {key: value for key, value in document.items() if key not in tables}
        whole = {"kind": kind} | head | {"versions": versions()}
        (folder / "manifest.json").write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return Path(path)
