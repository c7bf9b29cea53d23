"""Explore: move levers and see within a blink what would become of trust, attrition, engagement and stress."""

from __future__ import annotations

from functools import partial
from typing import Any

import solara

from trustsim.app import catalogue, state, texts
from trustsim.app.components.actions import Actions
from trustsim.app.components.chart import Chart
from trustsim.app.components.figures import Figures, card_of
from trustsim.app.components.levers import Levers
from trustsim.app.components.panel import Panel
from trustsim.app.estimates import marks_of, use_estimate

#: The cards, and the charts below them.
CARDS = ("interpersonal_trust_in_managers", "leadership_trust", "attrition", "engagement", "stress", "productivity")
CHARTS = ("interpersonal_trust_in_managers", "attrition", "engagement", "stress")


@solara.component
def Page() -> None:
    """Draw the page."""
    with solara.Div(classes=["ts-explore"]):
        with solara.Div(classes=["ts-controls"]):
            Panel(Steps, kind="plain")
            Panel(FirstLevers, title=texts.say("explore.levers"), lead=texts.say("explore.levers_lead"))
        with solara.Div(classes=["ts-results"]):
            Panel(Results, kind="plain")


@solara.component
def Steps() -> None:
    """Draw the buttons that go back and forth."""
    here = state.session.value
    acts = {"undo": state.undo, "redo": state.redo, "reset": state.reset}
    actions = [
        {"name": "undo", "title": texts.say("steps.undo"), "key": "Z", "off": not here.past},
        {"name": "redo", "title": texts.say("steps.redo"), "key": "Shift+Z", "off": not here.future},
        {"name": "reset", "title": texts.say("steps.reset"), "off": not here.now.changes},
    ]
    Actions(actions=actions, label=texts.say("steps.label"), event_act=lambda name: acts[name]())


@solara.component
def FirstLevers() -> None:
    """Draw the levers that matter most."""
    Levers(
        levers=catalogue.levers_of(catalogue.FIRST, state.current()),
        say=texts.table("levers"),
        event_move=moved,
    )


def moved(move: dict[str, Any]) -> None:
    """Take a lever's move from the browser."""
    state.change(lambda now: now.move(move["path"], move["value"]), moving=move["path"])


@solara.component
def Results() -> None:
    """Draw cards and charts of the estimate."""
    question = state.current()
    job = use_estimate(question, CHARTS)
    shown = job.latest
    Panel(partial(Cards, job), kind="plain", refused=state.session.value.refused or job.refused, failed=job.failed)
    if shown is not None:
        with solara.Div(classes=["ts-charts"]):
            for name in CHARTS:
                facts = shown.facts[name]
                Chart(
                    title=texts.say(f"outcomes.{name}"), unit=texts.maybe(f"units.{facts.unit}") or facts.unit,
                    curves=shown.curves, outcome=name, marks=marks_of(shown.question), provisional=shown.provisional,
                    note=shown.notes.get(name, ""),
                )  # fmt: skip


def Cards(job: Any) -> None:
    """Draw the cards of an estimate."""
    shown = job.latest
    if shown is None:
        solara.Div(classes=["ts-waiting"], children=[texts.say("progress.first")])
        return
    cards = [card_of(shown.table.loc[name], shown.facts[name]) for name in CARDS]
    Figures(cards=cards, say=texts.table("figures"), provisional=shown.provisional, stale=job.stale)
