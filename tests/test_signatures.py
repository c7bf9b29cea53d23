"""What the model must show, on paired seeds at default parameters: if one of these fails, the model is wrong.

An effect counts if its 95% interval over replications is clear of zero and its size reaches the outcome's smallest
difference that matters. No arm is tuned. Here are the contrasts that are shipped, the basins (1), asymmetry and
hysteresis (4), and the baseline; trust first, the staircase, distance and unequal outcomes (2, 3, 8, 11) are in
``test_signatures_trust``, policies (6, 7) in ``test_signatures_policy``, surveillance (5) in
``test_signatures_surveillance``, repair (10) in ``test_repair``, ablation (12) in ``test_ablation``.
"""

import numpy as np
import pytest

from tests.arms import SEED, Arm, Difference, Floats, arm, assert_moves
from trustsim.evidence import Claim, judge, load_signatures
from trustsim.model.declarations import Employee
from trustsim.model.engine import simulate
from trustsim.model.recording import Record
from trustsim.model.week import MODEL
from trustsim.scenario import load, resolve

pytestmark = pytest.mark.numbers

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


# -- the shipped contrasts ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("signature", load_signatures(), ids=lambda signature: signature.id)
def test_a_shipped_contrast_holds(signature: Claim) -> None:
    """What the table of ablations is about is there in the first place, with 1,000 employees an arm."""
    (verdict,) = judge([signature], replications=8, employees=125, seed=SEED)
    assert verdict.verdict == "holds", verdict.reason


def test_every_signature_has_a_shipped_contrast() -> None:
    assert {int(signature.id.split("-")[0]) for signature in load_signatures()} == set(range(1, 12))


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


def test_people_differ_in_output_as_in_jobs_of_medium_complexity() -> None:
    """Hunter, Schmidt and Judiesch 1990: by 32% of the mean, over half a year, of those who were there throughout."""
    plan = resolve(load("baseline").override({"run.weeks": 26, "population.employees": 600}))
    recording = simulate(MODEL, plan, seed=SEED, replications=range(2), record=Record(employees=range(1, 27)))
    assert recording.employees is not None
    names = ("output", "tenure_weeks", "employed")
    output, tenure, employed = (recording.employees[:, :, MODEL.columns[Employee][name]] for name in names)
    a_person = output.mean(axis=1)[(tenure[:, -1] >= 26.0) & (employed[:, -1] > 0.0)]
    assert a_person.std() / a_person.mean() == pytest.approx(0.32, abs=0.03)


@pytest.mark.parametrize("outcome", MODEL.outcomes)
def test_the_baseline_stands_still(outcome: str) -> None:
    """No slope over the reported weeks that would carry an outcome further in a year than the least that matters."""
    by_week = arm(replications=24).by_week(outcome)
    if "empty without" in MODEL.outcomes[outcome].meaning:
        assert np.isnan(by_week).all()
        return
    weeks = np.arange(by_week.shape[1]) - 0.5 * (by_week.shape[1] - 1)
    filled = np.where(np.isnan(by_week), np.nanmean(by_week), by_week)
    a_year = 52.0 * (filled @ weeks) / (weeks @ weeks)
    drift = Difference.of(a_year, np.zeros_like(a_year))
    tolerance = MODEL.outcomes[outcome].matters
    assert drift.low <= tolerance, f"rises by {drift} a year"
    assert drift.high >= -tolerance, f"falls by {drift} a year"
