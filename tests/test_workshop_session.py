"""A session to keep: what is in its file, that it opens again, and pages to read and to print."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.test_workshop_room import a_host, a_room, act, compute, say, state_of
from tests.workshop_material import RESULT
from trustsim.errors import InputError, StoreError
from trustsim.workshop import Host, Store, joining, rehearsal
from trustsim.workshop.debrief import debrief_page, paper_page, read_aloud_page
from trustsim.workshop.hosted import Hosted
from trustsim.workshop.refusals import TooFast
from trustsim.workshop.session import answers_csv, open_session, session_document


@pytest.fixture
def host() -> Host:
    return a_host()


@pytest.fixture
def played(host: Host) -> Hosted:
    """A room in which two people have guessed, one of them twice, and tried levers."""
    hosted = a_room(host, people=0)
    for name in ("Ana", "=cmd()"):
        host.enter(hosted, name)
    act(hosted, "goto", step="guess")
    say(hosted, 1, "guess", 10)
    say(hosted, 1, "guess", 20)
    say(hosted, 2, "guess", 30)
    act(hosted, "reveal")
    act(hosted, "goto", step="final")
    hosted.do(joining.answer, 1, "final", {"levers": {"autonomy": 4}})
    compute(host)
    act(hosted, "reveal")
    return hosted


def save(hosted: Hosted, path: Path) -> Path:
    path.write_text(json.dumps(session_document(hosted)), "utf-8")
    return path


def test_a_session_says_who_predicted_what_and_what_shifted(played):
    first, second, tried = session_document(played)["answers"]
    assert (first["name"], first["first_answer"], first["answer"]) == ("Ana", {"value": 10.0}, {"value": 20.0})
    assert first["answers"] == 2
    assert first["gap"] == pytest.approx(20 - RESULT)
    assert second["answers"] == 1
    assert (tried["cost"], tried["reached"]) == (4.0, True)


def test_nobody_comes_in_with_what_is_in_a_session_file(played):
    text = json.dumps(session_document(played))
    for secret in (played.room.secret, played.room.key, played.room.code, *played.room.by_token):
        assert secret not in text


def test_a_session_opens_again_elsewhere_as_it_was(played, tmp_path):
    other = a_host(Store(tmp_path / "other"))
    opened = open_session(other, save(played, tmp_path / "session.json"))
    opens_it = ("last", "last_at", "for_all", "touched", "by_token", "code", "secret", "key", "people")
    was, now = state_of(played.room), state_of(opened.room)
    assert {name: value for name, value in now.items() if name not in opens_it} == {
        name: value for name, value in was.items() if name not in opens_it
    }
    assert [one.name for one in opened.room.present] == ["Ana", "=cmd()"]
    assert opened.room.secret not in ("", played.room.secret)
    assert session_document(opened)["answers"] == session_document(played)["answers"]
    assert open_session(other, tmp_path / "session.json") is opened
    token = other.readmit(opened, 1)
    assert opened.person_of(token) == 1


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"kind": "trustsim workshop session"}', '{"kind": "trustsim workshop session", "format": 2}',
     '{"kind": "trustsim workshop session", "format": 1, "room": "x", "events": []}', "[" * 100_000],
)  # fmt: skip
def test_what_is_no_session_is_refused_and_leaves_nothing(host, tmp_path, text):
    path = tmp_path / "session.json"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match="session"):
        open_session(host, path)
    assert not host.rooms


@pytest.mark.parametrize(
    "change",
    [
        lambda events: events.pop(0),
        lambda events: events.append({"at": "2026-01-01T00:00:00+00:00", "kind": "begin", "data": {}}),
        lambda events: events.append({"at": "2026-01-01T00:00:00+00:00", "kind": "moved", "data": {"to": 1}}),
        lambda events: events.append({"at": "2026-01-01T00:00:00+00:00", "kind": "moved", "data": {"at": "x"}}),
        lambda events: events.append({"at": "yesterday", "kind": "moved", "data": {"at": 1}}),
        lambda events: events.append({"at": "2026-01-01T00:00:00+00:00", "kind": "switched",
                                      "data": {"person": 77, "team": "Blue"}}),
        lambda events: events.append(7),
    ],
)  # fmt: skip
def test_a_damaged_session_is_refused_and_leaves_nothing(played, tmp_path, change):
    document = session_document(played)
    change(document["events"])
    path = tmp_path / "session.json"
    path.write_text(json.dumps(document), "utf-8")
    other = a_host()
    with pytest.raises(InputError, match="cannot be opened again"):
        open_session(other, path)
    assert not other.rooms


def test_the_table_of_answers_has_no_formulas(played):
    found = list(csv.DictReader(io.StringIO(answers_csv(played))))
    assert [row["name"] for row in found] == ["Ana", "'=cmd()", "Ana"]
    assert json.loads(found[0]["answer"]) == {"value": 20.0}


def test_pages_escape_what_people_named_and_need_nothing_else(host):
    hosted = a_room(host, people=0)
    host.enter(hosted, "<b>Eve</b>")
    act(hosted, "goto", step="guess")
    say(hosted, 1, "guess", 10)
    act(hosted, "reveal")
    compute(host)
    room = hosted.room
    pages = [
        debrief_page(hosted),
        paper_page(room.lesson, room.givens),
        read_aloud_page(room.lesson, room.results, hosted.material),
    ]
    assert "&lt;b&gt;Eve&lt;/b&gt;" in pages[0]
    for page in pages:
        assert "<b>Eve" not in page
        assert "src=" not in page
        assert "http://" not in page
        assert "https://" not in page
    assert str(RESULT) not in pages[1]


def test_the_debrief_leaves_out_what_was_not_revealed(host):
    hosted = a_room(host)
    act(hosted, "goto", step="guess")
    compute(host)
    assert str(RESULT) not in debrief_page(hosted)


def test_robots_answer_until_they_are_sent_out(host, monkeypatch):
    monkeypatch.setattr(rehearsal, "MOST_SECONDS", 0.6)
    monkeypatch.setattr(rehearsal, "LOOK_SECONDS", 0.01)
    hosted = a_room(host, people=1)
    rehearsal.rehearse(host, hosted, 5)
    act(hosted, "goto", step="guess")
    heard = wait_until(lambda: len(hosted.room.answers.get("guess", {})) == 5)
    assert heard, "robots did not answer"
    rehearsal.rehearse(host, hosted, 0)
    assert [one.robot for one in hosted.room.present] == [False]


def wait_until(so, seconds: float = 60.0) -> bool:
    import time

    end = time.monotonic() + seconds
    while time.monotonic() < end and not so():
        time.sleep(0.02)
    return bool(so())


# -- what is kept, and for how long -----------------------------------------------------------------------------------


def test_a_store_is_for_one_process_and_its_files_for_one_user(tmp_path):
    store = Store(tmp_path / "rooms")
    with pytest.raises(StoreError, match="another process"):
        Store(tmp_path / "rooms")
    assert (tmp_path / "rooms" / "workshop.sqlite").stat().st_mode & 0o077 == 0
    store.close()
    Store(tmp_path / "rooms").close()


def test_what_is_old_is_deleted_for_good(tmp_path):
    store = Store(tmp_path)
    host = a_host(store)
    hosted = a_room(host, people=0)
    host.enter(hosted, "Anastasia")
    alone = host.learn("", "here").hosted
    host.keep_days = 5
    store._database.execute("UPDATE events SET at = '2020-01-01T00:00:00.000+00:00'")
    host.forget_old()
    assert not host.rooms
    assert not list(store.events(hosted.room.id))
    assert not list(store.events(alone.room.id))
    assert b"Anastasia" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_a_room_of_one_is_kept_for_a_day_only(tmp_path):
    store = Store(tmp_path)
    host = a_host(store)
    hosted, alone = a_room(host), host.learn("", "here").hosted
    from datetime import UTC, datetime, timedelta

    before = (datetime.now(UTC) - timedelta(days=2)).isoformat(timespec="milliseconds")
    store._database.execute("UPDATE events SET at = ?", (before,))
    host.forget_old()
    assert hosted.room.id in host.rooms
    assert alone.room.id not in host.rooms


def test_an_event_that_cannot_be_written_has_not_happened(tmp_path):
    store = Store(tmp_path)
    hosted = a_room(a_host(store))
    act(hosted, "goto", step="guess")
    store._database.execute("PRAGMA query_only=ON")  # as a full disk
    with pytest.raises(StoreError, match="kept"):
        say(hosted, 1, "guess", 10)
    assert not hosted.room.answers
    store._database.execute("PRAGMA query_only=OFF")
    say(hosted, 1, "guess", 10)
    assert hosted.room.answers["guess"] == {1: {"value": 10.0}}


def test_wrong_codes_are_counted_by_address_and_together():
    host = a_host()
    now = [0.0]
    for limit in (host.wrong, host.wrong_together):
        limit.clock = lambda: now[0]
    hosted = a_room(host, people=0)

    def tries(addresses: int) -> int:
        """Return how many wrong codes all addresses together may try until they are stopped."""
        count = 0
        for number in range(addresses):
            for _ in range(50):
                try:
                    host.by_code("222222", f"10.0.0.{number}")
                except TooFast:
                    break
                except InputError:
                    count += 1
        return count

    assert tries(1) == 12
    assert tries(250) == 108  # 120 together
    with pytest.raises(TooFast):
        host.by_code(hosted.room.code, "10.0.9.9")
    now[0] += 3600
    host.by_code(hosted.room.code, "10.0.9.9")
    per_hour = 120 + 4.0 * 3600
    assert per_hour / 31**6 < 2e-5  # the chance to meet a given room's code within an hour
