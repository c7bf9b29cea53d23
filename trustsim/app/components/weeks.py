"""Events along the weeks: dragged with a finger or a mouse, moved with the arrow keys, or typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from trustsim.app.components.vue import vue


@vue("weeks.vue")
def Weeks(
    lanes: list[dict[str, Any]],
    weeks: int,
    first_day: str,
    say: dict[str, str],
    event_put: Callable[[dict[str, Any]], None],
    event_remove: Callable[[str], None],
) -> Any:
    """Draw a lane for each thing that happens.

    Args:
        lanes: key and title of each, and its handles: kind, title, week, low and high of each, the earliest first;
            ``fixed`` where it cannot be removed.
        weeks: how many are shown.
        first_day: when week 1 begins, as in 2026-01-31, for dates beside the weeks; nothing if it is not known.
        say: the texts ``weeks`` of texts.toml.
        event_put: called with key, kind and week when a handle comes to rest.
        event_remove: called with the key of a lane.
    """
