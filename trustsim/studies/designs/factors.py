"""What varies along a path: a set of values, or a range of numbers, continuous or whole."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from trustsim.errors import InputError
from trustsim.studies.documents import check_keys, list_of, values_of

Floats = npt.NDArray[np.float64]
Plain: TypeAlias = float | int | str | bool
#: The path of the factor that is the scenario itself.
SCENARIO = "scenario"
MOST_VALUES = 10_000


@dataclass(frozen=True)
class Choice:
    """A set of values: numbers or names."""

    path: str
    values: tuple[Plain, ...]
    source: str = "factors"

    def __post_init__(self) -> None:
        if not 1 <= len(self.values) <= MOST_VALUES:
            raise InputError(f"{self.source}: {self.path} needs 1 to {MOST_VALUES:,} values, got {len(self.values):,}")
        for value in self.values:
            if not isinstance(value, str | bool | int | float):
                raise InputError(f"{self.source}: {self.path}: a value must be a number or a name, got {value!r}")
            if isinstance(value, float) and not math.isfinite(value):
                raise InputError(f"{self.source}: {self.path}: a value must be finite, got {value}")

    def at(self, shares: Floats) -> list[Plain]:
        """Return the values at shares in [0, 1]: each value has an equal part of it."""
        places = np.minimum((shares * len(self.values)).astype(int), len(self.values) - 1)
        return [self.values[place] for place in places]

    @property
    def ends(self) -> tuple[Plain, ...]:
        """The values that are checked before anything runs: all."""
        return self.values

    def plain(self) -> Any:
        """Return what a file says for it."""
        return list(self.values)


@dataclass(frozen=True)
class Range:
    """All numbers from ``low`` to ``high``; only whole ones if ``whole``, the ends as often as the others."""

    path: str
    low: float
    high: float
    whole: bool = False
    source: str = "factors"

    def __post_init__(self) -> None:
        for end in (self.low, self.high):
            if isinstance(end, bool) or not isinstance(end, int | float) or not math.isfinite(end):
                raise InputError(f"{self.source}: {self.path}: low and high must be numbers, got {end!r}")
        if not self.low < self.high:
            raise InputError(f"{self.source}: {self.path}: low must be below high, got {self.low} and {self.high}")
        if self.whole and (self.low != int(self.low) or self.high != int(self.high)):
            raise InputError(
                f"{self.source}: {self.path} takes whole numbers, so low and high must be whole, "
                f"got {self.low} and {self.high}"
            )

    def at(self, shares: Floats) -> list[Plain]:
        """Return the numbers at shares in [0, 1]."""
        if self.whole:
            count = int(self.high) - int(self.low) + 1
            return [int(self.low) + int(place) for place in np.minimum((shares * count).astype(int), count - 1)]
        return [float(number) for number in self.low + (self.high - self.low) * shares]

    @property
    def ends(self) -> tuple[Plain, ...]:
        """The values that are checked before anything runs: both ends."""
        return (int(self.low), int(self.high)) if self.whole else (self.low, self.high)

    def plain(self) -> Any:
        """Return what a file says for it."""
        return {"low": self.low, "high": self.high, "whole": self.whole}


Factor: TypeAlias = Choice | Range


def factor_of(path: str, given: Any, source: str) -> Factor:
    """Return the factor that a list, ``{low, high, steps}``, ``{low, high}`` or ``{low, high, whole}`` describes.

    Raises:
        InputError: it describes none.
    """
    if isinstance(given, Choice | Range):
        return given
    where = f"{source}: {path}"
    if isinstance(given, Mapping) and "steps" in given:
        return Choice(path, tuple(values_of(given, where)), source)
    if isinstance(given, Mapping):
        check_keys(given, ("low", "high", "steps", "whole"), where)
        for end in ("low", "high"):
            if end not in given:
                raise InputError(f"{where}: a range needs low and high; {end} is missing")
        return Range(path, given["low"], given["high"], given.get("whole", False) is True, source)
    if not isinstance(given, list | tuple):
        raise InputError(f"{where}: must be a list of values or a range {{ low, high }}, got {given!r}")
    return Choice(path, tuple(list_of(given, where)), source)
