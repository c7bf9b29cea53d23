"""Refinement: runs go where something happens, lines tell the rest; tipping points are where it happens most."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import trustsim as ts
from trustsim.errors import InputError
from trustsim.studies.maps import Axis, MapPlan
from trustsim.studies.phases import PhaseMap
from trustsim.studies.refining import Place, Said, filled, nearest, rounds, subdivided

X, Y = "policy.surveillance", "policy.fairness"
SIZE: dict[str, Any] = {"set": {"population.employees": 12}, "replications": 3, "weeks": 10, "seed": 3}


def plan(steps: int, refine: int, *, tall: bool = True) -> MapPlan:
    values = tuple(np.linspace(0.0, 1.0, steps).tolist())
    return subdivided(MapPlan("baseline", Axis(X, values), Axis(Y, values) if tall else None, refine=refine))


def run_places(of: MapPlan, height: Callable[[float, float], float]) -> list[Place]:
    """Return the places that are run where the outcome has some height at (x, y) of the unit square."""
    width, tall = len(of.x.values) - 1, len(of.y.values) - 1 if of.y else 1

    def said(place: Place) -> Said:
        return ((height(place[2] / width, place[1] / tall), ""),)

    return [place for places in rounds(of, said) for place in places]


def test_an_even_slope_needs_no_more_cells() -> None:
    assert len(run_places(plan(5, 3), lambda x, y: 2.0 * x - y)) == 25
    assert len(run_places(plan(5, 3, tall=False), lambda x, y: x)) == 5


def test_a_step_is_found_to_the_finest_step_and_little_else_is_run() -> None:
    of = plan(5, 4, tall=False)
    places = run_places(of, lambda x, y: float(x > 0.37))
    assert len(places) == len(set(places)) == 5 + 4
    columns = sorted(place[2] for place in places)
    assert {int(0.37 * 64), int(0.37 * 64) + 1} <= set(columns)


def test_a_diagonal_edge_is_followed() -> None:
    of = plan(5, 3)
    places = run_places(of, lambda x, y: float(x + y > 1.03))
    assert len(places) < 0.4 * of.cells
    edge = [(row, column) for row in range(33) for column in range(33) if row + column == 33]
    run = {place[1:] for place in places}
    assert sum(any((row + a, column + b) in run for a in (-1, 0, 1) for b in (-1, 0, 1)) for row, column in edge) > 30


def test_cells_in_different_regions_are_halved_however_little_they_differ() -> None:
    of = plan(3, 2, tall=False)
    said = {place: ((0.0, "wins" if place[2] < 3 else "not clear"),) for place in [(0, 0, x) for x in range(9)]}
    places = [place[2] for some in rounds(of, said.__getitem__) for place in some]
    assert sorted(places) == [0, 2, 3, 4, 8]


def test_gaps_of_a_plane_are_filled_by_the_plane() -> None:
    rows, columns = np.indices((9, 9))
    plane = 2.0 * rows - 3.0 * columns
    known = ((rows % 4 == 0) & (columns % 4 == 0)) | ((rows < 4) & (columns < 4))
    assert filled(np.where(known, plane, np.nan)) == pytest.approx(plane)
    line = np.array([[0.0, np.nan, 2.0, np.nan, 8.0]])
    assert filled(line).tolist() == [[0.0, 1.0, 2.0, 5.0, 8.0]]
    names = np.array([["wins", None, None, "loses"]], dtype=object)
    assert nearest(names).tolist() == [["wins", "wins", "loses", "loses"]]


def test_refined_cells_have_the_digits_of_a_map_that_runs_them_all() -> None:
    sides = {X: [0.0, 0.5, 1.0]}, {Y: [0.0, 1.0]}
    some = ts.phase_map("baseline", *sides, outcomes="stress", refine=1, **SIZE)
    every = ts.phase_map("baseline", {X: [0.0, 0.25, 0.5, 0.75, 1.0]}, {Y: [0.0, 0.5, 1.0]}, outcomes="stress", **SIZE)
    assert 6 <= len(some.table) <= 15
    both = some.table.merge(every.table, on=list(every.table.columns))
    assert len(both) == len(some.table)
    assert np.isfinite(some.whole("stress", "", "value")).all()
    assert "cells were run" in some.caption
    assert some.plot() is not None


def test_differences_are_refined_by_region_and_their_border_is_found() -> None:
    found = ts.phase_map(
        "trust-first", {"population.opportunists": [0.0, 0.5, 1.0]}, {"policy.accountability": [0.0, 1.0]},
        against="verify-first", outcomes="productivity", refine=2, **SIZE,
    )  # fmt: skip
    regions = found.whole("productivity", "", "region")
    assert None not in regions
    assert set(found.boundary().columns) >= {"crossing"} or found.boundary().empty
    assert found.to_json() == found.to_json()


def test_too_fine_a_map_is_refused() -> None:
    with pytest.raises(InputError, match=r"policy.surveillance has 161 values, and 101 are the most"):
        plan(11, 4)
    with pytest.raises(InputError, match="refine must be a whole number from 0 to 4, got 5"):
        plan(3, 5)


# -- tipping points ---------------------------------------------------------------------------------------------------


def map_of(heights: list[float], noise: float = 0.0) -> PhaseMap:
    """Return a dose-response of stress over six doses with some heights, the same in eight runs but for noise."""
    of = MapPlan("baseline", Axis(X, tuple(np.linspace(0.0, 1.0, len(heights)).tolist())), outcomes=("stress",))
    luck = noise * np.array([1.0, -1.0] * 4)
    turn = np.array([1.0, -1.0] * (len(heights) // 2) + [1.0] * (len(heights) % 2))
    values = np.array(heights)[:, None] + turn[:, None] * luck
    return PhaseMap(of, ts.load("baseline"), None, values[None, None, :, :, None], None)


def test_a_jump_is_a_tipping_point() -> None:
    found = map_of([10.0] * 11 + [30.0] * 10).tipping_points().iloc[0]
    assert (found["before"], found["after"]) == pytest.approx((0.5, 0.55))
    assert found["change"] == 20.0
    assert found["share_of_change"] == 1.0
    assert found["abrupt"]


def test_an_even_slope_tips_nowhere() -> None:
    found = map_of(np.linspace(10.0, 30.0, 21).tolist()).tipping_points().iloc[0]
    assert found["share_of_change"] == pytest.approx(0.05)
    assert not found["abrupt"]


def test_a_jump_within_the_noise_or_too_small_to_matter_is_not_abrupt() -> None:
    assert not map_of([10.0] * 11 + [12.0] * 10, noise=30.0).tipping_points().iloc[0]["abrupt"]
    assert not map_of([10.0] * 11 + [10.01] * 10).tipping_points().iloc[0]["abrupt"]
    assert map_of([10.0] * 21).tipping_points().empty
