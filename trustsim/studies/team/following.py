"""Follows the people of one team through a run, from the Mesa agents: their states, what moved them, what happened.

What is kept of a person is what ``Story`` tells of: a story of somebody who was followed equals the one that ``tell``
makes of the same run, as long as nobody interferes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd
from mesa.agent import AgentSet

from trustsim.errors import InputError, nearest
from trustsim.mesa_model import TrustModel
from trustsim.mesa_model.agents import EmployeeView, ManagerView
from trustsim.model.declarations import Employee
from trustsim.model.rules import JOINED, LEFT
from trustsim.model.week import MODEL
from trustsim.studies.diary import MARK, Diary
from trustsim.studies.story import CONDITION, DEALINGS

Floats = npt.NDArray[np.float64]

_TRAITS = [name for (entity, name), found in MODEL.fields.items() if entity is Employee and found.trait]
#: What is kept of every person in every week: what a story tells of.
KEPT = tuple(dict.fromkeys([*_TRAITS, "tenure_weeks", *CONDITION, *DEALINGS, *MODEL.booked]))
#: Amounts by state and cause.
Bookings = Mapping[str, Mapping[str, float]]


@dataclass
class Followed:
    """A person and what became of them week by week.

    Attributes:
        agent: the person.
        key: the seat and how many people held it before, as ``tell`` takes it.
        hired: whether the person came after the following began.
        before: what is kept, before the first week.
        rows: the same at the end of each week; the last one may be the week of leaving.
        weeks: the number of each of these weeks.
        bookings: what moved each state of trust in each of these weeks.
        events: week, kind and cause of what happened.
    """

    agent: EmployeeView
    key: str
    hired: bool
    before: dict[str, float]
    rows: list[list[float]] = field(default_factory=list)
    weeks: list[int] = field(default_factory=list)
    bookings: list[Bookings] = field(default_factory=list)
    events: list[tuple[int, str, str]] = field(default_factory=list)


class Following:
    """The people of a team, from the week at which a model stands on.

    Args:
        model: the model; it is stepped by ``step`` only.
        team: the key of the team; the first one if empty. Where there are several companies, of the first that has it.

    Attributes:
        manager: who leads the team.
        people: everybody who was there at some time, by ``person_key``.
        means: means over the company by week, of what is kept.
        spreads: standard deviations over the company by week.
        course: means over the team, from the week at which the following began.

    Raises:
        InputError: there is no such team, or the model keeps no ledger of employees.
    """

    def __init__(self, model: TrustModel, team: str = "") -> None:
        self.model = model
        self.manager = manager_of(model, team)
        self.people: dict[str, Followed] = {}
        self.means: dict[int, Floats] = {}
        self.spreads: dict[int, Floats] = {}
        self.course: list[Floats] = [_mean_of(_table(self.manager.reports))]
        for agent in reports_of(self.manager):
            person = self._begun(agent, hired=False)
            person.before = dict(zip(KEPT, _values(agent), strict=True))

    def _begun(self, agent: EmployeeView, hired: bool) -> Followed:
        key = person_key(agent)
        self.people[key] = person = Followed(agent, key, hired, {})
        return person

    def step(self) -> None:
        """Run a week and take note of it."""
        here = [person for person in self.people.values() if person.agent.present]
        self.model.step()
        known = {person.agent for person in here}
        newcomers = [self._begun(agent, hired=True) for agent in reports_of(self.manager) if agent not in known]
        for person in [*here, *newcomers]:
            self._note(person)
        for event in self.model.events:
            if event.manager is self.manager and event.employee is not None:
                who = self.people[person_key(event.employee)]
                who.events.append((event.week, event.kind, event.cause))
        everybody = _table(self.manager.company.employees)
        self.means[self.model.week] = _mean_of(everybody)
        self.spreads[self.model.week] = everybody.std(axis=0) if len(everybody) else np.zeros(len(KEPT))
        self.course.append(_mean_of(_table(self.manager.reports)))

    def _note(self, person: Followed) -> None:
        person.rows.append(_values(person.agent))
        person.weeks.append(self.model.week)
        person.bookings.append(
            {
                state: {cause: amount for cause, amount in person.agent.causes(state).items() if amount != 0.0}
                for state in MODEL.booked
            }
        )
        if person.hired and not person.before:
            person.before = dict(zip(KEPT, person.rows[0], strict=True))
            person.before |= {state: found[JOINED] for state, found in person.bookings[0].items() if JOINED in found}

    def person(self, key: str) -> Followed:
        """Return who was followed under a key such as ``team-001/3#0``; without ``#`` the last one in the seat.

        Raises:
            InputError: there is nobody of this name.
        """
        found = [name for name in self.people if key in (name, name.partition(MARK)[0])]
        if not found:
            known = ", ".join(self.people)
            raise InputError(
                f"nobody in {self.manager.team} is called '{key}'{nearest(key, self.people)}; known: {known}"
            )
        return self.people[found[-1]]

    def diary(self, key: str) -> Diary | None:
        """Return a person's diary so far; None before the first week is over.

        Raises:
            InputError: there is nobody of this name.
        """
        person = self.person(key)
        if not person.weeks:
            return None
        index = pd.Index(person.weeks, name="week")
        seat, _, occupant = person.key.partition(MARK)
        others = [other.partition(MARK)[2] for other in self.people if other.startswith(f"{seat}{MARK}")]
        return Diary(
            employee=seat, team=self.manager.team, occupant=int(occupant), hired=person.hired,
            left=not person.agent.present, states=pd.DataFrame(person.rows, index, list(KEPT)),
            before=pd.Series(person.before),
            colleagues=pd.DataFrame([self.means[week] for week in person.weeks], index, list(KEPT)),
            spread=pd.Series(self.spreads[person.weeks[0]], list(KEPT)), bookings=_bookings(person),
            events=pd.DataFrame(person.events, columns=["week", "kind", "cause"]),
            others=tuple(int(other) for other in others if other != occupant),
        )  # fmt: skip


def manager_of(model: TrustModel, team: str) -> ManagerView:
    """Return who leads a team; the first manager of the model if ``team`` is empty.

    Raises:
        InputError: there is no such team.
    """
    managers = {manager.team: manager for manager in reversed(list(managers_of(model)))}
    if not team:
        return next(iter(managers_of(model)))
    if team not in managers:
        raise InputError(f"no team is called '{team}'{nearest(team, managers)}")
    return managers[team]


def managers_of(model: TrustModel) -> Iterable[ManagerView]:
    """Return the managers of a model in the order of their teams."""
    return (agent for agent in model.agents if isinstance(agent, ManagerView))


def reports_of(manager: ManagerView) -> list[EmployeeView]:
    """Return who reports to a manager now, by place in the team."""
    return [agent for agent in manager.reports if isinstance(agent, EmployeeView)]


def person_key(agent: EmployeeView) -> str:
    """Return the name by which ``tell`` knows a person: the seat, and how many people held it before."""
    return f"{agent.label}{MARK}{int(agent.occupant)}"


def _values(agent: EmployeeView) -> list[float]:
    return [float(getattr(agent, name)) for name in KEPT]


def _table(agents: AgentSet) -> Floats:
    """Return what is kept of some people now: a row each."""
    return np.array(agents.get(list(KEPT)), dtype=np.float64).reshape(-1, len(KEPT))


def _mean_of(table: Floats) -> Floats:
    return table.mean(axis=0) if len(table) else np.full(len(KEPT), np.nan)


def _bookings(person: Followed) -> pd.DataFrame:
    rows = [
        {"week": week, "state": state, "cause": cause, "amount": amount}
        for week, booked in zip(person.weeks, person.bookings, strict=True)
        for state, causes in booked.items()
        for cause, amount in causes.items()
        if cause not in (JOINED, LEFT)
    ]
    return pd.DataFrame(rows, columns=["week", "state", "cause", "amount"])
