"""What a trainer takes along: the session, answers as a table, the debrief, and pages to print."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import NamedTuple

from trustsim.workshop.debrief import debrief_page, paper_page, read_aloud_page
from trustsim.workshop.hosted import Hosted
from trustsim.workshop.session import answers_csv, session_document


class Download(NamedTuple):
    """Something to take along: what makes it, what kind it is, and whether it is a file to keep rather than a page."""

    make: Callable[[Hosted], str]
    kind: str
    kept: bool


def _session(hosted: Hosted) -> str:
    return json.dumps(session_document(hosted), indent=1, ensure_ascii=False, allow_nan=False)


def _table(hosted: Hosted) -> str:
    return "\ufeff" + answers_csv(hosted)  # spreadsheets take it for UTF-8 then


def _paper(hosted: Hosted) -> str:
    with hosted.lock:
        return paper_page(hosted.room.lesson, hosted.room.givens)


def _read_aloud(hosted: Hosted) -> str:
    with hosted.lock:
        return read_aloud_page(hosted.room.lesson, hosted.room.results, hosted.material)


#: By the name in the address.
DOWNLOADS = {
    "session.json": Download(_session, "application/json", True),
    "answers.csv": Download(_table, "text/csv; charset=utf-8", True),
    "debrief.html": Download(debrief_page, "text/html", False),
    "paper.html": Download(_paper, "text/html", False),
    "read-aloud.html": Download(_read_aloud, "text/html", False),
}
