"""Explore: move levers and see within a blink what would become of trust, attrition, engagement and stress."""

from __future__ import annotations

from collections.abc import Callable

import solara

from trustsim.app import controls, state, texts
from trustsim.app.components.actions import Actions
from trustsim.app.components.panel import Panel
from trustsim.app.results import Results
from trustsim.app.warned import Warned


@solara.component
def Page() -> None:
    """Draw the page."""
    with solara.Div(classes=["ts-explore"]):
        with solara.Div(classes=["ts-controls"]):
            Panel(controls.Company, title=texts.say("company.title"), lead=texts.say("company.lead"), kind="mine")
            Panel(Question, title=texts.say("explore.title"), kind="question")
            Panel(controls.Order, title=texts.say("order.title"))
            Panel(controls.FirstLevers, title=texts.say("explore.levers"), lead=texts.say("explore.levers_lead"))
        Results()
        controls.Card()


@solara.component
def Question() -> None:
    """Draw where the what-if begins, and the buttons that go back and forth."""
    with solara.Div(classes=["ts-stack"]):
        controls.Start()
        Steps()
        Warned()


@solara.component
def Steps() -> None:
    """Draw the buttons that go back and forth."""
    here = state.session.value
    acts: dict[str, Callable[[], None]] = {
        "undo": state.undo,
        "redo": state.redo,
        "replay": state.replay,
        "reset": state.reset,
    }
    changed = bool(here.now.changes) or here.now.start != here.now.base
    actions = [
        {"name": "undo", "title": texts.say("steps.undo"), "key": "Z", "off": not here.past},
        {"name": "redo", "title": texts.say("steps.redo"), "key": "Shift+Z", "off": not here.future},
        {"name": "replay", "title": texts.say("steps.replay"), "off": not here.past},
        {"name": "reset", "title": texts.say("steps.reset"), "off": not changed},
    ]
    Actions(actions=actions, label=texts.say("steps.label"), event_act=lambda name: acts[name]())
