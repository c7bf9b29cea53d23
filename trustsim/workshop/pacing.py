"""How a room goes on: from step to step, and within a step from open to locked to revealed.

Each function takes the room and returns drafts of events; it changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from trustsim.workshop.events import Draft
from trustsim.workshop.material import TELL, Step, step_of
from trustsim.workshop.refusals import NotNow, Refused
from trustsim.workshop.room import LOBBY, LOCKED, OPEN, REVEALED, Room


def start(room: Room) -> list[Draft]:
    """Go from the lobby to the first step."""
    if room.at != LOBBY:
        raise NotNow("The room has started already.", "moved_on")
    return [Draft("moved", {"at": 0})]


def lock(room: Room) -> list[Draft]:
    """Take no more answers at this step."""
    return _phase(room, (OPEN,), LOCKED)


def unlock(room: Room) -> list[Draft]:
    """Take answers again, as long as nothing was revealed."""
    return _phase(room, (LOCKED,), OPEN)


def reveal(room: Room) -> list[Draft]:
    """Show what came out, to everybody."""
    return _phase(room, (OPEN, LOCKED), REVEALED)


def _phase(room: Room, before: Sequence[str], after: str) -> list[Draft]:
    step = room.step
    if step is None or step.kind == TELL:
        raise NotNow("There is nothing to lock or reveal here.", "moved_on")
    if room.phase not in before:
        raise NotNow(f"This step is {room.phase}.", "moved_on")
    return [Draft("phased", {"step": step.id, "phase": after})]


def next_(room: Room) -> list[Draft]:
    """Go one step on; past the last one the workshop has ended."""
    return start(room) if room.at == LOBBY else _move(room, room.at + 1)


def back(room: Room) -> list[Draft]:
    """Go one step back, which is shown as it was left."""
    return _move(room, room.at - 1)


def goto(room: Room, step: object) -> list[Draft]:
    """Go to a step by its id."""
    return _move(room, list(room.lesson.steps).index(_known(room, step)))


def finish(room: Room) -> list[Draft]:
    """Go past the last step."""
    return _move(room, len(room.lesson.steps))


def _move(room: Room, at: int) -> list[Draft]:
    if not 0 <= at <= len(room.lesson.steps) or at == room.at:
        raise NotNow("There is no step that way.", "moved_on")
    return [Draft("moved", {"at": at})]


def reset(room: Room, step: object = None) -> list[Draft]:
    """Forget what was answered at a step, that at which the room is if none is named, and open it again."""
    chosen = _known(room, step) if step is not None else room.step
    if chosen is None:
        raise NotNow("There is no step to reset here.", "moved_on")
    return [Draft("forgot", {"step": chosen.id})]


def reset_room(room: Room) -> list[Draft]:
    """Forget all answers and go back to the lobby; people and teams stay."""
    return [Draft("restarted", {})]


def _known(room: Room, step_id: object) -> Step:
    found = step_of(room.lesson, step_id) if isinstance(step_id, str) else None
    if found is None:
        raise Refused(f"There is no such step; there are: {', '.join(step.id for step in room.lesson.steps)}.")
    return found
