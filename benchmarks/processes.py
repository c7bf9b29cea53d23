"""Programs in fresh processes, and what they printed, kept line by line so that an interruption loses nothing."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.environments import FOLDER, ROOT

#: Longer than this no process may take.
PATIENCE = 1800


class Failed(Exception):
    """A program that did not print its line, and what it said instead."""


def measured(
    python: Path, module: str, options: Mapping[str, object], variables: Mapping[str, str] | None = None
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
    command = [str(python), "-m", module]
    for key, value in {**options, "started": repr(time.time())}.items():
        command += [f"--{key}", str(value)]
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        raise Failed(f"took longer than {PATIENCE} s") from None
    if done.returncode:
        raise Failed(complaint(done.stderr) or f"exit code {done.returncode}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def complaint(said: str) -> str:
    """Return the line of a traceback that names the error, or the last line there is."""
    lines = said.strip().splitlines()
    named = [line for line in lines if re.match(r"[\w.]+(Error|Exception|Exit)\b", line)]
    return (named or lines or [""])[-1]


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

    def measure(
        self,
        number: int,
        engine: str,
        case: str,
        python: Path,
        module: str,
        options: Mapping[str, object],
        variables: Mapping[str, str] | None = None,
    ) -> None:
        """Measure an engine on a case, unless that is known, and keep and tell what was found.

        Raises:
            Failed: the program did not do it.
        """
        if self.has(round=number, engine=engine, case=case):
            return
        where = f"round {number + 1}, {case}, {engine}"
        try:
            found = measured(python, module, options, variables)
        except Failed as problem:
            sys.stderr.write(f"{where}: {problem}\n")
            raise
        self.add({"round": number, "engine": engine, "case": case, **found})
        sys.stderr.write(f"{where}: {found['rate'] / 1e6:.3g} million employee-weeks a second\n")

    def add(self, row: dict[str, Any]) -> None:
        """Keep a row, at once."""
        self.rows.append(row)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(f"{json.dumps(row)}\n")
