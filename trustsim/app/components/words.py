"""A line of words to type, with a button that takes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from trustsim.app.components.vue import vue


@vue("words.vue")
def Words(
    name: str, title: str, about: str, most: int, button: str, off: bool, event_say: Callable[[str], None]
) -> Any:
    """Draw a field for words.

    Args:
        name: of the field.
        title: its label.
        about: a sentence below it.
        most: the most characters.
        button: the words of the button.
        off: it cannot be used now.
        event_say: called with the words.
    """
