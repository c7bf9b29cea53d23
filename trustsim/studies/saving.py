"""What a study found, in a folder: its tables as CSV and a manifest, there whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from trustsim.results.manifest import versions
from trustsim.results.store import PathLike, new_folder


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
