"""The shipped scenarios, the schema, and the real model."""

import json
import re
import subprocess
import sys
import tomllib
from typing import Any

import jsonschema
import pytest

from tests.scenario_standin import DECLARED
from tests.test_scenario_messages import BAD
from tests.test_scenario_values import FULL
from trustsim.model.week import MODEL
from trustsim.scenario import Scenario, differences, load, loads, resolve, schema, shipped
from trustsim.scenario.reading import shipped_folder

EXPECTED = {
    "baseline", "trust-first", "verify-first", "surveillance", "micromanagement", "high-autonomy", "rto-abrupt",
    "rto-phased", "rto-explained-with-choice", "hybrid", "all-remote", "all-office", "rto-three-days",
    "promotion-block", "warnings-ladder", "relocation", "delayering", "forced-remote-shock", "forced-remote-supported",
    "collapse", "staircase-after-collapse", "leap-after-collapse", "repair-well", "repair-badly", "after-hours",
    "after-hours-feedback", "support-announced", "support-enacted", "slack-market", "tight-market", "firms-imitating",
    "firms-apart", "firms-holding-back",
}  # fmt: skip


def test_names() -> None:
    assert shipped()[0] == "baseline"
    assert set(shipped()) >= EXPECTED


@pytest.mark.parametrize("name", shipped())
def test_shipped(name: str) -> None:
    scenario = load(name)
    assert scenario.name == name
    assert scenario.title != name
    assert len(scenario.title) <= 60
    assert scenario.story.endswith(".")
    assert 1 <= scenario.story.count(". ") <= 2
    assert scenario.extends == ("" if name == "baseline" else "baseline")
    assert loads(scenario.dump()) == scenario
    assert loads(scenario.dump(full=True)) == scenario
    sizes: list[Any] = [v for path, v in scenario.values.items() if re.fullmatch(r"companies\.[^.]+\.employees", path)]
    assert resolve(scenario).employees == (sum(sizes) or scenario.get("population.employees"))


@pytest.mark.parametrize("name", shipped())
def test_what_a_file_says_differs_from_the_baseline(name: str) -> None:
    scenario = load(name)
    if scenario.extends:
        same = {path for path, value in scenario.changes().items() if load("baseline").values.get(path) == value}
        assert not same


def test_phased_differs_from_abrupt_in_pace_only() -> None:
    assert differences(load("rto-abrupt"), load("rto-phased")) == [
        f"mandates.rto.{key}" for key in ("notice_weeks", "ramp_weeks", "abruptness")
    ]
    assert load("rto-abrupt").get("mandates.rto.abruptness") == 1
    assert load("rto-phased").get("mandates.rto.abruptness") == 0


def test_every_lever_and_parameter_of_the_model_has_a_path() -> None:
    values = load("baseline").values
    assert {lever.path for lever in MODEL.levers.values()} <= values.keys()
    assert {f"parameters.{parameter.key}" for parameter in MODEL.parameters.values()} <= values.keys()


def test_a_mandate_survives_the_override_of_all_its_values() -> None:
    both = load("rto-abrupt").override({"mandates.rto.abruptness": 0.5})
    assert both.override(both.values) == both


@pytest.fixture(scope="module")
def check() -> jsonschema.Draft202012Validator:
    document = schema(DECLARED)
    jsonschema.Draft202012Validator.check_schema(document)
    return jsonschema.Draft202012Validator(document)


def test_schema_accepts_the_shipped_files() -> None:
    document = schema()
    jsonschema.Draft202012Validator.check_schema(document)
    accepts = jsonschema.Draft202012Validator(document)
    for name in shipped():
        path = shipped_folder() / f"{name}.toml"
        accepts.validate(tomllib.loads(path.read_text(encoding="utf-8")))
    assert json.loads(json.dumps(document)) == document == schema()


def test_schema_accepts_what_loads(check: jsonschema.Draft202012Validator) -> None:
    nested = {"parameters": {"trust": {"memory": 3}}, "timeline": [{"week": 3, "set": {"policy": {"autonomy": 1}}}]}
    removal = {"mandates": {"rto": {"remove": True}}, "teams": [{"name": "x", "remove": True}]}
    full = load(FULL, declared=DECLARED).document(full=True)
    for document in (FULL, nested, removal, full):
        check.validate(document)


def test_schema_refuses_what_is_wrong_by_itself(check: jsonschema.Draft202012Validator) -> None:
    by_itself = [(document, words) for document, words in BAD if " must be a number" in words or "is unknown" in words]
    assert len(by_itself) > 10
    for document, words in by_itself:
        if not any(special in words for special in ("nan", "inf", "missing")):
            assert not check.is_valid(document), words


def test_schema_says_unit_meaning_and_default() -> None:
    document = schema(DECLARED)
    days = document["$defs"]["ScenarioPolicy"]["properties"]["remote_days"]
    assert days | {"title": ""} == {
        "title": "", "type": "number", "minimum": 0, "maximum": 5, "default": 2.5, "unit": "days/week",
        "description": "days away from the office",
    }  # fmt: skip


def test_the_package_stays_light() -> None:
    heavy = "{'numba', 'pandas', 'mesa', 'matplotlib', 'solara'}"
    code = (
        f"import sys, trustsim.scenario as s; s.resolve(s.load('baseline')); print(sorted({heavy} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_types_of_values() -> None:
    kinds: dict[type, set[Any]] = {}
    for value in Scenario.values.fget(load("rto-phased")).values():  # type: ignore[misc]
        kinds.setdefault(type(value), set()).add(value)
    assert set(kinds) == {int, float, str}
