"""Signature 12: a shipped table says which signatures rest on which mechanism, and it is what the command measures."""

import csv
import json
from importlib.resources import files
from io import StringIO

import pytest

from trustsim.cli import answer
from trustsim.documentation.pages import docs_folder
from trustsim.evidence import load_signatures
from trustsim.evidence.ablation import HOLDS, MECHANISMS, RESTS, TABLE, Row, ablate, ablation_page, as_csv, shipped

pytestmark = pytest.mark.numbers

SIGNATURES = load_signatures()
REWRITE = "trustsim ablation --table trustsim/evidence/ablation.csv --page docs/ablation.md"
#: Two of 300 cells lie between since the defaults were calibrated: what priors do at a distance without
#: acts that follow trust (0.28), and what days at home do to those who may decide without autonomy at home (0.28).
BETWEEN = pytest.mark.xfail(strict=True, reason="docs/ablation.md: two cells are weakened")
#: Faces and mechanisms that are measured again; the rest is the same measurement.
AGAIN = ("9-announced", "10-failure", "3-steps")


def test_the_table_has_every_face_without_every_mechanism() -> None:
    faces = [(signature.id, check.outcome) for signature in SIGNATURES for check in signature.checks]
    assert len(faces) == len(set(faces))
    found = [(row.mechanism, (row.signature, row.outcome)) for row in shipped()]
    assert found == [(mechanism, face) for mechanism in MECHANISMS for face in faces], REWRITE
    assert 8 <= len(MECHANISMS) <= 10


@BETWEEN
def test_what_rests_on_a_mechanism_vanishes_and_the_rest_keeps_half() -> None:
    """Nothing lies between."""
    for row in shipped():
        assert row.share < RESTS or row.share >= HOLDS, row


@BETWEEN
def test_every_signature_rests_on_something_and_something_on_every_mechanism() -> None:
    resting = [row for row in shipped() if row.verdict == "rests"]
    assert {row.signature for row in resting} == {signature.id for signature in SIGNATURES}
    assert {row.mechanism for row in resting} == set(MECHANISMS)
    assert len(resting) < 0.2 * len(shipped())


@pytest.mark.parametrize("mechanism", ["promises", "repair", "staircase", "effort answers felt trust"])
def test_the_table_is_what_is_measured(mechanism: str) -> None:
    """Each of three faces again, without one mechanism: the same verdict, and about the same share."""
    again = ablate([signature for signature in SIGNATURES if signature.id in AGAIN], [mechanism], replications=4)
    there = {(row.signature, row.outcome, row.mechanism): row for row in shipped()}
    for row in again:
        before = there[row.signature, row.outcome, row.mechanism]
        assert row.verdict == before.verdict, f"{row}, shipped {before}: {REWRITE}"
        assert row.on == pytest.approx(before.on, rel=0.4)
        assert row.share == pytest.approx(before.share, abs=0.5)


def test_the_shipped_file_and_the_page_are_written_from_the_table() -> None:
    text = files("trustsim.evidence").joinpath(TABLE).read_text(encoding="utf-8")
    assert text == as_csv(shipped())
    assert [row["verdict"] for row in csv.DictReader(StringIO(text))] == [row.verdict for row in shipped()]
    page = (docs_folder() / "ablation.md").read_text(encoding="utf-8")
    assert page == ablation_page(shipped(), SIGNATURES), REWRITE


@pytest.mark.parametrize(("off", "verdict"), [(-0.3, "rests"), (0.19, "rests"), (0.3, "weakened"), (0.5, "holds")])
def test_a_verdict_follows_from_what_is_left(off: float, verdict: str) -> None:
    assert Row("1-lasts", "stress", "repair", 1.0, off).verdict == verdict
    assert Row("1-lasts", "stress", "repair", -2.0, -2.0 * off).verdict == verdict


def test_the_command_tells_rows(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("--mechanism", "staircase", "--signature", "3-leap", "--signature", "9-announced")
    assert answer(("ablation", *asked, "--replications", "2", "--quiet", "--json")) == 0
    rows = json.loads(capsys.readouterr().out)["ablation"]
    assert list(rows[0]) == ["signature", "outcome", "mechanism", "on", "off", "share", "verdict"]
    assert {row["signature"] for row in rows if row["verdict"] == "rests"} == {"3-leap"}


@pytest.mark.parametrize("option", ["--mechanism", "--signature"])
def test_an_unknown_name_is_told(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(("ablation", option, "stairs")) == 2
    assert f"{option} 'stairs'" in capsys.readouterr().err
