"""Answers and results in words and short numbers, for pages that people read and print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from trustsim.workshop.material import Plain, Step

PROFILES = {
    "meta_analytic": "as most studies have it", "practitioner": "as practitioners have it",
    "null": "without what is in dispute",
}  # fmt: skip


def short(value: Any) -> str:
    """Return a number with three digits; a dash for none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "–" if value is None else str(value)
    return f"{value:.3g}".replace("-", "−")


def said(step: Step, answer: Mapping[str, Any] | None) -> str:
    """Return an answer in words."""
    if not answer:
        return ""
    public = step.public()
    if "choice" in answer:
        options = public["question"]["options"]
        return next((one["text"] for one in options if one["id"] == answer["choice"]), answer["choice"])
    if "points" in answer:
        return f"from {short(answer['points'][0])} to {short(answer['points'][-1])}"
    if "levers" in answer:
        return moved(public["play"]["levers"], answer["levers"])
    unit = public["question"].get("unit") or ""
    return f"{short(answer['value'])} {unit}".strip()


def moved(levers: Sequence[Mapping[str, Any]], settings: Mapping[str, Any]) -> str:
    """Return where levers were put, in words."""
    labels = {lever["id"]: lever.get("label", lever["id"]) for lever in levers}
    return "; ".join(
        labels.get(name, name) + ("" if value is True else f": {short(value)}") for name, value in settings.items()
    ) or "nothing was moved"  # fmt: skip


def shifted(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return how many saw a result coming, and how many changed their minds before the lock, in words."""
    if not rows:
        return ""
    judged = [row for row in rows if "choice" in row["answer"] and row["right"] is not None]
    saw = f"{sum(bool(row['right']) for row in judged)} of {len(judged)} saw it coming. " if judged else ""
    changed = sum(row["first_answer"] != row["answer"] for row in rows)
    return f"{saw}{changed} of {len(rows)} changed their minds before the lock."


def contrast(result: Mapping[str, Any]) -> str:
    """Return what an experiment showed, with its interval."""
    found, outcome = result.get("contrast"), result.get("outcome", {})
    if not found:
        return ""
    ends = f"95% interval {short(found['low'])} to {short(found['high'])}"
    statement = result.get("statement", {}).get("text", "")
    text = f"{outcome.get('label', 'The outcome')}: a difference of {short(found['value'])} ({ends})."
    return f"{statement.rstrip('.')}. {text}" if statement else text


def holds(result: Mapping[str, Any]) -> str:
    """Return in which readings of the evidence the statement holds, and whether any study varies it alone."""
    found = result.get("holds", [])
    if not found:
        return ""
    yes = [PROFILES[one["profile"]] for one in found if one["holds"]]
    no = [PROFILES[one["profile"]] for one in found if not one["holds"]]
    if not no:
        parts = [f"In the model this holds in all {len(yes)} readings of the evidence."]
    else:
        holding = f"In the model this holds {_and(yes)}, but" if yes else "In the model this does"
        parts = [f"{holding} not {_and(no)}."]
    if result.get("statement", {}).get("prediction"):
        parts.append("A prediction: no study varies it alone.")
    return " ".join(part for part in parts if part)


def _and(parts: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))


def _unit(unit: str) -> str:
    """Return a unit as people say it: shares of one have none."""
    return "" if unit == "0-1" else unit


def arms(result: Mapping[str, Any]) -> list[str]:
    """Return what each arm of an experiment came to, in words."""
    unit = _unit(result.get("outcome", {}).get("unit", ""))
    return [f"{arm['label']}: {short(arm['value'])} {unit}".strip() for arm in result.get("arms", [])]


def given_lines(given: Mapping[str, Any] | None) -> Iterator[Plain]:
    """Yield the curves that may be shown before the lock: what it is, weeks, and the line over them."""
    for arm in (given or {}).get("arms", []):
        curve = arm.get("curve")
        if curve:
            yield {"label": arm["label"], "weeks": curve["weeks"], "line": curve["mean"]}
