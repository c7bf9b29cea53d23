"""The shipped sample of the posterior: it loads, belongs to this model, lies in its ranges, and serves ``compare``."""

import math
from typing import Any

import numpy as np
import pytest

import trustsim as ts
from trustsim.evidence.calibrating import free_parameters
from trustsim.scenario import load
from trustsim.studies import assumptions
from trustsim.studies.assumptions import SAMPLE, posterior_sample

SIZE = {"population.employees": 40, "run.weeks": 8, "run.replications": 2, "run.seed": 5}


def test_the_sample_is_of_the_parameters_that_are_free():
    assert list(posterior_sample()[0]) == [free.path for free in free_parameters()]


def test_every_draw_lies_in_the_ranges_that_were_searched():
    for draw in posterior_sample():
        for free in free_parameters():
            assert free.low <= draw[free.path] <= free.high, free.path


def test_the_sample_is_small_and_spread():
    draws = posterior_sample()
    assert 50 <= len(draws) <= 300
    assert SAMPLE.stat().st_size < 100_000
    for free in free_parameters():
        assert len({draw[free.path] for draw in draws}) > len(draws) // 2, free.path


def test_most_of_what_is_shipped_lies_among_the_draws():
    """The defaults are one point of the set: most lie within the middle 98% of what the numbers allow."""
    draws = posterior_sample()
    inside = 0
    for free in free_parameters():
        low, high = np.quantile([draw[free.path] for draw in draws], (0.01, 0.99))
        inside += low <= free.default <= high
    assert inside >= 0.8 * len(free_parameters())


def test_a_scenario_can_be_loaded_at_every_draw():
    base = load("baseline")
    for draw in posterior_sample():
        assert base.override(dict(draw)).get("parameters.leaving.intent_base") == draw["parameters.leaving.intent_base"]


def test_an_interval_of_assumptions_rests_on_the_shipped_sample(monkeypatch: pytest.MonkeyPatch):
    some = posterior_sample()[:2]
    monkeypatch.setattr(assumptions, "_read", lambda path: some)
    arms = [load(name).override(SIZE) for name in ("baseline", "surveillance")]
    row: Any = ts.compare(arms[0], arms[1], assumptions="posterior").table.set_index("outcome").loc["stress"]
    assert math.isfinite(float(row["assumption_low"]))
    assert float(row["assumption_low"]) < float(row["assumption_high"])
