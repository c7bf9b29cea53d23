"""Nicknames, join codes and secrets: what they may be, and that they cannot be guessed."""

from __future__ import annotations

import hmac
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_workshop_room import a_host, a_room
from trustsim.workshop import Refused, codes
from trustsim.workshop.limits import Limit
from trustsim.workshop.names import NAME_LENGTH, check_free, clean_name, folded, free_name
from trustsim.workshop.refusals import TooFast


@given(text=st.text(max_size=60))
def test_a_name_that_is_taken_is_short_and_visible(text):
    try:
        name = clean_name(text)
    except Refused:
        return
    assert 1 <= len(name) <= NAME_LENGTH
    assert name.isprintable()
    assert name == clean_name(name)


@pytest.mark.parametrize(
    "text", ["", "   ", "x" * 25, "a\u202eb", "a\u2066b", "a\u200db", "\ufeffa", "a\x00", "a\ud800", "🙂"]
)
def test_what_cannot_be_seen_or_read_is_no_name(text):
    with pytest.raises(Refused):
        clean_name(text)


@pytest.mark.parametrize("text", ["Ana", "Zoë 2", "李雷", "أحمد", "किरण", "Nguyễn", "O'Brien", "Ana 🙂"])
def test_names_of_all_languages_are_taken(text):
    assert clean_name(text) == text


@given(names=st.lists(st.sampled_from(["Ana", "ana", "Á n a", "Bo", "", "Christopher the Second!"]), max_size=8))
def test_no_two_people_have_names_that_read_the_same(names):
    taken: list[str] = []
    for name in names:
        found = free_name(clean_name(name) if name else "", taken)
        check_free(found, taken)
        assert len(found) <= NAME_LENGTH
        taken.append(found)
    assert len({folded(name) for name in taken}) == len(taken)


def test_a_code_is_read_however_it_is_typed():
    code = codes.new_code()
    for text in (code, code.lower(), codes.shown(code), f" {code[:2]} {code[2:]} ", f"{code[:3]}\u2013{code[3:]}"):
        assert codes.typed(text) == code
    for text in ("", "ABC", "ABCDEFG", "ABC-DE0", "ABCDE1", "ÄBCDEF", "A" * 10_000):
        assert codes.typed(text) == ""


def test_codes_and_secrets_cannot_be_guessed():
    assert math.log2(len(codes.LETTERS)) * codes.CODE_LENGTH > 29
    assert 8 * codes.SECRET_BYTES >= 128
    found = {codes.new_code() for _ in range(2_000)}
    assert len(found) > 1_990
    assert {letter for code in found for letter in code} == set(codes.LETTERS)


def test_secrets_are_compared_in_constant_time(monkeypatch):
    compared: list[str] = []
    real = hmac.compare_digest

    def watched(given: bytes, kept: bytes) -> bool:
        compared.append(given.decode())
        return real(given, kept)

    monkeypatch.setattr(hmac, "compare_digest", watched)
    hosted = a_room(a_host())
    room = hosted.room
    assert [hosted.role_of(secret) for secret in (room.secret, room.key, "", room.code)] == [
        "trainer",
        "projector",
        "",
        "",
    ]
    assert set(compared) == {room.secret, room.key, "", room.code}


def test_tokens_are_kept_as_hashes_only():
    host = a_host()
    hosted = a_room(host, people=0)
    token = host.enter(hosted, "Ana").token
    assert token not in repr([*host.store.events(hosted.room.id), vars(hosted.room)])


def test_a_limit_fills_again():
    now = [0.0]
    limit = Limit(burst=3, per_second=0.5, clock=lambda: now[0])
    for _ in range(3):
        limit.take("here")
    with pytest.raises(TooFast) as stopped:
        limit.take("here")
    assert stopped.value.seconds == pytest.approx(2.0)
    limit.take("there")
    now[0] = 2.0
    limit.take("here")
    with pytest.raises(TooFast):
        limit.check("here")
