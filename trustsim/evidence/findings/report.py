"""Measured numbers as plain rows: for tables, for JSON, for a figure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from trustsim._version import __version__
from trustsim.evidence.findings.measuring import Measured
from trustsim.evidence.findings.numbers import load_conditions
from trustsim.evidence.findings.verdicts import FindingFound, by_finding

if TYPE_CHECKING:
    from trustsim.plots import ForestRow

#: What trust raised by an intervention does, beside what firms of most and least trust differ by (T09).
BOTH_WAYS = (
    ("organisational trust", "T09.firms.trust", "T09.raised.trust"),
    ("stress", "T09a", "T09.raised.stress"),
    ("output", "T09b", "T09.raised.output"),
    ("engagement", "T09c", "T09.raised.engagement"),
    ("burnout", "T09d", "T09.raised.burnout"),
)
KINDS = {
    "input": "holds by construction: a first value or a cut-off was set to it",
    "calibrated": "parameters were or may be tuned to it",
    "emergent": "neither",
}


def evidence_document(measured: Sequence[Measured], seed: int, replications: int) -> dict[str, Any]:
    """Return what ``trustsim evidence --json`` prints, as plain values; what is unknown or open is None.

    Args:
        measured: the numbers.
        seed: where the luck started.
        replications: runs an arm.
    """
    found = by_finding(measured)
    return {
        "trustsim": __version__,
        "profile": "meta_analytic",
        "seed": seed,
        "replications": replications,
        "rows": [_row(row) for row in judged(measured)],
        "findings": [
            {
                "finding": finding.finding,
                "role": finding.role,
                "pass": finding.passed,
                "conditions": [
                    {"says": met.condition.says, "of": list(met.condition.descending), "pass": met.passed}
                    for met in finding.conditions
                ],
            }
            for finding in found
        ],
        "trust_both_ways": [
            {"outcome": name, "firms": _plain(firms), "raised": _plain(raised)}
            for name, firms, raised in both_ways(measured)
        ],
        "beside": [
            {"id": row.target.id, "says": row.target.outcome, "simulated": _plain(row.simulated)}
            for row in beside(measured)
        ],
        "summary": {"findings": finding_counts(found), "numbers": number_counts(measured)},
    }


def judged(measured: Sequence[Measured]) -> list[Measured]:
    """Return the numbers that have a target, context too."""
    return [row for row in measured if row.target.role != "condition"]


def _row(row: Measured) -> dict[str, Any]:
    target = row.target
    return {
        "id": target.id,
        "role": target.role,
        "kind": row.kind,
        "statistic": target.statistic,
        "target": target.value,
        "low": _plain(target.low),
        "high": _plain(target.high),
        "simulated": _plain(row.simulated),
        "interval": [_plain(end) for end in row.interval],
        "pass": row.passed,
        "finding": target.finding,
        "mechanism": target.mechanism,
        "outcome": target.outcome,
        "arms": [arm for arm in (target.arm_a, target.arm_b) if arm],
        "sign_share": _plain(row.share),
        "source": target.source,
        "year": target.year,
        "doi": target.doi,
        "derived": not target.verified,
        "missing": row.missing,
        "note": row.note,
        "added": row.added,
    }


def _plain(value: float) -> float | None:
    return value if math.isfinite(value) else None


def both_ways(measured: Sequence[Measured]) -> list[tuple[str, float, float]]:
    """Return an outcome, how firms of most trust differ from those of least, and what raising trust does: percent."""
    found = {row.target.id: row.simulated for row in measured}
    return [(name, found[a], found[b]) for name, a, b in BOTH_WAYS if a in found and b in found]


def beside(measured: Sequence[Measured]) -> list[Measured]:
    """Return numbers without a target that stand beside a finding: none that a condition or T09's table takes."""
    taken = {name for condition in load_conditions() for name in condition.descending}
    taken |= {name for _, *names in BOTH_WAYS for name in names}
    return [row for row in measured if row.target.role == "condition" and row.target.id not in taken]


def finding_counts(found: Sequence[FindingFound]) -> dict[str, dict[str, int]]:
    """Return how many findings of each role pass, of how many."""
    return {
        role: {"pass": sum(one.passed is True for one in of), "of": sum(one.passed is not None for one in of)}
        for role in ("calibrate", "validate")
        if (of := [finding for finding in found if finding.role == role])
    }


def number_counts(measured: Sequence[Measured]) -> dict[str, dict[str, int]]:
    """Return how many judged numbers of each kind pass, of how many."""
    of = Counter(row.kind for row in measured if row.passed is not None)
    passed = Counter(row.kind for row in measured if row.passed)
    return {kind: {"pass": passed[kind], "of": of[kind]} for kind in KINDS if of[kind]}


def summary(measured: Sequence[Measured]) -> list[str]:
    """Return in words how many findings and numbers pass."""
    found = by_finding(measured)
    words = {"calibrate": "may be tuned to", "validate": "never tuned to"}
    lines = [
        f"findings with numbers that parameters {'are ' if role == 'validate' else ''}{words[role]}: "
        f"{count['pass']} of {count['of']} pass"
        for role, count in finding_counts(found).items()
        if count["of"]
    ]
    since = [one.finding for one in found if one.passed and any(row.added for row in one.numbers)]
    if since:
        lines.append(
            f"of these, met since something was added to the model after they had been missed: {', '.join(since)}"
        )
    kinds = [f"{kind} {count['pass']} of {count['of']}" for kind, count in number_counts(measured).items()]
    return [*lines, f"numbers by kind: {', '.join(kinds)} pass"] if kinds else lines


def what(row: Measured) -> str:
    """Return what a number is of: the outcome and, where a level is measured, the arm if it is not the baseline."""
    target = row.target
    alone = not target.arm_b and target.arm_a != "baseline"
    return f"{target.outcome}: {target.arm_a.replace('_', ' ')}" if alone else target.outcome


def shown(value: float) -> str:
    """Return a number to three digits."""
    if not math.isfinite(value):
        return "–"
    text = f"{value:.3g}"
    if "e" in text:
        text = f"{value:.0f}"
    return text.replace("-", "−")


def band(row: Measured) -> str:
    """Return the band in words."""
    low, high = row.target.low, row.target.high
    if math.isinf(low):
        return f"at most {shown(high)}"
    return f"at least {shown(low)}" if math.isinf(high) else f"{shown(low)} to {shown(high)}"


def aimed(row: Measured) -> str:
    """Return the published number in words: a sign, or a number, and whether it was derived."""
    target = row.target
    text = ("+" if target.value > 0 else "−") if target.sign else shown(target.value)
    return text if target.verified else f"{text} (derived)"


def simulated(row: Measured) -> str:
    """Return what the model shows in words, with its interval."""
    if row.missing:
        return "not in the model"
    low, high = row.interval
    if not math.isfinite(low) or low == high:
        return shown(row.simulated)
    return f"{shown(row.simulated)} ({shown(low)} to {shown(high)})"


def verdict(row: Measured) -> str:
    """Return pass, miss, or a dash where nothing is judged."""
    return "–" if row.passed is None else ("pass" if row.passed else "miss")


def statistic(row: Measured) -> str:
    """Return the statistic in words."""
    return "sign, d" if row.target.sign and row.target.id != "G10" else row.target.statistic.replace("_", " ")


def forest_rows(measured: Sequence[Measured]) -> list[ForestRow]:
    """Return what a forest plot shows of each number that could be measured."""
    from trustsim.plots import ForestRow

    shown_rows = [row for row in judged(measured) if math.isfinite(row.simulated)]
    mechanism: dict[str, str] = {}
    for row in shown_rows:
        mechanism.setdefault(row.target.finding, row.target.mechanism)
    return [
        ForestRow(
            group=f"{row.target.finding} {mechanism[row.target.finding]}",
            label=f"{row.target.id} {what(row)}",
            panel="parameters may be tuned to these" if row.target.role != "validate" else "never tuned to these",
            kind=row.kind,
            target=math.nan if row.target.sign else row.target.value,
            low=row.target.low,
            high=row.target.high,
            value=row.simulated,
            interval=row.interval,
            inside=row.passed,
            text=f"{shown(row.simulated)}  [{band(row)}]",
        )
        for row in shown_rows
    ]
