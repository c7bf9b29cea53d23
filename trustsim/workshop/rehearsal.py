"""A rehearsal: robots join a room and answer as the trainer goes on, so that everything can be tried without people."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Mapping, Sequence
from typing import Any

from trustsim.errors import InputError, StoreError
from trustsim.workshop import joining
from trustsim.workshop.codes import new_secret
from trustsim.workshop.events import Draft
from trustsim.workshop.host import Host
from trustsim.workshop.hosted import Hosted
from trustsim.workshop.material import PLAYS, TELL, Plain, Step
from trustsim.workshop.refusals import Refused
from trustsim.workshop.room import OPEN, Person, Room

#: How long robots take to answer, in seconds, at the most; how often a team of theirs tries; how often they look.
MOST_SECONDS, TRIES, LOOK_SECONDS = 8.0, 3, 0.25
MOST_ROBOTS = 40
_chance = secrets.SystemRandom()


def rehearse(host: Host, hosted: Hosted, people: object) -> None:
    """Let so many robots into a room, in which they answer until they are sent out; 0 sends them out.

    Args:
        host: the rooms.
        hosted: the room.
        people: how many.

    Raises:
        Refused: it is no such number.
    """
    if type(people) is not int or not 0 <= people <= MOST_ROBOTS:
        raise Refused(f"A rehearsal has from 0 to {MOST_ROBOTS} robots; 0 sends them out.")
    hosted.do(_sent_out)
    for number in range(1, people + 1):
        hosted.do(joining.join, f"Robot {number}", new_secret(), robot=True)
    if people:
        threading.Thread(target=_run, args=(host, hosted), daemon=True, name="rehearsal").start()


def robots(room: Room) -> list[Person]:
    """Return the robots in a room."""
    return [person for person in room.present if person.robot]


def _sent_out(room: Room) -> list[Draft]:
    return [Draft("left", {"person": robot.id}) for robot in robots(room)]


def _run(host: Host, hosted: Hosted) -> None:
    mine = {robot.id for robot in robots(hosted.room)}
    due: dict[tuple[str, int, int], float] = {}
    while mine & {robot.id for robot in robots(hosted.room)} and hosted.room.id in host.rooms:
        with hosted.lock:
            step, waiting = hosted.room.step, _waiting(hosted.room)
        for robot, turn in waiting:
            assert step is not None
            when = due.setdefault((step.id, robot.id, turn), time.monotonic() + _chance.uniform(0.5, MOST_SECONDS))
            if time.monotonic() >= when:
                _answer(host, hosted, step, robot)
        time.sleep(LOOK_SECONDS)


def _waiting(room: Room) -> list[tuple[Person, int]]:
    """Return the robots that have something to answer, each with how often its side has answered."""
    step = room.step
    if step is None or step.kind == TELL or room.phase != OPEN:
        return []
    if step.kind in PLAYS:
        tries = [(robot, len(room.tries_of(step.id, robot.side))) for robot in robots(room)]
        return [(robot, done) for robot, done in tries if done < TRIES]
    answered = room.answered(step)
    return [(robot, 0) for robot in robots(room) if robot.id not in answered]


def _answer(host: Host, hosted: Hosted, step: Step, robot: Person) -> None:
    try:
        hosted.do(joining.answer, robot.id, step.id, made_up(step))
        host.worker.look()
    except (InputError, StoreError):
        return  # locked meanwhile, or too dear: it thinks of something else the next time


def made_up(step: Step) -> Plain:
    """Return an answer to a step as somebody might give it who knows nothing.

    Args:
        step: one with a question or a play.
    """
    public = step.public()
    if public.get("play"):
        return {"levers": _levers(public["play"]["levers"])}
    asked: Mapping[str, Any] = public["question"]
    if asked["kind"] == "choose":
        return {"choice": _chance.choice(asked["options"])["id"]}
    if asked["kind"] == "number":
        return {"value": round(_chance.uniform(asked["low"], asked["high"]), 3)}
    return {"points": _line(asked["low"], asked["high"], len(asked["weeks"]))}


def _levers(levers: Sequence[Mapping[str, Any]]) -> Plain:
    moved: Plain = {}
    for lever in _chance.sample(list(levers), min(len(levers), _chance.randint(1, 2))):
        low, high = float(lever["low"]), float(lever["high"])
        moved[lever["id"]] = True if lever.get("switch") else round(_chance.uniform(low, high), 2)
    return moved


def _line(low: float, high: float, points: int) -> list[float]:
    """Return a line that rises or falls as it goes on."""
    value, slope = _chance.uniform(low, high), _chance.uniform(-1, 1) * (high - low) / (2 * points)
    return [round(min(high, max(low, value + slope * place)), 3) for place in range(points)]
