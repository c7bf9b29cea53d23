"""Judges claims: runs the arms of their checks on the same luck, each distinct arm once.

A check holds if the paired 95% interval of its contrast excludes zero in the stated direction and its mean reaches
the size that matters; a check of "no effect" holds if the whole interval lies within that size. A check of firms holds
if the ratio of quarters lies within its level.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

from trustsim.evidence.claims import Arm, Check, Claim, group_of
from trustsim.model.engine import Batch, simulate
from trustsim.model.recording import Record, Recording
from trustsim.model.week import MODEL
from trustsim.results.intervals import Estimate, mean_interval
from trustsim.scenario import Scenario, firms, load, resolve
from trustsim.studies import quartile_contrast, survey

Floats = npt.NDArray[np.float64]
Progress = Callable[[int, int], None]
#: Firms in a population, for each replication of other arms.
FIRMS_PER_REPLICATION = 8


@dataclass(frozen=True)
class Finding:
    """What a check found: the mean of the contrast, its 95% interval, and whether it holds (for each step of doses)."""

    check: Check
    found: tuple[float, ...]
    intervals: tuple[tuple[float, float], ...]
    holds: bool


@dataclass(frozen=True)
class Verdict:
    """A claim as judged: "holds", "fails", "untestable" or "not about behaviour", and why."""

    claim: Claim
    verdict: str
    reason: str
    findings: tuple[Finding, ...]


def judge(
    claims: Sequence[Claim],
    *,
    replications: int = 24,
    employees: int = 240,
    seed: int = 11,
    threads: int | None = None,
    progress: Progress | None = None,
) -> list[Verdict]:
    """Judge claims in the profile that each names.

    Args:
        claims: what to judge.
        replications: runs an arm.
        employees: people an arm.
        seed: with each replication's number the key of all draws.
        threads: how many threads.
        progress: called with (claims judged, claims in all).
    """
    bench = Bench(replications, employees, seed, threads)
    verdicts = []
    for done, claim in enumerate(claims, start=1):
        verdicts.append(_judge(claim, bench))
        if progress:
            progress(done, len(claims))
    return verdicts


def _judge(claim: Claim, bench: Bench) -> Verdict:
    if claim.kind == "not about behaviour":
        return Verdict(claim, claim.kind, claim.note, ())
    if claim.untestable:
        return Verdict(claim, "untestable", claim.untestable, ())
    findings = tuple(_find(check, claim.profile, bench) for check in claim.checks)
    held = all(finding.holds for finding in findings)
    return Verdict(claim, "holds" if held else "fails", claim.note if held else _why(findings), findings)


def _why(findings: Iterable[Finding]) -> str:
    missed = [finding for finding in findings if not finding.holds]
    return "; ".join(
        f"{finding.check.outcome}: found {', '.join(f'{value:.3g}' for value in finding.found)}, "
        f"demanded {finding.check.demanded}"
        for finding in missed
    )


def _find(check: Check, profile: str, bench: Bench) -> Finding:
    if check.firms:
        estimates = [bench.quartile_ratio(check, profile)]
    else:
        estimates = [mean_interval(contrast) for contrast in contrasts(check, profile, bench)]
    means = tuple(estimate.mean for estimate in estimates)
    intervals = tuple((estimate.low, estimate.high) for estimate in estimates)
    held = all(holds(check, mean, interval) for mean, interval in zip(means, intervals, strict=True))
    return Finding(check, means, intervals, held)


def contrasts(check: Check, profile: str, bench: Bench) -> list[Floats]:
    """Return the contrast of a check by replication; of doses, that of each step."""

    def measured(arm: Arm) -> Floats:
        return bench.measured(check, arm, profile)

    if check.doses:
        values = [measured(arm) for arm in check.doses]
        return [after - before for before, after in pairwise(values)]
    if check.level:
        return [measured(check.arms["a"])]
    first = measured(check.arms["a"]) - measured(check.arms.get("b", {}))
    if "c" not in check.arms:
        return [first]
    return [first - (measured(check.arms["c"]) - measured(check.arms["d"]))]


def holds(check: Check, mean: float, interval: tuple[float, float]) -> bool:
    """Tell whether a contrast is what a check demands.

    Args:
        check: what is demanded.
        mean: the contrast, in the outcome's unit.
        interval: its 95% interval.
    """
    low, high = interval
    if check.level:
        return check.level[0] <= mean <= check.level[1]
    if check.sign == "0":
        return -check.size <= low and high <= check.size
    if check.sign == "+":
        return low > 0.0 and mean >= check.size
    return high < 0.0 and mean <= -check.size


class Bench:
    """Runs arms, each distinct one once; ``prepare`` is called with each batch, to switch something off."""

    def __init__(
        self,
        replications: int,
        employees: int,
        seed: int,
        threads: int | None,
        prepare: Callable[[Batch], None] | None = None,
    ) -> None:
        self.replications, self.employees, self.seed, self.threads = replications, employees, seed, threads
        self.prepare = prepare
        self.recordings: dict[tuple[str, tuple[str, ...]], Recording] = {}
        self.surveys: dict[str, pd.DataFrame] = {}

    def measured(self, check: Check, arm: Arm, profile: str) -> Floats:
        """Return a check's outcome in an arm, one value a replication: of all companies, or of groups where asked."""
        groupings = {group_of(group)[0] for group in (check.group, check.minus_group) if group}
        recording = self._recording(self._scenario(check, arm, profile), tuple(sorted(groupings)))
        first, last = check.window or (1, recording.plan.weeks)
        outcome = MODEL.outcomes[check.outcome]
        if not check.group:
            assert recording.weekly is not None
            kept = [company.name != check.without for company in recording.plan.companies]
            return recording.values(outcome, recording.weekly[:, first - 1 : last, :, kept].sum(axis=(1, 3)))
        values = self._group(recording, check.group, check.outcome, first, last)
        if check.minus_group:
            values = values - self._group(recording, check.minus_group, check.outcome, first, last)
        return values

    def quartile_ratio(self, check: Check, profile: str) -> Estimate:
        """Return an outcome in the quarter of firms with the most trust, as a multiple of that with the least."""
        base = load(check.scenario).override({"run.profile": profile, **check.arms["a"]})
        if base.hash not in self.surveys:
            drawn = firms(FIRMS_PER_REPLICATION * self.replications, seed=self.seed, base=base)
            self.surveys[base.hash] = survey(drawn, seed=self.seed, threads=self.threads)
        ratio, low, high = quartile_contrast(self.surveys[base.hash], [check.outcome]).iloc[0, -3:]
        return Estimate(float(ratio), float(low), float(high))

    def _group(self, recording: Recording, group: str, outcome: str, first: int, last: int) -> Floats:
        name, number = group_of(group)
        sums = recording.groups[name][:, first - 1 : last].sum(axis=1)
        return recording.values(MODEL.outcomes[outcome], sums)[:, number]

    def _scenario(self, check: Check, arm: Arm, profile: str) -> Scenario:
        base = load(check.scenario).override({"population.employees": self.employees, "run.profile": profile})
        return base.override(dict(arm))

    def _recording(self, scenario: Scenario, groupings: tuple[str, ...]) -> Recording:
        key = scenario.hash, groupings
        if key not in self.recordings:
            self.recordings[key] = simulate(
                MODEL,
                resolve(scenario),
                seed=self.seed,
                replications=range(self.replications),
                record=Record(weekly=not groupings, groups=groupings),
                threads=self.threads,
                prepare=self.prepare,
            )
        return self.recordings[key]
