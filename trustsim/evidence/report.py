"""Judged claims as rows, and as the page ``docs/claims.md``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from trustsim.evidence.judging import Finding, Verdict
from trustsim.model.week import MODEL

HEAD = """# The claims of the founding texts, checked

Written by `trustsim claims --page docs/claims.md`. Each row of the texts from which this simulation was made is run as
an experiment on the same luck in every arm. A row *holds* if the paired 95% interval of its contrast excludes zero in
the stated direction and the contrast reaches the size demanded: the outcome's smallest difference that matters, or
more. Where no effect is demanded, the whole interval must lie within that size, or less. That a claim holds here says
that the model represents it, not that it is true of people.
"""


def claim_rows(verdicts: Sequence[Verdict]) -> list[dict[str, Any]]:
    """Return id, claim, found, verdict, reason and profile of each claim."""
    return [
        {
            "id": verdict.claim.id,
            "claim": verdict.claim.claim,
            "found": "; ".join(found(finding) for finding in verdict.findings),
            "verdict": verdict.verdict,
            "reason": verdict.reason,
            "profile": verdict.claim.profile,
        }
        for verdict in verdicts
    ]


def found(finding: Finding) -> str:
    """Return what a check found in words: outcome, contrast, interval, what was demanded."""
    outcome = MODEL.outcomes[finding.check.outcome]
    steps = ", ".join(
        f"{value:+.3g} ({low:+.3g} to {high:+.3g})"
        for value, (low, high) in zip(finding.found, finding.intervals, strict=True)
    )
    check = finding.check
    what, unit = outcome.name, outcome.unit
    if check.firms:
        what, unit = f"{outcome.name}, ratio of quarters of firms,", "times"
    if check.level:
        steps = steps.replace("+", "")
    note = f" ({check.note})" if check.note else ""
    return f"{what} {steps} {unit}, demanded {check.demanded}{note}"


def summary(verdicts: Sequence[Verdict]) -> str:
    """Return how many claims hold, fail, are untestable and are not about behaviour."""
    counts = Counter(verdict.verdict for verdict in verdicts)
    return ", ".join(f"{count} {_plural(name, count)}" for name, count in counts.most_common())


def _plural(verdict: str, count: int) -> str:
    return {"holds": "hold", "fails": "fail"}.get(verdict, verdict) if count > 1 else verdict


def claims_page(verdicts: Sequence[Verdict]) -> str:
    """Return the page: the count, and a table row for each claim."""
    lines = [
        HEAD,
        f"{len(verdicts)} claims: {summary(verdicts)}.\n",
        "| id | claim | verdict | found, or why |",
        "|---|---|---|---|",
    ]
    for row in claim_rows(verdicts):
        told = "; ".join(text for text in (row["found"], row["reason"]) if text)
        profile = "" if row["profile"] == "meta_analytic" else f" ({row['profile']})"
        lines.append(f"| {row['id']} | {_cell(row['claim'])} | {row['verdict']}{profile} | {_cell(told)} |")
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "/").replace("\n", " ")
