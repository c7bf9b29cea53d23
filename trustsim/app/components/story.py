"""A chain of sentences in order of weeks."""

from __future__ import annotations

from typing import Any

from trustsim.app.components.vue import vue


@vue("story.vue")
def Story(links: list[dict[str, Any]], title: str) -> Any:
    """Draw sentences one below the other.

    Args:
        links: when (a text; empty for what holds of the whole run), kind, mood and text of each.
        title: what they tell, for those who cannot see it.
    """
