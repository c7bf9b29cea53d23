"""Timeline: what happens when, by dragging, with the arrow keys or by typing, and what follows from it."""

from __future__ import annotations

from functools import partial
from typing import Any

import solara

from trustsim.app import catalogue, state, texts
from trustsim.app.components.actions import Actions
from trustsim.app.components.fields import Fields
from trustsim.app.components.fold import Fold
from trustsim.app.components.levers import Levers
from trustsim.app.components.panel import Panel
from trustsim.app.components.weeks import Weeks
from trustsim.app.controls import add_order
from trustsim.app.pages.explore import Steps
from trustsim.app.results import Results
from trustsim.studies.happenings import Happening
from trustsim.studies.what_if import WhatIf

#: The charts of this page.
CHARTS = ("leadership_trust", "attrition", "stress")
#: The week in which a new event first stands.
NEW_WEEK = 26
#: The kind under which an order to the office stands among what can be added.
MANDATE = "mandate"


@solara.component
def Page() -> None:
    """Draw the page."""
    with solara.Div(classes=["ts-timeline"]):
        with solara.Div(classes=["ts-controls"]):
            Panel(Happenings, title=texts.say("timeline.title"), lead=texts.say("timeline.lead"))
            Panel(Details, title=texts.say("timeline.details"), lead=texts.say("timeline.details_lead"))
        Results(CHARTS)


@solara.component
def Happenings() -> None:
    """Draw what happens when, what can be added, and the buttons that go back and forth."""
    now = state.current()
    with solara.Div(classes=["ts-stack"]):
        Weeks(
            lanes=lanes(now), weeks=now.baseline.weeks, first_day=now.first_day.isoformat() if now.first_day else "",
            say=texts.table("weeks"),
            event_put=lambda put: _put(put["key"], put["kind"], put["week"]), event_remove=_remove,
        )  # fmt: skip
        Add()
        Steps()


@solara.component
def Add() -> None:
    """Draw what can be added, and the button that adds it."""
    kind, set_kind = solara.use_state(MANDATE)
    kinds = [MANDATE, *catalogue.events()]
    options = [{"value": one, "title": texts.maybe(f"timeline.kinds.{one}") or catalogue.name_of(one)} for one in kinds]
    field = {
        "name": "kind", "title": texts.say("timeline.kind"), "value": kind,
        "choices": [{"title": texts.say("timeline.kind"), "options": options}],
        "help": "" if kind == MANDATE else catalogue.meaning_of(kind),
    }  # fmt: skip
    with solara.Div(classes=["ts-add"]):
        Fields(fields=[field], event_put=lambda put: set_kind(put["value"]))
        Actions(
            actions=[{"name": kind, "title": texts.say("timeline.add")}],
            label=texts.say("timeline.add"),
            event_act=_add,
        )


@solara.component
def Details() -> None:
    """Draw how each event is, and each order is given."""
    now = state.current()
    names = [(one.table, one.name) for one in now.happenings if one.kind not in ("in_force", "ramped", "moved")]
    with solara.Div(classes=["ts-stack"]):
        if not names:
            solara.Div(classes=["ts-empty"], children=[texts.say("weeks.nothing")])
        for table, name in names:
            Fold(catalogue.happening_title(now, table, name), partial(Detail, table, name))


@solara.component
def Detail(table: str, name: str) -> None:
    """Draw how an event is, or how an order is given."""
    now = state.current()
    prefix = f"{table}.{name}."
    sets = [path.removeprefix(prefix) for path in now.scenario.values if path.startswith(f"{prefix}set.")]
    keys = sets or catalogue.keys_of(table, str(now.scenario.values.get(f"{prefix}event", "")))
    shown = [catalogue.entry(table, name, key, now) for key in keys if f"{table}.{name}.{key}" in now.scenario.values]
    words = {**texts.table("levers"), "baseline": texts.say("order.began")}

    def put(move: dict[str, Any]) -> None:
        state.change(lambda now: now.change({move["path"]: move["value"]}), moving=move["path"])

    if shown:
        Levers(levers=shown, say=words, event_move=put)
    else:
        solara.Div(children=[texts.say("timeline.plain")])


def lanes(now: WhatIf) -> list[dict[str, Any]]:
    """Return a lane for each thing that happens, with handles for its weeks."""
    found: dict[str, dict[str, Any]] = {}
    last = now.baseline.weeks
    for one in now.happenings:
        key = f"{one.table}/{one.name}"
        lane = found.setdefault(
            key, {"key": key, "title": catalogue.happening_title(now, one.table, one.name), "handles": []}
        )
        low = lane["handles"][-1]["week"] if lane["handles"] else 1
        title = texts.maybe(f"timeline.handles.{one.kind}") or texts.say("timeline.handles.week")
        handle = {"kind": one.kind, "title": title, "week": one.week, "low": low, "high": max(last, one.week)}
        lane["handles"].append(handle)
    return list(found.values())


def _put(key: str, kind: str, week: int) -> None:
    table, _, name = key.partition("/")
    state.change(lambda now: now.put_in_week(Happening(0, kind, table, name), int(week)), moving=f"{key} {kind}")


def _remove(key: str) -> None:
    table, _, name = key.partition("/")
    state.change(lambda now: now.without(table, name))


def _add(kind: str) -> None:
    if kind == MANDATE:
        add_order()
    else:
        state.change(lambda now: now.with_event(kind, NEW_WEEK))
