"""Whatever is thrown at a scenario: it loads, or says ScenarioError in lines that print."""

from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.scenario_standin import DECLARED
from tests.test_scenario_values import FULL
from trustsim.errors import InputError, ScenarioError
from trustsim.scenario import Scenario, load, loads, parse_set, resolve

TEXT = """
name = "full"
story = "One line.\\nAnother."
[run]
weeks = 52
profile = "practitioner"
[population]
trust_propensity = { mean = 0.57 }
[policy]
surveillance = 0.1
[mandates.rto]
office_days = 5
abruptness = 0.3
[[timeline]]
label = "trial"
week = 40
teams = ["platform"]
set = { "policy.autonomy" = 0.9 }
[[timeline]]
week = 50
event = "reversal"
of = "rto"
[[teams]]
name = "platform"
employees = 10
policy = { remote_days = 5 }
[[companies]]
name = "acme"
[parameters]
"trust.memory" = 30
"""

WORDS = """
name title story extends run weeks seed profile policy autonomy surveillance span_of_control population employees
trust_propensity mean environment labour_market mandates rto office_days abruptness notice_weeks timeline label week
set event of by reversal apology amends teams companies remove policy.autonomy market parameters trust trust.memory
memory baseline set. .. [key] __class__ model_config null ../x.toml /dev/zero platform team-001 event-1
""".split()  # noqa: SIM905 - reads better than a word a line
HOSTILE = [
    "",
    "\0",
    "\u202e",
    "\ud800",
    "x" * 3_000,
    "\n",
    "é" * 90,
    "[",
    "]]",
    "{",
    '"',
    "=",
    "#",
    "nan",
    "-inf",
    "1e999",
]
words = st.one_of(st.sampled_from(WORDS), st.sampled_from(HOSTILE), st.text(max_size=8))
leaves = st.one_of(words, st.none(), st.booleans(), st.integers(), st.floats(), st.just(10**400), st.binary(max_size=3))
values = st.recursive(
    leaves,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(words, inner, max_size=4)),
    max_leaves=20,
)


def holds(scenario: Scenario) -> None:
    """Check what must hold of any scenario that loads."""
    assert loads(scenario.dump(), declared=DECLARED) == scenario
    assert loads(scenario.dump(full=True), declared=DECLARED).hash == scenario.hash
    assert scenario.override(scenario.values) == scenario
    if scenario.get("population.employees") < 10_000:  # type: ignore[operator]
        assert resolve(scenario).weeks == scenario.weeks


def prints(error: InputError) -> None:
    lines = str(error).splitlines()
    assert len(lines) <= 11
    assert all(line.isprintable() and 0 < len(line) < 1_000 for line in lines)


@given(st.data())
def test_damaged_text(data: st.DataObject) -> None:
    text = TEXT
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        length = data.draw(st.integers(0, 12))
        text = text[:start] + data.draw(words) + text[start + length :]
    try:
        holds(loads(text, declared=DECLARED))
    except ScenarioError as error:
        prints(error)


@given(st.binary(max_size=200))
def test_bytes(tmp_path_factory: Any, content: bytes) -> None:
    path: Path = tmp_path_factory.getbasetemp() / "bytes.toml"
    path.write_bytes(content)
    try:
        holds(load(path, declared=DECLARED))
    except ScenarioError as error:
        prints(error)


@given(st.dictionaries(words, values, max_size=6))
def test_any_dict(document: dict[str, Any]) -> None:
    try:
        holds(load(document, declared=DECLARED))
    except ScenarioError as error:
        prints(error)


def mutated(node: Any, data: st.DataObject) -> Any:
    """Return a document with one part somewhere in it replaced, renamed or doubled."""
    inner = list(node.items()) if isinstance(node, dict) else list(enumerate(node)) if isinstance(node, list) else []
    if not inner or data.draw(st.integers(0, 4)) == 0:
        return data.draw(values)
    key, value = data.draw(st.sampled_from(inner))
    if isinstance(node, list):
        changed = mutated(value, data)
        return [*node, changed] if data.draw(st.booleans()) else [*node[:key], changed, *node[key + 1 :]]
    new = data.draw(words) if data.draw(st.integers(0, 3)) == 0 else key
    return node | {new: mutated(value, data)}


@given(st.data())
def test_damaged_dict(data: st.DataObject) -> None:
    document: Any = FULL
    for _ in range(data.draw(st.integers(1, 3))):
        document = mutated(document, data)
    try:
        holds(load(document, declared=DECLARED))
    except ScenarioError as error:
        prints(error)


known = st.sampled_from([
    "policy.autonomy", "run.weeks", "mandates.rto.office_days", "mandates.rto.remove", "mandates.new.office_days",
    "timeline.trial.week", "timeline.trial.set.policy.autonomy", "timeline.trial.event", "timeline.trial.remove",
    "teams.platform.employees", "teams.platform.remove", "teams.new.employees", "parameters.trust.memory", "name",
    "mandates.rto.abruptness", "mandates.rto.notice_weeks", "market.companies", "companies.acme.employees",
])  # fmt: skip
paths = st.one_of(known, st.lists(words, max_size=5).map(".".join))
full = loads(TEXT, declared=DECLARED)


@given(st.dictionaries(paths, st.one_of(st.integers(0, 60), st.floats(0, 1), st.booleans(), values), max_size=4))
def test_any_override(overrides: dict[str, Any]) -> None:
    try:
        holds(full.override(overrides))
    except ScenarioError as error:
        prints(error)


@given(st.text(max_size=40), words)
def test_any_set(path: str, value: str) -> None:
    for text in (path, f"{path}={value}", f"policy.autonomy={value}"):
        try:
            full.override(dict([parse_set(text)]))
        except InputError as error:
            prints(error)


@given(words)
def test_any_path(path: str) -> None:
    try:
        full.get(path)
    except ScenarioError as error:
        prints(error)
