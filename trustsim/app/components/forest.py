"""The published numbers against what the model shows, each on the scale of its own band."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from trustsim.app import texts
from trustsim.app.components.vue import vue
from trustsim.evidence import Measured
from trustsim.evidence.findings.page import load_discussion
from trustsim.evidence.findings.report import KINDS, aimed, band, forest_rows, judged, simulated, statistic, what
from trustsim.evidence.findings.verdicts import by_finding
from trustsim.plots import ForestRow
from trustsim.plots.forest import REACH, position


@vue("forest.vue")
def Forest(findings: list[dict[str, Any]], say: dict[str, str]) -> Any:
    """Draw findings, each with its numbers.

    Args:
        findings: as ``findings_of`` returns them.
        say: the texts ``forest`` of texts.toml.
    """


def findings_of(measured: Sequence[Measured]) -> list[dict[str, Any]]:
    """Return what the browser needs to draw every finding, as plain values."""
    drawn = {row.label.partition(" ")[0]: row for row in forest_rows(measured)}
    discussion = load_discussion()
    found = []
    for finding in by_finding(measured):
        numbers = [_number(row, drawn.get(row.target.id)) for row in judged(finding.numbers)]
        if not numbers:
            continue
        said = discussion.get(finding.finding, {})
        conditions = [
            f"{met.condition.says}: {texts.say('forest.holds' if met.passed else 'forest.fails')}"
            for met in finding.conditions
            if met.passed is not None
        ]
        found.append(
            {
                "id": finding.finding, "title": _title(finding.numbers[0].target.mechanism), "role": finding.role,
                "verdict": _verdict(finding.passed), "numbers": numbers, "conditions": conditions,
                "study": said.get("study", ""), "why": said.get("why", "") if finding.passed is False else "",
                "sources": list(dict.fromkeys(_source(row) for row in finding.numbers)),
            }
        )  # fmt: skip
    return found


def _title(mechanism: str) -> str:
    words = mechanism.replace("->", " and ")
    return f"{words[0].upper()}{words[1:]}"


def _verdict(passed: bool | None) -> str:
    return {True: "pass", False: "miss", None: "open"}[passed]


def _source(row: Measured) -> str:
    target = row.target
    return f"{target.source} ({target.year}){f', doi {target.doi}' if target.doi else ''}"


def _number(row: Measured, drawn: ForestRow | None) -> dict[str, Any]:
    more = [
        texts.say("forest.published", published=aimed(row), band=band(row), statistic=statistic(row)),
        texts.say("forest.simulated", simulated=simulated(row)),
        texts.say("forest.kind", kind=row.kind, words=KINDS[row.kind]),
        *filter(None, [row.missing, row.note]),
    ]
    return {
        "id": row.target.id, "title": what(row), "kind": row.kind, "verdict": _verdict(row.passed), "more": more,
        "band": band(row), "simulated": simulated(row), "places": _places(drawn) if drawn else None,
    }  # fmt: skip


def _places(row: ForestRow) -> Mapping[str, Any]:
    """Return where everything stands on the common scale, in percent of its width from the left."""
    ends = [position(end, row) for end in row.interval if math.isfinite(end)]
    at = position(row.value, row)
    return {
        "band": [_percent(-1.0) if math.isfinite(row.low) else 0, _percent(1.0) if math.isfinite(row.high) else 100],
        "target": _percent(position(row.target, row)) if math.isfinite(row.target) else None,
        "interval": [_percent(end) for end in ends] if len(ends) == 2 else None,
        "at": _percent(at), "beyond": 0 if abs(at) <= REACH else int(math.copysign(1, at)), "inside": row.inside,
    }  # fmt: skip


def _percent(place: float) -> float:
    """Return a place on the scale as percent of its width; what lies beyond stands at its edge."""
    return round(100.0 * (min(max(place, -REACH), REACH) + REACH) / (2.0 * REACH), 2)
