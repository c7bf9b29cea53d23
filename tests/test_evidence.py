"""The evidence: what is kept of runs is what runs show; numbers are judged by their bands; the quick ones hold."""

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from trustsim.cli import answer
from trustsim.documentation.pages import docs_folder
from trustsim.errors import InputError, ScenarioError
from trustsim.evidence import Measured, load_targets, measure
from trustsim.evidence.findings.arms import load_arms
from trustsim.evidence.findings.measuring import judged
from trustsim.evidence.findings.numbers import load_numbers
from trustsim.evidence.findings.page import evidence_page, load_discussion
from trustsim.evidence.findings.report import both_ways, evidence_document, forest_rows, number_counts, summary
from trustsim.evidence.findings.verdicts import by_finding, conditions_met
from trustsim.plots import forest_figure
from trustsim.plots.forest import ForestRow, position

pytestmark = pytest.mark.numbers

TARGETS = {target.id: target for target in load_targets()}
FAST = [number.id for number in load_numbers() if number.fast]
ARMS = load_arms()
# ---------------------------------------------------------------------------------------------------------- measuring


@pytest.fixture(scope="module")
def fast() -> list[Measured]:
    return measure(FAST, replications=6, employees=600)


def test_the_quick_numbers_are_some():
    assert 8 <= len(FAST) <= 15
    assert {TARGETS[name].role for name in FAST} == {"calibrate", "validate"}


@pytest.mark.parametrize("name", FAST)
def test_a_quick_number(fast: list[Measured], name: str):
    """Those that may be tuned to lie in their bands; the others are measured, and judged as they are."""
    row = next(row for row in fast if row.target.id == name)
    assert math.isfinite(row.simulated)
    assert row.passed == (row.target.low <= row.simulated <= row.target.high)
    if row.target.role == "calibrate":
        assert row.passed, f"{row.simulated:.3g}, band {row.target.low} to {row.target.high}"


def test_the_same_digits_whatever_else_is_measured_and_on_any_number_of_threads(fast: list[Measured]):
    again = measure(["M04b", "W13"], replications=6, employees=600, threads=1)
    for row in again:
        before = next(one for one in fast if one.target.id == row.target.id)
        assert (row.values == before.values).all()
        assert row.interval == before.interval


def test_overrides_reach_every_arm_and_an_arm_wins():
    """A parameter moves what rests on it; a lever that the arm sets stays as the arm has it."""
    usual, more = (
        measure(["Q01a", "D01"], {"parameters.leaving.quit_rate": rate}, replications=3, employees=200, seed=3)
        for rate in (0.0172, 0.05)
    )
    assert more[0].simulated > 1.5 * usual[0].simulated
    assert more[1].simulated == usual[1].simulated
    one, two = (measure(["W13"], {"policy.remote_days": days}, replications=2, employees=80) for days in (1.0, 4.0))
    assert one[0].simulated == pytest.approx(two[0].simulated, abs=0.05)


def test_what_the_model_has_no_state_for_is_missing_and_not_judged():
    row = measure(["M05d"])[0]
    assert math.isnan(row.simulated)
    assert row.passed is None
    assert "no state" in row.missing


@pytest.mark.parametrize(
    ("rows", "overrides", "given", "kind"),
    [
        (["Q99"], None, {}, InputError),
        (["Q01a"], {"policy.surveilance": 1}, {}, ScenarioError),
        (["Q01a"], None, {"replications": 0}, InputError),
        (["Q01a"], None, {"employees": 4}, InputError),
    ],
)
def test_wrong_questions_are_refused(rows, overrides, given, kind):
    with pytest.raises(kind):
        measure(rows, overrides, **given)


# ------------------------------------------------------------------------------------------------------------ judging


def row_of(name: str, value: float, share: float = math.nan) -> Measured:
    target = TARGETS[name]
    return Measured(target, "emergent", value, (value, value), np.array([value]), share, judged(target, value, share))


def test_a_number_passes_within_its_band_and_a_sign_in_nine_pairs_of_ten():
    assert [row_of("T01", value).passed for value in (0.19, 0.2, 0.4, 0.41, math.nan)] == [
        False,
        True,
        True,
        False,
        False,
    ]
    assert row_of("D03a", 0.2, share=0.9).passed
    assert not row_of("D03a", 0.2, share=0.8).passed
    assert not row_of("D03a", 0.1, share=1.0).passed
    assert row_of("D03b", -0.2, share=1.0).passed
    assert row_of("Q01b", 2.6).passed is None


def test_a_finding_passes_if_all_of_it_does():
    good = [row_of("O09a", 20.0), row_of("O09b", 14.0), row_of("O09c", 6.0)]
    assert by_finding(good)[0].passed
    assert [met.passed for met in conditions_met(good)] == [True]
    swapped = [row_of("O09a", 16.0), row_of("O09b", 18.0), row_of("O09c", 6.0)]
    assert all(row.passed for row in swapped)
    assert by_finding(swapped)[0].passed is False
    assert by_finding([row_of("O09a", 50.0), *good[1:]])[0].passed is False
    narrow = [row_of("D04a", 0.905), row_of("D04b", 0.84), row_of("D04c", -1.0, share=1.0)]
    assert all(row.passed for row in narrow)
    assert by_finding(narrow)[0].passed is False
    assert by_finding([row_of("Q01b", 2.6)])[0].passed is None


def test_a_condition_that_was_not_measured_is_no_miss():
    assert conditions_met([row_of("O09a", 20.0)])[0].passed is None
    assert by_finding([row_of("O09a", 20.0)])[0].passed


def test_kinds_are_counted_apart(fast: list[Measured]):
    counts = number_counts(fast)
    assert set(counts) == {"input", "calibrated", "emergent"}
    assert sum(count["of"] for count in counts.values()) == len(FAST)


def test_what_is_met_since_something_was_added_for_it_is_told():
    met, missed = (replace(row_of("T01", value), added="a rule") for value in (0.3, 0.6))
    blind = row_of("G08", 0.7)
    assert any(line.endswith("after they had been missed: T01") for line in summary([met, blind]))
    assert not any("missed" in line for line in [*summary([missed, blind]), *summary([blind])])
    number = next(number for number in load_numbers() if number.added)
    assert number.remark.endswith(f"no blind check: {number.added}")


# ------------------------------------------------------------------------------------------------ JSON, figure, page


def test_the_document_is_json_of_the_promised_shape(fast: list[Measured]):
    found = json.loads(json.dumps(evidence_document(fast, 1, 6), allow_nan=False))
    keys = ("id", "role", "kind", "statistic", "target", "low", "high", "simulated", "interval", "pass")
    assert [row["id"] for row in found["rows"]] == FAST
    assert all(tuple(row)[: len(keys)] == keys for row in found["rows"])
    assert next(row for row in found["rows"] if row["id"] == "Q01a")["derived"] is True


def test_the_scale_of_the_figure_puts_bands_between_minus_one_and_one():
    row = ForestRow("g", "l", "p", "emergent", 0.67, 0.55, 0.82, 0.7, (0.6, 0.8), True, "")
    assert [position(value, row) for value in (0.55, 0.67, 0.82)] == pytest.approx([-1.0, 0.0, 1.0])
    at_least = replace(row, target=math.nan, low=0.15, high=math.inf)
    assert position(0.15, at_least) == -1.0
    assert position(0.30, at_least) > -1.0 > position(0.1, at_least)
    at_most = replace(row, target=math.nan, low=-math.inf, high=-0.15)
    assert position(-0.15, at_most) == 1.0
    assert position(-0.3, at_most) < 1.0 < position(0.0, at_most)


def test_the_figure_shows_every_number(fast: list[Measured]):
    figure = forest_figure(forest_rows(fast), "Published and simulated", "6 seeds")
    assert isinstance(figure, Figure)
    words = " ".join(text.get_text() for text in figure.findobj(Text) if isinstance(text, Text))
    assert all(name in words for name in FAST)
    assert "6 seeds" in words


def test_the_page_tells_of_every_number_and_discusses_every_miss(fast: list[Measured]):
    missed = row_of("T01", 0.8)
    page = evidence_page([row for row in fast if row.target.id != "T01"] + [missed], 1, 6)
    assert all(f"| {name} |" in page for name in FAST)
    assert "1.6 (derived)" in page
    assert "T01, team output: published 0.3, band 0.2 to 0.4; simulated 0.8" in page
    assert load_discussion()["T01"]["why"] in page
    assert load_discussion()["W13"]["why"] not in page
    assert all(f"### `{name}`" in page for name in ARMS)


def test_trust_raised_stands_beside_trust_that_differs():
    rows = [row_of("T09a", -50.0)]
    extra = replace(rows[0], target=replace(rows[0].target, id="T09.raised.stress", role="condition"), simulated=-8.0)
    assert both_ways([*rows, extra]) == [("stress", -50.0, -8.0)]
    assert "| stress | −50 | −8 |" in evidence_page([*rows, extra], 1, 6)


def test_the_written_page_is_about_the_targets_and_arms_that_there_are():
    page = (docs_folder() / "evidence.md").read_text(encoding="utf-8")
    assert all(f"| {name} |" in page for name in TARGETS), "trustsim evidence --page docs/evidence.md"
    assert all(f"### `{name}`" in page for name in ARMS)


# ------------------------------------------------------------------------------------------------- the command line


def test_the_command_prints_findings_with_sources_and_counts(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("COLUMNS", "160")
    assert answer(("evidence", "--only", "R02", "--only", "D01", "--replications", "2", "--quiet")) == 0
    out = capsys.readouterr().out
    for words in (
        "R02 propensity (calibrate): pass",
        "Johnson & Mislin",
        "0.42 to 0.58",
        "2 (derived)",
        "input 1 of 1",
    ):
        assert words in out


def test_the_command_prints_json_and_nothing_else(capsys: pytest.CaptureFixture[str], tmp_path: Path):
    page, figure = tmp_path / "page.md", tmp_path / "figure.svg"
    files = ("--page", str(page), "--figure", str(figure))
    assert answer(("evidence", "--only", "D01", "--only", "R02a", "--seed", "3", "--json", *files)) == 0
    found = json.loads(capsys.readouterr().out)
    assert [row["id"] for row in found["rows"]] == ["R02a", "D01"]
    assert (found["seed"], found["replications"]) == (3, 30)
    assert page.read_text(encoding="utf-8").startswith("# The evidence")
    assert figure.read_bytes().startswith(b"<?xml")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--only", "M44"), "--only M44: no such number or finding; did you mean 'M04'?"),
        (("--only", "M04x"), "did you mean 'M04"),
        (("--replications", "0"), "--replications: must be a whole number from 1, not 0"),
        (("--seed", "-1"), "--seed: must be a whole number from 0, not -1"),
        (("--page", "nowhere/page.md"), "--page nowhere/page.md: there is no folder nowhere; make it first"),
        (("--figure", "a.bmp"), "must end in .pdf, .png or .svg"),
    ],
)
def test_bad_input_is_told_before_anything_runs(
    arguments: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
):  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert answer(("evidence", *arguments)) == 2
    captured = capsys.readouterr()
    assert message in captured.err
    assert not captured.out
    assert not list(tmp_path.iterdir())
