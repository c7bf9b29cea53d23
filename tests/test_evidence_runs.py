"""What is kept of the arms of the evidence is what their runs show; estimators take from it what they say."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from trustsim.evidence.findings.arms import Arm, load_arms
from trustsim.evidence.findings.estimators import ESTIMATORS
from trustsim.evidence.findings.games import mean_returned, mean_sent, moved
from trustsim.evidence.findings.instruments import Careers, Chosen, Managers, Outcomes, People, Watch
from trustsim.evidence.findings.numbers import Number
from trustsim.evidence.findings.running import Laboratory, Seen
from trustsim.model.declarations import Employee, Manager
from trustsim.model.engine import Batch, simulate
from trustsim.model.recording import Record, Recording
from trustsim.model.week import MODEL
from trustsim.scenario import firms, load, resolve

ARMS = load_arms()
SEED, RUNS = 5, 3
EVERYBODY = Chosen((("tenure_weeks", 0.0, 1e6),), (3, 30))
#: One company of a few teams, seen by every instrument, and recorded in full beside it.
WINDOWS = ((1, 40), (1, 10), (3, 30))
INSTRUMENTS = (People("stress", (3, 30)), Managers(("fairness",), 30), EVERYBODY, Careers(), *map(Outcomes, WINDOWS))


def small_arm(name: str, weeks: int = 40, **changes: Any) -> Arm:
    return replace(ARMS[name], weeks=weeks, employees=40, **changes)


@pytest.fixture(scope="module")
def laboratory() -> Laboratory:
    return Laboratory({"environment.labour_market": 0.9}, RUNS, None, SEED, None)


@pytest.fixture(scope="module")
def seen(laboratory: Laboratory) -> Seen:
    arm = small_arm("baseline")
    return laboratory.run(arm, laboratory.setup(arm), INSTRUMENTS)


@pytest.fixture(scope="module")
def recorded(laboratory: Laboratory) -> Recording:
    arm = small_arm("baseline")
    plan = resolve(laboratory.scenario(arm, laboratory.setup(arm)))
    record = Record(employees="all", managers=True, events=True)
    return simulate(MODEL, plan, seed=SEED, replications=range(RUNS), record=record)


# ----------------------------------------------------------------------------------------------------- what is kept


def column(recorded: Recording, name: str) -> np.ndarray:
    assert recorded.employees is not None
    return recorded.employees[:, :, MODEL.columns[Employee][name]]


def test_people_are_what_was_recorded(seen: Seen, recorded: Recording):
    kept = seen.arrays(People("stress", (3, 30)))
    employed, occupant, stress = (column(recorded, name)[:, 2:30] for name in ("employed", "occupant", "stress"))
    assert kept["sum"][:, 0] == pytest.approx((employed * stress).sum(axis=1))
    assert (kept["weeks"][:, 0] == employed.sum(axis=1)).all()
    whole = (employed > 0).all(axis=1) & (occupant == occupant[:, :1]).all(axis=1)
    assert (kept["whole"][:, 0] == whole).all()
    assert 0 < (~whole).sum() < whole.size


def test_managers_are_what_was_recorded(seen: Seen, recorded: Recording):
    assert recorded.managers is not None
    fairness = recorded.managers[:, 29, MODEL.columns[Manager]["fairness"]]
    assert (seen.arrays(Managers(("fairness",), 30))["fairness"][:, 0] == fairness).all()


def events(recorded: Recording, kind: str) -> list[tuple[int, int, int, int]]:
    number = list(MODEL.happenings).index(kind)
    table = recorded.events
    assert table is not None
    keys = ("replication", "week", "seat", "occupant")
    return [row[:4] for row in zip(*(table[key] for key in keys), table["kind"], strict=True) if row[4] == number]


def test_those_who_are_followed_quit_when_the_events_say_so(seen: Seen, recorded: Recording):
    kept = seen.arrays(EVERYBODY)
    quits = events(recorded, "quit")
    first = column(recorded, "occupant")[:, 2]
    hired = column(recorded, "employed")[:, 2] > 0
    for run in range(RUNS):
        gone_at_once = {seat for r, week, seat, _ in quits if r == run and week == 3}
        there = {seat for seat in range(40) if hired[run, seat]} | gone_at_once
        of_them = [
            1
            for r, week, seat, who in quits
            if r == run and 3 <= week <= 30 and seat in there and who == first[r, seat]
        ]
        assert kept["quits"][run, 0] == len(of_them)
        assert kept["among"][run, 0].sum() == len(there)
    assert kept["quits"].sum() > 0


def test_newcomers_are_followed_by_tenure(laboratory: Laboratory):
    """Quits by month of tenure, and who felt a breach, out of the events; here the run begins without burn-in."""
    arm = replace(small_arm("baseline", weeks=120), employees=160)
    plan = replace(resolve(laboratory.scenario(arm, laboratory.setup(arm))), burn_in=0)
    watches: list[Watch] = []

    def prepare(batch: Batch) -> None:
        batch.driver = watch = Watch(batch, (Careers(),))
        watches.append(watch)

    record = Record(employees="all", events=True)
    recorded = simulate(MODEL, plan, seed=SEED, replications=[0], record=record, threads=1, prepare=prepare)
    kept = watches[0].kept[Careers()]
    hires = {(seat, who): week for _, week, seat, who in events(recorded, "hire") if who > 0}
    left = {(seat, who): week for _, week, seat, who in events(recorded, "quit")}
    quits = np.zeros(36)
    followed = breached = 0
    for (seat, who), week in hires.items():
        end = left.get((seat, who), 121)
        if end <= 120:
            quits[int((end - week - 1) * 12 / 52)] += 1
        last = min(end, week + 104)
        if week <= 52 and last <= 120:
            followed += 1
            breached += int(column(recorded, "perceived_breach")[0, last - 1, seat])
    assert (kept["quits"][0] == quits).all()
    assert (kept["followed"][0], kept["breached"][0]) == (followed, breached)
    assert min(quits.sum(), followed, breached) > 0
    assert kept["exposure"].sum() == sum(min(left.get(key, 120), 120) - week for key, week in hires.items())


def test_outcomes_are_those_of_a_run(seen: Seen, recorded: Recording):
    sums = recorded.totals.sum(axis=-1, keepdims=True)
    expected = recorded.values(MODEL.outcomes["productivity"], sums)[:, 0]
    assert seen.outcome("productivity", (1, 40)) == pytest.approx(expected)
    assert seen.outcome("productivity", (1, 10)) != pytest.approx(expected)
    assert seen.firm_outcome("productivity", (1, 40))[:, 0] == pytest.approx(expected)


# ------------------------------------------------------------------------------------------------------------ firms


@pytest.mark.parametrize("fixed", [{}, {"policy.surveillance": 0.0}])
def test_firms_of_an_arm_are_those_that_are_drawn_one_by_one(fixed: dict[str, float]):
    """Each firm's people, bit for bit, are those of the scenario that ``firms`` draws, with the luck of its number."""
    laboratory = Laboratory({"environment.labour_market": 0.9}, 2, None, SEED, None)
    arm = replace(ARMS["unmonitored" if fixed else "no_rto"], weeks=6, employees=100, firms=5)
    setup = laboratory.setup(arm)
    orders = (Outcomes((1, 6)), People("stress", (6, 6)))
    found = laboratory.run(arm, setup, orders).kept
    base = laboratory.scenario(arm, setup)
    for number, firm in enumerate(firms(10, seed=SEED, base=base)):
        plan, record = resolve(firm.override(fixed)), Record(employees=[6])
        alone = simulate(MODEL, plan, seed=SEED, replications=[number], record=record)
        assert alone.totals[0, :, 0] == pytest.approx(found[orders[0]]["sums"][number], rel=1e-12)
        people = column(alone, "stress")[0, 0] * column(alone, "employed")[0, 0]
        assert (people == found[orders[1]]["sum"][number]).all()


def test_fewer_people_are_fewer_firms_of_the_same_size():
    laboratory = Laboratory(None, 2, 250, SEED, None)
    arm = ARMS["no_rto"]
    setup = laboratory.setup(arm)
    assert laboratory.firms(arm, setup) == 5
    assert laboratory.scenario(arm, setup).get("population.employees") == 50
    assert laboratory.setup(ARMS["baseline"]).employees == 250
    assert laboratory.setup(ARMS["baseline"], 100).employees == 100


# --------------------------------------------------------------------------------------------------------- estimators


def number(estimator: str, **given: Any) -> Number:
    return Number("X01", "emergent", estimator, window=(3, 30), **given)


def test_an_arm_against_itself_shows_nothing(seen: Seen):
    arms = [seen, seen]
    for estimator, given, nothing in (
        ("outcome_difference", {"outcome": "stress"}, 0.0),
        ("outcome_ratio", {"outcome": "stress"}, 1.0),
        ("outcome_odds_ratio", {"outcome": "stressed_share"}, 1.0),
        ("mean_change", {"variable": "stress"}, 0.0),
        ("d_arms", {"variable": "stress"}, 0.0),
        ("r_arms", {"variable": "stress"}, 0.0),
        ("change_among", {"variable": "stress"}, 0.0),
    ):
        found = ESTIMATORS[estimator](number(estimator, **given), arms)
        assert found == pytest.approx([nothing] * RUNS, abs=1e-9), estimator


def test_a_mean_of_people_is_the_outcome(seen: Seen):
    found = ESTIMATORS["mean"](number("mean", variable="stress"), [seen])
    assert 100.0 * found == pytest.approx(seen.outcome("stress", (3, 30)))


def test_a_variable_goes_with_itself(seen: Seen):
    found = ESTIMATORS["r_persons"](
        number("r_persons", variable="stress", other="stress", other_window=(3, 30)), [seen]
    )
    assert found == pytest.approx([1.0] * RUNS)
    teams = number("r_teams", variable="stress", other="stress", other_window=(3, 30))
    assert ESTIMATORS["r_teams"](teams, [seen]) == pytest.approx([1.0] * RUNS)


def test_the_game_is_played_by_the_rules():
    """Who trusts more sends more; nobody gives back more than is due; opportunists give back less."""

    def plan(**levers: float):
        return resolve(load("baseline").override({f"population.{k}": v for k, v in levers.items()}))

    arm = ARMS["one_shot_game"]
    wary, middling, trusting = (mean_sent(plan(**{"trust_propensity.mean": mean}), arm) for mean in (0.4, 0.6, 0.8))
    assert 0.0 < wary < middling < trusting < 1.0
    assert mean_returned(plan(opportunists=0.5), arm) < mean_returned(plan(opportunists=0.0), arm) <= 0.5


def test_a_bad_signal_moves_more_by_the_weight_of_losses():
    def ratio(weight: float) -> float:
        plan = resolve(load("baseline").override({"parameters.trust.loss_weight": weight}))
        loss, gain = (moved(plan, ARMS[name]) for name in ("negative_signal", "positive_signal"))
        assert loss < 0.0 < gain
        return -loss / gain

    assert ratio(1.0) == pytest.approx(1.0)
    assert 1.5 < ratio(2.0) < 2.0 < ratio(3.0) < 3.0
