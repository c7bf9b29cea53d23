"""Shapley values: what each of several levers contributes to a gap, with nothing left over.

A lever's contribution is what it changes when it is added to the levers added before it, averaged over all orders of
adding them. It is the only division that sums to the gap, gives nothing to a lever that changes nothing, treats equal
levers alike and adds up over outcomes: Shapley 1953, "A value for n-person games", in Contributions to the Theory of
Games II. Up to ``MOST`` levers every set of levers is run; beyond, orders are sampled (Castro, Gomez and Tejada 2009,
Computers and Operations Research 36:1726-1730), each together with its reverse, which leaves no error where levers
interact in pairs only.

A set of levers is a number whose bit i says whether lever i is in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import factorial

import numpy as np
import numpy.typing as npt

from trustsim.model import draws

Floats = npt.NDArray[np.float64]

#: Up to so many levers every set of them is run.
MOST = 8
#: The most orders that are sampled, their reverses not counted.
MOST_ORDERS = 24


@dataclass(frozen=True)
class EverySet:
    """Every set of levers is run, in every replication.

    Attributes:
        levers: their names.
        replications: the number of runs of each set.
    """

    levers: Sequence[str]
    replications: int

    @property
    def blocks(self) -> npt.NDArray[np.int64]:
        """For each replication the block of those that share their orders: its own."""
        return np.arange(self.replications)

    @property
    def method(self) -> str:
        """How contributions are found, in words."""
        return "exact Shapley values"

    def needed(self) -> dict[int, list[int]]:
        """Return the sets to run, each with the places of the replications in which to run it."""
        return {chosen: list(range(self.replications)) for chosen in range(2 ** len(self.levers))}

    def contributions(self, values: Mapping[int, Floats]) -> Floats:
        """Return the contribution of each lever in each replication: levers, replications, outcomes.

        Args:
            values: for each set its outcomes: replications, outcomes.
        """
        count = len(self.levers)
        found = np.zeros((count, *values[0].shape))
        for chosen in values:
            size = chosen.bit_count()
            for lever in range(count):
                if not chosen >> lever & 1:
                    weight = factorial(size) * factorial(count - size - 1) / factorial(count)
                    found[lever] += weight * (values[chosen | 1 << lever] - values[chosen])
        return found


@dataclass(frozen=True)
class SampledOrders:
    """Levers are added in sampled orders and the reverse; each block of replications has an order of its own.

    So the spread over blocks holds both the luck of the runs and that of the orders.

    Attributes:
        levers: their names.
        replications: the number of runs of the two ends of each order.
        seed: with the number of the order and a lever's name it gives the lever's place.
    """

    levers: Sequence[str]
    replications: int
    seed: int

    @cached_property
    def orders(self) -> list[tuple[int, ...]]:
        """The sampled orders, as numbers of levers."""

        def place(order: int, lever: int) -> int:
            return draws.stable_hash(f"seed {self.seed} order {order} lever {self.levers[lever]}", 64)

        numbers = range(len(self.levers))
        count = min(self.replications, MOST_ORDERS)
        return [tuple(sorted(numbers, key=lambda lever: place(order, lever))) for order in range(count)]

    @property
    def blocks(self) -> npt.NDArray[np.int64]:
        """For each replication the block of those that share their orders."""
        return np.arange(self.replications) % len(self.orders)

    @property
    def method(self) -> str:
        """How contributions are found, in words."""
        return f"Shapley values over {2 * len(self.orders)} sampled orders"

    def needed(self) -> dict[int, list[int]]:
        """Return the sets to run, each with the places of the replications in which to run it."""
        needed: dict[int, set[int]] = {}
        everywhere = set(range(self.replications))
        for block, order in enumerate(self.orders):
            places = set(np.flatnonzero(self.blocks == block).tolist())
            for one in (order, order[::-1]):
                for chosen in _sets_along(one):
                    needed.setdefault(chosen, set()).update(places)
        ends = {0: everywhere, 2 ** len(self.levers) - 1: everywhere}
        return {chosen: sorted(places) for chosen, places in (ends | needed | ends).items()}

    def contributions(self, values: Mapping[int, Floats]) -> Floats:
        """Return the contribution of each lever in each replication: levers, replications, outcomes.

        Args:
            values: for each set its outcomes where it was run: replications, outcomes.
        """
        found = np.zeros((len(self.levers), *values[0].shape))
        for block, order in enumerate(self.orders):
            here = self.blocks == block
            for one in (order, order[::-1]):
                for lever, (before, after) in zip(one, pairwise(_sets_along(one)), strict=True):
                    found[lever, here] += 0.5 * (values[after][here] - values[before][here])
        return found


#: How contributions are found.
Scheme = EverySet | SampledOrders


def scheme_for(levers: Sequence[str], replications: int, seed: int, sampled: bool = False) -> Scheme:
    """Return how to find contributions: exactly for few levers, by sampling for many.

    Args:
        levers: their names.
        replications: how many runs that differ in luck only.
        seed: of the sampled orders.
        sampled: sample orders even of few levers.
    """
    if sampled or len(levers) > MOST:
        return SampledOrders(levers, replications, seed)
    return EverySet(levers, replications)


def _sets_along(order: Sequence[int]) -> Iterator[int]:
    """Yield the sets on the way from no lever to all, in an order of adding them."""
    chosen = 0
    yield chosen
    for lever in order:
        chosen |= 1 << lever
        yield chosen
