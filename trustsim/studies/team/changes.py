"""What can be changed by hand while a team is looked into: levers of the team or company, and states of people."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from trustsim.errors import InputError, nearest
from trustsim.mesa_model import TrustModel
from trustsim.mesa_model.agents import EmployeeView
from trustsim.mesa_model.attributes import Attribute
from trustsim.model.declarations import Company, Employee, Entity, Manager, Team
from trustsim.model.week import MODEL
from trustsim.studies.team.following import manager_of, person_key, reports_of

#: Whom a change can concern, beside a person by name.
WHOM = ("team", "company", "manager")
#: States of people that are offered, beside trust and traits: what somebody may want to set and see what follows.
STATES = ("stress", "engagement", "satisfaction", "quit_intention", "delegation", "checking")
#: The same of managers.
MANAGER_STATES = ("trust_propensity", "fair_trait", "expertise", "checking_style", "self_efficacy", "tiredness")


@dataclass(frozen=True)
class Change:
    """Something set by hand at the end of a week, before the next one is run.

    Attributes:
        week: after which week.
        team: the team that was looked into.
        who: ``team``, ``company``, ``manager``, or the key of a person such as ``team-001/3#0``.
        name: the lever or state.
        value: what it is set to.
        before: what it was; NaN until it is made.
    """

    week: int
    team: str
    who: str
    name: str
    value: float
    before: float = float("nan")


@dataclass(frozen=True)
class Changeable:
    """A lever or state that can be set by hand, with its range and its value now."""

    name: str
    meaning: str
    unit: str
    low: float
    high: float
    value: float


def agent_of(model: TrustModel, team: str, who: str) -> Any:
    """Return the agent on whom a change is made: the manager for the team and for the manager, the company, a person.

    Raises:
        InputError: there is nobody of this name, or the person has left.
    """
    if who in ("team", "manager"):
        return manager_of(model, team)
    if who == "company":
        return manager_of(model, team).company
    people = {person_key(agent): agent for agent in reports_of(manager_of(model, team))}
    if who not in people:
        known = ", ".join([*WHOM, *people])
        raise InputError(f"nobody there is called '{who}'{nearest(who, people)}; there are {known}")
    return people[who]


def changeable(model: TrustModel, team: str, who: str) -> list[Changeable]:
    """Return what can be set of the team, the company, the manager or a person, with ranges and values as they are.

    Raises:
        InputError: there is nobody of this name, or the person has left.
    """
    agent = agent_of(model, team, who)
    found = []
    for name in _names(who, isinstance(agent, EmployeeView)):
        declared = getattr(type(agent), name).declared
        value = float(getattr(agent, name))
        found.append(Changeable(name, declared.meaning, declared.unit, declared.low, declared.high, value))
    return found


def _names(who: str, is_person: bool) -> list[str]:
    if is_person:
        traits = [name for (entity, name), field in MODEL.fields.items() if entity is Employee and field.trait]
        return [*MODEL.booked, *STATES, *traits]
    if who == "manager":
        return [name for name in MANAGER_STATES if (Manager, name) in MODEL.fields]
    entities: tuple[Entity, ...] = (Team,) if who == "team" else (Company, Team)
    levers = [lever for lever in MODEL.levers.values() if lever.entity in entities]
    return [lever.name for lever in levers if lever.kind == "lever" and not lever.whole]


def make(model: TrustModel, change: Change) -> Change:
    """Set what a change says, and return it with what was there before.

    Raises:
        InputError: there is no such lever or state of them, or the value is out of range.
    """
    agent = agent_of(model, change.team, change.who)
    if not isinstance(getattr(type(agent), change.name, None), Attribute):
        names = _names(change.who, isinstance(agent, EmployeeView))
        raise InputError(
            f"'{change.name}' of {change.who} cannot be changed{nearest(change.name, names)}; what can is "
            f"{', '.join(names)}"
        )
    before = float(getattr(agent, change.name))
    setattr(agent, change.name, change.value)
    return replace(change, value=float(change.value), before=before)
