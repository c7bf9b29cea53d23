"""Cards of levers: made of declarations, claims, findings and shipped effects, which are still those of the model."""

import pandas as pd
import pytest

from trustsim.errors import InputError
from trustsim.evidence.claims import load_claims
from trustsim.evidence.levers import card_of, cards, load_effects, measure_effects
from trustsim.evidence.levers.cards import NUMBERS, RESTS
from trustsim.evidence.levers.effects import FIXED, MEASURED, trials
from trustsim.model.week import MODEL
from trustsim.scenario import load
from trustsim.studies.groups import EVERYBODY

AGAIN = "python -m trustsim.evidence.levers measures them again"


def test_the_shipped_effects_are_of_every_lever_and_end() -> None:
    table = load_effects()
    moved = {(trial.lever, trial.value) for trial in trials()}
    assert set(zip(table["lever"], table["value"], strict=True)) == moved, AGAIN
    everybody = table[table["grouping"] == EVERYBODY]
    assert set(everybody["outcome"]) == set(MEASURED)
    levers = {one.path for one in MODEL.levers.values() if one.kind == "lever"}
    entries = {f"mandates.NAME.{one.name}" for one in MODEL.records["mandates"].entries if one.name not in FIXED}
    assert levers <= set(table["lever"])
    assert set(table["lever"]) <= levers | entries


@pytest.mark.parametrize("lever", ["policy.trust_first", "mandates.NAME.explanation"])
def test_the_shipped_effects_are_those_of_the_model(lever: str) -> None:
    shipped = load_effects()
    shipped = shipped[(shipped["lever"] == lever) & (shipped["grouping"] == EVERYBODY)].reset_index(drop=True)
    found = measure_effects(lever, groupings=[])
    columns = ["value", "outcome", "difference", "low", "high", "verdict"]
    pd.testing.assert_frame_equal(
        found[columns], shipped[columns], check_dtype=False, rtol=1e-4, atol=1e-6, obj=f"effects of {lever} ({AGAIN})"
    )


def test_every_card_says_what_it_is_and_rests_on() -> None:
    claims = {claim.id: claim.claim for claim in load_claims()}
    for card in cards():
        assert card.meaning
        assert set(card.rests) <= set(RESTS)
        assert sum(card.rests.values()) == len(card.parameters)
        assert all(claims[key] == text for key, text in card.claims)
        assert all(reason.text and reason.mechanism for reason in card.reasons)
        if set(card.rests) != {NUMBERS}:
            assert any("no published number" in one for one in card.predictions)
        for one in card.worse_for:
            assert one.better == "no" or one.beyond != 0.0


def test_the_card_of_monitoring_tells_its_story() -> None:
    card = card_of("policy.surveillance")
    assert card.baseline == load("baseline").get("policy.surveillance")
    practice = {one.scenario: one.value for one in card.practice}
    assert practice["surveillance"] == load("surveillance").get("policy.surveillance")
    full = {one.outcome: one for one in card.effects if one.value == "1"}
    assert full["stress"].difference > 0
    assert full["stress"].better == "no"
    assert {target.finding for target in card.findings} >= {"M04", "M05"}
    assert "monitoring_felt" in {name for reason in card.reasons for name in reason.sets}


def test_an_order_has_cards_of_its_own() -> None:
    assert card_of("mandates.rto.notice_weeks") == card_of("mandates.NAME.notice_weeks")
    assert "a prediction, no study varies it" in card_of("mandates.any.ramp_weeks").predictions
    assert "rto-abrupt" in [one.scenario for one in card_of("mandates.rto.office_days").practice]
    with pytest.raises(InputError, match=r"did you mean 'policy\.surveillance'"):
        card_of("policy.surveilance")
