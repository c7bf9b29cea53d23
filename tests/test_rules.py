"""Declarations: what is wrong is refused where it is declared, with a message that names it and the way out."""

from collections.abc import Callable
from typing import Any

import pytest

from trustsim.errors import DeclarationError
from trustsim.model import draws
from trustsim.model.declarations import CONTRIBUTION, Company, Employee, Manager, Outcome, Team, World
from trustsim.model.kernels import groups_of, kernel_text, weekly_units
from trustsim.model.kernels.order import measured_first
from trustsim.model.mechanism import Mechanism
from trustsim.model.numerics import clip
from trustsim.model.rules import BY_HAND, JOINED, LEFT, Phase, RuleSet
from trustsim.model.ruletext import constants_of
from trustsim.model.week import MODEL

HALF = 0.5
half = 0.5
PHASES = (Phase("morning", "before"), Phase("evening", "after"))
Declare = Callable[[Mechanism], Any]


def seats() -> Mechanism:
    """Return what every rule set needs: who sits where."""
    mechanism = Mechanism("seats")
    for name in ("employed", "occupant", "arrived"):
        mechanism.field(Employee, name, unit="people", range=(0, 1e6), meaning="who sits where")
    return mechanism


def declared(*declare: Declare, outcomes: tuple[Outcome, ...] = ()) -> RuleSet:
    """Return a rule set with a mood, a warm manager, a lever, and what else is declared."""
    mechanism = Mechanism("mood")
    mechanism.field(Employee, "mood", newcomer=0.5, meaning="mood")
    mechanism.field(Manager, "warmth", newcomer=0.5, meaning="warmth")
    mechanism.lever("noise", group="office", scope=Team, neutral=0.0, meaning="noise in the office")
    mechanism.parameter("pace", 0.2, unit="1/week", range=(0.0, 1.0), source="assumption", meaning="how fast")
    for more in declare:
        more(mechanism)
    return RuleSet("declared", PHASES, [seats(), mechanism], outcomes)


def a_rule(function: Callable[..., Any], **wiring: Any) -> Declare:
    """Declare a function as a rule on employees that sets their mood in the morning, unless told otherwise."""
    words: dict[str, Any] = {"on": Employee, "phase": "morning", "sets": "mood"} | wiring
    return lambda mechanism: mechanism.rule(**words)(function)


def refused(*declare: Declare) -> str:
    """Return the message with which a declaration is refused."""
    with pytest.raises(DeclarationError) as caught:
        declared(*declare)
    message = str(caught.value)
    assert "\n" not in message
    return message


def lift(mood: float, pace: float) -> float:
    return mood + pace


# -- names ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "again",
    [
        lambda m: m.lever("pace", group="office", scope=Team, neutral=0.0, meaning="pace"),
        lambda m: m.parameter("noise", 1.0, unit="1", range=(0, 1), source="assumption", meaning="noise"),
        lambda m: m.channel(Employee, "noise", phase="morning", meaning="noise"),
        lambda m: m.field(Employee, "noise", meaning="noise"),
        lambda m: m.field(Company, "pace", meaning="pace"),
        lambda m: m.field(Employee, "week", meaning="the engine's own name"),
    ],
    ids=["lever", "parameter", "channel", "field", "field of another entity", "the week"],
)
def test_a_name_used_for_two_things_is_refused(again: Declare) -> None:
    assert "two things" in refused(again)


def test_a_name_used_twice_names_both_owners() -> None:
    def other(mechanism: Mechanism) -> None:
        mechanism.channel(Employee, "noise", phase="morning", meaning="noise")

    message = refused(other)
    assert "lever of mechanism 'mood'" in message
    assert "channel of mechanism 'mood'" in message


def test_two_fields_of_one_name_on_one_entity_are_refused() -> None:
    assert "two fields 'mood'" in refused(lambda m: m.field(Employee, "mood", meaning="mood"))


def test_managers_and_employees_may_have_a_field_of_one_name() -> None:
    ruleset = declared(lambda m: m.field(Manager, "mood", meaning="mood of managers"))
    assert {entity for entity, name in ruleset.fields if name == "mood"} == {Employee, Manager}


@pytest.mark.parametrize(
    "name", ["manager_mood", "team_spirit", "company_size", "peers_noise", "reports_count", "staff_count"]
)
@pytest.mark.parametrize("kind", ["lever", "parameter", "field"])
def test_a_name_that_begins_like_a_reading_is_refused(name: str, kind: str) -> None:
    """``manager_`` + a field is how a rule reads its manager's row."""
    declare: dict[str, Declare] = {
        "lever": lambda m: m.lever(name, group="office", scope=Team, neutral=0.0, meaning="x"),
        "parameter": lambda m: m.parameter(name, 0.0, unit="1", range=(0, 1), source="assumption", meaning="x"),
        "field": lambda m: m.field(Employee, name, meaning="x"),
    }
    assert f"'{name}'" in refused(declare[kind])


@pytest.mark.parametrize("name", ["two words", "3rd", "", "with-dash"])
def test_a_name_that_is_no_name_is_refused(name: str) -> None:
    refused(lambda m: m.lever(name, group="office", scope=Team, neutral=0.0, meaning="x"))


def test_a_lever_that_looks_like_a_draw_is_refused() -> None:
    refused(lambda m: m.lever("lucky_draw", group="office", scope=Team, neutral=0.0, meaning="x"))


def test_a_rule_set_needs_seats() -> None:
    with pytest.raises(DeclarationError, match="needs the field 'employed'"):
        RuleSet("bare", PHASES, [Mechanism("bare")])


# -- arguments ------------------------------------------------------------------------------------------------------


def reads_misspelt(mood: float, manager_warmht: float) -> float:
    return mood + manager_warmht


def reads_unlike_anything(mood: float, zyzzyva: float) -> float:
    return mood + zyzzyva


def test_a_misspelt_argument_is_refused_with_the_nearest_name() -> None:
    message = refused(a_rule(reads_misspelt))
    assert "reads_misspelt" in message
    assert "did you mean 'manager_warmth'?" in message
    assert "did you mean" not in refused(a_rule(reads_unlike_anything))


def test_a_misspelt_result_is_refused_with_the_nearest_name() -> None:
    assert "did you mean 'mood'?" in refused(a_rule(lift, sets="moood"))


def with_default(mood: float, pace: float = 0.3) -> float:
    return mood + pace


def with_any(mood: float, *rest: float) -> float:
    return mood


def with_keyword_only(mood: float, *, pace: float) -> float:
    return mood + pace


@pytest.mark.parametrize("function", [with_default, with_any, with_keyword_only])
def test_arguments_are_plain_names(function: Callable[..., float]) -> None:
    assert "plain name without a default" in refused(a_rule(function))


def manager_reads_noise(warmth: float, noise: float) -> float:
    return warmth + noise


def company_reads_noise(calm: float, noise: float) -> float:
    return calm + noise


def test_a_row_reads_levers_of_what_stands_above_it_only() -> None:
    """A manager reads the lever of the team; a company cannot, since each team has its own."""
    assert len(declared(a_rule(manager_reads_noise, on=Manager, sets="warmth")).rules) == 1
    company = lambda m: m.field(Company, "calm", meaning="calm")  # noqa: E731
    message = refused(company, a_rule(company_reads_noise, on=Company, sets="calm"))
    assert "Company cannot read 'noise'" in message


def peers_of_a_manager(warmth: float, peers_mean_mood: float) -> float:
    return warmth + peers_mean_mood


def test_a_reduction_is_read_by_those_who_have_it() -> None:
    reduction = lambda m: m.reduction("peers_mean_mood", nobody=0.0)  # noqa: E731
    assert "can be read by Employee only" in refused(reduction, a_rule(peers_of_a_manager, on=Manager, sets="warmth"))


@pytest.mark.parametrize("name", ["peers_median_mood", "friends_mean_mood", "reports_mean", "mood", "reports_sum_"])
def test_a_reduction_says_over_whom_what_and_of_which_field(name: str) -> None:
    assert "reports_, peers_ or staff_ + mean_ or sum_" in refused(lambda m: m.reduction(name, nobody=0.0))


def test_a_reduction_is_of_a_field() -> None:
    assert "no field 'joy'" in refused(lambda m: m.reduction("reports_mean_joy", nobody=0.0))


def a_channel(entity: Any = Employee) -> Declare:
    return lambda m: m.channel(entity, "push", phase="morning", meaning="what pushes")


def pushed(mood: float, push: float) -> float:
    return mood + push


def test_a_channel_is_read_by_its_own_entity() -> None:
    assert "channel 'push' belongs to Manager" in refused(a_channel(Manager), a_rule(pushed))


def test_a_structural_lever_needs_a_default() -> None:
    message = refused(lambda m: m.lever("size", group="office", scope=Team, neutral=None, meaning="size"))
    assert "needs a default" in message


def test_a_contested_parameter_needs_its_null() -> None:
    def contested(mechanism: Mechanism) -> None:
        mechanism.parameter("doubt", 1.0, unit="1", range=(0, 1), source="Q01", meaning="doubt", contested=True)

    assert "mood.doubt" in refused(contested)


# -- what a rule may contain ------------------------------------------------------------------------------------------


def raises_to_a_power(mood: float) -> float:
    return mood**3


def raises_in_place(mood: float) -> float:
    mood **= 2
    return mood


def reads_a_global(mood: float) -> float:
    return mood + half


def calls_a_builtin(mood: float) -> float:
    return round(mood)


def calls_itself(mood: float) -> float:
    return calls_itself(mood) if mood > 2.0 else mood


def loops(mood: float) -> float:
    for _ in (1, 2):
        mood = mood + 1.0
    return mood


def loops_while(mood: float) -> float:
    while mood > 1.0:
        mood = mood - 1.0
    return mood


def reads_an_attribute(mood: float) -> float:
    return mood.real


def subscripts(mood: float) -> float:
    return (mood, 1.0)[0]


def hides_a_function(mood: float) -> float:
    return (lambda x: x)(mood)


def tries(mood: float) -> float:
    try:
        return 1.0 / mood
    except ZeroDivisionError:
        return 0.0


@pytest.mark.parametrize(
    ("function", "word"),
    [
        (raises_to_a_power, "'**'"),
        (raises_in_place, "'**'"),
        (reads_a_global, "'half'"),
        (calls_a_builtin, "'round'"),
        (calls_itself, "'calls_itself'"),
        (loops, "For"),
        (loops_while, "While"),
        (reads_an_attribute, "Attribute"),
        (subscripts, "Subscript"),
        (hides_a_function, "Lambda"),
        (tries, "Try"),
    ],
)
def test_a_rule_is_plain_arithmetic(function: Callable[..., float], word: str) -> None:
    """The message names the author's own file and line."""
    message = refused(a_rule(function))
    assert word in message
    assert f"{__file__}:" in message
    line = int(message.split(f"{__file__}:")[1].split(")")[0])
    assert 0 <= line - function.__code__.co_firstlineno <= 4


def test_a_rule_has_a_source() -> None:
    made: dict[str, Any] = {}
    exec("def typed_in(mood):\n    return mood", made)
    assert "its source cannot be read" in refused(a_rule(made["typed_in"]))


def halved(mood: float) -> float:
    return clip(HALF * mood, 0.0, 1.0)


def test_a_constant_in_capitals_goes_into_the_kernel_as_a_number() -> None:
    """The text says all that it depends on, so that a changed constant is a changed kernel."""
    ruleset = declared(a_rule(halved))
    assert constants_of(halved) == {"HALF": 0.5}
    text = kernel_text(ruleset, "morning")
    assert "HALF" not in text
    assert "clip(0.5 * mood, 0.0, 1.0)" in text


def test_a_helper_and_a_local_name_are_allowed() -> None:
    def local(mood: float, pace: float) -> float:
        step = min(pace, 0.1)
        return clip(mood + step, 0.0, 1.0)

    assert len(declared(a_rule(local)).rules) == 1


# -- results, causes, draws -------------------------------------------------------------------------------------------


def two_moods(mood: float) -> tuple[float, float]:
    return mood, mood


@pytest.mark.parametrize(("sets", "function"), [(("mood",), two_moods), (("mood", "arrived"), lift)])
def test_a_rule_returns_as_much_as_it_sets(sets: tuple[str, ...], function: Callable[..., Any]) -> None:
    message = refused(a_rule(function, sets=sets))
    assert f"rule {function.__name__}" in message
    assert f"sets {len(sets)}" in message


def booked(mechanism: Mechanism) -> None:
    mechanism.field(Employee, "faith", booked=True, meaning="trust")


def believe(faith: float, pace: float) -> float:
    return faith + pace


def test_a_rule_on_a_booked_field_needs_a_cause() -> None:
    assert "needs a cause" in refused(booked, a_rule(believe, sets="faith"))


def test_a_booked_field_changes_for_the_employed_only() -> None:
    assert "must run for the employed" in refused(booked, a_rule(believe, sets="faith", cause="work", who="seats"))


def test_every_cause_has_a_slot_in_the_ledger() -> None:
    """What comes, goes and is set by hand is booked as well; a cause shared by two rules has one slot."""

    def believe_more(faith: float) -> float:
        return faith

    rules = (
        a_rule(believe, sets="faith", cause="work"),
        a_rule(believe_more, sets="faith", cause="work", phase="evening"),
    )
    ruleset = declared(booked, *rules)
    assert list(ruleset.slots) == [("faith", cause) for cause in ("work", LEFT, JOINED, BY_HAND)]
    assert {wired.slots for wired in ruleset.rules} == {(0,)}


def five_draws(mood: float, a_draw: float, b_draw: float, c_draw: float, d_draw: float, e_draw: float) -> float:
    return mood + a_draw + b_draw + c_draw + d_draw + e_draw


def four_draws(mood: float, a_draw: float, b_draw: float, c_draw: float, d_draw: float) -> float:
    return mood + a_draw + b_draw + c_draw + d_draw


def test_a_rule_draws_at_most_four_times() -> None:
    assert len(declared(a_rule(four_draws)).rules[0].rule.draws) == 4
    assert "at most 4 draws" in refused(a_rule(five_draws))


def drift(level: float, pull: float, luck_draw: float) -> float:
    return level + pull * luck_draw


def test_one_function_binds_to_several_names() -> None:
    """Each binding has a name of its own, so that no two share their luck."""

    def bind(mechanism: Mechanism) -> None:
        mechanism.field(Employee, "zeal", meaning="zeal")
        for name in ("mood", "zeal"):
            mechanism.bind(drift, f"drift_{name}", on=Employee, phase="morning", sets="level", level=name, pull="pace")

    one, other = declared(bind).rules
    assert [operand.name for operand in one.operands] == ["mood", "pace", "luck_draw"]
    assert [operand.name for operand in other.operands] == ["zeal", "pace", "luck_draw"]
    assert [wired.results[0].name for wired in (one, other)] == ["mood", "zeal"]
    assert one.purpose != other.purpose == draws.purpose_of("mood.drift_zeal")


def test_a_binding_of_what_is_no_argument_is_refused() -> None:
    def bind(mechanism: Mechanism) -> None:
        mechanism.bind(lift, "lift", on=Employee, phase="morning", sets="mood", speed="pace")

    assert "binds 'speed', which is no argument" in refused(bind)


def test_a_purpose_can_be_pinned_when_a_rule_is_renamed() -> None:
    ruleset = declared(a_rule(four_draws, purpose="mood.an_older_name"))
    assert ruleset.rules[0].purpose == draws.purpose_of("mood.an_older_name")


# -- what is never run must not be declared ---------------------------------------------------------------------------


def test_a_misspelt_phase_is_refused_with_the_nearest_name() -> None:
    """A rule in a phase that never comes would never run, and nobody would be told."""
    assert "did you mean 'morning'?" in refused(a_rule(lift, phase="mornign"))


def test_a_channel_in_a_phase_that_never_comes_is_refused() -> None:
    message = refused(lambda m: m.channel(Employee, "push", phase="evenin", meaning="push"))
    assert "did you mean 'evening'?" in message


def test_two_rules_of_one_name_are_refused() -> None:
    """They would share their luck and their switch."""
    assert "two rules" in refused(a_rule(four_draws), a_rule(four_draws, phase="evening"))


def test_a_channel_is_read_in_its_own_phase_only() -> None:
    """Elsewhere its contributions have not been made, and it would be its identity for ever."""
    assert "'push'" in refused(a_channel(), a_rule(pushed, phase="evening"))


def test_a_contribution_goes_to_a_channel_of_its_own_entity() -> None:
    give = lambda m: m.contribution("push", on=Employee)(pace_as_it_is)  # noqa: E731
    assert "belongs to Manager" in refused(a_channel(Manager), give)


def pace_as_it_is(pace: float) -> float:
    return pace


def test_only_contributions_write_channels() -> None:
    assert "'push'" in refused(a_channel(), a_rule(pace_as_it_is, sets="push"))


def test_nothing_runs_on_the_world() -> None:
    world = lambda m: m.field(World, "weather", meaning="weather")  # noqa: E731
    assert "World" in refused(world, a_rule(pace_as_it_is, on=World, sets="weather"))


def test_a_happening_has_a_flag_that_is_a_field() -> None:
    assert "did you mean 'mood'?" in refused(lambda m: m.happening("event", flag="mod", meaning="event"))
    message = refused(lambda m: m.happening("event", flag="mood", cause="moood", meaning="event"))
    assert "did you mean 'mood'?" in message


def forgets_to_return(mood: float, pace: float) -> None:
    mood + pace


def test_a_rule_returns_numbers() -> None:
    assert "forgets_to_return" in refused(a_rule(forgets_to_return))


def exp(x: float) -> float:
    """Return something else than the helper of this name."""
    return 2.0 * x


def calls_another_exp(mood: float) -> float:
    return exp(mood)


def test_a_helper_is_the_models_own() -> None:
    """``from math import exp`` would be one function in plain Python and another one compiled."""
    message = refused(a_rule(calls_another_exp))
    assert "'exp'" in message
    assert "trustsim.model.numerics" in message


# -- rules are plain Python -------------------------------------------------------------------------------------------


def test_a_rule_stays_a_function_that_can_be_called() -> None:
    """Declaring changes nothing: a rule is tested by calling it."""
    mechanism = Mechanism("mood")
    assert mechanism.rule(on=Employee, phase="morning", sets="mood")(lift) is lift
    assert lift(0.5, 0.25) == 0.75


def test_rules_can_be_called_without_numba(tmp_path: Any) -> None:
    """Declaring the model, wiring it and calling its rules loads no compiler."""
    import subprocess
    import sys

    script = (
        "import sys\n"
        "sys.modules['numba'] = None\n"
        "from trustsim.model.week import MODEL\n"
        "for wired in MODEL.rules:\n"
        "    wired.rule.function(*(MODEL.default(operand) for operand in wired.operands))\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)


def test_draws_of_the_model_have_purposes_of_their_own() -> None:
    """No two rules of the model share their luck, and no 32-bit hash collides."""
    purposes = [wired.purpose for wired in MODEL.rules]
    assert len(set(purposes)) == len(purposes)
    names = [(wired.rule.mechanism, wired.rule.name) for wired in MODEL.rules]
    assert len(set(names)) == len(names)


def test_contributions_run_before_what_reads_them() -> None:
    def declare(mechanism: Mechanism) -> None:
        a_channel()(mechanism)
        a_rule(pushed)(mechanism)
        mechanism.contribution("push")(pace_as_it_is)

    order = [wired.rule.name for wired in declared(declare).select("morning", Employee)]
    assert order == ["pace_as_it_is", "pushed"]
    assert [wired.rule.phase for wired in declared(declare).rules] == ["morning", CONTRIBUTION]


def test_a_rule_set_tells_what_it_holds() -> None:
    assert repr(declared(a_rule(lift))) == (
        "RuleSet('declared': 2 mechanisms, 1 rules, 1 levers, 1 parameters, 0 outcomes)"
    )


def measures_by_luck(mood: float, luck_draw: float) -> float:
    return mood + luck_draw


def measures_misspelt(moood: float) -> float:
    return moood


@pytest.mark.parametrize("function", [measures_by_luck, measures_misspelt])
def test_an_outcome_measures_what_is_there(function: Callable[..., float]) -> None:
    """No luck and no unknown name goes into an outcome."""
    outcome = Outcome("joy", "0-1", "up", 0.1, "joy", 1.0, Employee, function, function)
    with pytest.raises(DeclarationError, match="joy"):
        _ = declared(outcomes=(outcome,)).measures


# -- the order in which kernels go over the teams of a large company -------------------------------------------------


def watchful(*others: Declare, outcomes: tuple[Outcome, ...] = ()) -> RuleSet:
    """Return a rule set in which people work in the morning and the company looks at all of them in the evening."""

    def watch(mechanism: Mechanism) -> None:
        mechanism.field(Company, "mean_mood", meaning="mood of all")
        mechanism.reduction("staff_mean_mood", nobody=0.0)

        @mechanism.rule(on=Company, phase="evening", sets="mean_mood")
        def look(staff_mean_mood: float) -> float:
            return staff_mean_mood

    return declared(a_rule(lift), watch, *others, outcomes=outcomes)


def test_a_company_that_nobody_heeds_looks_at_its_staff_while_they_go_by() -> None:
    ruleset = watchful()
    assert weekly_units(ruleset) == ("morning", "evening", "record")
    assert groups_of(ruleset) == [0, 3]


def heed(mood: float, company_mean_mood: float) -> float:
    return mood if company_mean_mood > HALF else 0.0


def test_all_staff_waits_for_a_company_that_somebody_heeds() -> None:
    assert groups_of(watchful(a_rule(heed, phase="evening"))) == [0, 1, 3]


def moods(mood: float) -> float:
    return mood


def heads(employed: float) -> float:
    return employed


def moods_shown(employed: float, company_mean_mood: float) -> float:
    return employed * company_mean_mood


def test_what_nothing_changes_any_more_is_measured_before_all_staff_waits() -> None:
    """The rest, of people or of the company, waits with them; so does everything where people can still arrive."""
    outcomes = tuple(
        Outcome(function.__name__, "0-1", "up", 0.1, "joy", 1.0, Employee, function, heads)
        for function in (moods, heads, moods_shown)
    )
    ruleset = watchful(a_rule(heed, phase="evening"), outcomes=outcomes)
    assert weekly_units(ruleset) == ("morning", "record_first", "evening", "record")
    assert groups_of(ruleset) == [0, 2, 4]
    assert [ruleset.measures[0][number].function for number in measured_first(ruleset)] == [heads]

    def arrive(luck_draw: float) -> float:
        return luck_draw

    hires = watchful(a_rule(heed, phase="evening"), a_rule(arrive, phase="evening", sets="arrived"), outcomes=outcomes)
    assert not measured_first(hires)
