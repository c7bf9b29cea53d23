"""What a visitor asks of the least costly way, in words and as a wish; and what an answer says, in words."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from trustsim.app import catalogue, texts
from trustsim.app.choices import decimals_of, unit_of
from trustsim.app.components.fields import field_of
from trustsim.app.components.figures import number, title_of
from trustsim.app.estimates import CARDS
from trustsim.model.week import MODEL
from trustsim.studies.least import Wish, place_of, shipped_search
from trustsim.studies.searching import Goal, Search
from trustsim.studies.what_if import WhatIf

#: Levers to move beside those of an order to the office.
POLICIES = (
    "policy.support", "policy.fairness", "policy.transparency", "policy.candour", "policy.choice", "policy.autonomy",
    "policy.surveillance", "policy.micromanagement", "policy.checkins",
)  # fmt: skip
#: Those that are ticked at first, where there is no order.
FIRST = POLICIES[:7]
OFFICE = "days_in_office"
#: With an order, so many days less than people come in the what-if as it stands must be reached at first.
SLACK = 0.2


@dataclass(frozen=True)
class Asked:
    """What a visitor has put in.

    Attributes:
        goals: by outcome what must hold: "any", "no_worse", "better" or "bound".
        bounds: by outcome the bound.
        office: days in the office at least; about what the what-if brings as it stands, if None.
        robust: in how many of 100 worlds all goals must be met.
        most: how many levers may be moved at once.
        levers: those that may be moved; the first ones if None.
        costs: what moving each costs.
        run: whether it is to be looked for.
    """

    goals: Mapping[str, str] = field(default_factory=lambda: {"leadership_trust": "no_worse", "attrition": "no_worse"})
    bounds: Mapping[str, float] = field(default_factory=dict)
    office: float | None = None
    robust: int = 90
    most: int = 3
    levers: tuple[str, ...] | None = None
    costs: Mapping[str, float] = field(default_factory=dict)
    run: bool = False


def office_days(asked: Asked, question: WhatIf, known: Mapping[Any, Any]) -> float:
    """Return how many days in the office must be reached; 0 if none.

    Args:
        asked: what was put in.
        question: the what-if.
        known: by outcome its row in the comparison with the company as it is, as far as there is one.
    """
    if asked.office is not None:
        return asked.office
    if not question.mandates or OFFICE not in known:
        return 0.0
    return max(0.0, math.floor(10.0 * (known[OFFICE]["scenario_value"] - SLACK)) / 10.0)


# -- goals ----------------------------------------------------------------------------------------------------------


def rising(outcome: str) -> bool:
    """Tell whether more of an outcome is better."""
    return MODEL.outcomes[outcome].better == "up"


def goal_fields(name: str, asked: Asked, row: Mapping[Any, Any] | None) -> list[dict[str, Any]]:
    """Return a choice of what must hold of an outcome, and a bound where one is to be put in.

    Args:
        name: the outcome.
        asked: what was put in.
        row: its row in the comparison with the company as it is; None while there is none.
    """
    kind, decimals = asked.goals.get(name, "any"), decimals_of(name)
    bound = "at_least" if rising(name) else "at_most"
    options = {
        "any": texts.say("least.any"), "no_worse": texts.say("least.no_worse"), "better": texts.say("least.better"),
        "bound": texts.say(f"least.{bound}"),
    }  # fmt: skip
    help = ""
    if row is not None:
        values = {
            key: number(row[f"{arm}_value"], decimals) for key, arm in (("usual", "baseline"), ("stands", "scenario"))
        }
        help = texts.say("least.stands", **values)
    fields = [field_of(f"goal-{name}", f"{title_of(name)} ({unit_of(name)})", kind, options, help)]
    if kind == "bound":
        value = asked.bounds.get(name, round(row["baseline_value"], decimals) if row is not None else 0.0)
        fields.append({
            "name": f"bound-{name}", "title": texts.say(f"least.{bound}"), "value": value, "low": 0.0,
            "high": 1.0 if MODEL.outcomes[name].unit == "0-1" else 1000.0, "step": 10.0**-decimals,
            "unit": unit_of(name),
        })  # fmt: skip
    return fields


def goals_of(asked: Asked, question: WhatIf, known: Mapping[Any, Any]) -> tuple[str, ...]:
    """Return what must hold as texts that ``Goal.of`` reads; a bound that was not put in yet holds nothing."""
    found = []
    for name in CARDS:
        kind = asked.goals.get(name, "any")
        sense, worse, better = (">=", "-", "+") if rising(name) else ("<=", "+", "-")
        matters = f"{MODEL.outcomes[name].matters:g}"
        if kind == "bound" and name in asked.bounds:
            found.append(f"{name} {sense} {asked.bounds[name]:g}")
        elif kind in ("no_worse", "better"):
            found.append(f"{name} {sense} baseline {worse if kind == 'no_worse' else better} {matters}")
    days = office_days(asked, question, known)
    return (*found, *([f"{OFFICE} >= {days:g}"] if days > 0 else []))


# -- levers ---------------------------------------------------------------------------------------------------------


def offered(question: WhatIf) -> list[str]:
    """Return the levers that may be moved: of the order to the office, if there is one, and of the company."""
    keys = [path.rpartition(".")[2] for path in shipped_search().levers if path.startswith("mandates.")]
    orders = [f"mandates.{name}.{key}" for name in question.mandates[:1] for key in keys]
    return [*(path for path in orders if path in question.scenario.values), *POLICIES]


def ticked(asked: Asked, question: WhatIf) -> list[str]:
    """Return the levers that the visitor is ready to move."""
    there = offered(question)
    if asked.levers is not None:
        return [path for path in asked.levers if path in there]
    orders = [path for path in there if path.startswith("mandates.")]
    return [*orders, *(POLICIES[:2] if orders else FIRST)]


def slider_of(path: str, question: WhatIf) -> dict[str, Any]:
    """Return range and title of a lever."""
    if path.startswith("mandates."):
        table, name, key = path.split(".")
        return catalogue.entry(table, name, key, question)
    return catalogue.lever(path, question.lever(path), question.baseline.get(path))


def lever_rows(asked: Asked, question: WhatIf, on: list[str]) -> list[dict[str, Any]]:
    """Return the levers as rows to tick."""
    return [
        {
            "name": path, "title": slider["title"], "on": path in on, "cost": asked.costs.get(path, 1),
            "now": texts.say("ticks.now", value=catalogue.shown(path, slider["value"])),
        }
        for path, slider in ((path, slider_of(path, question)) for path in offered(question))
    ]  # fmt: skip


def costs() -> list[dict[str, Any]]:
    """Return what moving a lever may cost, in words."""
    return [{"value": value, "title": texts.say(f"ticks.cost_{value}")} for value in (1, 2, 4)]


def wish_of(asked: Asked, question: WhatIf, known: Mapping[Any, Any]) -> Wish:
    """Return what a visitor has put in as a wish."""
    levers = {}
    for path in ticked(asked, question):
        slider = slider_of(path, question)
        whole = {"whole": True} if isinstance(slider["value"], int) and path.startswith("mandates.") else {}
        levers[path] = {"low": slider["low"], "high": slider["high"], "cost": asked.costs.get(path, 1.0), **whole}
    return Wish(goals_of(asked, question, known), levers, asked.robust / 100.0, asked.most)


# -- answers --------------------------------------------------------------------------------------------------------


def headline(found: Search) -> str:
    """Return in a sentence what was found."""
    states, (low, high) = len(found.nearest.shortfalls), found.interval
    held = texts.say(
        "least.holds", met=round(found.nearest.robustness * states), of=states, low=f"{100 * low:.0f}",
        high=f"{100 * high:.0f}",
    )  # fmt: skip
    if not found.found:
        robust = f"{100 * found.plan.robust:.0f}"
        return texts.say("least.none", most=found.plan.most_levers, robust=robust)
    moves = len(found.moves)
    key = "nothing" if not moves else "one" if moves == 1 else "some"
    return f"{texts.say(f'least.found_{key}', moves=moves)} {held}"


def remarks(question: WhatIf, wish: Wish, found: Search, now: WhatIf) -> list[str]:
    """Return what must be said of an answer beside it."""
    said = []
    sizes = {len(one.moves) for one in found.tried}
    fewer = [size for size in sorted(sizes) if 0 < size < len(found.moves)]
    if found.found and fewer:
        tried = sum(0 < len(one.moves) < len(found.moves) for one in found.tried)
        said.append(texts.say("least.fewer", tried=tried, moves=len(found.moves)))
    if not found.found:
        states = len(found.nearest.shortfalls)
        met = round(found.nearest.robustness * states)
        said.append(texts.say("least.came_nearest", met=met, of=states))
        said.append(texts.say("least.none_how"))
    if question != now:
        said.append(texts.say("least.another"))
    return [*said, texts.say("least.honest", levers=len(wish.levers))]


def move_rows(question: WhatIf, wish: Wish, found: Search) -> list[dict[str, Any]]:
    """Return the levers that the nearest candidate moves: from where, to where, at what cost."""
    rows = []
    for path in wish.levers:
        place = place_of(question, path)
        if place not in found.nearest.moves:
            continue
        before, after = found.start[place], found.nearest.moves[place]
        cells = [catalogue.shown(path, before), catalogue.shown(path, _short(after))]
        cost = texts.say(f"ticks.cost_{wish.levers[path]['cost']:g}")
        rows.append({"head": catalogue.title_of(path), "cells": [{"text": text} for text in (*cells, cost)]})
    return rows


def _short(value: Any) -> Any:
    return float(f"{value:.2g}") if isinstance(value, float) else value


def goal_words(goal: Goal) -> str:
    """Return a goal as people say it."""
    name, decimals = goal.outcome, decimals_of(goal.outcome)
    if goal.against_baseline:
        better = (goal.margin > 0) == rising(name)
        return texts.say(
            "least.goal", outcome=title_of(name), how=texts.say(f"least.{'better' if better else 'no_worse'}")
        )
    how = texts.say("least.at_least" if goal.sense == ">=" else "least.at_most")
    return texts.say("least.goal_bound", outcome=title_of(name), how=how, bound=number(goal.margin, decimals))


def goal_rows(found: Search) -> list[dict[str, Any]]:
    """Return the goals: in how many worlds each is met, and by how much it is missed in the worst."""
    states = len(found.nearest.shortfalls)
    rows = []
    for goal, row in zip(found.plan.goals, found.goals.to_dict("records"), strict=True):
        miss = row["worst"] * MODEL.outcomes[goal.outcome].matters
        worst = texts.say("least.met_always") if miss <= 0 else number(miss, decimals_of(goal.outcome))
        met = texts.say("least.of", met=round(row["met"] * states), of=states)
        rows.append({
            "head": goal_words(goal), "note": unit_of(goal.outcome), "cells": [{"text": met}, {"text": worst}],
        })  # fmt: skip
    return rows


def caption(found: Search) -> str:
    """Return how an answer was looked for, in words."""
    plan = found.plan
    ways, worlds = len(found.tried), plan.states
    said = [texts.say("least.caption", tried=ways, worlds=worlds, runs=plan.replications, seed=plan.seed)]
    if found.verified:
        said.append(texts.say("least.caption_fresh", fresh=len(found.verified.shortfalls)))
    return " ".join(said)
