"""Explore: move levers and see within a blink what would become of trust, attrition, engagement and stress."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import solara

from trustsim.app import controls, state, texts
from trustsim.app.components.actions import Actions
from trustsim.app.components.chart import Chart
from trustsim.app.components.figures import Figures, card_of, headline
from trustsim.app.components.panel import Panel
from trustsim.app.estimates import Shown, marks_of, use_estimate
from trustsim.app.jobs import Job

#: The cards, and the charts below them.
CARDS = ("interpersonal_trust_in_managers", "leadership_trust", "attrition", "engagement", "stress", "productivity")
CHARTS = ("interpersonal_trust_in_managers", "leadership_trust", "attrition", "engagement", "stress", "productivity")
#: So many of the smallest differences that matter are shown of a scale, at least.
LEAST = 4.0


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


@solara.component
def Results() -> None:
    """Draw what the estimate says: in a sentence, as cards, as charts."""
    job = use_estimate(state.current(), CHARTS)
    refused = state.session.value.refused or job.refused
    with solara.Div(classes=["ts-results"]):
        Panel(partial(Numbers, job), kind="numbers", refused=refused, failed=job.failed)
        if job.latest is not None:
            Panel(partial(Charts, job.latest), kind="curves")


@solara.component
def Numbers(job: Job[Shown]) -> None:
    """Draw the sentence and the cards of an estimate."""
    shown = job.latest
    if shown is None:
        solara.Div(classes=["ts-waiting"], children=[texts.say("progress.first")])
        return
    rows = [(shown.table.loc[name], shown.facts[name]) for name in CARDS if name in shown.table.index]
    Figures(
        headline=headline(rows),
        cards=[card_of(row, facts) for row, facts in rows],
        say=texts.table("figures"),
        provisional=shown.provisional,
        caption=texts.say("progress.final", caption=shown.estimated.comparison.caption),
        stale=job.stale,
    )


@solara.component
def Charts(shown: Shown, outcomes: Sequence[str] = CHARTS) -> None:
    """Draw outcomes over the weeks."""
    with solara.Div(classes=["ts-charts"]):
        for name in outcomes:
            facts: Any = shown.facts[name]
            Chart(
                title=texts.say(f"outcomes.{name}"),
                unit=texts.maybe(f"units.{facts.unit}") or facts.unit,
                curves=shown.curves,
                outcome=name,
                marks=marks_of(shown.question),
                provisional=shown.provisional,
                note=shown.notes.get(name, ""),
                least=LEAST * facts.matters,
            )
