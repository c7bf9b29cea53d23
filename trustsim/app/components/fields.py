"""Numbers to type and things to choose, labelled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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


def field_of(name: str, title: str, value: str, options: Mapping[str, str], help: str = "") -> dict[str, Any]:
    """Return a field in which one of some options is chosen.

    Args:
        name: by which ``event_put`` calls it.
        title: its label.
        value: the option that is chosen.
        options: the title of each by its value.
        help: a line below.
    """
    listed = [{"value": one, "title": words} for one, words in options.items()]
    return {
        "name": name,
        "title": title,
        "value": value,
        "choices": [{"title": title, "options": listed}],
        "help": help,
    }
