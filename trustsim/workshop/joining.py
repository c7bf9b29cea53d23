"""What participants ask of a room: to come in, to answer, to go; and what then happens, or why it may not.

Each function takes the room and returns drafts of events; it changes nothing.
"""

from __future__ import annotations

from trustsim.workshop.codes import hashed
from trustsim.workshop.events import Draft
from trustsim.workshop.material import PLAYS, TELL, Play, Step
from trustsim.workshop.names import check_free, clean_name, free_name
from trustsim.workshop.refusals import NotNow, Refused, Stranger
from trustsim.workshop.room import OPEN, Person, Room

#: How many may be in a room, and how often a team may try in a step.
MOST_PEOPLE, MOST_TRIES = 80, 300


def join(room: Room, name: str, token: str, *, robot: bool = False) -> list[Draft]:
    """Let somebody in, whenever they come.

    Args:
        room: the room.
        name: a nickname; one is found if it is empty.
        token: what will prove who they are.
        robot: whether it is nobody, for a rehearsal.

    Raises:
        Refused: the name is none.
        NotNow: nobody more may come in, or somebody has the name.
    """
    if not room.joining and not robot:
        raise NotNow("The trainer has closed the door. Ask to be let in.", "joining_closed")
    if len(room.present) >= MOST_PEOPLE:
        raise NotNow(f"The room is full: {MOST_PEOPLE} people are in.", "full")
    taken = [person.name for person in room.present]
    chosen = clean_name(name) if name else free_name("", taken)
    check_free(chosen, taken)
    number = max(room.people, default=0) + 1
    joined = {"person": number, "name": chosen, "team": smallest_team(room), "token": hashed(token)}
    return [Draft("joined", joined | ({"robot": True} if robot else {}))]


def leave(room: Room, person: int) -> list[Draft]:
    """Let somebody go, and forget what they are called."""
    return [Draft("left", {"person": someone(room, person).id})]


def readmit(room: Room, person: object, token: str) -> list[Draft]:
    """Give somebody another token, for another device; the ones they have stay good."""
    return [Draft("readmitted", {"person": someone(room, person).id, "token": hashed(token)})]


def answer(room: Room, person: int, step_id: object, raw: object) -> list[Draft]:
    """Take somebody's answer at the step the room is at; nothing happens where it is the one they gave.

    Raises:
        Stranger: nobody of that number is in the room.
        Refused: it is no answer.
        NotNow: the room is elsewhere, answers are locked, or it costs more than there is.
    """
    who = room.people.get(person)
    if who is None or who.gone:
        raise Stranger
    step = _at(room, step_id)
    if step.kind == TELL:
        raise NotNow("There is nothing to answer here.", "moved_on")
    if room.phase != OPEN:
        raise NotNow("Answers are locked.", "locked")
    if step.kind in PLAYS:
        return [_try(room, who, step, raw)]
    accepted = step.accept(raw)
    if room.answers.get(step.id, {}).get(person) == accepted:
        return []
    return [Draft("answered", {"step": step.id, "person": person, "answer": accepted})]


def _try(room: Room, person: Person, step: Step, raw: object) -> Draft:
    play = play_of(room, step)
    accepted = play.accept(raw)
    cost, tries = play.cost(accepted), room.tries_of(step.id, person.side)
    if play.budget and cost > play.budget + 1e-9:
        raise NotNow(f"That costs {cost:g} points, and there are {play.budget:g}.", "over_budget")
    if len(tries) >= MOST_TRIES:
        raise NotNow(f"Your team has tried {MOST_TRIES} times; that must do.", "full")
    team = person.team or person.name
    return Draft(
        "tried",
        {
            "number": room.tried + 1, "step": step.id, "side": person.side, "team": team, "by": person.id,
            "answer": accepted, "cost": cost,
        },
    )  # fmt: skip


def play_of(room: Room, step: Step, *, whole: bool = False) -> Play:
    """Return the play of a step as the room has set it; ``whole`` with the hidden levers too."""
    assert step.play is not None
    return step.play.with_settings(budget=room.budget, hidden=() if whole else room.hidden)


def someone(room: Room, person: object) -> Person:
    """Return somebody who is in the room.

    Raises:
        Refused: nobody there has that number.
    """
    found = room.people.get(person) if type(person) is int else None
    if found is None or found.gone:
        raise Refused("Nobody in the room has that number.")
    return found


def smallest_team(room: Room) -> str:
    """Return the team that a late-comer joins: one with the fewest people, nothing where there are no teams."""
    sizes = {name: sum(person.team == name for person in room.present) for name in room.teams}
    return min(sizes, key=lambda name: sizes[name]) if sizes else ""


def _at(room: Room, step_id: object) -> Step:
    """Return the step the room is at, if it is the one that somebody means."""
    if room.step is None or room.step.id != step_id:
        raise NotNow("The room has moved on.", "moved_on")
    return room.step


def clean_title(title: object) -> str:
    """Return what a room shall be called; nothing leaves its lesson's title.

    Raises:
        Refused: it is no such name.
    """
    return clean_name(title, "The name of a room") if title else ""
