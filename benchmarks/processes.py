"""Programs in fresh processes, and what they printed, kept line by line so that an interruption loses nothing."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.environments import FOLDER, ROOT

#: Longer than this no process may take.
PATIENCE = 900


class Failed(Exception):
    """A program that did not print its line, and what it said instead."""


def measured(
    python: Path, module: str, options: Mapping[str, Any], variables: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Run a program in a process of its own and return the line of JSON that it prints.

    Args:
        python: the interpreter.
        module: the program.
        options: of its command line.
        variables: environment variables beside ours.

    Raises:
        Failed: it ended with an error or took too long.
    """
    threads = str(options.get("threads", 1))
    quiet = {"POLARS_MAX_THREADS": threads, "OMP_NUM_THREADS": threads, "STARSIM_INSTALL_FONTS": "0"}
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **quiet, **(variables or {})}
    command = [
        str(python),
        "-m",
        module,
        *(text for key, value in options.items() for text in (f"--{key}", str(value))),
    ]
    command += ["--started", repr(time.time())]
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        raise Failed(f"took longer than {PATIENCE} s") from None
    if done.returncode:
        raise Failed((done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1])
    return json.loads(done.stdout.strip().splitlines()[-1])


class Notebook:
    """The measurements of one command, a line of JSON each, in a file under .bench/."""

    def __init__(self, name: str, *, resume: bool) -> None:
        self.path = FOLDER / f"{name}.jsonl"
        self.path.parent.mkdir(exist_ok=True)
        if not resume:
            self.path.unlink(missing_ok=True)
        lines = self.path.read_text(encoding="utf-8").splitlines() if self.path.exists() else []
        self.rows: list[dict[str, Any]] = [json.loads(line) for line in lines]

    def has(self, **keys: Any) -> bool:
        """Tell whether there is a row with these values."""
        return any(all(row.get(key) == value for key, value in keys.items()) for row in self.rows)

    def add(self, row: dict[str, Any]) -> None:
        """Keep a row, at once."""
        self.rows.append(row)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(f"{json.dumps(row)}\n")
