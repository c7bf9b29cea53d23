"""The link of the session in the browser's address, without a trace in its history."""

from __future__ import annotations

from typing import Any

from trustsim.app.components.vue import vue


@vue("link.vue")
def Link(query: str, here: str = "") -> Any:
    """Put a query into the address.

    Args:
        query: what stands after the question mark; nothing if empty.
        here: the path of the page: where it changes, the query is put again.
    """
