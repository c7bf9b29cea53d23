"""The statistics of the evidence against closed forms and SciPy."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from trustsim.evidence.findings import statistics

FLOATS = st.floats(-100.0, 100.0, allow_nan=False, width=32)
SHARES = st.floats(1.0, 99.0)


def drawn(seed: int, *shape: int) -> np.ndarray:
    return np.asarray(stats.norm.rvs(size=shape, random_state=seed))


@given(st.lists(st.tuples(FLOATS, FLOATS), min_size=3, max_size=40))
def test_correlation_is_pearsons(pairs):
    x, y = np.array(pairs).T
    found = statistics.correlation(x, y)
    if min(np.ptp(x), np.ptp(y)) < 1e-3:
        assert math.isnan(found) or abs(found) <= 1.0 + 1e-9
    else:
        assert found == pytest.approx(stats.pearsonr(x, y)[0], abs=1e-7)


def test_correlation_without_spread_is_unknown():
    assert math.isnan(statistics.correlation(np.ones(5), np.arange(5.0)))


@given(st.integers(0, 200), st.floats(-2.0, 2.0), st.integers(5, 60), st.integers(5, 60))
def test_point_biserial_is_scipys_and_follows_from_d(seed, shift, there, here):
    """Also r = d / sqrt(d^2 + (n1 + n2 - 2) (1/n1 + 1/n2)), the relation of the two."""
    one, two = drawn(seed, there) + shift, drawn(seed + 1000, here)
    found = statistics.point_biserial(one, two)
    group = np.repeat([True, False], [there, here])
    assert found == pytest.approx(stats.pointbiserialr(group, np.concatenate([one, two]))[0], abs=1e-9)
    d = statistics.cohen_d(one, two)
    assert found == pytest.approx(d / math.sqrt(d * d + (there + here - 2) * (1 / there + 1 / here)), abs=1e-9)


@given(st.integers(0, 200), st.floats(-2.0, 2.0))
def test_cohen_d_is_the_t_statistic_by_size(seed, shift):
    one, two = drawn(seed, 30) + shift, drawn(seed + 1000, 20)
    t = float(stats.ttest_ind(one, two)[0])  # pyright: ignore[reportArgumentType] - untyped in SciPy
    assert statistics.cohen_d(one, two) == pytest.approx(t * math.sqrt(1 / 30 + 1 / 20), abs=1e-9)


def test_cohen_d_of_nobody_is_unknown():
    assert math.isnan(statistics.cohen_d(np.array([1.0]), np.arange(5.0)))
    assert math.isnan(statistics.cohen_d(np.ones(5), np.zeros(5)))


@given(SHARES, SHARES)
def test_odds_ratio_of_percentages(there, here):
    table = np.round(np.array([[there, 100 - there], [here, 100 - here]]) * 1000).astype(int)
    expected = stats.contingency.odds_ratio(table, kind="sample").statistic
    assert float(statistics.odds_ratio(there, here)) == pytest.approx(expected, rel=2e-3)
    assert float(statistics.odds_ratio(there, there)) == pytest.approx(1.0)


def test_the_published_odds_ratio_of_stringent_monitoring():
    """49% against 7% is an odds ratio of 12.8 (M06); 56% against 40% one of 1.91 (M05)."""
    assert float(statistics.odds_ratio(49.0, 7.0)) == pytest.approx(12.8, abs=0.05)
    assert float(statistics.odds_ratio(56.0, 40.0)) == pytest.approx(1.91, abs=0.01)


def test_ratios_by_nothing_are_unknown():
    assert np.isnan(statistics.ratio(1.0, 0.0))
    assert np.isnan(statistics.percent_change([1.0, 2.0], [0.0, 1.0])).tolist() == [True, False]
    assert statistics.percent_change(3.0, 2.0) == pytest.approx(50.0)


@given(st.integers(0, 100), st.integers(3, 30), st.integers(2, 12))
def test_variance_components_of_equal_groups_follow_from_anova(seed, groups, size):
    """Between = (F - 1) x within / size, with the F of a one-way analysis of variance."""
    values = drawn(seed, groups, size) + 2.0 * drawn(seed + 1, groups, 1)
    found = statistics.variance_components(values.ravel(), np.repeat(np.arange(groups), size))
    f = stats.f_oneway(*values).statistic
    assert found.within == pytest.approx(values.var(axis=1, ddof=1).mean())
    assert found.between == pytest.approx((f - 1.0) * found.within / size)


def test_variance_components_find_what_was_put_in():
    """Between 0.25, within 1, groups of five to eleven."""
    group = np.repeat(np.arange(3000), 5 + np.arange(3000) % 7)
    values = drawn(1, group.size) + 0.5 * drawn(2, 3000)[group]
    found = statistics.variance_components(values, group)
    assert found.between == pytest.approx(0.25, abs=0.02)
    assert found.within == pytest.approx(1.0, abs=0.02)


@pytest.mark.parametrize("share", [0.0, 0.4, 0.9])
def test_variance_explained_is_the_share_that_traits_were_given(share):
    """Whatever the luck of the draw within groups adds to the differences between them."""
    traits, rest = drawn(3, 3000, 2), drawn(4, 3000)
    known = traits @ np.array([0.6, 0.8])
    group = np.repeat(np.arange(3000), 8)
    values = 2.0 * drawn(5, group.size) + (math.sqrt(share) * known + math.sqrt(1 - share) * rest)[group]
    assert statistics.variance_explained(values, group, traits) == pytest.approx(share, abs=0.06)


def test_variance_explained_of_equal_groups_is_unknown():
    group = np.repeat(np.arange(4), 2)
    assert math.isnan(statistics.variance_explained(np.array([0.0, 1.0] * 4), group, drawn(1, 4, 1)))


@given(st.lists(st.tuples(FLOATS, FLOATS), min_size=8, max_size=40))
def test_quartile_means_are_those_of_the_ends(pairs):
    values, by = np.array(pairs).T
    top, bottom = statistics.quartile_means(values, by)
    ranked = [value for value, _ in sorted(pairs, key=lambda pair: pair[1])]
    size = len(pairs) // 4
    assert bottom == pytest.approx(np.mean(ranked[:size]), abs=1e-4)
    assert top == pytest.approx(np.mean(ranked[-size:]), abs=1e-4)


@given(st.floats(0.0, 30.0))
def test_crossing_finds_the_dose(dose):
    """Where values fall by a kinked line, at its nodes and between them."""
    doses = np.array([0.0, 4.0, 8.0, 16.0, 32.0])
    values = 20.0 - np.array([0.0, 3.0, 5.0, 6.0, 6.5])
    level = float(np.interp(dose, doses, values))
    assert np.interp(statistics.crossing(doses, values, level), doses, values) == pytest.approx(level)


def test_crossing_beyond_the_doses_goes_on_along_the_last_line():
    doses, values = np.array([0.0, 4.0, 8.0]), np.array([20.0, 19.0, 18.0])
    assert statistics.crossing(doses, values, 16.0) == pytest.approx(16.0)
    assert statistics.crossing(doses, values, 21.0) == 0.0
    assert statistics.crossing(doses, values, -1e9) == statistics.FARTHEST


@given(st.lists(FLOATS, min_size=3, max_size=30))
def test_the_jackknife_of_a_mean_is_its_t_interval(values):
    sample = np.array(values)
    found = statistics.jackknife(sample[:, None], lambda parts: float(parts[0]))
    assert found.value == pytest.approx(sample.mean(), abs=1e-4)
    assert found.pseudo == pytest.approx(sample, abs=1e-3)
    half = stats.t.ppf(0.975, len(values) - 1) * stats.sem(sample)
    assert found.interval[1] - found.interval[0] == pytest.approx(2.0 * half, abs=1e-2)


def test_the_jackknife_of_a_ratio_has_the_spread_of_the_delta_method():
    parts = np.column_stack([5.0 + drawn(1, 400), 4.0 + 0.5 * drawn(2, 400)])
    found = statistics.jackknife(parts, lambda part: float(part[0] / part[1]))
    above, below = parts.mean(axis=0)
    spread = np.std(parts[:, 0] / below - parts[:, 1] * above / below**2, ddof=1) / math.sqrt(400)
    assert found.value == pytest.approx(above / below)
    assert (found.interval[1] - found.value) / spread == pytest.approx(stats.t.ppf(0.975, 399), rel=0.02)


def test_one_run_has_no_interval():
    found = statistics.jackknife(np.array([[2.0]]), lambda parts: float(parts[0]))
    assert found.value == 2.0
    assert math.isnan(found.interval[0])


def test_hazards_are_events_by_time_at_risk():
    assert statistics.hazards(np.array([2.0, 1.0, 0.0]), np.array([10.0, 4.0, 0.0])) == pytest.approx(
        [0.2, 0.25, math.nan], nan_ok=True
    )


def test_means_of_groups():
    group = np.array([0, 0, 2])
    assert statistics.group_means(np.array([1.0, 3.0, 5.0]), group, 3) == pytest.approx(
        [2.0, math.nan, 5.0], nan_ok=True
    )
