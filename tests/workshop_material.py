"""A lesson for tests of rooms: three steps whose results are known without a run, and easily found in what is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from trustsim.errors import InputError
from trustsim.workshop.material import Lesson, Material, Plain, Runner

#: What came out of the step ``guess``: a number that stands nowhere else.
RESULT = 0.618033
BUDGET = 10.0


@dataclass(frozen=True)
class FixtureLever:
    id: str


@dataclass(frozen=True)
class FixturePlay:
    budget: float = BUDGET
    hidden: tuple[str, ...] = ()
    lever: tuple[FixtureLever, ...] = ()

    def with_settings(self, *, budget: float | None, hidden: Sequence[str]) -> FixturePlay:
        return replace(self, budget=self.budget if budget is None else budget, hidden=tuple(hidden))

    def accept(self, raw: object) -> Plain:
        levers = raw.get("levers") if isinstance(raw, dict) else None
        if not isinstance(levers, dict) or not all(isinstance(value, int | float) for value in levers.values()):
            raise InputError("Levers stand at numbers.")
        if set(levers) & set(self.hidden):
            raise InputError("This lever is not to be moved.")
        return {"levers": {name: float(value) for name, value in sorted(levers.items())}}

    def cost(self, answer: Plain) -> float:
        return sum(answer["levers"].values())


@dataclass(frozen=True)
class FixtureStep:
    id: str
    kind: str
    title: str
    play: FixturePlay | None = None

    def public(self) -> Plain:
        asked = {"kind": "number", "low": 0.0, "high": 100.0, "ask": "How many?"} if self.kind == "predict" else None
        levers = (
            [{"id": lever.id, "low": 0.0, "high": 9.0, "step": 1.0} for lever in self.play.lever] if self.play else []
        )
        return {"idea": f"The idea of {self.id}", "question": asked, "play": {"levers": levers} if levers else None}

    def told(self) -> Plain:
        return {"why": f"Because of {RESULT}"}

    def accept(self, raw: object) -> Plain:
        value = raw.get("value") if isinstance(raw, dict) else None
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 100:
            raise InputError("Say a number from 0 to 100.")
        return {"value": float(value)}


STEPS = (
    FixtureStep("hello", "tell", "Hello"),
    FixtureStep("guess", "predict", "Guess"),
    FixtureStep("again", "predict", "Guess again"),
    FixtureStep("final", "final", "The way back", FixturePlay(lever=(FixtureLever("autonomy"), FixtureLever("days")))),
)


@dataclass(frozen=True)
class FixtureLesson:
    name: str = "fixture"
    title: str = "A lesson for tests"
    steps: tuple[FixtureStep, ...] = STEPS

    @property
    def document(self) -> Plain:
        return {"name": self.name}

    def public(self) -> Plain:
        return {"title": self.title, "steps": [{"id": step.id, "kind": step.kind} for step in self.steps]}


def load_lesson(name: str) -> Lesson:
    return FixtureLesson()


def lesson_of(document: Plain) -> Lesson:
    return FixtureLesson(document["name"])


def given_of(step: FixtureStep, runner: Runner) -> Plain:
    return {"past": [1.0]} if step.kind == "predict" else {}


def result_of(step: FixtureStep, runner: Runner) -> Plain:
    return {"value": RESULT} if step.kind == "predict" else {}


def gap_of(step: FixtureStep, answer: Plain, result: Plain) -> Plain:
    return {"gap": answer["value"] - result["value"], "right": None, "says": "near"}


def spread_of(step: FixtureStep, answers: list[Plain], result: Plain | None) -> Plain:
    return {"kind": "number", "values": sorted(answer["value"] for answer in answers), "result": result}


def played(play: FixturePlay, answer: Plain, runner: Runner) -> Plain:
    cost = play.cost(answer)
    within = not play.budget or cost <= play.budget
    return {"cost": cost, "within_budget": within, "reached": cost >= 3, "value": 2 * cost}


def lever_table(play: FixturePlay, answers: list[Plain]) -> list[Plain]:
    names = sorted({name for answer in answers for name in answer["levers"]})
    columns = {name: [answer["levers"][name] for answer in answers if name in answer["levers"]] for name in names}
    return [
        {"id": name, "min": min(column), "max": max(column), "mean": sum(column) / len(column), "touched": len(column)}
        for name, column in columns.items()
    ]


MATERIAL = Material(
    load_lesson, lesson_of, lambda: ["fixture"], given_of, result_of, gap_of, spread_of, played, lever_table
)  # fmt: skip
