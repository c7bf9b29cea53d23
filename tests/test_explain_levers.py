"""Shapley values as such, and the scenarios between two scenarios."""

from __future__ import annotations

import itertools

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from trustsim.errors import ScenarioError
from trustsim.results.intervals import grouped_interval, mean_interval
from trustsim.scenario import Scenario, differences, load
from trustsim.scenario.mixing import Mixtures
from trustsim.studies.shapley import EverySet, SampledOrders, Scheme, scheme_for

Floats = npt.NDArray[np.float64]
NAMES = tuple("abcdefghij")


def game(levers: int, replications: int, seed: int, order: int | None = None) -> dict[int, Floats]:
    """Return made-up outcomes of every set; levers interact in groups of at most ``order``, of any size if None."""
    runs = np.arange(replications)
    effects = {
        chosen: np.stack([np.sin(seed + 7.0 * chosen + runs), np.cos(seed * chosen - runs)], axis=1)
        for chosen in range(2**levers)
        if order is None or chosen.bit_count() <= order
    }  # fmt: skip
    nothing = np.zeros((replications, 2))
    return {
        chosen: sum((effect for part, effect in effects.items() if part & chosen == part), nothing)
        for chosen in range(2**levers)
    }


def by_definition(values: dict[int, Floats], levers: int) -> Floats:
    """Return the mean, over all orders, of what each lever changes when it is added."""
    orders = list(itertools.permutations(range(levers)))
    found = np.zeros((levers, *values[0].shape))
    for order in orders:
        chosen = 0
        for lever in order:
            found[lever] += (values[chosen | 1 << lever] - values[chosen]) / len(orders)
            chosen |= 1 << lever
    return found


# -- Shapley values -------------------------------------------------------------------------------------------------


@given(st.integers(1, 5), st.integers(0, 1000))
def test_exact_values_are_those_of_the_definition(levers, seed):
    values = game(levers, 2, seed)
    found = EverySet(NAMES[:levers], 2).contributions(values)
    np.testing.assert_allclose(found, by_definition(values, levers), atol=1e-9)


@pytest.mark.parametrize("scheme", [EverySet(NAMES[:6], 3), SampledOrders(NAMES[:6], 3, 1), SampledOrders(NAMES, 3, 1)])
def test_contributions_sum_to_the_gap(scheme: Scheme):
    values = game(len(scheme.levers), 3, 4)
    found = scheme.contributions(values)
    np.testing.assert_allclose(found.sum(axis=0), values[max(values)] - values[0], rtol=0, atol=1e-12 * len(values))


@pytest.mark.parametrize("scheme", [EverySet(NAMES[:4], 2), SampledOrders(NAMES[:4], 2, 1)])
def test_a_lever_that_changes_nothing_contributes_exactly_nothing(scheme: Scheme):
    some = game(3, 2, 9)
    values = {chosen: some[chosen & 0b111] for chosen in range(16)}
    assert (scheme.contributions(values)[3] == 0.0).all()


def test_levers_that_do_the_same_contribute_the_same():
    some = game(3, 2, 5)
    values = {chosen: some[chosen & 0b11 | (0b100 if chosen >> 2 else 0)] for chosen in range(16)}
    found = EverySet(NAMES[:4], 2).contributions(values)
    np.testing.assert_allclose(found[2], found[3], atol=1e-12)


def test_sampled_orders_are_exact_where_levers_interact_in_pairs_only():
    values = game(6, 8, 3, order=2)
    exact = EverySet(NAMES[:6], 8).contributions(values)
    np.testing.assert_allclose(SampledOrders(NAMES[:6], 8, 1).contributions(values), exact, atol=1e-9)


def test_sampled_orders_come_near_the_exact_values():
    values = {chosen: np.repeat(outcomes, 24, axis=0) for chosen, outcomes in game(6, 1, 3).items()}
    exact = EverySet(NAMES[:6], 24).contributions(values)
    sampled = SampledOrders(NAMES[:6], 24, 1).contributions(values)
    error = stats.sem(sampled, axis=1)
    assert (np.abs(sampled.mean(axis=1) - exact.mean(axis=1)) < 4.0 * error + 1e-9).all()


def test_sampled_orders_need_few_sets_and_each_replication_only_its_own():
    scheme = SampledOrders(NAMES, 5, 1)
    needed = scheme.needed()
    assert needed[0] == needed[2**10 - 1] == [0, 1, 2, 3, 4]
    assert sum(map(len, needed.values())) <= 5 * 20
    values = {chosen: np.full((5, 2), np.nan) for chosen in needed}
    whole = game(10, 5, 2)
    for chosen, places in needed.items():
        values[chosen][places] = whole[chosen][places]
    np.testing.assert_array_equal(scheme.contributions(values), scheme.contributions(whole))


def test_orders_depend_on_the_seed_and_the_names_only():
    orders = SampledOrders(NAMES, 3, 1).orders
    assert orders == SampledOrders(NAMES, 5, 1).orders[:3]
    assert orders != SampledOrders(NAMES, 3, 2).orders
    backwards = SampledOrders(NAMES[::-1], 3, 1).orders
    assert [[NAMES[::-1][lever] for lever in order] for order in backwards] == [
        [NAMES[lever] for lever in order] for order in orders
    ]


def test_up_to_eight_levers_are_exact():
    assert isinstance(scheme_for(NAMES[:8], 4, 1), EverySet)
    assert isinstance(scheme_for(NAMES[:9], 4, 1), SampledOrders)
    assert isinstance(scheme_for(NAMES[:2], 4, 1, sampled=True), SampledOrders)
    assert len(scheme_for(NAMES[:8], 4, 1).needed()) == 256


def test_interval_of_groups():
    values = np.array([0.3, -0.1, 0.8, 0.4, 0.2, 0.5])
    assert grouped_interval(values, np.arange(6)) == pytest.approx(mean_interval(values))
    means = values.reshape(3, 2).mean(axis=1)
    assert grouped_interval(values, [0, 0, 1, 1, 2, 2]) == pytest.approx(mean_interval(means))
    assert grouped_interval([np.nan, *values], [7, *range(6)]) == pytest.approx(mean_interval(values))
    assert grouped_interval([0.0], [0]) == (0.0, 0.0, 0.0)
    assert np.isnan(grouped_interval([0.5], [0])[1])
    assert np.isnan(grouped_interval([], [])).all()


# -- the scenarios between two --------------------------------------------------------------------------------------

MANDATE = {"announce_week": 10, "office_days": 5, "notice_weeks": 4}


def scenario(**tables: object) -> Scenario:
    return load({"extends": "baseline", **tables})


def test_a_mandate_and_a_timeline_entry_count_as_one_lever_each():
    second = scenario(
        policy={"autonomy": 0.9},
        mandates={"rto": MANDATE},
        timeline=[{"label": "trial", "week": 5, "set": {"policy.support": 0.9, "policy.growth": 0.9}}],
        parameters={"trust.loss_weight": 2.5},
    )
    between = Mixtures(load("baseline"), second)
    assert set(between.levers) == {"policy.autonomy", "mandates.rto", "timeline.trial", "parameters.trust.loss_weight"}
    everything = range(4)
    assert between.mixture(()).hash == load("baseline").hash
    assert between.mixture(everything).hash == second.hash
    for place, lever in enumerate(between.levers):
        changed = differences(load("baseline"), between.mixture([place]))
        assert changed
        assert all(path.startswith(lever) for path in changed)


def test_the_two_forms_of_a_mandate_are_no_difference():
    one = scenario(mandates={"rto": {"announce_week": 10, "office_days": 5, "abruptness": 1.0}})
    two = scenario(mandates={"rto": {"announce_week": 10, "office_days": 5, "notice_weeks": 0, "ramp_weeks": 0}})
    assert Mixtures(one, two).levers == ()
    assert Mixtures(one, scenario(mandates={"rto": MANDATE})).levers == ("mandates.rto",)


def test_replications_and_seed_are_the_first_scenarios_and_no_levers():
    second = load("baseline").override({"run.seed": 7, "run.replications": 3, "policy.autonomy": 0.9})
    between = Mixtures(load("baseline"), second)
    assert between.levers == ("policy.autonomy",)
    assert between.mixture([0]).seed == load("baseline").seed


def test_policies_of_a_team_count_by_path_and_need_the_team():
    first = load("baseline")
    second = scenario(teams=[{"name": "platform", "employees": 8, "policy": {"autonomy": 0.9, "remote_days": 5}}])
    between = Mixtures(first, second)
    people, *policies = sorted(between.levers, key=lambda lever: "policy" in lever)
    assert people == "teams.platform.employees"
    assert sorted(policies) == ["teams.platform.policy.autonomy", "teams.platform.policy.remote_days"]
    places = [between.levers.index(lever) for lever in policies]
    assert between.mixture(places).hash == first.hash
    assert between.mixture(range(3)).hash == second.hash


def test_levers_that_need_each_other_count_as_one():
    timeline = [{"label": "back", "week": 20, "event": "reversal", "of": "rto"}]
    second = scenario(mandates={"rto": MANDATE}, timeline=timeline, policy={"autonomy": 0.9})
    between = Mixtures(load("baseline"), second)
    assert set(between.levers) == {"policy.autonomy", "mandates.rto + timeline.back"}
    sets = {"set": {"policy.support": 0.9}, "week": 5}
    one, two = scenario(timeline=[{"label": "one", **sets}]), scenario(timeline=[{"label": "two", **sets}])
    assert Mixtures(one, two).levers == ("timeline.one + timeline.two",)


def test_sizes_of_teams_that_fit_together_only():
    def sized(one: int, two: int) -> Scenario:
        teams = [{"name": "one", "employees": one}, {"name": "two", "employees": two}]
        return scenario(population={"employees": 100}, teams=teams)

    assert Mixtures(sized(60, 40), sized(40, 60)).levers == ("teams.one.employees + teams.two.employees",)


def test_what_cannot_be_changed_piece_by_piece_is_said():
    """Each team can grow or shrink alone, and all together, but not those that grow without those that shrink."""

    def sized(*sizes: int) -> Scenario:
        teams = [{"name": f"t{place}", "employees": size} for place, size in enumerate(sizes)]
        return scenario(population={"employees": 100}, teams=teams)

    between = Mixtures(sized(23, 23, 23, 23), sized(31, 31, 15, 15))
    assert len(between.levers) == 4
    with pytest.raises(ScenarioError, match=r"t0\.employees, teams\.t1\.employees of 'scenario' is no valid scenario"):
        between.mixture([0, 1])
