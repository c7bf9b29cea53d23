"""``trustsim workshop``: what it refuses before anything is opened, what goes on, what it writes on paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.test_workshop_room import a_host, act
from tests.workshop_material import MATERIAL, RESULT
from trustsim.cli import answer, hosting
from trustsim.workshop import Store, material


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--paper", "paper.txt"], ".html"),
        (["--paper", "nowhere/paper.html"], "no folder"),
        (["--rooms", "0"], "--rooms"),
        (["--rehearse", "99"], "--rehearse"),
        (["--keep-days", "0"], "--keep-days"),
        (["--port", "70000"], "--port"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_opened(options, says, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert answer(["workshop", *options]) == 2
    assert says in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_the_rooms_of_a_killed_server_go_on_and_new_ones_fill_up(tmp_path):
    store = Store(tmp_path)
    before = hosting._opened(a_host(store), "fixture", "First", 2, None, False)
    again = a_host(store)
    opened = hosting._opened(again, "fixture", "", 3, None, False)
    assert {one.room.id for one in opened[:2]} == {one.room.id for one in before}  # of one moment: in any order
    assert [one.room.title for one in opened] == ["First", "First", "A lesson for tests"]
    assert {one.room.code for one in before} < {one.room.code for one in opened}
    act(opened[0], "finish")
    assert opened[0] not in hosting._opened(a_host(store), "fixture", "", 1, None, False)
    fresh = hosting._opened(a_host(store), "fixture", "", 1, None, True)
    assert len(fresh) == 1
    assert fresh[0].room.id not in {one.room.id for one in opened}


def test_paper_has_the_questions_and_another_page_the_results(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(material, "the_material", lambda: MATERIAL)
    assert answer(["workshop", "--paper", str(tmp_path / "paper.html")]) == 0
    questions = (tmp_path / "paper.html").read_text("utf-8")
    results = (tmp_path / "paper-read-aloud.html").read_text("utf-8")
    assert "How many?" in questions
    assert str(RESULT) not in questions
    assert str(RESULT) in results
    assert "paper-read-aloud.html" in capsys.readouterr().err


def test_where_phones_reach_this_machine_is_found_without_asking_anybody(monkeypatch):
    assert hosting._found("127.0.0.1") == "localhost"
    assert hosting._found("192.168.0.7") == "192.168.0.7"
    found = hosting._found("0.0.0.0")
    assert found == "localhost" or found.count(".") == 3


def test_rooms_are_kept_in_the_users_own_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert hosting._data_folder() == tmp_path / "trustsim" / "workshop"
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    assert hosting._data_folder() == Path.home() / ".local" / "share" / "trustsim" / "workshop"
