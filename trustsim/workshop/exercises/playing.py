"""What a company came to that was led with some levers: its curve, what was reached, and at what cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from trustsim.model.week import MODEL
from trustsim.results import Results
from trustsim.results.intervals import mean_interval
from trustsim.scenario import load
from trustsim.scenario.asking import Question, Variant, to_link
from trustsim.workshop.exercises.measuring import (
    PLAY_REPLICATIONS,
    curve,
    factor_of,
    interval,
    measured,
    neat,
    unit_of,
    verdict_of,
    with_luck,
)
from trustsim.workshop.lessons import Other, Play
from trustsim.workshop.material import Runner


def played(play: Play, answer: Mapping[str, Any], runner: Runner) -> dict[str, Any]:
    """Return what came of it when a team led the company.

    Args:
        play: the company, with the budget and the levers that the room has.
        answer: the levers that were moved, as ``play.accept`` returned it.
        runner: runs the company, the same left alone, and the one beside it.

    Returns:
        Cost in points and whether it is within the budget; the goal's outcome with its interval, what it had to reach
        and whether it did (``just`` says that luck could have made it either way); and the three curves.
    """
    goal = play.goal
    mine, alone, beside = (
        runner(with_luck(one, PLAY_REPLICATIONS))
        for one in (play.moved(answer["levers"]), play.start, load(play.compare))
    )
    found = measured(mine, goal.outcome, goal.window)
    wanted = _wanted(play, beside)
    mean, low, high = mean_interval(found)
    cost = play.cost(answer)
    return {
        "cost": cost,
        "budget": play.budget,
        "within_budget": not play.budget or cost <= play.budget + 1e-9,
        **interval(found, goal.outcome),
        "goal": {
            "label": goal.label, "unit": unit_of(goal.outcome), "window": list(goal.window),
            "wanted": None if wanted is None else neat(wanted * factor_of(goal.outcome)),
        },
        "reached": wanted is not None and mean >= wanted,
        "just": wanted is not None and low < wanted <= high,
        "others": [_other(other, goal.window, mine, beside) for other in play.others],
        "curves": [
            {"id": name, "label": label, **curve(results, goal.outcome)}
            for name, label, results in (("mine", "led by you", mine), ("alone", "left alone", alone),
                                         ("beside", play.compare_label, beside))
        ],
        "explore": _link(play, answer),
    }  # fmt: skip


def _wanted(play: Play, beside: Results) -> float | None:
    if play.goal.within is None:
        return play.goal.at_least
    return mean_interval(measured(beside, play.goal.outcome, play.goal.window)).mean - play.goal.within


def _other(other: Other, window: tuple[int, int], mine: Results, beside: Results) -> dict[str, Any]:
    """Return another outcome of the company beside that of the one beside it, with the verdict on the difference."""
    found, usual = (measured(results, other.outcome, window) for results in (mine, beside))
    facts = MODEL.outcomes[other.outcome]
    verdict = verdict_of(mean_interval(found - usual), facts.matters)
    factor = factor_of(other.outcome)
    values = {"value": neat(mean_interval(found).mean * factor), "beside": neat(mean_interval(usual).mean * factor)}
    return {"label": other.label, "unit": unit_of(other.outcome), **values, "verdict": verdict}


def _link(play: Play, answer: Mapping[str, Any]) -> str:
    """Return the query of a link that opens the company as it was led beside the same left alone."""
    shipped = load(play.scenario).values
    led = play.moved(answer["levers"]).values
    moved = {path: value for path, value in led.items() if shipped.get(path) != value}
    return to_link(Question().beside(Variant(play.scenario, moved)))


def lever_table(play: Play, answers: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return a row for each lever: the least, the most and the mean of what people set it to, and how many touched it.

    Args:
        play: the company.
        answers: what participants or teams last set; a lever that somebody left out stands where it stood.
    """
    rows = []
    for lever in play.lever:
        stood = play.standing(lever)
        values = [float(answer["levers"].get(lever.id, stood)) for answer in answers]
        row: dict[str, Any] = {"id": lever.id, "label": lever.label, "switch": lever.path is None, "start": stood}
        row |= {"min": min(values), "max": max(values), "mean": neat(sum(values) / len(values))} if values else {}
        rows.append(row | {"touched": sum(lever.id in answer["levers"] for answer in answers)})
    return rows
