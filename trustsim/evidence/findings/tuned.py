"""What was tuned to which published numbers, for the page: free parameters and what their posterior says of them."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import numpy as np

from trustsim.errors import StoreError
from trustsim.evidence.findings.report import shown
from trustsim.scenario.catalogue import the_catalogue
from trustsim.studies.assumptions import posterior_sample

#: Beyond this reduction of the prior's variance the numbers tell a parameter, as in ``Calibration``.
IDENTIFIED = 0.2
TUNED = """## What was tuned

The parameters below were free, each within the range given, to meet the numbers of the role `calibrate`; numbers of
the role `validate` were not run for it. The values shipped were found by hand, step by step: a point that meets the
numbers together with the claims and the signatures. They are one point of a set. The last steps were looked at with ten
of this page's seeds; with thirty others, which nothing was set by (`trustsim evidence --seed 2026`), all numbers lie in
their bands as well, and the same findings pass.

`posterior` is the middle 90% of draws from what the numbers allow, as an emulator has it of 500 runs of `trustsim
calibrate --evidence` (seed 1; `trustsim/studies/posterior.csv`); *not told* are parameters of which the numbers say
next to nothing: more than four fifths of the variance of the range is left. The best point of that search meets 24 of
the 25 numbers, all but G04; the shipped one meets all, and the signatures as well. The emulator predicts some numbers
badly (of the variance over runs three tenths or less: G02a, G02c, G02d, O01), and a number that jumps (G04, Q02a) only
in the mean: the posterior is wider than the truth there, and single draws of it miss some bands.
[Calibration](calibration.md) says how it is done.
"""
HELD = """Not free, but set by hand along with them, for the signatures and claims that the numbers alone would have
undone:
"""


def tuned_lines() -> list[str]:
    """Return the lines of the page."""
    return [TUNED, *_free(), "", HELD, *_held(), ""]


def _free() -> list[str]:
    # what is free lies in the house above, next to the command; it asks this one for the numbers
    from trustsim.evidence.calibrating import free_parameters

    try:
        draws = posterior_sample()
    except StoreError:
        draws = ()
    lines = ["| parameter | range | shipped | posterior | numbers, and why |", "| --- | --- | --- | --- | --- |"]
    for free in free_parameters():
        values = np.array([draw[free.path] for draw in draws if free.path in draw])
        said = _posterior(values, free.high - free.low) if len(values) else "–"
        name = free.path.removeprefix("parameters.")
        lines.append(
            f"| `{name}` | {shown(free.low)} to {shown(free.high)} | {shown(free.default)} | {said} | {free.reason} |"
        )
    return lines


def _posterior(values: np.ndarray, width: float) -> str:
    low, high = np.quantile(values, (0.05, 0.95))
    left = float(values.var()) / (width**2 / 12.0)
    return f"{shown(float(low))} to {shown(float(high))}{', not told' if left > 1.0 - IDENTIFIED else ''}"


def _held() -> list[str]:
    declared = the_catalogue().parameters
    text = files("trustsim.evidence.findings").joinpath("tuned.toml").read_text(encoding="utf-8")
    return [
        f"- `{row['path'].removeprefix('parameters.')}` {shown(row['before'])} to "
        f"{shown(float(declared[row['path']].default))}: {row['reason']}"
        for row in tomllib.loads(text)["held"]
    ]
