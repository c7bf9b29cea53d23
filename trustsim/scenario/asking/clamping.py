"""A value out of a link, moved into what is allowed."""

from __future__ import annotations

import math
import re
from urllib.parse import unquote

from trustsim.scenario.asking.bounds import bounds_of
from trustsim.scenario.forms import printable
from trustsim.scenario.problems import clean, near
from trustsim.scenario.shape import Leaf, Value, number

#: The most names of a list and the most characters of a value.
MOST_NAMES, MOST_CHARACTERS = 100, 400
_DIGITS = re.compile(r"-?[0-9]{1,30}")


def clamped(path: str, leaf: Leaf, text: str) -> tuple[Value | None, str]:
    """Return the value that a text means at a leaf, and what must be said of it.

    Args:
        path: where it stands, for the remark.
        leaf: what is allowed there.
        text: what a link holds.

    Returns:
        The value, or None if the text means nothing there; and a remark where it was moved or left out, else nothing.
    """
    where, text = clean(path, 80), text.strip()[:MOST_CHARACTERS]
    if leaf.kind in ("number", "whole"):
        return _number(where, path, leaf, text)
    if leaf.kind == "flag":
        return text in ("1", "true"), ""
    if leaf.kind == "choice":
        hint = near(text, leaf.choices)
        return (text, "") if text in leaf.choices else (None, f"{where} has no '{clean(text, 30)}'{hint}; left out")
    names = [unquote(name) for name in text.split(",")[:MOST_NAMES]] if leaf.kind == "names" else [text]
    try:
        kept = tuple(sorted({printable(name) for name in names if name}))
    except ValueError:
        return None, f"{where} has control or invisible characters and was left out"
    if leaf.kind == "names":
        return kept, ""
    return (kept[0][: leaf.length], "") if kept else (None, f"{where} is empty and was left out")


def _number(where: str, path: str, leaf: Leaf, text: str) -> tuple[Value | None, str]:
    try:
        value = float(text)
    except ValueError:
        return None, f"{where} must be {leaf.allowed}, not '{clean(text, 30)}'; left out"
    if math.isnan(value):
        return None, f"{where} must be {leaf.allowed}, not '{clean(text, 30)}'; left out"
    if leaf.kind == "whole" and _DIGITS.fullmatch(text):
        value = int(text)  # a seed has more digits than a float keeps
    low, high = bounds_of(path) or (leaf.low, leaf.high)
    moved = min(max(value, low), high)
    moved = round(moved) if leaf.kind == "whole" else float(moved)
    return moved, "" if moved == value else f"{where} was moved from {_said(value)} to {number(moved)}"


def _said(value: float) -> str:
    if math.isinf(value):
        return "an infinite number"
    return number(value) if abs(value) < 1e15 else f"{value:.3g}"
