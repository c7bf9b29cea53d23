"""The frame of every page, as a Vue component."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import solara

from trustsim.app.components.vue import vue


@vue("frame.vue")
def Frame(
    pages: list[dict[str, str]],
    here: str,
    root: str,
    sent: dict[str, Any],
    say: dict[str, str],
    children: list[solara.Element],
    event_go: Callable[[str], None],
) -> Any:
    """Draw navigation, a button for the theme, the page and the foot.

    Args:
        pages: path and title of each page.
        here: the path of the page that is shown.
        root: the root path of the server.
        sent: a path to which the browser goes when this changes, and a number that tells one such errand from the next.
        say: the texts ``frame`` of texts.toml.
        children: the page.
        event_go: called with a path when somebody follows a link.
    """
