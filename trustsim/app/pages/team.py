"""Inside a team: one team week by week on real Mesa agents; click a person for the story, change something, step on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import solara

from trustsim.app import state, texts
from trustsim.app.components.fields import Fields, field_of
from trustsim.app.components.panel import Panel
from trustsim.app.components.person import Changing, PersonCard, card_of_manager, card_of_person, offer_of, said
from trustsim.app.components.team import Team, name_of, view_of
from trustsim.app.estimates import marks_of
from trustsim.app.jobs import use_job
from trustsim.errors import InputError
from trustsim.model.threads import Stop
from trustsim.scenario import Scenario
from trustsim.studies.team import InsideTeam
from trustsim.studies.team.changes import WHOM

#: Which of the two companies on the visitor's screen is looked into.
ARMS = ("scenario", "baseline")
MANAGER = "manager"
#: So many draws of people and luck can be looked into.
DRAWS = range(10)


@dataclass(frozen=True)
class Looking:
    """What a visitor looks at.

    Attributes:
        arm: which company.
        luck: the number of the replication: other people, other weeks.
        chosen: the key of the person whose story is open, or the manager's.
        whom: whom a change by hand would concern.
        drawn: how often the team was stepped or changed: what is drawn again.
        refused: why the last change by hand was not made, in words.
    """

    arm: str = ARMS[0]
    luck: int = 0
    chosen: str = MANAGER
    whom: str = WHOM[0]
    drawn: int = 0
    refused: str = ""


#: What the visitor looks at, and the run: both are there again when the visitor comes back to the page.
looking = solara.reactive(Looking())
kept: solara.Reactive[InsideTeam | None] = solara.reactive(None)


@solara.component
def Page() -> None:
    """Draw the page."""
    Panel(Looked, kind="plain")


@solara.component
def Looked() -> None:
    """Make the run of the company on the screen, and draw it."""
    question = state.current()
    scenario = question.scenario if looking.value.arm == "scenario" else question.baseline

    def made(stop: Stop) -> Iterator[InsideTeam]:
        if not _same(kept.peek(), scenario, looking.peek().luck):
            kept.value = InsideTeam(scenario, replication=looking.peek().luck)
        inside = kept.peek()
        assert inside is not None
        yield inside

    job = use_job(made, [scenario.hash, scenario.seed, looking.value.luck])
    if job.latest is None:
        Panel(Waiting, refused=job.refused, failed=job.failed)
        return
    Panel(partial(Drawn, job.latest), kind="plain", refused=job.refused, failed=job.failed)


def _same(inside: InsideTeam | None, scenario: Scenario, luck: int) -> bool:
    """Tell whether a run is that of a scenario, with this luck."""
    asked = (scenario.hash, scenario.seed, luck)
    return inside is not None and asked == (inside.scenario.hash, inside.scenario.seed, inside.replication)


def Waiting() -> None:
    """Say that the first week is on its way."""
    solara.Div(classes=["ts-waiting"], children=[texts.say("team.first")])


@solara.component
def Drawn(inside: InsideTeam) -> None:
    """Draw the team, the story of whoever was clicked, and what can be changed."""
    look = looking.value
    question = state.current()
    marks = marks_of(question) if look.arm == "scenario" else []

    def act(wanted: dict[str, Any]) -> None:
        inside.go_to(max(0, min(int(wanted["week"]), inside.weeks)))
        looking.value = replace(looking.value, drawn=looking.value.drawn + 1, refused="")

    def choose(key: str) -> None:
        whom = looking.value.whom if key == MANAGER else key
        looking.value = replace(looking.value, chosen=key, whom=whom)

    with solara.Div(classes=["ts-inside"]):
        with solara.Div(classes=["ts-inside-main"]):
            Panel(partial(_Which, inside), title=texts.say("team.title"), lead=texts.say("team.lead"))
            Panel(
                lambda: Team(
                    shown=view_of(inside, marks), say=texts.table("team"), chosen=look.chosen, event_act=act,
                    event_choose=choose,
                ),
                kind="stage",
            )  # fmt: skip
        with solara.Div(classes=["ts-inside-side"]):
            Panel(partial(_Person, inside, look.chosen), title=texts.say("team.story_of"))
        with solara.Div(classes=["ts-inside-below"]):
            Panel(
                partial(_Changes, inside), title=texts.say("team.change"), lead=texts.say("team.change_lead"),
                refused=look.refused,
            )  # fmt: skip


def _Which(inside: InsideTeam) -> None:
    """Draw which company, team and luck is looked into."""
    look = looking.value

    def pick(what: dict[str, Any]) -> None:
        name, value = what["name"], what["value"]
        if name == "team":
            inside.go_to(inside.week, team=value)
            looking.value = replace(looking.value, chosen=MANAGER, whom=WHOM[0], drawn=looking.value.drawn + 1)
        elif name == "arm":
            looking.value = Looking(arm=value, luck=looking.value.luck)
        else:
            looking.value = Looking(arm=looking.value.arm, luck=int(value))

    wanted = {
        "arm": (texts.say("team.arm"), look.arm, {arm: texts.say(f"arms.{arm}") for arm in ARMS}),
        "team": (texts.say("team.which"), inside.team, {team: team for team in inside.teams}),
        "luck": (texts.say("team.luck"), str(look.luck), {str(n): texts.say("team.draw", number=n + 1) for n in DRAWS}),
    }
    Fields(fields=[field_of(name, *field) for name, field in wanted.items()], event_put=pick)


def _Person(inside: InsideTeam, chosen: str) -> None:
    """Draw who was clicked."""
    picture = inside.picture()
    found = next((person for person in picture.people if person.key == chosen), None)
    if found is not None:
        PersonCard(person=card_of_person(inside, found), say=texts.table("person"))
    elif chosen == MANAGER:
        PersonCard(person=card_of_manager(picture), say=texts.table("person"))
    else:
        story = inside.story(chosen)
        card = {"name": texts.say("team.gone"), "about": chosen, "beliefs": [], "states": []}
        PersonCard(person={**card, "story": story.paragraphs if story else []}, say=texts.table("person"))


def _Changes(inside: InsideTeam) -> None:
    """Draw what can be set by hand, and what was."""
    look = looking.value
    people = {person.key: name_of(person) for person in inside.picture().people if person.present}
    titles = {who: texts.say(f"team.whom_{who}") for who in WHOM} | people
    whom = look.whom if look.whom in titles else WHOM[0]

    def again(refused: str = "") -> None:
        looking.value = replace(looking.value, drawn=looking.value.drawn + 1, refused=refused)

    def change(wanted: dict[str, Any]) -> None:
        try:
            inside.change(whom, str(wanted["name"]), float(wanted["value"]))
        except InputError as error:
            again(str(error))
        else:
            again()

    def take_back(_: Any = None) -> None:
        inside.take_back()
        again()

    Changing(
        people=[{"value": key, "title": title} for key, title in titles.items()], who=whom,
        offered=[offer_of(one) for one in inside.changeable(whom)],
        made=[said(one, titles.get(one.who, one.who)) for one in inside.changes], say=texts.table("changing"),
        event_whom=lambda who: looking.set(replace(looking.value, whom=who)), event_set=change,
        event_take_back=take_back,
    )  # fmt: skip
