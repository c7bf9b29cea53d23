"""Files to take away, each made when somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from trustsim.app.components.vue import vue


@vue("files.vue")
def Files(
    files: list[dict[str, Any]],
    made: dict[str, Any],
    working: str,
    say: dict[str, str],
    event_make: Callable[[str], None],
) -> Any:
    """Draw a button for each file.

    Args:
        files: key, title and about of each.
        made: key, number, name, kind (media type) and text of the file that was made last; the browser saves it once.
        working: the key of the file that is being made; nothing if empty.
        say: the texts ``files`` of texts.toml.
        event_make: called with the key of a file that somebody asks for.
    """
