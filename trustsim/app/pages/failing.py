"""Where trust first fails: the shipped map, with one's own company as a band, and its question put to one's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any

import pandas as pd
import solara

from trustsim.app import captions, state, texts
from trustsim.app.components.actions import Actions
from trustsim.app.components.fields import Fields, field_of
from trustsim.app.components.panel import Panel
from trustsim.app.components.rows import Rows
from trustsim.app.components.tiles import REGIONS, Tiles, panel_of, spanned
from trustsim.app.jobs import use_job
from trustsim.model.threads import Stop, Stopped
from trustsim.results import Manifest
from trustsim.studies import run_map
from trustsim.studies.bands import Band, Ends, band, nearest_panel, own_company
from trustsim.studies.cells import MapCells, shipped_cells
from trustsim.studies.phases import PhaseMap

MAP = "trust-first"
#: What a visitor who has put in nothing is shown: half and double of what the shipped baseline has.
FEWEST, MOST = 0.5, 2.0


@dataclass(frozen=True)
class Asked:
    """What a visitor asks: from which share of opportunists to which, on which outcome, and whether to run it."""

    low: float
    high: float
    outcome: str
    run: bool = False

    @property
    def ends(self) -> Ends:
        """From and to."""
        return self.low, self.high


@cache
def cells() -> MapCells:
    """Return the shipped map, shared and read only."""
    return shipped_cells(MAP)


@solara.component
def Page() -> None:
    """Draw the page."""
    Panel(Mapped, kind="plain")


@solara.component
def Mapped() -> None:
    """Draw the map, what it says of one's own company, and what one's own company shows."""
    company = state.current().baseline
    path = cells().plan.x.path
    usual = float(str(company.get(path)))
    asked = solara.use_reactive(Asked(usual * FEWEST, min(1.0, usual * MOST), cells().plan.outcomes[0]))
    with solara.Div(classes=["ts-stack", "ts-failing"]):
        Panel(partial(Question, asked), title=texts.say("failing.title"), lead=texts.say("failing.lead"))
        Panel(partial(Answer, asked), title=texts.say("failing.answer"))
        Panel(partial(Maps, asked), title=texts.say("failing.map"), lead=cells().plan.story)
        Panel(partial(Own, asked), title=texts.say("failing.own"), lead=texts.say("failing.own_lead"))


def Question(asked: solara.Reactive[Asked]) -> None:
    """Draw what a visitor can say of their own company."""
    now = asked.value

    def put(field: dict[str, Any]) -> None:
        name, value = field["name"], field["value"]
        if name == "outcome":
            asked.value = replace(asked.value, outcome=str(value), run=False)
            return
        changed = replace(asked.value, **{name: float(value) / 100.0}, run=False)
        ends = sorted(changed.ends)
        asked.value = replace(changed, low=ends[0], high=ends[1])

    shared = {"low": 0, "high": 100, "step": 1, "unit": "%"}
    outcomes = {name: texts.maybe(f"outcomes.{name}") or name for name in cells().plan.outcomes}
    Fields(
        fields=[
            {"name": "low", "title": texts.say("failing.at_least"), "value": round(100 * now.low, 1), **shared},
            {"name": "high", "title": texts.say("failing.at_most"), "value": round(100 * now.high, 1), **shared},
            field_of("outcome", texts.say("failing.outcome"), now.outcome, outcomes),
        ],
        event_put=put,
    )


def own_band(asked: Asked, panel: str) -> Band:
    """Return what a panel says of the visitor's company."""
    plan = cells().plan
    assert plan.y is not None
    known = float(str(state.current().baseline.get(plan.y.path)))
    return band(cells(), panel, asked.outcome, asked.ends, (known, known))


def Answer(asked: solara.Reactive[Asked]) -> None:
    """Draw what the map says of one's own company, in words."""
    title, far = nearest_panel(cells().plan, state.current().baseline)
    found = own_band(asked.value, title)
    mood = {"wins": "better", "loses": "worse"}.get(REGIONS.get(found.says, ""), "open")
    verdict = texts.say(f"failing.says_{REGIONS.get(found.says, 'depends')}", outcome=outcome_words(found.outcome))
    lines = [
        texts.say("failing.tiles", share=spanned(asked.value.ends), tiles=found.tiles, panel=title, runs=runs_of()),
        texts.say("failing.extremes", worst=_told(found.worst, found.unit), best=_told(found.best, found.unit)),
        *([texts.say("failing.far", far=f"{100 * far:.0f}")] if far > 0 else []),
        *map(_crossing, found.crossings),
        texts.say("failing.hard"),
    ]
    with solara.Div(classes=["ts-answer", f"ts-answer-{mood}"]):
        solara.Div(classes=["ts-answer-says"], children=[verdict])
        for line in lines:
            solara.Div(children=[line])


def outcome_words(outcome: str) -> str:
    """Return an outcome as it stands within a sentence."""
    words = texts.maybe(f"outcomes.{outcome}") or outcome.replace("_", " ")
    return texts.inside(words)


def runs_of() -> int:
    """Return how many pairs of runs stand behind a tile."""
    return cells().plan.replications


def _told(found: tuple[float, float, float], unit: str) -> str:
    mean, low, high = (f"{value:+.1f}".replace("-", "−") for value in found)
    return texts.say("failing.told", mean=mean, unit=texts.maybe(f"units.{unit}") or unit, low=low, high=high)


def _crossing(found: dict[str, float]) -> str:
    crossing = f"{100 * found['crossing']:.0f}"
    if pd.isna(found["first_clear"]):
        return texts.say("failing.crossing_unclear", crossing=crossing)
    return texts.say("failing.crossing", crossing=crossing, clear=f"{100 * found['first_clear']:.0f}")


def Maps(asked: solara.Reactive[Asked]) -> None:
    """Draw the panels of the map."""
    plan = cells().plan
    nearest, _ = nearest_panel(plan, state.current().baseline)
    facts = cells().outcome_facts[asked.value.outcome]
    with solara.Div(classes=["ts-maps"]):
        for panel in plan.panels:
            shown = panel_of(cells(), panel.title, asked.value.outcome) | {"down": facts.better == "down"}
            touched = own_band(asked.value, panel.title)
            ends = {"x": [touched.x[0], touched.x[-1]], "y": [touched.y[0], touched.y[-1]]}
            Tiles(panel=shown, band=ends, say=texts.table("tiles"), mine=panel.title == nearest).key(panel.title)
    unit = texts.maybe(f"units.{facts.unit}") or facts.unit
    numbers = texts.say("tiles.numbers", outcome=outcome_words(asked.value.outcome), unit=unit)
    solara.Div(classes=["ts-chart-note"], children=[numbers])
    solara.Div(classes=["ts-chart-note"], children=[texts.say("tiles.legend")])


@solara.component
def Own(asked: solara.Reactive[Asked]) -> None:
    """Put the question of the map to one's own company, when asked to."""
    now, company = asked.value, state.current().baseline

    def work(stop: Stop) -> Iterator[PhaseMap | None]:
        if not now.run:
            yield None
            return
        with state.estimator().gate.turn(False, stop):
            found = run_map(own_company(cells().plan, company, now.ends), progress=lambda *_: _go_on(stop))
        yield found

    job = use_job(work, [now.run, now.ends, company.hash, company.seed])
    if not now.run:
        actions = [{"name": "run", "title": texts.say("failing.run"), "main": True, "off": now.low == now.high}]
        Actions(
            actions=actions, label=texts.say("failing.run"), event_act=lambda _: asked.set(replace(now, run=True))
        )  # fmt: skip
    elif job.refused:
        solara.Div(classes=["ts-alert"], children=[job.refused])
    elif job.working or job.latest is None:
        solara.Div(classes=["ts-waiting"], children=[texts.say("failing.running")])
    else:
        with solara.Div():  # Solara lays a sheet of its own, white in the dark too, below several parts without one
            Rows(table=own_rows(job.latest), say=texts.table("rows"))
            solara.Div(classes=["ts-chart-note"], children=[_caption(job.latest.manifest)])


def _caption(here: Manifest) -> str:
    return texts.say(
        "failing.caption", runs=here.replications, weeks=here.weeks, rest=captions.rest_of(here),
    )  # fmt: skip


def _go_on(stop: Stop) -> None:
    """Go on with what is run, unless nobody waits for it any more."""
    if stop():
        raise Stopped


def own_rows(found: PhaseMap) -> dict[str, Any]:
    """Return the table of what one's own company shows: a row an outcome and a share of opportunists."""
    path = found.plan.x.path
    rows = [
        {
            "outcome": texts.maybe(f"outcomes.{row['outcome']}") or row["outcome"],
            "share": spanned((row[path], row[path])),
            "difference": _told((row["difference"], row["low"], row["high"]), row["unit"]),
            "region": texts.say(f"tiles.{REGIONS.get(row['region'], 'unclear')}"),
        }
        for row in found.table.sort_values("outcome", kind="stable").to_dict("records")
    ]
    return {
        "title": texts.say("failing.own"),
        "columns": [{"name": name, "title": texts.say(f"failing.column_{name}")} for name in rows[0]],
        "rows": [{"key": str(place), "cells": row} for place, row in enumerate(rows)],
    }
