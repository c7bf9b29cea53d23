"""From a scenario to the plan of a run: parameters, levers, teams, changes week by week."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.scenario_standin import DECLARED
from trustsim.model.declarations import Company, Team, World
from trustsim.model.plan import Change, Plan
from trustsim.scenario import load, resolve
from trustsim.scenario.resolving import default_teams


def planned(document: dict[str, Any]) -> Plan:
    return resolve(load(document, declared=DECLARED))


def test_default_plan() -> None:
    plan = planned({})
    assert (plan.weeks, plan.first_week, plan.employees, plan.changes) == (104, -51, 120, ())
    assert [company.name for company in plan.companies] == ["company-1"]
    assert plan.companies[0].levers == {"flexibility_promise": 0.0, "span_of_control": 8.0}
    assert [team.key for team in plan.teams] == [f"team-{number:03d}" for number in range(1, 16)]
    assert {team.employees for team in plan.teams} == {8}
    assert plan.teams[0].levers == {
        "surveillance": 0.0, "autonomy": 0.5, "micromanagement": 0.0, "fairness_policy": 0.5, "remote_days": 2.5,
    }  # fmt: skip
    assert plan.world == {
        "loss_weight": 2.0, "memory": 26.0, "labour_market": 0.5, "employees": 120.0,
        "propensity_mean": 0.6, "propensity_sd": 0.15,
    }  # fmt: skip


@pytest.mark.parametrize(("profile", "weight"), [("meta_analytic", 2.0), ("practitioner", 3.0), ("null", 1.0)])
def test_profiles(profile: str, weight: float) -> None:
    assert planned({"run": {"profile": profile}}).world["loss_weight"] == weight
    said = {"run": {"profile": profile}, "parameters": {"trust": {"loss_weight": 1.5}}}
    assert planned(said).world["loss_weight"] == 1.5


@given(st.integers(1, 2_000), st.integers(2, 60))
def test_teams_fill_spans(employees: int, span: int) -> None:
    teams = list(default_teams(employees, span, {}))
    sizes = [size for _, size in teams]
    assert sum(sizes) == employees
    assert max(sizes) <= span
    assert max(sizes) - min(sizes) <= 1
    assert sizes == sorted(sizes, reverse=True), "the last teams are smaller by one"
    assert len({key for key, _ in teams}) == len(teams) == -(-employees // span)


def test_named_teams_come_out_of_the_employees() -> None:
    teams = [
        {"name": "platform", "employees": 10, "policy": {"remote_days": 5}},
        {"name": "team-002", "employees": 3},
        {"name": "alpha", "employees": 1},
    ]
    plan = planned({"population": {"employees": 31}, "teams": teams, "policy": {"remote_days": 1}})
    assert [(team.key, team.employees) for team in plan.teams] == [
        ("alpha", 1), ("platform", 10), ("team-002", 3), ("team-001", 6), ("team-003", 6), ("team-004", 5),
    ]  # fmt: skip
    assert [team.levers["remote_days"] for team in plan.teams] == [1, 5, 1, 1, 1, 1]
    assert planned({"teams": teams[::-1], "population": {"employees": 14}}).employees == 14


def test_one_employee_more_in_a_named_team_leaves_the_other_teams() -> None:
    def plan(more: int) -> Plan:
        teams = [{"name": "platform", "employees": 10 + more}]
        return planned({"population": {"employees": 60 + more}, "teams": teams})

    assert plan(0).teams[1:] == plan(1).teams[1:]


def test_companies_have_their_own_policy_and_size() -> None:
    plan = planned({
        "market": {"companies": 4},
        "companies": [
            {"name": "zeta", "employees": 10},
            {"name": "acme", "policy": {"autonomy": 0.9, "flexibility_promise": 1, "span_of_control": 60}},
        ],
        "teams": [{"name": "platform", "employees": 5, "policy": {"autonomy": 0.1}}],
    })  # fmt: skip
    assert [company.name for company in plan.companies] == ["acme", "zeta", "company-1", "company-2"]
    assert [company.levers["flexibility_promise"] for company in plan.companies] == [1, 0, 0, 0]
    acme = [team for team in plan.teams if team.company == 0]
    assert [(team.key, team.employees, team.levers["autonomy"]) for team in acme] == [
        ("platform", 5, 0.1), ("team-001", 58, 0.9), ("team-002", 57, 0.9),
    ]  # fmt: skip
    assert sum(team.employees for team in plan.teams if team.company == 1) == 10
    assert [team.company for team in plan.teams] == sorted(team.company for team in plan.teams)
    assert planned({"companies": [{"name": "a"}, {"name": "b"}]}).employees == 240


def test_mandates_become_settings_of_every_company() -> None:
    plan = planned({
        "mandates": {"rto": {"office_days": 4, "announce_week": 10, "notice_weeks": 2, "ramp_weeks": 3}},
        "timeline": [{"week": 30, "event": "reversal", "of": "rto"}],
    })  # fmt: skip
    assert plan.changes == (
        Change(10, Company, "mandate_days", 4.0),
        Change(15, Company, "mandate_full", 1.0),
        Change(30, Company, "mandate_days", 0.0),
    )


def test_mandates_and_reversals_of_some_companies() -> None:
    plan = planned({
        "market": {"companies": 3},
        "companies": [{"name": "acme"}, {"name": "zeta"}],
        "mandates": {"rto": {"office_days": 4, "companies": ["acme", "zeta"]}},
        "timeline": [{"week": 30, "event": "reversal", "of": "rto", "companies": ["zeta"]}],
    })  # fmt: skip
    assert [(change.week, change.name, change.rows) for change in plan.changes] == [
        (26, "mandate_days", (0,)), (26, "mandate_full", (0,)), (26, "mandate_days", (1,)), (26, "mandate_full", (1,)),
        (30, "mandate_days", (1,)),
    ]  # fmt: skip


def test_settings_stay_within_the_run() -> None:
    mandate = {"office_days": 4, "announce_week": 10, "ramp_weeks": 20}
    changes = planned({"run": {"weeks": 20}, "mandates": {"rto": mandate}}).changes
    assert [change.week for change in changes] == [10]


def test_timeline_sets_levers_of_world_companies_and_teams() -> None:
    plan = planned({
        "companies": [{"name": "acme", "employees": 16}, {"name": "zeta", "employees": 16}],
        "teams": [{"name": "platform", "employees": 8}],
        "timeline": [
            {"label": "some", "week": 5, "teams": ["platform"], "set": {"policy.autonomy": 0.9}},
            {"label": "zeta", "week": 5, "companies": ["zeta"], "set": {"policy": {"autonomy": 0.7}}},
            {"label": "all", "week": 5, "set": {"policy.autonomy": 0.6, "policy.flexibility_promise": 1}},
            {"label": "one", "week": 5, "companies": ["zeta"], "teams": ["platform"], "set": {"policy.autonomy": 1}},
            {"label": "early", "week": -3, "set": {"environment.labour_market": 1}},
            {"label": "fair", "week": 6, "companies": ["acme"], "set": {"policy.flexibility_promise": 0}},
        ],
    })  # fmt: skip
    assert [(c.week, c.entity, c.name, c.value, c.rows) for c in plan.changes] == [
        (-3, World, "labour_market", 1.0, None),
        (5, Team, "autonomy", 0.6, None),
        (5, Company, "flexibility_promise", 1.0, None),
        (5, Team, "autonomy", 0.7, (2, 3)),
        (5, Team, "autonomy", 0.9, (0, 2)),
        (5, Team, "autonomy", 1.0, (2,)),
        (6, Company, "flexibility_promise", 0.0, (0,)),
    ]


def test_order_in_a_file_is_nothing_to_the_plan() -> None:
    timeline = [
        {"label": "a", "week": 5, "set": {"policy.autonomy": 0.6}},
        {"label": "b", "week": 5, "teams": ["x"], "set": {"policy.autonomy": 0.7}},
        {"label": "c", "week": 2, "set": {"policy.fairness": 0.7}},
    ]
    teams = [{"name": "x", "employees": 3}, {"name": "y", "employees": 4}]
    forward = planned({"timeline": timeline, "teams": teams})
    assert forward == planned({"teams": teams[::-1], "timeline": timeline[::-1]})


def test_a_large_company_is_planned_quickly_and_shares_its_levers() -> None:
    plan = planned({"population": {"employees": 100_000}})
    assert plan.employees == 100_000
    assert len({id(team.levers) for team in plan.teams}) == 1
