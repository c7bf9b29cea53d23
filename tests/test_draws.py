"""Randomness is a function: the published vectors, uniforms inside (0, 1), and luck that depends on its key alone."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from trustsim.model import draws
from trustsim.model.declarations import Employee
from trustsim.model.plan import Plan
from trustsim.model.rules import OCCUPANT
from trustsim.model.week import MODEL

Words = npt.NDArray[np.uint64]
words = st.integers(0, draws.MASK)
names = st.text(min_size=1, max_size=20)
people = st.lists(st.integers(0, 2**64 - 1), min_size=1, max_size=20, unique=True)
shuffles = people.flatmap(lambda listed: st.tuples(st.just(listed), st.permutations(listed)))

#: Luck of one seat in one week, and what it is made of.
PURPOSE = 2867443224
SEAT = 5328711087433689591
KEY = (3314762455, 3264676258)
UNIFORMS = (0.6319271241081879, 0.9397742609726265, 0.4422622522106394, 0.05480854061897844)

#: Known answers of Random123 (kat_vectors, philox4x32 with 10 rounds): counter, key, result.
KNOWN_ANSWERS = (
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((draws.MASK,) * 4, (draws.MASK,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
)


def key(seed: int = 3, replication: int = 0) -> Words:
    return draws.keys(seed, [replication])[0]


def philox_in_whole_numbers(counter: list[int], key_words: list[int]) -> list[int]:
    """Write Philox4x32-10 down once more, in Python's whole numbers, straight from the paper."""
    (a, b, c, d), (k, m) = counter, key_words
    for _ in range(10):
        first, second = 0xD2511F53 * a, 0xCD9E8D57 * c
        a, b, c, d = second >> 32 ^ b ^ k, second & draws.MASK, first >> 32 ^ d ^ m, first & draws.MASK
        k, m = k + 0x9E3779B9 & draws.MASK, m + 0xBB67AE85 & draws.MASK
    return [a, b, c, d]


# -- Philox ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("counter", "key_words", "expected"), KNOWN_ANSWERS)
def test_philox_gives_the_published_answers(
    counter: tuple[int, ...], key_words: tuple[int, ...], expected: tuple[int, ...]
) -> None:
    assert tuple(int(word) for word in draws.philox(counter, key_words)) == expected


@given(st.lists(words, min_size=4, max_size=4), st.lists(words, min_size=2, max_size=2))
def test_philox_equals_the_paper_in_whole_numbers(counter: list[int], key_words: list[int]) -> None:
    assert [int(word) for word in draws.philox(counter, key_words)] == philox_in_whole_numbers(counter, key_words)


def test_philox_of_arrays_is_philox_of_each() -> None:
    """Arrays broadcast, and no element knows of its neighbours."""
    first = np.arange(7, dtype=np.uint64)
    together = draws.philox((first, 5, 6, 8), (9, 10))
    for place in range(7):
        alone = draws.philox((first[place], 5, 6, 8), (9, 10))
        assert [int(word[place]) for word in together] == [int(word) for word in alone]


# -- uniforms -------------------------------------------------------------------------------------------------------


@given(st.integers(0, 2**64 - 1), words, words, st.integers(0, 2**63), st.integers(0, 10**6))
def test_uniforms_lie_inside_zero_and_one(identity: int, when: int, purpose: int, seed: int, replication: int) -> None:
    found = draws.uniforms(key(seed, replication), [identity], when, purpose)
    assert found.shape == (4, 1)
    assert ((found > 0.0) & (found < 1.0)).all()


@pytest.mark.parametrize(("word", "expected"), [(0, 2.0**-33), (draws.MASK, 1.0 - 2.0**-33)])
def test_the_outermost_words_stay_inside(monkeypatch: pytest.MonkeyPatch, word: int, expected: float) -> None:
    """Neither 0 nor 1 can be drawn, so logarithms and quantiles of a draw are finite."""
    monkeypatch.setattr(draws, "philox", lambda counter, key: [np.array([word], dtype=np.uint64)] * 4)
    assert (draws.uniforms(key(), [1], 1, 1) == expected).all()


def test_uniforms_are_uniform_and_independent_of_one_another() -> None:
    """Words of a draw, neighbours in a list, weeks and purposes share nothing: uniform, and correlations near zero."""
    people = draws.identities(f"company-1/team-{team:03d}/{place}" for team in range(250) for place in range(8))
    weeks = [draws.uniforms(key(), people, draws.WEEK_OFFSET + week, purpose) for week in (1, 2) for purpose in (1, 2)]
    table = np.concatenate(weeks)
    assert min(stats.kstest(row, "uniform").pvalue for row in table) > 1e-3
    neighbours = np.stack([*table[:, :-1], table[0, 1:]])
    correlations = np.asarray(np.corrcoef(neighbours)) - np.eye(len(neighbours))
    assert np.abs(correlations).max() < 5.0 / len(people) ** 0.5


@given(shuffles)
def test_luck_does_not_depend_on_the_place_in_a_list(lists: tuple[list[int], list[int]]) -> None:
    """Shuffle people, or leave some out: everybody keeps their luck."""
    identities, shuffled = lists
    luck = dict(zip(identities, draws.uniforms(key(), identities, 5, 77).T.tolist(), strict=True))
    some = shuffled[: len(shuffled) // 2 + 1]
    assert draws.uniforms(key(), some, 5, 77).T.tolist() == [luck[identity] for identity in some]


@pytest.mark.parametrize("change", ["seed", "replication", "identity", "week", "purpose"])
def test_luck_depends_on_each_part_of_its_key(change: str) -> None:
    """Another seed, replication, seat, week or purpose is another draw in all four words."""
    parts = {"seed": 1, "replication": 1, "identity": 2**40 + 7, "week": draws.WEEK_OFFSET, "purpose": 9}

    def drawn(parts: dict[str, int]) -> npt.NDArray[np.float64]:
        own = key(parts["seed"], parts["replication"])
        return draws.uniforms(own, [parts["identity"]], parts["week"], parts["purpose"])

    assert (drawn(parts) != drawn(parts | {change: parts[change] + 1})).all()


def test_both_halves_of_an_identity_count() -> None:
    """Seats need 64 bits: two that share their low half draw differently."""
    low, high = (draws.uniforms(key(), [identity], 1, 1) for identity in (7, 7 + 2**32))
    assert (low != high).all()


def test_weeks_of_burn_in_and_occupants_never_share_a_counter() -> None:
    """The word of a week, burn-in included, is never the number of a seat's occupant."""
    first_week = 1 - Plan.burn_in
    assert draws.WEEK_OFFSET + first_week > MODEL.fields[Employee, OCCUPANT].high


# -- keys and hashes ------------------------------------------------------------------------------------------------


def test_a_key_belongs_to_seed_and_replication() -> None:
    """Keys do not depend on which replications are asked for together, and never repeat."""
    many = draws.keys(5, range(200))
    assert many.shape == (200, 2)
    assert (many <= draws.MASK).all()
    np.testing.assert_array_equal(draws.keys(5, [17, 3]), many[[17, 3]])
    pairs = {tuple(row) for seed in range(20) for row in draws.keys(seed, range(200)).tolist()}
    assert len(pairs) == 4000
    assert (key(1, 11) != key(11, 1)).any()
    assert (key(1, 23) != key(12, 3)).any()


def test_no_replications_have_no_keys() -> None:
    assert draws.keys(5, []).shape == (0, 2)


@given(names, st.sampled_from([8, 32, 64]))
def test_a_stable_hash_has_as_many_bits_as_asked_for(name: str, bits: int) -> None:
    assert 0 <= draws.stable_hash(name, bits) < 2**bits


def test_hashes_are_the_same_on_every_machine_and_version() -> None:
    """Pinned: if one of these changes, every published run changes."""
    assert draws.purpose_of("work.effort") == PURPOSE
    assert draws.identities(["company-1/team-001/0"]).tolist() == [SEAT]
    assert draws.keys(1, [0]).tolist() == [list(KEY)]
    drawn = draws.uniforms(draws.keys(1, [0])[0], [SEAT], draws.WEEK_OFFSET + 1, PURPOSE)
    assert drawn[:, 0].tolist() == list(UNIFORMS)
