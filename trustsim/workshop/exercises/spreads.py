"""The guesses of a room, as a distribution: without the result before the reveal, with what was right after it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from trustsim.workshop.exercises.gaps import curve_at, right_option, truth_of
from trustsim.workshop.exercises.measuring import neat
from trustsim.workshop.lessons import Question, Step

MOST_CURVES, BINS = 60, 10
#: The middle half and the ends of what a room drew.
SHARES = {"least": 0.0, "quarter": 0.25, "half": 0.5, "three_quarters": 0.75, "most": 1.0}


def spread_of(
    step: Step, answers: Sequence[Mapping[str, Any]], result: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return how the guesses of a room are spread.

    Args:
        step: the step; one without a question has no spread.
        answers: what its participants guessed, as the step accepted it.
        result: what ``result_of`` returned; None before the reveal, and then nothing of it is in what comes back.
    """
    question = step.question
    if question is None:
        return {}
    shape = {"choose": _choices, "number": _numbers, "draw": _drawings}[question.kind]
    return {"kind": question.kind, "answers": len(answers)} | shape(question, answers, result or None)


def _choices(
    question: Question, answers: Sequence[Mapping[str, Any]], result: Mapping[str, Any] | None
) -> dict[str, Any]:
    counts = Counter(answer["choice"] for answer in answers)
    options = [{"id": one.id, "text": one.text, "count": counts[one.id]} for one in question.options]
    return {"options": options} | ({"right": right_option(question, result)} if result else {})


def _numbers(
    question: Question, answers: Sequence[Mapping[str, Any]], result: Mapping[str, Any] | None
) -> dict[str, Any]:
    values = sorted(float(answer["value"]) for answer in answers)
    counts, edges = np.histogram(values, bins=BINS, range=(question.low, question.high))
    bins = [
        {"low": neat(low), "high": neat(high), "count": int(count)}
        for count, low, high in zip(counts, edges, edges[1:], strict=False)
    ]
    found = {"values": values, "bins": bins, "median": neat(float(np.median(values))) if values else None}
    if not result:
        return found
    truth = truth_of(question, result)
    return found | {"truth": {key: truth[key] for key in ("value", "low", "high")}}


def _drawings(
    question: Question, answers: Sequence[Mapping[str, Any]], result: Mapping[str, Any] | None
) -> dict[str, Any]:
    drawn = np.array([answer["points"] for answer in answers], dtype=np.float64).reshape(-1, len(question.weeks))
    bands = {}
    if len(drawn):
        bands = {name: [neat(value) for value in np.quantile(drawn, share, axis=0)] for name, share in SHARES.items()}
    found = {"weeks": list(question.weeks), "curves": drawn[:MOST_CURVES].round(3).tolist(), "bands": bands}
    return found | ({"truth": curve_at(result, question.arm, question.weeks)} if result else {})
