"""One team in one week as plain data: who is there, what each thinks of the other, what was seen and what happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from trustsim.mesa_model.agents import EmployeeView, ManagerView
from trustsim.model.rules import JOINED, LEFT
from trustsim.model.week import MODEL
from trustsim.studies.diary import MARK
from trustsim.studies.team.following import Followed, Following, person_key

#: The four beliefs on a tie: what it is called here, and the state behind it.
BELIEFS = {
    "competence_up": "competence_trust_in_manager",
    "interpersonal_up": "interpersonal_trust_in_manager",
    "competence_down": "competence_trust_from_manager",
    "interpersonal_down": "interpersonal_trust_from_manager",
}
#: What a picture shows of a person.
OF_PERSON = (
    "stress", "engagement", "satisfaction", "quit_intention", "felt_trust", "leadership_trust", "peer_trust",
    "monitoring_felt", "delegation", "checking", "effort", "delivery", "days_in_office", "tenure_weeks",
    "trust_propensity",
)  # fmt: skip
#: What each side saw of the other this week.
SIGNALS = ("signals_seen", "contact", "work_seen", "conduct_visibility", "delivery_seen", "conduct_seen")
OF_MANAGER = (
    "trust_propensity", "self_efficacy", "fairness", "expertise", "checking_style", "tiredness", "belief_remote", "span"
)  # fmt: skip
#: The most causes that are named for what moved a belief in a week, and the smallest part worth naming.
MOST_CAUSES, PART = 3, 0.001


@dataclass(frozen=True)
class Belief:
    """What one believes of the other.

    Attributes:
        level: from 0 to 1.
        confidence: how much evidence it rests on, in observations.
        change: by how much the level moved in the last week; 0 in the first.
        causes: what moved it most: cause and amount, the largest first.
    """

    level: float
    confidence: float
    change: float
    causes: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Tie:
    """What a person and the manager believe of one another: ``up`` is of the manager, ``down`` of the person."""

    competence_up: Belief
    interpersonal_up: Belief
    competence_down: Belief
    interpersonal_down: Belief


@dataclass(frozen=True)
class Happened:
    """What happened to a person in a week: the kind of event, in words, and its cause if it has one."""

    kind: str
    meaning: str
    cause: str


@dataclass(frozen=True)
class Person:
    """Somebody who reports to the manager, or who left in this week.

    Attributes:
        key: as ``tell`` takes it, such as ``team-001/3#0``.
        place: the place in the team, counted from 1.
        occupant: how many people held the seat before.
        turn: how many of these have been seen since the following began: 0 for whoever was there first.
        present: whether the person is still there.
        states: levels by name (``OF_PERSON``).
        signals: what each saw of the other this week, by name (``SIGNALS``).
        tie: what they believe of one another.
        events: what happened this week.
    """

    key: str
    place: int
    occupant: int
    turn: int
    present: bool
    states: Mapping[str, float]
    signals: Mapping[str, float]
    tie: Tie
    events: tuple[Happened, ...]


@dataclass(frozen=True)
class TeamPicture:
    """One team in one week.

    Attributes:
        team: its key.
        week: the week that was run last; 0 before the first.
        weeks: how many weeks are run in all.
        manager: levels of the manager by name (``OF_MANAGER``).
        people: those who are there, and those who left in this week, by place.
        vacant: places, counted from 1, where nobody sits.
        seats: how many places there are.
    """

    team: str
    week: int
    weeks: int
    manager: Mapping[str, float]
    people: tuple[Person, ...]
    vacant: tuple[int, ...]
    seats: int

    def to_dict(self) -> dict[str, Any]:
        """Return the picture as plain values."""
        return asdict(self)


def picture_of(following: Following) -> TeamPicture:
    """Return the picture of a followed team in the week at which the model stands."""
    model, manager = following.model, following.manager
    seen = [key.partition(MARK)[0] for key in following.people]
    people = [
        _person(one, model.week, seen[:number].count(seen[number]))
        for number, one in enumerate(following.people.values())
        if _shown(one, model.week)
    ]
    people.sort(key=lambda person: (person.place, person.occupant))
    seats = next(team.employees for team in model.plan.teams if team.key == manager.team)
    taken = {person.place for person in people if person.present}
    return TeamPicture(
        team=manager.team, week=model.week, weeks=model.plan.weeks, manager=_levels(manager, OF_MANAGER),
        people=tuple(people), vacant=tuple(place for place in range(1, seats + 1) if place not in taken), seats=seats,
    )  # fmt: skip


def _shown(person: Followed, week: int) -> bool:
    return person.agent.present or (bool(person.weeks) and person.weeks[-1] == week)


def _levels(agent: EmployeeView | ManagerView, names: Iterable[str]) -> dict[str, float]:
    return {name: float(getattr(agent, name)) for name in names}


def _person(person: Followed, week: int, turn: int) -> Person:
    agent = person.agent
    happened = [
        Happened(kind, MODEL.happenings[kind].meaning, cause) for when, kind, cause in person.events if when == week
    ]
    return Person(
        key=person_key(agent), place=int(agent.label.rpartition("/")[2]) + 1, occupant=int(agent.occupant), turn=turn,
        present=agent.present, states=_levels(agent, OF_PERSON), signals=_levels(agent, SIGNALS),
        tie=Tie(**{name: _belief(person, state) for name, state in BELIEFS.items()}), events=tuple(happened),
    )  # fmt: skip


def _belief(person: Followed, state: str) -> Belief:
    level, confidence = (float(getattr(person.agent, name)) for name in (state, f"{state}_confidence"))
    booked = person.bookings[-1][state] if person.bookings else {}
    moved = [(cause, amount) for cause, amount in booked.items() if cause not in (JOINED, LEFT)]
    causes = sorted((row for row in moved if abs(row[1]) >= PART), key=lambda row: -abs(row[1]))
    return Belief(level, confidence, sum(amount for _, amount in moved), tuple(causes[:MOST_CAUSES]))
