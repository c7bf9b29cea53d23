"""Pages to keep and to print: the debrief of a session, questions on paper, and results to read aloud.

Each is one HTML file that needs nothing else, and whatever somebody named is escaped.
"""

from __future__ import annotations

from typing import Any

from trustsim._version import __version__
from trustsim.workshop import views, wording
from trustsim.workshop.hosted import Hosted
from trustsim.workshop.material import PLAYS, PREDICT, Lesson, Material, Plain, Runner, Step
from trustsim.workshop.room import REVEALED
from trustsim.workshop.session import rows

#: What of a lever is a number.
NUMBERS = ("start", "low", "high", "cost")


def debrief_page(hosted: Hosted) -> str:
    """Return what a session was: who predicted what, what shifted, what came out, what teams tried.

    Steps that were not revealed are left out.
    """
    with hosted.lock:
        room = hosted.room
        said = list(rows(hosted, hosted.store.events(room.id)))
        steps = [_debriefed(hosted, step, said) for step in room.lesson.steps if room.phase_of(step) == REVEALED]
        lead = f"{room.opened_at[:10]} · {len(room.people)} people" + (
            f" in {len(room.teams)} teams" if room.teams else ""
        )
        return _page("debrief", heading=room.title, lead=lead, steps=steps)


def paper_page(lesson: Lesson, givens: dict[str, Plain]) -> str:
    """Return the questions of a lesson to print, for a room without devices.

    Args:
        lesson: the lesson.
        givens: by step what may be shown before the lock.
    """
    steps = [_asked(step, givens.get(step.id)) for step in lesson.steps]
    lead = "Say what you expect before you hear what came out."
    return _page("paper", heading=lesson.title, lead=lead, steps=[step for step in steps if step])


def read_aloud_page(lesson: Lesson, results: dict[str, Plain], material: Material) -> str:
    """Return the results of a lesson for a trainer to read aloud.

    Args:
        lesson: the lesson.
        results: by step what came out.
        material: exercises.
    """
    steps = [_read(step, results.get(step.id), material) for step in lesson.steps]
    return _page("read_aloud", heading=f"{lesson.title}: results to read aloud", lead="For the trainer.", steps=steps)


def paper_pages(lesson: Lesson, material: Material, runner: Runner) -> tuple[str, str]:
    """Return the questions to print and the results to read aloud, without any room; runs are made for them.

    Args:
        lesson: the lesson.
        material: exercises.
        runner: runs a scenario.
    """
    givens = {step.id: material.given_of(step, runner) for step in lesson.steps}
    results = {step.id: material.result_of(step, runner) for step in lesson.steps if step.kind not in PLAYS}
    return paper_page(lesson, givens), read_aloud_page(lesson, results, material)


def _page(name: str, **content: Any) -> str:
    from jinja2 import Environment, PackageLoader

    environment = Environment(
        loader=PackageLoader("trustsim.workshop"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["short"] = wording.short
    return environment.get_template(f"{name}.html.jinja").render(version=__version__, **content)


def _common(step: Step) -> Plain:
    public = step.public()
    return {"id": step.id, "title": step.title, "idea": public.get("idea", ""), "question": public.get("question")}


def _found(step: Step, result: Plain | None) -> Plain:
    """Return what came out of a step, in words."""
    told, result = step.told(), result or {}
    return {
        "why": told.get("why", ""), "ask": told.get("ask_the_room", ""), "surprise": told.get("surprise", ""),
        "contrast": wording.contrast(result), "holds": wording.holds(result), "arms": wording.arms(result),
    }  # fmt: skip


def _debriefed(hosted: Hosted, step: Step, said: list[Plain]) -> Plain:
    room = hosted.room
    result = room.results.get(step.id)
    view = _common(step) | _found(step, result) | {"spread": views.spread(hosted.material, room, step, result)}
    if step.kind in PLAYS:
        return view | {"teams": [_team(step, row) for row in views.teams_view(room, step)]}
    mine = [row for row in said if row["step"] == step.id]
    return view | {
        "shifted": wording.shifted(mine),
        "rows": [
            {
                "name": row["name"], "team": row["team"], "first": wording.said(step, row["first_answer"]),
                "last": wording.said(step, row["answer"]), "says": row["says"],
            }
            for row in mine
        ],
    }  # fmt: skip


def _team(step: Step, row: Plain) -> Plain:
    """Return a team's least costly way that got there; where none did, what it tried last."""
    one = row["best"] or row["last"]
    return {
        "team": row["team"], "tries": row["tries"], "levers": wording.said(step, one["answer"]),
        "cost": wording.short(one["cost"]), "value": wording.short((one["played"] or {}).get("value")),
        "reached": row["best"] is not None,
    }  # fmt: skip


def _asked(step: Step, given: Plain | None) -> Plain | None:
    if step.kind != PREDICT and step.kind not in PLAYS:
        return None
    view, play = _common(step), step.public().get("play") or {}
    lines = list(wording.given_lines(given))
    question = view["question"] or {}
    if question.get("weeks"):  # what is given goes before what is to be drawn
        first = min([line["weeks"][0] for line in lines], default=question["weeks"][0])
        view["first_week"] = first
        lines = [_on_paper(line, first, question["weeks"][-1]) for line in lines]
    levers = [{**lever, **{key: wording.short(lever.get(key)) for key in NUMBERS}} for lever in play.get("levers", [])]
    return view | {"given": lines, "levers": levers, "budget": wording.short(play.get("budget") or "")}


def _on_paper(line: Plain, first: int, last: int) -> Plain:
    """Return a line up to the end of the chart, whose ends stand where the chart has them."""
    pairs = [(week, value) for week, value in zip(line["weeks"], line["line"], strict=True) if first <= week <= last]
    weeks, values = [week for week, _ in pairs], [value for _, value in pairs]
    return {"label": line["label"], "weeks": [*weeks, last], "line": [*values, None]}


def _read(step: Step, result: Plain | None, material: Material) -> Plain:
    view: Plain = _common(step) | _found(step, result) | {"pending": step.kind == PREDICT and not result}
    spread = material.spread_of(step, [], result) if result and step.kind == PREDICT else {}
    options = {one["id"]: one["text"] for one in (view["question"] or {}).get("options", [])}
    return view | {"right": options.get(str(spread.get("right")), "")}
