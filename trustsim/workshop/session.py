"""A session as a file to keep: what happened, in a form that opens again; and who answered what, to count."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from trustsim._version import __version__
from trustsim.errors import InputError, TrustsimError
from trustsim.workshop import views
from trustsim.workshop.events import Event
from trustsim.workshop.host import Host
from trustsim.workshop.hosted import Hosted
from trustsim.workshop.material import PLAYS, PREDICT, Plain, Step
from trustsim.workshop.room import Room

KIND, FORMAT = "trustsim workshop session", 1
#: What of an event stays in the room: who knows it may come in.
SECRET = ("token", "code", "secret", "key")
#: Events about nothing else.
SECRETIVE = ("readmitted", "recoded", "reopened")
#: The largest file that is opened again, in bytes.
MOST_BYTES = 50_000_000
COLUMNS = (
    "step", "title", "kind", "person", "name", "team", "answered_at", "answer", "first_answer", "answers", "right",
    "gap", "says", "cost", "reached",
)  # fmt: skip


def session_document(hosted: Hosted) -> Plain:
    """Return a session as plain values: who predicted what, what shifted, what came out, and all that happened.

    Nobody can come in with what is in it.
    """
    with hosted.lock:
        room, events = hosted.room, list(hosted.store.events(hosted.room.id))
        steps = [_step(hosted, step) for step in room.lesson.steps]
        return {
            "kind": KIND, "format": FORMAT, "trustsim": __version__, "room": room.id, "title": room.title,
            "opened_at": room.opened_at, "saved_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "teams": list(room.teams), "people": [_person(one.id, room) for one in room.people.values()],
            "steps": steps, "answers": list(rows(hosted, events)), "events": list(_bare(events)),
        }  # fmt: skip


def _person(person: int, room: Room) -> Plain:
    one = room.people[person]
    return {"person": one.id, "name": one.name, "team": one.team, "joined_at": one.joined_at, "left": one.gone}


def _step(hosted: Hosted, step: Step) -> Plain:
    room = hosted.room
    result = room.results.get(step.id)
    return {
        "step": step.id, "title": step.title, "kind": step.kind, "phase": room.phase_of(step), "result": result or None,
        "spread": views.spread(hosted.material, room, step, result),
    }  # fmt: skip


def _bare(events: Iterable[Event]) -> Iterator[Plain]:
    """Yield events without what opens the room."""
    for event in events:
        if event.kind not in SECRETIVE:
            data = {key: value for key, value in event.data.items() if key not in SECRET}
            yield {"at": event.at, "kind": event.kind, "data": data}


# -- who answered what ------------------------------------------------------------------------------------------------


def rows(hosted: Hosted, events: Iterable[Event]) -> Iterator[Plain]:
    """Yield a row for each prediction that counts and for each try, in the order of the steps.

    Args:
        hosted: the room, its lock held.
        events: what happened there.
    """
    said = history(events)
    for step in hosted.room.lesson.steps:
        if step.kind == PREDICT:
            yield from _predictions(hosted, step, said)
        elif step.kind in PLAYS:
            yield from _tries(hosted.room, step)


def history(events: Iterable[Event]) -> dict[tuple[str, int], list[tuple[str, Plain]]]:
    """Return by step and person the answers since the step was last reset, the first one first, and when each was."""
    said: dict[tuple[str, int], list[tuple[str, Plain]]] = {}
    for event in events:
        if event.kind == "answered":
            where = event.data["step"], event.data["person"]
            said.setdefault(where, []).append((event.at, event.data["answer"]))
        elif event.kind == "forgot":
            said = {where: what for where, what in said.items() if where[0] != event.data["step"]}
        elif event.kind == "restarted":
            said = {}
    return said


def _predictions(hosted: Hosted, step: Step, said: dict[tuple[str, int], list[tuple[str, Plain]]]) -> Iterator[Plain]:
    for person in hosted.room.people.values():
        answers = said.get((step.id, person.id))
        if not answers:
            continue
        gap = views.gap(hosted, step, person.id) or {}
        at, last = answers[-1]
        yield {
            "step": step.id, "title": step.title, "kind": step.kind, "person": person.id, "name": person.name,
            "team": person.team, "answered_at": at, "answer": last, "first_answer": answers[0][1],
            "answers": len(answers), "right": gap.get("right"), "gap": gap.get("gap"), "says": gap.get("says", ""),
            "cost": None, "reached": None,
        }  # fmt: skip


def _tries(room: Room, step: Step) -> Iterator[Plain]:
    for place, one in enumerate(room.tries_of(step.id), start=1):
        yield {
            "step": step.id, "title": step.title, "kind": step.kind, "person": one.by, "name": room.people[one.by].name,
            "team": one.team, "answered_at": None, "answer": one.answer, "first_answer": None, "answers": place,
            "right": None, "gap": None, "says": one.says, "cost": one.cost,
            "reached": one.reached if one.state == "done" else None,
        }  # fmt: skip


def answers_csv(hosted: Hosted) -> str:
    """Return who answered what as a table for spreadsheets, which take none of it for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    with hosted.lock:
        found = list(rows(hosted, hosted.store.events(hosted.room.id)))
    for row in found:
        writer.writerow([_cell(row[column]) for column in COLUMNS])
    return out.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and value[:1] in "=+-@\t\r" and value:
        return f"'{value}"
    return "" if value is None else value


# -- open again -------------------------------------------------------------------------------------------------------


def open_session(host: Host, path: Path) -> Hosted:
    """Open a room again from its session file: as it was, with another code; who was in is let in by the trainer.

    Args:
        host: where it opens; if it is open there, as it is now.
        path: the file.

    Raises:
        InputError: the file is not there, or is no session.
        StoreError: it could not be written.
    """
    document = _read(path)
    try:
        room_id, events = str(document["room"]), _events(document["events"])
        if not (room_id.isalnum() and room_id.isascii() and len(room_id) <= 40) or events[0].kind != "opened":
            raise ValueError("it does not begin with a room that opens")
        room = Room.of(room_id, events, host.material.lesson_of)
        _ = views.projector_view(Hosted(room, [], host.store, host.material), "")
    except (LookupError, TypeError, ValueError, AttributeError, AssertionError, TrustsimError) as error:
        raise InputError(f"{path}: this session cannot be opened again: {error}") from error
    return host.reopen(room_id, events)


def _read(path: Path) -> Plain:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError(f"{path}: is larger than {MOST_BYTES // 1_000_000} MB; no session is")
        document = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: is no session file: {error}") from error
    if not isinstance(document, dict) or document.get("kind") != KIND:
        raise InputError(f"{path}: is no session file; one is saved from the console (session.json)")
    if document.get("format") != FORMAT:
        raise InputError(f"{path}: is of format {document.get('format')!r}; this version of trustsim reads {FORMAT}")
    return document


def _events(found: Any) -> list[Event]:
    return [
        Event(number, datetime.fromisoformat(one["at"]).astimezone(UTC).isoformat(timespec="milliseconds"),
              str(one["kind"]), dict(one["data"]))
        for number, one in enumerate(found, start=1)
    ]  # fmt: skip
