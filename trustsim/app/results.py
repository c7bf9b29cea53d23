"""What an estimate says, as pages show it: in a sentence, as cards, as charts over the weeks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import solara

from trustsim.app import captions, state, texts
from trustsim.app.components.chart import Chart
from trustsim.app.components.dialog import Dialog
from trustsim.app.components.figures import Figures, card_of, headline, title_of, unit_of
from trustsim.app.components.panel import Panel
from trustsim.app.estimates import CARDS, MONEY, Shown, marks_of, use_estimate
from trustsim.app.jobs import Job

#: The charts below the cards.
CHARTS = CARDS
#: So many of the smallest differences that matter are shown of a scale, at least.
LEAST = 4.0


@solara.component
def Results(charts: Sequence[str] = CHARTS) -> None:
    """Draw what the estimate of the what-if says: in a sentence, as cards, as charts of the outcomes named."""
    job = use_estimate(state.current(), charts)
    refused = state.session.value.refused or job.refused
    with solara.Div(classes=["ts-results"]):
        Panel(partial(Numbers, job), kind="numbers", refused=refused, failed=job.failed)
        if job.latest is not None:
            Panel(partial(Charts, job.latest, charts), kind="curves")


@solara.component
def Numbers(job: Job[Shown]) -> None:
    """Draw the sentence and the cards of an estimate, and how to read them for whoever asks."""
    asked, set_asked = solara.use_state(False)
    shown = job.latest
    if shown is None:
        solara.Div(classes=["ts-waiting"], children=[texts.say("progress.first")])
        return
    currency = shown.question.currency
    there = [name for name in (*CARDS, *(MONEY if currency else ())) if name in shown.table.index]
    rows = [(row, shown.facts[str(name)]) for name, row in shown.table.loc[there].iterrows()]
    here = shown.estimated.comparison.baseline.manifest
    with solara.Div():  # one part always: where a second comes and goes, Solara draws the first anew
        Figures(
            headline=headline(rows),
            cards=[card_of(row, facts, currency) for row, facts in rows],
            say=texts.table("figures"),
            provisional=shown.provisional,
            caption=texts.say("progress.final", runs=captions.runs_of(here)),
            rest=captions.rest_of(here),
            stale=job.stale,
            key=f"{shown.question.baseline.hash[:12]}-{shown.question.scenario.hash[:12]}",
            event_how=lambda _: set_asked(True),
        )
        if asked:
            Dialog(
                title=texts.say("figures.how"), parts=how_to_read(), say=texts.table("dialog"),
                event_shut=lambda _: set_asked(False),
            )  # fmt: skip


def how_to_read() -> list[dict[str, str]]:
    """Return what the parts of a card mean, as parts of a dialog."""
    words = texts.table("how")
    return [{"title": words[key], "text": words[f"{key}_text"]} for key in words if f"{key}_text" in words]


@solara.component
def Charts(shown: Shown, outcomes: Sequence[str]) -> None:
    """Draw outcomes over the weeks."""
    split = {arm: dict(list(frame.groupby("outcome", sort=False))) for arm, frame in shown.curves.items()}
    with solara.Div(classes=["ts-charts"]):
        for name in outcomes:
            facts: Any = shown.facts[name]
            Chart(
                title=title_of(name),
                unit=unit_of(facts.unit),
                curves={arm: frames[name] for arm, frames in split.items()},
                marks=marks_of(shown.question),
                provisional=shown.provisional,
                note=shown.notes.get(name, ""),
                least=LEAST * facts.matters,
                first_day=shown.question.first_day,
            )
