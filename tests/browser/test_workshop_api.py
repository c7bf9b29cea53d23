"""The workshop on the wire: who may ask what, what is answered, what survives a kill."""

from __future__ import annotations

import contextlib
import http.client
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.browser.workshop_server import Answer, Rooms
from tests.workshop_material import RESULT

pytestmark = pytest.mark.browser
KEPT = ("session.json", "answers.csv", "debrief.html", "paper.html", "read-aloud.html")


@pytest.fixture
def rooms(tmp_path: Path) -> Iterator[Rooms]:
    served = Rooms(tmp_path)
    yield served
    served.kill()


def state(rooms: Rooms, token: str, since: str = "") -> Answer:
    return rooms.ask("GET", rooms.room(f"state?since={since}" if since else "state"), token=token)


def say(rooms: Rooms, token: str, value: Any, step: str = "guess") -> Answer:
    return rooms.ask("POST", rooms.room("answer"), {"step": step, "answer": value}, token)


def test_a_round_from_joining_to_the_reveal(rooms):
    ana, bo = (rooms.join(name).json["token"] for name in ("Ana", "Bo"))
    assert state(rooms, ana).json["at"] == -1
    assert rooms.command("goto", step="guess").status == 200
    assert say(rooms, ana, {"value": 3}).json == {"kept": True}
    assert say(rooms, bo, {"value": 77.125}).json == {"kept": True}
    before = state(rooms, ana)
    assert before.json["step"]["answer"] == {"value": 3.0}
    for secret in (str(RESULT), "77.125"):
        assert secret.encode() not in before.body
    rooms.command("lock")
    assert say(rooms, ana, {"value": 4}).json["code"] == "locked"
    rooms.command("reveal")
    after = state(rooms, ana).json["step"]
    assert after["result"] == {"value": RESULT}
    assert after["spread"]["values"] == [3.0, 77.125]


def test_a_page_that_waits_hears_at_once_what_concerns_it_and_nothing_else(rooms):
    ana, bo = (rooms.join(name).json["token"] for name in ("Ana", "Bo"))
    rooms.command("goto", step="guess")
    heard: list[tuple[float, Answer]] = []
    version = state(rooms, ana).json["version"]

    def wait() -> None:
        answer = state(rooms, ana, since=version)
        heard.append((time.monotonic(), answer))

    waiting = threading.Thread(target=wait)
    waiting.start()
    say(rooms, bo, {"value": 5})
    time.sleep(0.5)
    assert not heard
    rooms.command("lock")
    waiting.join(timeout=30)
    assert heard[0][1].json["phase"] == "locked"


def test_the_room_is_as_it_was_after_a_kill(rooms):
    ana = rooms.join("Ana").json["token"]
    rooms.command("teams", number=2)
    rooms.command("goto", step="guess")
    say(rooms, ana, {"value": 12})
    before = state(rooms, ana)
    rooms.kill()
    rooms.start()
    assert state(rooms, ana).json == before.json
    again = rooms.ask("POST", "/workshop/api/join", {"code": rooms.opened["code"], "name": "Ana"}, ana)
    assert (again.status, again.json["id"]) == (200, 1)


def test_participants_and_strangers_reach_nothing_of_the_trainer(rooms):
    ana = rooms.join("Ana").json["token"]
    gets = ("console", "projector", "join.svg", *KEPT)
    for token in (ana, "", "wrong", rooms.opened["code"]):
        for call in gets:
            assert rooms.ask("GET", rooms.room(call), token=token).status == 403, call
        assert rooms.ask("POST", rooms.room("command"), {"command": "next"}, token).status == 403
        assert rooms.ask("POST", rooms.room("rooms"), {}, token).status == 403
    for call in ("console", *KEPT):  # nor does the wall
        assert rooms.ask("GET", rooms.room(call), token=rooms.opened["key"]).status == 403
    assert rooms.ask("GET", rooms.room("projector"), token=rooms.opened["key"]).status == 200
    assert rooms.ask("POST", rooms.room("pace"), {"command": "next"}, ana).status == 403
    assert state(rooms, "").status == 401


def test_another_participants_token_and_room_are_strange(rooms):
    alone = rooms.ask("POST", "/workshop/api/learn", {}).json
    assert rooms.ask("GET", f"/workshop/api/rooms/{alone['room']}/state", token=alone["token"]).status == 200
    assert state(rooms, alone["token"]).status == 401
    assert rooms.ask("GET", f"/workshop/api/rooms/{alone['room']}/console", token=rooms.opened["secret"]).status == 403


def test_codes_cannot_be_tried_for_long(rooms):
    tried = [rooms.ask("POST", "/workshop/api/join", {"code": f"ABC{n:03}", "name": "Eve"}) for n in range(222, 240)]
    assert {one.status for one in tried} == {404, 429}
    assert tried[-1].status == 429
    assert int(tried[-1].headers["retry-after"]) >= 1
    assert rooms.join("Ana").status == 429  # even with the right one
    tried = [rooms.ask("POST", rooms.room("enter"), {"secret": f"guess {n}"}) for n in range(3)]
    assert {one.status for one in tried} == {429}


def test_what_is_sent_is_bounded_and_of_our_own_pages(rooms):
    ana = rooms.join("Ana").json["token"]
    rooms.command("goto", step="guess")
    path = rooms.room("answer")
    assert rooms.ask("POST", path, b"x" * 20_000, ana).status == 413
    for body in (b"{", b"[]", b'{"step": NaN}', b"[" * 10_000, b"\xff\xfe", b'{"step": "\\ud800"}'):
        assert rooms.ask("POST", path, body, ana).status == 400
    assert rooms.ask("POST", path, b"{}", ana, content_type="text/plain").status == 400
    evil = rooms.ask("POST", path, {"step": "guess", "answer": {"value": 1}}, ana, origin="http://evil.example")
    assert evil.status == 403
    for raw in (None, 7, "x", {"value": "<script>"}, {"value": 1e999}):
        assert say(rooms, ana, raw).status == 400


NAMES = (
    "x" * 25,
    "a\u202eb",
    "a\u200bb",
    "tab\tbell\x07",
    "\U000e0041",
    "Z" + 4 * "\u0351",
    "...",
    "ana",
    "A n a",
    "ÁNA",
)


def test_names_are_short_visible_and_different(rooms):
    rooms.join("Ana")
    for name in NAMES:
        refused = rooms.join(name)
        assert refused.status in (400, 409), name
        assert refused.json["error"]
        if refused.status == 409:
            assert refused.json["code"] == "name_taken"
            assert rooms.join(refused.json["suggestion"]).status == 201


def test_a_door_that_is_closed_stays_closed_for_new_ones_only(rooms):
    ana = rooms.join("Ana").json["token"]
    rooms.command("joining", open=False)
    assert rooms.join("Late").json["code"] == "joining_closed"
    assert state(rooms, ana).status == 200


def test_two_trainers_who_press_at_once_move_on_once(rooms):
    seen = rooms.ask("GET", rooms.room("console"), token=rooms.opened["secret"]).json["pace"]
    answers = [rooms.command("next", seen=seen) for _ in range(2)]
    assert [one.status for one in answers] == [200, 409]
    assert answers[1].json["code"] == "moved_on"


def test_cookies_are_for_our_pages_and_no_script(rooms):
    joined = rooms.join("Ana")
    cookie = joined.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/workshop;" in cookie
    entered = rooms.ask("POST", rooms.room("enter"), {"secret": rooms.opened["secret"]})
    with_it = {"cookie": entered.headers["set-cookie"].partition(";")[0]}
    assert rooms.ask("GET", rooms.room("console"), **with_it).status == 200
    assert rooms.ask("GET", rooms.room("state"), cookie=cookie.partition(";")[0]).status == 200


def test_the_qr_code_leads_to_where_one_joins(rooms):
    drawn = rooms.ask("GET", rooms.room("join.svg"), token=rooms.opened["secret"])
    assert drawn.headers["content-type"].startswith("image/svg+xml")
    link = rooms.ask("GET", rooms.room("console"), token=rooms.opened["secret"]).json["links"]["join"]
    assert link == f"http://127.0.0.1:{rooms.port}/workshop/{rooms.opened['code']}"
    assert rooms.ask("GET", f"/workshop/{rooms.opened['code']}").status == 200


def test_files_of_the_pages_are_served_and_no_others(rooms):
    assert rooms.ask("GET", "/workshop/files/page.html").status == 200
    for path in ("../api.py", "%2e%2e/api.py", "..%2fapi.py", "/etc/passwd"):
        assert rooms.ask("GET", f"/workshop/files/{path}").status == 404


def test_the_trainer_takes_the_session_along(rooms):
    rooms.join("Ana")
    for call in KEPT:
        answer = rooms.ask("GET", rooms.room(call), token=rooms.opened["secret"])
        assert answer.status == 200, call
        assert answer.body
    assert rooms.ask("GET", rooms.room("nothing.html"), token=rooms.opened["secret"]).status == 404
    saved = rooms.ask("GET", rooms.room("session.json"), token=rooms.opened["secret"])
    assert saved.json["people"][0]["name"] == "Ana"
    assert "attachment" in saved.headers["content-disposition"]


def test_robots_rehearse(rooms):
    assert rooms.command("rehearse", participants=3).status == 200
    seen = rooms.ask("GET", rooms.room("console"), token=rooms.opened["secret"]).json
    assert seen["rehearsing"] == seen["joined"] == 3
    assert rooms.command("rehearse", participants=0).status == 200


def test_kills_in_the_middle_of_a_burst_lose_nothing_that_was_acknowledged(rooms):
    people = [rooms.join().json["token"] for _ in range(6)]
    rooms.command("goto", step="guess")
    kept: dict[str, float] = {}
    ending = threading.Event()

    def answers(token: str, place: int) -> None:
        value = float(place)
        while not ending.is_set():
            value = (value + 1) % 100
            try:
                if say(rooms, token, {"value": value}).status == 200:
                    kept[token] = value
            except OSError:
                time.sleep(0.05)
            time.sleep(0.02)

    threads = [threading.Thread(target=answers, args=(token, place)) for place, token in enumerate(people)]
    for thread in threads:
        thread.start()
    for _ in range(3):
        time.sleep(0.7)
        rooms.kill()
        rooms.start()
    ending.set()
    for thread in threads:
        thread.join()
    assert len(kept) == len(people)
    for token, value in kept.items():
        found = state(rooms, token).json["step"]["answer"]["value"]
        assert found in (value, (value + 1) % 100)  # the last one may be on the disk, its acknowledgement lost


def test_a_room_that_answers_at_once_is_kept_whole(rooms):
    people = [rooms.join().json["token"] for _ in range(30)]
    rooms.command("goto", step="guess")
    with ThreadPoolExecutor(len(people)) as pool:
        answers = list(pool.map(lambda one: say(rooms, one[1], {"value": one[0]}), enumerate(people)))
    assert [one.json for one in answers] == [{"kept": True}] * len(people)
    rooms.command("reveal")
    assert state(rooms, people[0]).json["step"]["spread"]["values"] == [float(value) for value in range(len(people))]


def test_the_server_ends_at_once_though_pages_wait(rooms):
    ana = rooms.join("Ana").json["token"]
    version = state(rooms, ana).json["version"]
    waiting = threading.Thread(target=_patient, args=(rooms, ana, version))
    waiting.start()
    time.sleep(0.3)
    rooms.process.send_signal(signal.SIGINT)
    rooms.process.wait(timeout=20)  # less than a page waits
    waiting.join()


def _patient(rooms: Rooms, token: str, version: str) -> None:
    with contextlib.suppress(OSError, http.client.HTTPException):
        state(rooms, token, since=version)
