"""What a scenario holds: overriding, laying over, writing and reading back, hash, differences, sources."""

import pickle
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.scenario_standin import DECLARED
from trustsim.errors import ScenarioError
from trustsim.scenario import Scenario, differences, explain_sources, load, loads

FULL: dict[str, Any] = {
    "name": "full",
    "title": "All \"there\" is \\ 'was'",
    "story": "One line.\nAnother, with a tab\tand ü.",
    "run": {"weeks": 52, "seed": 7, "profile": "practitioner"},
    "population": {"trust_propensity": {"mean": 0.57}},
    "policy": {"surveillance": 0.1, "fairness": 1},
    "parameters": {"trust.memory": 30},
    "mandates": {"rto": {"office_days": 5, "abruptness": 0.3}, "office move": {"office_days": 1, "ramp_weeks": 3}},
    "timeline": [
        {"label": "trial", "week": 40, "teams": ["platform"], "set": {"policy.autonomy": 0.9, "policy.fairness": 0.2}},
        {"week": 45, "set": {"environment": {"labour_market": 0.9}}},
        {"label": "back", "week": 50, "event": "reversal", "of": "rto"},
        {"label": "sorry", "week": 51, "event": "apology", "by": "platform", "amends": 0.4},
    ],
    "teams": [{"name": "platform", "employees": 10, "policy": {"remote_days": 5}}, {"name": "alpha", "employees": 3}],
    "companies": [{"name": "acme", "employees": 40, "policy": {"flexibility_promise": 0.9}}],
    "market": {"companies": 3},
}  # fmt: skip


def made(document: Any) -> Scenario:
    return load(document, declared=DECLARED)


def again(text: str) -> Scenario:
    return loads(text, declared=DECLARED)


full = made(FULL)


@pytest.mark.parametrize("whole", [False, True])
def test_load_dump_load_is_the_identity(whole: bool) -> None:
    text = full.dump(full=whole)
    assert again(text) == full
    assert again(text).hash == full.hash
    assert again(text).dump(full=whole) == text
    assert made(full.document(full=whole)) == full


def test_full_dump_depends_on_no_default() -> None:
    document = full.document(full=True)
    assert document["policy"]["micromanagement"] == 0.0
    assert document["parameters"] == {"trust.loss_weight": 3.0, "trust.memory": 30.0}
    assert document["mandates"]["rto"] == {
        "announce_week": 26,
        "office_days": 5.0,
        "abruptness": 0.3,
        "explanation": 0.0,
    }
    assert "abruptness" not in document["mandates"]["office move"]


def test_every_path_can_be_read_and_overridden_with_its_own_value() -> None:
    for path, value in full.values.items():
        assert full.get(path) == value
    assert full.override(full.values) == full


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("policy.surveillance", 0.4),
        ("population.trust_propensity.mean", 0.4),
        ("population.employees", 200),
        ("mandates.rto.office_days", 2.0),
        ("mandates.rto.abruptness", 0.9),
        ("timeline.trial.set.policy.autonomy", 0.2),
        ("timeline.trial.week", 30),
        ("timeline.trial.teams", ("alpha",)),
        ("timeline.sorry.acknowledgement", 0.9),
        ("timeline.event-1.week", 44),
        ("teams.platform.policy.surveillance", 0.4),
        ("teams.platform.employees", 11),
        ("parameters.trust.loss_weight", 1.5),
        ("run.weeks", 60),
        ("run.profile", "null"),
        ("companies.acme.policy.fairness", 0.9),
        ("market.companies", 2),
        ("title", "Another"),
        ("name", "another"),
    ],
)
def test_override(path: str, value: Any) -> None:
    other = full.override({path: value})
    assert other.get(path) == value
    assert full.get(path) != value, "the scenario itself stays"
    assert again(other.dump()) == other
    assert again(other.dump(full=True)) == other


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"policy.survelliance": 1}, "override: policy.survelliance is unknown; did you mean 'policy.surveillance'?"),
        ({"polcy.surveillance": 1}, "polcy.surveillance is unknown; did you mean 'policy.surveillance'?"),
        (
            {"mandate.rto.office_days": 1},
            "mandate.rto.office_days is unknown; did you mean 'mandates.rto.office_days'?",
        ),
        ({"mandates.rot.abruptness": 1}, "a number from 0 to 5 (days/week); did you mean 'rto'?"),
        ({"teams.platfrm.policy.autonomy": 1}, "teams.platfrm.employees is missing"),
        (
            {"mandates.rto.office_days": 9},
            "override: mandates.rto.office_days must be a number from 0 to 5 (days/week), not 9",
        ),
        ({"policy.autonomy": "high"}, "policy.autonomy must be a number from 0 to 1, not 'high'"),
        ({"policy": 3}, "policy must be a table, not 3"),
        ({"teams.platform": 3}, "teams.platform cannot be overridden as a whole"),
        ({"teams.platform.name": "x"}, "teams.platform.name is a name, and stays"),
        ({"extends": "baseline"}, "extends cannot be overridden"),
        ({"policy..autonomy": 1}, "'policy..autonomy' is no dotted path"),
        ({"": 1}, "'' is no dotted path"),
        ({"a" * 100_000: 1}, "is unknown"),
        ({".".join("a" * 50_000): 1}, "is unknown"),
        ({3: 1}, "keys must be text, not 3"),
        ({"mandates.rto.remove": True}, "timeline.back.of must be the name of one of [mandates], not 'rto'"),
        ({"mandates.rot.remove": True}, "mandates.rot.remove has nothing to take away; did you mean 'rto'?"),
        (
            {"mandates.rto.remove": True, "mandates.rto.office_days": 3},
            "mandates.rto cannot be removed and set at once",
        ),
        ({"run.weeks": 44}, "timeline.back.week must be a week of the run"),
        ({"timeline.sorry.event": "apolgy"}, "timeline.sorry.event must be a known event"),
    ],
)
def test_override_that_is_wrong(values: Any, words: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        full.override(values)
    assert words in str(caught.value)
    assert len(str(caught.value)) < 1_000


def test_get_of_what_is_not_there_and_of_what_a_team_leaves_to_its_company() -> None:
    assert full.get("teams.platform.policy.surveillance") == full.get("policy.surveillance")
    assert full.get("companies.acme.policy.autonomy") == full.get("policy.autonomy")
    with pytest.raises(ScenarioError, match=r"policy\.survelliance has no value; did you mean 'policy\.surveillance'"):
        full.get("policy.survelliance")


def test_numbers_of_numpy_and_nested_tables_are_taken() -> None:
    one = full.override({"run.weeks": np.int64(60), "policy.autonomy": np.float32(0.25), "run.seed": np.array(3)})
    assert (one.weeks, one.get("policy.autonomy"), one.seed) == (60, 0.25, 3)
    assert full.override({"mandates.rto": {"office_days": 2}, "policy": {"fairness": 0.3}}) == full.override(
        {"mandates.rto.office_days": 2, "policy.fairness": 0.3}
    )
    assert type(full.override({"population.employees": 200.0}).get("population.employees")) is int


def test_profile_sets_parameters_that_nobody_set() -> None:
    assert full.get("parameters.trust.loss_weight") == 3.0
    assert full.sources["parameters.trust.loss_weight"] == "profile practitioner"
    assert full.override({"run.profile": "null"}).get("parameters.trust.loss_weight") == 1.0
    assert full.override({"run.profile": "null"}).get("parameters.trust.memory") == 30.0


def shuffled(node: Any, random: Any) -> Any:
    """Return a document with the keys of its tables in another order, its teams too."""
    if isinstance(node, dict):
        keys = list(node)
        random.shuffle(keys)
        return {key: shuffled(node[key], random) for key in keys}
    return [shuffled(item, random) for item in node] if isinstance(node, list) else node


@given(st.randoms(use_true_random=False))
def test_order_of_keys_and_teams_is_nothing(random: Any) -> None:
    document = shuffled(FULL, random)
    random.shuffle(document["teams"])
    for entry in document["timeline"]:
        if "teams" in entry:
            entry["teams"] = [*entry["teams"], "platform"]
    assert made(document) == full
    assert made(document).hash == full.hash


def test_hash_is_of_the_content() -> None:
    for path, value in {"name": "x", "title": "x", "story": "x", "run.seed": 9, "run.replications": 9}.items():
        assert full.override({path: value}).hash == full.hash
        assert full.override({path: value}) != full
    hashes = {full.hash}
    for path, value in {
        "run.weeks": 60,
        "policy.fairness": 0.99,
        "parameters.trust.memory": 31,
        "market.companies": 4,
    }.items():
        hashes.add(full.override({path: value}).hash)
    assert len(hashes) == 5
    assert made({"policy": {"fairness": 1}}).hash == made({"policy": {"fairness": 1.0}}).hash
    assert made({"policy": {"surveillance": -0.0}}).hash == made({}).hash, "a default said is a default"
    assert len(full.hash) == 64


def test_hash_stays_what_it_is_from_release_to_release() -> None:
    assert made({}).hash == "3fe29e8e104dc2c7b9fbca9330c56e3ff8b7ccc2f8ff061487530abe601cc9a7"


def test_differences() -> None:
    other = full.override(
        {"policy.autonomy": 0.9, "teams.new.employees": 3, "timeline.trial.remove": True, "name": "x"}
    )
    assert set(differences(full, other)) == {
        "policy.autonomy", "teams.new.employees", "timeline.trial.week", "timeline.trial.teams",
        "timeline.trial.set.policy.autonomy", "timeline.trial.set.policy.fairness",
    }  # fmt: skip
    assert differences(full, full) == []


def test_rows_say_value_unit_and_source() -> None:
    rows = {row.path: row for row in explain_sources(full)}
    assert rows.keys() == full.values.keys()
    assert rows["mandates.rto.office_days"][1:4] == (5.0, "days/week", "scenario")
    assert rows["mandates.rto.ramp_weeks"].source == "scenario, from abruptness"
    assert rows["timeline.sorry.acknowledgement"][1:4] == (0.5, "0-1", "default")
    assert all(row.meaning for row in rows.values())


def test_frozen_and_worth_reading() -> None:
    with pytest.raises(AttributeError):
        full.name = "x"  # type: ignore[misc]
    full.values["policy.autonomy"] = 9.0
    full.data["policy"]["autonomy"] = 9.0
    assert full.get("policy.autonomy") == 0.5
    calm = made({"name": "calm", "policy": {"autonomy": 0.9}})
    assert repr(calm) == f"<Scenario 'calm': 120 employees, 104 weeks, policy.autonomy=0.9; hash {calm.hash[:8]}>"
    assert len({full, full.override({})}) == 1


def test_data_is_nested_by_name() -> None:
    assert full.data["teams"]["platform"] == {"employees": 10, "policy": {"remote_days": 5.0}}
    assert full.data["timeline"]["trial"]["set"]["policy"]["autonomy"] == 0.9
    assert (full.weeks, full.replications, full.seed, full.profile) == (52, 100, 7, "practitioner")


def test_scenarios_of_the_model_travel_between_processes() -> None:
    scenario = load("baseline")
    assert pickle.loads(pickle.dumps(scenario)) == scenario
