"""What a visitor must be told once, until they have read it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from trustsim.app.components.vue import vue


@vue("notice.vue")
def Notice(title: str, lines: list[str], shut_words: str, event_shut: Callable[[Any], None]) -> Any:
    """Draw a note with a button that takes it away.

    Args:
        title: its heading.
        lines: what it says.
        shut_words: the words of the button.
        event_shut: called when it is pressed.
    """
