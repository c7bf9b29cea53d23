"""A row of buttons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from trustsim.app.components.vue import vue


@vue("actions.vue")
def Actions(actions: list[dict[str, Any]], label: str, event_act: Callable[[str], None]) -> Any:
    """Draw buttons.

    Args:
        actions: name, title and, where there is one, key (a shortcut with Ctrl or Cmd) of each; ``off`` where it cannot
            be used now.
        label: what the row is for, for those who cannot see it.
        event_act: called with the name of a button that is pressed.
    """
