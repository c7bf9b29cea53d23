"""Signature 5: what surveillance does to whom, and what takes the sting out of it."""

from collections.abc import Mapping

import numpy as np
import pytest

from tests.arms import Arm, Difference, Floats, arm, assert_moves
from trustsim.model.week import MODEL

pytestmark = pytest.mark.numbers

FAIR = {"policy.fairness": 1.0, "policy.surveillance_transparency": 1.0}
DAMAGED = ("stress", "interpersonal_trust_in_managers", "leadership_trust")


def watched(share: float, more: Mapping[str, object] | None = None, *, people: bool = False) -> Arm:
    return arm(overrides={"policy.surveillance": share, **(more or {})}, employees=400, people=people)


def damage(outcome: str, share: float, more: Mapping[str, object] | None = None) -> float:
    """Return what surveillance of a share of the work does to an outcome."""
    return float((watched(share, more).outcome(outcome) - watched(0.0, more).outcome(outcome)).mean())


@pytest.mark.parametrize("share", [0.4, 0.8])
@pytest.mark.parametrize(
    ("outcome", "sign"),
    [("measured_productivity", +1), ("stress", +1), ("rule_breaking", +1), ("interpersonal_trust_in_managers", -1)],
)
def test_surveillance_raises_the_measured_number_and_stress_and_lowers_trust(
    share: float, outcome: str, sign: int
) -> None:
    assert_moves(watched(share), watched(0.0), outcome, sign)


def test_average_surveillance_hardly_moves_real_output() -> None:
    """Within 2% of the output without it."""
    difference = Difference.of(watched(0.4).outcome("productivity"), watched(0.0).outcome("productivity"))
    assert max(abs(difference.low), abs(difference.high)) <= 2.0, str(difference)


@pytest.mark.parametrize("outcome", DAMAGED)
def test_the_first_tenth_of_the_dose_does_less_than_a_tenth_of_the_damage(outcome: str) -> None:
    assert damage(outcome, 0.1) / damage(outcome, 1.0) < 0.1


@pytest.mark.parametrize("outcome", DAMAGED)
def test_fairness_with_transparency_at_least_halves_the_damage(outcome: str) -> None:
    ratio = damage(outcome, 0.8, FAIR) / damage(outcome, 0.8)
    assert ratio <= 0.5, f"{ratio:.3f}"


def test_one_person_in_ten_hardly_minds_being_watched() -> None:
    """Stress of at least 10% changes by less than 2 points: averages hide that one size fits none."""
    here, there = watched(0.0, people=True), watched(0.8, people=True)
    same = (here.people("occupant") == there.people("occupant")) & (here.people("employed") > 0.0)
    same &= there.people("employed") > 0.0
    change = 100.0 * np.abs(there.people("stress") - here.people("stress"))[same]
    assert (change < 2.0).mean() >= 0.1
    assert np.median(change) > 10.0


def sudden(**levers: float) -> Floats:
    """Return interpersonal trust in managers 13 weeks after levers were moved, by replication."""
    setting = {"policy.surveillance": 0.0, "timeline.sudden.week": 1}
    setting |= {f"timeline.sudden.set.policy.{name}": value for name, value in levers.items()}
    found = arm(overrides=setting, weeks=13, employees=125, replications=4)
    return found.outcome("interpersonal_trust_in_managers", 13, 13)


def test_full_covert_surveillance_is_the_fastest_single_lever_against_interpersonal_trust() -> None:
    """13 weeks on, it has done more than either end of any other lever."""
    covert = sudden(surveillance=1.0, surveillance_transparency=0.0)
    for lever in MODEL.levers.values():
        if lever.kind == "lever" and not lever.whole and not lever.name.startswith("surveillance"):
            for end in (lever.low, lever.high):
                difference = Difference.of(covert, sudden(**{lever.path.removeprefix("policy."): end}))
                assert difference.shows(-1, 0.02), f"{lever.path} {end:g}: {difference}"
