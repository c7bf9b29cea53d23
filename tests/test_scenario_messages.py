"""What a user reads who got something wrong: one line, with where, what is allowed, what was given, what to do."""

from typing import Any

import pytest

from tests.scenario_standin import DECLARED
from trustsim.errors import ScenarioError
from trustsim.scenario import load

RTO = {"mandates": {"rto": {"office_days": 3}}}
TEAM = {"teams": [{"name": "platform", "employees": 10}]}
TRIAL = {"timeline": [{"label": "trial", "week": 40, "set": {"policy.autonomy": 0.9}}]}
TOO_LATE = "must be a week of the run, from -51 (the start of the burn-in) to 104 (run.weeks), not"


def happening(**keys: Any) -> dict[str, Any]:
    return {"timeline": [{"label": "x", **keys}]}


BAD: list[tuple[dict[str, Any], str]] = [
    # unknown keys
    ({"policy": {"survelliance": 0.4}}, "policy.survelliance is unknown; did you mean 'policy.surveillance'?"),
    ({"polcy": {"autonomy": 0.4, "fairness": 1}}, "polcy is unknown; did you mean 'policy'?"),
    ({"autonomy": 0.4}, "autonomy is not known here; did you mean 'policy.autonomy'?"),
    (
        {"policy": {"labour_market": 1}},
        "policy.labour_market is not known here; did you mean 'environment.labour_market'?",
    ),
    ({"environment": {"fairness": 1}}, "environment.fairness is not known here; did you mean 'policy.fairness'?"),
    ({"run": {"zzz": 1}}, "run.zzz is unknown; known here: weeks, replications, seed, profile"),
    (
        {"mandates": {"rto": {"office_dys": 3}}},
        "mandates.rto.office_dys is unknown; did you mean 'mandates.rto.office_days'?",
    ),
    (
        {"parameters": {"trust.loss_wieght": 2}},
        "parameters.trust.loss_wieght is unknown; did you mean 'parameters.trust.loss_weight'?",
    ),
    (
        {"parameters": {"loss_weight": 2}},
        "parameters.loss_weight is not known here; did you mean 'parameters.trust.loss_weight'?",
    ),
    (
        {"teams": [{"name": "a", "employees": 3, "policy": {"flexibility_promise": 1}}]},
        "cannot differ between teams: it is of the whole company; set policy.flexibility_promise",
    ),
    (
        happening(week=1, set={"policy.span_of_control": 9}),
        "timeline.x.set.policy.span_of_control cannot change in a run",
    ),
    (happening(week=1, set={"population.employees": 9}), "timeline.x.set.population is unknown"),
    (
        happening(week=1, acknowledgement=0.4),
        "timeline.x.acknowledgement belongs to an event; say which: event = 'apology'",
    ),
    (happening(week=1, event="reversal", of="rto", amends=1) | RTO, "timeline.x.amends is not known here"),
    # wrong types and ranges
    ({"policy": {"surveillance": 1.4}}, "policy.surveillance must be a number from 0 to 1, not 1.4"),
    ({"policy": {"remote_days": -1}}, "policy.remote_days must be a number from 0 to 5 (days/week), not -1"),
    ({"policy": {"surveillance": True}}, "policy.surveillance must be a number from 0 to 1, not true"),
    ({"policy": {"surveillance": "0.4"}}, "policy.surveillance must be a number from 0 to 1, not '0.4'"),
    ({"policy": {"surveillance": None}}, "policy.surveillance must be a number from 0 to 1, not nothing"),
    ({"policy": {"surveillance": [0.4]}}, "policy.surveillance must be a number from 0 to 1, not a list"),
    ({"policy": {"surveillance": {"team": 0.4}}}, "policy.surveillance must be a number from 0 to 1, not a table"),
    ({"policy": {"surveillance": float("nan")}}, "policy.surveillance must be a number from 0 to 1, not nan"),
    ({"policy": {"surveillance": float("inf")}}, "policy.surveillance must be a number from 0 to 1, not inf"),
    ({"policy": 3}, "policy must be a table, not 3"),
    ({"population": {"trust_propensity": 0.5}}, "population.trust_propensity must be a table, not 0.5"),
    (
        {"population": {"employees": 0}},
        "population.employees must be a whole number from 1 to 5,000,000 (people), not 0",
    ),
    (
        {"population": {"employees": 12.5}},
        "population.employees must be a whole number from 1 to 5,000,000 (people), not 12.5",
    ),
    ({"run": {"weeks": 0}}, "run.weeks must be a whole number from 1 to 5,200 (weeks), not 0"),
    (
        {"run": {"replications": 1_000_001}},
        "run.replications must be a whole number from 1 to 1,000,000 (runs), not 1,000,001",
    ),
    ({"run": {"profile": "nil"}}, "run.profile must be one of 'meta_analytic', 'practitioner', 'null', not 'nil'"),
    ({"parameters": {"trust.memory": 0}}, "parameters.trust.memory must be a number from 1 to 520 (weeks), not 0"),
    (
        {"mandates": {"rto": {"office_days": 9}}},
        "mandates.rto.office_days must be a number from 0 to 5 (days/week), not 9",
    ),
    ({"mandates": 3}, "mandates must be tables of their own: [mandates.NAME], not 3"),
    ({"teams": {"platform": {}}}, "teams must be a list of tables: [[teams]], not a table"),
    ({"timeline": [3]}, "timeline.(entry 1) must be a table, not 3"),
    ({"teams": [{"name": n, "employees": 1} for n in map(str, range(2_001))]}, "teams has 2,001 entries"),
    ({"timeline": [{}] * 501}, "timeline has 501 entries; list should have at most 500 items"),
    # names and texts
    ({"name": "a\u202eb"}, "characters without control or invisible characters, not 'a\\u202eb'"),
    ({"name": "x" * 81}, "name must be a line of at most 80 characters"),
    ({"title": "a\nb"}, "title must be a line of at most 200 characters"),
    ({"story": "a\x07"}, "story must be text of at most 4,000 characters"),
    (
        {"mandates": {"a.b": {"office_days": 3}}},
        "a name in [mandates] must be a name of 1 to 80 characters without dots",
    ),
    ({"teams": [{"name": "\ud800", "employees": 3}]}, "name must be a name of 1 to 80 characters"),
    ({"teams": [{"name": "", "employees": 3}]}, "name must be a name of 1 to 80 characters"),
    ({"teams": [{"employees": 3}]}, "teams.(entry 1).name is missing"),
    ({"teams": [{"name": "a", "employees": 3}] * 2}, "teams: two entries have the name 'a'; each needs its own"),
    ({"timeline": TRIAL["timeline"] * 2}, "timeline: two entries have the label 'trial'"),
    ({"parameters": {"trust.memory": 5, "trust": {"memory": 6}}}, "parameters.trust.memory is given twice"),
    # between values
    (
        {"mandates": {"rto": {"announce_week": 9}}},
        "mandates.rto.office_days is missing; it must be a number from 0 to 5 (days/week)",
    ),
    ({"mandates": {"rto": {"office_days": 3, "announce_week": 105}}}, f"mandates.rto.announce_week {TOO_LATE} 105"),
    (
        {"mandates": {"rto": {"office_days": 3, "abruptness": 1, "ramp_weeks": 26}}},
        "mandates.rto: abruptness contradicts",
    ),
    ({"teams": [{"name": "a"}]}, "teams.a.employees is missing; it must be a whole number from 1"),
    (
        {"teams": [{"name": "a", "employees": 121}]},
        "teams.a.employees is too many: the named teams have 121 employees together",
    ),
    ({"companies": [{"name": "a", "employees": 5}], **TEAM}, "together, companies.a.employees is 5"),
    (
        {"companies": [{"name": "a"}, {"name": "b"}], "market": {"companies": 1}},
        "market.companies must be at least the number of named companies, 2, not 1",
    ),
    (happening(week=200, set={"policy.autonomy": 1}), f"timeline.x.week {TOO_LATE} 200"),
    (
        happening(week=-52, set={"policy.autonomy": 1}),
        "timeline.x.week must be a whole number from -51 to 5,200 (week), not -52",
    ),
    (happening(set={"policy.autonomy": 1}), "timeline.x.week is missing"),
    (happening(week=3), "timeline.x says nothing that happens; give it an event, or set ="),
    (
        happening(week=3, event="apolgy"),
        "timeline.x.event must be a known event ('reversal', 'apology'), not 'apolgy'; did you mean 'apology'?",
    ),
    (happening(week=3, event=3), "timeline.x.event must be a known event ('reversal', 'apology'), not 3"),
    (happening(week=3, event="apology"), "timeline.x.amends is missing; it must be a number from 0 to 1"),
    (happening(week=3, event="reversal"), "timeline.x.of is missing"),
    (
        happening(week=30, event="reversal", of="rot") | RTO,
        "timeline.x.of must be the name of one of [mandates], not 'rot'; did you mean 'rto'?",
    ),
    (happening(week=3, event="reversal", of="rto") | RTO, "timeline.x reverses mandates.rto before it is announced"),
    (
        happening(week=3, event="apology", amends=1, by="pltform") | TEAM,
        "timeline.x.by must be company, managers or a team's name, not 'pltform'; did you mean 'platform'?",
    ),
    (
        happening(week=3, teams=["plat"], set={"policy.autonomy": 1}) | TEAM,
        "timeline.x.teams names 'plat', which is none of the teams; did you mean 'platform'?",
    ),
    (
        happening(week=3, companies=["a"], set={"policy.autonomy": 1}),
        "timeline.x.companies names 'a', which is none of the companies; name it under [[companies]]",
    ),
    (
        happening(week=3, teams=["platform"], set={"policy.flexibility_promise": 1}) | TEAM,
        "cannot differ between teams: it is of the company; leave out teams",
    ),
    (
        happening(week=3, companies=["a"], set={"environment.labour_market": 1}) | {"companies": [{"name": "a"}]},
        "cannot differ between companies: it is of the world",
    ),
    (
        {"timeline": [{"week": 3, "set": {"policy.autonomy": 1}}, {"week": 3, "set": {"policy.autonomy": 0}}]},
        "timeline.event-2.set.policy.autonomy is set in week 3 by timeline.event-1 already; set it once",
    ),
]


@pytest.mark.parametrize(("document", "words"), BAD, ids=[words[:60] for _, words in BAD])
def test_message(document: dict[str, Any], words: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load(document, declared=DECLARED)
    message = str(caught.value)
    assert words in message
    assert message.startswith("scenario: ")
    assert "\n" not in message
    assert len(message) < 330
    assert message.isprintable()


def test_all_problems_are_said_at_once() -> None:
    document = {"policy": {"autonomy": 2, "survelliance": 1}, "run": {"weeks": 0}}
    with pytest.raises(ScenarioError) as caught:
        load(document, declared=DECLARED)
    assert [line.split(" ")[1] for line in str(caught.value).splitlines()] == [
        "run.weeks", "policy.autonomy", "policy.survelliance",
    ]  # fmt: skip


def test_many_problems_are_counted() -> None:
    with pytest.raises(ScenarioError) as caught:
        load({"policy": {f"unknown {n}": 1 for n in range(500)}}, declared=DECLARED)
    lines = str(caught.value).splitlines()
    assert len(lines) == 11
    assert lines[-1] == "... and 490 more"
    teams = [{"name": str(n)} for n in range(2_000)]
    with pytest.raises(ScenarioError) as caught:
        load({"teams": teams}, declared=DECLARED)
    assert str(caught.value).splitlines()[-1] == "... and 1,990 more"
