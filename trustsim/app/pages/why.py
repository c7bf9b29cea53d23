"""Why: what the gap is made of, by lever and by cause, and how it comes about, in words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pandas as pd
import solara

from trustsim.app import catalogue, state, texts
from trustsim.app.choices import OutcomeChoice, decimals_of, unit_of
from trustsim.app.components.bars import Bar, Bars, bars_of
from trustsim.app.components.figures import title_of
from trustsim.app.components.panel import Panel
from trustsim.app.components.story import Story
from trustsim.app.estimates import SCENARIO, Shown, use_estimate
from trustsim.app.jobs import Job, use_job
from trustsim.model.threads import Stop
from trustsim.model.week import MODEL
from trustsim.studies.chain import FOLLOWED, Link, chain_of, lever_words
from trustsim.studies.explanation import Explanation
from trustsim.studies.happenings import Happening
from trustsim.studies.verdicts import better
from trustsim.studies.what_if import WhatIf
from trustsim.studies.whys import why_steps

#: The outcome that is explained first.
FIRST = "leadership_trust"
#: The most bars of a picture.
MOST_BARS = 10


def whys(question: WhatIf, stop: Stop) -> Iterator[Explanation]:
    """Yield why the what-if differs, in turn with what other visitors wait for."""
    gate = state.estimator().gate
    steps = why_steps(question.baseline, question.scenario, lambda: gate.give_way(stop), threads=1)
    yield from gate.long(steps, stop)


@solara.component
def Page() -> None:
    """Draw the page."""
    question = state.current()
    why = use_job(lambda stop: whys(question, stop), [question])
    estimate = use_estimate(question, FOLLOWED)
    outcome, set_outcome = solara.use_state(FIRST)
    with solara.Div(classes=["ts-page"]):
        refused = why.refused or estimate.refused
        Panel(
            partial(Gap, why, outcome, set_outcome), title=texts.say("why.gap"), lead=texts.say("why.gap_lead"),
            kind="wide", refused=refused, failed=why.failed,
        )  # fmt: skip
        Panel(
            partial(Chain, estimate, why), title=texts.say("why.chain"), lead=texts.say("why.chain_lead"),
            kind="wide", failed=estimate.failed,
        )  # fmt: skip


@solara.component
def Gap(job: Job[Explanation], outcome: str, on_outcome: Any) -> None:
    """Draw the difference of an outcome, by lever and by cause."""
    why = job.latest
    if why is None:
        solara.Div(classes=["ts-waiting"], children=[texts.say("why.first")])
        return
    if not why.lever_names:
        solara.Div(classes=["ts-empty"], children=[texts.say("headline.same")])
        return
    known = [name for name in MODEL.outcomes if name in why.outcome_facts]
    outcome = outcome if outcome in known else FIRST
    with solara.Div(classes=["ts-stack"]):
        OutcomeChoice("why-outcome", known, outcome, on_outcome, texts.say("why.outcome"))
        with solara.Div(classes=["ts-pair"]):
            for kind, frame in (("lever", why.levers), ("cause", why.causes)):
                rows = frame[frame["outcome"] == outcome]
                with solara.Div(classes=["ts-stack"]):
                    solara.Div(classes=["ts-subtitle"], children=[texts.say(f"why.by_{kind}")])
                    if len(rows):
                        _waterfall(why, rows, kind, outcome)
                        if kind == "cause":
                            solara.Div(classes=["ts-help"], children=[texts.say("why.cause_how")])
                    else:
                        solara.Div(classes=["ts-help"], children=[texts.say("why.no_causes")])
        solara.Div(classes=["ts-chart-note"], children=[_caption(job, why)])


def _caption(job: Job[Explanation], why: Explanation) -> str:
    asked = state.current().replications
    runs = why.manifest.replications
    key = "why.provisional" if job.working else "why.some" if runs < asked else "why.all"
    return texts.say(key, runs=runs, of=asked, method=why.method)


def _waterfall(why: Explanation, rows: pd.DataFrame, kind: str, outcome: str) -> None:
    found = sorted(rows.to_dict("records"), key=lambda row: -abs(row["contribution"]))
    large, rest = found[:MOST_BARS], found[MOST_BARS:]
    bars = [
        Bar(
            _name(str(row[kind]), kind), row["contribution"], row["low"], row["high"],
            mood=_mood(outcome, row["contribution"]),
        )
        for row in large
    ]  # fmt: skip
    if rest:
        together = sum(row["contribution"] for row in rest)
        bars.append(Bar(texts.say("why.others", number=len(rest)), together, mood=_mood(outcome, together)))
    total = next(row for row in why.table.to_dict("records") if row["outcome"] == outcome)
    bars.append(Bar(texts.say("why.whole"), total["difference"], total["low"], total["high"], mood="clear", whole=True))
    head = [texts.say(f"why.{kind}"), "", unit_of(outcome, state.current().currency), texts.say("why.interval")]
    Bars(
        title=f"{title_of(outcome)}: {texts.say(f'why.by_{kind}')}", head=head,
        bars=bars_of(bars, decimals_of(outcome), falling=True),
    )  # fmt: skip


def _name(text: str, kind: str) -> str:
    if kind == "cause":
        return text[:1].upper() + text[1:]
    words = lever_words(text)
    if text.startswith("mandates.") and "+" not in text:
        return catalogue.order_title(text.partition(".")[2])
    return texts.maybe(f"lever.{words.replace(' ', '_')}.title") or words[:1].upper() + words[1:]


def _mood(outcome: str, value: float) -> str:
    said = better("higher" if value > 0 else "lower", MODEL.outcomes[outcome].better)
    return {"yes": "better", "no": "worse"}.get(said, "clear")


@solara.component
def Chain(estimate: Job[Shown], job: Job[Explanation]) -> None:
    """Draw the chain in words."""
    shown = estimate.latest
    if shown is None:
        solara.Div(classes=["ts-waiting"], children=[texts.say("progress.first")])
        return
    titles = {name: texts.inside(title_of(name)) for name in FOLLOWED}
    links = chain_of(shown.estimated.comparison, SCENARIO, job.latest, titles)
    if not links:
        solara.Div(classes=["ts-empty"], children=[texts.say("headline.same")])
        return
    turns = [_link(link, shown.question) for link in links if link.kind != "why"]
    reasons = [_link(link, shown.question) for link in links if link.kind == "why"]
    with solara.Div(classes=["ts-pair"]):
        with solara.Div():
            solara.Div(classes=["ts-subtitle"], children=[texts.say("why.turns", runs=shown.estimated.runs)])
            Story(links=turns, title=texts.say("why.chain"))
        if reasons and job.latest is not None:
            with solara.Div():
                runs = job.latest.manifest.replications
                solara.Div(classes=["ts-subtitle"], children=[texts.say("why.made_of", runs=runs)])
                Story(links=reasons, title=texts.say("why.chain"))


def _link(link: Link, question: WhatIf) -> dict[str, Any]:
    from trustsim.scenario.own_company import day_of

    when, text, first = "", link.text, question.first_day
    if link.week is not None:
        when, _, text = link.text.partition(": ")
        when += f", {day_of(first, link.week)}" if first else ""
    if link.happening is not None:
        text = _happening(link.happening, question)
    mood = _mood(link.outcome, link.value) if link.outcome else ""
    return {"when": when, "kind": link.kind, "mood": mood, "text": text[:1].upper() + text[1:]}


def _happening(one: Happening, question: WhatIf) -> str:
    """Return what happens, in words."""
    title = catalogue.happening_title(question, one.table, one.name)
    if one.table == "mandates":
        return texts.say("why.order", order=title, what=texts.say(f"events.{one.kind}"))
    prefix = f"timeline.{one.name}.set."
    sets = {path.removeprefix(prefix): v for path, v in question.scenario.values.items() if path.startswith(prefix)}
    levers = [
        texts.say("why.set", lever=catalogue.title_of(path), value=catalogue.shown(path, v)) for path, v in sets.items()
    ]
    return ", ".join(levers) or f"{title}."
