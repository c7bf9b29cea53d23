"""A guess beside the result: how far off it was, and a sentence that says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from trustsim.workshop.lessons import Question, Step

Gap = dict[str, Any]


def gap_of(step: Step, answer: Mapping[str, Any] | None, result: Mapping[str, Any]) -> Gap | None:
    """Return how far a guess was off: right (None where nothing is right or wrong), gap, and a sentence.

    Args:
        step: the step.
        answer: what the participant guessed, as the step accepted it; None if nothing.
        result: what ``result_of`` returned.
    """
    question = step.question
    if question is None or not answer or not result:
        return None
    if question.kind == "choose":
        return _choice(question, str(answer["choice"]), result)
    if question.kind == "number":
        return _number(question, float(answer["value"]), result)
    return _drawing(question, answer["points"], result)


def right_option(question: Question, result: Mapping[str, Any]) -> str | None:
    """Return the id of the option that is right, if the result says that one is."""
    verdict = result["contrast"]["verdict"]
    return next((option.id for option in question.options if option.means == verdict), None)


def truth_of(question: Question, result: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the number that was to be guessed, with its interval: the contrast, or the value of an arm."""
    return result["contrast"] if question.of == "contrast" else arm_of(result, question.of)


def arm_of(result: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return an arm of a result by its id."""
    return next(arm for arm in result["arms"] if arm["id"] == name)


def curve_at(result: Mapping[str, Any], name: str, weeks: Sequence[int]) -> list[float]:
    """Return the mean of an arm's curve in some weeks."""
    curve = arm_of(result, name)["curve"]
    return [curve["mean"][curve["weeks"].index(week)] for week in weeks]


def _choice(question: Question, choice: str, result: Mapping[str, Any]) -> Gap:
    right = right_option(question, result)
    texts = {option.id: option.text for option in question.options}
    if right is None:
        return {"right": None, "gap": None, "says": "The model cannot tell: luck could have made it either way."}
    if choice == right:
        return {"right": True, "gap": 0.0, "says": "You saw it coming."}
    return {
        "right": False,
        "gap": 1.0,
        "says": f"You said: {_bare(texts[choice])}. The model says: {_bare(texts[right])}.",
    }


def _bare(text: str) -> str:
    return text.rstrip(".")


def _number(question: Question, value: float, result: Mapping[str, Any]) -> Gap:
    truth = truth_of(question, result)
    unit = f" {question.unit}" if question.unit else ""
    ends = f"{shown(truth['low'])} to {shown(truth['high'])}"
    said = f"You said {shown(value)}{unit}. The model says {shown(truth['value'])} ({ends})."
    return {
        "right": truth["low"] <= value <= truth["high"] or None,
        "gap": round(value - truth["value"], 3),
        "says": said,
    }


def _drawing(question: Question, points: Sequence[float], result: Mapping[str, Any]) -> Gap:
    true = curve_at(result, question.arm, question.weeks)
    gaps = [point - value for point, value in zip(points, true, strict=True)]
    size = sum(abs(gap) for gap in gaps) / len(gaps)
    lean = sum(gaps) / len(gaps)
    where = "too high" if lean > 0.5 * size else "too low" if lean < -0.5 * size else "now too high, now too low,"
    span = question.high - question.low
    if size <= 0.04 * span:
        said = f"Your line is close: {shown(size)} off on average."
    else:
        ends = f"It ends at {shown(points[-1])}, the model at {shown(true[-1])}."
        said = f"Your line is {where} by {shown(size)} on average. {ends}"
    return {"right": None, "gap": round(size, 4), "says": said}


def shown(value: float | None) -> str:
    """Return a number as people read it: two or three digits, no exponent."""
    if value is None:
        return "–"
    size = abs(value)
    text = f"{value:.0f}" if size >= 100 else f"{value:.1f}" if size >= 1 else f"{value:.2f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace("-", "−")
