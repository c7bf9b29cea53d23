"""For whom: values of groups are those of the frames, small groups are withheld, who is hit harder is told."""

import numpy as np
import pytest

import trustsim as ts
from trustsim.errors import InputError
from trustsim.model.groupings import GROUPINGS
from trustsim.studies.groups import EVERYBODY, for_whom, for_whom_steps, moves

SMALL = {"population.employees": 60, "run.weeks": 20, "run.replications": 12}
ABRUPT = {"mandates.rto.announce_week": 4}


@pytest.fixture(scope="module")
def arms() -> tuple[ts.Scenario, ts.Scenario]:
    base = ts.load("baseline").override(SMALL | {"teams.platform.employees": 14, "teams.two.employees": 9})
    return base, ts.load("rto-abrupt").override(
        SMALL | ABRUPT | {"teams.platform.employees": 14, "teams.two.employees": 9}
    )


@pytest.fixture(scope="module")
def found(arms):
    return for_whom(*arms)


def test_everybody_is_as_in_the_comparison(arms, found):
    table = ts.compare(*arms).table.set_index("outcome")
    everybody = found.table[found.table["grouping"] == EVERYBODY].set_index("outcome")
    for name, row in everybody.iterrows():
        for column in ("baseline_value", "scenario_value", "difference", "low", "high"):
            assert row[column] == pytest.approx(table.loc[name, column], abs=1e-9)
        assert row["verdict"] == table.loc[name, "verdict"]
        assert row["beyond"] == 0.0
        assert row["hit"] == "alike"


def test_a_group_is_as_in_the_frame_of_groups(arms, found):
    weekly = ts.run(arms[1], record=ts.Record(groups=["function"])).groups
    others = weekly[weekly["group"] == "other"]
    assert len(others) == arms[1].weeks * arms[1].replications
    stress = [np.average(rows["stress"], weights=rows["people"]) for _, rows in others.groupby("replication")]
    row = found.table.query("group == 'other' and grouping == 'function' and outcome == 'stress'")
    assert row["scenario_value"].item() == pytest.approx(np.mean(stress), abs=1e-9)


def test_small_groups_are_withheld_and_named(found):
    shown = found.table[["grouping", "group"]].drop_duplicates()
    hidden = found.withheld
    every = {(one.name, label) for one in GROUPINGS for label in one.labels}
    named = set(map(tuple, shown.to_numpy())) | set(map(tuple, hidden.to_numpy()))
    assert every <= named
    assert not set(map(tuple, shown.to_numpy())) & set(map(tuple, hidden.to_numpy()))
    assert (found.table["people"] >= 10).all()
    assert ("team", "platform") in set(map(tuple, shown.to_numpy()))
    assert ("team", "two") in set(map(tuple, hidden.to_numpy()))


def test_those_who_need_flexibility_are_hit_harder_by_an_order_to_come(found):
    rows = found.table.query("grouping == 'flexibility need' and outcome == 'quit_intention'").set_index("group")
    assert rows["difference"].is_monotonic_increasing
    assert "harder" in set(found.hardest["hit"])
    sizes = found.hardest
    assert set(sizes["hit"]) == {"harder"}


def test_equal_scenarios_differ_for_nobody(arms):
    same = for_whom(arms[0], arms[0], groupings=["ability"], replications=3)
    assert (same.table["difference"] == 0.0).all()
    assert same.hardest.empty


def test_steps_end_with_the_whole(arms, found):
    *before, last = for_whom_steps(arms[0], {"rto-abrupt": arms[1]})
    assert [one.manifest.replications for one in before] == [10]
    assert last.table.equals(found.table)


def test_traits_stay_and_states_do_not():
    assert moves("tenure")
    assert moves("place of work")
    assert not moves("ability")
    assert not moves("cohort")


def test_unknown_names_get_a_hint(arms):
    with pytest.raises(InputError, match="did you mean 'ability'"):
        for_whom(*arms, groupings=["abilty"])
    with pytest.raises(InputError, match="did you mean 'stress'"):
        for_whom(*arms, outcomes=["stres"])
