"""The agenda of a sweep: every run once, whatever order workers finish or die in, and balanced wherever it stops."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import trustsim as ts
from trustsim.studies.designs.cells import Cells, cells_of
from trustsim.studies.sweeps.agenda import ROUND, Agenda, Job, spread

if TYPE_CHECKING:
    from random import Random  # noqa: TID251 - the type of what Hypothesis gives

RULE = {"outcome": "stress", "narrower_than": 3.5, "at_least": 10, "at_most": 60, "step": 10}


def cells(**design: Any) -> Cells:
    factors = {"policy.surveillance": {"low": 0, "high": 1, "steps": 5}}
    return cells_of(ts.Design(factors=factors, arms={"fair": {"policy.fairness": 0.9}}, **design))


def value(case: int, replication: int) -> float:
    """Return what a run comes to: a fixed number, more scattered in some cases than in others."""
    return math.sin(12.9898 * case + 78.233 * replication) * (1.0 + 3.0 * (case % 3))


def ended(jobs: list[Job]) -> list[tuple[int, int, float]]:
    return [(job.case, number, value(job.case, number)) for job in jobs for number in job.replications]


def unbroken(laid: Cells) -> set[tuple[int, int]]:
    agenda = Agenda(laid)
    done: set[tuple[int, int]] = set()
    while jobs := agenda.next_batch(1.0):
        found = ended(jobs)
        done |= {(case, number) for case, number, _ in found}
        agenda.finish(found, 1.0)
    return done


@pytest.fixture(scope="module", params=[70, RULE], ids=["fixed", "stopping rule"])
def laid(request: pytest.FixtureRequest) -> Cells:
    return cells(replications=request.param)


@given(st.randoms(use_true_random=True))
def test_every_run_ends_once_whatever_finishes_or_dies_first(laid: Cells, luck: Random) -> None:
    agenda, running = Agenda(laid), []
    done: list[tuple[int, int, float]] = []
    while True:
        if luck.random() < 0.1:  # everything is killed and begun anew
            agenda, running = Agenda(laid, done), []
        while len(running) < 3 and (jobs := agenda.next_batch(luck.choice([0.01, 0.3, 2.0]))):
            running.append(jobs)
        if not running:
            break
        jobs = running.pop(luck.randrange(len(running)))
        found = ended(jobs) if luck.random() < 0.8 else ended(jobs)[: len(jobs) // 2]  # its worker died, or not
        done += found
        agenda.finish(found, luck.uniform(0.01, 3.0))
        agenda.release(jobs)
    runs = [(case, number) for case, number, _ in done]
    assert len(runs) == len(set(runs))
    assert set(runs) == unbroken(laid)
    assert agenda.total == len(runs)
    assert agenda.left == 0.0


def test_without_a_rule_every_case_has_all_replications() -> None:
    laid = cells(replications=7)
    assert unbroken(laid) == {(case, number) for case in range(10) for number in range(7)}


def test_a_rule_gives_more_runs_to_points_that_scatter_more() -> None:
    laid = cells(replications=RULE)
    counts = np.bincount([case for case, _ in unbroken(laid)])
    assert counts.min() == 20 <= counts.max()
    assert len(set(counts)) > 1
    assert (counts[0::2] == counts[1::2]).all(), "the arms of a point have the same replications"


@given(st.integers(1, 200), st.sampled_from([0.05, 0.4, 3.0]))
def test_wherever_it_stops_points_are_balanced_and_pairs_are_whole(batches: int, seconds: float) -> None:
    laid = cells(replications=90)
    agenda = Agenda(laid)
    for _ in range(batches):
        agenda.finish(ended(agenda.next_batch(seconds)), seconds)
    counts = agenda.done.sum(axis=1)
    assert counts.max() - counts.min() <= ROUND
    assert (counts[0::2] == counts[1::2]).all()


@given(st.integers(1, 300))
def test_the_order_of_points_spreads_from_the_first_on(count: int) -> None:
    order = spread(count)
    assert sorted(order) == list(range(count))
    for first in (4, 16, 64):
        if count >= 2 * first:
            gaps = np.diff(sorted([*order[:first], count]))
            assert gaps.max() <= 2.0 * count / first + 1


def test_batches_are_as_long_as_asked_once_runs_were_measured() -> None:
    laid = cells(replications=5_000)
    agenda = Agenda(laid)
    sizes = []
    for _ in range(12):
        jobs = agenda.next_batch(1.5)
        runs = ended(jobs)
        agenda.finish(runs, 0.01 * len(runs))  # a run takes 10 ms
        sizes.append(0.01 * len(runs))
    assert all(1.4 <= seconds <= 2.5 for seconds in sizes[-4:])
    agenda.finish(ended(agenda.next_batch(1.5)), 1_000.0)  # the machine slept
    assert 0.8 <= 0.01 * len(ended(agenda.next_batch(1.5))) <= 2.5
