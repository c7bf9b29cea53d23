"""The main numbers as one block of cards: value, difference, how sure it is, what one company may see, a verdict."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from trustsim.app import texts
from trustsim.app.components.vue import vue
from trustsim.results import OutcomeFacts

#: The verdicts that the headline tells with numbers.
SAID_WITH_NUMBERS = ("worse", "better", "clear")


@vue("figures.vue")
def Figures(
    headline: str,
    cards: list[dict[str, Any]],
    say: dict[str, str],
    provisional: str = "",
    caption: str = "",
    rest: str = "",
    stale: bool = False,
    key: str = "",
    event_how: Callable[[Any], None] | None = None,
) -> Any:
    """Draw a sentence, and a card for each outcome.

    Args:
        headline: what it comes to, in a sentence.
        cards: as ``card_of`` returns them.
        say: the texts ``figures`` of texts.toml.
        provisional: what is to be said while more runs are to come; empty once the numbers are final.
        caption: what is said below the cards then.
        rest: what is said behind it where there is room.
        stale: the numbers are of what was asked before.
        key: of what was asked: another one for another question.
        event_how: called when somebody asks how to read the cards.
    """


def card_of(row: pd.Series, facts: OutcomeFacts, currency: str = "") -> dict[str, Any]:
    """Return what a card shows, as plain values in words and figures.

    Args:
        row: a row of ``Comparison.table``.
        facts: unit and direction of the outcome.
        currency: what money is called.
    """
    decimals = decimals_in(facts.unit)
    finer = decimals + (facts.unit == "0-1")  # intervals of trust are narrow
    mood = mood_of(row)
    return {
        "outcome": facts.name,
        "title": title_of(facts.name),
        "unit": currency if facts.unit == "money" and currency else unit_of(facts.unit),
        "value": number(row["scenario_value"], decimals),
        "baseline": number(row["baseline_value"], decimals),
        "difference": signed(row["difference"], decimals),
        "interval": [signed(row["low"], finer), signed(row["high"], finer)],
        "range": [signed(row["range_low"], finer), signed(row["range_high"], finer)],
        "verdict": texts.say(f"verdicts.{mood}") if mood in ("even", "open") else _clear(str(row["verdict"]), mood),
        "mood": mood,
        "sign": {"higher": "▲", "lower": "▼"}.get(str(row["verdict"]), "=" if mood == "even" else "?"),
        "bar": bar_of(row, facts.matters),
    }


def mood_of(row: pd.Series) -> str:
    """Return what a verdict means for a leader: better, worse, clear (neither), even, or open."""
    if row["verdict"] in ("higher", "lower"):
        return {"yes": "better", "no": "worse"}.get(str(row["better"]), "clear")
    return "even" if row["verdict"] == "no difference that matters" else "open"


def headline(rows: Sequence[tuple[pd.Series, OutcomeFacts]]) -> str:
    """Return in a sentence what is better, what is worse, and what cannot be told yet."""
    if all(row["difference"] == 0.0 and row["range_low"] == row["range_high"] for row, _ in rows):
        return texts.say("headline.same")
    found: dict[str, list[str]] = {}
    for row, facts in rows:
        mood, name = mood_of(row), texts.inside(title_of(facts.name))
        found.setdefault(mood, []).append(_from_to(name, row, facts.unit) if mood in SAID_WITH_NUMBERS else name)
    moods = (*SAID_WITH_NUMBERS, "open", "even")
    return " ".join(texts.say(f"headline.{mood}", what=_listed(found[mood])) for mood in moods if mood in found)


def _from_to(name: str, row: pd.Series, unit: str) -> str:
    before, after = (number(row[f"{arm}_value"], decimals_in(unit)) for arm in ("baseline", "scenario"))
    return texts.say("headline.from_to", name=name, before=before, after=after, unit=unit_of(unit)).replace(" )", ")")


def _listed(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} {texts.say('headline.and')} {last}" if first else last


def bar_of(row: pd.Series, matters: float) -> dict[str, float | None]:
    """Return where difference, interval and range lie on a bar from 0 to 100 whose middle is no difference."""
    ends = [row[name] for name in ("low", "high", "range_low", "range_high") if math.isfinite(row[name])]
    reach = max([1.5 * matters, abs(row["difference"]), *(abs(end) for end in ends)]) * 1.08
    places = {name: row[name] for name in ("difference", "low", "high", "range_low", "range_high")}
    places |= {"least": -matters, "most": matters}
    return {name: _place(value, reach) for name, value in places.items()}


def _place(value: float, reach: float) -> float | None:
    return round(50.0 + 50.0 * float(value) / reach, 1) if math.isfinite(value) else None


def title_of(outcome: str) -> str:
    """Return what an outcome is called."""
    return texts.maybe(f"outcomes.{outcome}") or outcome.replace("_", " ").capitalize()


def unit_of(unit: str) -> str:
    """Return a unit as people say it."""
    return texts.table("units").get(unit, unit)


def _clear(verdict: str, mood: str) -> str:
    return texts.say(f"verdicts.{verdict}_{mood}")


def decimals_in(unit: str) -> int:
    """Return with how many decimals a card shows what has a unit."""
    return {"0-1": 2, "money": 0}.get(unit, 1)


def number(value: float, decimals: int) -> str:
    """Return a number as people read it."""
    return f"{value:,.{decimals}f}".replace("-", "−") if math.isfinite(value) else "–"


def signed(value: float, decimals: int) -> str:
    """Return a difference as people read it: with its sign, unless it is nothing."""
    text = f"{value:+,.{decimals}f}".replace("-", "−") if math.isfinite(value) else "–"
    return text if any(digit in text for digit in "123456789") else text.lstrip("+−")
