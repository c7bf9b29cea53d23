"""Buttons that choose which part of a page is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from trustsim.app.components.vue import vue


@vue("parts.vue")
def Parts(parts: list[dict[str, str]], part: str, label: str, event_show: Callable[[str], None]) -> Any:
    """Draw a button for each part.

    Args:
        parts: name and title of each.
        part: the name of the one that is shown.
        label: what the row is for, for those who cannot see it.
        event_show: called with the name of the part that shall be shown.
    """
