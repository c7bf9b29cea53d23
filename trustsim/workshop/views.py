"""What each may see of a room: a participant, the projector, the trainer. Nothing else goes to a page.

The gate stands here: what came out of a step, how far off answers were, and what others answered go to participants and
the projector once the step is revealed, and only then.
"""

from __future__ import annotations

from trustsim.workshop import codes
from trustsim.workshop.computing import Worker, computed, failures
from trustsim.workshop.events import Event
from trustsim.workshop.hosted import Hosted
from trustsim.workshop.joining import play_of
from trustsim.workshop.material import PLAYS, PREDICT, TELL, Material, Plain, Step
from trustsim.workshop.room import DONE, LOBBY, LOCKED, OPEN, REVEALED, Person, Room, Try

#: So many tries of a team, and of all on the console, are shown.
TRIES_SHOWN, TRIES_ON_CONSOLE = 20, 100
#: What of an event the console's log tells, and events that it leaves out: nobody did them.
TOLD = ("person", "name", "step", "phase", "at", "team", "by", "levers", "amount", "joining")
COMPUTED = ("given", "resulted", "played")


def participant_view(hosted: Hosted, person: int) -> Plain:
    """Return what a participant sees; call it with the room's lock held."""
    room, me = hosted.room, hosted.room.people[person]
    view = _head(hosted) | {
        "version": str(room.version_for(person)),
        "alone": room.alone,
        "me": {"id": me.id, "name": me.name, "team": me.team},
        "past": [_past(hosted, step, person) for step in room.lesson.steps if room.phase_of(step) == REVEALED],
    }
    if room.step:
        view["step"] |= _mine(hosted, room.step, me)
    if room.alone:
        view["commands"] = commands_of(room)
    return view


def projector_view(hosted: Hosted, link: str) -> Plain:
    """Return what everybody sees on the wall; call it with the room's lock held."""
    room = hosted.room
    present = room.present
    answered = len(room.answered(room.step)) if room.step else 0
    return _head(hosted) | {
        "version": str(room.last),
        "code": codes.shown(room.code),
        "link": link,
        "joined": len(present),
        "answered": answered,
        "waiting_for": len(present) - answered if room.step and room.step.kind != TELL else 0,
        "teams": [{"team": team, "members": _names(room, team)} for team in room.teams],
    }


def console_version(hosted: Hosted, worker: Worker) -> str:
    """Return the version of the trainer's view: it tells who is here, too."""
    here = ",".join(map(str, sorted(hosted.here())))
    return f"{hosted.room.last}.{here}.{len(worker.failed)}"


def console_view(hosted: Hosted, worker: Worker, links: Plain, keep_days: float) -> Plain:
    """Return what the trainer sees; call it with the room's lock held."""
    room, here = hosted.room, hosted.here()
    view = projector_view(hosted, links["join"])
    answered = room.answered(room.step) if room.step else set()
    view |= {
        "version": console_version(hosted, worker),
        "people": [_person(one, here, answered) for one in room.people.values()],
        "ready": {
            "done": computed(room, room.lesson.steps),
            "of": len(room.lesson.steps),
            "failed": failures(worker, room.id),
        },
        "settings": {"budget": room.budget, "hidden": list(room.hidden), "joining": room.joining},
        "links": links,
        "commands": commands_of(room),
        "kept": {"days": keep_days, "folder": str(hosted.store.folder or "")},
        "rehearsing": sum(one.robot for one in room.present),
        "log": [_told(one) for one in reversed(hosted.log) if one.kind not in COMPUTED],
    }
    if room.step:
        view["step"] |= _for_trainer(hosted, room.step)
    return view


def commands_of(room: Room) -> list[str]:
    """Return the commands of pace that make sense now."""
    if room.at == LOBBY:
        return ["start"]
    found = ["back"] if room.at > 0 else []
    if room.step is None:
        return found
    if room.step.kind != TELL:
        found += {OPEN: ["lock", "reveal"], LOCKED: ["unlock", "reveal"], REVEALED: []}[room.phase] + ["reset"]
    return [*found, "next"]


# -- what all see ---------------------------------------------------------------------------------------------------


def _head(hosted: Hosted) -> Plain:
    room = hosted.room
    return {
        "room": room.id,
        "title": room.title,
        "lesson": room.lesson.public(),
        "at": room.at,
        "of": len(room.lesson.steps),
        "pace": room.pace,
        "phase": room.phase,
        "step": step_view(hosted, room.step) if room.step else None,
    }


def step_view(hosted: Hosted, step: Step) -> Plain:
    """Return what everybody sees of a step: before the reveal nothing of what came out or what others answered."""
    room = hosted.room
    view = {**step.public(), "id": step.id, "kind": step.kind, "title": step.title, "given": room.givens.get(step.id)}
    if step.kind in PLAYS:
        view |= {"hidden": list(room.hidden), "budget": play_of(room, step).budget or None}
    return view | (_revealed(hosted, step) if room.phase_of(step) == REVEALED else {})


def _revealed(hosted: Hosted, step: Step) -> Plain:
    room, material = hosted.room, hosted.material
    view: Plain = {"told": step.told()}
    if step.kind in PLAYS:
        return view | {"teams": teams_view(room, step)}
    result = room.results.get(step.id)
    return view | {"result": result, "spread": spread(material, room, step, result)}


def spread(material: Material, room: Room, step: Step, result: Plain | None) -> Plain | None:
    """Return how a room's answers at a step are distributed; None where there is nothing to predict."""
    if step.kind != PREDICT:
        return None
    return material.spread_of(step, list(room.answers.get(step.id, {}).values()), result)


def teams_view(room: Room, step: Step) -> list[Plain]:
    """Return by team its best try and its last; those that reach the goal first, the least costly before others."""
    sides: dict[str, list[Try]] = {}
    for one in room.tries_of(step.id):
        sides.setdefault(one.side, []).append(one)
    rows = [
        {"team": tries[-1].team, "best": _maybe(best(tries)), "last": try_view(tries[-1]), "tries": len(tries)}
        for tries in sides.values()
    ]
    return sorted(rows, key=lambda row: (row["best"] is None, row["best"]["cost"] if row["best"] else 0.0))


def best(tries: list[Try]) -> Try | None:
    """Return the least costly of the tries that meet the goal within the budget, the earliest of equals, or None."""
    return min((one for one in tries if one.reached), key=lambda one: (one.cost, one.number), default=None)


def try_view(one: Try, *, curves: bool = False) -> Plain:
    """Return a try as pages show it; its curves, which are long, only where they are drawn."""
    played = {key: value for key, value in (one.played or {}).items() if curves or key != "curves"}
    return {
        "try": one.number, "team": one.team, "by": one.by, "answer": one.answer, "cost": one.cost, "state": one.state,
        "says": one.says, "played": None if one.played is None else played,
    }  # fmt: skip


def _maybe(one: Try | None) -> Plain | None:
    return None if one is None else try_view(one)


# -- what one participant sees ----------------------------------------------------------------------------------------


def _mine(hosted: Hosted, step: Step, me: Person) -> Plain:
    room = hosted.room
    if step.kind in PLAYS:
        tries = room.tries_of(step.id, me.side)[-TRIES_SHOWN:]
        latest = max((one.number for one in tries if one.state == DONE), default=0)
        views = [try_view(one, curves=one.number == latest) for one in reversed(tries)]
        return {"answer": tries[-1].answer if tries else None, "tries": views}
    answer = room.answers.get(step.id, {}).get(me.id)
    if room.phase_of(step) != REVEALED or step.kind != PREDICT:
        return {"answer": answer}
    return {"answer": answer, "gap": gap(hosted, step, me.id)}


def gap(hosted: Hosted, step: Step, person: int) -> Plain | None:
    """Return how far somebody's answer was from what came out; None without the one or the other."""
    answer = hosted.room.answers.get(step.id, {}).get(person)
    result = hosted.room.results.get(step.id)
    return hosted.material.gap_of(step, answer, result) if answer and result else None


def _past(hosted: Hosted, step: Step, person: int) -> Plain:
    answer = hosted.room.answers.get(step.id, {}).get(person)
    found = gap(hosted, step, person) if step.kind == PREDICT else None
    return {"id": step.id, "title": step.title, "kind": step.kind, "answer": answer, "gap": found}


# -- what the trainer sees --------------------------------------------------------------------------------------------


def _for_trainer(hosted: Hosted, step: Step) -> Plain:
    room = hosted.room
    result = room.results.get(step.id)
    view: Plain = {"told": step.told(), "result": result, "spread": spread(hosted.material, room, step, result)}
    if step.kind in PLAYS:
        tries = room.tries_of(step.id)
        view["teams"] = teams_view(room, step)
        view["tries"] = [try_view(one) for one in reversed(tries[-TRIES_ON_CONSOLE:])]
        view["levers"] = hosted.material.lever_table(play_of(room, step, whole=True), _last_answers(tries))
    return view


def _last_answers(tries: list[Try]) -> list[Plain]:
    """Return where the levers of each side stand now."""
    return list({one.side: one.answer for one in tries}.values())


def _person(one: Person, here: set[int], answered: set[int]) -> Plain:
    return {
        "id": one.id, "name": one.name, "team": one.team, "here": one.id in here, "answered": one.id in answered,
        "left": one.gone, "joined_at": one.joined_at,
    }  # fmt: skip


def _names(room: Room, team: str) -> list[str]:
    return [person.name for person in room.present if person.team == team]


def _told(event: Event) -> Plain:
    """Return an event for the console's log: what is secret, long or a result is left out."""
    shown = {key: value for key, value in event.data.items() if key in TOLD}
    return {"when": event.at, "kind": event.kind, **shown}
