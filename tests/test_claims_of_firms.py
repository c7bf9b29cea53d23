"""Claims about how firms differ: run on a population of firms, judged by the ratio of its quarters."""

import tomllib
from importlib.resources import files
from typing import Any

import pytest

from trustsim.errors import InputError
from trustsim.evidence import Check, Claim, Verdict, judge
from trustsim.evidence.claims import _claim
from trustsim.evidence.report import found
from trustsim.scenario import firms, load
from trustsim.studies import quartile_contrast, survey

TEXT = files("trustsim.evidence").joinpath("claims/firms.toml").read_text(encoding="utf-8")
ROWS: list[dict[str, Any]] = tomllib.loads(TEXT)["claim"]
SMALL = {"population.employees": 40, "run.weeks": 13}


def ratio_of(low: float, high: float) -> Claim:
    checks = tuple(
        Check(outcome, "=", {"a": SMALL}, level=(low, high), firms=True) for outcome in ("stress", "engagement")
    )
    return Claim("S9-01", "firms differ", "behaviour", checks)


@pytest.fixture(scope="module")
def verdicts() -> list[Verdict]:
    return judge([ratio_of(0.1, 10.0), ratio_of(4.0, 5.0)], replications=4)


def test_a_check_of_firms_finds_the_ratio_of_the_quarters_of_a_survey(verdicts: list[Verdict]) -> None:
    base = load("baseline").override(SMALL)
    stress, engagement = quartile_contrast(survey(firms(32, seed=11, base=base), seed=11), ["stress", "engagement"])[
        "ratio"
    ]
    assert [finding.found for finding in verdicts[0].findings] == [(stress,), (engagement,)]
    assert stress < 1.0 < engagement


def test_it_holds_where_the_ratio_lies_within_the_level(verdicts: list[Verdict]) -> None:
    assert [verdict.verdict for verdict in verdicts] == ["holds", "fails"]
    assert "demanded 4 to 5" in verdicts[1].reason
    assert found(verdicts[1].findings[0]).startswith("stress, ratio of quarters of firms, 0.")


def test_the_texts_figures_are_demanded_within_15_percent() -> None:
    demanded = {check["outcome"]: check["level"] for check in ROWS[0]["check"]}
    for outcome, ratio in {"stress": 0.26, "productivity": 1.5, "engagement": 1.76}.items():
        assert demanded[outcome] == pytest.approx([0.85 * ratio, 1.15 * ratio])
    claim = _claim(ROWS[0], "firms.toml")
    assert (claim.profile, [check.firms for check in claim.checks]) == ("practitioner", [True] * 3)


@pytest.mark.parametrize("wrong", [{"sign": "+", "level": None}, {"window": [1, 26]}, {"group": "cohort: younger"}])
def test_a_check_of_firms_has_a_level_and_no_part(wrong: dict[str, Any]) -> None:
    row = {key: value for key, value in (ROWS[0]["check"][0] | wrong).items() if value is not None}
    with pytest.raises(
        InputError, match="a check of firms needs the sign '=' with a level, and no doses, group or window"
    ):
        _claim(ROWS[0] | {"check": [row]}, "firms.toml")
