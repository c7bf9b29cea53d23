"""The commands by name: the trainer's, and those of somebody alone in a room.

Each takes the room and returns drafts of events; it changes nothing.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable

from trustsim.workshop import pacing
from trustsim.workshop.codes import new_code
from trustsim.workshop.events import Draft
from trustsim.workshop.joining import leave, someone
from trustsim.workshop.material import PREDICT, Plain, Step, step_of
from trustsim.workshop.names import check_free, clean_name
from trustsim.workshop.refusals import NotNow, Refused
from trustsim.workshop.room import REVEALED, Room

MOST_TEAMS = 12
TEAMS = (
    "Amber", "Blue", "Coral", "Denim", "Emerald", "Fern", "Gold", "Hazel", "Indigo", "Jade", "Lilac", "Mint",
)  # fmt: skip


def teams(room: Room, names: object = None, number: object = None) -> list[Draft]:
    """Make teams, by their names or so many, and put everybody into one; with none everybody is for herself."""
    if isinstance(number, int) and not isinstance(number, bool) and 0 <= number <= MOST_TEAMS:
        names = list(TEAMS[:number])
    if not isinstance(names, list) or len(names) > MOST_TEAMS:
        raise Refused(f"Teams are named, or there is a number of them from 0 to {MOST_TEAMS}.")
    chosen: list[str] = []
    for name in names:
        clean = clean_name(name, "The name of a team")
        check_free(clean, chosen)
        chosen.append(clean)
    members = {str(one.id): chosen[place % len(chosen)] for place, one in enumerate(room.present)} if chosen else {}
    return [Draft("teamed", {"teams": chosen, "members": members})]


def team(room: Room, participant: object, team: object) -> list[Draft]:
    """Put somebody into another team."""
    if team not in room.teams:
        raise Refused(f"There is no such team; there are: {', '.join(room.teams) or 'none'}.")
    return [Draft("switched", {"person": someone(room, participant).id, "team": team})]


def hide(room: Room, levers: object) -> list[Draft]:
    """Hide some levers, by their ids, and show all others."""
    if not isinstance(levers, list) or len(levers) > 100 or not all(isinstance(one, str) for one in levers):
        raise Refused("Levers to hide are given as a list of their names.")
    known = {lever for step in room.lesson.steps if step.play for lever in lever_ids(step)}
    unknown = [one for one in levers if one not in known]
    if unknown:
        raise Refused(f"No lever is called '{unknown[0][:40]}'; there are: {', '.join(sorted(known))}.")
    return [Draft("hid", {"levers": sorted(set(levers))})]


def lever_ids(step: Step) -> list[str]:
    """Return the ids of the levers of a play."""
    return [lever.id for lever in step.play.lever] if step.play else []


def budget(room: Room, amount: object = None) -> list[Draft]:
    """Set how many points levers may cost; none leaves the lesson's, 0 is without a bound."""
    if amount is None:
        return [Draft("budgeted", {"amount": None})]
    if isinstance(amount, bool) or not isinstance(amount, int | float) or not 0 <= amount <= 1000:
        raise Refused("A budget is a number of points from 0 (no bound) to 1000.")
    return [Draft("budgeted", {"amount": float(amount)})]


def remove(room: Room, participant: object) -> list[Draft]:
    """Send somebody out; they can come in again as long as the door is open and they know the code."""
    return leave(room, someone(room, participant).id)


def recode(room: Room) -> list[Draft]:
    """Give the room another code; who is in stays in."""
    return [Draft("recoded", {"code": new_code()})]


def joining(room: Room, open: object) -> list[Draft]:
    """Open or close the door."""
    if not isinstance(open, bool):
        raise Refused("The door is open or not: true or false.")
    return [Draft("doored", {"joining": open})]


#: What somebody alone may do, and the trainer too.
PACE: dict[str, Callable[..., list[Draft]]] = {
    "start": pacing.start, "lock": pacing.lock, "unlock": pacing.unlock, "reveal": pacing.reveal, "next": pacing.next_,
    "back": pacing.back, "goto": pacing.goto, "reset": pacing.reset, "reset_room": pacing.reset_room,
    "finish": pacing.finish,
}  # fmt: skip
#: The trainer's commands that need nothing but the room.
TRAINER: dict[str, Callable[..., list[Draft]]] = PACE | {
    "teams": teams, "team": team, "hide": hide, "budget": budget, "remove": remove, "new_code": recode,
    "joining": joining,
}  # fmt: skip


def command(room: Room, name: str, arguments: Plain) -> list[Draft]:
    """Carry out one of the trainer's commands.

    Raises:
        Refused: there is none of that name, or what it needs is missing or wrong.
        NotNow: the room is not where it makes sense.
    """
    return _called(TRAINER, room, name, arguments)


def pace_alone(room: Room, person: int, command: object, arguments: Plain) -> list[Draft]:
    """Let somebody in a room of one go on; what is to be predicted is not shown before they did.

    Raises:
        Refused: there is no such command.
        NotNow: something is to be answered first, or there is no step that way.
    """
    step = room.step
    if step and step.kind == PREDICT:
        ahead = command in ("next", "finish", "goto") and room.phase != REVEALED and not _behind(room, arguments)
        if ahead or (command in ("lock", "reveal") and person not in room.answers.get(step.id, {})):
            raise NotNow("First say what you expect.", "answer_first")
    return _called(PACE, room, str(command), arguments)


def _behind(room: Room, arguments: Plain) -> bool:
    """Tell whether somebody alone wants to go where she has been."""
    step = step_of(room.lesson, str(arguments.get("step", "")))
    return step is not None and list(room.lesson.steps).index(step) <= room.at


def _called(known: dict[str, Callable[..., list[Draft]]], room: Room, name: str, arguments: Plain) -> list[Draft]:
    chosen = known.get(name)
    if chosen is None:
        raise Refused(f"There is no such command; there are: {', '.join(sorted(known))}.")
    try:
        bound = inspect.signature(chosen).bind(room, **arguments)
    except TypeError:
        takes = list(inspect.signature(chosen).parameters)[1:]
        raise Refused(f"'{name}' takes: {', '.join(takes) or 'nothing'}.") from None
    return chosen(*bound.args, **bound.kwargs)
