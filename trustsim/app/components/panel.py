"""A part of a page with a title, and an error boundary: where it fails, the rest of the page lives on."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from typing import Any

import solara

from trustsim.app import state, texts
from trustsim.app.components.vue import vue

log = logging.getLogger(__name__)


@vue("panel.vue")
def Section(
    title: str = "",
    lead: str = "",
    kind: str = "",
    refused: str = "",
    failed: str = "",
    say: dict[str, str] | None = None,
    children: list[solara.Element] | None = None,
    event_back: Callable[[Any], None] | None = None,
) -> Any:
    """Draw a section with a heading; ``refused`` and ``failed`` are said in place of what it would hold."""


@solara.component
def Panel(
    body: Callable[[], Any], title: str = "", lead: str = "", kind: str = "", refused: str = "", failed: str = ""
) -> None:
    """Draw a part of a page.

    Args:
        body: draws what it holds: a function that calls components, or a component without arguments.
        title: its heading; none if empty.
        lead: a sentence below the heading.
        kind: a class for the style sheet: "wide", "plain", "side" ...
        refused: what is wrong with what the visitor asked for, in words; said above what it holds.
        failed: the number of a fault in the log; said instead of what it holds.
    """
    exception, clear = solara.use_exception()
    number = solara.use_memo(lambda: _reported(exception), [exception])

    def back(_: Any = None) -> None:
        clear()
        state.undo()

    children = [] if exception or failed else [_Body(body)]
    Section(
        title=title, lead=lead, kind=kind, refused=refused, failed=failed or number, say=texts.table("panel"),
        children=children, event_back=back,
    )  # fmt: skip


@solara.component
def _Body(body: Callable[[], Any]) -> None:
    with solara.Div(classes=["ts-body"]):
        body()


def _reported(exception: BaseException | None) -> str:
    """Write a fault into the log and return the number under which it stands there; nothing where there is none."""
    if exception is None:
        return ""
    number = uuid.uuid4().hex[:8]
    log.error("fault %s", number, exc_info=exception)
    return number
