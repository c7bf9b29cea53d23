"""Tidy frames out of the arrays of a recording: key columns first, then one column an outcome or a field.

Weeks count from 1, replications from 0. ``company`` is a key where there are several. A seat is named by its team and
its place in it, as in ``team-001/3``; who sits there is told by ``occupant``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from trustsim.model.declarations import NEWCOMER, START, Employee, Entity, Manager, Outcome
from trustsim.model.recording import Recording
from trustsim.model.rules import ARRIVED, EMPLOYED, OCCUPANT, RuleSet
from trustsim.model.ruletext import arguments
from trustsim.model.state import Layout

Floats = npt.NDArray[np.float64]
Columns = dict[str, "npt.ArrayLike | pd.Categorical"]

#: What to ask of ``run`` to get a frame; outcomes are always there.
REQUESTS = {
    "weekly": "weekly=True",
    "overall_weekly": "weekly=True",
    "teams": "teams=True",
    "groups": "groups=True",
    "employees": 'employees="all"',
    "managers": "managers=True",
    "events": "events=True",
    "ledger": 'ledger="company"',
}
#: Groups of fewer people are withheld: their rows are left out.
SMALLEST_GROUP = 10


@dataclass(frozen=True)
class Axis:
    """A key column: its name and the labels of its positions."""

    name: str
    labels: npt.NDArray[np.int64] | list[str]

    def __len__(self) -> int:
        return len(self.labels)

    def at(self, positions: npt.ArrayLike) -> npt.ArrayLike | pd.Categorical:
        """Return the labels at positions: integers, or a categorical of text."""
        positions = np.asarray(positions)
        if isinstance(self.labels, np.ndarray):
            return self.labels[positions]
        codes = {label: code for code, label in enumerate(dict.fromkeys(self.labels))}
        code_of = np.array([codes[label] for label in self.labels], dtype=np.int64)
        return pd.Categorical.from_codes(code_of[positions], categories=pd.Index(list(codes), dtype="str"))


class Frames:
    """Makes the frames of a recording, of some outcomes only if told so. ``available`` are those that were recorded."""

    def __init__(self, recording: Recording, only: Collection[str] | None = None) -> None:
        self.recording, self.only = recording, only
        self.plan = recording.plan
        self.layout = Layout.of(recording.plan)
        self.several = len(self.plan.companies) > 1

    def __getitem__(self, name: str) -> pd.DataFrame:
        return MAKERS[name](self)

    def part(self, name: str, outcomes: Collection[str]) -> pd.DataFrame:
        """Return a frame without the outcomes that nobody asks for: most of the work is in them."""
        return Frames(self.recording, outcomes)[name]

    @property
    def available(self) -> list[str]:
        """The names of the frames that were recorded."""
        kept = self.recording
        there = {
            "outcomes": True,
            "overall": self.several,
            "weekly": kept.weekly is not None,
            "overall_weekly": self.several and kept.weekly is not None,
            "teams": kept.teams is not None,
            "groups": bool(kept.groups),
            "employees": kept.employees is not None,
            "managers": kept.managers is not None,
            "events": kept.events is not None,
            "ledger": kept.ledger is not None,
        }
        return [name for name, is_there in there.items() if is_there]

    # -- axes ---------------------------------------------------------------------------------------------------

    @cached_property
    def _replication(self) -> Axis:
        return Axis("replication", np.asarray(self.recording.replications, dtype=np.int64))

    @cached_property
    def _week(self) -> Axis:
        return Axis("week", np.arange(1, self.plan.weeks + 1))

    @cached_property
    def _company(self) -> Axis:
        return Axis("company", [company.name for company in self.plan.companies])

    @cached_property
    def _team(self) -> Axis:
        return Axis("team", [team.key for team in self.plan.teams])

    def _seat_columns(self, seat: npt.ArrayLike) -> Columns:
        """Return the key columns of seats: company where there are several, team, manager, employee."""
        seat = np.asarray(seat)
        teams = self._team_columns(self.layout.team_of_seat[seat])
        place = np.arange(self.plan.employees) - self.layout.team_first[self.layout.team_of_seat]
        labels = [f"{self.plan.teams[team].key}/{p}" for team, p in zip(self.layout.team_of_seat, place, strict=True)]
        return teams | {"employee": Axis("employee", labels).at(seat)}

    def _team_columns(self, team: npt.ArrayLike) -> Columns:
        """Return the key columns of teams: company where there are several, team, manager."""
        team = np.asarray(team)
        manager = Axis("manager", [f"{key}/manager" for key in self._team.labels])
        companies: Columns = {"company": self._company.at(self.layout.company_of_team[team])} if self.several else {}
        return companies | {"team": self._team.at(team), "manager": manager.at(team)}

    # -- frames of outcomes -------------------------------------------------------------------------------------

    def outcomes(self) -> pd.DataFrame:
        """Return every outcome over the reported weeks, by replication and company."""
        return self._by_company(self.recording.totals, [self._replication])

    def overall(self) -> pd.DataFrame:
        """Return every outcome over the reported weeks, by replication: sums over all companies."""
        sums = self.recording.totals.sum(axis=-1, keepdims=True)
        return self._tidy(sums, [self._replication])

    def weekly(self) -> pd.DataFrame:
        """Return every outcome by replication, week and company."""
        assert self.recording.weekly is not None
        return self._by_company(self.recording.weekly, [self._replication, self._week])

    def overall_weekly(self) -> pd.DataFrame:
        """Return every outcome by replication and week: sums over all companies."""
        assert self.recording.weekly is not None
        return self._tidy(self.recording.weekly.sum(axis=-1, keepdims=True), [self._replication, self._week])

    def teams(self) -> pd.DataFrame:
        """Return every outcome by replication, week and team."""
        sums = self.recording.teams
        assert sums is not None
        keys = [self._replication, self._week, self._team]
        frame = self._tidy(sums, keys)
        rows = np.tile(np.arange(len(self._team)), sums.shape[0] * sums.shape[1])
        return _with_keys(frame, 2, self._team_columns(rows))

    def groups(self) -> pd.DataFrame:
        """Return every outcome by replication, week, grouping and group; groups under 10 people are left out."""
        from trustsim.model.groupings import GROUPINGS

        parts, headcount = [], headcount_measure(self.recording.ruleset)
        for grouping in GROUPINGS:
            if (sums := self.recording.groups.get(grouping.name)) is None:
                continue
            axes = [self._replication, self._week, Axis("group", list(grouping.labels))]
            frame = self._tidy(sums, axes)
            frame.insert(2, "grouping", pd.Series([grouping.name] * len(frame), dtype="str", index=frame.index))
            frame["group"] = frame["group"].astype("str")
            frame.insert(4, "people", np.moveaxis(sums, 2, -1)[..., headcount].ravel())
            parts.append(frame[frame["people"] >= SMALLEST_GROUP])
        return pd.concat(parts, ignore_index=True)

    def _by_company(self, sums: Floats, axes: list[Axis]) -> pd.DataFrame:
        return self._tidy(sums, [*axes, self._company] if self.several else axes)

    def _tidy(self, sums: Floats, axes: list[Axis]) -> pd.DataFrame:
        """Return outcomes from sums of measures: one row for each position, keys first. Measures are the axis -2."""
        declared: dict[str, Outcome] = self.recording.ruleset.outcomes
        values = {name: one for name, one in declared.items() if self.only is None or name in self.only}
        axis = sums.ndim - 2
        outcomes = {name: self.recording.values(outcome, sums, axis).ravel() for name, outcome in values.items()}
        return pd.DataFrame(_keys(axes) | outcomes)

    # -- frames of people ---------------------------------------------------------------------------------------

    def employees(self) -> pd.DataFrame:
        """Return the state of every seat by replication and week; in an empty seat what is a person's is NaN."""
        states = self.recording.employees
        assert states is not None
        frame = self._people(states, Employee, self._seat_columns)
        ruleset = self.recording.ruleset
        own = [name for entity, name in ruleset.fields if entity is Employee and name not in seat_fields(ruleset)]
        frame.loc[frame[EMPLOYED] == 0.0, own] = np.nan
        return frame.astype({OCCUPANT: np.int64})

    def managers(self) -> pd.DataFrame:
        """Return the state of every manager by replication and week."""
        states = self.recording.managers
        assert states is not None
        return self._people(states, Manager, self._team_columns)

    def _people(self, states: Floats, entity: Entity, keys: Callable[[npt.ArrayLike], Columns]) -> pd.DataFrame:
        """Return a frame of an array with the axes run, week, field, row."""
        replication = Axis("replication", np.asarray(self.recording.people_replications, dtype=np.int64))
        week = Axis("week", np.asarray(self.recording.people_weeks, dtype=np.int64))
        where = _keys([replication, week, Axis("row", np.arange(states.shape[-1]))])
        columns = self.recording.ruleset.columns[entity]
        fields = [name for owner, name in self.recording.ruleset.fields if owner is entity]
        values = {name: states[:, :, columns[name]].ravel() for name in fields}
        return pd.DataFrame(_without(where, "row") | keys(where["row"]) | values)

    def events(self) -> pd.DataFrame:
        """Return what happened to whom, in which week, and why."""
        table = self.recording.events
        assert table is not None
        order = np.lexsort((table["seat"], table["kind"], table["week"], table["replication"]))
        table = {name: column[order] for name, column in table.items()}
        happenings = list(self.recording.ruleset.happenings.values())
        kinds = Axis("kind", [happening.kind for happening in happenings])
        first = np.cumsum([0, *(max(1, len(happening.causes)) for happening in happenings)])
        causes = Axis("cause", [cause for happening in happenings for cause in happening.causes or ("",)])
        when: Columns = {"replication": table["replication"], "week": table["week"], "kind": kinds.at(table["kind"])}
        why: Columns = {"occupant": table["occupant"], "cause": causes.at(first[table["kind"]] + table["cause"])}
        return pd.DataFrame(when | self._seat_columns(table["seat"]) | why)

    def ledger(self) -> pd.DataFrame:
        """Return what moved trust: a row for each booking that is not zero, burn-in in weeks up to 0."""
        amounts = self.recording.ledger
        assert amounts is not None
        run, week, slot, unit = np.nonzero(amounts)
        slots = list(self.recording.ruleset.slots)
        of: dict[str, Callable[[npt.ArrayLike], Columns]] = {
            "company": lambda rows: {"company": self._company.at(rows)} if self.several else {},
            "team": self._team_columns,
            "employee": self._seat_columns,
        }
        when: Columns = {"replication": self._replication.at(run), "week": week + self.plan.first_week}
        what: Columns = {
            "state": Axis("state", [state for state, _ in slots]).at(slot),
            "cause": Axis("cause", [cause for _, cause in slots]).at(slot),
        }
        whose = of[self.recording.ledger_level](unit)
        return pd.DataFrame(when | what | whose | {"amount": amounts[run, week, slot, unit]})


MAKERS: Mapping[str, Callable[[Frames], pd.DataFrame]] = {
    "outcomes": Frames.outcomes,
    "overall": Frames.overall,
    "weekly": Frames.weekly,
    "overall_weekly": Frames.overall_weekly,
    "teams": Frames.teams,
    "groups": Frames.groups,
    "employees": Frames.employees,
    "managers": Frames.managers,
    "events": Frames.events,
    "ledger": Frames.ledger,
}
NAMES = tuple(MAKERS)


def seat_fields(ruleset: RuleSet) -> set[str]:
    """Return the fields that say something of an empty seat: who has it, what happened to it, what hiring looks at."""
    fields = {EMPLOYED, OCCUPANT, ARRIVED}
    for happening in ruleset.happenings.values():
        fields |= {happening.flag, happening.cause}
    for wired in ruleset.rules:
        rule = wired.rule
        if rule.who == "vacant" or (EMPLOYED in rule.sets and rule.phase not in (NEWCOMER, START)):
            fields |= {*rule.sets} | ({name for _, name in rule.names} if rule.who == "vacant" else set())
    return fields


def headcount_measure(ruleset: RuleSet) -> int:
    """Return the number of the measure that counts the people employed."""
    for number, measure in enumerate(ruleset.measures[0]):
        count = measure.function
        if measure.entity is Employee and arguments(count) == ("employed",) and (count(1.0), count(0.0)) == (1, 0):
            return number
    raise AssertionError("no outcome is a share of the people employed, so nothing says how large a group is")


def _keys(axes: list[Axis]) -> Columns:
    """Return the key columns of the full product of axes, the last varying fastest."""
    positions = np.indices([len(axis) for axis in axes]).reshape(len(axes), -1)
    return {axis.name: axis.at(row) for axis, row in zip(axes, positions, strict=True)}


def _without(columns: Columns, name: str) -> Columns:
    return {key: column for key, column in columns.items() if key != name}


def _with_keys(frame: pd.DataFrame, at: int, keys: Columns) -> pd.DataFrame:
    """Return the frame with its column number ``at`` replaced by key columns."""
    before, after = frame.iloc[:, :at], frame.iloc[:, at + 1 :]
    return pd.concat([before, pd.DataFrame(keys), after], axis=1)
