"""Outcomes to choose from, and how their numbers are written."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import solara

from trustsim.app import texts
from trustsim.app.components.fields import Fields
from trustsim.app.components.figures import title_of
from trustsim.model.week import MODEL


def unit_of(outcome: str, currency: str = "") -> str:
    """Return the unit of an outcome in words."""
    unit = MODEL.outcomes[outcome].unit
    if unit == "money" and currency:
        return currency
    return texts.maybe(f"units.{unit}") or unit


def decimals_of(outcome: str) -> int:
    """Return with how many decimals an outcome is shown: to a tenth of the smallest difference that matters."""
    return max(0, 1 - math.floor(math.log10(MODEL.outcomes[outcome].matters)))


@cache
def _options(names: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return outcomes as groups of a choice."""
    groups: dict[str, list[dict[str, str]]] = {}
    for name in names:
        groups.setdefault(MODEL.outcomes[name].group, []).append({"value": name, "title": title_of(name)})
    return [{"title": group.capitalize(), "options": options} for group, options in groups.items()]


@solara.component
def OutcomeChoice(name: str, names: Iterable[str], value: str, on_value: Callable[[str], None], label: str) -> None:
    """Draw a choice of one outcome.

    Args:
        name: of the field.
        names: the outcomes.
        value: the one that is chosen.
        on_value: called with the one that somebody chooses.
        label: what stands before it.
    """
    field = {"name": name, "title": label, "choices": _options(tuple(names)), "value": value}
    Fields(fields=[field], event_put=lambda put: on_value(put["value"]))
