"""A run that goes on from the end of burn-in has the digits of one that was never broken off."""

import numpy as np
import pytest

import trustsim as ts
from trustsim.errors import InputError
from trustsim.model.recording import Record
from trustsim.scenario import Scenario, load

SMALL = {"population.employees": 27, "run.weeks": 6, "run.replications": 5}
RECORD = Record(weekly=True, teams=True, groups=True, employees="all", managers=True, events=True)


def small(name: str, **more: object) -> Scenario:
    return load(name).override({**SMALL, **more})


@pytest.fixture(scope="module")
def checkpoint() -> ts.Checkpoint:
    return ts.burn_in(small("baseline"), threads=2)


@pytest.mark.parametrize("name", ["baseline", "rto-abrupt", "repair-badly"])
def test_whoever_goes_on_from_a_checkpoint_has_the_same_digits(checkpoint: ts.Checkpoint, name: str) -> None:
    """A mandate, a breach and what is said of it: whatever comes after week 0."""
    scenario = small(name, **{"run.weeks": 66})
    whole = ts.run(scenario, record=RECORD)
    assert ts.run(scenario, record=RECORD, checkpoint=checkpoint).equals(whole)


def test_a_lever_set_from_week_1_goes_on_from_the_checkpoint(checkpoint: ts.Checkpoint) -> None:
    later = {"timeline.now": {"week": 1, "set": {"policy.surveillance": 0.8, "environment.labour_market": 0.9}}}
    watched = small("baseline").override(later)
    going_on = ts.run(watched, checkpoint=checkpoint)
    assert going_on.equals(ts.run(watched))
    assert not going_on.equals(ts.run(small("baseline")))


def test_some_replications_and_other_weeks_go_on_as_well(checkpoint: ts.Checkpoint) -> None:
    fewer = small("baseline", **{"run.replications": 3, "run.weeks": 2})
    assert ts.run(fewer, checkpoint=checkpoint).equals(ts.run(fewer))


@pytest.mark.parametrize(
    ("changes", "record", "message"),
    [
        ({"policy.surveillance": 0.4}, None, "differ before week 1"),
        ({"population.employees": 28}, None, "differ before week 1"),
        ({"parameters.trust.loss_weight": 2.5}, None, "differ before week 1"),
        ({"run.seed": 9}, None, "has seed 1, the run 9"),
        ({"run.replications": 6}, None, "replications 0 to 4, not 5"),
        ({}, Record(ledger="company"), "ledger"),
    ],
)
def test_what_does_not_fit_is_refused(
    checkpoint: ts.Checkpoint, changes: dict[str, object], record: Record | None, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        ts.run(small("baseline", **changes), record=record, checkpoint=checkpoint)


def test_compare_shares_burn_in_and_no_digit_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Arms that differ from the start run their own; where it would take too much memory, all do."""
    arms = [small(name) for name in ("rto-three-days", "surveillance")]
    shared = ts.compare(small("baseline"), arms).table
    monkeypatch.setattr("trustsim.studies.comparing.MOST_SEATS", 0)
    alone = ts.compare(small("baseline"), arms).table
    assert shared.equals(alone)
    assert np.isfinite(shared["difference"]).any()
