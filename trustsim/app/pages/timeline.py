"""Timeline: what happens when, by dragging or by typing."""

from __future__ import annotations

import solara

from trustsim.app import state, texts
from trustsim.app.components.panel import Panel


@solara.component
def Page() -> None:
    """Draw the page."""
    Panel(Happenings, title=texts.say("timeline.title"), lead=texts.say("timeline.lead"))


@solara.component
def Happenings() -> None:
    """Draw what happens when."""
    for one in state.current().happenings():
        solara.Div(children=[f"{one.week}: {one.kind} {one.name}"])
