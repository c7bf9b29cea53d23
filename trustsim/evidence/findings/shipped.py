"""What was measured in the run of record, shipped as ``measured.csv``: looking at it runs nothing.

``trustsim evidence --save trustsim/evidence/findings/measured.csv --page docs/evidence.md`` writes both, ``make
evidence`` too. The first line says from which rules and which baseline the numbers are; if either has changed since,
``Shipped.current`` is False and whoever shows the numbers has to say so.
"""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path

import numpy as np

from trustsim.errors import StoreError
from trustsim.evidence.findings.measuring import Measured, judged, unjudged
from trustsim.evidence.findings.numbers import load_numbers
from trustsim.evidence.findings.targets import load_targets
from trustsim.model.week import MODEL
from trustsim.results.manifest import rules_digest
from trustsim.scenario import load

FILE = Path(__file__).with_name("measured.csv")
MARK = "# "
COLUMNS = ("id", "simulated", "low", "high", "sign_share")


@dataclass(frozen=True)
class Shipped:
    """The run of record.

    Attributes:
        measured: every number, as ``measure`` returns them, but for the values of single seeds.
        seed: where the luck started.
        replications: runs an arm.
        current: whether the model and its baseline are still those that were measured.
    """

    measured: tuple[Measured, ...]
    seed: int
    replications: int
    current: bool


def record_text(measured: Sequence[Measured], seed: int, replications: int) -> str:
    """Return the text of the file that keeps measured numbers.

    Args:
        measured: the numbers.
        seed: where the luck started.
        replications: runs an arm.
    """
    head = {"seed": seed, "replications": replications} | _version()
    text = StringIO()
    text.write(f"{MARK}{json.dumps(head)}\n")
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(COLUMNS)
    for row in measured:
        lines.writerow([row.target.id, *(_written(value) for value in (row.simulated, *row.interval, row.share))])
    return text.getvalue()


def _version() -> dict[str, str]:
    return {"rules": rules_digest(MODEL), "baseline": load("baseline").hash[:16]}


def _written(value: float) -> str:
    return f"{value:.9g}" if math.isfinite(value) else ""


def shipped_measured(path: Path | None = None) -> Shipped:
    """Return the run of record.

    Args:
        path: another file; the shipped one if None.

    Raises:
        StoreError: the file is missing or damaged, or lacks a number that the evidence has by now.
    """
    return _read(path or FILE)


@cache
def _read(path: Path) -> Shipped:
    try:
        first, *rest = path.read_text(encoding="utf-8").splitlines()
        head = json.loads(first.removeprefix(MARK))
        rows = {row["id"]: row for row in csv.DictReader(rest)}
        found = {name: [_number(row[column]) for column in COLUMNS[1:]] for name, row in rows.items()}
        seed, replications = int(head["seed"]), int(head["replications"])
        current = {key: head[key] for key in _version()} == _version()
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise StoreError(f"{path} is missing or damaged ({error}): make evidence") from error
    return Shipped(tuple(_measured(found, path)), seed, replications, current)


def _number(text: str) -> float:
    return float(text) if text else math.nan


def _measured(found: dict[str, list[float]], path: Path) -> list[Measured]:
    targets = {target.id: target for target in load_targets()}
    measured = []
    for number in load_numbers():
        if number.id not in found:
            raise StoreError(f"{path} lacks the number {number.id}: make evidence")
        value, low, high, share = found[number.id]
        target = targets.get(number.id) or unjudged(number, targets)
        passed = None if number.missing else judged(target, value, share)
        measured.append(
            Measured(
                target, number.kind, value, (low, high), np.array([]), share, passed, number.missing, number.remark,
                number.added,
            )
        )  # fmt: skip
    return measured
