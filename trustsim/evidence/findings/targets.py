"""The published findings: single numbers with the band that a simulated one must lie in, and their sources.

``targets.csv``. The bands are wide enough for differences of construct and sample; they are no confidence
intervals. A number is ``calibrate`` (parameters may be tuned to it), ``validate`` (run and reported, never tuned to) or
``context`` (printed, not judged). ``verified`` is 0 where it was derived, or put in so that a sign can be tested.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

from trustsim.errors import InputError, nearest

#: ``condition``: a number of ours that has no target, only a place in the order of others.
Role = Literal["calibrate", "validate", "context", "condition"]


@dataclass(frozen=True)
class Target:
    """A published number and the band around it.

    Attributes:
        id: the number, such as ``M04b``; ``finding`` is the finding that it is part of, ``M04``.
        role: what it is for.
        mechanism: what it is about.
        outcome: what was measured.
        arm_a: the arm that the number is about, or that is set against ``arm_b``.
        arm_b: what it is set against; empty where nothing is.
        statistic: what was taken of it, such as ``pct`` or ``r_employees``.
        value: the published number.
        low: the lower end of the band; minus infinity where it is open.
        high: the upper end; infinity where it is open.
        source: where it was published; ``year``, ``doi``.
        verified: whether number, sign or null finding were seen in the published statement.
    """

    id: str
    role: Role
    mechanism: str
    outcome: str
    arm_a: str
    arm_b: str
    statistic: str
    value: float
    low: float
    high: float
    source: str
    year: int
    doi: str
    verified: bool

    @property
    def finding(self) -> str:
        """The finding that the number is part of."""
        return finding_of(self.id)

    @property
    def sign(self) -> int:
        """The sign asked for, where the number is one; else 0."""
        return int(math.copysign(1, self.value)) if self.statistic == "sign" else 0


def finding_of(name: str) -> str:
    """Return the finding that a number is part of: M04 of M04b, T06 of T06.engagement."""
    found = re.match(r"[A-Z]\d{2}", name)
    return found.group() if found else name


def load_targets() -> list[Target]:
    """Return all published numbers, in the order of the file."""
    text = files("trustsim.evidence.findings").joinpath("targets.csv").read_text(encoding="utf-8")
    return [_target(row) for row in csv.DictReader(text.splitlines())]


def _target(row: dict[str, str]) -> Target:
    role: Role = row["role"]  # pyright: ignore[reportAssignmentType] - a test says that the file has no other
    return Target(
        row["id"], role, row["mechanism"], row["outcome"], row["arm_a"], row["arm_b"], row["statistic"],
        float(row["value"]), float(row["low"] or -math.inf), float(row["high"] or math.inf),
        row["source"], int(row["year"]), row["doi"], row["verified"] == "1",
    )  # fmt: skip


def chosen(names: Sequence[str] | None, known: Sequence[str], option: str = "rows") -> list[str]:
    """Return the ids of the numbers that are named, by their own ids or those of their findings, in the known order.

    Args:
        names: ids of numbers and findings; all numbers if None.
        known: the ids of all numbers.
        option: what asked for them, for messages.

    Raises:
        InputError: there is no such number or finding.
    """
    if names is None:
        return list(known)
    possible: Collection[str] = {*known, *map(finding_of, known)}
    for name in names:
        if name not in possible:
            raise InputError(
                f"{option} {name}: no such number or finding{nearest(name, possible)}; `trustsim evidence` lists them"
            )
    return [name for name in known if name in names or finding_of(name) in names]
