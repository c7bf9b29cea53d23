"""What comes from a participant's page, checked: anybody can send anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from trustsim.errors import InputError

#: No answer is larger.
MOST = 1e300


def table(raw: object, keys: Sequence[str]) -> Mapping[str, Any]:
    """Return an answer that must be a table with these keys and no other.

    Raises:
        InputError: it is none.
    """
    if not isinstance(raw, Mapping) or set(raw) != set(keys):
        raise InputError(f"An answer here holds {' and '.join(keys)}, and nothing else.")
    return raw


def one_of(value: object, known: Sequence[str]) -> str:
    """Return a value that must be one of some.

    Raises:
        InputError: it is none of them.
    """
    if not isinstance(value, str) or value not in known:
        raise InputError("Please choose one of the answers.")
    return value


def within(value: object, low: float, high: float) -> float:
    """Return a number that must lie between two ends.

    Raises:
        InputError: it is none, or lies outside.
    """
    # no number beyond all floats either, which a whole one may be
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < MOST:
        raise InputError(f"Please give a number from {low:g} to {high:g}.")
    if not low - 1e-9 <= value <= high + 1e-9:
        raise InputError(f"Please give a number from {low:g} to {high:g}, not {value:g}.")
    return round(min(high, max(low, float(value))), 6)
