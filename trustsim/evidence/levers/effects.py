"""What each lever moves if it alone is moved, to either end of its range, and who is hit harder than everybody.

Levers move in week 1 of the shipped baseline, for two years. Those of a mandate are moved in the shipped ``rto-abrupt``
and compared with it. The figures are shipped, since measuring them takes minutes; a test measures some again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from trustsim.errors import ScenarioError
from trustsim.model.declarations import Entry, Lever
from trustsim.model.groupings import GROUPINGS
from trustsim.model.threads import Progress
from trustsim.model.week import MODEL
from trustsim.scenario import Scenario, load
from trustsim.scenario.shape import changes_in_a_run, entry_value, lever_leaf
from trustsim.studies.groups import EVERYBODY, OUTCOMES, for_whom_steps
from trustsim.studies.what_if import FIRST_WEEK, MOVED, moved_path

FILE = Path(__file__).parent / "effects.csv"
#: People and runs by which effects are measured; groups of a fifth have some fifty people then.
EMPLOYEES, REPLICATIONS, SEED = 240, 12, 1
MEASURED = (*OUTCOMES, "measured_productivity", "ideas", "rule_breaking", "net_value")
#: The mandate whose entries are moved; weeks of it are moved to half a year, and its first week is not.
MANDATE, NAME, HALF_YEAR, FIXED = "rto-abrupt", "rto", 26, ("announce_week", "abruptness")
#: The most groups that are named for each value of a lever.
MOST_GROUPS = 6
COLUMNS = (
    "lever", "value", "grouping", "group", "outcome", "baseline_value", "scenario_value", "difference", "low", "high",
    "verdict", "better", "beyond", "beyond_low", "beyond_high",
)  # fmt: skip


class Trial(NamedTuple):
    """A lever moved: its path as it is listed, the value it is moved to, and the scenarios without and with that."""

    lever: str
    value: str
    base: Scenario
    arm: Scenario


def trials(only: str = "") -> Iterator[Trial]:
    """Yield every lever of the policy and of a mandate, moved to the ends of its range where it does not stand there.

    Args:
        only: the path of one lever; all if empty.
    """
    settings = {"population.employees": EMPLOYEES, "run.replications": REPLICATIONS, "run.seed": SEED}
    base, ordered = (load(name).override(settings) for name in ("baseline", MANDATE))
    for lever in MODEL.levers.values():
        if lever.kind == "lever" and only in ("", lever.path):
            yield from _moved(lever, base)
    for entry in MODEL.records["mandates"].entries:
        path = f"mandates.NAME.{entry.name}"
        if entry.name not in FIXED and only in ("", path):
            yield from _moved_entry(path, entry, ordered)


def _moved(lever: Lever, base: Scenario) -> Iterator[Trial]:
    leaf, now = lever_leaf(lever), base.get(lever.path)
    for value in leaf.choices or (leaf.low, leaf.high):
        changed = int(value) if lever.whole and not leaf.choices else value
        if changed != now:
            moves = changes_in_a_run(lever)
            when = {f"timeline.{MOVED}.week": FIRST_WEEK} if moves else {}
            path = moved_path(lever.path) if moves else lever.path
            yield Trial(lever.path, _said(changed), base, base.override({**when, path: changed}))


def _moved_entry(path: str, entry: Entry, base: Scenario) -> Iterator[Trial]:
    where = f"mandates.{NAME}.{entry.name}"
    high = min(entry.high, HALF_YEAR) if entry.unit == "weeks" else entry.high
    for end in (entry.low, high):
        value = entry_value(entry, end)
        if value != base.get(where):
            try:
                yield Trial(path, _said(value), base, base.override({where: value}))
            except ScenarioError:
                continue  # this end goes together with other entries only


def _said(value: object) -> str:
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def measure_effects(
    only: str = "",
    *,
    groupings: Sequence[str] | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Return what each lever moves, and the groups that are hit harder: the rows of ``effects.csv``.

    Args:
        only: the path of one lever; all if empty.
        groupings: by what people are told apart; by everything but teams if None.
        threads: how many threads; as many as there are processors if None.
        progress: called with (runs done, runs in all), for each of the two scenarios that levers are moved in.
    """
    by = [one.name for one in GROUPINGS] if groupings is None else groupings
    todo: dict[str, list[Trial]] = {}
    for trial in trials(only):
        todo.setdefault(trial.base.hash, []).append(trial)
    parts = []
    for some in todo.values():
        arms = {f"{trial.lever}={trial.value}": trial.arm for trial in some}
        *_, found = for_whom_steps(
            some[0].base, arms, outcomes=MEASURED, groupings=by, threads=threads, progress=progress
        )
        everybody, hardest = found.table[found.table["grouping"] == EVERYBODY], found.hardest
        for trial in some:
            label = f"{trial.lever}={trial.value}"
            hit = hardest[(hardest["scenario"] == label) & hardest["outcome"].isin(OUTCOMES)].head(MOST_GROUPS)
            rows = pd.concat([everybody[everybody["scenario"] == label], hit])
            parts.append(rows.assign(lever=trial.lever, value=trial.value))
    return pd.concat(parts, ignore_index=True)[list(COLUMNS)]


@cache
def load_effects() -> pd.DataFrame:
    """Return the shipped figures: a row for each lever, value and outcome of everybody, and of groups hit harder."""
    return pd.read_csv(FILE, keep_default_na=False, dtype={"value": "str"}, na_values={"low": [""], "high": [""]})
