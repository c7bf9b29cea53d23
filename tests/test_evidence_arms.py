"""The table of arms: every arm of the targets is declared, with reasons, in values that scenarios may hold."""

import csv
import math
from importlib.resources import files
from typing import Any

import pytest

from trustsim.errors import InputError
from trustsim.evidence import load_targets
from trustsim.evidence.findings.arms import Arm, load_arms, read_arms
from trustsim.evidence.findings.cut_offs import CUT_OFFS
from trustsim.evidence.findings.estimators import ESTIMATORS, POOLED
from trustsim.evidence.findings.games import PLAYED
from trustsim.evidence.findings.numbers import Number, load_conditions, load_numbers
from trustsim.evidence.findings.page import load_discussion
from trustsim.evidence.findings.running import Laboratory
from trustsim.evidence.findings.targets import chosen
from trustsim.evidence.findings.variables import COMBINED
from trustsim.model.declarations import Employee, Manager
from trustsim.model.outcomes import managing, staying, trust, wellbeing
from trustsim.model.week import MODEL
from trustsim.scenario import resolve

TARGETS = {target.id: target for target in load_targets()}
ARMS = load_arms()
NUMBERS = {number.id: number for number in load_numbers()}
LABORATORY = Laboratory(None, 2, None, 1, 1)
RUN = [arm for arm in ARMS.values() if arm.weeks]


def name_of(thing: Arm | Number) -> str:
    return getattr(thing, "name", "") or getattr(thing, "id", "")


def test_every_arm_of_the_targets_is_declared():
    wanted = {arm for target in TARGETS.values() for arm in (target.arm_a, target.arm_b) if arm}
    assert wanted <= ARMS.keys()


def test_every_arm_serves_a_finding_that_names_it():
    """No arm is declared that no number uses, and each says which findings it is for."""
    used = {arm: {n.finding for n in NUMBERS.values() if arm in n.arms} for arm in ARMS}
    assert {name: findings for name, findings in used.items() if not findings and name != "firms"} == {}
    for name, findings in used.items():
        assert findings <= set(ARMS[name].findings), name


@pytest.mark.parametrize("arm", ARMS.values(), ids=name_of)
def test_an_arm_gives_reasons(arm: Arm):
    assert len(arm.why.split()) >= 3
    assert all(lever.why.strip() for lever in arm.levers.values())
    assert all(argument.why.strip() for argument in arm.arguments.values())
    assert bool(arm.weeks) != bool(arm.arguments)
    assert arm.run in ARMS


@pytest.mark.parametrize("arm", RUN, ids=name_of)
def test_an_arm_is_a_scenario_and_its_policy_starts_after_a_year_of_burn_in(arm: Arm):
    """Every path exists and every value is allowed; what changes, changes in week 1 and not before."""
    for dose in arm.doses or (None,):
        plan = resolve(LABORATORY.scenario(arm, LABORATORY.setup(arm, dose=dose)))
        assert plan.burn_in >= 52
        assert all(change.week >= 1 for change in plan.changes)
        assert plan.employees * (arm.firms or 1) == arm.employees >= 1000


@pytest.mark.parametrize("arm", RUN, ids=name_of)
def test_whom_an_arm_is_about_can_be_told(arm: Arm):
    for name, (low, high) in arm.among.items():
        assert low <= high
        assert name in {**MODEL.columns[Employee], **MODEL.columns[Manager]}


def test_arms_that_are_set_against_one_another_differ_in_the_named_lever_only():
    """A pair of arms differs in what the study varied, and in nothing else."""
    differing = {
        ("monitored", "unmonitored"): {"policy.surveillance"},
        ("stringent_monitoring", "low_monitoring"): {"policy.surveillance", "policy.autonomy"},
        ("monitored_fair", "unmonitored_fair"): {"policy.surveillance"},
        ("monitored_unfair", "unmonitored_unfair"): {"policy.surveillance"},
        ("colocated", "distant"): {"policy.remote_days"},
        ("hybrid_2_days", "full_office"): {"policy.remote_days"},
        ("wfh_volunteers", "office"): {"policy.remote_days"},
        ("wfh_choice", "wfh_volunteers"): {"policy.choice"},
        ("lose_2_3_home_days", "keep"): {"policy.remote_days", "policy.pay"},
        ("company_decides", "team_decides"): {"policy.choice"},
        ("apology_competence", "denial_competence"): {"timeline.answer"},
        ("apology_integrity", "denial_integrity"): {"timeline.answer"},
        ("apology_then_guilt", "denial_then_guilt"): {"timeline.answer"},
        ("breach_plus_deception", "breach_only"): {"timeline.fault"},
    }
    for pair, paths in differing.items():
        one, two = (ARMS[name] for name in pair)
        found = {
            path
            for path in one.levers.keys() | two.levers.keys()
            if getattr(one.levers.get(path), "always", None) != getattr(two.levers.get(path), "always", None)
            or getattr(one.levers.get(path), "after", None) != getattr(two.levers.get(path), "after", None)
            or getattr(one.levers.get(path), "before", None) != getattr(two.levers.get(path), "before", None)
        }
        assert found <= paths, pair
        assert (one.weeks, one.employees, one.firms, one.among) == (two.weeks, two.employees, two.firms, two.among)
    mandate = ARMS["rto_ordinary"].levers.keys() - ARMS["no_rto"].levers.keys()
    assert all(path.startswith("mandates.ordinary.") for path in mandate)


def test_average_monitoring_is_average_and_stringent_is_stringent():
    assert 0.35 <= ARMS["monitored"].levers["policy.surveillance"].after <= 0.45
    stringent = ARMS["stringent_monitoring"].levers
    assert (stringent["policy.surveillance"].after, stringent["policy.autonomy"].after) == (1.0, 0.1)


# ----------------------------------------------------------------------------------------------------- targets, numbers


def test_the_targets_are_those_of_the_file():
    text = files("trustsim.evidence.findings").joinpath("targets.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert len(rows) == len(TARGETS) == 64
    assert len({target.finding for target in TARGETS.values()}) == 29
    assert {row["role"] for row in rows} == {"calibrate", "validate", "context"}
    for row, target in zip(rows, TARGETS.values(), strict=True):
        assert target.verified == (row["verified"] == "1")
        assert target.low <= target.high
        assert target.source
        assert target.sign or target.low <= target.value <= target.high, target.id


def test_every_target_is_measured_or_says_why_not():
    assert list(NUMBERS)[: len(TARGETS)] == list(TARGETS)
    for name in TARGETS:
        assert bool(NUMBERS[name].estimator) != bool(NUMBERS[name].missing)


@pytest.mark.parametrize("number", NUMBERS.values(), ids=name_of)
def test_a_number_names_what_is_there(number: Number):
    if number.missing:
        return
    assert number.estimator in {**ESTIMATORS, **POOLED, **PLAYED}
    assert number.pooled == (number.estimator in POOLED)
    assert not number.outcome or number.outcome in MODEL.outcomes
    for variable in (number.variable, number.other, number.less, number.instead):
        assert not variable or variable in {**COMBINED, **MODEL.columns[Employee], **MODEL.columns[Manager]}
    assert not number.below or hasattr(managing, number.below.removeprefix("-"))
    for name in number.arms:
        arm = ARMS[name]
        for first, last in (number.window, number.other_window, number.less_window):
            assert 1 <= first <= last <= (arm.weeks or 1), name


@pytest.mark.parametrize("name", TARGETS)
def test_a_number_is_about_the_arms_of_its_target(name: str):
    """Where it takes others, it says so, and its note or the arm's reason says why."""
    target, number = TARGETS[name], NUMBERS[name]
    arms = tuple(arm for arm in (target.arm_a, target.arm_b) if arm)
    if number.arms != arms:
        assert name in ("B02", "M07a", "M07b")
        assert number.note


def test_teams_are_two_hundred_and_firms_a_hundred_where_the_rows_say_so():
    assert NUMBERS["T01"].size // 8 >= 200
    assert ARMS["firms"].firms >= 100
    assert all(arm.employees == 1000 for arm in RUN if not arm.firms)


def test_conditions_name_numbers_of_their_findings():
    for condition in load_conditions():
        assert len(condition.descending) > 1
        assert all(NUMBERS[name].finding == condition.finding for name in condition.descending)


def test_a_word_on_every_finding_that_is_judged():
    judged = {target.finding for target in TARGETS.values() if target.role != "context"}
    discussion = load_discussion()
    assert judged == discussion.keys()
    assert all(said["study"].strip() and said["why"].strip() for said in discussion.values())


def test_inputs_are_told_from_what_emerges():
    """What was set to a number holds by construction: cut-offs and first values are named in the note."""
    for number in NUMBERS.values():
        if number.kind == "input":
            assert any(word in number.note for word in ("cut-off", "drawn", "parameter", "as G03a")), number.id
    emergent = {name for name, number in NUMBERS.items() if number.kind == "emergent" and name in TARGETS}
    assert not {name for name in emergent if TARGETS[name].role == "calibrate"}


def test_cut_offs_are_the_frozen_ones_and_name_what_rests_on_them():
    """A cut-off that was fixed on the baseline with a share in view makes that share an input."""
    for cut in CUT_OFFS:
        modules = (managing, staying, trust, wellbeing)
        assert [getattr(module, cut.name) for module in modules if hasattr(module, cut.name)] == [cut.value]
        assert set(cut.numbers) <= TARGETS.keys()
        level = [n for n in cut.numbers if TARGETS[n].statistic == "pct" and "baseline, at" in cut.fixed]
        assert all(NUMBERS[name].kind == "input" for name in level)


def test_chosen_numbers():
    known = list(NUMBERS)
    assert chosen(["M04"], known) == ["M04a", "M04b", "M04c", "M04d", "M04.satisfaction"]
    assert chosen(["M04b", "Q02"], known) == ["Q02a", "Q02b", "M04b"]
    assert chosen(None, known) == known
    with pytest.raises(InputError, match="rows M44: no such number or finding; did you mean 'M04'"):
        chosen(["M44"], known)


# ----------------------------------------------------------------------------------------------------------- bad tables

GOOD: dict[str, Any] = {"findings": ["Q01"], "why": "because it is there", "weeks": 3, "employees": 1000}
BAD = [
    ({"a": {**GOOD, "week": 3}}, "arms.toml: a: unknown key 'week'; did you mean 'weeks'?"),
    ({"a": GOOD, "b": {**GOOD, "like": "c"}}, "like 'c': no such arm above it"),
    ({"a": {**GOOD, "levers": {"policy.pay": {"after": 3}}}}, "policy.pay: needs the reason"),
    ({"a": {**GOOD, "levers": {"policy.pay": {"why": "x", "afterwards": 3}}}}, "did you mean 'after'"),
    ({"a": {**GOOD, "levers": {"policy.pay": {"why": "x", "before": 3}}}}, "needs either `always`, or `after`"),
    ({"a": {**GOOD, "levers": {"policy.pay": {"why": "x", "always": 3, "after": 3}}}}, "needs either"),
]


@pytest.mark.parametrize(("tables", "message"), BAD)
def test_a_wrong_table_is_refused(tables: dict[str, Any], message: str):
    with pytest.raises(InputError) as caught:
        read_arms(tables)
    assert message in str(caught.value)


def test_an_arm_takes_over_what_another_has_and_says_what_differs():
    lever = {"always": 1.0, "why": "it is so"}
    one = {**GOOD, "levers": {"policy.autonomy": lever, "policy.pay": {"before": 0.0, "doses": [1.0, 2.0], "why": "w"}}}
    two = {
        "like": "one",
        "findings": ["Q02"],
        "why": "it differs",
        "levers": {"policy.autonomy": {**lever, "always": 0.2}},
    }
    arms = read_arms({"one": one, "two": two})
    assert arms["two"].weeks == 3
    assert arms["two"].doses == (1.0, 2.0)
    assert arms["two"].overrides(2.0) == {
        "policy.autonomy": 0.2,
        "policy.pay": 0.0,
        "timeline.arm": {"week": 1, "set": {"policy.pay": 2.0}},
    }
    assert arms["one"].overrides(1.0)["policy.autonomy"] == 1.0
    assert arms["one"].fixed == {"policy.autonomy", "policy.pay"}


def test_open_bands_have_no_end():
    assert TARGETS["D03a"].high == math.inf
    assert TARGETS["D03b"].low == -math.inf
    assert TARGETS["D03b"].sign == -1
