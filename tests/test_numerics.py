"""The few functions that rules may call: right to the digits that they promise, whole in every corner."""

import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from trustsim.model import equations, numerics
from trustsim.model.equations import faded, learned, meeting, negativity, spread, toward
from trustsim.model.numerics import clip, exp, log, logistic, normal, power, root

shares = st.floats(0.0, 1.0)
evidence_amounts = st.floats(0.0, 2000.0)
strengths = st.floats(1.0, 30.0)
weights = st.floats(0.0, 100.0)
anything = st.floats(allow_nan=False, allow_infinity=False)
#: What can be drawn: the middles of 2^32 equal parts of (0, 1).
uniforms = st.integers(0, 2**32 - 1).map(lambda word: (word + 0.5) * 2.0**-32)


# -- against the library --------------------------------------------------------------------------------------------


@given(st.floats(-40.0, 40.0))
def test_exp_keeps_its_promise(x: float) -> None:
    assert exp(x) == pytest.approx(math.exp(x), rel=3e-13)


@given(anything)
def test_exp_is_finite_and_positive_everywhere(x: float) -> None:
    """Beyond 700 it stays where it is at 700, so no rule overflows."""
    assert 0.0 < exp(x) < math.inf
    assert exp(x) == exp(clip(x, -700.0, 700.0))


def test_exp_of_nothing_is_exactly_one() -> None:
    assert exp(0.0) == exp(-0.0) == 1.0


@given(anything)
def test_logistic_is_the_logistic(x: float) -> None:
    assert 0.0 <= logistic(x) <= 1.0
    assert logistic(x) + logistic(-x) == pytest.approx(1.0, abs=1e-12)
    assert logistic(x) == pytest.approx(1.0 / (1.0 + math.exp(-clip(x, -700.0, 700.0))), abs=1e-12)


def test_logistic_of_nothing_is_exactly_a_half() -> None:
    assert logistic(0.0) == 0.5


@given(st.floats(1e-300, 1.7e308))
def test_log_keeps_its_promise(x: float) -> None:
    assert log(x) == pytest.approx(math.log(x), rel=1e-13, abs=1e-13)


@given(st.floats(max_value=1e-300, allow_nan=False, allow_infinity=False))
def test_log_of_nothing_and_less_is_that_of_hardly_anything(x: float) -> None:
    assert log(x) == log(1e-300)


@given(st.floats(-30.0, 30.0))
def test_exp_and_log_undo_each_other(x: float) -> None:
    assert log(exp(x)) == pytest.approx(x, abs=1e-12)


@given(st.floats(1e-6, 1e3), st.floats(0.1, 4.0))
def test_power_is_the_power(x: float, p: float) -> None:
    assert power(x, p) == pytest.approx(x**p, rel=1e-11)


@given(st.floats(max_value=0.0, allow_nan=False), st.floats(0.1, 4.0))
def test_power_of_nothing_is_nothing(x: float, p: float) -> None:
    """A dose of zero does exactly nothing, whatever the exponent."""
    assert power(x, p) == 0.0


@given(st.floats(0.0, 1.7e308))
def test_root_is_exact(x: float) -> None:
    assert root(x) == math.sqrt(x)


@given(st.floats(max_value=0.0, allow_nan=False))
def test_root_of_less_than_nothing_is_nothing(x: float) -> None:
    assert root(x) == 0.0


@given(uniforms)
def test_normal_is_the_quantile(u: float) -> None:
    assert normal(u) == pytest.approx(NormalDist().inv_cdf(u), abs=1e-6)


@pytest.mark.parametrize("u", [2.0**-33, 1.0 - 2.0**-33, 1e-10, 0.5, 0.075, 0.925, 0.0749999, 0.9250001])
def test_normal_holds_at_its_seams_and_ends(u: float) -> None:
    """At the outermost draws, in the far tail, and where one formula hands over to the next."""
    assert normal(u) == pytest.approx(NormalDist().inv_cdf(u), abs=1e-6)


def test_normal_rises_and_is_odd() -> None:
    grid = np.linspace(0.001, 0.999, 999)
    found = [normal(u) for u in grid]
    assert (np.diff(found) > 0.0).all()
    assert found == pytest.approx([-normal(1.0 - u) for u in grid], abs=1e-6)
    assert normal(0.5) == 0.0


@given(anything, anything, anything)
def test_clip_holds_and_leaves(x: float, one: float, other: float) -> None:
    low, high = min(one, other), max(one, other)
    assert clip(x, low, high) == min(max(x, low), high)


# -- equations of trust ---------------------------------------------------------------------------------------------


@given(shares, evidence_amounts, shares, strengths)
def test_a_signal_without_weight_changes_nothing(
    level: float, confidence: float, evidence: float, strength: float
) -> None:
    """Bit for bit: this is how a neutral lever is absent."""
    assert learned(level, confidence, evidence, 0.0, strength) == level


@given(shares, evidence_amounts, shares, weights, strengths)
def test_learning_lies_between_belief_and_evidence(
    level: float, confidence: float, evidence: float, weight: float, strength: float
) -> None:
    found = learned(level, confidence, evidence, weight, strength)
    assert min(level, evidence) - 1e-15 <= found <= max(level, evidence) + 1e-15
    assert 0.0 <= found <= 1.0


@given(shares, evidence_amounts, shares, weights, strengths)
def test_learning_is_the_mean_of_a_beta_belief(
    level: float, confidence: float, evidence: float, weight: float, strength: float
) -> None:
    """The mean of prior, evidence so far and the new signal, each by its weight."""
    believed = strength + confidence
    assert learned(level, confidence, evidence, weight, strength) == pytest.approx(
        (believed * level + weight * evidence) / (believed + weight), abs=1e-12
    )


@given(shares, st.tuples(evidence_amounts, evidence_amounts), shares, st.floats(0.01, 100.0), strengths)
def test_the_more_one_has_seen_the_less_one_signal_moves(
    level: float, amounts: tuple[float, float], evidence: float, weight: float, strength: float
) -> None:
    few, many = sorted(amounts)
    moved = [abs(learned(level, amount, evidence, weight, strength) - level) for amount in (few, many)]
    assert moved[0] >= moved[1] - 1e-15


@given(shares, evidence_amounts, shares, strengths)
def test_perfect_memory_forgets_nothing(level: float, confidence: float, prior: float, strength: float) -> None:
    assert faded(level, confidence, prior, 1.0, strength) == level


@given(shares, evidence_amounts, shares, st.floats(0.5, 1.0), strengths)
def test_forgetting_drifts_toward_the_prior(
    level: float, confidence: float, prior: float, memory: float, strength: float
) -> None:
    found = faded(level, confidence, prior, memory, strength)
    assert min(level, prior) - 1e-15 <= found <= max(level, prior) + 1e-15


@given(shares, st.floats(0.0, 200.0), shares, st.floats(0.5, 1.0), strengths)
def test_forgetting_keeps_a_share_of_the_evidence_and_all_of_the_prior(
    evidence: float, confidence: float, prior: float, memory: float, strength: float
) -> None:
    """Forgetting first and believing then is believing what is left of the evidence."""
    level = (strength * prior + confidence * evidence) / (strength + confidence)
    left = memory * confidence
    assert faded(level, confidence, prior, memory, strength) == pytest.approx(
        (strength * prior + left * evidence) / (strength + left), abs=1e-9
    )


@given(shares, evidence_amounts, strengths)
def test_spread_is_that_of_a_beta_belief(level: float, confidence: float, strength: float) -> None:
    amount = strength + confidence
    assert spread(level, confidence, strength) == pytest.approx(
        math.sqrt(level * (1.0 - level) / (amount + 1.0)), abs=1e-12
    )
    assert spread(level, confidence + 1.0, strength) <= spread(level, confidence, strength)


@given(shares, shares, st.floats(1.0, 4.0))
def test_bad_news_weighs_more(evidence: float, level: float, loss_weight: float) -> None:
    assert negativity(evidence, level, loss_weight) == (loss_weight if evidence < level else 1.0)


@given(shares, shares, shares)
def test_states_follow_their_targets(state: float, target: float, rate: float) -> None:
    found = toward(state, target, rate)
    assert min(state, target) - 1e-15 <= found <= max(state, target) + 1e-15
    assert toward(state, target, 0.0) == state
    assert toward(state, state, rate) == state
    assume(state != target)
    assert abs(target - found) == pytest.approx((1.0 - rate) * abs(target - state), abs=1e-12)


# -- meeting in the office -------------------------------------------------------------------------------------------

days = st.floats(0.0, 5.0)


@given(days, days)
def test_without_days_in_common_two_meet_by_chance(own: float, others: float) -> None:
    """Bit for bit: this is how the neutral lever is absent."""
    assert meeting(own, others, 0.0) == 0.04 * own * others - 0.25


@given(days, days, shares, shares)
def test_days_in_common_bring_together(own: float, others: float, one: float, other: float) -> None:
    """The more are in common the more one meets, up to all days of the one who comes on fewer."""
    less, more = sorted([one, other])
    assert meeting(own, others, less) <= meeting(own, others, more) + 1e-15
    assert meeting(own, others, 1.0) == pytest.approx(0.2 * min(own, others) - 0.25, abs=1e-15)


@given(days, shares)
def test_days_in_common_change_nothing_for_who_is_always_or_never_there(others: float, common: float) -> None:
    for own in (0.0, 5.0):
        assert meeting(own, others, common) == pytest.approx(meeting(own, others, 0.0), abs=1e-15)


# -- what goes into the kernels -------------------------------------------------------------------------------------


def test_a_helper_stands_before_those_that_call_it() -> None:
    """Their text goes into the kernels in this order."""
    order = [helper.__name__ for helper in equations.HELPERS]
    assert len(set(order)) == len(order)
    for place, helper in enumerate(equations.HELPERS):
        called = set(helper.__code__.co_names) & set(order)
        assert called <= set(order[:place]), helper.__name__


def test_every_helper_can_be_called_by_rules() -> None:
    """Nothing public in the two rooms of equations is forgotten."""
    public = {
        name
        for module in (numerics, equations)
        for name, value in vars(module).items()
        if callable(value) and value.__module__ == module.__name__
    }
    assert public == {helper.__name__ for helper in equations.HELPERS}
