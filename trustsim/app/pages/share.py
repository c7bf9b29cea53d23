"""Share: the link, the same as file, command and program, files to take away, a scenario or one's company to bring."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd
import solara

from trustsim.app import sharing, state, texts
from trustsim.app.components.copies import Copies
from trustsim.app.components.files import Files
from trustsim.app.components.panel import Panel
from trustsim.app.components.upload import Upload
from trustsim.app.jobs import use_job
from trustsim.app.pages.for_whom import groups_of
from trustsim.app.pages.why import whys
from trustsim.documentation.brief import brief, csv_of
from trustsim.documentation.brief.content import Prepared
from trustsim.errors import InputError
from trustsim.model.threads import Stop
from trustsim.scenario.asking import as_command, as_files, as_python, opened_upload, to_link
from trustsim.scenario.asking.question import Question
from trustsim.scenario.own_company import EXAMPLE, read_company
from trustsim.scenario.reading import MOST_BYTES
from trustsim.studies import Comparison
from trustsim.studies.sharing import question_of, with_company, with_upload
from trustsim.studies.what_if import WhatIf

FILES = ("brief", "table", "weeks", "json", "scenario", "example")
#: Runs by which the brief tells who is hit harder.
GROUP_RUNS = 20


@solara.component
def Page() -> None:
    """Draw the page."""
    with solara.Div(classes=["ts-page", "ts-two"]):
        Panel(Copy, title=texts.say("share.link"), lead=texts.say("share.link_lead"), kind="wide")
        Panel(Take, title=texts.say("share.files"), lead=texts.say("share.files_lead"))
        Panel(Bring, title=texts.say("share.bring"), lead=texts.say("share.bring_lead"))


# -- to copy --------------------------------------------------------------------------------------------------------


@solara.component
def Copy() -> None:
    """Draw the link, and the same question in other forms."""
    asked = sharing.question()
    first = asked.beside(*asked.variants[:1])
    makers: dict[str, Callable[[Question], str]] = {"command": as_command, "python": as_python, "file": _file}
    copies = [
        {
            "name": name,
            "title": texts.say(f"share.{name}"),
            "about": texts.say(f"share.{name}_about"),
            "text": make(first),
        }
        for name, make in makers.items()
    ]
    Copies(copies=copies, say=texts.table("copies"), link=to_link(asked))


def _file(asked: Question) -> str:
    """Return the scenario file of the what-if."""
    return list(as_files(asked).values())[-1]


# -- to take away ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """The file that somebody asked for last, and how many were asked for until then."""

    key: str = ""
    number: int = 0


@solara.component
def Take() -> None:
    """Draw the files that can be taken away."""
    asked, set_asked = solara.use_state(Asked())
    now = state.current()
    job = use_job(lambda stop: _made(asked, now, stop), [asked])
    files = [
        {"key": key, "title": texts.say(f"files.{key}"), "about": texts.say(f"files.{key}_about")} for key in FILES
    ]
    latest = job.latest or {}
    working = asked.key if job.working else ""
    with solara.Div(classes=["ts-stack"]):
        Files(
            files=files, made=latest if latest.get("number") == asked.number else {}, working=working,
            say=texts.table("files"), event_make=lambda key: set_asked(Asked(key, asked.number + 1)),
        )  # fmt: skip
        if job.failed or job.refused:
            solara.Div(
                classes=["ts-alert"],
                children=[job.refused or texts.say("panel.failed", number=job.failed)],
            )


def _made(asked: Asked, now: WhatIf, stop: Stop) -> Iterator[dict[str, Any]]:
    """Yield the file that was asked for."""
    if asked.key in FILES:
        name, kind, text = MAKERS[asked.key](now, stop)
        yield {"number": asked.number, "name": name, "kind": kind, "text": text}


def _comparison(now: WhatIf, stop: Stop) -> Comparison:
    """Return the comparison on the screen, from all its runs."""
    question = question_of(now)
    *_, last = state.estimator().estimates(now.baseline, {question.arms[0].name: now.scenario}, stop=stop)
    return last.comparison


def _brief(now: WhatIf, stop: Stop) -> tuple[str, str, str]:
    comparison = _comparison(now, stop)
    label = next(iter(comparison.scenarios))
    *_, why = whys(now, stop)
    *_, groups = groups_of(now, GROUP_RUNS, label, stop)
    text = brief(comparison, Prepared({label: why}, groups), title=now.title, currency=now.currency)
    return "trustsim-brief.html", "text/html", text


def _weeks(now: WhatIf, stop: Stop) -> tuple[str, str, str]:
    comparison = _comparison(now, stop)
    frames = [arm.curves().assign(scenario=label) for label, arm in comparison.arms.items()]
    text = pd.concat(frames, ignore_index=True).to_csv(index=False, float_format="%.6g")
    return "trustsim-weeks.csv", "text/csv", text


MAKERS: dict[str, Callable[[WhatIf, Stop], tuple[str, str, str]]] = {
    "brief": _brief,
    "table": lambda now, stop: ("trustsim-comparison.csv", "text/csv", csv_of(_comparison(now, stop))),
    "weeks": _weeks,
    "json": lambda now, stop: ("trustsim-comparison.json", "application/json", _comparison(now, stop).to_json()),
    "scenario": lambda now, _: ("my-scenario.toml", "application/toml", _file(question_of(now))),
    "example": lambda _now, _stop: ("company.csv", "text/csv", EXAMPLE),
}


# -- to bring -------------------------------------------------------------------------------------------------------


@solara.component
def Bring() -> None:
    """Draw the fields that take a scenario file and one's own company."""
    with solara.Div(classes=["ts-stack"]):
        _Taker("scenario", ".toml", _take_scenario)
        _Taker("company", ".csv", _take_company)


@dataclass(frozen=True)
class Answer:
    """What is said of a file: why it was not taken, or what was taken from it."""

    refused: str = ""
    taken: tuple[str, ...] = ()


@solara.component
def _Taker(name: str, accept: str, take: Callable[[bytes, str], list[str]]) -> None:
    answer, set_answer = solara.use_state(Answer())

    def taken(file: dict[str, str]) -> None:
        try:
            content = base64.b64decode(str(file.get("content", "")), validate=True)
            set_answer(Answer(taken=tuple(take(content, str(file.get("name", ""))))))
        except (InputError, binascii.Error) as error:
            set_answer(Answer(refused=str(error)))

    Upload(
        name=name, title=texts.say(f"upload.{name}"), about=texts.say(f"upload.{name}_about"), accept=accept,
        most=MOST_BYTES, say=texts.table("upload"), refused=answer.refused, taken=list(answer.taken), event_take=taken,
    )  # fmt: skip


def _take_scenario(content: bytes, name: str) -> list[str]:
    """Put an uploaded scenario on the screen, and return in words what was taken."""
    scenario = opened_upload(content, name)
    state.change(lambda now: with_upload(now, scenario))
    refused = state.session.value.refused
    if refused:
        raise InputError(refused)
    return [texts.say("upload.opened", title=scenario.title), *([scenario.story] if scenario.story else [])]


def _take_company(content: bytes, name: str) -> list[str]:
    """Put one's own company on the screen, and return in words what was taken."""
    company = read_company(content, name or "company.csv")
    state.change(lambda now: with_company(now, company))
    refused = state.session.value.refused
    if refused:
        raise InputError(refused)
    return list(company.said)
