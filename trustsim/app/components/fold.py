"""A part that is folded away until somebody opens it; what is in it is made only then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import solara

from trustsim.app.components.vue import vue


@vue("fold.vue")
def _Fold(title: str, opened: bool, children: list[solara.Element], event_turn: Callable[[bool], None]) -> Any:
    """Draw a heading that opens and closes."""


@solara.component
def Fold(title: str, body: Callable[[], Any], start_open: bool = False) -> None:
    """Draw a part that can be folded away.

    Args:
        title: what stands there when it is closed, too.
        body: a component without arguments.
        start_open: whether it is open at first.
    """
    is_open, set_open = solara.use_state(start_open)
    _Fold(title=title, opened=is_open, children=[body()] if is_open else [], event_turn=set_open)
