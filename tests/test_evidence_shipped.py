"""What the app shows of the evidence: the run of record, where a scenario lies against it, parameters, limits."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import trustsim as ts
from trustsim.cli import answer
from trustsim.documentation import limits as limits_page
from trustsim.documentation.catalogue import parameter_rows, profile_rows
from trustsim.documentation.limits import limits, plain
from trustsim.documentation.pages import docs_folder
from trustsim.errors import StoreError
from trustsim.evidence import measure
from trustsim.evidence.coverage import Covered, coverage, firm_ranges, what_arms_set
from trustsim.evidence.findings.page import evidence_page
from trustsim.evidence.findings.shipped import FILE, record_text, shipped_measured
from trustsim.model.week import MODEL
from trustsim.scenario import firms, shipped, spreads

# -- the run of record ------------------------------------------------------------------------------------------------


def test_the_shipped_numbers_are_those_of_the_page_and_of_this_model():
    found = shipped_measured()
    page = (docs_folder() / "evidence.md").read_text(encoding="utf-8")
    assert evidence_page(found.measured, found.seed, found.replications) == page, "make evidence"
    assert found.current, "make evidence"


def test_numbers_that_are_saved_and_read_again_are_the_same(tmp_path: Path):
    names = [row.target.id for row in shipped_measured().measured]
    measured = measure(["D01", "R02"])
    again = record_text(measured, 64, 30).splitlines()
    lines = {line.partition(",")[0]: line for line in FILE.read_text("utf-8").splitlines()[2:]}
    lines |= {line.partition(",")[0]: line for line in again[2:]}
    path = tmp_path / "measured.csv"
    path.write_text("\n".join([*again[:2], *(lines[name] for name in names)]) + "\n", "utf-8")
    found = {row.target.id: row for row in shipped_measured(path).measured}
    for row in measured:
        read = found[row.target.id]
        assert read.simulated == pytest.approx(row.simulated, rel=1e-8)
        assert (read.passed, read.kind, read.target, read.note) == (row.passed, row.kind, row.target, row.note)


def test_numbers_of_another_model_are_not_current(tmp_path: Path):
    first, rest = FILE.read_text("utf-8").split("\n", 1)
    head = json.loads(first.removeprefix("# "))
    for key in ("rules", "baseline"):
        path = tmp_path / f"{key}.csv"
        path.write_text(f"# {json.dumps(head | {key: '0' * 16})}\n{rest}", "utf-8")
        assert not shipped_measured(path).current


@pytest.mark.parametrize("change", ["empty", "no head", "no number", "a number less", "not there"])
def test_a_damaged_file_is_refused(tmp_path: Path, change: str):
    first, columns, *rows = FILE.read_text("utf-8").splitlines()
    path = tmp_path / "measured.csv"
    texts = {
        "empty": "",
        "no head": "\n".join([columns, *rows]),
        "no number": "\n".join([first, columns, rows[0].replace(rows[0].split(",")[1], "many"), *rows[1:]]),
        "a number less": "\n".join([first, columns, *rows[1:]]),
    }
    if change in texts:
        path.write_text(texts[change], "utf-8")
    with pytest.raises(StoreError, match="make evidence"):
        shipped_measured(path)


def test_the_command_saves_numbers(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    file = tmp_path / "numbers.csv"
    assert answer(("evidence", "--only", "D01", "--save", str(file), "--quiet")) == 0
    first, columns, row = file.read_text("utf-8").splitlines()
    assert json.loads(first[2:])["replications"] == 30
    assert columns == "id,simulated,low,high,sign_share"
    assert row.startswith("D01,")
    assert answer(("evidence", "--only", "D01", "--save", "nowhere/numbers.csv")) == 2
    assert "--save nowhere/numbers.csv: there is no folder" in capsys.readouterr().err


# -- where a scenario lies --------------------------------------------------------------------------------------------


def rows_of(overrides: dict[str, Any], name: str = "baseline") -> dict[str, Covered]:
    return {row.path: row for row in coverage(ts.load(name).override(overrides), shipped_measured().measured).rows}


def test_the_baseline_is_where_everything_was_measured():
    found = coverage(ts.load("baseline"))
    assert (found.rows, found.warned) == ((), ())
    assert "shipped baseline" in found.summary


@pytest.mark.parametrize(
    ("path", "value", "place", "tested"),
    [
        ("policy.surveillance", 0.7, "tested", (0.0, 1.0)),
        ("policy.autonomy", 0.1, "tested", (0.1, 0.5)),
        ("policy.autonomy", 0.83, "between firms", (0.1, 0.5)),
        ("policy.autonomy", 0.95, "beyond", (0.1, 0.5)),
        ("policy.clarity", 0.7, "between firms", None),
        ("policy.clarity", 1.0, "untested", None),
        ("policy.verify_first", 0.1, "untested", None),
        ("environment.labour_market", 0.6, "untested", None),
        ("population.employees", 200, "tested", (50.0, 1000.0)),
        ("population.employees", 40, "beyond", (50.0, 1000.0)),
        ("parameters.trust.loss_weight", 2.1, "another model", None),
        ("run.weeks", 157, "beyond", (13.0, 156.0)),
        ("run.profile", "null", "another model", None),
    ],
)
def test_a_value_lies_where_the_arms_and_the_firms_say(path, value, place, tested):
    row = rows_of({path: value})[path]
    assert (row.place, row.tested) == (place, tested)
    assert row.warned == (place not in ("tested", "between firms"))
    assert row.value == value != row.usual


def test_what_does_not_matter_for_it_is_not_counted():
    same = {"run.weeks": 156, "run.seed": 9, "run.replications": 3, "run.profile": "meta_analytic"}
    assert rows_of(same) == {}
    assert rows_of({"run.profile": "practitioner"}).keys() == {"run.profile"}


def test_mandates_are_compared_key_by_key_whatever_they_are_called():
    mandate = {f"mandates.{key}": value for key, value in {"monday.announce_week": 9, "monday.office_days": 3}.items()}
    found = rows_of(mandate | {"mandates.monday.notice_weeks": 12, "mandates.monday.promotion_block": 0.5})
    places = {path.rpartition(".")[2]: row.place for path, row in found.items()}
    assert places["office_days"] == places["notice_weeks"] == "tested"
    assert places["promotion_block"] == "untested"
    assert "announce_week" not in places
    assert "dismissal_ladder" not in places
    assert rows_of(mandate | {"mandates.monday.office_days": 5})["mandates.monday.office_days"].place == "beyond"
    assert found["mandates.monday.office_days"].findings.keys() == {"O01", "O04"}


def test_events_are_compared_with_events_of_their_kind():
    event = {"week": 4, "event": "breach", "by": "managers", "kind": "integrity", "size": 0.7, "lie": 0.5}
    found = rows_of({"timeline.fault": event})
    assert {path: row.place for path, row in found.items()} == dict.fromkeys(found, "tested")
    assert "timeline.fault.size" in found
    assert rows_of({"timeline.fault": event | {"size": 0.1}})["timeline.fault.size"].place == "beyond"
    other = rows_of({"timeline.cut": {"week": 4, "event": "layoff", "share": 0.1}})
    assert {path: row.place for path, row in other.items()} == {"timeline.cut.event": "untested"}


def test_a_lever_on_the_timeline_or_of_a_team_is_that_lever():
    there = {"timeline.trial": {"week": 9, "set": {"policy.autonomy": 0.99}}}
    assert rows_of(there)["timeline.trial.set.policy.autonomy"].place == "beyond"
    own = {"teams.pilot": {"employees": 8, "policy": {"surveillance": 0.5}}}
    row = rows_of(own)["teams.pilot.policy.surveillance"]
    assert (row.place, row.usual) == ("tested", 0.1)


@pytest.mark.parametrize("name", shipped())
def test_summaries_count_what_is_warned_of_and_warned_rows_come_first(name):
    found = coverage(ts.load(name))
    flags = [row.warned for row in found.rows]
    assert flags == sorted(flags, reverse=True)
    assert len(found.warned) == sum(flags)
    if found.warned:
        assert "prediction" in found.summary
        assert len(found.rows) == 1 or str(len(found.warned)) in found.summary


@given(st.sampled_from([key for key, found in what_arms_set().items() if key.startswith("policy.")]), st.data())
def test_every_value_that_an_arm_sets_is_tested_and_knows_its_findings(path, data):
    found = what_arms_set()[path]
    value = data.draw(st.sampled_from(found.values))
    row = rows_of({path: value}).get(path)
    if row is None:
        assert value == ts.load("baseline").get(path)
    else:
        assert row.place == "tested"
        assert tuple(row.findings) == found.findings
        assert all(passed in (True, False, None) for passed in row.findings.values())


def test_nineteen_firms_in_twenty_lie_between_firms():
    drawn = firms(400, seed=3)
    for path in ("policy.fairness", "policy.pay", "environment.measurability"):
        low, high = firm_ranges()[path]
        inside = np.mean([low <= float(str(firm.get(path))) <= high for firm in drawn])
        assert inside == pytest.approx(0.95, abs=0.04)
    assert firm_ranges().keys() == {spread.path for spread in spreads()}


# -- parameters and limits --------------------------------------------------------------------------------------------


def test_every_parameter_has_a_row_that_a_scenario_can_set():
    rows = parameter_rows()
    assert len(rows) == len(MODEL.parameters)
    assert len({row["name"] for row in rows}) == len(rows)
    for row in rows:
        assert row["source"]
        assert row["about"]
        assert row["low"] <= row["values"]["null"] <= row["high"] or row["contested"]
    ends = {row["name"]: row["high"] for row in rows[:40]}
    assert ts.load("baseline").override(ends).get(rows[0]["name"]) == rows[0]["high"]


def test_profiles_are_told_by_the_parameters_in_which_they_differ():
    assert profile_rows()
    for row in profile_rows():
        values = {p: ts.load("baseline").override({"run.profile": p}).get(row["name"]) for p in row["values"]}
        assert values == row["values"]


def test_limits_are_the_page_without_its_marks():
    sections = limits()
    page = (docs_folder() / "limits.md").read_text(encoding="utf-8")
    assert [section.heading for section in sections] == [
        line.removeprefix("## ") for line in page.splitlines() if line.startswith("## ")
    ]
    assert sum(len(section.points) for section in sections) == sum(line.startswith("- ") for line in page.splitlines())
    told = " ".join(" ".join((*section.paragraphs, *section.points)) for section in sections)
    assert not {"`", "**", "]("} & {mark for mark in ("`", "**", "](") if mark in told}
    assert plain("a [page](limits.md), **bold**, `code` and *stress*, 2 * 3") == "a page, bold, code and stress, 2 * 3"


def test_a_page_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(limits_page, "shipped_docs", lambda: tmp_path)
    with pytest.raises(StoreError, match="cannot be read"):
        limits_page.limits.__wrapped__()


def test_what_is_unknown_is_not_a_number_after_reading():
    missing = [row for row in shipped_measured().measured if row.missing]
    assert missing
    assert all(math.isnan(row.simulated) and row.passed is None for row in missing)
