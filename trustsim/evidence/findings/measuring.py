"""Measures the published numbers in the model: each arm is run once on shared luck, each number taken from it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from trustsim.errors import InputError
from trustsim.evidence.findings.arms import Arm, load_arms
from trustsim.evidence.findings.estimators import ESTIMATORS, POOLED
from trustsim.evidence.findings.games import PLAYED
from trustsim.evidence.findings.instruments import Instrument
from trustsim.evidence.findings.looking import instruments
from trustsim.evidence.findings.numbers import Kind, Number, load_numbers
from trustsim.evidence.findings.running import Laboratory, Seen, Setup
from trustsim.evidence.findings.statistics import jackknife
from trustsim.evidence.findings.targets import Target, chosen, load_targets
from trustsim.results.intervals import mean_interval
from trustsim.scenario import resolve

Progress = Callable[[int, int], None]
#: Seeds of the evidence: calibration uses others.
EVIDENCE_SEED = 64
REPLICATIONS = 30
#: Arms of fewer people show nothing.
FEWEST_PEOPLE = 40
#: A sign passes if at least this share of seeds has it.
SIGN_SHARE = 0.9


@dataclass(frozen=True)
class Measured:
    """A published number and what the model shows for it.

    Attributes:
        target: the published number.
        kind: whether it holds as an input or a cut-off, was calibrated, or emerges.
        simulated: the mean over seeds, or what all runs together show; NaN where ``missing`` says why.
        interval: its 95% interval over seeds.
        values: one value a seed (of pooled numbers the jackknife's pseudo-values).
        share: the share of seeds with the sign asked for; NaN where none is.
        passed: whether it lies in the band; None of context, and where it is missing.
        missing: why the model cannot show it.
        note: what is to be said of how it is measured.
        added: what was added to the model after the number had been missed: not empty, it is no blind check.
    """

    target: Target
    kind: Kind
    simulated: float
    interval: tuple[float, float]
    values: npt.NDArray[np.float64]
    share: float
    passed: bool | None
    missing: str = ""
    note: str = ""
    added: str = ""


def measure(
    rows: Sequence[str] | None = None,
    overrides: Mapping[str, Any] | None = None,
    *,
    replications: int = REPLICATIONS,
    employees: int | None = None,
    seed: int = EVIDENCE_SEED,
    threads: int | None = None,
    progress: Progress | None = None,
    option: str = "rows",
) -> list[Measured]:
    """Measure published numbers in the model.

    Args:
        rows: ids of numbers or of findings; every number if None.
        overrides: values by dotted path laid over the base of every arm; what an arm sets itself wins.
        replications: runs of each arm, which differ in luck only.
        employees: people an arm at most; each arm's own number if None. Of firms there are fewer then, not smaller.
        seed: where the luck starts.
        threads: how many threads; as many as there are processors if None.
        progress: called with (arms run, arms in all).
        option: what asked for the rows, for messages.

    Raises:
        InputError: there is no such number or finding, or a number is out of range.
        ScenarioError: an override is wrong.
    """
    if replications < 1:
        raise InputError(f"replications must be 1 or more, not {replications}")
    if employees is not None and employees < FEWEST_PEOPLE:
        raise InputError(f"employees must be {FEWEST_PEOPLE} or more, or None, not {employees}")
    targets = {target.id: target for target in load_targets()}
    numbers = {number.id: number for number in load_numbers()}
    wanted = [numbers[name] for name in chosen(rows, list(numbers), option)]
    arms = load_arms()
    laboratory = Laboratory(overrides, replications, employees, seed, threads)
    seen = _run(wanted, arms, laboratory, progress)
    found = {number.id: targets.get(number.id) or unjudged(number, targets) for number in wanted}
    return [_measured(number, found[number.id], arms, laboratory, seen) for number in wanted]


def _run(
    numbers: Iterable[Number], arms: Mapping[str, Arm], laboratory: Laboratory, progress: Progress | None
) -> dict[Setup, Seen]:
    """Simulate every setup that some number needs, each once."""
    orders: dict[Setup, list[Instrument]] = {}
    for number in numbers:
        for arm, setup in setups(number, arms, laboratory):
            bounds = [(name, *ends) for name, ends in arm.among.items()]
            orders.setdefault(setup, []).extend(instruments(number, bounds))
    seen: dict[Setup, Seen] = {}
    for setup, kept in orders.items():
        seen[setup] = laboratory.run(arms[setup.arm], setup, kept)
        if progress:
            progress(len(seen), len(orders))
    return seen


def setups(number: Number, arms: Mapping[str, Arm], laboratory: Laboratory) -> list[tuple[Arm, Setup]]:
    """Return the arms of a number and what is simulated for each, in its order; a dose each where there are some."""
    found = []
    for name in number.arms:
        arm = arms[name]
        if arm.weeks and not number.missing:
            found += [(arm, laboratory.setup(arm, number.size, dose)) for dose in arm.doses or (None,)]
    return found


def _measured(
    number: Number, target: Target, arms: Mapping[str, Arm], laboratory: Laboratory, seen: Mapping[Setup, Seen]
) -> Measured:
    """Take a number from what was seen of its arms, and judge it."""
    if number.missing:
        nothing = np.array([])
        return Measured(target, number.kind, math.nan, (math.nan, math.nan), nothing, math.nan, None, number.missing)
    looked = [replace(seen[setup], arm=arm) for arm, setup in setups(number, arms, laboratory)]
    if number.estimator in POOLED:
        value, interval, values = jackknife(*POOLED[number.estimator](number, looked))
    elif number.estimator in PLAYED:
        value = PLAYED[number.estimator](resolve(laboratory.base), [arms[name] for name in number.arms])
        interval, values = (value, value), np.array([value])
    else:
        values = number.factor * ESTIMATORS[number.estimator](number, looked)
        values = np.abs(values) if number.absolute else values
        value, *ends = mean_interval(values)
        interval = (ends[0], ends[1])
    share = float(np.mean(np.sign(values) == target.sign)) if target.sign else math.nan
    passed = judged(target, value, share)
    return Measured(target, number.kind, value, interval, values, share, passed, note=number.remark, added=number.added)


def judged(target: Target, value: float, share: float) -> bool | None:
    """Tell whether a number lies in its band and enough seeds have its sign, if it is one; None if it is not judged."""
    if target.role not in ("calibrate", "validate"):
        return None
    return target.low <= value <= target.high and (not target.sign or share >= SIGN_SHARE)


def unjudged(number: Number, targets: Mapping[str, Target]) -> Target:
    """Return a target for a number that has none: it serves a condition, or stands beside a finding."""
    first = next(target for target in targets.values() if target.finding == number.finding)
    arms = dict(zip(("arm_a", "arm_b"), number.arms, strict=False))
    return replace(
        first, id=number.id, role="condition", outcome=number.says, statistic=number.estimator, value=math.nan,
        low=-math.inf, high=math.inf, verified=False, **arms,
    )  # fmt: skip
