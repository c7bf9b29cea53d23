"""Measures the published numbers in the model: each arm is run once on shared luck, each number taken from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from trustsim.evidence.targets import Target

Progress = Callable[[int, int], None]
Kind = Literal["input", "calibrated", "emergent"]
#: Seeds of the evidence: calibration uses others.
EVIDENCE_SEED = 64
REPLICATIONS = 30


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


def measure(
    rows: Sequence[str] | None = None,
    overrides: Mapping[str, Any] | None = None,
    *,
    replications: int = REPLICATIONS,
    employees: int | None = None,
    seed: int = EVIDENCE_SEED,
    threads: int | None = None,
    progress: Progress | None = None,
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

    Raises:
        InputError: there is no such number or finding, or a number is out of range.
        ScenarioError: an override is wrong.
    """
    raise NotImplementedError
