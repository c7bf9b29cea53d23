"""One's own company on a shipped map: what its band of tiles says, and the question of the map put to it."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import trustsim as ts
from trustsim.errors import InputError, StoreError
from trustsim.studies import cells as cells_of_maps
from trustsim.studies import shipped_maps
from trustsim.studies.bands import band, nearest_panel, own_company, touched
from trustsim.studies.cells import LOSES, REGIONS, WINS, MapCells, shipped_cells

X, Y = "population.opportunists", "policy.accountability"


@pytest.fixture(scope="module")
def cells() -> MapCells:
    return shipped_cells("trust-first")


@pytest.mark.parametrize("name", shipped_maps())
def test_every_shipped_map_has_its_cells(name):
    found = shipped_cells(name)
    assert len(found.table) == found.plan.cells * len(found.plan.outcomes)
    for panel in found.plan.panels:
        for outcome in found.plan.outcomes:
            grid = found.grid(outcome, panel.title, "low")
            assert grid.shape == (len(found.plan.y.values) if found.plan.y else 1, len(found.plan.x.values))
            assert not pd.isna(grid).any()
    assert found.is_difference == ("difference" in found.table)


def test_cells_that_are_missing_or_of_another_map_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(cells_of_maps, "shipped_docs", lambda: tmp_path)
    with pytest.raises(StoreError, match="make figures"):
        shipped_cells("trust-first")
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "trust-first.csv").write_text("panel,outcome\na,b\n", "utf-8")
    with pytest.raises(StoreError, match="does not hold the cells"):
        shipped_cells("trust-first")


AXIS = (0.0, 0.1, 0.2, 0.3, 0.5, 1.0)


@given(st.tuples(st.floats(0.0, 1.0), st.floats(0.0, 1.0)).map(sorted))
def test_a_band_touches_all_tiles_between_which_it_lies_and_no_more(ends):
    low, high = ends
    found = touched(AXIS, (low, high))
    assert found[0] <= low
    assert found[-1] >= high
    assert [value for value in AXIS if low <= value <= high] == [value for value in found if low <= value <= high]
    assert len([value for value in found if value < low]) <= 1
    assert len([value for value in found if value > high]) <= 1


def test_a_band_beyond_the_axis_ends_with_it_and_one_the_wrong_way_round_is_refused():
    assert touched((0.2, 0.4), (0.0, 0.1)) == (0.2,)
    assert touched((0.2, 0.4), (0.5, 0.9)) == (0.4,)
    assert touched((0.2, 0.4), (0.0, 0.9)) == (0.2, 0.4)
    with pytest.raises(InputError, match="from the lower to the higher"):
        touched(AXIS, (0.4, 0.1))


@pytest.mark.parametrize("outcome", ["productivity", "attrition"])
def test_what_a_band_says_are_its_tiles(cells, outcome):
    panel = cells.plan.panels[1].title
    found = band(cells, panel, outcome, (0.55, 0.95), (0.5, 0.6))
    assert found.x == pytest.approx((0.5, 0.6, 0.7, 0.8, 0.9, 1.0))
    assert found.y == (0.5, 0.75)
    table = cells.table
    tiles = table[
        (table["panel"] == panel) & (table["outcome"] == outcome) & table[X].between(0.45, 1) & table[Y].isin(found.y)
    ]
    assert found.tiles == len(tiles) == 12
    assert found.regions == tiles["region"].value_counts().to_dict()
    ends = found.worst[0], found.best[0]
    assert sorted(ends) == [tiles["difference"].min(), tiles["difference"].max()]
    assert (ends[0] < ends[1]) == (outcome == "productivity")
    assert found.worst[1] < found.worst[0] < found.worst[2]


def test_a_band_says_wins_or_loses_only_where_every_tile_does(cells):
    panel = cells.plan.panels[0].title
    few = band(cells, panel, "productivity", (0.0, 0.2), (0.5, 0.5))
    assert few.says == WINS == next(iter(few.regions))
    many = band(cells, panel, "productivity", (0.9, 1.0), (0.0, 0.0))
    assert many.says == LOSES
    all_of_it = band(cells, panel, "productivity", (0.0, 1.0), (0.0, 1.0))
    assert all_of_it.says == "depends"
    assert all_of_it.tiles == 55
    assert set(all_of_it.regions) <= set(REGIONS)
    unclear = cells.table.query("region == 'not clear' and outcome == 'productivity'").iloc[0]
    alone = band(cells, unclear["panel"], "productivity", (unclear[X],) * 2, (unclear[Y],) * 2)
    assert (alone.tiles, alone.says) == (1, "depends")


def test_crossings_are_those_of_the_rows_of_the_band(cells):
    panel = cells.plan.panels[0].title
    found = band(cells, panel, "productivity", (0.05, 0.1), (0.25, 0.25))
    edges = cells.boundary().query("panel == @panel and outcome == 'productivity'").set_index(Y)
    assert [row["crossing"] for row in found.crossings] == [edges.loc[0.25, "crossing"]]
    assert band(cells, panel, "engagement", (0.0, 1.0), (0.0, 1.0)).crossings == ()


def test_what_is_no_such_map_panel_or_outcome_is_refused(cells):
    with pytest.raises(InputError, match="two axes and two scenarios"):
        band(shipped_cells("surveillance-dose"), "fair and open", "stress", (0, 1), (0, 1))
    for panel, outcome in (("nowhere", "productivity"), (cells.plan.panels[0].title, "stress")):
        with pytest.raises(InputError, match="no panel"):
            band(cells, panel, outcome, (0, 1), (0, 1))


def test_the_nearest_panel_is_that_of_ones_own_signals(cells):
    rich, usual, lost = (panel.title for panel in cells.plan.panels)
    assert nearest_panel(cells.plan, ts.load("baseline")) == (usual, 0.0)
    office = {"policy.remote_days": 0.5, "environment.work_visibility": 0.9, "environment.measurability": 0.8}
    assert nearest_panel(cells.plan, ts.load("baseline").override(office))[0] == rich
    title, far = nearest_panel(cells.plan, ts.load("baseline").override(dict(cells.plan.panels[2].set)))
    assert (title, far) == (lost, 0.0)


def test_the_question_of_the_map_is_put_to_ones_own_company(cells):
    company = ts.load("surveillance").override({"population.employees": 30, "run.weeks": 12, "run.seed": 9})
    plan = own_company(cells.plan, company, (0.05, 0.25), replications=3)
    assert plan.x.values == (0.05, 0.15, 0.25)
    found = ts.run_map(plan)
    first, then = found.against, ts.load(plan.scenario)
    assert first is not None
    differs = {path for path in first.values if first.get(path) != then.get(path)}
    assert differs == {"policy.trust_first", "policy.verify_first", "run.replications"}
    assert first.get("policy.surveillance") == company.get("policy.surveillance") != 0.1
    cell = found.table.query("outcome == 'engagement'").iloc[2]
    arms = [arm.override({X: 0.25}) for arm in (first, then)]
    alone = ts.compare(*arms, replications=3, seed=9).table.set_index("outcome").loc["engagement"]
    assert cell["difference"] == alone["difference"]


def test_a_band_without_width_has_no_own_map(cells):
    with pytest.raises(InputError, match=r"your band: population\.opportunists needs 2 to"):
        own_company(cells.plan, "baseline", (0.1, 0.1))
