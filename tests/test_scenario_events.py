"""Events of the timeline: choices by name, who they are by, for which teams, and the weeks in which they hold."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from tests.scenario_standin import DECLARED, Declared
from trustsim.errors import ScenarioError
from trustsim.model.declarations import (
    COMPANY,
    MANAGERS,
    Company,
    Entry,
    EventKind,
    Manager,
    Record,
    Setting,
    Team,
    choice,
)
from trustsim.model.timeline import Span, both, lasting, where, whose
from trustsim.scenario import Scenario, load, loads
from trustsim.scenario.resolving import resolve

KINDS = ("competence", "integrity")


def schedule(_records: Mapping[str, Mapping[str, float]], events: Sequence[Mapping[str, Any]]) -> list[Setting]:
    """Set a week's value for whom a breach is by, and the weeks of a storm for the teams that it is for."""
    breaches = [event for event in events if event["event"] == "breach"]
    storms = [event for event in events if event["event"] == "storm"]
    size = [(whose(e)[0], Span(e["week"], e["size"], team=whose(e)[1])) for e in breaches]
    kind = [(whose(e)[0], Span(e["week"], e["kind"], team=whose(e)[1])) for e in breaches]
    storm = [Span(event["week"], 1.0, int(event["weeks"]), team) for event in storms for team in where(event)]
    return [*both("breach_size", size), *both("breach_kind", kind), *lasting("storm", storm, Team)]


WEATHER = Record(
    "weather", (), dict, schedule,
    events=(
        EventKind("breach", "somebody fails people", (
            choice("kind", KINDS, "what failed", required=True),
            Entry("size", "0-1", 0, 1, 0.5, "how much"),
        )),
        EventKind("storm", "it blows", (Entry("weeks", "weeks", 1, 9, 2, "how long", whole=True),),
                  actors=(COMPANY,), local=True),
        EventKind("memo", "they write", (choice("tone", ("dry", "warm"), "how", default="warm"),),
                  actors=(COMPANY, MANAGERS)),
    ),
)  # fmt: skip
MORE = Declared(DECLARED.levers, DECLARED.parameters, {**DECLARED.records, "weather": WEATHER})
TEAMS = [{"name": "alpha", "employees": 8}, {"name": "beta", "employees": 8}]


def made(*timeline: dict[str, Any], **more: Any) -> Scenario:
    return load({"teams": TEAMS, "timeline": list(timeline), **more}, declared=MORE)


def changes(scenario: Scenario, field: str) -> list[tuple[int, Any, float, tuple[int, ...] | None]]:
    """Return what a plan sets of a field: week, entity, value, rows."""
    plan = resolve(scenario)
    return [(c.week, c.entity, c.value, c.rows) for c in plan.changes if c.name == field]


def test_a_choice_is_named_and_arrives_as_its_place() -> None:
    scenario = made({"label": "x", "week": 3, "event": "breach", "kind": "integrity"})
    assert scenario.get("timeline.x.kind") == "integrity"
    assert changes(scenario, "breach_kind") == [(3, Company, 1.0, None), (4, Company, 0.0, None)]


def test_a_choice_may_have_a_default() -> None:
    assert made({"label": "x", "week": 3, "event": "memo"}).get("timeline.x.tone") == "warm"


def test_scenarios_with_choices_are_read_back() -> None:
    scenario = made({"label": "x", "week": 3, "event": "breach", "kind": "integrity", "by": "alpha"})
    for full in (False, True):
        assert loads(scenario.dump(full=full), declared=MORE) == scenario
    assert scenario.override({"timeline.x.kind": "competence"}).hash != scenario.hash


@pytest.mark.parametrize(
    ("by", "entity", "rows"), [("company", Company, None), ("managers", Manager, None), ("beta", Manager, (1,))]
)
def test_an_event_sets_fields_of_whom_it_is_by(by: str, entity: Any, rows: tuple[int, ...] | None) -> None:
    scenario = made({"week": 3, "event": "breach", "kind": "competence", "size": 0.4, "by": by})
    found = [change for change in changes(scenario, "breach_size") if change[2] > 0.0]
    assert [change[:2] + change[3:] for change in found] == [(3, entity, rows)]
    assert found[0][2] == pytest.approx(0.4)


def test_of_several_companies_only_those_that_are_named_are_concerned() -> None:
    storm = {"week": 3, "event": "storm", "companies": ["two"], "teams": ["alpha"]}
    scenario = made(storm, companies=[{"name": "one", "employees": 20}, {"name": "two", "employees": 20}])
    plan = resolve(scenario)
    rows = next(change.rows for change in plan.changes if change.name == "storm" and change.value == 1.0)
    assert rows is not None
    assert [(plan.companies[plan.teams[row].company].name, plan.teams[row].key) for row in rows] == [("two", "alpha")]


def held(settings: Sequence[Setting], week: int, team: str) -> float:
    """Return the value that settings leave in a week for a team: the last word holds."""
    value = 0.0
    for setting in settings:
        if setting.week <= week and setting.team in ("", team):
            value = setting.value
    return value


def test_spans_overlap_and_what_is_for_one_team_includes_what_is_for_all() -> None:
    spans = [Span(2, 0.5, 4), Span(4, 0.5, 4), Span(3, 0.8, 2, "alpha")]
    settings = lasting("x", spans, Team)
    expected = {1: (0.0, 0.0), 2: (0.5, 0.5), 3: (0.5, 0.9), 4: (0.75, 0.95), 5: (0.75, 0.75), 6: (0.5, 0.5), 8: (0, 0)}
    for week, (others, alpha) in expected.items():
        assert held(settings, week, "beta") == pytest.approx(others)
        assert held(settings, week, "alpha") == pytest.approx(alpha)


WRONG: list[tuple[dict[str, Any], str]] = [
    (
        {"event": "breach", "kind": "integrty"},
        "timeline.x.kind must be one of 'competence', 'integrity', not 'integrty'; did you mean 'integrity'?",
    ),
    ({"event": "breach", "kind": 1}, "timeline.x.kind must be one of 'competence', 'integrity', not 1"),
    ({"event": "breach"}, "timeline.x.kind is missing; it must be one of 'competence', 'integrity'"),
    (
        {"event": "breach", "kind": "integrity", "by": "alpa"},
        "timeline.x.by must be company, managers or a team's name, not 'alpa'; did you mean 'alpha'?",
    ),
    ({"event": "storm", "by": "managers"}, "timeline.x.by must be company, not 'managers'"),
    ({"event": "memo", "by": "alpha"}, "timeline.x.by must be company or managers, not 'alpha'"),
    (
        {"event": "breach", "kind": "integrity", "teams": ["alpha"]},
        "timeline.x.teams cannot be: 'breach' is for everybody; name a team as the one it is by; leave out teams",
    ),
    ({"event": "memo", "teams": ["alpha"]}, "timeline.x.teams cannot be: 'memo' is for everybody; leave out teams"),
    ({"event": "storm", "teams": ["gamma"]}, "timeline.x.teams names 'gamma', which is none of the teams"),
]


@pytest.mark.parametrize(("event", "words"), WRONG, ids=[words[:50] for _, words in WRONG])
def test_message(event: dict[str, Any], words: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        made({"label": "x", "week": 3, **event})
    assert words in str(caught.value)


def test_a_record_without_entries_is_no_table() -> None:
    with pytest.raises(ScenarioError, match="weather is unknown"):
        made(weather={"one": {}})
