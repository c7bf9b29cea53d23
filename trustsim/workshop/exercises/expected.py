"""What comes of the exercises of the shipped lessons, kept in a file: the guide tells it, the tests run it again.

    python -m trustsim.workshop.exercises.expected

writes ``docs/workshop/expected.csv`` and the page made of it anew. Run it when rules or defaults of the model change.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from trustsim.scenario.reading import shipped_docs
from trustsim.scenario.shape import PROFILES
from trustsim.workshop.exercises.gaps import shown
from trustsim.workshop.exercises.measuring import PLAY_REPLICATIONS, REPLICATIONS, SEED, direct
from trustsim.workshop.exercises.playing import played
from trustsim.workshop.exercises.results import result_of
from trustsim.workshop.lessons import Lesson, Step, load_lesson, shipped_lessons
from trustsim.workshop.material import Runner

FILE, PAGE = "workshop/expected.csv", "workshop/expected-results.md"
#: Profiles as people call them.
NAMES = ("most studies", "practitioners", "without what is in dispute")
READINGS: dict[str, str] = dict(zip(PROFILES, NAMES, strict=True))


class Row(NamedTuple):
    """A number that an exercise shows: of an arm, of the contrast in a profile, or of a way to lead the company.

    Attributes:
        lesson: the lesson.
        step: the step.
        what: "arm", "contrast" or "way".
        name: the arm's label, the profile, or the way's label.
        value: the number as it is shown.
        low: where its 95% interval begins.
        high: where it ends.
        holds: whether the statement holds, or the goal is reached within the budget; nothing for an arm.
        cost: of a way, in points.
    """

    lesson: str
    step: str
    what: str
    name: str
    value: float
    low: float
    high: float
    holds: bool | None = None
    cost: float | None = None


def rows_of(lesson: Lesson, runner: Runner) -> Iterator[Row]:
    """Yield what comes of the exercises of a lesson."""
    for step in lesson.steps:
        yield from _of_experiment(lesson, step, runner)
        yield from _of_play(lesson, step, runner)


def _of_experiment(lesson: Lesson, step: Step, runner: Runner) -> Iterator[Row]:
    result = result_of(step, runner)
    for arm in result.get("arms", ()):
        yield Row(lesson.name, step.id, "arm", arm["label"], arm["value"], arm["low"], arm["high"])
    for one in result.get("holds", ()):
        numbers = one["value"], one["low"], one["high"]
        yield Row(lesson.name, step.id, "contrast", one["profile"], *numbers, one["holds"])


def _of_play(lesson: Lesson, step: Step, runner: Runner) -> Iterator[Row]:
    if step.play is None:
        return
    for way in step.play.way:
        found = played(step.play, step.play.accept({"levers": way.levers}), runner)
        numbers = found["value"], found["low"], found["high"]
        reached = found["reached"] and found["within_budget"]
        yield Row(lesson.name, step.id, "way", way.label, *numbers, reached, found["cost"])


# -- the file and the page -----------------------------------------------------------------------------------------


def read() -> list[Row]:
    """Return the rows that are kept."""
    with (shipped_docs() / FILE).open(newline="", encoding="utf-8") as file:
        return [_row(row) for row in csv.DictReader(file)]


def _row(row: dict[str, str]) -> Row:
    holds = {"True": True, "False": False}.get(row["holds"])
    value, low, high = (float(row[name]) for name in ("value", "low", "high"))
    cost = float(row["cost"]) if row["cost"] else None
    return Row(row["lesson"], row["step"], row["what"], row["name"], value, low, high, holds, cost)


def write(rows: Sequence[Row], folder: Path) -> None:
    """Keep rows, and the page made of them."""
    place = folder / FILE
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(Row._fields)
        writer.writerows(rows)
    (folder / PAGE).write_text(page(rows), encoding="utf-8")


def page(rows: Sequence[Row]) -> str:
    """Return the page of what to expect, in Markdown."""
    lines = [
        "<!-- Made by `python -m trustsim.workshop.exercises.expected`: run it, do not edit this page. -->",
        "",
        "# What to expect",
        "",
        "What each exercise shows at the shipped defaults. The tests run all of it again, so this page cannot go",
        f"stale. Experiments rest on {REPLICATIONS} runs an arm, ways on {PLAY_REPLICATIONS}, all with seed {SEED}:",
        "your room sees these numbers. In brackets stands the 95% interval: the noise of the simulation, not what is",
        "unknown about the world. Trust is told as points of 100.",
    ]
    for name in dict.fromkeys(row.lesson for row in rows):
        lesson = load_lesson(name)
        for step in lesson.steps:
            own = [row for row in rows if (row.lesson, row.step) == (name, step.id)]
            lines += ["", f"## {step.title}", "", *_told(step, own)] if own else []
    return "\n".join(lines) + "\n"


def _told(step: Step, rows: Sequence[Row]) -> Iterator[str]:
    if step.experiment and step.statement:
        first, last = step.experiment.measured
        yield f"{step.experiment.label}, weeks {first} to {last}:"
        yield ""
        yield from (f"- {row.name}: {_number(row)}" for row in rows if row.what == "arm")
        yield ""
        yield f"**{step.statement.text}.**" + (" A prediction: no study varies this alone." * step.statement.prediction)
        yield ""
        yield from ("| read as | difference | |", "| --- | --- | --- |")
        contrasts = [row for row in rows if row.what == "contrast"]
        yield from (f"| {READINGS[row.name]} | {_number(row)} | {_holds(row)} |" for row in contrasts)
    if step.play:
        yield from ("| way | points | reached | |", "| --- | --- | --- | --- |")
        yield from (f"| {row.name} | {shown(row.cost)} | {_number(row)} | {_reached(row)} |" for row in rows)


def _number(row: Row) -> str:
    return f"{shown(row.value)} ({shown(row.low)} to {shown(row.high)})"


def _holds(row: Row) -> str:
    return "holds" if row.holds else "does not hold"


def _reached(row: Row) -> str:
    return "goal reached" if row.holds else "short of the goal"


if __name__ == "__main__":
    found = [row for name in shipped_lessons() for row in rows_of(load_lesson(name), direct)]
    write(found, shipped_docs())
    sys.stdout.write(f"{len(found)} numbers written to {FILE} and {PAGE}\n")
