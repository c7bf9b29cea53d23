"""What a calibration is asked: free inputs with their ranges, observed numbers with their bands, and a simulator."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from trustsim.errors import InputError
from trustsim.scenario.catalogue import the_catalogue
from trustsim.scenario.problems import near

Floats = npt.NDArray[np.float64]

#: A band is read as the middle 90% of what might have been observed: so many standard deviations to either side.
BAND = 1.6448536269514722


class Measured(NamedTuple):
    """A simulated number and its standard error over replications (NaN if it is not known)."""

    value: float
    error: float = math.nan


#: From values by dotted path, and the number of the run (of its luck), to the simulated numbers by name.
Simulator = Callable[[Mapping[str, float], int], Mapping[str, Measured]]


@dataclass(frozen=True)
class FreeInput:
    """A number of the scenario that is to be found out: uniform on its range before anything is observed.

    Attributes:
        path: its dotted path.
        low: the least that it may be.
        high: the most that it may be.
        default: what the shipped model has.
        unit: the unit of all three.
        reason: which observation should tell it, and why.
        start: where to look first, such as a value found by hand; None if nothing is known.
    """

    path: str
    low: float
    high: float
    default: float = math.nan
    unit: str = ""
    reason: str = ""
    start: float | None = None

    def __post_init__(self) -> None:
        if not (math.isfinite(self.low) and math.isfinite(self.high) and self.low < self.high):
            raise InputError(f"calibration: {self.path} needs a range, low below high, got {self.low} to {self.high}")
        if self.start is not None and not self.low < self.start < self.high:
            raise InputError(
                f"calibration: {self.path} must start within its range {self.low:g} to {self.high:g}, got {self.start}"
            )


def free_input(path: str, reason: str = "", low: float | None = None, high: float | None = None) -> FreeInput:
    """Return a free input with range and unit as the model declares them.

    Args:
        path: the dotted path of a number.
        reason: which observation should tell it, and why.
        low: a narrower least value, within the declared range; the declared one if None.
        high: a narrower greatest value.

    Raises:
        InputError: there is no such number, or the range is not within the declared one.
    """
    catalogue = the_catalogue()
    leaf = catalogue.leaf(path)
    if leaf is None or leaf.kind != "number":
        raise InputError(f"calibration: no number at {path}{near(path, catalogue.fixed)}")
    least, most = leaf.low if low is None else low, leaf.high if high is None else high
    if not leaf.low <= least < most <= leaf.high:
        raise InputError(
            f"calibration: {path} must lie within {leaf.low:g} to {leaf.high:g}, got {least:g} to {most:g}"
        )
    default = float(leaf.default) if isinstance(leaf.default, int | float) else math.nan
    return FreeInput(path, float(least), float(most), default, leaf.unit, reason)


@dataclass(frozen=True)
class Target:
    """An observed number that the simulation is to reproduce.

    Attributes:
        name: its name among the simulated numbers.
        value: what was observed.
        low: the least that counts as reproduced.
        high: the most that counts as reproduced.
        unit: the unit of all three.
        text: what it is, in words.
        scale: "log" compares logs, as befits ratios and rates, "logit" the log odds of percentages.
        floor: what is added to a value, and for percentages to its complement, before the log is taken, so that the
            luck of few people has one too.
        error: the standard deviation of the observation on that scale; the band's if None (read as a 90% range).
    """

    name: str
    value: float
    low: float
    high: float
    unit: str = ""
    text: str = ""
    scale: Literal["linear", "log", "logit"] = "linear"
    floor: float = 0.0
    error: float | None = None

    def __post_init__(self) -> None:
        if not all(map(math.isfinite, (self.value, self.low, self.high))) or not self.low <= self.value <= self.high:
            raise InputError(f"calibration: {self.name}: low <= value <= high must hold, got {self}")
        if not math.isfinite(self.scaled(self.low)) or not math.isfinite(self.scaled(self.high)):
            raise InputError(f"calibration: {self.name}: its band has no {self.scale}, got {self.low} to {self.high}")
        if self.deviation < 0.0 or (self.error is None and self.low == self.high):
            raise InputError(f"calibration: {self.name}: a band without width needs an error of its own")

    @property
    def deviation(self) -> float:
        """The standard deviation of the observation, on its scale."""
        if self.error is not None:
            return self.error
        return (self.scaled(self.high) - self.scaled(self.low)) / (2.0 * BAND)

    def scaled(self, value: float) -> float:
        """Return a value on the scale on which it is compared; NaN where it has none."""
        if self.scale == "linear":
            return value
        above = value + self.floor
        below = 1.0 if self.scale == "log" else 100.0 - value + self.floor
        return math.log(above / below) if above > 0.0 and below > 0.0 else math.nan

    def unscaled(self, values: Floats) -> Floats:
        """Return values as they were before ``scaled``."""
        if self.scale == "linear":
            return values
        if self.scale == "log":
            return np.exp(values) - self.floor
        return (100.0 + 2.0 * self.floor) * expit(values) - self.floor

    def met(self, value: float) -> bool:
        """Tell whether a simulated value lies in the band."""
        return self.low <= value <= self.high


@dataclass(frozen=True)
class Problem:
    """Free inputs and observed numbers.

    Raises:
        InputError: there is none of either, or one twice.
    """

    inputs: tuple[FreeInput, ...]
    targets: tuple[Target, ...]

    def __post_init__(self) -> None:
        for what, names in (
            ("free input", [free.path for free in self.inputs]),
            ("target", [target.name for target in self.targets]),
        ):
            if not names:
                raise InputError(f"calibration: needs at least one {what}")
            twice = sorted({name for name in names if names.count(name) > 1})
            if twice:
                raise InputError(f"calibration: {what} {twice[0]} is there twice; leave one out")

    @property
    def paths(self) -> list[str]:
        """The paths of the free inputs in order."""
        return [free.path for free in self.inputs]

    @property
    def names(self) -> list[str]:
        """The names of the targets in order."""
        return [target.name for target in self.targets]

    @property
    def start(self) -> Floats | None:
        """Where to look first, in the unit cube; None if no input says so, its default for one that does not."""
        if all(free.start is None for free in self.inputs):
            return None
        values = [free.default if free.start is None else free.start for free in self.inputs]
        places = [(value - free.low) / (free.high - free.low) for value, free in zip(values, self.inputs, strict=True)]
        return np.nan_to_num(np.array(places), nan=0.5)

    @property
    def observed(self) -> Floats:
        """What was observed, each on its scale."""
        return np.array([target.scaled(target.value) for target in self.targets])

    @property
    def deviations(self) -> Floats:
        """The standard deviation of each observation, on its scale."""
        return np.array([target.deviation for target in self.targets])

    def values(self, points: Floats) -> Floats:
        """Return points of the unit cube, shape (points, inputs), as values of the inputs."""
        low = np.array([free.low for free in self.inputs])
        high = np.array([free.high for free in self.inputs])
        return low + points * (high - low)

    def numbers(self, measured: Mapping[str, Measured]) -> list[float]:
        """Return the simulated value of each target in order.

        Raises:
            InputError: the simulator did not return one of them.
        """
        missing = [name for name in self.names if name not in measured]
        if missing:
            raise InputError(f"calibration: the simulator returns nothing called {', '.join(missing)}")
        return [float(measured[name].value) for name in self.names]

    def scaled(self, table: Floats) -> Floats:
        """Return simulated numbers, shape (runs, targets), each on its scale (NaN where it has none)."""
        columns = [[target.scaled(value) for value in table[:, place]] for place, target in enumerate(self.targets)]
        return np.array(columns, dtype=np.float64).T.reshape(len(table), len(self.targets))

    def unscaled(self, table: Floats) -> Floats:
        """Return numbers on their scales, shape (..., targets), as they were before ``scaled``."""
        columns = [target.unscaled(table[..., place]) for place, target in enumerate(self.targets)]
        return np.stack(columns, axis=-1)

    def fingerprint(self, seed: int) -> str:
        """Return what tells this problem from others, so that runs of another are never taken for its own."""
        inputs = [(free.path, free.low, free.high, free.start) for free in self.inputs]
        content = {"inputs": inputs, "targets": [asdict(target) for target in self.targets], "seed": seed}
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def errors_of(problem: Problem, measured: Mapping[str, Measured]) -> Sequence[float]:
    """Return the standard error of each simulated number in order of the targets."""
    return [float(measured[name].error) for name in problem.names]
