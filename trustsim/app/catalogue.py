"""Levers as the pages show them: title, range, words for its ends, where it stands; all from declarations and texts."""

from __future__ import annotations

from functools import cache
from typing import Any

from trustsim.app import texts
from trustsim.app.cards import parts_of
from trustsim.documentation.catalogue import GROUPS, lever_rows
from trustsim.evidence.coverage import plain_path
from trustsim.evidence.levers import card_of
from trustsim.scenario.catalogue import the_catalogue
from trustsim.studies.what_if import MOVED, WhatIf, moved_path

#: Those that matter most to most, in this order.
FIRST = (
    "policy.remote_days",
    "policy.choice",
    "policy.surveillance",
    "policy.autonomy",
    "policy.trust_first",
    "policy.micromanagement",
    "policy.checkins",
    "policy.transparency",
)
#: Levers that say what one's own company is like: they hold in both arms.
COMPANY_LEVERS = ("policy.remote_days", "policy.remote_eligibility", "policy.flexibility_promise")
#: The entries of an order to the office that matter most, in this order.
ORDER = ("office_days", "announce_week", "notice_weeks", "ramp_weeks", "explanation", "compromise", "voice")
#: Names of orders that say nothing more: of the one that is added here, and of those of most stories.
PLAIN_ORDERS = ("office", "rto")
#: The last week that a slider reaches, and the most weeks of a notice or a ramp.
WEEKS = {"announce_week": (1, 78), "notice_weeks": (0, 52), "ramp_weeks": (0, 52), "ladder_stage_weeks": (0, 26)}


@cache
def _rows() -> dict[str, dict[str, Any]]:
    return {row["name"]: row for row in lever_rows()}


@cache
def _entries() -> list[dict[str, Any]]:
    """Return what can be said of events: different kinds have entries of the same name."""
    return [row for row in lever_rows() if row["kind"] == "event" and row["group"] != "timeline"]


def groups() -> dict[str, list[str]]:
    """Return the levers by group that can be moved while the company runs, as the model has them."""
    found: dict[str, list[str]] = {group: [] for group in GROUPS}
    for path, row in _rows().items():
        if row["kind"] == "lever" and the_catalogue().leaf(moved_path(path)) is not None:
            found.setdefault(row["group"], []).append(path)
    return found


def world() -> list[str]:
    """Return the uncertainties: what a company cannot set."""
    return [path for path, row in _rows().items() if row["kind"] == "uncertainty"]


def more_order() -> list[str]:
    """Return the entries of an order to the office that are not among the first."""
    keys = [path.rpartition(".")[2] for path, row in _rows().items() if row["kind"] == "mandate"]
    return [key for key in keys if key not in (*ORDER, "abruptness")]


def events() -> list[str]:
    """Return the kinds of events."""
    return [name for name, row in _rows().items() if row["kind"] == "event" and row["group"] == "timeline"]


def meaning_of(name: str) -> str:
    """Return what is meant by a lever or an event, as a sentence."""
    meaning = str(_rows()[name]["meaning"])
    return f"{meaning[0].upper()}{meaning[1:]}."


def name_of(name: str) -> str:
    """Return a name of the model as words."""
    return name.replace("_", " ").capitalize()


def happening_title(question: WhatIf, table: str, name: str) -> str:
    """Return what something on the time axis of a what-if is called.

    Args:
        question: the what-if.
        table: ``mandates`` or ``timeline``.
        name: of the entry there.
    """
    if table == "mandates":
        return order_title(name)
    if name == MOVED:
        return texts.say("timeline.moved", count=len(question.moved()))
    kind = question.scenario.values.get(f"timeline.{name}.event")
    if kind is None:
        return texts.say("timeline.sets", name=name)
    title = texts.maybe(f"timeline.kinds.{kind}") or name_of(str(kind))
    return title if name.startswith(str(kind)) else f"{title} ({name})"


def order_title(name: str) -> str:
    """Return what an order to the office is called: with its name where a story tells several apart."""
    return texts.say("timeline.order") if name in PLAIN_ORDERS else texts.say("timeline.named_order", name=name)


def keys_of(table: str, kind: str) -> list[str]:
    """Return what can be said of an order to the office, or of an event of a kind, beside when.

    Args:
        table: ``mandates`` or ``timeline``.
        kind: of the event; what the story itself sets has none.
    """
    if table == "mandates":
        return [key for key in (*ORDER, *more_order()) if key not in ("announce_week", "notice_weeks", "ramp_weeks")]
    return [row["name"].rpartition(".")[2] for row in _entries() if row["group"] == kind]


def entry(table: str, name: str, key: str, question: WhatIf) -> dict[str, Any]:
    """Return a slider or a choice for something that is said of an order or an event of a what-if."""
    path = f"{table}.{name}.{key}"
    value, began = question.scenario.get(path), question.began_with(path)
    if table == "mandates":
        return order(path, value, began)
    if key.startswith("set."):
        own = lever(key.removeprefix("set."), value, value if began is None else began)
        return own | {"path": path, "card": False}
    kind = question.scenario.get(f"timeline.{name}.event")
    row = next(row for row in _entries() if row["group"] == kind and row["name"].endswith(f".{key}"))
    return _slider(row, path, value, value if began is None else began)


def title_of(path: str) -> str:
    """Return what a lever is called."""
    name = path.rpartition(".")[2]
    return texts.maybe(f"lever.{name}.title") or name_of(name)


def lever(path: str, value: object, baseline: object) -> dict[str, Any]:
    """Return what a slider needs to know of a lever, as plain values.

    Args:
        path: its path in a scenario.
        value: where it stands.
        baseline: where it stands in the company as it is.
    """
    return _slider(_rows()[path], path, value, baseline) | {"card": True}


def _slider(row: dict[str, Any], path: str, value: object, baseline: object) -> dict[str, Any]:
    name = path.rpartition(".")[2]
    shown = {"path": path, "title": title_of(path), "value": value, "baseline": baseline, "meaning": row["meaning"]}
    if row["low"] is None:
        options = row["unit"].removeprefix("one of ").split(", ")
        return shown | {"choices": [{"value": one, "title": texts.maybe(f"choices.{one}") or one} for one in options]}
    low, high = WEEKS.get(name, (row["low"], row["high"]))
    percent = row["unit"] in ("0-1", "share")
    whole = isinstance(row["low"], int) or name in WEEKS
    return shown | {
        "low": low,
        "high": high,
        "step": 1 if whole else _step(percent, value, baseline),
        "unit": "" if percent else texts.table("units").get(row["unit"], row["unit"]),
        "percent": percent,
        "low_words": texts.maybe(f"lever.{name}.low"),
        "high_words": texts.maybe(f"lever.{name}.high"),
    }


def _step(percent: bool, *values: object) -> float:
    """Return the step of a slider: a coarse one that a hand can hit, unless a value lies between its steps."""
    coarse, fine = (0.05, 0.01) if percent else (0.5, 0.1)
    numbers = [float(value) for value in values if isinstance(value, int | float)]
    return coarse if all(abs(number / coarse - round(number / coarse)) < 1e-6 for number in numbers) else fine


def order(path: str, value: object, began: object) -> dict[str, Any]:
    """Return what a slider needs to know of an entry of an order to the office.

    Args:
        path: ``mandates.NAME.KEY``.
        value: where it stands.
        began: where it stood when the what-if began.
    """
    key = path.rpartition(".")[2]
    return lever(f"mandates.NAME.{key}", value, value if began is None else began) | {"path": path, "card": False}


def card(path: str) -> dict[str, Any]:
    """Return title and parts of the card of a lever."""
    return {"title": title_of(path), "parts": parts_of(card_of(path))}


def levers_of(paths: list[str] | tuple[str, ...], question: WhatIf) -> list[dict[str, Any]]:
    """Return sliders for levers of a what-if, with what its story says of them."""
    return [
        lever(path, question.lever(path), question.baseline.get(path)) | {"note": told(path, question)}
        for path in paths
    ]


def told(path: str, question: WhatIf) -> str:
    """Return what must be said of a lever that the story sets as well; nothing where it does not."""
    stood = question.stood(path)
    said = []
    if stood != question.began.get(path):
        said.append(texts.say("levers.story", value=shown(path, stood)))
    for week, value in question.set_later(path):
        said.append(texts.say("levers.later", value=shown(path, value), week=week))
    return " ".join([*said, texts.say("levers.story_how")]) if said else ""


def shown(path: str, value: object) -> str:
    """Return a value of a lever as its slider shows it, and any other value of a scenario in plain words."""
    path = plain_path(path)
    table, _, key = path.rpartition(".")
    row = _rows().get(f"mandates.NAME.{key}" if table.startswith("mandates.") else path, {"unit": ""})
    if not isinstance(value, int | float):
        return texts.maybe(f"choices.{value}") or str(value).replace("_", " ")
    if row["unit"] in ("0-1", "share"):
        return f"{100 * value:.0f} %"
    number = f"{value:g}".replace("-", "−")
    return f"{number} {texts.table('units').get(row['unit'], row['unit'])}".strip()
