"""What a visitor can set on Explore: one's own company, where the what-if begins, an order to the office, levers."""

from __future__ import annotations

from functools import cache, partial
from typing import Any

import solara

from trustsim.app import catalogue, state, texts
from trustsim.app.components.actions import Actions
from trustsim.app.components.dialog import Dialog
from trustsim.app.components.fields import Fields
from trustsim.app.components.fold import Fold
from trustsim.app.components.levers import Levers
from trustsim.scenario import load, shipped
from trustsim.studies.what_if import WhatIf

#: The most people and weeks on a screen: what is larger belongs on the command line.
MOST_PEOPLE = 500
#: The name of the order to the office that is added here.
ORDER = catalogue.PLAIN_ORDERS[0]


@solara.component
def Company() -> None:
    """Draw what is known of one's own company."""
    now = state.current()
    numbers = [
        {
            "name": path, "title": catalogue.title_of(path), "value": now.baseline.get(path), "low": low, "high": high,
            "unit": "",
        }
        for path, low, high in (("population.employees", 10, MOST_PEOPLE), ("policy.span_of_control", 2, 60))
    ]  # fmt: skip
    usual = load(now.base)
    sliders = [catalogue.lever(path, now.baseline.get(path), usual.get(path)) for path in catalogue.COMPANY_LEVERS]
    with solara.Div(classes=["ts-stack"]):
        Fields(fields=numbers, event_put=lambda put: _describe(put["name"], put["value"]))
        Levers(levers=sliders, say=_company_words(), event_move=_described, event_card=state.card.set)
        Fold(texts.say("company.world"), World)


@solara.component
def World() -> None:
    """Draw the world around the company: what nobody there can set."""
    now = state.current()
    usual = load(now.base)
    sliders = [catalogue.lever(path, now.baseline.get(path), usual.get(path)) for path in catalogue.world()]
    Levers(levers=sliders, say=_company_words(), event_move=_described, event_card=state.card.set)


def _company_words() -> dict[str, str]:
    return {**texts.table("levers"), "baseline": texts.say("company.usual")}


def _describe(path: str, value: Any) -> None:
    state.change(lambda now: now.describe({path: value}), moving=f"company {path}")


def _described(move: dict[str, Any]) -> None:
    _describe(move["path"], move["value"])


@solara.component
def Start() -> None:
    """Draw where the what-if begins: any shipped scenario."""
    now = state.current()
    story = now.began.story if now.start != now.base or now.uploaded else ""
    field = {
        "name": "start", "title": texts.say("start.title"), "choices": starts(), "help": story,
        "value": "uploaded" if now.uploaded else now.start,
    }  # fmt: skip
    Fields(fields=[field], event_put=lambda put: state.change(lambda now: now.begin(put["value"])))


@cache
def starts() -> list[dict[str, Any]]:
    """Return the shipped scenarios as groups of a choice."""
    groups: dict[str, list[dict[str, str]]] = {}
    kinds = texts.table("start.groups")
    for name in shipped():
        key = next((kind for kind in kinds if name.startswith(kind)), "other")
        title = texts.say("start.nothing") if name == "baseline" else load(name).title
        groups.setdefault(kinds[key], []).append({"value": name, "title": title})
    return [{"title": title, "options": options} for title, options in groups.items()]


@solara.component
def Order() -> None:
    """Draw the orders back to the office that the what-if holds, or a button that adds one."""
    now = state.current()
    names = now.mandates
    with solara.Div(classes=["ts-stack"]):
        for name in names:
            paths = [f"mandates.{name}.{key}" for key in catalogue.ORDER]
            sliders = [catalogue.order(path, now.scenario.get(path), now.began_with(path)) for path in paths]
            words = {**texts.table("levers"), "baseline": texts.say("order.began")}
            Levers(levers=sliders, say=words, event_move=_ordered)
            Fold(texts.say("order.more"), partial(MoreOrder, name))
        actions = [{"name": name, "title": texts.say("order.remove")} for name in names]
        add = [{"name": "", "title": texts.say("order.add")}]
        Actions(actions=actions or add, label=texts.say("order.label"), event_act=_order)


@solara.component
def MoreOrder(name: str) -> None:
    """Draw the rest of how an order is given."""
    now = state.current()
    paths = [f"mandates.{name}.{key}" for key in catalogue.more_order()]
    sliders = [catalogue.order(path, now.scenario.get(path), now.began_with(path)) for path in paths]
    Levers(levers=sliders, say={**texts.table("levers"), "baseline": texts.say("order.began")}, event_move=_ordered)


def _order(name: str) -> None:
    """Take away the order of this name, or add one if there is no name."""
    if name:
        state.change(lambda now: now.without("mandates", name))
    else:
        add_order()


def add_order() -> None:
    """Add an order back to the office, three days a week from next month on."""
    values = {"announce_week": 1, "office_days": 3.0, "notice_weeks": 4, "ramp_weeks": 0, "explanation": 0.3}
    state.change(lambda now: now.change({f"mandates.{ORDER}.{key}": value for key, value in values.items()}))


def _ordered(move: dict[str, Any]) -> None:
    path = move["path"]
    value = int(move["value"]) if path.endswith(("_weeks", "_week")) else move["value"]
    state.change(lambda now: now.change({path: value}), moving=path)


@solara.component
def FirstLevers() -> None:
    """Draw the levers that matter most, and the others by group behind headings."""
    now = state.current()
    with solara.Div(classes=["ts-stack"]):
        _levers(list(catalogue.FIRST), now)
        for group, paths in catalogue.groups().items():
            rest = [path for path in paths if path not in catalogue.FIRST]
            moved = sum(path in now.moved() for path in rest)
            title = texts.say(f"groups.{group}")
            Fold(texts.say("explore.moved", title=title, moved=moved) if moved else title, partial(Group, tuple(rest)))


@solara.component
def Group(paths: tuple[str, ...]) -> None:
    """Draw the levers of a group."""
    _levers(list(paths), state.current())


def _levers(paths: list[str], now: WhatIf) -> None:
    Levers(
        levers=catalogue.levers_of(paths, now), say=texts.table("levers"), event_move=_moved, event_card=state.card.set
    )


def _moved(move: dict[str, Any]) -> None:
    state.change(lambda now: now.move(move["path"], move["value"]), moving=move["path"])


@solara.component
def Card() -> None:
    """Draw the card of the lever that somebody asks about, as a dialog."""
    path = state.card.value
    if path:
        about = catalogue.card(path)
        Dialog(
            title=about["title"],
            parts=about["parts"],
            say=texts.table("dialog"),
            event_shut=lambda _: state.card.set(""),
        )
