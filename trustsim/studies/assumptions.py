"""The assumption interval: how far mean differences move under other readings of the evidence, or other parameters.

``posterior.csv`` is a sample of the parameters that published numbers allow, as ``trustsim calibrate --evidence
--out`` writes it: a column for each parameter, by dotted path, and a row for each draw.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from trustsim.errors import InputError, StoreError
from trustsim.scenario import Scenario, load
from trustsim.scenario.catalogue import the_catalogue
from trustsim.scenario.problems import near
from trustsim.scenario.shape import PROFILES

#: What the assumption interval may rest on.
READINGS = ("profiles", "posterior")
SAMPLE = Path(__file__).with_name("posterior.csv")
#: So many runs of each arm with each draw of the parameters: luck is shared, and the spread between draws is wanted.
RUNS_PER_DRAW = 4
#: The interval holds the middle 90% of the mean differences over draws.
MIDDLE = (0.05, 0.95)

Draw = Mapping[str, float]


def check_reading(assumptions: str | None) -> None:
    """Check what an assumption interval is asked to rest on.

    Raises:
        InputError: it is neither None nor a known reading, or the sample that it needs is not there.
    """
    if assumptions is not None and assumptions not in READINGS:
        known = " or ".join(f"'{name}'" for name in READINGS)
        raise InputError(f"assumptions must be None, {known}, got {assumptions!r}")
    if assumptions == "posterior":
        posterior_sample()


def posterior_sample(path: Path | None = None) -> tuple[Draw, ...]:
    """Return draws of the parameters that published numbers allow: the value of each by dotted path.

    Args:
        path: the file of another sample; the shipped one if None.

    Raises:
        StoreError: there is none, or it is damaged.
    """
    return _read(path or SAMPLE)


@cache
def _read(path: Path) -> tuple[Draw, ...]:
    try:
        rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines(), strict=True))
    except FileNotFoundError as error:
        raise StoreError(
            f"assumptions 'posterior' needs a sample of the calibrated parameters, and {path.name} is not shipped with "
            "this version; use 'profiles', or make one: trustsim calibrate --evidence --out posterior.csv"
        ) from error
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise StoreError(f"{path} cannot be read: {error}") from error
    paths = rows[0] if rows else []
    leaves = the_catalogue().fixed
    for name in paths:
        if name not in leaves:
            raise StoreError(f"{path} has a column '{name}' that this version does not know{near(name, leaves)}")
    try:
        draws = tuple(dict(zip(paths, map(_number, row), strict=True)) for row in rows[1:])
    except ValueError as error:
        raise StoreError(f"{path} is damaged: {error}") from error
    if len(draws) < 2:
        raise StoreError(f"{path} holds {len(draws)} draws; an interval needs at least 2")
    return draws


def _number(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"{text} is no finite number")
    return value


def other_profiles(arms: Mapping[str, Scenario], profile: str) -> list[dict[str, Scenario]]:
    """Return the arms under each profile but the one that they have."""
    others = [other for other in PROFILES if other != profile]
    return [{label: arm.override({"run.profile": other}) for label, arm in arms.items()} for other in others]


def drawn_arms(arms: Mapping[str, Scenario], draws: Iterable[Draw]) -> list[dict[str, Scenario]]:
    """Return the arms with each draw of the parameters, of few runs each.

    What an arm sets to other than the baseline's value stays as it is in all arms: it is what somebody chose.
    """
    usual = load("baseline").values
    runs = {"run.replications": min(RUNS_PER_DRAW, *(arm.replications for arm in arms.values()))}

    def chosen(path: str) -> bool:
        return any(arm.get(path) != usual[path] for arm in arms.values())

    return [
        {
            label: arm.override({**runs, **{path: value for path, value in draw.items() if not chosen(path)}})
            for label, arm in arms.items()
        }
        for draw in draws
    ]
