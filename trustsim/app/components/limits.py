"""What the model cannot say, section by section."""

from __future__ import annotations

from typing import Any

from trustsim.app.components.vue import vue


@vue("limits.vue")
def Limits(sections: list[dict[str, Any]]) -> Any:
    """Draw sections that open and close.

    Args:
        sections: heading, paragraphs and points of each.
    """
