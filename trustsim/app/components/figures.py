"""The main numbers as one block of cards: value, difference, how sure it is, what one company may see, a verdict."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import solara

from trustsim.app import texts
from trustsim.results import OutcomeFacts


@solara.component_vue("figures.vue", vuetify=False)
def Figures(cards: list[dict[str, Any]], say: dict[str, str], provisional: str = "", stale: bool = False) -> Any:
    """Draw a card for each outcome.

    Args:
        cards: as ``card_of`` returns them.
        say: the texts ``figures`` of texts.toml.
        provisional: what is to be said while more runs are to come; empty once the numbers are final.
        stale: the numbers are of what was asked before.
    """


def card_of(row: pd.Series, facts: OutcomeFacts) -> dict[str, Any]:
    """Return what a card shows, as plain values in words and figures.

    Args:
        row: a row of ``Comparison.table``.
        facts: unit and direction of the outcome.
    """
    decimals = 2 if facts.unit == "0-1" else 1
    verdict, better = str(row["verdict"]), str(row["better"])
    mood = {"yes": "better", "no": "worse"}.get(better, "even" if verdict == "no difference that matters" else "open")
    return {
        "outcome": facts.name,
        "title": texts.maybe(f"outcomes.{facts.name}") or facts.name.replace("_", " ").capitalize(),
        "unit": texts.maybe(f"units.{facts.unit}") or facts.unit,
        "value": _number(row["scenario_value"], decimals),
        "baseline": _number(row["baseline_value"], decimals),
        "difference": _signed(row["difference"], decimals),
        "interval": [_signed(row["low"], decimals), _signed(row["high"], decimals)],
        "range": [_signed(row["range_low"], decimals), _signed(row["range_high"], decimals)],
        "verdict": texts.say(f"verdicts.{mood}") if mood in ("even", "open") else _clear(verdict, mood),
        "mood": mood,
        "sign": {"higher": "▲", "lower": "▼"}.get(verdict, "=" if mood == "even" else "?"),
    }


def _clear(verdict: str, mood: str) -> str:
    return texts.say(f"verdicts.{verdict}_{mood}")


def _number(value: float, decimals: int) -> str:
    return f"{value:,.{decimals}f}".replace("-", "−") if math.isfinite(value) else "–"


def _signed(value: float, decimals: int) -> str:
    text = f"{value:+,.{decimals}f}".replace("-", "−") if math.isfinite(value) else "–"
    return text.lstrip("+−") if not any(digit in text for digit in "123456789") else text
