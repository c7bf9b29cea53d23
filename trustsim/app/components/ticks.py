"""Levers to tick, each with what moving it costs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from trustsim.app.components.vue import vue


@vue("ticks.vue")
def Ticks(
    rows: list[dict[str, Any]],
    costs: list[dict[str, Any]],
    say: dict[str, str],
    event_tick: Callable[[dict[str, Any]], None],
    event_price: Callable[[dict[str, Any]], None],
) -> Any:
    """Draw a row for each lever: a box to tick, what it is, what it costs.

    Args:
        rows: name, title, now (where it stands, in words), on and cost of each.
        costs: the costs to choose from, each with value and title.
        say: the texts ``ticks`` of texts.toml.
        event_tick: called with name and on.
        event_price: called with name and cost.
    """
