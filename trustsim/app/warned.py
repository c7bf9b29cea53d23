"""A warning where the what-if on the screen lies outside of what the model was held against."""

from __future__ import annotations

from functools import cache
from typing import Any

import solara

from trustsim.app import catalogue, state, texts
from trustsim.app.components.rows import Rows
from trustsim.evidence.coverage import MEANINGS, Coverage, Covered, coverage
from trustsim.evidence.findings.shipped import Shipped, shipped_measured
from trustsim.scenario import Scenario


@cache
def shipped() -> Shipped:
    """Return the run of record, shared and read only."""
    return shipped_measured()


def use_coverage() -> Coverage:
    """Return where the what-if on the screen lies; a hook, for components only."""
    scenario: Scenario = state.current().scenario
    return solara.use_memo(lambda: coverage(scenario, shipped().measured), [scenario.hash])


@solara.component
def Warned(link: bool = True) -> None:
    """Draw one line: whether the what-if lies within what the findings span.

    Args:
        link: whether to say where to read more.
    """
    found = use_coverage()
    kind = "ts-warned" if found.warned else "ts-within"
    more = f" {texts.say('coverage.more')}" if link and found.rows else ""
    with solara.Div(classes=["ts-covered", kind]):
        solara.Div(children=[f"{'⚠' if found.warned else '✔'} {found.summary}{more}"])


@solara.component
def Coverages() -> None:
    """Draw where every setting lies in which the what-if differs from the baseline."""
    found = use_coverage()
    with solara.Div(classes=["ts-stack"]):
        Warned(link=False)
        if found.rows:
            columns = ("setting", "value", "place", "range", "findings")
            Rows(
                table={
                    "title": texts.say("coverage.title"),
                    "columns": [{"name": name, "title": texts.say(f"coverage.{name}")} for name in columns],
                    "rows": [_row(row) for row in found.rows],
                },
                say=texts.table("rows"),
            )
            solara.Div(classes=["ts-chart-note"], children=[texts.say("coverage.signs")])


def _row(row: Covered) -> dict[str, Any]:
    signs = {True: "✔", False: "✘", None: "–"}
    value = catalogue.shown(row.path, row.value)
    usual = "" if row.usual is None else texts.say("coverage.usual", usual=catalogue.shown(row.path, row.usual))
    return {
        "key": row.path,
        "mood": "worse" if row.warned else "",
        "cells": {
            "setting": catalogue.title_of(row.path), "value": f"{value}{usual}",
            "place": texts.say(f"coverage.place_{row.place.replace(' ', '_')}"), "range": _known(row),
            "findings": ", ".join(f"{name} {signs[passed]}" for name, passed in row.findings.items()),
        },
        "more": [f"{MEANINGS[row.place].capitalize()}.", row.path],
    }  # fmt: skip


def _known(row: Covered) -> str:
    """Return what was tested, and how far firms differ, in the units of the lever; nothing where neither is known."""
    said = []
    for kind, ends in (("tested", row.tested), ("firms", row.firms)):
        if ends is not None:
            low, high = (catalogue.shown(row.path, float(f"{end:.3g}")) for end in ends)
            key = f"coverage.{kind}" if low != high else f"coverage.{kind}_at"
            said.append(texts.say(key, low=low.partition(" ")[0], high=high))  # the unit once
    return "; ".join(said)


def shown(value: Any) -> str:
    """Return a value of a scenario in words."""
    return f"{value:g}".replace("-", "−") if isinstance(value, int | float) else str(value).replace("_", " ")
