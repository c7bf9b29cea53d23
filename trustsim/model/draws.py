"""Randomness is a function: the only file that knows how to draw.

A draw depends on (seed, replication), the seat's identity, the week (or, for a newcomer's traits, which occupant it
is) and the purpose, and on nothing else: not on the scenario, the place in a list, the thread or the batch. So arms
share their luck, and an added agent changes nobody else's. Philox4x32-10: Salmon et al. 2011, "Parallel random
numbers: as easy as 1, 2, 3", SC'11.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

MASK = 0xFFFFFFFF
#: Weeks are offset so that those of burn-in, which are negative, count as well.
WEEK_OFFSET = 1 << 20

#: One round, as text, for NumPy arrays and compiled scalars alike: all names are unsigned 64-bit. The upper halves of
#: words and keys are not cleared but ignored, where they are multiplied and at the end: that is one instruction less.
ROUND = """\
p0 = M0 * (c0 & MASK)
p1 = M1 * (c2 & MASK)
c0, c1, c2, c3 = (p1 >> S32) ^ c1 ^ k0, p1, (p0 >> S32) ^ c3 ^ k1, p0
k0 = k0 + W0
k1 = k1 + W1
"""
CONSTANTS = {"M0": 0xD2511F53, "M1": 0xCD9E8D57, "W0": 0x9E3779B9, "W1": 0xBB67AE85, "MASK": MASK, "S32": 32}

_rounds = compile(ROUND * 10, "philox", "exec")


def philox(counter: Iterable[npt.ArrayLike], key: Iterable[npt.ArrayLike]) -> list[npt.NDArray[np.uint64]]:
    """Return the four 32-bit words of Philox4x32-10 for four counter words and two key words (arrays broadcast)."""
    names = ("c0", "c1", "c2", "c3", "k0", "k1")
    values = np.broadcast_arrays(*(np.asarray(word, dtype=np.uint64) for word in (*counter, *key)))
    space: dict[str, object] = {name: np.uint64(value) for name, value in CONSTANTS.items()}
    space.update(zip(names, values, strict=True))
    exec(_rounds, space)
    return [np.asarray(space[name], dtype=np.uint64) & np.uint64(MASK) for name in names[:4]]


def uniforms(
    key: npt.NDArray[np.uint64], identity: npt.ArrayLike, when: npt.ArrayLike, purpose: int
) -> npt.NDArray[np.float64]:
    """Return four uniforms in (0, 1) for each identity: shape (4, ...). ``when`` is a week's word or an occupant."""
    identity = np.asarray(identity, dtype=np.uint64)
    counter = (identity & np.uint64(MASK), identity >> np.uint64(32), when, purpose)
    return (np.stack(philox(counter, (key[0], key[1]))).astype(np.float64) + 0.5) * 2.0**-32


def stable_hash(text: str, bits: int) -> int:
    """Return the first ``bits`` of the SHA-256 of a text: the same on every machine and version."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[: bits // 8], "little")


def purpose_of(name: str) -> int:
    """Return the stable 32-bit number of a purpose such as ``work.effort``."""
    return stable_hash(f"purpose {name}", 32)


def identities(names: Iterable[str]) -> npt.NDArray[np.uint64]:
    """Return the stable 64-bit identity of each named row (company, team key, place in the team)."""
    return np.array([stable_hash(name, 64) for name in names], dtype=np.uint64)


def keys(seed: int, replications: Iterable[int]) -> npt.NDArray[np.uint64]:
    """Return the Philox key of each replication, shape (replications, 2), hashed from (seed, replication)."""
    words = [stable_hash(f"seed {seed} replication {replication}", 64) for replication in replications]
    return np.array([(word & MASK, word >> 32) for word in words], dtype=np.uint64).reshape(-1, 2)
