"""A person's diary: one seat followed through a run, week by week, from its columns, the ledger and the events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from trustsim.errors import InputError, nearest
from trustsim.model.declarations import Employee
from trustsim.model.engine import Batch
from trustsim.model.plan import Plan
from trustsim.model.rules import EMPLOYED, JOINED, LEFT, OCCUPANT
from trustsim.model.week import MODEL
from trustsim.scenario import Scenario, resolve

Floats = npt.NDArray[np.float64]

FIELDS = list(MODEL.columns[Employee])
#: What stands between a seat and the number of people who held it before.
MARK = "#"
#: The most people that are looked through for the name that is nearest to an unknown one.
MOST_NAMES = 1_000


@dataclass(frozen=True)
class Diary:
    """What became of a person in the reported weeks.

    Attributes:
        employee: team and place in it, with the company's name before them where there are several.
        team: the key of the team.
        occupant: how many people held the seat before.
        hired: whether the person was hired in the reported weeks, or was there before.
        left: whether the person left in the last of the weeks.
        states: fields by week, from the first week to the last one, in which the person may have left.
        before: fields before the first of these weeks, or as the person was hired.
        colleagues: means of the same fields by week over all people of the company.
        spread: standard deviations between the people of the company in the first week.
        bookings: week, state, cause, amount: every change of trust.
        events: week, kind, cause.
        others: how many people held the seat before each of the others who held it in the reported weeks.
    """

    employee: str
    team: str
    occupant: int
    hired: bool
    left: bool
    states: pd.DataFrame
    before: pd.Series[float]
    colleagues: pd.DataFrame
    spread: pd.Series[float]
    bookings: pd.DataFrame
    events: pd.DataFrame
    others: tuple[int, ...]


def keep_diary(scenario: Scenario, employee: str, replication: int) -> Diary:
    """Run a replication and return the diary of a person.

    Args:
        scenario: what to run.
        employee: who, as ``team-001/3``: the first person who has this seat in the reported weeks; ``team-001/3#2`` is
            who has it after two others. Where there are several companies: ``company-1/team-001/3``.
        replication: the number of the replication.

    Raises:
        InputError: there is no such person; the message has the nearest name.
    """
    plan = resolve(scenario)
    name, mark, number = employee.partition(MARK)
    seat = seat_called(name, plan)
    follower = _Follower(plan, scenario.seed, replication, seat)
    people = follower.people()
    known = ", ".join(f"'{name}{MARK}{person}'" for person in people) or "nobody"
    if not people or (mark and number not in map(str, people)):
        raise InputError(f"no employee is called '{employee}': in replication {replication} the seat has {known}")
    occupant = int(number) if mark else min(people)
    team = plan.teams[int(follower.batch.layout.team_of_seat[seat])].key
    return follower.diary(name, team, occupant, tuple(person for person in people if person != occupant))


def seat_called(name: str, plan: Plan) -> int:
    """Return the number of the seat of this name.

    Raises:
        InputError: there is none; the message has the nearest name.
    """
    first, sizes = 0, {}
    several = len(plan.companies) > 1
    for team in plan.teams:
        key = f"{plan.companies[team.company].name}/{team.key}" if several else team.key
        sizes[key] = (first, team.employees)
        first += team.employees
    key, _, place = name.rpartition("/")
    if key not in sizes:
        hint = nearest(key or name, list(sizes)[:MOST_NAMES]).replace("'?", f"/{place if key else 0}'?")
        form = "a company, a team and a place in it" if several else "a team and a place in it"
        example = f"'{next(iter(sizes))}/0'"
        raise InputError(f"no employee is called '{name}'{hint or f'; give {form}, such as {example}'}")
    begin, size = sizes[key]
    if place not in map(str, range(size)):
        raise InputError(f"no employee is called '{name}': {key} has '{key}/0' to '{key}/{size - 1}'")
    return begin + int(place)


class _Follower:
    """Follows a seat through a run: its fields and those of its company from week 0 on, and what is booked to it."""

    def __init__(self, plan: Plan, seed: int, replication: int, seat: int) -> None:
        self.batch = batch = Batch(MODEL, plan, seed, [replication], "employee")
        self.seat = seat
        company = int(batch.layout.company_of_team[batch.layout.team_of_seat[seat]])
        first, last = batch.layout.team_first[batch.layout.company_first[[company, company + 1]]]
        self.company = slice(int(first), int(last))
        self.rows: list[Floats] = []
        self.means: list[Floats] = []
        self.spreads: list[Floats] = []
        self.ledger: list[Floats] = []
        batch.start()
        while batch.week < plan.weeks:
            batch.step()
            self._take()

    def _take(self) -> None:
        ledger = self.batch.ledger
        assert ledger is not None
        if self.batch.week >= 0:
            states = self.batch.state[Employee][0]
            people = states[:, self.company][:, states[FIELDS.index(EMPLOYED), self.company] != 0.0]
            self.rows.append(states[:, self.seat].copy())
            self.means.append(people.mean(axis=1) if people.size else np.full(len(states), np.nan))
            self.spreads.append(people.std(axis=1) if people.size else np.zeros(len(states)))
            self.ledger.append(ledger[0, :, self.seat].copy())
        ledger[:] = 0.0

    def column(self, name: str) -> Floats:
        """Return a field of the seat from week 0 on."""
        return np.array(self.rows)[:, FIELDS.index(name)]

    def weeks_of(self, occupant: int) -> list[int]:
        """Return the reported weeks of a person, with the one in which the person left."""
        here = (self.column(EMPLOYED) != 0.0) & (self.column(OCCUPANT) == occupant)
        return [week for week in range(1, len(here)) if here[week] or here[week - 1]]

    def people(self) -> list[int]:
        """Return by how many others before them the people are known who had the seat in the reported weeks."""
        return [person for person in range(int(self.column(OCCUPANT).max()) + 1) if self.weeks_of(person)]

    def diary(self, employee: str, team: str, occupant: int, others: tuple[int, ...]) -> Diary:
        """Return the diary of one of these people."""
        weeks = self.weeks_of(occupant)
        index = pd.Index(weeks, name="week")
        hired = self.column(OCCUPANT)[weeks[0] - 1] != occupant or self.column(EMPLOYED)[weeks[0] - 1] == 0.0
        before = pd.Series(self.rows[weeks[0] - 1 + hired], index=FIELDS)
        bookings = self._bookings(weeks)
        for row in bookings[bookings["cause"] == JOINED].to_dict("records"):
            before[row["state"]] = row["amount"]
        return Diary(
            employee, team, occupant, bool(hired), self.column(EMPLOYED)[weeks[-1]] == 0.0,
            pd.DataFrame([self.rows[week] for week in weeks], index, FIELDS), before,
            pd.DataFrame([self.means[week] for week in weeks], index, FIELDS),
            pd.Series(self.spreads[weeks[0]], index=FIELDS),
            bookings[~bookings["cause"].isin([JOINED, LEFT])].reset_index(drop=True), self._events(weeks), others,
        )  # fmt: skip

    def _bookings(self, weeks: list[int]) -> pd.DataFrame:
        rows: list[dict[str, Any]] = [
            {"week": week, "state": state, "cause": cause, "amount": float(self.ledger[week][slot])}
            for week in weeks
            for (state, cause), slot in MODEL.slots.items()
            if self.ledger[week][slot] != 0.0
        ]
        return pd.DataFrame(rows, columns=["week", "state", "cause", "amount"])

    def _events(self, weeks: list[int]) -> pd.DataFrame:
        rows: list[dict[str, Any]] = []
        for week in weeks:
            now = dict(zip(FIELDS, self.rows[week], strict=True))
            for happening in MODEL.happenings.values():
                if now[happening.flag]:
                    cause = happening.causes[int(now[happening.cause])] if happening.causes else ""
                    rows.append({"week": week, "kind": happening.kind, "cause": cause})
        return pd.DataFrame(rows, columns=["week", "kind", "cause"])
