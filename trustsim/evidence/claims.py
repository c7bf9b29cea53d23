"""The claims of the founding texts as data: what a run must show, in ``claims/*.toml``.

A claim has one or more checks. A check sets arms against one another, all overrides of the same scenario, on the
same luck: ``a`` minus ``b``, or with four arms (a - b) - (c - d), which says that an effect is larger in one setting
than in another. ``doses`` are arms in rising order: each step must show the sign. A check of ``firms`` draws a
population of firms from arm a and sets the quarter of most trust against that of least.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Literal

from trustsim.errors import InputError, nearest
from trustsim.model.groupings import GROUPINGS
from trustsim.model.week import MODEL

Sign = Literal["+", "-", "0", "="]
Arm = Mapping[str, Any]


@dataclass(frozen=True)
class Check:
    """One contrast that a claim demands.

    Args:
        arms: overrides by name: a and b, or a, b, c and d; or empty where ``doses`` are given.
        outcome: what is measured.
        sign: + or - if the contrast must clear zero on that side, 0 if it must lie within ``at_least`` of zero; = if
            the outcome itself, in arm a, must lie within ``level``.
        at_least: the size that it must reach, in the outcome's unit; the smallest difference that matters if None.
        level: lowest and highest value of the outcome, where a text gives a level; with the sign = only.
        window: first and last week measured; all reported weeks if None.
        group: "grouping: label" of the people measured; everybody if empty.
        minus_group: another group, whose contrast is taken off: for whom the effect is larger.
        without: a company that is left out of what is measured: who follows it, say; nobody if empty.
        doses: arms in rising order, each set against the one before.
        firms: arm a is what firms have in common that differ otherwise, and ``level`` is for the ratio of the outcome
            in the quarter of firms with the most trust to that in the quarter with the least.
        scenario: the shipped scenario that the arms override.
    """

    outcome: str
    sign: Sign
    arms: Mapping[str, Arm] = field(default_factory=dict)
    at_least: float | None = None
    level: tuple[float, float] | None = None
    window: tuple[int, int] | None = None
    group: str = ""
    minus_group: str = ""
    without: str = ""
    doses: tuple[Arm, ...] = ()
    firms: bool = False
    scenario: str = "baseline"
    note: str = ""

    @property
    def size(self) -> float:
        """The size that the contrast must reach."""
        return MODEL.outcomes[self.outcome].matters if self.at_least is None else self.at_least

    @property
    def demanded(self) -> str:
        """What the check demands, in words."""
        if self.level:
            return f"{self.level[0]:g} to {self.level[1]:g}"
        return {"+": "at least +", "-": "at most −", "0": "within ±"}[self.sign] + f"{self.size:g}"


@dataclass(frozen=True)
class Claim:
    """A row of the founding texts: what they say, and the checks that a simulation of it must pass."""

    id: str
    claim: str
    kind: Literal["behaviour", "not about behaviour"]
    checks: tuple[Check, ...] = ()
    profile: str = "meta_analytic"
    untestable: str = ""
    note: str = ""
    fast: bool = False


_CHECK_KEYS = set(Check.__dataclass_fields__)
_CLAIM_KEYS = {"id", "claim", "kind", "profile", "untestable", "note", "fast", "check"}


def load_claims() -> list[Claim]:
    """Return all claims, in the order of their ids.

    Raises:
        InputError: a row names what the model does not have, or a claim stands twice.
    """
    texts = files("trustsim.evidence").joinpath("claims").iterdir()
    claims = _once(path for path in sorted(texts, key=lambda path: path.name) if path.name.endswith(".toml"))
    return [claims[key] for key in sorted(claims, key=_order)]


def load_signatures() -> list[Claim]:
    """Return what the model must show, in the form of claims: each a face of a signature.

    Raises:
        InputError: a row names what the model does not have, or stands twice.
    """
    return list(_once([files("trustsim.evidence").joinpath("signatures.toml")]).values())


def _once(paths: Iterable[Traversable]) -> dict[str, Claim]:
    """Return the claims of some files by id."""
    claims: dict[str, Claim] = {}
    for path in paths:
        for row in tomllib.loads(path.read_text(encoding="utf-8")).get("claim", []):
            claim = _claim(row, path.name)
            if claim.id in claims:
                raise InputError(f"{path.name}: claim {claim.id} stands twice")
            claims[claim.id] = claim
    return claims


def _order(key: str) -> tuple[str, int, str]:
    text, _, number = key.partition("-")
    digits = "".join(c for c in number if c.isdigit())
    return text, int(digits or 0), number


def _claim(row: Mapping[str, Any], where: str) -> Claim:
    inline = {key: value for key, value in row.items() if key in _CHECK_KEYS and key != "note"}
    unknown = set(row) - _CLAIM_KEYS - _CHECK_KEYS
    if unknown:
        name = min(unknown)
        known = _CLAIM_KEYS | _CHECK_KEYS
        raise InputError(f"{where}: claim {row.get('id')}: unknown key '{name}'{nearest(name, known)}")
    rows = [inline] if "outcome" in inline else []
    checks = tuple(_check(found, f"{where}: claim {row['id']}") for found in [*rows, *row.get("check", [])])
    kept = {key: row[key] for key in _CLAIM_KEYS - {"check"} if key in row}
    claim = Claim(**kept, checks=checks)
    if claim.kind == "behaviour" and not (checks or claim.untestable):
        raise InputError(f"{where}: claim {claim.id}: needs a check, or the reason why it is untestable")
    return claim


def _check(row: Mapping[str, Any], where: str) -> Check:
    unknown = set(row) - _CHECK_KEYS
    if unknown:
        raise InputError(f"{where}: unknown key '{min(unknown)}'{nearest(min(unknown), _CHECK_KEYS)}")
    if row["outcome"] not in MODEL.outcomes:
        raise InputError(f"{where}: unknown outcome '{row['outcome']}'{nearest(row['outcome'], MODEL.outcomes)}")
    values = dict(row)
    values["doses"] = tuple(row.get("doses", ()))
    for pair in ("window", "level"):
        if pair in row:
            values[pair] = (row[pair][0], row[pair][1])
    if (row.get("sign") == "=") != ("level" in row):
        raise InputError(f"{where}: the sign '=' and 'level' belong together")
    check = Check(**values)
    least = MODEL.outcomes[check.outcome].matters
    if check.sign in ("+", "-") and check.size < least:
        raise InputError(f"{where}: {check.outcome}: at_least {check.size:g} is below what matters, {least:g}")
    if set(check.arms) not in ({"a"}, {"a", "b"}, {"a", "b", "c", "d"}) and len(check.doses) < 2:
        raise InputError(f"{where}: needs arms a and b, or a, b, c and d, or two doses and more")
    if check.firms and (not check.level or check.doses or check.group or check.window):
        raise InputError(f"{where}: a check of firms needs the sign '=' with a level, and no doses, group or window")
    for group in (check.group, check.minus_group):
        if group:
            group_of(group)
    return check


def group_of(text: str) -> tuple[str, int]:
    """Return the name of a grouping and the number of its label, from "grouping: label".

    Raises:
        InputError: there is no such group.
    """
    name, _, label = (part.strip() for part in text.partition(":"))
    for grouping in GROUPINGS:
        if grouping.name == name and label in grouping.labels:
            return name, grouping.labels.index(label)
    known = [f"{grouping.name}: {label}" for grouping in GROUPINGS for label in grouping.labels]
    raise InputError(f"unknown group '{text}'{nearest(text, known)}")
