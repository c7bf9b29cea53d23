"""Compare: the what-if and up to three others that were kept, beside the company as it is: table, charts, settings."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pandas as pd
import solara

from trustsim.app import captions, catalogue, sharing, state, texts
from trustsim.app.choices import decimals_of, unit_of
from trustsim.app.components.actions import Actions
from trustsim.app.components.chart import Chart
from trustsim.app.components.fields import Fields
from trustsim.app.components.figures import mood_of, number, signed, title_of
from trustsim.app.components.grid import Grid
from trustsim.app.components.panel import Panel
from trustsim.app.components.words import Words
from trustsim.app.controls import starts
from trustsim.app.estimates import arm_title
from trustsim.app.jobs import Job, use_job
from trustsim.documentation.brief.content import told_differences
from trustsim.model.threads import Stop
from trustsim.scenario import Scenario, explain_sources
from trustsim.studies.estimating import Estimated
from trustsim.studies.what_if import MOVED, WhatIf

#: The rows of the table and the charts.
ROWS = (
    "leadership_trust", "interpersonal_trust_in_managers", "interpersonal_trust_in_employees", "felt_trust",
    "engagement", "satisfaction", "stress", "attrition", "quit_intention", "productivity", "ideas", "net_value",
)  # fmt: skip
CHARTS = ("leadership_trust", "interpersonal_trust_in_managers", "attrition", "engagement", "stress", "productivity")
#: Smallest differences that matter of a scale that are shown at least.
LEAST = 4.0
SIGNS = {"better": "✔", "worse": "✘", "clear": "•", "even": "=", "open": "?"}
#: What of a scenario says how it is run, and is no part of what differs.
RUN = "run."
#: What follows from notice and ramp, which are shown.
FOLLOWS = ".abruptness"
#: Entries of orders and of the time axis whose name says nothing more.
UNNAMED = (*catalogue.PLAIN_ORDERS, MOVED)


def arms() -> dict[str, WhatIf]:
    """Return the what-ifs side by side by what they are called: the one on the screen first, then those kept."""
    found: dict[str, WhatIf] = {}
    for one in (state.current(), *sharing.kept.value):
        title = name = arm_title(one) if one is state.current() else one.title or one.scenario.title
        number = 2
        while name in found:
            name, number = f"{title} ({number})", number + 1
        found[name] = one
    return found


@solara.component
def Page() -> None:
    """Draw the page."""
    side_by_side = arms()
    baseline = state.current().baseline
    scenarios = {name: one.scenario for name, one in side_by_side.items()}
    hashes = [baseline.hash, *(scenario.hash for scenario in scenarios.values()), *scenarios]

    def work(stop: Stop) -> Iterator[Estimated]:
        yield from state.estimator().estimates(baseline, scenarios, stop=stop)

    job = use_job(work, [hashes, baseline.replications, baseline.seed])
    with solara.Div(classes=["ts-page"]):
        Panel(Kept, title=texts.say("compare.kept"), lead=texts.say("compare.kept_lead"), kind="wide")
        Panel(
            partial(Table, job), title=texts.say("compare.table"), lead=texts.say("compare.table_lead"), kind="wide",
            refused=job.refused, failed=job.failed,
        )  # fmt: skip
        Panel(partial(Charts, job), title=texts.say("compare.charts"), kind="wide")
        Panel(partial(Settings, baseline, scenarios), title=texts.say("compare.settings"), kind="wide")


# -- what stands side by side ---------------------------------------------------------------------------------------


@solara.component
def Kept() -> None:
    """Draw what is kept, and what keeps more."""
    names = list(arms())
    with solara.Div(classes=["ts-stack"]):
        with solara.Div(classes=["ts-chips"]):
            for place, name in enumerate(names):
                _Chip(name, place)
        full = len(sharing.kept.value) >= sharing.MOST_KEPT
        Words(
            name="keep", title=texts.say("compare.name"), about=texts.say("compare.name_about"), most=80,
            button=texts.say("compare.keep"), off=full, event_say=sharing.keep,
        )  # fmt: skip
        field = {
            "name": "add", "title": texts.say("compare.add"), "value": "",
            "choices": [{"title": "", "options": [{"value": "", "title": texts.say("compare.choose")}]}, *starts()],
        }  # fmt: skip
        if not full:
            Fields(fields=[field], event_put=lambda put: _add(put["value"]))


@solara.component
def _Chip(name: str, place: int) -> None:
    with solara.Div(classes=["ts-chip"]):
        solara.Div(classes=["ts-key", f"ts-key-{place + 1}"], children=[name])
        if place:
            actions = [
                {"name": "bring", "title": texts.say("compare.bring")},
                {"name": "drop", "title": texts.say("compare.drop")},
            ]
            acts = {"bring": partial(sharing.bring, place - 1), "drop": partial(sharing.drop, place - 1)}
            Actions(actions=actions, label=name, event_act=lambda act: acts[act]())
        else:
            solara.Div(classes=["ts-help"], children=[texts.say("compare.here")])


def _add(name: str) -> None:
    """Keep a shipped scenario beside the what-if, for the same company."""
    if name:
        one = state.session.value.now.begin(name)
        sharing.keep_this(one, one.scenario.title)


# -- what comes of them ---------------------------------------------------------------------------------------------


@solara.component
def Table(job: Job[Estimated]) -> None:
    """Draw outcomes by scenario."""
    found = job.latest
    if found is None:
        solara.Div(classes=["ts-waiting"], children=[texts.say("progress.first")])
        return
    table, labels = found.comparison.table, list(found.comparison.scenarios)
    currency = state.current().currency
    head: list[dict[str, Any]] = [{"text": texts.say("compare.outcome")}]
    head += [{"text": texts.say("arms.baseline"), "n": True, "key": 0}]
    head += [{"text": label, "n": True, "key": place} for place, label in enumerate(labels, start=1)]
    rows = [_row(table[table["outcome"] == name], name, currency) for name in ROWS if name in set(table["outcome"])]
    note = "" if found.final else texts.say("progress.provisional", runs=found.runs, of=found.of)
    runs = captions.caption_of(found.comparison.baseline.manifest)
    caption = f"{note} {texts.say('compare.legend')} {runs}".strip()
    Grid(title=texts.say("compare.table"), head=head, rows=rows, caption=caption, tall=True)


def _row(rows: pd.DataFrame, outcome: str, currency: str) -> dict[str, Any]:
    decimals = decimals_of(outcome)
    first = next(iter(rows.to_dict("records")))
    cells: list[dict[str, Any]] = [{"text": number(first["baseline_value"], decimals)}]
    for _, row in rows.iterrows():
        mood = mood_of(row)
        interval = f"{signed(row['low'], decimals)} … {signed(row['high'], decimals)}"
        cells.append({
            "text": f"{number(row['scenario_value'], decimals)} ({signed(row['difference'], decimals)})",
            "note": interval, "mood": mood, "sign": SIGNS[mood],
        })  # fmt: skip
    return {"head": title_of(outcome), "note": unit_of(outcome, currency), "cells": cells}


@solara.component
def Charts(job: Job[Estimated]) -> None:
    """Draw outcomes over the weeks, a line a scenario."""
    found = job.latest
    if found is None:
        solara.Div(classes=["ts-waiting"], children=[texts.say("progress.first")])
        return
    comparison = found.comparison
    results = {texts.say("arms.baseline"): comparison.baseline, **comparison.scenarios}
    curves = {label: one.curves(CHARTS) for label, one in results.items()}
    note = "" if found.final else texts.say("progress.provisional", runs=found.runs, of=found.of)
    with solara.Div(classes=["ts-charts"]):
        for name in CHARTS:
            facts: Any = comparison.outcome_facts[name]
            Chart(
                title=title_of(name), unit=unit_of(name), curves=curves, outcome=name, provisional=note,
                note=comparison.baseline.curve_notes.get(name, ""), least=LEAST * facts.matters,
                first_day=state.current().first_day,
            )  # fmt: skip


@solara.component
def Settings(baseline: Scenario, scenarios: dict[str, Scenario]) -> None:
    """Draw every setting in which some scenario differs from the baseline."""
    every = {"": baseline, **scenarios}
    known = {row.path: row for one in every.values() for row in explain_sources(one)}
    paths = dict.fromkeys(path for one in scenarios.values() for path in told_differences(baseline, one))
    head: list[dict[str, Any]] = [{"text": texts.say("compare.setting")}]
    head += [{"text": texts.say("arms.baseline"), "key": 0}]
    head += [{"text": name, "key": place} for place, name in enumerate(scenarios, start=1)]
    rows = [
        {
            "head": _setting(path),
            "note": _note(_setting(path), known[path].meaning),
            "cells": [_said(one, path) for one in every.values()],
        }
        for path in paths
        if not path.startswith(RUN) and not path.endswith(FOLLOWS)
    ]  # fmt: skip
    if not rows:
        solara.Div(classes=["ts-empty"], children=[texts.say("headline.same")])
        return
    Grid(title=texts.say("compare.settings"), head=head, rows=rows, tall=True)


def _said(scenario: Scenario, path: str) -> dict[str, str]:
    return {"text": catalogue.shown(path, scenario.values[path]) if path in scenario.values else "–"}


def _note(title: str, meaning: str) -> str:
    """Return what a setting means, unless its title says just that."""
    return "" if meaning.lower() == title.lower() else f"{meaning[:1].upper()}{meaning[1:]}."


def _setting(path: str) -> str:
    name = path.rpartition(".")[2]
    title = texts.maybe(f"lever.{name}.title") or name.replace("_", " ").capitalize()
    parts = path.split(".")
    named = parts[0] in ("mandates", "timeline", "teams", "companies") and parts[1] not in UNNAMED
    return f"{title} ({parts[1]})" if named else title
