"""The least costly way: what must hold, what one is ready to move for it, and the smallest set of levers that does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import solara

from trustsim.app import controls, state, texts
from trustsim.app import least as asking
from trustsim.app.captions import reading_of
from trustsim.app.components.actions import Actions
from trustsim.app.components.fields import Fields, field_of
from trustsim.app.components.fold import Fold
from trustsim.app.components.grid import Grid
from trustsim.app.components.panel import Panel
from trustsim.app.components.progress import Progress
from trustsim.app.components.ticks import Ticks
from trustsim.app.estimates import CARDS, use_estimate
from trustsim.app.jobs import use_job
from trustsim.app.least import Asked
from trustsim.model.threads import Stop
from trustsim.studies.least import MOST_OFFERED, Wish, readings, search_of, taken_up
from trustsim.studies.searching import Search, search
from trustsim.studies.what_if import WhatIf


@dataclass(frozen=True)
class Answered:
    """An answer, and of what it is the answer."""

    question: WhatIf
    wish: Wish
    found: Search


#: What the visitor asks on this page, and the last answer; both stay when they look at another page.
asked: solara.Reactive[Asked] = solara.reactive(Asked())
answered: solara.Reactive[Answered | None] = solara.reactive(None)


@solara.component
def Page() -> None:
    """Draw the page."""
    solara.use_effect(lambda: lambda: asked.set(replace(asked.value, run=False)), [])
    job = use_estimate(state.current(), (asking.OFFICE,))
    known = job.latest.table.to_dict("index") if job.latest is not None and not job.stale else {}
    with solara.Div(classes=["ts-page", "ts-least"]):
        with solara.Div(classes=["ts-page", "ts-two"]):
            Panel(partial(Goals, known), title=texts.say("least.title"), lead=texts.say("least.lead"))
            Panel(partial(Stays, known), title=texts.say("least.stays"), lead=texts.say("least.stays_lead"))
        Panel(Levers, title=texts.say("least.levers"), lead=texts.say("least.levers_lead"), kind="wide")
        Panel(partial(Looking, known), title=texts.say("least.answer"), kind="wide")
        controls.Card()


def put(**values: Any) -> None:
    """Ask something else; what runs is ended."""
    asked.value = replace(asked.value, **values, run=False)


@solara.component
def Goals(known: dict[Any, Any]) -> None:
    """Draw what must hold of each of the main outcomes, beside what is known of them."""
    now = asked.value
    fields = [field for name in CARDS for field in asking.goal_fields(name, now, known.get(name))]

    def choose(given: dict[str, Any]) -> None:
        kind, _, name = given["name"].partition("-")
        if kind == "goal":
            put(goals={**now.goals, name: given["value"]})
        else:
            put(bounds={**now.bounds, name: float(given["value"])})

    Fields(fields=fields, event_put=choose)


@solara.component
def Stays(known: dict[Any, Any]) -> None:
    """Draw what must stay: an order, days that people come; and in how many worlds all must hold."""
    now, question = asked.value, state.current()
    days = {
        "name": "office", "title": texts.say("least.office"), "value": asking.office_days(now, question, known),
        "low": 0, "high": 5, "step": 0.1, "unit": texts.say("least.office_unit"),
        "help": texts.say("least.office_help"),
    }  # fmt: skip
    shares = {str(share): texts.say("least.share", share=share) for share in (80, 90, 95)}
    most = {str(number): str(number) for number in (1, 2, 3)}
    with solara.Div(classes=["ts-stack"]):
        controls.Start()
        Fold(texts.say("order.title"), controls.Order)
        Fields(
            fields=[
                days,
                field_of("robust", texts.say("least.robust"), str(now.robust), shares, texts.say("least.robust_help")),
                field_of("most", texts.say("least.most"), str(now.most), most),
            ],
            event_put=lambda given: put(
                **{given["name"]: float(given["value"]) if given["name"] == "office" else int(given["value"])}
            ),
        )


@solara.component
def Levers() -> None:
    """Draw the levers that may be moved, each with what moving it costs."""
    now, question = asked.value, state.current()
    on = asking.ticked(now, question)

    def tick(given: dict[str, Any]) -> None:
        kept = [path for path in on if path != given["name"]]
        chosen = [*kept, given["name"]] if given["on"] else kept
        put(levers=tuple(chosen[-MOST_OFFERED:]))

    with solara.Div(classes=["ts-stack"]):
        Ticks(
            rows=asking.lever_rows(now, question, on), costs=asking.costs(), say=texts.table("ticks"),
            event_tick=tick, event_price=lambda given: put(costs={**now.costs, given["name"]: given["cost"]}),
        )  # fmt: skip
        solara.Div(classes=["ts-help"], children=[texts.say("least.most_ticked", most=MOST_OFFERED)])


@solara.component
def Looking(known: dict[Any, Any]) -> None:
    """Draw the button that looks, how far it has come, and what was found."""
    now, question = asked.value, state.current()
    done, set_done = solara.use_state(0)
    wish = asking.wish_of(now, question, known)

    def work(stop: Stop) -> Iterator[None]:
        yield None
        if now.run:
            set_done(0)
            answered.value = Answered(question, wish, look(question, wish, stop, set_done))
            asked.value = replace(now, run=False)

    job = use_job(work, [question, now] if now.run else [])
    with solara.Div(classes=["ts-stack"]):
        if job.refused or job.failed:
            failed = texts.say("panel.failed", number=job.failed)
            solara.Div(classes=["ts-alert"], children=[job.refused or failed])
        running = now.run and not (job.refused or job.failed)
        title = texts.say("least.stop" if running else "least.look")
        ready = bool(known and wish.goals and wish.levers)
        actions = [{"name": "look", "title": title, "main": not running, "off": not (running or ready)}]
        Actions(
            actions=actions, label=title, event_act=lambda _: asked.set(replace(now, run=not running))
        )  # fmt: skip
        if running:
            Progress(done=done, label=texts.say("least.running", done=done))
        elif answered.value is None:
            solara.Div(classes=["ts-help"], children=[texts.say("least.before")])
        else:
            Answer(answered.value)


def look(question: WhatIf, wish: Wish, stop: Stop, tell: Callable[[int], None]) -> Search:
    """Return what a search finds; all others on this server go first."""
    gate, shown = state.estimator().gate, -1

    def told(done: int, total: int) -> None:
        nonlocal shown
        gate.give_way(stop, patient=True)
        if (share := 100 * done // total) != shown:
            shown = share
            tell(share)

    with gate.turn(False, stop):
        return search(search_of(question, wish), threads=1, progress=told)


@solara.component
def Answer(answer: Answered) -> None:
    """Draw an answer: the levers, how often it holds, in which reading of the evidence; or that there is none."""
    found = answer.found
    mood = "better" if found.found else "worse"

    def take(_: str) -> None:
        state.change(lambda _: taken_up(answer.question, answer.wish, found))
        state.send("/")

    with solara.Div(classes=["ts-stack"]):
        with solara.Div(classes=["ts-answer", f"ts-answer-{mood}"]):
            solara.Div(classes=["ts-answer-says"], children=[asking.headline(found)])
            for line in asking.remarks(answer.question, answer.wish, found, state.current()):
                solara.Div(children=[line])
        if found.found and found.moves:
            actions = [{"name": "take", "title": texts.say("least.take"), "main": True}]
            Actions(actions=actions, label=texts.say("least.take"), event_act=take)
        with solara.Div(classes=["ts-pair"]):
            Panel(partial(Moves, answer), kind="plain")
            Panel(partial(Held, answer), kind="plain")


def Moves(answer: Answered) -> None:
    """Draw which levers are moved, from where to where."""
    rows = asking.move_rows(answer.question, answer.wish, answer.found)
    head = [
        {"text": texts.say(f"least.column_{name}"), "n": name != "lever"} for name in ("lever", "from", "to", "costs")
    ]
    if rows:
        title = texts.say("least.moves" if answer.found.found else "least.nearest")
        solara.Div(classes=["ts-subtitle"], children=[title])
        Grid(title=title, head=head, rows=rows, caption=texts.say("least.moves_caption"), tall=True)


def Held(answer: Answered) -> None:
    """Draw in how many worlds each goal is met, and all of them by reading of the evidence."""
    found = answer.found
    states = len(found.nearest.shortfalls)
    rows = asking.goal_rows(found)
    rows += [
        {
            "head": texts.say("least.all_in", profile=reading_of(name)),
            "cells": [{"text": texts.say("least.of", met=met, of=of)}, {"text": ""}],
        }
        for name, (met, of) in readings(found).items()
    ]
    head = [{"text": texts.say(f"least.column_{name}"), "n": name != "goal"} for name in ("goal", "met", "worst")]
    title = texts.say("least.held", states=states)
    solara.Div(classes=["ts-subtitle"], children=[title])
    Grid(title=title, head=head, rows=rows, caption=asking.caption(found), tall=True)
