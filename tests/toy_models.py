"""Mesa models of the toy, and how to look at them."""

from typing import Any

import numpy as np

from tests.toy import TOY, toy_plan
from trustsim.mesa_model import TrustModel, agent_classes
from trustsim.model.plan import Plan

ToyEmployee, ToyManager, ToyCompany, _ = agent_classes(TOY)
SEED = 5


def toy(plan: Plan | None = None, **options: Any) -> TrustModel:
    return TrustModel(plan or toy_plan(), SEED, ruleset=TOY, **options)


def staff(model: TrustModel) -> list[Any]:
    return [agent for agent in model.agents if isinstance(agent, ToyEmployee)]


def managers(model: TrustModel) -> list[Any]:
    return list(model.agents_by_type[ToyManager])


def companies(model: TrustModel) -> list[Any]:
    return list(model.agents_by_type[ToyCompany])


def seated(model: TrustModel, agent: Any) -> Any:
    """Return who sits now where an agent sat."""
    return model._seating.people[agent._row]


def states(model: TrustModel) -> list[np.ndarray]:
    return [array.copy() for array in model._run.state.arrays.values()]


def assert_same(one: TrustModel, other: TrustModel) -> None:
    assert one.week == other.week
    for mine, theirs in zip(states(one), states(other), strict=True):
        np.testing.assert_array_equal(mine, theirs)
    np.testing.assert_equal(one.outcomes(), other.outcomes())


class Faithful(ToyEmployee):
    """Trusts whatever happens."""

    def believe(self, faith: float) -> float:
        return faith
