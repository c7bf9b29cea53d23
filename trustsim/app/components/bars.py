"""Bars that start at nothing, or one where the other ends, with intervals and the numbers beside them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from trustsim.app.components.figures import signed
from trustsim.app.components.vue import vue


@dataclass(frozen=True)
class Bar:
    """A bar.

    Attributes:
        label: what it is of.
        value: how long it is, with its sign.
        low: the lower end of its interval; NaN where there is none.
        high: the upper end.
        note: a remark below the label.
        mood: "better", "worse", "clear", "even" or "open": its colour, beside its direction.
        verdict: what is said of it, in words.
        whole: whether it is the sum of the others.
    """

    label: str
    value: float
    low: float = math.nan
    high: float = math.nan
    note: str = ""
    mood: str = "clear"
    verdict: str = ""
    whole: bool = False


@vue("bars.vue")
def Bars(title: str, bars: list[dict[str, Any]], head: list[str]) -> Any:
    """Draw bars as rows of a table.

    Args:
        title: what they show, for those who cannot see it.
        bars: as ``bars_of`` returns them.
        head: the headings of the columns: what, picture, value, interval, and a verdict if there is one.
    """


def between(low: float, high: float, decimals: int) -> str:
    """Return an interval in figures, or a dash where there is none."""
    return f"{signed(low, decimals)} … {signed(high, decimals)}" if math.isfinite(low) else "–"


def bars_of(bars: Sequence[Bar], decimals: int, falling: bool = False) -> list[dict[str, Any]]:
    """Return bars as plain values on a scale from 0 to 100.

    Args:
        bars: from top to bottom.
        decimals: of the numbers.
        falling: each begins where the one above ends, but for a whole one.
    """
    starts, end = [], 0.0
    for bar in bars:
        starts.append(end if falling and not bar.whole else 0.0)
        end = starts[-1] + bar.value
    edges = [0.0]
    for bar, start in zip(bars, starts, strict=True):
        edges += [start + end for end in (bar.value, bar.low, bar.high, 0.0) if math.isfinite(end)]
    low, high = min(edges), max(edges)
    reach = (high - low) or 1.0
    low, reach = low - 0.03 * reach, 1.06 * reach

    def place(value: float) -> float | None:
        return round(100.0 * (value - low) / reach, 2) if math.isfinite(value) else None

    return [
        {
            "label": bar.label, "note": bar.note, "mood": bar.mood, "verdict": bar.verdict, "whole": bar.whole,
            "zero": place(0.0), "from": place(min(start, start + bar.value)),
            "to": place(max(start, start + bar.value)),
            "low": place(start + bar.low), "high": place(start + bar.high), "value": signed(bar.value, decimals),
            "rises": bar.value >= 0.0,
            "interval": between(bar.low, bar.high, decimals),
        }
        for bar, start in zip(bars, starts, strict=True)
    ]  # fmt: skip
