"""A row of native selects: which of several is looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import solara


@solara.component_vue("choices.vue", vuetify=False)
def Choices(fields: list[dict[str, Any]], event_pick: Callable[[dict[str, Any]], None]) -> Any:
    """Draw a select for each field.

    Args:
        fields: name, title, value and options (value and title of each).
        event_pick: called with the name of a field and the value that was picked.
    """
