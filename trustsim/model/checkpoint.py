"""The state of replications at the end of burn-in, from which plans go on that differ later only.

Nothing of a run's luck has to be kept: a draw is a function of seed, replication, seat, week and purpose.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from trustsim.errors import InputError
from trustsim.model.declarations import Entity
from trustsim.model.plan import Plan
from trustsim.model.state import Floats, State

#: The last week of burn-in.
LAST = 0


def early(plan: Plan) -> Plan:
    """Return what of a plan shapes its burn-in: plans that agree in it can share a checkpoint."""
    return replace(plan, weeks=LAST, changes=tuple(change for change in plan.changes if change.week <= LAST))


@dataclass(frozen=True)
class Checkpoint:
    """The columns of some replications after burn-in, by entity: shape (replications, fields, rows)."""

    plan: Plan
    seed: int
    replications: tuple[int, ...]
    arrays: dict[Entity, Floats]

    @classmethod
    def join(cls, parts: Sequence[Checkpoint]) -> Checkpoint:
        """Put the checkpoints of several batches of one plan one behind the other."""
        first = parts[0]
        arrays = {entity: np.concatenate([part.arrays[entity] for part in parts]) for entity in first.arrays}
        return cls(first.plan, first.seed, tuple(r for part in parts for r in part.replications), arrays)

    @classmethod
    def of(cls, state: State, plan: Plan, seed: int, replications: list[int]) -> Checkpoint:
        """Keep the columns of a batch."""
        arrays = {entity: array.copy() for entity, array in state.arrays.items()}
        return cls(early(plan), seed, tuple(replications), arrays)

    def fits(self, plan: Plan) -> bool:
        """Tell whether a plan has had the same burn-in."""
        return early(plan) == self.plan

    def check(self, plan: Plan, seed: int, replications: list[int]) -> None:
        """Check that a run can go on from here.

        Raises:
            InputError: it has had another burn-in, another seed, or replications that are not here.
        """
        if not self.fits(plan):
            raise InputError("the checkpoint does not fit: the scenarios differ before week 1; run burn-in anew")
        if seed != self.seed:
            raise InputError(f"the checkpoint has seed {self.seed}, the run {seed}; run burn-in anew with that seed")
        missing = sorted(set(replications) - set(self.replications))
        if missing:
            there = f"{min(self.replications)} to {max(self.replications)}"
            raise InputError(f"the checkpoint has replications {there}, not {missing[0]}; run burn-in with more")

    def put(self, state: State, replications: list[int]) -> None:
        """Write the columns of some replications into the state of a batch."""
        place_of = {replication: place for place, replication in enumerate(self.replications)}
        places = [place_of[replication] for replication in replications]
        for entity, array in self.arrays.items():
            state.arrays[entity][...] = array[places]

    def __repr__(self) -> str:
        megabytes = sum(array.nbytes for array in self.arrays.values()) / 1e6
        return (
            f"<Checkpoint after burn-in: {len(self.replications)} replications, seed {self.seed}, {megabytes:.1f} MB>"
        )
