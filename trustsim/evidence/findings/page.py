"""The page ``docs/evidence.md``: what the model shows for every published number, and a word on every miss."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from importlib.resources import files

from trustsim.evidence.findings.arms import Arm, Lever, load_arms
from trustsim.evidence.findings.cut_offs import CUT_OFFS
from trustsim.evidence.findings.measuring import Measured
from trustsim.evidence.findings.report import (
    KINDS,
    aimed,
    band,
    beside,
    both_ways,
    judged,
    shown,
    simulated,
    statistic,
    summary,
    verdict,
    what,
)
from trustsim.evidence.findings.tuned import tuned_lines
from trustsim.evidence.findings.verdicts import FindingFound, by_finding

HEAD = """# The evidence

Written by `trustsim evidence --page docs/evidence.md`: change the texts in `trustsim/evidence/findings/`, not this
page. Every published number is set against what the model shows when the study's design is run in it: the arms below
were fixed lever by lever before any of them was run (but for the days in common of W02 and W03: `policy.common_days`
is younger, and was set before any result with it was looked at); each runs with {replications} seeds (seed {seed})
after a year of burn-in, on the same people and the same luck; firms differ as `scenarios/firms.toml` says. A number
passes if the mean over seeds lies in its band; a sign passes if nine in ten pairs of runs have it and the mean clears
the limit in Cohen's d. A finding passes if all its numbers do, and what else it demands. Bands are wide enough for
differences of construct and sample; they are no confidence intervals. The intervals say how far the simulation's luck
moves a number.

Numbers that parameters may be tuned to (`calibrate`) and numbers that they are never tuned to (`validate`) are told
apart; `context` is printed for the reader and not judged. *Derived* numbers were not seen in the published statement:
they were derived from it, or put in so that a sign can be tested. Kind says whether a number could have come out
otherwise:
"""
SINGLE = """## Trust raised, and trust that differs

T09 is a contrast of firms, self-reported at one moment: never the effect of a lever. Beside it stands what happens in
one company in which trust is raised by what a leader can do, each lever by as much as firms differ (arm
`trust_programme`), against the same company without it. In percent:
"""
MISSES = """## What the model misses, and why

Each finding of which a number lies outside its band, or of which what else it demands does not hold.
"""
CUTS = """## Cut-offs

Shares rest on cut-offs, named constants in `trustsim/model/outcomes/`, fixed once and then frozen.
"""
ARMS = """## The arms

What the words of each study's design mean. What no line says is as in the shipped baseline, or, in arms of firms, as
`scenarios/firms.toml` draws it. Policies start in week 1, after the burn-in.
"""


def evidence_page(measured: Sequence[Measured], seed: int, replications: int) -> str:
    """Return the page.

    Args:
        measured: the numbers.
        seed: where the luck started.
        replications: runs an arm.
    """
    found = by_finding(measured)
    lines = [HEAD.format(seed=seed, replications=replications)]
    lines += [f"- *{kind}*: {words}" for kind, words in KINDS.items()]
    lines += ["", "## In short", "", *(f"- {line}" for line in summary(measured))]
    lines += ["", "![Every number against its band](evidence.png)", "", "## Every number", "", *_table(measured)]
    lines += [
        "",
        *_conditions(found),
        *_both_ways(measured),
        MISSES,
        *_misses(found),
        *tuned_lines(),
        CUTS,
        *_cuts(),
        ARMS,
        *_arms(),
        "",
    ]
    return "\n".join(lines).rstrip() + "\n"


def _table(measured: Sequence[Measured]) -> list[str]:
    head = ["id", "what", "statistic", "published", "band", "simulated", "verdict", "role", "kind", "source", "how"]
    rows = [
        (
            row.target.id, what(row), statistic(row), aimed(row), band(row), simulated(row), verdict(row),
            row.target.role, row.kind, _source(row), row.missing or row.note,
        )
        for row in judged(measured)
    ]  # fmt: skip
    return [_line(head), _line(["---"] * len(head)), *(_line(row) for row in rows)]


def _source(row: Measured) -> str:
    target = row.target
    return f"{target.source} ({target.year}){f', doi {target.doi}' if target.doi else ''}"


def _conditions(found: Iterable[FindingFound]) -> list[str]:
    met = [one for finding in found for one in finding.conditions if one.passed is not None]
    if not met:
        return []
    lines = [
        f"- {one.condition.finding}: {one.condition.says} ({' > '.join(one.condition.descending)}: "
        f"{', '.join(map(shown, one.values))}): {'holds' if one.passed else 'does not hold'}"
        for one in met
    ]
    return ["What else findings demand:", "", *lines, ""]


def _beside(measured: Sequence[Measured]) -> list[str]:
    rows = [f"- {row.target.id}: {row.target.outcome}: {simulated(row)}" for row in beside(measured)]
    return ["Beside them:", "", *rows, ""] if rows else []


def _both_ways(measured: Sequence[Measured]) -> list[str]:
    rows = both_ways(measured)
    if not rows:
        return []
    head = ["", "firms of most trust against those of least", "trust raised in one company"]
    body = [_line((name, shown(firms), shown(raised))) for name, firms, raised in rows]
    return [SINGLE, _line(head), _line(["---"] * 3), *body, ""]


def _misses(found: Iterable[FindingFound]) -> list[str]:
    discussion = load_discussion()
    lines: list[str] = []
    for finding in found:
        if finding.passed is not False:
            continue
        said = discussion.get(finding.finding, {})
        lines += [f"### {finding.finding}: {finding.numbers[0].target.mechanism} ({finding.role})", ""]
        lines += [f"Found: {said.get('study', '(not written yet)')}", ""]
        lines += [
            f"- {row.target.id}, {what(row)}: published {aimed(row)}, band {band(row)}; "
            f"simulated {simulated(row)}{_signs(row)}"
            for row in finding.numbers
            if row.passed is False
        ]
        lines += [f"- {met.condition.says}: does not hold" for met in finding.conditions if met.passed is False]
        lines += ["", f"Why: {said.get('why', '(not written yet)')}", ""]
    return lines or ["None.", ""]


def _signs(row: Measured) -> str:
    return f", the sign in {100.0 * row.share:.0f}% of pairs" if row.target.sign else ""


def load_discussion() -> dict[str, dict[str, str]]:
    """Return by finding what its study found, and why the model may show something else."""
    return tomllib.loads(files("trustsim.evidence.findings").joinpath("discussion.toml").read_text(encoding="utf-8"))


def _cuts() -> list[str]:
    rows = [(f"`{cut.name}`", shown(cut.value), cut.of, cut.fixed, ", ".join(cut.numbers)) for cut in CUT_OFFS]
    return [_line(["cut-off", "at", "of", "fixed", "numbers"]), _line(["---"] * 5), *map(_line, rows), ""]


def _arms() -> list[str]:
    lines = []
    for arm in load_arms().values():
        lines += [f"### `{arm.name}` ({', '.join(arm.findings)})", "", arm.why + _size(arm), ""]
        lines += [f"- `{lever.path}` {_value(lever)}: {lever.why}" for lever in arm.levers.values()]
        lines += [f"- {name} {shown(argument.value)}: {argument.why}" for name, argument in arm.arguments.items()]
        if arm.among:
            bounds = ", ".join(f"`{name}` {shown(low)} to {shown(high)}" for name, (low, high) in arm.among.items())
            lines.append(f"- only those with {bounds}{f': {arm.among_why}' if arm.among_why else ''}")
        lines.append("")
    return lines


def _size(arm: Arm) -> str:
    if not arm.weeks:
        return " Nothing is run."
    firms = f" in {arm.firms} firms" if arm.firms else ""
    return f" {arm.employees:,} people{firms}, {arm.weeks} weeks."


def _value(lever: Lever) -> str:
    if lever.always is not None:
        return _plain(lever.always)
    after = ", ".join(shown(dose) for dose in lever.doses) if lever.doses else _plain(lever.after)
    return f"{_plain(lever.before)}, then {after}" if lever.before is not None else f"from week 1 {after}"


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {_plain(one)}" for key, one in value.items())
    return shown(float(value)) if isinstance(value, int | float) else str(value)


def _line(cells: Iterable[object]) -> str:
    return f"| {' | '.join(str(cell).replace('|', '/') for cell in cells)} |"
