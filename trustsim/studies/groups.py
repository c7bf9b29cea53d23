"""``for_whom``: what a policy does to whom, group by group, with groups too small to speak of withheld."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from trustsim.errors import InputError, nearest
from trustsim.model.declarations import Employee
from trustsim.model.engine import burn_in, simulate
from trustsim.model.groupings import GROUPINGS
from trustsim.model.recording import Record, Recording, values_of
from trustsim.model.threads import Progress
from trustsim.model.week import MODEL
from trustsim.results import Manifest, mean_interval
from trustsim.results.frames import SMALLEST_GROUP, headcount_measure
from trustsim.results.plain import as_json, plain_head, plain_rows
from trustsim.scenario import Scenario, resolve
from trustsim.studies.comparing import arms_beside
from trustsim.studies.running import ScenarioLike, chosen_scenario
from trustsim.studies.verdicts import better, compared, verdict

Floats = npt.NDArray[np.float64]

#: What people feel and do; what only a company as a whole has is left out.
OUTCOMES = (
    "leadership_trust", "interpersonal_trust_in_managers", "felt_trust", "engagement", "satisfaction", "stress",
    "quit_intention", "attrition", "productivity",
)  # fmt: skip
TEAM = "team"
EVERYBODY = "everybody"
#: Runs at a time: the weeks of all groups of so many are held in memory, some ten megabytes each.
CHUNK = 10
COLUMNS = (
    "scenario", "grouping", "group", "people", "outcome", "unit", "baseline_value", "scenario_value", "difference",
    "low", "high", "verdict", "better", "beyond", "beyond_low", "beyond_high", "hit",
)  # fmt: skip


@dataclass(frozen=True)
class ForWhom:
    """What scenarios do to whom.

    Attributes:
        manifest: where it comes from: the baseline, seed, replications.
        table: a row for each scenario, grouping, group and outcome: people in the group (mean of the baseline over
            weeks and runs), the values in both arms, difference with its 95% interval and verdict, and ``beyond``: how
            much more the difference is than that of everybody, with its interval. ``hit`` is ``harder`` or ``softer``
            where that clears zero and matters, else ``alike``; empty where neither direction is better.
        withheld: grouping and group of those with fewer than ten people in some arm.
    """

    manifest: Manifest
    table: pd.DataFrame
    withheld: pd.DataFrame

    @property
    def hardest(self) -> pd.DataFrame:
        """The rows of groups that are hit harder than everybody, those that are hit hardest first."""
        matters = self.table["outcome"].map({facts.name: facts.matters for facts in self.manifest.outcomes})
        rows = self.table.assign(size=(self.table["beyond"] / matters).abs())
        rows = rows[rows["hit"] == "harder"].sort_values("size", ascending=False, kind="stable")
        return rows.drop(columns="size").reset_index(drop=True)

    @property
    def caption(self) -> str:
        """What a table of it says below."""
        here = self.manifest
        runs = f"{here.replications:,} runs of {here.weeks:,} weeks, seed {here.seed}, profile {here.profile}"
        return f"{runs}, the same luck in every arm; groups of fewer than {SMALLEST_GROUP} people are withheld"

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain values; NaN is None."""
        here = self.manifest
        return plain_head(here) | {
            "baseline": {"name": here.name, "hash": here.hash},
            "groups": plain_rows(self.table),
            "withheld": plain_rows(self.withheld),
        }

    def to_json(self) -> str:
        """Return ``to_dict`` as text."""
        return as_json(self.to_dict())

    def __repr__(self) -> str:
        shown = self.table[["grouping", "group"]].drop_duplicates()
        return f"<ForWhom: {len(shown)} groups, {len(self.withheld)} withheld; {self.caption}>"


def moves(grouping: str) -> bool:
    """Tell whether people can move between the groups of a grouping, so that who is in them is an outcome too."""
    field = next((one.field for one in GROUPINGS if one.name == grouping), None)
    return field is not None and not MODEL.fields[Employee, field].trait


def for_whom(
    baseline: ScenarioLike,
    scenarios: ScenarioLike | Sequence[ScenarioLike],
    *,
    outcomes: Sequence[str] = OUTCOMES,
    groupings: Sequence[str] | None = None,
    replications: int | None = None,
    seed: int | None = None,
    weeks: int | None = None,
    profile: str | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> ForWhom:
    """Compare scenarios with a baseline group by group, with the same luck in every arm.

    Args:
        baseline: a scenario, the name of a shipped one, the path of a file, or a dict shaped like one.
        scenarios: one or several of the same.
        outcomes: which outcomes.
        groupings: by what people are told apart (``trustsim.model.groupings``, or ``team``); by everything if None.
        replications: how many runs an arm; the baseline's number if None.
        seed: where the luck starts; the baseline's if None.
        weeks: how many weeks are reported; each scenario's own number if None, and then they must agree.
        profile: the reading of contested evidence; each scenario's own if None, and then they must agree.
        threads: how many threads; as many as there are processors if None. No digit depends on it.
        progress: called with (runs done, runs in all).

    Raises:
        ScenarioError: a scenario is wrong, or a number is out of range.
        InputError: an outcome or grouping is unknown, or scenarios differ in what must agree.
    """
    base = chosen_scenario(baseline, replications=replications, seed=seed, weeks=weeks, profile=profile)
    arms = arms_beside(base, scenarios, weeks, profile)
    *_, last = for_whom_steps(base, arms, outcomes=outcomes, groupings=groupings, threads=threads, progress=progress)
    return last


def for_whom_steps(
    baseline: Scenario,
    scenarios: Mapping[str, Scenario],
    *,
    outcomes: Sequence[str] = OUTCOMES,
    groupings: Sequence[str] | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Iterator[ForWhom]:
    """Yield what scenarios do to whom from a few runs, and again whenever there are twice as many; the last has all.

    Args:
        baseline: what they are compared with; as many runs are made as it says.
        scenarios: the others by label.
        outcomes: which outcomes.
        groupings: by what people are told apart; by everything if None.
        threads: how many threads; as many as there are processors if None.
        progress: called with (runs done, runs in all).

    Raises:
        InputError: an outcome or grouping is unknown.
    """
    names = _known(groupings, [*(one.name for one in GROUPINGS), TEAM], "grouping")
    shown = _known(outcomes, list(MODEL.outcomes), "outcome")
    arms = {"": baseline} | dict(scenarios)
    parts: list[Sums] = []
    told = 0
    for done in _chunks(baseline.replications):
        parts.append(_sums(arms, done, names, threads))
        if progress:
            progress(done.stop * len(arms), baseline.replications * len(arms))
        if done.stop == baseline.replications or done.stop >= 2 * told:
            told = done.stop
            table, withheld = _compared(_joined(parts), arms, shown)
            yield ForWhom(Manifest.of(baseline, MODEL, Record(groups=True), range(told)), table, withheld)


def _chunks(replications: int) -> Iterator[range]:
    for first in range(0, replications, CHUNK):
        yield range(first, min(first + CHUNK, replications))


def _joined(parts: Sequence[Sums]) -> Sums:
    return {
        label: {key: np.concatenate([part[label][key] for part in parts]) for key in of}
        for label, of in parts[0].items()
    }


def _known(given: Sequence[str] | None, known: Sequence[str], what: str) -> list[str]:
    for name in given or ():
        if name not in known:
            raise InputError(f"no {what} is called '{name}'{nearest(name, known)}; there are {', '.join(known)}")
    return list(known if given is None else given)


# -- running --------------------------------------------------------------------------------------------------------

#: By arm, grouping and group the sums of measures over the reported weeks: replications, measures.
Sums = dict[str, dict[tuple[str, str], Floats]]


def _sums(arms: Mapping[str, Scenario], some: range, groupings: Sequence[str], threads: int | None) -> Sums:
    """Run some replications of every arm, and return what is left of them."""
    seed = arms[""].seed
    plans = {label: resolve(arm) for label, arm in arms.items()}
    record = Record(groups=[name for name in groupings if name != TEAM], teams=TEAM in groupings)
    start = burn_in(MODEL, plans[""], seed=seed, replications=some, threads=threads)
    found: Sums = {}
    for label, plan in plans.items():
        shared = start if start.fits(plan) else None
        recording = simulate(
            MODEL, plan, seed=seed, replications=some, record=record, threads=threads, checkpoint=shared
        )
        found[label] = _over_weeks(recording)
    return found


def _over_weeks(recording: Recording) -> dict[tuple[str, str], Floats]:
    """Return the sums of each group over the weeks, and those of everybody."""
    found = {(EVERYBODY, EVERYBODY): recording.totals.sum(axis=-1)}
    labels = {one.name: one.labels for one in GROUPINGS}
    for name, sums in recording.groups.items():
        whole = sums.sum(axis=1)
        found |= {(name, label): whole[:, :, place] for place, label in enumerate(labels[name])}
    if recording.teams is not None and len(recording.plan.companies) == 1:
        whole = recording.teams.sum(axis=1)
        found |= {(TEAM, team.key): whole[:, :, place] for place, team in enumerate(recording.plan.teams)}
    return found


# -- comparing ------------------------------------------------------------------------------------------------------


def _compared(sums: Sums, arms: Mapping[str, Scenario], outcomes: Iterable[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    weeks, count = arms[""].weeks, headcount_measure(MODEL)
    people = {
        label: {key: float(part[:, count].mean()) / weeks for key, part in of.items()} for label, of in sums.items()
    }
    everywhere = [key for key in sums[""] if all(key in of for of in sums.values())]
    shown = [key for key in everywhere if all(of[key] >= SMALLEST_GROUP for of in people.values())]
    rows = [row for label in sums if label for name in outcomes for row in _rows(label, name, shown, sums, people[""])]
    hidden = [{"grouping": grouping, "group": group} for grouping, group in sums[""] if (grouping, group) not in shown]
    return pd.DataFrame(rows, columns=list(COLUMNS)), pd.DataFrame(hidden, columns=["grouping", "group"])


def _rows(
    label: str, outcome: str, groups: Iterable[tuple[str, str]], sums: Sums, people: Mapping[tuple[str, str], float]
) -> Iterator[dict[str, Any]]:
    facts = MODEL.outcomes[outcome]
    whole = (EVERYBODY, EVERYBODY)
    everybody = values_of(MODEL, facts, sums[label][whole]) - values_of(MODEL, facts, sums[""][whole])
    for key in groups:
        one, two = (values_of(MODEL, facts, sums[arm][key]) for arm in ("", label))
        if np.isnan(one).all() or np.isnan(two).all():
            continue
        first, second, estimate = compared(one, two, paired=True)
        beyond = mean_interval((two - one) - everybody)
        said, more = verdict(*estimate, facts.matters), verdict(*beyond, facts.matters)
        yield {
            "scenario": label, "grouping": key[0], "group": key[1], "people": people[key], "outcome": outcome,
            "unit": facts.unit, "baseline_value": first, "scenario_value": second, "difference": estimate.mean,
            "low": estimate.low, "high": estimate.high, "verdict": said, "better": better(said, facts.better),
            "beyond": beyond.mean, "beyond_low": beyond.low, "beyond_high": beyond.high,
            "hit": {"no": "harder", "yes": "softer"}.get(better(more, facts.better), "alike"),
        }  # fmt: skip
