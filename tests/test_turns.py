"""Turns: long work gives way to what somebody waits for, goes on after it, ends with its asker, and loses no place."""

import threading

import pytest

import trustsim as ts
from trustsim.model.threads import Stopped
from trustsim.studies.estimating import Gate
from trustsim.studies.what_if import WhatIf
from trustsim.studies.whys import why_steps

SECONDS = 20


def test_urgent_work_goes_in_the_middle_of_long_work() -> None:
    gate, order = Gate(places=1), []
    waiting, began = threading.Event(), threading.Event()

    def urgent() -> None:
        began.wait(SECONDS)
        waiting.set()
        with gate.turn(True):
            order.append("urgent")

    def work():
        began.set()
        waiting.wait(SECONDS)
        while not gate.urgent:
            pass
        gate.give_way()
        order.append("long")
        yield 1

    other = threading.Thread(target=urgent)
    other.start()
    assert list(gate.long(work())) == [1]
    other.join(SECONDS)
    assert order == ["urgent", "long"]
    assert gate.free == 1


def test_without_anybody_urgent_nothing_is_given_way_to() -> None:
    gate = Gate(places=1)
    with gate.turn(False):
        gate.give_way()
        assert gate.free == 0
    assert gate.free == 1


def test_work_that_nobody_waits_for_ends_and_gives_its_place_back() -> None:
    gate = Gate(places=2)

    def work():
        yield 1
        gate.give_way(lambda: True)
        yield 2

    found = []
    with pytest.raises(Stopped):
        found.extend(gate.long(work()))
    assert gate.free == 2
    gate.urgent = 1  # somebody waits for a place, and will not get one before this work is given up
    asked = iter([False, True])
    with pytest.raises(Stopped), gate.turn(True):
        gate.give_way(lambda: next(asked))
    assert gate.free == 2


def test_reasons_come_from_a_few_runs_and_then_from_all() -> None:
    what_if = WhatIf(company={"population.employees": 24, "run.weeks": 8}, replications=12)
    moved = what_if.move("policy.autonomy", 0.9).move("policy.surveillance", 0.5)
    *before, last = why_steps(moved.baseline, moved.scenario)
    assert [one.manifest.replications for one in before] == [8]
    assert last.manifest.replications == 12
    assert set(last.lever_names) == {"timeline.autonomy", "timeline.surveillance"}
    table = ts.compare(moved.baseline, [moved.scenario]).table.set_index("outcome")["difference"]
    for row in last.table.to_dict("records"):
        assert row["difference"] == pytest.approx(table[row["outcome"]], abs=1e-9)


def test_reasons_end_where_the_pause_says_so() -> None:
    what_if = WhatIf(company={"population.employees": 24, "run.weeks": 8}).move("policy.autonomy", 0.9)

    def stop() -> None:
        raise Stopped

    with pytest.raises(Stopped):
        list(why_steps(what_if.baseline, what_if.scenario, stop))
