"""A table that can be searched: plain cells, a row to open for more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from trustsim.app.components.vue import vue


@vue("rows.vue")
def Rows(
    table: dict[str, Any],
    say: dict[str, str],
    searched: bool = False,
    event_put: Callable[[dict[str, Any]], None] | None = None,
) -> Any:
    """Draw a table.

    Args:
        table: ``title``; ``columns``, each with name and title; ``rows``, each with a key, cells by the name of their
            column, ``mood`` (better, worse, open) where it has one, ``more`` (lines that open below it), and
            ``number`` (name, value, low, high, step, title) where it ends in a number that can be put in.
        say: the texts ``rows`` of texts.toml.
        searched: whether rows can be searched for by words.
        event_put: called with name and value when somebody has put in another number.
    """
