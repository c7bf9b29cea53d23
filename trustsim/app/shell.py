"""The frame round every page: navigation, theme, the session's link, and what every number must be read with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import solara

from trustsim.app import state, texts
from trustsim.app.components.frame import Frame
from trustsim.app.sharing import Session


class Entry(NamedTuple):
    """A page: its path, the key of its title, and its component."""

    path: str
    title: str
    component: Callable[..., Any]

    @property
    def address(self) -> str:
        """The path as it stands in links, without the root path of the server."""
        return "/" + self.path.strip("/")


@solara.component
def Shell(children: list[solara.Element] | None = None) -> None:
    """Draw the frame with a page in it."""
    router = solara.use_router()
    pages: list[Entry] = [route.data for route in router.routes]
    here = "/" + (router.path or "").strip("/")
    Frame(
        pages=[{"path": page.address, "title": texts.say(page.title)} for page in pages],
        here=here,
        root=router.root_path,
        sent=state.sent.value,
        say=texts.table("frame"),
        children=[Session(here), *(children or [])],
        event_go=router.push,
    )
