"""What the model must show, on paired seeds at default parameters: if one of these fails, the model is wrong.

An effect counts if its 95% interval over replications is clear of zero and its size reaches the outcome's smallest
difference that matters. Companies have 1,000 employees. No arm is tuned.
"""

from collections.abc import Mapping

import numpy as np
import pytest

from tests.arms import Arm, Difference, Floats, arm, assert_moves
from trustsim.model.week import MODEL

#: Measured quit ratios and levels: the middle of each band and its full width; a rough anchor is within that of it.
BANDS = {
    "Q01a": (1.0, 2.5),  # percent who quit in a month
    "G07a": (26.0, 37.0),  # percent engaged
    "W02": (0.55, 0.82),  # quits with two days at home, times those in the office
    "O01": (1.05, 1.30),  # quits after an ordinary mandate, times those without
}


def reciprocal_trust(found: Arm, week: int) -> Floats:
    """Return the mean of interpersonal trust both ways in a week, by replication."""
    both = ("interpersonal_trust_in_employees", "interpersonal_trust_in_managers")
    return sum((found.outcome(name, week, week) for name in both), np.zeros(1)) / 2.0


def call(name: str, **given: float) -> float | tuple[float, ...]:
    """Call a rule of the model with some arguments and the defaults of all others."""
    wired = next(wired for wired in MODEL.rules if wired.rule.name == name)
    arguments = {a: MODEL.default(o) for (a, _), o in zip(wired.rule.names, wired.operands, strict=True)}
    assert given.keys() <= arguments.keys()
    return wired.rule.function(**{**arguments, **given})


# -- 1. two basins ----------------------------------------------------------------------------------------------------


def first_moves(**more: object) -> Difference:
    """Return how far companies lie apart a year after 26 weeks of trusting or of distrusting acts."""
    parameters = {path.replace("__", "."): value for path, value in more.items()}
    trusting, doubting = (
        arm(overrides={"population.initial_acts": acts, **parameters}, weeks=26) for acts in (0.9, 0.1)
    )
    return Difference.of(reciprocal_trust(trusting, 26), reciprocal_trust(doubting, 26))


def test_the_first_move_lasts() -> None:
    """52 weeks after acts became equal, reciprocal trust still differs by at least .15."""
    difference = first_moves()
    assert difference.shows(+1, 0.15), str(difference)


def test_without_reciprocity_the_first_move_does_not_last() -> None:
    """It is effort that answers trust which holds the basins apart."""
    difference = first_moves(parameters__work__reciprocity=0.0)
    assert difference.high < 0.15, str(difference)
    assert difference.mean < 0.5 * first_moves().mean


@pytest.mark.parametrize("surveillance", [0.0, 0.4, 0.8])
def test_the_ridge_between_the_basins_is_narrow(surveillance: float) -> None:
    """Among people alike, dyads with delegation go from 10 to 90% within a fifth of the range of propensity."""
    means = np.linspace(0.1, 0.9, 17)
    shares = []
    for mean in means:
        alike = {"population.trust_propensity.mean": float(mean), "population.trust_propensity.sd": 0.02}
        found = arm(
            overrides={**alike, "policy.surveillance": surveillance}, employees=200, replications=2, people=True
        )
        shares.append(float((found.people("delegation")[found.people("employed") > 0.0] > 0.5).mean()))
    assert shares[0] < 0.1
    assert shares[-1] > 0.9
    rising = np.maximum.accumulate(shares)
    ridge = np.interp(0.9, rising, means) - np.interp(0.1, rising, means)
    lever = MODEL.levers["propensity_mean"]
    assert ridge < 0.2 * (lever.high - lever.low), f"{ridge:.3f}: {shares}"


# -- 4. asymmetry and hysteresis --------------------------------------------------------------------------------------

MIDDLING = 0.5
#: Standard deviation of what is seen of a week.
ONE_SD = MODEL.parameters["signal_noise"].default
#: Rules that learn trust, the state, the confidence behind it, and the argument that carries the evidence.
LEARNING = [
    ("judge_work", "competence_trust_from_manager", "delivery_seen"),
    ("judge_conduct", "interpersonal_trust_from_manager", "conduct_seen"),
    ("judge_treatment", "interpersonal_trust_in_manager", "felt_trust"),
    ("judge_guidance", "competence_trust_in_manager", "manager_expertise"),
    ("ordinary_week", "leadership_trust", "satisfaction_with_location"),
]


def middling_acts() -> dict[str, float]:
    """Return the delegation and checking at which a manager of middling trust settles."""
    kinds = ("competence_trust_from_manager", "interpersonal_trust_from_manager")
    trust = dict.fromkeys(kinds, MIDDLING) | {f"{kind}_confidence": 12.0 for kind in kinds}
    acts = (0.5, 0.5)
    for _ in range(200):
        acts = call("act_on_trust", delegation=acts[0], checking=acts[1], **trust)
        assert isinstance(acts, tuple)
    return {"delegation": acts[0], "checking": acts[1]}


@pytest.mark.parametrize(("rule", "state", "evidence"), LEARNING)
def test_one_loss_outweighs_one_gain(rule: str, state: str, evidence: str) -> None:
    """From mid-scale trust a signal one standard deviation worse moves 1.3 to 4 times as far as one better."""
    wired = next(wired for wired in MODEL.rules if wired.rule.name == rule)
    known = {argument for argument, _ in wired.rule.names}
    given = {name: value for name, value in middling_acts().items() if name in known}
    given |= {state: MIDDLING, f"{state}_confidence": 12.0}
    if rule == "ordinary_week":
        given["interpersonal_trust_in_manager"] = MIDDLING

    def change(seen: float) -> float:
        found = call(rule, **{**given, evidence: seen})
        assert isinstance(found, tuple)
        return found[0] - MIDDLING

    low, high = 0.0, 1.0
    for _ in range(60):  # the evidence that confirms what is believed
        middle = 0.5 * (low + high)
        low, high = (middle, high) if change(middle) < 0.0 else (low, middle)
    ratio = -change(high - ONE_SD) / change(high + ONE_SD)
    assert 1.3 <= ratio <= 4.0, f"{ratio:.2f}"


def test_a_reversed_mandate_leaves_its_mark() -> None:
    """26 weeks after an abrupt order was taken back, leadership trust is lower than where it was never given."""
    order = {"mandates.rto.announce_week": 26, "mandates.rto.office_days": 5, "mandates.rto.abruptness": 1.0}
    back = {"timeline.back.event": "reversal", "timeline.back.of": "rto", "timeline.back.week": 52}
    assert_moves(arm(overrides={**order, **back}, weeks=78), arm(weeks=78), "leadership_trust", -1, 78, 78)


# -- 5. surveillance --------------------------------------------------------------------------------------------------

FAIR = {"policy.fairness": 1.0, "policy.surveillance_transparency": 1.0}
DAMAGED = ("stress", "interpersonal_trust_in_managers", "leadership_trust")


def watched(share: float, more: Mapping[str, object] | None = None, *, people: bool = False) -> Arm:
    return arm(overrides={"policy.surveillance": share, **(more or {})}, people=people)


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
    found = arm(overrides=setting, weeks=13, replications=4)
    return found.outcome("interpersonal_trust_in_managers", 13, 13)


def test_full_covert_surveillance_is_the_fastest_single_lever_against_interpersonal_trust() -> None:
    """13 weeks on, it has done more than either end of any other lever."""
    covert = sudden(surveillance=1.0, surveillance_transparency=0.0)
    for lever in MODEL.levers.values():
        if lever.kind == "lever" and not lever.whole and not lever.name.startswith("surveillance"):
            for end in (lever.low, lever.high):
                difference = Difference.of(covert, sudden(**{lever.path.removeprefix("policy."): end}))
                assert difference.shows(-1, 0.02), f"{lever.path} {end:g}: {difference}"


# -- 6. the mandate ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def abrupt() -> Arm:
    return arm("rto-abrupt", groups=True)


@pytest.fixture(scope="module")
def phased() -> Arm:
    """Return the same order in the same words, but with a quarter of notice and a quarter of ramp."""
    return arm("rto-phased", groups=True)


HURT = [("leadership_trust", -1), ("quit_intention", +1), ("attrition", +1)]


@pytest.mark.parametrize(("outcome", "sign"), HURT)
def test_an_abrupt_mandate_is_worse_than_a_phased_one(abrupt: Arm, phased: Arm, outcome: str, sign: int) -> None:
    assert_moves(abrupt, phased, outcome, sign, 26)


@pytest.mark.parametrize(("outcome", "sign"), HURT)
def test_abruptness_hurts_those_most_who_need_flexibility(abrupt: Arm, phased: Arm, outcome: str, sign: int) -> None:
    """The difference is larger among people of high need than among those of low need."""
    low, high = (
        abrupt.group("flexibility need", label, outcome, 26) - phased.group("flexibility need", label, outcome, 26)
        for label in (0, 2)
    )
    assert Difference.of(high, low).shows(sign, 0.0), f"high {high.mean():.4g}, low {low.mean():.4g}"


def test_pace_alone_hurts_trust_in_the_leadership(abrupt: Arm, phased: Arm) -> None:
    """In the first half year with all days in force, in which both companies lose as many days at home."""
    outcome = "leadership_trust"
    at_once = abrupt.outcome(outcome, 26, 51) - arm().outcome(outcome, 26, 51)
    in_steps = phased.outcome(outcome, 52, 77) - arm().outcome(outcome, 52, 77)
    difference = Difference.of(at_once, in_steps)
    assert difference.shows(-1, MODEL.outcomes[outcome].matters), str(difference)


# -- 7. autonomy ------------------------------------------------------------------------------------------------------


def at_home(days: float, **levers: float) -> Arm:
    return arm(overrides={"policy.remote_days": days, **{f"policy.{name}": value for name, value in levers.items()}})


def test_days_at_home_raise_output_where_people_may_decide() -> None:
    assert_moves(at_home(5.0, autonomy=0.9), at_home(0.0, autonomy=0.9), "productivity", +1)


def test_days_at_home_lower_output_where_they_are_prescribed_everything() -> None:
    assert_moves(at_home(5.0, micromanagement=0.8), at_home(0.0, micromanagement=0.8), "productivity", -1)


@pytest.mark.parametrize("outcome", ["productivity", "signals_per_dyad"])
def test_the_office_can_win(outcome: str) -> None:
    """In the shipped baseline all in the office beats nobody there, on output and on what each sees of the other."""
    assert_moves(at_home(0.0), at_home(5.0), outcome, +1)


# -- the baseline -----------------------------------------------------------------------------------------------------


def anchored(target: str, value: float) -> bool:
    """Tell whether a value lies within twice its band: the band widened to twice its width around its middle."""
    low, high = BANDS[target]
    return abs(value - 0.5 * (low + high)) <= high - low


def test_about_as_many_quit_in_a_month_as_are_known_to() -> None:
    assert anchored("Q01a", float(arm().outcome("attrition").mean()) / 12.0)


def test_about_as_many_are_engaged_as_are_known_to_be() -> None:
    assert anchored("G07a", float(arm().outcome("engaged_share").mean()))


def test_two_days_at_home_keep_about_as_many_as_they_are_known_to() -> None:
    hybrid, office = (arm(overrides={"policy.remote_days": days}, weeks=26) for days in (2.0, 0.0))
    assert anchored("W02", float(hybrid.outcome("attrition").mean() / office.outcome("attrition").mean()))


def test_an_ordinary_mandate_drives_out_about_as_many_as_it_is_known_to() -> None:
    """Three days, eight weeks of notice, a word of explanation, over four quarters."""
    ordinary = {"announce_week": 1, "office_days": 3, "notice_weeks": 8, "explanation": 0.3}
    mandate = arm(overrides={f"mandates.rto.{key}": value for key, value in ordinary.items()}, weeks=52)
    assert_moves(mandate, arm(weeks=52), "attrition", +1)
    assert anchored("O01", float(mandate.outcome("attrition").mean() / arm(weeks=52).outcome("attrition").mean()))


@pytest.mark.parametrize("outcome", MODEL.outcomes)
def test_the_baseline_stands_still(outcome: str) -> None:
    """No slope over the reported weeks that would carry an outcome further in a year than the least that matters."""
    by_week = arm().by_week(outcome)
    weeks = np.arange(by_week.shape[1]) - 0.5 * (by_week.shape[1] - 1)
    filled = np.where(np.isnan(by_week), np.nanmean(by_week), by_week)
    a_year = 52.0 * (filled @ weeks) / (weeks @ weeks)
    drift = Difference.of(a_year, np.zeros_like(a_year))
    tolerance = MODEL.outcomes[outcome].matters
    assert drift.low <= tolerance, f"rises by {drift} a year"
    assert drift.high >= -tolerance, f"falls by {drift} a year"
