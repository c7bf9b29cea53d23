"""What may happen in a room, and what has."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from trustsim.workshop.material import Plain


class Deed(StrEnum):
    """What may happen in a room."""

    OPENED = "opened"
    REOPENED = "reopened"
    JOINED = "joined"
    READMITTED = "readmitted"
    LEFT = "left"
    MOVED = "moved"
    PHASED = "phased"
    ANSWERED = "answered"
    TRIED = "tried"
    PLAYED = "played"
    GIVEN = "given"
    RESULTED = "resulted"
    FORGOT = "forgot"
    RESTARTED = "restarted"
    TEAMED = "teamed"
    SWITCHED = "switched"
    HID = "hid"
    BUDGETED = "budgeted"
    RECODED = "recoded"
    DOORED = "doored"


class Draft(NamedTuple):
    """Something that is about to have happened."""

    kind: str
    data: Plain


class Event(NamedTuple):
    """Something that has happened in a room: its number, counted from 1, and when, in UTC."""

    number: int
    at: str
    kind: str
    data: Plain
