"""Every exercise shows what its statement says, at the shipped defaults; and what the guide tells is what comes out."""

from __future__ import annotations

import pytest

from trustsim.scenario import PROFILES
from trustsim.workshop.exercises.expected import Row, page, read, rows_of
from trustsim.workshop.exercises.measuring import direct
from trustsim.workshop.lessons import Lesson, load_lesson, shipped_lessons

pytestmark = pytest.mark.numbers

KEPT = read()
STEPS = [(lesson, step.id) for name in shipped_lessons() for lesson in [load_lesson(name)] for step in lesson.steps]


def alone(lesson: Lesson, step: str) -> Lesson:
    """Return the lesson with one of its steps only."""
    return lesson.model_copy(update={"step": (lesson.of(step),)})


@pytest.mark.parametrize(("lesson", "step"), STEPS, ids=[step for _, step in STEPS])
def test_an_exercise_shows_what_is_said_of_it(lesson: Lesson, step: str) -> None:
    """The statement holds in the default reading; in each reading what comes out is what the guide tells."""
    found = list(rows_of(alone(lesson, step), direct))
    kept = [row for row in KEPT if (row.lesson, row.step) == (lesson.name, step)]
    assert [row[:4] for row in found] == [row[:4] for row in kept], "run python -m trustsim.workshop.exercises.expected"
    for now, before in zip(found, kept, strict=True):
        assert agree(now, before), f"{now} is no longer {before}"
        assert now.holds == before.holds, f"{now} is no longer {before}"
    contrasts = {row.name: row for row in found if row.what == "contrast"}
    if lesson.of(step).kind == "predict":
        assert list(contrasts) == list(PROFILES)
        assert contrasts[PROFILES[0]].holds, contrasts[PROFILES[0]]


def agree(now: Row, before: Row) -> bool:
    """Tell whether two numbers lie within each other's intervals, but for their rounding to four digits."""
    rounding = 1e-3 * max(abs(now.value), abs(before.value))
    return all(
        one.low - rounding <= other.value <= one.high + rounding for one, other in ((now, before), (before, now))
    )


def test_the_ways_of_the_final_round_end_as_the_lesson_says() -> None:
    for lesson, step in STEPS:
        play = lesson.of(step).play
        for way in play.way if play else ():
            (row,) = (row for row in KEPT if row.step == step and row.name == way.label)
            assert row.holds == way.reaches, row


def test_the_page_is_made_of_what_is_kept() -> None:
    from trustsim.scenario.reading import shipped_docs
    from trustsim.workshop.exercises.expected import PAGE

    assert (shipped_docs() / PAGE).read_text("utf-8") == page(KEPT)
