"""Lessons as files: what is shipped reads well and keeps its secrets; what a trainer writes wrongly is said plainly."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from trustsim.errors import InputError
from trustsim.scenario.asking import open_link
from trustsim.workshop.exercises import gap_of, lever_table, spread_of
from trustsim.workshop.exercises.results import explore_link
from trustsim.workshop.lessons import Lesson, Step, lesson_of, load_lesson, loads_lesson, shipped_lessons
from trustsim.workshop.lessons.reading_ease import grade, graded, syllables

GRADE = 9.0
SMALL = """
format = 1
name = "small"
title = "Small"
story = "A lesson of one step."

[[step]]
id = "watched"
kind = "predict"
title = "Watched"
idea = "Being watched is a signal."
why = "Because it is."

[step.question]
kind = "choose"
ask = "More or less?"
options = [
  { id = "more", text = "More", means = "higher" },
  { id = "less", text = "Less", means = "lower" },
]

[step.experiment]
outcome = "stress"
label = "Stress"
[[step.experiment.arm]]
id = "a"
label = "Watched"
scenario = "surveillance"
[[step.experiment.arm]]
id = "b"
label = "Not watched"

[step.statement]
text = "Watching raises stress"
sign = "+"
"""


def lessons() -> list[Lesson]:
    return [load_lesson(name) for name in shipped_lessons()]


def steps(*kinds: str) -> list[Step]:
    return [step for lesson in lessons() for step in lesson.steps if step.kind in kinds]


def drawn() -> Step:
    return next(step for step in steps("predict") if step.question and step.question.kind == "draw")


# -- what is shipped ---------------------------------------------------------------------------------------------------


def test_every_text_is_plain() -> None:
    hard = [(where, value) for lesson in lessons() for where, value in graded(lesson) if value > GRADE]
    assert not hard


def test_the_grade_tells_hard_texts_from_easy_ones() -> None:
    easy = "We trust people because of what we see them do. At a distance we see less."
    hard = "Organisational trustworthiness necessitates reciprocal vulnerability notwithstanding uncertainty."
    assert grade(easy) < 5.0 < GRADE < grade(hard)


@pytest.mark.parametrize(
    ("word", "count"),
    [("trust", 1), ("people", 2), ("company", 3), ("watched", 1), ("trusted", 2), ("places", 2), ("being", 2),
     ("software", 2), ("once", 1), ("idea", 3)],
)  # fmt: skip
def test_syllables_of_common_words(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_lesson_has_each_idea_once_and_a_script_for_every_hour() -> None:
    lesson = load_lesson("trust-first")
    assert len(lesson.steps) == 10
    assert lesson.steps[-1].kind == "final"
    for minutes in (30, 60, 90):
        spent = sum(step.minutes for step in lesson.script(minutes))
        assert 0.7 * minutes <= spent <= 0.85 * minutes, f"{minutes}: {spent}"


@pytest.mark.parametrize("step", steps("predict"), ids=lambda step: step.id)
def test_nothing_of_the_answer_is_public(step: Step) -> None:
    assert step.question is not None
    assert step.statement is not None
    public = json.dumps(step.public())
    for secret in (step.why, step.surprise, step.ask_the_room, step.statement.text, '"means"', '"higher"', '"lower"'):
        assert secret
        assert secret not in public


@pytest.mark.parametrize("step", steps("predict"), ids=lambda step: step.id)
def test_the_scenario_behind_a_result_opens_in_the_app(step: Step) -> None:
    assert step.experiment is not None
    for arm in step.experiment.arm:
        opened = open_link(explore_link(arm))
        assert opened.said == ()
        if arm.set or arm.scenario != "baseline":
            assert opened.question.arms[0].hash == arm.made().override({"run.replications": 100}).hash


def test_a_lesson_is_made_again_from_its_document() -> None:
    lesson = load_lesson("trust-first")
    assert lesson_of(json.loads(json.dumps(lesson.document))) == lesson


# -- a trainer's own ---------------------------------------------------------------------------------------------------


def test_a_lesson_of_ones_own_is_opened_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(SMALL)
    assert load_lesson(str(path)).steps[0].id == "watched"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('kind = "choose"', 'kind = "chose"'), "step 'watched', question, kind"),
        (('outcome = "stress"', 'outcome = "stres"'), "did you mean 'stress'?"),
        (('scenario = "surveillance"', 'scenario = "surveilance"'), "did you mean 'surveillance'?"),
        (('sign = "+"', 'sign = "+"\ncolour = "red"'), "statement, colour is unknown"),
        (('ask = "More or less?"', ""), "question, ask is missing"),
        (('id = "less"', 'id = "more"'), "two options are called 'more'"),
        (('kind = "predict"', 'kind = "tell"'), "a step of the kind 'tell' has no question"),
        (('id = "b"\nlabel', 'id = "c"\nlabel'), "needs the arms a and b"),
        (('title = "Small"', 'title = "Sm\\u202eall"'), "title"),
        (("[step.statement]", "[step.statment]"), "step 'watched', statment is unknown; did you mean 'statement'?"),
    ],
)
def test_a_mistake_is_said_with_its_place(change: tuple[str, str], said: str) -> None:
    assert change[0] in SMALL
    with pytest.raises(InputError) as raised:
        loads_lesson(SMALL.replace(*change), "mine.toml")
    assert said in str(raised.value)
    assert str(raised.value).startswith("mine.toml: ")


def test_an_unknown_lesson_names_those_that_there_are() -> None:
    with pytest.raises(InputError, match="trust-first"):
        load_lesson("trust-frist")


# -- answers -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "raw",
    [None, [], "more", {}, {"choice": "none"}, {"choice": 1}, {"choice": "more", "name": "x"}, {"value": 3}],
)
def test_an_answer_that_is_none_is_refused(raw: Any) -> None:
    with pytest.raises(InputError):
        loads_lesson(SMALL).steps[0].accept(raw)


@pytest.mark.parametrize("points", [[50] * 3, ["x"] * 8, [float("nan")] * 8, [10**400] * 8, [1000.0] * 8, "50"])
def test_a_drawing_that_is_none_is_refused(points: Any) -> None:
    with pytest.raises(InputError):
        drawn().accept({"points": points})


def test_a_lever_that_was_put_back_was_not_moved() -> None:
    play = next(step.play for step in steps("final"))
    assert play is not None
    stood = {lever.id: play.standing(lever) for lever in play.lever if lever.path}
    assert play.accept({"levers": stood}) == {"levers": {}}
    assert play.cost(play.accept({"levers": stood})) == 0.0


def test_hidden_levers_cannot_be_moved_and_a_budget_can_be_set() -> None:
    play = next(step.play for step in steps("final"))
    assert play is not None
    bound = play.with_settings(budget=3.0, hidden=["pay"])
    assert bound.budget == 3.0
    assert "pay" not in json.dumps(bound.public())
    with pytest.raises(InputError, match="pay"):
        bound.accept({"levers": {"pay": 10.0}})


# -- guesses beside results --------------------------------------------------------------------------------------------


def result(value: float, verdict: str) -> dict[str, Any]:
    return {"contrast": {"value": value, "low": value - 1.0, "high": value + 1.0, "verdict": verdict}}


def test_what_is_right_follows_from_the_result() -> None:
    step = loads_lesson(SMALL).steps[0]
    said = {verdict: gap_of(step, {"choice": "more"}, result(3.0, verdict)) for verdict in ("higher", "lower", "open")}
    assert [gap and gap["right"] for gap in said.values()] == [True, False, None]
    assert gap_of(step, None, result(3.0, "higher")) is None


def test_a_drawing_is_measured_against_the_curve() -> None:
    step = drawn()
    assert step.question is not None
    weeks = list(range(1, 105))
    flat = {"arms": [{"id": step.question.arm, "curve": {"weeks": weeks, "mean": [50.0] * 104}}]}
    gap = gap_of(step, {"points": [60.0] * len(step.question.weeks)}, flat)
    assert gap is not None
    assert gap["gap"] == 10.0
    assert "too high by 10" in gap["says"]


def test_a_room_s_guesses_tell_nothing_of_the_result_before_it_is_given() -> None:
    step = loads_lesson(SMALL).steps[0]
    answers = [{"choice": "more"}, {"choice": "more"}, {"choice": "less"}]
    before, after = spread_of(step, answers), spread_of(step, answers, result(3.0, "higher"))
    assert [option["count"] for option in before["options"]] == [2, 1]
    assert "right" not in before
    assert after["right"] == "more"


def test_drawings_of_a_room_have_a_middle_and_ends() -> None:
    step = drawn()
    assert step.question is not None
    many = len(step.question.weeks)
    spread = spread_of(step, [{"points": [float(height)] * many} for height in (30, 40, 50, 60, 70)])
    assert [spread["bands"][name][0] for name in ("least", "quarter", "half", "three_quarters", "most")] == [
        30.0, 40.0, 50.0, 60.0, 70.0,
    ]  # fmt: skip
    assert spread_of(step, [])["bands"] == {}


def test_the_table_of_levers_counts_those_who_moved_them() -> None:
    play = next(step.play for step in steps("final"))
    assert play is not None
    rows = {row["id"]: row for row in lever_table(play, [{"levers": {"watching": 0.0}}, {"levers": {}}])}
    stood = play.standing(play.of("watching"))
    assert (rows["watching"]["touched"], rows["watching"]["min"], rows["watching"]["max"]) == (1, 0.0, stood)
    assert rows["pay"]["touched"] == 0
