"""The claims of the founding texts: all can be loaded, the quick ones hold, and the command tells them in its shape."""

import json
import re
from collections import Counter

import pytest

from trustsim.cli import answer
from trustsim.evidence import Claim, judge, load_claims
from trustsim.scenario import load, resolve

pytestmark = pytest.mark.numbers

CLAIMS = load_claims()
FAST = [claim for claim in CLAIMS if claim.fast]
KEYS = ["id", "claim", "found", "verdict", "reason", "profile"]


def name_of(claim: Claim) -> str:
    return claim.id


def test_each_claim_stands_once() -> None:
    assert not [name for name, count in Counter(claim.id for claim in CLAIMS).items() if count > 1]


@pytest.mark.parametrize("claim", CLAIMS, ids=name_of)
def test_a_claim_is_complete(claim: Claim) -> None:
    """An id of a founding text, words, a known profile; checks, or a reason why there are none."""
    assert re.fullmatch(r"S[0-4]-\d{2}[a-z]?", claim.id)
    assert claim.claim.strip()
    assert claim.kind in ("behaviour", "not about behaviour")
    assert claim.checks or claim.untestable.strip() or claim.note.strip()
    assert all(check.size >= 0.0 and check.sign in ("+", "-", "0", "=") for check in claim.checks)


@pytest.mark.parametrize("claim", CLAIMS, ids=name_of)
def test_the_arms_of_a_claim_can_be_run(claim: Claim) -> None:
    """Each arm names what scenarios may hold, and the weeks measured are weeks of it."""
    for check in claim.checks:
        for overrides in (*check.arms.values(), *check.doses):
            plan = resolve(load(check.scenario).override({"run.profile": claim.profile, **overrides}))
            first, last = check.window or (1, plan.weeks)
            assert 1 <= first <= last <= plan.weeks


def test_the_quick_claims_are_some() -> None:
    assert 8 <= len(FAST) <= 20


@pytest.fixture(scope="module")
def verdicts() -> dict[str, tuple[str, str]]:
    return {found.claim.id: (found.verdict, found.reason) for found in judge(FAST, replications=12)}


@pytest.mark.parametrize("claim", FAST, ids=name_of)
def test_a_quick_claim_holds(claim: Claim, verdicts: dict[str, tuple[str, str]]) -> None:
    verdict, reason = verdicts[claim.id]
    assert verdict == "holds", reason


def test_claims_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    """The shape on which other programs rely."""
    name = "S0-02" if any(claim.id == "S0-02" for claim in CLAIMS) else FAST[0].id
    assert answer(("claims", "--only", name, "--replications", "4", "--quiet", "--json")) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found) == ["claims"]
    assert [list(row) for row in found["claims"]] == [KEYS]
    assert found["claims"][0]["id"] == name
    assert found["claims"][0]["verdict"] in ("holds", "fails")
    assert found["claims"][0]["profile"] == "meta_analytic"


def test_an_unknown_claim_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(("claims", "--only", "S9-99")) == 2
    assert "S9-99" in capsys.readouterr().err
