"""What is known of a person or the manager in this week, and the story so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from trustsim.app import texts
from trustsim.app.components.team import name_of
from trustsim.app.components.vue import vue
from trustsim.model.declarations import Employee, Entity, Field, Manager
from trustsim.model.week import MODEL
from trustsim.studies.team import Belief, Change, Changeable, InsideTeam, Person, TeamPicture
from trustsim.studies.team.picture import BELIEFS

#: The states of a person that are shown beside trust, in this order; of the manager all that the picture has.
SHOWN = (
    "felt_trust", "leadership_trust", "peer_trust", "stress", "engagement", "quit_intention", "delegation", "checking",
    "monitoring_felt", "days_in_office", "trust_propensity",
)  # fmt: skip
#: A change of trust in a week that is smaller is none worth a word.
STILL = 0.0005


@vue("person.vue")
def PersonCard(person: dict[str, Any], say: dict[str, str]) -> Any:
    """Draw what ``card_of_person`` or ``card_of_manager`` returns."""


@vue("changing.vue")
def Changing(
    people: list[dict[str, str]],
    who: str,
    offered: list[dict[str, Any]],
    made: list[str],
    say: dict[str, str],
    event_whom: Callable[[str], None],
    event_set: Callable[[dict[str, Any]], None],
    event_take_back: Callable[[Any], None],
) -> Any:
    """Draw what can be set by hand.

    Args:
        people: value and title of whom a change can concern.
        who: whom it concerns now.
        offered: what can be set of them, as ``offer_of`` returns it.
        made: the changes so far, in words.
        say: the texts ``changing`` of texts.toml.
        event_whom: called with whom a change shall concern.
        event_set: called with name and value.
        event_take_back: called to take the last change back.
    """


def card_of_person(inside: InsideTeam, person: Person) -> dict[str, Any]:
    """Return what is shown of a person, as plain values in words and figures."""
    story = inside.story(person.key)
    beliefs = [_belief(name, getattr(person.tie, name)) for name in BELIEFS]
    levels = {name: person.states[name] for name in SHOWN}
    return {
        "name": name_of(person), "about": texts.say("team.weeks_here", weeks=f"{person.states['tenure_weeks']:,.0f}"),
        "beliefs": beliefs, "story": story.paragraphs if story else [],
        "states": list(_states(Employee, {**levels, **person.signals})),
    }  # fmt: skip


def card_of_manager(picture: TeamPicture) -> dict[str, Any]:
    """Return what is shown of the manager, as plain values in words and figures."""
    about = texts.say("team.leads", number=sum(person.present for person in picture.people), team=picture.team)
    states = list(_states(Manager, picture.manager))
    return {"name": texts.say("team.manager"), "about": about, "beliefs": [], "story": [], "states": states}


def _belief(name: str, belief: Belief) -> dict[str, str]:
    causes = "; ".join(f"{cause} {_signed(amount)}" for cause, amount in belief.causes)
    change = _signed(belief.change) if abs(belief.change) >= STILL else "±0"
    return {
        "title": texts.say(f"team.{name}"), "level": f"{belief.level:.2f}", "change": change, "causes": causes
    }  # fmt: skip


def _signed(amount: float) -> str:
    return f"{amount:+.3f}".replace("-", "−")


def _states(entity: Entity, levels: Mapping[str, float]) -> Iterable[dict[str, Any]]:
    for name, level in levels.items():
        field = MODEL.fields[entity, name]
        of_one = (field.low, field.high) == (0.0, 1.0)
        words = texts.table("units").get(field.unit, field.unit)
        unit = "" if of_one or field.unit == "0-1" else f" {words}"
        text = f"{level:.2f}{unit}".replace("-", "−") if abs(level) < 100 else f"{level:,.0f}{unit}"
        yield {"title": title_of(name), "meaning": field.meaning, "share": level if of_one else None, "text": text}


def title_of(name: str) -> str:
    """Return what a lever or state is called: as on the other pages, or its name."""
    return texts.maybe(f"state.{name}") or texts.maybe(f"lever.{name}.title") or name.replace("_", " ").capitalize()


def offer_of(one: Changeable) -> dict[str, Any]:
    """Return what a form needs to know of something that can be set."""
    wide = one.high - one.low
    return {
        "name": one.name, "title": title_of(one.name), "meaning": _meant(one), "low": one.low, "high": one.high,
        "unit": "" if one.unit == "0-1" else one.unit, "value": one.value, "digits": 2 if wide <= 1 else 1,
        "step": 0.01 if wide <= 1 else 0.1 if wide <= 20 else 1,
    }  # fmt: skip


def _meant(one: Changeable) -> str:
    field: Field | None = MODEL.fields.get((Employee, one.name))
    if field is not None and field.trait:
        return texts.say("team.trait", meaning=one.meaning)
    return f"{one.meaning[:1].upper()}{one.meaning[1:]}."


def said(change: Change, who: str) -> str:
    """Return a change by hand in words.

    Args:
        change: the change.
        who: what whom it concerns is called.
    """
    return texts.say(
        "team.changed", week=change.week, who=who, what=title_of(change.name), before=f"{change.before:.2f}",
        value=f"{change.value:.2f}",
    )  # fmt: skip
