"""How a later file or override is laid over an earlier one."""

from pathlib import Path
from typing import Any

from tests.scenario_standin import DECLARED
from tests.test_scenario_values import FULL, full
from trustsim.scenario import Scenario, load, loads
from trustsim.scenario.catalogue import catalogue_of
from trustsim.scenario.documents import validated
from trustsim.scenario.layers import Given, lay
from trustsim.scenario.problems import Problems
from trustsim.scenario.scenario import assemble


def layered(*documents: dict[str, Any]) -> Scenario:
    """Lay documents over one another as ``extends`` does."""
    catalogue = catalogue_of(DECLARED)
    under: dict[str, Given] = {}
    for number, document in enumerate(documents):
        labels = [path.split(".")[1] for path in under if path.startswith("timeline.")]
        leaves = validated(document, f"layer {number}", catalogue, labels)
        problems = Problems()
        under = lay(under, leaves, f"layer {number}", list(catalogue.named), problems)
        problems.check()
    return assemble(under | {"name": Given("x", "test")}, {}, catalogue)


def test_laying_over() -> None:
    over = {
        "teams": [{"name": "alpha", "remove": True}, {"name": "platform", "policy": {"autonomy": 0.6}}],
        "timeline": [
            {"week": 46, "set": {"policy.autonomy": 0.8}},
            {"label": "trial", "week": 41},
            {"label": "event-1", "set": {"policy.fairness": 0.7}},
            {"label": "sorry", "event": "reversal", "of": "office move"},
        ],
        "mandates": {"rto": {"explanation": 0.9}},
    }
    both = layered(FULL, over)
    assert "teams.alpha.employees" not in both.values
    assert both.get("teams.platform.policy.remote_days") == 5
    assert both.get("teams.platform.policy.autonomy") == 0.6
    assert both.get("timeline.trial.week") == 41
    assert both.get("timeline.trial.set.policy.autonomy") == 0.9
    assert both.get("timeline.event-2.set.policy.autonomy") == 0.8, "an entry without a label is a new one"
    assert both.get("timeline.event-1.week") == 45
    assert both.get("timeline.event-1.set.policy.fairness") == 0.7
    assert both.get("timeline.sorry.by") == "platform", "who and when outlive a change of event"
    assert "timeline.sorry.amends" not in both.values
    assert both.get("mandates.rto.abruptness") == 0.3
    assert both.sources["mandates.rto.explanation"] == "layer 1"


def test_forms_of_a_mandate() -> None:
    rto = [full.get(f"mandates.rto.{key}") for key in ("abruptness", "notice_weeks", "ramp_weeks")]
    assert rto == [0.3, 9, 9]
    assert full.sources["mandates.rto.notice_weeks"] == "scenario, from abruptness"
    timed = full.override({"mandates.rto.notice_weeks": 13})
    assert [timed.get(f"mandates.rto.{key}") for key in ("abruptness", "notice_weeks", "ramp_weeks")] == [0.5, 13, 0]
    back = timed.override({"mandates.rto.abruptness": 0.3})
    assert back == full
    assert "notice_weeks" not in back.document()["mandates"]["rto"]


def test_difference_says_what_was_taken_away_and_what_happens() -> None:
    base = load("rto-abrupt")
    changed = base.override({"mandates.rto.remove": True, "policy.autonomy": 0.8})
    document = changed.document()
    assert document["extends"] == "baseline"
    assert "mandates" not in document, "the mandate was its own, not the baseline's"
    event = {"timeline.back.event": "reversal", "timeline.back.of": "rto", "timeline.back.week": 60}
    back = base.override(event).override({"timeline.back.week": 70})
    assert back.document()["timeline"] == [{"label": "back", "week": 70, "event": "reversal", "of": "rto"}]


def test_what_no_difference_can_say_is_said_in_full(tmp_path: Path) -> None:
    (tmp_path / "base.toml").write_text('extends = "baseline"\n[mandates.rto]\noffice_days = 3\n', encoding="utf-8")
    (tmp_path / "child.toml").write_text('extends = "base.toml"\n[mandates.rto]\nremove = true\n', encoding="utf-8")
    child = load(tmp_path / "child.toml")
    assert child.extends == "base.toml"
    assert "mandates.rto.office_days" not in child.values
    assert "extends" not in child.document(), "a relative path means nothing elsewhere"
    assert loads(child.dump()) == child
