"""The least costly way: a what-if, what must hold in it, and which levers may be moved, as a search of bounded size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from trustsim.errors import InputError
from trustsim.scenario.shape import Value
from trustsim.studies.searching import Search, SearchPlan, load_search
from trustsim.studies.what_if import MOVED, WhatIf

#: The shipped search whose states of the world and whose levers of an order are taken.
SHIPPED = "three-office-days"
#: How much a search looks at: for each number of levers so many candidates, in so many states, so many runs each.
TRIALS, STATES, REPLICATIONS = 30, 12, 4
#: The most levers that are moved at once, those to choose from, and goals.
MOST_MOVED, MOST_OFFERED, MOST_GOALS = 3, 10, 6
#: What somebody asks holds for their own company, so it is not drawn.
OWN = ("policy.flexibility_promise",)


@dataclass(frozen=True)
class Wish:
    """What must hold, and what one is ready to move for it.

    Attributes:
        goals: as ``Goal.of`` reads them.
        levers: by path, as a hand moves it, a range and what a move over all of it costs: ``low``, ``high``, ``cost``.
        robust: the share of states of the world in which the goals must be met.
        most_levers: how many levers may be moved at once.
    """

    goals: tuple[str, ...]
    levers: Mapping[str, Mapping[str, Any]]
    robust: float = 0.9
    most_levers: int = MOST_MOVED


@cache
def shipped_search() -> SearchPlan:
    """Return the shipped search, shared and read only."""
    return load_search(SHIPPED)


def uncertainties() -> dict[str, Any]:
    """Return what the states of the world are drawn from, by path."""
    return {path: factor for path, factor in shipped_search().uncertainties.items() if path not in OWN}


def search_of(question: WhatIf, wish: Wish) -> SearchPlan:
    """Return the search that a wish is, for the what-if on the screen: it and the company as it is are what is run.

    Levers move from the week on in which they move in the what-if; an order is given otherwise from its start.

    Raises:
        InputError: nothing is wished for or nothing may be moved, or too much.
        ScenarioError: a value is out of range.
    """
    for what, count, most in (("goals", len(wish.goals), MOST_GOALS), ("levers", len(wish.levers), MOST_OFFERED)):
        if not 0 < count <= most:
            raise InputError(f"the least costly way: {what} must be from 1 to {most}, got {count}")
    places = {path: place_of(question, path) for path in wish.levers}
    stands: dict[str, Value] = {place: question.lever(path) for path, place in places.items() if place != path}
    if any(place.startswith(f"timeline.{MOVED}.") for place in stands):
        stands[f"timeline.{MOVED}.week"] = question.moved_week
    return SearchPlan(
        scenario=question.scenario.override(stands),
        baseline=question.baseline,
        goals=wish.goals,
        levers={place: dict(wish.levers[path]) for path, place in places.items()},
        uncertainties=uncertainties(),
        robust=wish.robust,
        most_levers=min(wish.most_levers, MOST_MOVED, len(places)),
        trials=TRIALS,
        states=STATES,
        replications=REPLICATIONS,
        seed=question.seed,
        name="least-costly-way",
    )  # fmt: skip


def place_of(question: WhatIf, path: str) -> str:
    """Return where a lever of a wish stands in the what-if: those of an order stand where they are said."""
    return question.place(path) if path.startswith("policy.") else path


def taken_up(question: WhatIf, wish: Wish, found: Search) -> WhatIf:
    """Return the what-if with the levers moved as an answer says."""
    moves = found.moves
    for path in wish.levers:
        value = moves.get(place_of(question, path))
        if value is not None:
            question = question.move(path, value) if path.startswith("policy.") else question.change({path: value})
    return question


def readings(found: Search) -> dict[str, tuple[int, int]]:
    """Return by reading of the evidence in how many of its states the nearest candidate holds, and of how many."""
    worlds = found.worlds
    if "run.profile" not in worlds:
        return {}
    groups = worlds.groupby("run.profile", sort=False)["holds"]
    return {str(profile): (int(holds.sum()), len(holds)) for profile, holds in groups}
