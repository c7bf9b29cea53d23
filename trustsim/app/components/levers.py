"""Sliders for levers, all of a group in one component: native controls, the value in sight, sends throttled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from trustsim.app.components.vue import vue


@vue("levers.vue")
def Levers(
    levers: list[dict[str, Any]],
    say: dict[str, str],
    event_move: Callable[[dict[str, Any]], None],
    event_card: Callable[[str], None] | None = None,
) -> Any:
    """Draw sliders, one for each lever.

    Args:
        levers: path, title, low, high, step, value, baseline, unit, low_words, high_words, meaning of each; instead of
            low and high ``choices``, a list of values and titles.
        say: the texts ``levers`` of texts.toml.
        event_move: called with path and value when a hand moves one, at most every 80 ms and with the last one always.
        event_card: called with a path when somebody asks what a lever is; no button if None.
    """
