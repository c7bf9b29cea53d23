"""A card that lies over the page until it is shut."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from trustsim.app.components.vue import vue


@vue("dialog.vue")
def Dialog(title: str, parts: list[dict[str, Any]], say: dict[str, str], event_shut: Callable[[Any], None]) -> Any:
    """Draw a card.

    Args:
        title: its heading.
        parts: title and text of each part; ``text`` may be a list of paragraphs.
        say: the texts ``dialog`` of texts.toml.
        event_shut: called when it is shut.
    """
