"""One battery for all mechanisms, over the model's registry: a new mechanism is tested before its author writes a test.

Neutral is absent, no lever is dead, every number is finite and in its range, every declaration is complete, and
nothing is computed for nobody.
"""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import product

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.arms import Arm, arm
from trustsim.model.declarations import (
    CONTRIBUTION,
    ENTITIES,
    NEWCOMER,
    START,
    Company,
    Employee,
    Entity,
    Entry,
    EventKind,
    Field,
    Lever,
    Outcome,
    Parameter,
    World,
)
from trustsim.model.engine import Batch
from trustsim.model.groupings import GROUPINGS
from trustsim.model.plan import Plan
from trustsim.model.rules import ARRIVED, EMPLOYED, OCCUPANT, WEEK, Operand, Wired
from trustsim.model.state import State
from trustsim.model.week import MODEL
from trustsim.scenario import load, resolve

LEVERS = {lever.path: lever for lever in MODEL.levers.values()}
NEUTRALS = {path: lever.neutral for path, lever in LEVERS.items() if lever.neutral is not None}
ENTRIES = {f"{record.name}.{entry.name}": entry for record in MODEL.records.values() for entry in record.entries}
#: What makes a company large and gives it its shape, and no rule reads.
SHAPE = {"population.employees", "policy.span_of_control"}
SEED = 6
#: For examples that run a company: fewer than the profile asks for, and a failing one is shown as it was found.
a_few = settings(max_examples=settings().max_examples // 2, phases=[Phase.explicit, Phase.reuse, Phase.generate])


def planned(overrides: Mapping[str, object], *, weeks: int = 8, employees: int = 20) -> Plan:
    """Return the plan of a company in which every lever is neutral, but for what is overridden."""
    size = {"run.weeks": weeks, "population.employees": employees}
    return resolve(load("baseline").override({**NEUTRALS, **size, **overrides}))


def ran(plan: Plan, off: Iterable[Wired] = ()) -> State:
    """Run a plan with some rules switched off and return the state at its end."""
    batch = Batch(MODEL, plan, SEED, [0, 1])
    for wired in off:
        batch.on[wired.number] = 0
    batch.start()
    while batch.week < plan.weeks:
        batch.step()
    return batch.state


def assert_same(one: State, other: State, entities: Iterable[Entity] = ENTITIES) -> None:
    """Assert that two states are the same, bit for bit."""
    for entity in entities:
        for name in MODEL.columns[entity]:
            np.testing.assert_array_equal(one.column(entity, name), other.column(entity, name), err_msg=name)


def column(operand: Operand) -> tuple[Entity, str]:
    """Return the column that an operand reads or writes."""
    return operand.entity, list(MODEL.columns[operand.entity])[operand.index]


def levers_read(wired: Wired) -> set[str]:
    return {operand.name for operand in wired.operands} & MODEL.levers.keys()


def weekly(rules: Iterable[Wired]) -> list[Wired]:
    """Leave out rules that are no part of a week and cannot be switched off."""
    return [wired for wired in rules if wired.rule.phase not in (NEWCOMER, START)]


# -- neutral is absent ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def neutral() -> State:
    return ran(planned({}))


@pytest.mark.parametrize("path", NEUTRALS)
def test_a_neutral_lever_is_absent(path: str, neutral: State) -> None:
    """With every lever neutral, a run without the rules that read one equals the run with them, bit for bit."""
    readers = weekly(wired for wired in MODEL.rules if LEVERS[path].name in levers_read(wired))
    assert readers, f"no rule reads {path}"
    assert_same(ran(planned({}), off=readers), neutral)


def dormant(state: State) -> set[tuple[Entity, str]]:
    """Return the fields that nothing has moved from where a newcomer has them: what only policy moves."""
    return {
        (entity, name)
        for (entity, name), declared in MODEL.fields.items()
        if (state.column(entity, name) == declared.newcomer).all()
    }


def test_what_no_lever_has_moved_contributes_nothing(neutral: State) -> None:
    """Contributions and changes of trust out of such fields are absent too, bit for bit."""
    asleep = dormant(neutral) - ENGINE
    readers = [wired for wired in weekly(MODEL.rules) if reads(wired.operands) & asleep]
    own = [wired for wired in readers if wired.rule.phase == CONTRIBUTION or wired.rule.cause]
    assert (Employee, "monitoring_felt") in asleep
    assert own
    assert_same(ran(planned({}), off=own), neutral)


def lever_values(lever: Lever) -> st.SearchStrategy[float | str]:
    if lever.choices:
        return st.sampled_from(lever.choices)
    if lever.whole:
        return st.sampled_from([lever.low, lever.high]) | st.integers(int(lever.low), int(lever.high)).map(float)
    return st.sampled_from([lever.low, lever.high]) | st.floats(lever.low, lever.high)


FREE = {path: lever_values(lever) for path, lever in LEVERS.items() if path not in SHAPE}


@a_few
@given(st.sampled_from(sorted(NEUTRALS)), st.fixed_dictionaries(FREE))
def test_a_neutral_lever_is_absent_whatever_the_others_are(path: str, values: dict[str, float | str]) -> None:
    """The rules that read no other lever contribute nothing, bit for bit."""
    own = weekly(wired for wired in MODEL.rules if levers_read(wired) == {LEVERS[path].name})
    plan = planned(values | {path: NEUTRALS[path]}, weeks=4, employees=9)
    assert_same(ran(plan, off=own), ran(plan))


@pytest.mark.parametrize("path", [path for path, lever in LEVERS.items() if lever.kind == "lever"])
def test_a_lever_is_neutral_by_default(path: str) -> None:
    """Absent and default are the same thing; uncertainties and the population are no policy and may differ."""
    lever = LEVERS[path]
    assert lever.neutral is None or lever.default == lever.neutral


def ways(kind: EventKind) -> Iterable[Mapping[str, object]]:
    """Yield an event of a kind in every way in which it can come: by each actor, with each choice."""
    keys = [range(len(entry.choices)) if entry.choices else [entry.high] for entry in kind.entries]
    for by, *values in product(kind.actors, *keys):
        named = dict(zip((entry.name for entry in kind.entries), values, strict=True))
        yield {"event": kind.name, "week": 60, "by": by} | ({"of": "one"} if kind.of else {}) | named


def scheduled() -> set[tuple[Entity, str]]:
    """Return the fields that records such as mandates and events of the timeline set."""
    fields: set[tuple[Entity, str]] = set()
    for record in MODEL.records.values():
        needed_keys = {entry.name: entry.high for entry in record.entries if entry.required}
        completed = {"one": record.complete(needed_keys)} if record.entries else {}
        events = [event for kind in record.events for event in ways(kind)]
        fields |= {(setting.entity, setting.field) for setting in record.schedule(completed, events)}
    return fields


def test_records_that_are_absent_do_nothing(neutral: State) -> None:
    """Without mandates a run without the rules that read them equals the run with them, bit for bit.

    Rules that read a structural lever as well have a purpose of their own and stay on.
    """
    readers = [wired for wired in MODEL.rules if reads(wired.operands) & scheduled()]
    structural = {lever.name for lever in MODEL.levers.values() if lever.neutral is None}
    own = weekly(wired for wired in readers if not levers_read(wired) & structural)
    assert len(own) > len(readers) / 2
    assert_same(ran(planned({}), off=own), neutral)


def entry_values(entry: Entry, low: float, high: float) -> st.SearchStrategy[float]:
    if entry.whole:
        return st.integers(int(low), int(high)).map(float)
    return st.sampled_from([low, high]) | st.floats(low, high)


MANDATES = st.fixed_dictionaries(
    {
        "announce_week": st.integers(-40, 4),
        "office_days": st.just(0.0),
        "notice_weeks": st.integers(0, 8),
        "ramp_weeks": st.integers(0, 8),
        **{name: st.floats(0.0, 1.0) for name in ("explanation", "compromise", "voice")},
    }
)


@a_few
@given(MANDATES, st.floats(0.0, 1.0))
def test_a_mandate_that_demands_nothing_does_nothing(mandate: dict[str, float], promise: float) -> None:
    """No day required: people, teams and managers are as without it, bit for bit."""
    base = {"policy.flexibility_promise": promise}
    without, with_it = planned(base), planned(base | {f"mandates.empty.{key}": value for key, value in mandate.items()})
    assert_same(ran(with_it), ran(without), [entity for entity in ENTITIES if entity is not Company])


# -- nothing is dead --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Effect:
    """What a lever must move when it goes from its low end to its high one: an outcome, up or down.

    ``given`` are overrides in which it can show; ``low`` and ``high`` are ends that stand in for the lever's own.
    """

    outcome: str
    sign: int
    given: Mapping[str, object] = field(default_factory=dict)
    low: float | str | None = None
    high: float | str | None = None


def happening(label: str, **keys: object) -> dict[str, object]:
    """Return the overrides that put an event into week 1 of the timeline."""
    return {f"timeline.{label}.{key}": value for key, value in ({"week": 1} | keys).items()}


WATCHED = {"policy.surveillance": 0.6}
UNSURE = happening("flux", event="shock", kind="uncertainty", size=0.8, weeks=20)
ORDERED = {"mandates.one.announce_week": 1, "mandates.one.office_days": 5}
AMONG_OTHERS = {
    "market.companies": 4,
    **{f"companies.{name}.employees": 240 for name in ("alpha", "beta", "gamma", "omega")},
    "mandates.one.announce_week": -40,
    "mandates.one.office_days": 3,
    "mandates.one.companies": ("beta", "gamma", "omega"),
}

#: Every lever and every entry of a record. One that is missing here fails the test.
EFFECTS: dict[str, Effect] = {
    "policy.remote_days": Effect("days_in_office", -1),
    "policy.remote_eligibility": Effect("days_in_office", -1, low="earned", high="universal"),
    "policy.choice": Effect("satisfaction_with_location", +1),
    "policy.common_days": Effect("productivity", +1, {"environment.copresence_gain": 1.0}),
    "policy.flexibility_promise": Effect("leadership_trust", +1),
    "policy.surveillance": Effect("stress", +1),
    "policy.surveillance_breadth": Effect("stress", +1, WATCHED),
    "policy.surveillance_transparency": Effect("stress", -1, WATCHED),
    "policy.fairness": Effect("interpersonal_trust_in_managers", +1),
    "policy.autonomy": Effect("engagement", +1),
    "policy.micromanagement": Effect("stress", +1),
    "policy.trust_first": Effect("delegation", +1),
    "policy.verify_first": Effect("delegation", -1),
    "policy.checkins": Effect("signals_per_dyad", +1),
    "policy.span_of_control": Effect("signals_per_dyad", -1, {"policy.checkins": 5.0}),
    "policy.clarity": Effect("clarity", +1),
    "policy.work_log": Effect("signals_per_dyad", +1, {"policy.remote_days": 5.0}),
    "policy.surveillance_purpose": Effect("stress", -1, WATCHED),
    "policy.surveillance_announced": Effect("gaming", +1, WATCHED),
    "policy.badge_tracking": Effect("stress", +1),
    "policy.punishment": Effect("psychological_safety", -1),
    "policy.subtle_punishment": Effect("psychological_safety", -1),
    "environment.task_interdependence": Effect("stress", +1),
    "environment.narrative_exposure": Effect("leadership_trust", -1),
    "environment.employer_leverage": Effect("attrition", -1),
    "environment.rival_flexibility": Effect("attrition", +1),
    "environment.imitation": Effect("ordered_share", +1, AMONG_OTHERS),
    "policy.support": Effect("productivity", +1),
    "policy.support_announced": Effect("leadership_trust", -1, low=0.5),
    "policy.equipment": Effect("missed_obligations", -1),
    "policy.wellbeing_support": Effect("stress", -1),
    "policy.leave_support": Effect("work_home_conflict", -1),
    "policy.growth": Effect("engagement", +1),
    "policy.pay": Effect("satisfaction", +1),
    "policy.status_quo_communication": Effect("leadership_trust", +1, UNSURE),
    "policy.transparency": Effect("leadership_trust", +1),
    "policy.candour": Effect("interpersonal_trust_in_managers", +1),
    "policy.alignment_talk": Effect("satisfaction", +1),
    "environment.misread_noise": Effect("interpersonal_trust_in_managers", -1),
    "environment.executive_competence": Effect("leadership_trust", +1),
    "environment.strategy_quality": Effect("productivity", +1),
    "population.care_load": Effect("work_home_conflict", +1),
    "policy.recognition": Effect("engagement", +1),
    "policy.personal_interest": Effect("feeling_valued", +1),
    "policy.availability": Effect("interpersonal_trust_in_managers", +1),
    "policy.vulnerability": Effect("account_balance", +1),
    "policy.advocacy": Effect("account_balance", +1),
    "policy.after_hours": Effect("work_home_conflict", +1),
    "policy.receptiveness": Effect("interpersonal_trust_in_managers", +1),
    "policy.coaching_feedback": Effect("after_hours_share", -1),
    "policy.coaching_shared": Effect("after_hours_share", -1),
    "policy.leadership_training": Effect("manager_self_efficacy", +1),
    "policy.evidence_training": Effect("remote_doubted_share", -1),
    "policy.leadership_support": Effect("manager_self_efficacy", +1),
    "policy.accountability": Effect("productivity", +1),
    "policy.accountability_handling": Effect("interpersonal_trust_in_managers", +1),
    "policy.outcome_focus": Effect("engagement", +1),
    "policy.trust_staircase": Effect("delegation", +1),
    "policy.staircase_step": Effect("delegation", +1, {"policy.trust_staircase": 0.1}),
    "policy.presence_norm": Effect("appraisal", -1),
    "environment.friction_rate": Effect("interpersonal_trust_in_managers", -1),
    "environment.measurability": Effect("work_seen", +1),
    "environment.work_visibility": Effect("signals_per_dyad", +1),
    "population.professional_roles": Effect("manager_belief_remote", +1),
    "population.young_managers": Effect("coordinating_doubted_share", +1),
    "population.technical_share": Effect("competence_trust_in_managers", +1, {"parameters.people.expertise_mean": 0.9}),
    "environment.labour_market": Effect("attrition", +1),
    "environment.copresence_gain": Effect("productivity", +1, {"policy.remote_days": 0.0}),
    "population.trust_propensity.mean": Effect("interpersonal_trust_in_managers", +1),
    "population.trust_propensity.sd": Effect("reciprocity_low", +1),
    "population.opportunists": Effect("productivity", -1),
    "population.unconditional": Effect("felt_trust", +1),
    "population.initial_acts": Effect("interpersonal_trust_in_managers", +1),
    "mandates.announce_week": Effect("days_in_office", -1, ORDERED, low=1, high=20),
    "mandates.office_days": Effect("days_in_office", +1, ORDERED),
    "mandates.notice_weeks": Effect("leadership_trust", +1, ORDERED, low=0, high=26),
    "mandates.ramp_weeks": Effect("leadership_trust", +1, ORDERED, low=0, high=26),
    "mandates.abruptness": Effect("leadership_trust", -1, ORDERED),
    "mandates.explanation": Effect("leadership_trust", +1, ORDERED),
    "mandates.compromise": Effect("satisfaction_with_location", +1, ORDERED),
    "mandates.voice": Effect("leadership_trust", +1, ORDERED),
    "mandates.show_data": Effect("leadership_trust", +1, ORDERED | {"mandates.one.explanation": 1.0}),
    "mandates.consistency": Effect("leadership_trust", +1, ORDERED | {"mandates.one.explanation": 1.0}),
    "mandates.voice_influence": Effect("leadership_trust", +1, ORDERED | {"mandates.one.voice": 1.0}),
    "mandates.grandfather_share": Effect("leadership_trust", +1, ORDERED),
    "mandates.leaders_present": Effect("leadership_trust", +1, ORDERED),
    "mandates.relocation_demand": Effect("quit_intention", +1, ORDERED),
    "mandates.promotion_block": Effect("compliance_grudging", +1, ORDERED),
    "mandates.exception_level": Effect("satisfaction_with_location", -1, ORDERED | {"mandates.one.compromise": 1.0}),
    "mandates.dismissal_ladder": Effect("psychological_safety", -1, ORDERED),
    "mandates.ladder_stage_weeks": Effect(
        "psychological_safety", +1, ORDERED | {"mandates.one.dismissal_ladder": 1.0}, low=1, high=26
    ),
    "mandates.stance_rigidity": Effect("resentment", +1, ORDERED),
    "mandates.escalation": Effect("resentment", +1, ORDERED),
}


def test_the_table_of_effects_names_nothing_unknown() -> None:
    assert EFFECTS.keys() <= LEVERS.keys() | ENTRIES.keys()


@pytest.mark.parametrize("path", [path for path in (*LEVERS, *ENTRIES) if path != "population.employees"])
def test_no_lever_is_dead(path: str) -> None:
    """From its low end to its high one it moves its outcome in its direction by the least size that matters."""
    assert path in EFFECTS, f"say in EFFECTS what {path} moves"
    effect = EFFECTS[path]
    declared = LEVERS[path] if path in LEVERS else ENTRIES[path]
    place = path if path in LEVERS else path.replace(".", ".one.")

    def at(end: float | str) -> Arm:
        return arm(overrides={**effect.given, place: end}, weeks=26, employees=240, replications=2)

    ends = (declared.low if effect.low is None else effect.low, declared.high if effect.high is None else effect.high)
    assert all(
        end in declared.choices if declared.choices else declared.low <= float(end) <= declared.high for end in ends
    )
    low, high = (at(end).outcome(effect.outcome).mean() for end in ends)
    assert effect.sign * (high - low) >= MODEL.outcomes[effect.outcome].matters, f"{low:.4g} to {high:.4g}"


BREACH = happening("fault", event="breach", kind="competence", size=0.8)
LAYOFF = happening("cut", event="layoff", share=0.1, openness=0.7, care=0.7)

#: Every key of an event that is a number.
EVENT_EFFECTS: dict[str, Effect] = {
    "promise.strength": Effect("leadership_trust", +1, {"timeline.one.content": "security", "timeline.one.week": -40}),
    "promise.publicity": Effect(
        "leadership_trust", -1, {"timeline.one.content": "security", "timeline.one.week": -40} | LAYOFF
    ),
    "breach.size": Effect("leadership_trust", -1, {"timeline.one.kind": "integrity"}),
    "breach.lie": Effect("leadership_trust", -1, {"timeline.one.kind": "competence"}),
    "apology.acknowledgement": Effect("leadership_trust", +1, {**BREACH, "timeline.one.week": 2}),
    "apology.amends": Effect("leadership_trust", +1, {**BREACH, "timeline.one.week": 2}),
    "apology.delay": Effect("leadership_trust", -1, {**BREACH, "timeline.one.week": 2}, low=0, high=12),
    "delayering.span": Effect("decision_delay", -1, low=8, high=24),
    "shock.size": Effect("stress", +1, {"timeline.one.kind": "overload"}),
    "shock.weeks": Effect("stress", +1, {"timeline.one.kind": "overload"}, low=1, high=20),
    "results.size": Effect("leadership_trust", +1, {"timeline.one.outlook": "good"}),
    "layoff.share": Effect("leadership_trust", -1, high=0.3),
    "layoff.openness": Effect("leadership_trust", +1, {"timeline.one.share": 0.2, "timeline.one.care": 1.0}),
    "layoff.care": Effect("leadership_trust", +1, {"timeline.one.share": 0.2, "timeline.one.openness": 1.0}),
}
EVENT_KEYS = {
    f"{kind.name}.{entry.name}": entry
    for record in MODEL.records.values()
    for kind in record.events
    for entry in kind.entries
    if not entry.choices
}


@pytest.mark.parametrize("key", EVENT_KEYS)
def test_no_key_of_an_event_is_dead(key: str) -> None:
    """From its low end to its high one it moves its outcome in its direction by the least size that matters."""
    assert key in EVENT_EFFECTS, f"say in EVENT_EFFECTS what {key} moves"
    effect, (event, name) = EVENT_EFFECTS[key], key.split(".")

    def at(end: float | str) -> float:
        happens = {"timeline.one.week": 1, "timeline.one.event": event, **effect.given, f"timeline.one.{name}": end}
        return arm(overrides=happens, weeks=26, employees=240, replications=2).outcome(effect.outcome).mean()

    declared = EVENT_KEYS[key]
    ends = (declared.low if effect.low is None else effect.low, declared.high if effect.high is None else effect.high)
    low, high = (at(end) for end in ends)
    assert effect.sign * (high - low) >= MODEL.outcomes[effect.outcome].matters, f"{low:.4g} to {high:.4g}"


# -- finite and in range ----------------------------------------------------------------------------------------------


@cache  # to make a strategy takes as long as to draw from it
def values_of(operand: Operand) -> st.SearchStrategy[float]:
    """Draw what a rule may be given: values in the declared range, its ends often."""
    if operand.kind == "draw":
        return st.sampled_from([2.0**-33, 1.0 - 2.0**-33]) | st.floats(2.0**-33, 1.0 - 2.0**-33)
    if operand.kind == "channel":
        return st.floats(-50.0, 50.0)
    if operand.kind == "reduction":
        reduction = MODEL.reductions[operand.name]
        of = MODEL.fields[Company if reduction.over == "rivals" else Employee, reduction.field]
        return st.sampled_from([of.low, of.high, reduction.nobody]) | st.floats(of.low, of.high)
    entity, name = column(operand)
    if name == WEEK:
        return st.integers(-51, 520).map(float)
    declared: Lever | Parameter | Field = (
        MODEL.levers.get(name) or MODEL.parameters.get(name) or MODEL.fields[entity, name]
    )
    return st.sampled_from([declared.low, declared.high]) | st.floats(declared.low, declared.high)


@pytest.mark.parametrize("wired", MODEL.rules, ids=lambda wired: wired.rule.name)
@given(st.data())
def test_a_rule_is_finite_wherever_it_may_be_called(wired: Wired, data: st.DataObject) -> None:
    """No division by zero, no overflow, no NaN for any arguments in their declared ranges; shares stay shares."""
    found = wired.rule.function(*(data.draw(values_of(operand), operand.name) for operand in wired.operands))
    for operand, value in zip(wired.results, found if isinstance(found, tuple) else (found,), strict=True):
        assert math.isfinite(value), operand.name
        if operand.kind == "column":
            declared = MODEL.fields[column(operand)]
            if (declared.low, declared.high) == (0.0, 1.0):
                assert 0.0 <= value <= 1.0, operand.name


PARAMETERS = {
    f"parameters.{key.key}": st.sampled_from([key.low, key.high]) | st.floats(key.low, key.high)
    for key in MODEL.parameters.values()
}
DEMANDS = st.fixed_dictionaries(
    {
        f"mandates.one.{name}": entry_values(entry, entry.low, min(entry.high, 10.0))
        for name, entry in ((e.name, e) for e in MODEL.records["mandates"].entries)
        if name not in ("announce_week", "abruptness")
    }
)


@a_few
@given(st.fixed_dictionaries(FREE), st.fixed_dictionaries({}, optional=PARAMETERS), DEMANDS)
def test_states_stay_in_their_ranges_whatever_is_set(
    levers: dict[str, float | str], parameters: dict[str, float], mandate: dict[str, float]
) -> None:
    """Levers, parameters and a mandate anywhere in their ranges: after every week every field is in its own."""
    plan = planned({**levers, **parameters, **mandate, "mandates.one.announce_week": 2}, weeks=30, employees=9)
    batch = Batch(MODEL, plan, SEED, [0, 1])
    batch.start()
    batch.state.check(" at the start")
    while batch.week < plan.weeks:
        batch.step()
        batch.state.check(f" after week {batch.week}")


# -- declarations are complete ----------------------------------------------------------------------------------------

#: A row of the evidence, a claim, a citation with its year, or the word assumption.
SOURCE = re.compile(r"\b[A-Z]\d{2}[a-z]?\b|\bS\d-\d{2}[a-z]?\b|\b(19|20)\d{2}\b|\bassumption\b")
DECLARED: list[Lever | Parameter | Entry | Field] = [
    *MODEL.levers.values(), *MODEL.parameters.values(), *ENTRIES.values(), *MODEL.fields.values(),
]  # fmt: skip


@pytest.mark.parametrize("declared", DECLARED, ids=lambda declared: declared.name)
def test_a_declaration_is_complete(declared: Lever | Parameter | Entry | Field) -> None:
    """Unit, meaning, a range that is one, a default inside it, a source."""
    assert declared.unit.strip()
    assert len(declared.meaning.split()) >= 1
    assert declared.low < declared.high
    default = declared.newcomer if isinstance(declared, Field) else declared.default
    assert declared.low <= default <= declared.high
    if not isinstance(declared, Field):
        assert SOURCE.search(declared.source), f"source: {declared.source!r}"


@pytest.mark.parametrize("lever", MODEL.levers.values(), ids=lambda lever: lever.path)
def test_a_lever_has_a_place_and_a_zero_or_a_default(lever: Lever) -> None:
    assert lever.path.split(".")[0] == {"lever": "policy", "uncertainty": "environment"}.get(lever.kind, lever.kind)
    assert lever.group.strip()
    assert lever.neutral is None or lever.low <= lever.neutral <= lever.high
    assert not lever.whole or all(value == int(value) for value in (lever.low, lever.high, lever.default))


@pytest.mark.parametrize("parameter", MODEL.parameters.values(), ids=lambda parameter: parameter.key)
def test_a_contested_parameter_has_a_null_and_nothing_else_has(parameter: Parameter) -> None:
    """Every profile's value lies in the range."""
    assert parameter.contested == (parameter.null is not None)
    for profile in ("meta_analytic", "practitioner", "null"):
        assert parameter.low <= parameter.value(profile) <= parameter.high


@pytest.mark.parametrize("outcome", MODEL.outcomes.values(), ids=lambda outcome: outcome.name)
def test_an_outcome_says_what_it_is(outcome: Outcome) -> None:
    assert outcome.unit.strip()
    assert outcome.meaning.strip()
    assert outcome.group.strip()
    assert outcome.better in ("up", "down", "neither")
    assert outcome.matters > 0.0
    assert outcome.scale > 0.0


def test_mechanisms_and_phases_say_what_they_are() -> None:
    assert all(mechanism.title.strip() for mechanism in MODEL.mechanisms)
    assert all(phase.meaning.strip() for phase in MODEL.phases)
    names = [mechanism.name for mechanism in MODEL.mechanisms]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("wired", MODEL.rules, ids=lambda wired: wired.rule.name)
def test_a_rule_says_what_it_does_and_is_short(wired: Wired) -> None:
    """A docstring, annotations, at most 25 lines."""
    function = wired.rule.function
    assert (function.__doc__ or "").strip()
    assert len(function.__annotations__) == len(wired.operands) + 1
    lines = function.__code__.co_lines()
    body = {line for _, _, line in lines if line is not None}
    assert max(body) - min(body) <= 25


# -- nothing is computed for nobody -----------------------------------------------------------------------------------

ENGINE = {(World, WEEK), *((Employee, name) for name in (EMPLOYED, OCCUPANT, ARRIVED))}


def written() -> set[tuple[Entity, str]]:
    """Return every column that something writes: a rule, the engine, a record's schedule, a scenario."""
    by_rules = {column(o) for wired in MODEL.rules for o in wired.results if o.kind == "column"}
    set_by_scenarios = {(lever.entity, lever.name) for lever in MODEL.levers.values()}
    set_by_scenarios |= {(World, name) for name in MODEL.parameters}
    return by_rules | set_by_scenarios | ENGINE | scheduled()


def reads(operands: Iterable[Operand]) -> set[tuple[Entity, str]]:
    """Return what is read: columns, fields behind reductions, channels by their entity and name."""
    found = set()
    for operand in operands:
        if operand.kind == "column":
            found.add(column(operand))
        elif operand.kind == "reduction" and MODEL.reductions[operand.name].over == "rivals":
            found.add((Company, MODEL.reductions[operand.name].field))
        elif operand.kind == "reduction":
            found |= {(Employee, MODEL.reductions[operand.name].field), (Employee, EMPLOYED)}
        elif operand.kind == "channel":
            found.add((operand.entity, operand.name))
    return found


def results(wired: Wired) -> set[tuple[Entity, str]]:
    return {(o.entity, o.name) if o.kind == "channel" else column(o) for o in wired.results}


def looked_at() -> set[tuple[Entity, str]]:
    """Return what somebody outside the rules looks at: outcomes, events, groups, the engine."""
    measures, _ = MODEL.measures
    found = {read for measure in measures for read in reads(measure.operands)}
    found |= {(Employee, happening.flag) for happening in MODEL.happenings.values()}
    found |= {(Employee, happening.cause) for happening in MODEL.happenings.values() if happening.cause}
    return found | {(Employee, grouping.field) for grouping in GROUPINGS} | ENGINE


@cache
def needed() -> frozenset[tuple[Entity, str]]:
    """Return everything on the way to what is looked at."""
    found = frozenset(looked_at())
    while True:
        more = found.union(*(reads(wired.operands) for wired in MODEL.rules if results(wired) & found))
        if more == found:
            return found
        found = more


def test_nothing_reads_what_nothing_writes() -> None:
    rules = {read for wired in MODEL.rules for read in reads(o for o in wired.operands if o.kind != "channel")}
    assert not (rules | looked_at()) - written()


@pytest.mark.parametrize("wired", MODEL.rules, ids=lambda wired: wired.rule.name)
def test_every_rule_lies_on_the_way_to_an_outcome(wired: Wired) -> None:
    """Each name that it sets is read on the way to an outcome, an event or a group."""
    assert results(wired) <= needed()


def test_every_field_lever_and_parameter_is_needed() -> None:
    fields = set(MODEL.fields)
    levers = {(lever.entity, lever.name) for path, lever in LEVERS.items() if path not in SHAPE}
    parameters = {(World, name) for name in MODEL.parameters}
    assert not (fields | levers | parameters) - needed()


def test_every_channel_has_somebody_who_gives_and_somebody_who_reads() -> None:
    given_to = {name for wired in MODEL.rules if wired.rule.phase == CONTRIBUTION for name in wired.rule.sets}
    read = {o.name for wired in MODEL.rules for o in wired.operands if o.kind == "channel"}
    assert given_to == read == MODEL.channels.keys()


def test_channels_are_read_where_they_are_filled() -> None:
    """In another phase, or on another entity, a channel would be its identity for ever."""
    for wired in MODEL.rules:
        for operand in (*wired.operands, *wired.results):
            if operand.kind == "channel":
                channel = MODEL.channels[operand.name]
                assert channel.phase == MODEL.phase_of(wired.rule), wired.rule.name
                assert channel.entity is wired.rule.entity, wired.rule.name


def test_every_reduction_is_read() -> None:
    read = {o.name for wired in MODEL.rules for o in wired.operands if o.kind == "reduction"}
    assert read == MODEL.reductions.keys()


def test_every_rule_is_run() -> None:
    """Each is in a phase of the week, or belongs to the start or to newcomers, on an entity that acts."""
    known = {phase.name for phase in MODEL.phases} | {NEWCOMER, START}
    assert {MODEL.phase_of(wired.rule) for wired in MODEL.rules} <= known
    assert all(wired.rule.entity is not World for wired in MODEL.rules)
