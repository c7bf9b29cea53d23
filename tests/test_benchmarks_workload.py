"""W as a rule set of ours: one set of digits in both drivers, and the means that the same equations give in NumPy."""

import numpy as np
import pytest

from benchmarks.peers import numpy_batched, numpy_single, trustsim_rules
from benchmarks.peers.protocol import VARIABLES, Work, averages
from benchmarks.peers.quantiles import beta_quantiles
from benchmarks.summaries import STANDARD_ERRORS
from benchmarks.workload import RECORD, W, plan
from trustsim.model.engine import Batch, simulate
from trustsim.model.plain import PlainDriver
from trustsim.model.recording import Recording

WORK = Work(employees=100, weeks=104, runs=60, seed=5)


def plainly(batch: Batch) -> None:
    batch.driver = PlainDriver(batch)


def test_the_plain_driver_gives_the_same_digits() -> None:
    def recorded(**options: object) -> Recording:
        return simulate(W, plan(20, 40), seed=3, replications=range(2), record=RECORD, **options)  # type: ignore[arg-type]

    compiled, plain = recorded(), recorded(prepare=plainly)
    assert compiled.teams is not None
    assert plain.teams is not None
    np.testing.assert_array_equal(compiled.teams, plain.teams)
    quits = compiled.teams[:, :, W.measures[1]["quits"][0]]
    assert quits.sum() > 0


def test_a_newcomer_begins_anew_and_acts_from_the_next_week_on() -> None:
    found = simulate(W, plan(1), seed=1, replications=range(200), record=RECORD).teams
    assert found is not None
    C, I, M, S, E, quits = (found[:, :, W.measures[1][name][0], 0] for name in VARIABLES)  # noqa: E741
    for state, start in ((C, 0.5), (I, 0.5), (M, 0.5), (S, 0.3), (E, 0.6)):
        assert np.all(state[quits == 1.0] == start)
        assert np.all(state[quits == 0.0] != start)


@pytest.mark.parametrize("peer", [numpy_single, numpy_batched])
def test_the_means_are_those_of_the_numpy_peers(peer: object) -> None:
    ours = averages(WORK, trustsim_rules.simulate(WORK))
    theirs = averages(WORK, peer.simulate(WORK))  # type: ignore[attr-defined]
    error = np.sqrt((ours.var(axis=0, ddof=1) + theirs.var(axis=0, ddof=1)) / WORK.runs)
    assert np.all(np.abs(ours.mean(axis=0) - theirs.mean(axis=0)) < STANDARD_ERRORS * error)


def test_teams_are_of_eight_and_the_last_of_what_is_left() -> None:
    assert [team.employees for team in plan(21).teams] == [8, 8, 5]
    assert Work(21, 1, 1).team_sizes.tolist() == [8, 8, 5]


def test_the_table_of_propensities_is_that_of_a_beta_distribution() -> None:
    table = beta_quantiles()
    # mean a / (a + b), variance a b / ((a + b)^2 (a + b + 1)) of Beta(4, 3)
    assert table.mean() == pytest.approx(4 / 7, abs=1e-6)
    assert table.var() == pytest.approx(12 / 49 / 8, rel=1e-4)
