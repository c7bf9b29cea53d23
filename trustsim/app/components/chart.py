"""Outcomes over the weeks as a chart: a line and a band for each arm, marks for events, and the same as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import solara

from trustsim.app import texts
from trustsim.app.components.vue import vue

#: Significant digits of what is drawn.
DIGITS = 5


class Mark(NamedTuple):
    """A week in which something happens, and what."""

    week: int
    text: str


@vue("chart.vue")
def _Chart(chart: dict[str, Any], say: dict[str, str]) -> Any:
    """Draw what ``chart_of`` returns."""


@solara.component
def Chart(
    title: str,
    unit: str,
    curves: Mapping[str, pd.DataFrame],
    outcome: str = "",
    marks: Sequence[Mark] = (),
    provisional: str = "",
    note: str = "",
    band: str = "interval",
    least: float = 0.0,
    height: int = 190,
    first_day: date | None = None,
) -> None:
    """Draw an outcome over the weeks for each arm.

    Args:
        title: what is shown.
        unit: of the values.
        curves: for each arm, by what it is called, a tidy frame as ``Results.curves`` returns it: outcome, week, mean,
            low, high, range_low, range_high. The first arm is the baseline: its line is dashed.
        outcome: which outcome of the frames; all rows if empty.
        marks: what happens when.
        provisional: what is to be said while more runs are to come; empty once the numbers are final.
        note: a remark below the title, such as over how many weeks is averaged.
        band: "interval" (95%, noise of the simulation) or "range" (middle 90% of single companies).
        least: how much of the scale is shown at least, in the unit.
        height: in pixels.
        first_day: when week 1 begins, for dates below the axis; None counts weeks.
    """
    chart = chart_of(title, unit, curves, outcome, marks, provisional, note, band)
    day = first_day.isoformat() if first_day else ""
    _Chart(chart={**chart, "least": least, "height": height, "first_day": day}, say=texts.table("chart"))


def chart_of(
    title: str,
    unit: str,
    curves: Mapping[str, pd.DataFrame],
    outcome: str = "",
    marks: Sequence[Mark] = (),
    provisional: str = "",
    note: str = "",
    band: str = "interval",
) -> dict[str, Any]:
    """Return what the browser needs to draw a chart, as plain values."""
    low, high = ("low", "high") if band == "interval" else ("range_low", "range_high")
    lines = []
    for name, frame in curves.items():
        rows = frame[frame["outcome"] == outcome] if outcome else frame
        columns = {"mean": rows["mean"], "low": rows[low], "high": rows[high]}
        lines.append(
            {"name": name, "weeks": [int(w) for w in rows["week"]]} | {k: _plain(v) for k, v in columns.items()}
        )
    return {
        "title": title,
        "unit": unit,
        "lines": lines,
        "marks": [{"week": mark.week, "text": mark.text} for mark in marks],
        "provisional": provisional,
        "note": note,
        "band": texts.say(f"chart.band_{band}"),
    }


def _plain(values: pd.Series) -> list[float | None]:
    """Return numbers as JSON has them, with as many digits as can be seen."""
    given = values.to_numpy(dtype=np.float64)
    known = np.isfinite(given)
    size = np.where(known & (given != 0.0), np.abs(given), 1.0)
    scale = 10.0 ** np.abs(DIGITS - 1 - np.floor(np.log10(size)))
    fine = size < 10.0 ** (DIGITS - 1)
    rounded = np.where(fine, np.rint(given * scale) / scale, np.rint(given / scale) * scale)
    return [value if there else None for value, there in zip(rounded.tolist(), known.tolist(), strict=True)]
