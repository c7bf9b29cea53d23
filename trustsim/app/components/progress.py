"""How far long work has come."""

from __future__ import annotations

from typing import Any

from trustsim.app.components.vue import vue


@vue("progress.vue")
def Progress(done: int, label: str) -> Any:
    """Draw a bar.

    Args:
        done: out of 100.
        label: what is done, in words.
    """
