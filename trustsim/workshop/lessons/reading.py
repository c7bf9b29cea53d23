"""From a file to a lesson: a shipped one by its name, or a trainer's own by its path; errors say what and where."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from trustsim.errors import InputError, nearest
from trustsim.scenario.problems import clean, shown
from trustsim.scenario.reading import parse
from trustsim.studies.documents import loaded, shipped_documents
from trustsim.workshop.lessons.experiments import Arm, Experiment, Statement
from trustsim.workshop.lessons.play import Goal, Lever, Other, Play, Way
from trustsim.workshop.lessons.questions import Option, Question
from trustsim.workshop.lessons.steps import Lesson, Step

#: Where lessons are shipped, beside the scenarios.
FOLDER = "lessons"
MOST_PROBLEMS = 10
#: The form of each table, by its key.
FORMS: Mapping[str, type[BaseModel]] = {
    "step": Step, "question": Question, "options": Option, "experiment": Experiment, "arm": Arm,
    "statement": Statement, "play": Play, "goal": Goal, "lever": Lever, "others": Other, "way": Way,
}  # fmt: skip


def shipped_lessons() -> list[str]:
    """Return the names of the shipped lessons."""
    return shipped_documents(FOLDER)


def load_lesson(source: str | os.PathLike[str]) -> Lesson:
    """Return a lesson.

    Args:
        source: the name of a shipped one, or the path of a file that ends in ``.toml``.

    Raises:
        InputError: there is none, or something in it is wrong; the message lists what.
    """
    document, name = loaded(source, FOLDER, "lesson", ())
    return lesson_of(document, f"{name}.toml")


def loads_lesson(text: str, source: str = "lesson") -> Lesson:
    """Return the lesson in a TOML text.

    Raises:
        InputError: something in it is wrong.
    """
    return lesson_of(parse(text, source), source)


def lesson_of(document: Mapping[str, Any], source: str = "lesson") -> Lesson:
    """Return the lesson that a document holds.

    Args:
        document: what a file holds, as plain values.
        source: where it comes from, for messages.

    Raises:
        InputError: something in it is wrong.
    """
    try:
        lesson = Lesson.model_validate(document)
    except ValidationError as error:
        details = error.errors(include_url=False)
        lines = [_line(source, detail, document) for detail in details[:MOST_PROBLEMS]]
        more = [f"... and {len(details) - MOST_PROBLEMS} more"] if len(details) > MOST_PROBLEMS else []
        raise InputError("\n".join([*dict.fromkeys(lines), *more])) from error
    lesson.document.update(document)
    return lesson


def _line(source: str, detail: ErrorDetails, document: Mapping[str, Any]) -> str:
    where = _place(detail["loc"], document)
    if detail["type"] == "extra_forbidden":
        key = str(detail["loc"][-1])
        known = _known_beside(detail["loc"])
        hint = nearest(key, known) or f"; known here: {', '.join(known)}"
        return f"{source}: {where} is unknown{hint}"
    if detail["type"] == "missing":
        return f"{source}: {where} is missing"
    message = detail["msg"].removeprefix("Value error, ").removeprefix("Input ")
    given = (
        ""
        if isinstance(detail["input"], Mapping) or detail["type"] == "value_error"
        else f", not {shown(detail['input'])}"
    )
    return f"{source}: {where}: {clean(message, 300)}{given}"


def _known_beside(loc: Sequence[int | str]) -> list[str]:
    """Return the keys that are known in the table in which a key stands."""
    tables = [part for part in loc[:-1] if isinstance(part, str)]
    form = FORMS.get(tables[-1], Lesson) if tables else Lesson
    return list(form.model_fields)


def _place(loc: Sequence[int | str], document: Mapping[str, Any]) -> str:
    """Return where something stands, as a person would say it: step 'pace', question, option 2, text."""
    said: list[str] = []
    here: Any = document
    for part in loc:
        try:
            here = here[part]
        except (KeyError, IndexError, TypeError):
            here = None
        if isinstance(part, int):
            name = here.get("id") if isinstance(here, Mapping) else None
            said[-1] += f" '{clean(str(name), 40)}'" if isinstance(name, str) else f" {part + 1}"
        else:
            said.append(clean(str(part), 60))
    return ", ".join(said) or "the lesson"
