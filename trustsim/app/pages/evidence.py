"""Evidence and assumptions: where a what-if lies, each finding, what the model cannot tell, parameters, profiles."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from functools import cache
from typing import Any

import solara

from trustsim.app import state, texts
from trustsim.app.captions import reading_of
from trustsim.app.components.fields import Fields, field_of
from trustsim.app.components.forest import Forest, findings_of
from trustsim.app.components.limits import Limits
from trustsim.app.components.panel import Panel
from trustsim.app.components.parts import Parts
from trustsim.app.components.rows import Rows
from trustsim.app.warned import Coverages, shipped, shown
from trustsim.documentation.catalogue import parameter_rows, profile_rows
from trustsim.documentation.limits import limits
from trustsim.evidence.findings.report import both_ways, finding_counts
from trustsim.evidence.findings.verdicts import by_finding
from trustsim.scenario import PROFILES

#: The parts of the page, in their order.
PARTS = ("coverage", "findings", "limits", "profiles", "parameters")


@solara.component
def Page() -> None:
    """Draw the page."""
    part, show = solara.use_state(PARTS[0])
    with solara.Div(classes=["ts-stack", "ts-evidence"]):
        Parts(
            parts=[{"name": name, "title": texts.say(f"evidence.part_{name}")} for name in PARTS], part=part,
            label=texts.say("evidence.parts"), event_show=show,
        )  # fmt: skip
        BODIES[part]()


def Findings() -> None:
    """Draw findings, and what raising trust does."""
    Panel(Found, title=texts.say("forest.title"), lead=texts.say("forest.lead"))
    Panel(BothWays, title=texts.say("forest.both_title"), lead=texts.say("forest.both_lead"))


@cache
def _findings() -> list[dict[str, Any]]:
    return findings_of(shipped().measured)


@solara.component
def Found() -> None:
    """Draw how the model stands against each finding."""
    record = shipped()
    counts = finding_counts(by_finding(record.measured))
    lines = [
        texts.say(f"forest.summary_{role}", passed=count["pass"], of=count["of"]) for role, count in counts.items()
    ]
    lines += [texts.say("forest.record", seeds=record.replications, seed=record.seed)]
    lines += [] if record.current else [texts.say("forest.stale")]
    with solara.Div(classes=["ts-stack"]):
        with solara.Div(classes=["ts-counts"]):
            for line in lines:
                solara.Div(children=[line])
        Forest(findings=_findings(), say=texts.table("forest"))


@solara.component
def BothWays() -> None:
    """Draw what raising trust does, beside what firms of most and least trust differ by."""
    rows = [
        {"key": name, "cells": {"outcome": name.capitalize(), "firms": _percent(firms), "raised": _percent(raised)}}
        for name, firms, raised in both_ways(shipped().measured)
    ]
    Rows(table=_table("forest.both_title", "forest.both_", ("outcome", "firms", "raised"), rows), say=_rows_words())


@solara.component
def CannotTell() -> None:
    """Draw what the model cannot say."""
    Limits(sections=[asdict(section) for section in limits()])


@solara.component
def Profiles() -> None:
    """Draw the three readings of contested evidence, one of which is chosen."""
    now = state.current().profile
    titles = {name: reading_of(name) for name in PROFILES}
    field = field_of("profile", texts.say("evidence.profile"), now, titles, texts.say(f"evidence.about_{now}"))
    rows = [
        {
            "key": row["name"],
            "cells": {"parameter": row["meaning"], **{name: shown(row["values"][name]) for name in PROFILES}},
            "more": [row["name"], texts.say("evidence.from_source", source=row["source"])],
        }
        for row in profile_rows()
    ]
    columns = [{"name": "parameter", "title": texts.say("evidence.parameter")}]
    columns += [{"name": name, "title": titles[name]} for name in PROFILES]
    with solara.Div(classes=["ts-stack"]):
        Fields(fields=[field], event_put=lambda put: state.change(lambda was: replace(was, profile=put["value"])))
        Rows(table={"title": texts.say("evidence.profiles"), "columns": columns, "rows": rows}, say=_rows_words())


@solara.component
def Parameters() -> None:
    """Draw every parameter with its source; one that is put in belongs to both companies on the screen."""
    now = state.current()

    def put(field: dict[str, Any]) -> None:
        path, value = field["name"], float(field["value"])
        usual = next(row["values"][now.profile] for row in parameter_rows() if row["name"] == path)
        state.change(lambda was: was.describe({path: None if value == usual else value}), moving=f"company {path}")

    rows = [_parameter(row, now.profile, float(str(now.baseline.get(row["name"])))) for row in parameter_rows()]
    rows.sort(key=lambda row: not row["number"]["moved"])
    columns = ("parameter", "mechanism", "default", "range", "source")
    Rows(
        table=_table("evidence.parameters", "evidence.", columns, rows),
        say=_rows_words(), searched=True, event_put=put,
    )  # fmt: skip


def _percent(value: float) -> str:
    return f"{value:+.0f} %".replace("-", "−")


def _parameter(row: dict[str, Any], profile: str, value: float) -> dict[str, Any]:
    usual, unit = row["values"][profile], "" if row["unit"] == "0-1" else f" {row['unit']}"
    contested = [texts.say("evidence.contested")] if row["contested"] else []
    title = texts.say("evidence.own_value", parameter=row["meaning"])
    return {
        "key": row["name"],
        "cells": {
            "parameter": row["meaning"], "mechanism": row["about"], "default": f"{shown(usual)}{unit}",
            "range": f"{shown(row['low'])} – {shown(row['high'])}", "source": row["source"],
        },
        "more": [row["name"], *contested],
        "number": {
            "name": row["name"], "value": value, "low": row["low"], "high": row["high"], "title": title,
            "moved": value != usual,
        },
    }  # fmt: skip


def _table(title: str, words: str, columns: tuple[str, ...], rows: list[dict[str, Any]]) -> dict[str, Any]:
    titles = {name: texts.say(f"{words}{name}") for name in columns}
    return {"title": texts.say(title), "columns": [{"name": n, "title": t} for n, t in titles.items()], "rows": rows}


def _rows_words() -> dict[str, str]:
    return texts.table("rows")


#: What draws each part.
BODIES: Mapping[str, Callable[[], Any]] = {
    "coverage": lambda: Panel(Coverages, title=texts.say("coverage.title"), lead=texts.say("coverage.lead")),
    "findings": Findings,
    "limits": lambda: Panel(CannotTell, title=texts.say("evidence.limits"), lead=texts.say("evidence.limits_lead")),
    "profiles": lambda: Panel(Profiles, title=texts.say("evidence.profiles"), lead=texts.say("evidence.profiles_lead")),
    "parameters": lambda: Panel(
        Parameters, title=texts.say("evidence.parameters"), lead=texts.say("evidence.parameters_lead")
    ),
}
