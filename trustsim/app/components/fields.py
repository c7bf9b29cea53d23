"""Numbers to type and things to choose, labelled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from trustsim.app.components.vue import vue


@vue("fields.vue")
def Fields(fields: list[dict[str, Any]], event_put: Callable[[dict[str, Any]], None]) -> Any:
    """Draw fields in a row that wraps.

    Args:
        fields: name, title and value of each; low, high, step and unit of a number; ``choices``, a list of groups of a
            title and options (value and title), of a choice; help, a line below.
        event_put: called with name and value when somebody has put in another one.
    """
