"""``Search``: the answer of a search, or that there is none, with what was tried and how it was verified."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from trustsim._version import __version__
from trustsim.results.plain import plain_rows
from trustsim.studies.designs.factors import Plain
from trustsim.studies.saving import Finding
from trustsim.studies.searching.asking import SearchPlan
from trustsim.studies.searching.looking import Candidate

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Search(Finding):
    """The smallest set of levers that meets the goals in enough states of the world, or that none was found.

    Attributes:
        plan: what was asked.
        tried: every candidate that was looked at, in order.
        refused: those that held where they were looked for and did not hold in fresh states.
        verified: the answer in fresh states with fresh luck; None if there is none.
        start: where the levers were.
        states: the fresh states.
    """

    kind = "search"

    def __init__(
        self,
        plan: SearchPlan,
        tried: Sequence[Candidate],
        refused: Sequence[Candidate],
        verified: Candidate | None,
        start: Mapping[str, Plain],
        states: Sequence[Mapping[str, Plain]],
    ) -> None:
        """Use ``search`` instead."""
        self.plan, self.tried, self.refused, self.verified = plan, list(tried), list(refused), verified
        self.start, self.states = dict(start), [dict(state) for state in states]

    @property
    def found(self) -> bool:
        """Whether anything meets the goals."""
        return self.verified is not None

    @property
    def moves(self) -> dict[str, Plain]:
        """By path the value of each lever that is moved; empty too where nothing was found."""
        return dict(self.verified.moves) if self.verified else {}

    @property
    def nearest(self) -> Candidate:
        """The answer; where there is none, what came nearest: refused in fresh states, or short of the goals."""
        if self.verified:
            return self.verified
        return min(self.refused or self.tried, key=lambda one: one.distance)

    @property
    def interval(self) -> tuple[float, float]:
        """The 95% interval (Clopper and Pearson) of the share of states in which the nearest candidate holds."""
        from scipy.stats import binomtest  # which takes long to load, and few ask

        states = len(self.nearest.shortfalls)
        low, high = binomtest(round(self.nearest.robustness * states), states).proportion_ci(0.95, "exact")
        return float(low), float(high)

    @property
    def levers(self) -> pd.DataFrame:
        """A row for each lever: ``path``, ``before``, ``after``, ``moved``; after is that of the nearest candidate."""
        moved = self.nearest.moves
        return pd.DataFrame([
            {"path": path, "before": before, "after": moved.get(path, before), "moved": path in moved}
            for path, before in self.start.items()
        ])  # fmt: skip

    @property
    def goals(self) -> pd.DataFrame:
        """A row for each goal: in how large a share of the states the nearest candidate meets it, and by how much.

        ``goal``, ``met``, and of the shortfall in smallest differences that matter (not above 0 is met) the ``median``
        and the ``worst``.
        """
        rows = zip(self.plan.goals, self.nearest.shortfalls.T, strict=True)
        return pd.DataFrame([
            {"goal": goal.words, "met": float((missed <= 0.0).mean()), "median": float(np.median(missed)),
             "worst": float(np.max(missed))}
            for goal, missed in rows
        ])  # fmt: skip

    @property
    def candidates(self) -> pd.DataFrame:
        """A row for each candidate: how many levers, which moves, robustness, distance to the goals, cost."""
        return pd.DataFrame([
            {"levers": len(one.moves), "moves": one.words, "robustness": one.robustness, "distance": one.distance,
             "cost": one.cost}
            for one in self.tried
        ])  # fmt: skip

    @property
    def worlds(self) -> pd.DataFrame:
        """A row for each state: the uncertainties, each goal's shortfall, and whether the nearest candidate holds."""
        missed = pd.DataFrame(self.nearest.shortfalls, columns=[goal.words for goal in self.plan.goals])
        states = pd.DataFrame(self.states if len(self.states) == len(missed) else [{}] * len(missed))
        return states.join(missed).assign(holds=(missed <= 0.0).all(axis=1).to_numpy())

    # -- in words ---------------------------------------------------------------------------------------------------

    @property
    def seen(self) -> str:
        """One line that says what was found."""
        goals = " and ".join(goal.words for goal in self.plan.goals)
        low, high = self.interval
        share = f"{self.nearest.robustness:.0%} of states ({low:.0%} to {high:.0%})"
        if self.verified and not self.verified.moves:
            return f"no lever needs to be moved: {goals} in {share}"
        if self.verified:
            return f"{self.verified.words}: {goals} in {share}"
        where = "in fresh ones" if self.refused else "where it was looked at"
        return (
            f"nothing was found that meets {goals} in {self.plan.robust:.0%} of states by moving at most "
            f"{self.plan.most_levers} of these levers; what came nearest, {self.nearest.words}, does in {share} {where}"
        )

    @property
    def caption(self) -> str:
        """What a figure or table of this says below it."""
        plan = self.plan
        verified = len(self.verified.shortfalls) if self.verified else 0
        fresh = f"; verified in {verified} fresh states with fresh luck" if verified else ""
        return (
            f"{len(self.tried):,} candidates in {plan.states} states, {plan.replications} runs each, the baseline "
            f"beside them on the same luck; wanted in {plan.robust:.0%} of states; seed {plan.seed}{fresh}"
        )

    def plot(self) -> Figure:
        """Return a figure: the candidates by how many levers they move, and the goals over the states."""
        from trustsim.plots import search_figure
        from trustsim.results import NOT_CALIBRATED

        goals = [goal.words for goal in self.plan.goals]
        text = f"{self.seen}. {self.caption}; {NOT_CALIBRATED}"
        title = self.plan.title or self.plan.name
        return search_figure(self.candidates, self.worlds[goals], self.plan.robust, (title, text))

    # -- plain values and files -------------------------------------------------------------------------------------

    def to_dict(self) -> dict[str, Any]:
        """Return what ``trustsim search --json`` prints, as plain values; NaN is None."""
        plan = self.plan
        low, high = self.interval
        return {
            "trustsim": __version__, "search": plan.name, "title": plan.title, "seed": plan.seed,
            "robust": plan.robust, "found": self.found, "seen": self.seen, "moves": self.moves,
            "nearest": dict(self.nearest.moves), "robustness": self.nearest.robustness, "low": low, "high": high,
            "levers": plain_rows(self.levers), "goals": plain_rows(self.goals),
            "candidates": plain_rows(self.candidates), "worlds": plain_rows(self.worlds),
        }  # fmt: skip

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return levers, goals, candidates and states."""
        return {"levers": self.levers, "goals": self.goals, "candidates": self.candidates, "worlds": self.worlds}

    def __repr__(self) -> str:
        return f"<Search: {self.seen}>"
