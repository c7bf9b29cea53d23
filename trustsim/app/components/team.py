"""One team as a picture: the manager, the reports, and how far trust reaches between them, both ways, of two kinds."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from trustsim.app import texts
from trustsim.app.components.chart import Mark
from trustsim.app.components.vue import vue
from trustsim.studies.team import Belief, Change, InsideTeam, Person
from trustsim.studies.team.picture import BELIEFS

#: Means of two kinds of trust that are drawn over the weeks: up is in the manager, down in the reports.
COURSES = {
    "up": (BELIEFS["competence_up"], BELIEFS["interpersonal_up"]),
    "down": (BELIEFS["competence_down"], BELIEFS["interpersonal_down"]),
}
#: Events that a person's badge tells of, the first one that happened; others are told below the picture only.
BADGES = ("quit", "dismissal", "layoff", "hire", "breach", "walkout", "petition", "promotion", "warning", "infraction")


@vue("team.vue")
def Team(
    shown: dict[str, Any],
    say: dict[str, str],
    chosen: str,
    event_act: Callable[[dict[str, Any]], None],
    event_choose: Callable[[str], None],
) -> Any:
    """Draw a team with what steps it.

    The browser is the clock while it plays: it asks for the next week when it has drawn the last one. So a tab that is
    closed or hidden asks for nothing, and nothing runs on without somebody who looks.

    Args:
        shown: as ``view_of`` returns it.
        say: the texts ``team`` of texts.toml.
        chosen: the key of the person whose story is open, or ``manager``.
        event_act: called with ``{"week": ...}``, the week to go to.
        event_choose: called with the key of a person, or ``manager``.
    """


def view_of(inside: InsideTeam, marks: Sequence[Mark]) -> dict[str, Any]:
    """Return what the browser needs to draw a team, as plain values.

    Args:
        inside: the team.
        marks: what happens when in its company.
    """
    picture, course = inside.picture(), inside.course()
    return {
        "team": picture.team, "week": picture.week, "weeks": picture.weeks, "seats": picture.seats,
        "vacant": list(picture.vacant),
        "manager": {name: _short(value) for name, value in picture.manager.items()},
        "people": [_person(person) for person in picture.people],
        "events": [line for person in picture.people for line in _happened(person)],
        "course": {name: _mean(course, states) for name, states in COURSES.items()},
        "marks": _marks(marks, inside.changes),
    }  # fmt: skip


def label_of(person: Person) -> str:
    """Return what a person is called in the picture: the place, with a letter for those who came later."""
    return f"{person.place}{chr(ord('a') + min(person.turn, 25)) if person.turn else ''}"


def name_of(person: Person) -> str:
    """Return what a person is called in sentences."""
    return texts.say("team.person", label=label_of(person))


def _person(person: Person) -> dict[str, Any]:
    kinds = [happened.kind for happened in person.events]
    badge = next((kind for kind in BADGES if kind in kinds), "")
    tie = {name: _belief(getattr(person.tie, name)) for name in BELIEFS}
    return {
        "key": person.key, "label": label_of(person), "name": name_of(person), "place": person.place,
        "present": person.present, "badge": badge, "badge_words": texts.maybe(f"happened.{badge}") if badge else "",
        "states": {name: _short(value) for name, value in person.states.items()},
        "signals": _short(person.signals["signals_seen"]), "tie": tie,
    }  # fmt: skip


def _belief(belief: Belief) -> dict[str, float | None]:
    return {
        "level": _short(belief.level), "confidence": _short(belief.confidence), "change": _short(belief.change)
    }  # fmt: skip


def _happened(person: Person) -> Iterable[dict[str, str]]:
    for happened in person.events:
        words = texts.maybe(f"happened.{happened.kind}") or happened.meaning
        cause = f": {happened.cause}" if happened.cause else ""
        yield {"key": person.key, "text": f"{name_of(person)}: {words}{cause}"}


def _marks(marks: Sequence[Mark], changes: Sequence[Change]) -> list[dict[str, Any]]:
    """Return what happens when: what happens in one week stands together."""
    weeks: dict[int, list[str]] = {}
    for mark in [*marks, *(Mark(change.week, texts.say("team.by_hand")) for change in changes)]:
        weeks.setdefault(mark.week, []).append(mark.text)
    return [{"week": week, "text": ", ".join(dict.fromkeys(found))} for week, found in sorted(weeks.items())]


def _mean(course: Mapping[str, Sequence[float]], states: Sequence[str]) -> list[float | None]:
    return [_short(sum(values) / len(values)) for values in zip(*(course[state] for state in states), strict=True)]


def _short(value: float, digits: int = 6) -> float | None:
    """Return a number with more decimals than are shown, so that it is rounded once; None where it is none."""
    return round(value, digits) if math.isfinite(value) else None
