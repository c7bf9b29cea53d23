"""For whom: outcomes by group, beside everybody's, with groups of few people withheld."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import solara

from trustsim.app import state, texts
from trustsim.app.choices import OutcomeChoice, decimals_of, unit_of
from trustsim.app.components.bars import Bar, Bars, bars_of
from trustsim.app.components.figures import number, signed, title_of
from trustsim.app.components.grid import Grid
from trustsim.app.components.panel import Panel
from trustsim.app.estimates import SCENARIO
from trustsim.app.jobs import Job, use_job
from trustsim.model.groupings import GROUPINGS
from trustsim.model.threads import Stop
from trustsim.studies.groups import EVERYBODY, OUTCOMES, TEAM, ForWhom, for_whom_steps, moves
from trustsim.studies.what_if import WhatIf

FIRST = "quit_intention"
#: So many runs tell who is hit harder; and so many groups are named as hit hardest.
RUNS, MOST_NAMED = 40, 8
#: The groupings that are asked about first, and the rest in the order of the model.
ORDER = (EVERYBODY, "tenure", "ability", "flexibility need", "cohort", "trust propensity", TEAM)


def groups_of(question: WhatIf, runs: int, label: str, stop: Stop) -> Iterator[ForWhom]:
    """Yield what the what-if does to whom, in turn with what other visitors wait for."""
    gate = state.estimator().gate
    base = question.baseline.override({"run.replications": min(runs, question.replications)})
    arms = {label: question.scenario}
    steps = for_whom_steps(base, arms, threads=1, progress=lambda _done, _of: gate.give_way(stop))
    yield from gate.long(steps, stop)


@solara.component
def Page() -> None:
    """Draw the page."""
    question = state.current()
    job = use_job(lambda stop: groups_of(question, RUNS, SCENARIO, stop), [question])
    outcome, set_outcome = solara.use_state(FIRST)
    with solara.Div(classes=["ts-page"]):
        Panel(
            partial(Hardest, job), title=texts.say("whom.hardest"), lead=texts.say("whom.hardest_lead"), kind="wide",
            refused=job.refused, failed=job.failed,
        )  # fmt: skip
        Panel(
            partial(Groups, job, outcome, set_outcome), title=texts.say("whom.groups"),
            lead=texts.say("whom.groups_lead"), kind="wide",
        )  # fmt: skip


@solara.component
def Hardest(job: Job[ForWhom]) -> None:
    """Draw the groups that are hit harder than everybody."""
    found = job.latest
    if found is None:
        solara.Div(classes=["ts-waiting"], children=[texts.say("whom.first")])
        return
    rows = []
    for row in found.hardest.head(MOST_NAMED).to_dict("records"):
        decimals = decimals_of(row["outcome"])
        cells = [
            {"text": title_of(row["outcome"]), "note": unit_of(row["outcome"])},
            {"text": signed(row["difference"], decimals)},
            {"text": signed(row["beyond"], decimals), "mood": "worse", "sign": "▼" if row["beyond"] < 0 else "▲"},
            {"text": f"{signed(row['beyond_low'], decimals)} … {signed(row['beyond_high'], decimals)}"},
            {"text": number(row["people"], 0)},
        ]
        rows.append({"head": _group(row), "cells": cells})
    if not rows:
        solara.Div(classes=["ts-empty"], children=[texts.say("whom.nobody")])
        return
    columns = ("group", "outcome", "difference", "beyond", "interval", "people")
    head = [{"text": texts.say(f"whom.{name}"), "n": name not in ("group", "outcome")} for name in columns]
    Grid(title=texts.say("whom.hardest"), head=head, rows=rows, caption=_caption(job, found), tall=True)


@solara.component
def Groups(job: Job[ForWhom], outcome: str, on_outcome: Any) -> None:
    """Draw the difference of an outcome for every group."""
    found = job.latest
    if found is None:
        solara.Div(classes=["ts-waiting"], children=[texts.say("whom.first")])
        return
    table = found.table[found.table["outcome"] == outcome]
    decimals = decimals_of(outcome)
    with solara.Div(classes=["ts-stack"]):
        OutcomeChoice("whom-outcome", OUTCOMES, outcome, on_outcome, texts.say("whom.outcome"))
        names = [*ORDER, *(one.name for one in GROUPINGS if one.name not in ORDER)]
        bars = [
            Bar(
                _group(row), row["difference"], row["low"], row["high"], note=_note(row, decimals),
                mood={"harder": "worse", "softer": "better"}.get(row["hit"], "even"),
                verdict=texts.say(f"whom.hit_{row['hit']}") if row["grouping"] != EVERYBODY else "",
                whole=row["grouping"] == EVERYBODY,
            )
            for name in names
            for row in table[table["grouping"] == name].to_dict("records")
        ]  # fmt: skip
        head = [texts.say("whom.group"), "", unit_of(outcome), texts.say("whom.interval"), texts.say("whom.hit")]
        Bars(title=f"{title_of(outcome)}: {texts.say('whom.groups')}", bars=bars_of(bars, decimals), head=head)
        solara.Div(classes=["ts-chart-note"], children=[_withheld(found)])
        solara.Div(classes=["ts-chart-note"], children=[texts.say("whom.moves", which=", ".join(_moving()))])


def _moving() -> list[str]:
    return [texts.maybe(f"groupings.{one.name}") or one.name for one in GROUPINGS if moves(one.name)]


def _group(row: dict[Any, Any]) -> str:
    if row["grouping"] == EVERYBODY:
        return texts.say("whom.everybody")
    name = texts.maybe(f"groupings.{row['grouping']}") or str(row["grouping"]).capitalize()
    return f"{name}: {row['group']}"


def _note(row: dict[Any, Any], decimals: int) -> str:
    return texts.say(
        "whom.note", people=number(row["people"], 0), before=number(row["baseline_value"], decimals),
        after=number(row["scenario_value"], decimals),
    )  # fmt: skip


def _withheld(found: ForWhom) -> str:
    teams = int((found.withheld["grouping"] == TEAM).sum())
    return texts.say("whom.withheld", groups=len(found.withheld) - teams, teams=teams)


def _caption(job: Job[ForWhom], found: ForWhom) -> str:
    runs = found.manifest.replications
    return texts.say("whom.provisional" if job.working or job.stale else "whom.caption", runs=runs)
