"""A room: who comes in, what is shown when, what is kept, whatever happens and in whatever order."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workshop_material import MATERIAL, RESULT
from trustsim.errors import InputError
from trustsim.workshop import Host, Refused, Room, Store, commands, joining, views
from trustsim.workshop.events import Draft
from trustsim.workshop.hosted import Hosted
from trustsim.workshop.refusals import NotNow
from trustsim.workshop.room import LOBBY

LINKS = {"join": "there", "console": "there", "projector": "there"}


def a_host(store: Store | None = None) -> Host:
    return Host(store or Store(None), material=MATERIAL)


def a_room(host: Host, people: int = 2) -> Hosted:
    hosted = host.open_room("fixture")
    for _ in range(people):
        host.enter(hosted)
    return hosted


def act(hosted: Hosted, name: str, **arguments: object) -> None:
    hosted.do(commands.command, name, arguments)


def say(hosted: Hosted, person: int, step: str, value: float) -> None:
    hosted.do(joining.answer, person, step, {"value": value})


def compute(host: Host) -> None:
    while host.worker.step():
        pass


def sent_to(hosted: Hosted, person: int) -> str:
    return json.dumps(views.participant_view(hosted, person))


def test_a_room_goes_from_lobby_to_end_and_back():
    hosted = a_room(a_host())
    assert hosted.room.at == LOBBY
    for step in hosted.room.lesson.steps:
        act(hosted, "next")
        assert hosted.room.step is step
    act(hosted, "next")
    assert hosted.room.step is None
    with pytest.raises(NotNow):
        act(hosted, "next")
    act(hosted, "goto", step="guess")
    assert hosted.room.at == 1


def test_nothing_of_a_result_or_of_others_is_shown_before_the_reveal():
    host = a_host()
    hosted = a_room(host)
    act(hosted, "goto", step="guess")
    say(hosted, 1, "guess", 41.5)
    say(hosted, 2, "guess", 73.25)
    compute(host)
    assert hosted.room.results["guess"] == {"value": RESULT}
    for command in ("lock", "unlock", "lock"):
        act(hosted, command)
        for view in (sent_to(hosted, 1), json.dumps(views.projector_view(hosted, "there"))):
            assert str(RESULT) not in view
            assert "73.25" not in view
    act(hosted, "reveal")
    assert str(RESULT) in sent_to(hosted, 1)
    assert views.participant_view(hosted, 1)["step"]["spread"]["values"] == [41.5, 73.25]
    assert views.participant_view(hosted, 1)["step"]["gap"]["gap"] == pytest.approx(41.5 - RESULT)


def test_a_result_that_comes_after_the_reveal_is_shown_when_it_is_there():
    host = a_host()
    hosted = a_room(host)
    act(hosted, "goto", step="guess")
    act(hosted, "reveal")
    before = views.participant_view(hosted, 1)
    assert before["step"]["result"] is None
    compute(host)
    after = views.participant_view(hosted, 1)
    assert after["step"]["result"] == {"value": RESULT}
    assert after["version"] != before["version"]


def test_answers_count_until_the_lock():
    hosted = a_room(a_host())
    act(hosted, "goto", step="guess")
    say(hosted, 1, "guess", 10)
    say(hosted, 1, "guess", 20)
    act(hosted, "lock")
    with pytest.raises(NotNow, match="locked"):
        say(hosted, 1, "guess", 30)
    act(hosted, "unlock")
    say(hosted, 1, "guess", 40)
    act(hosted, "reveal")
    with pytest.raises(NotNow):
        act(hosted, "unlock")
    assert hosted.room.answers["guess"] == {1: {"value": 40.0}}


def test_an_answer_to_another_step_is_refused_and_so_is_none():
    hosted = a_room(a_host())
    act(hosted, "goto", step="guess")
    with pytest.raises(NotNow, match="moved on"):
        say(hosted, 1, "again", 10)
    for raw in ({"value": "many"}, {"value": 1000}, None, [], {"value": True}):
        with pytest.raises(InputError):
            hosted.do(joining.answer, 1, "guess", raw)
    assert not hosted.room.answers


def test_the_same_answer_twice_is_kept_once():
    hosted = a_room(a_host())
    act(hosted, "goto", step="guess")
    say(hosted, 1, "guess", 10)
    last = hosted.room.last
    say(hosted, 1, "guess", 10)
    assert hosted.room.last == last


def test_reset_forgets_the_answers_of_a_step_and_keeps_people():
    host = a_host()
    hosted = a_room(host)
    act(hosted, "goto", step="guess")
    say(hosted, 1, "guess", 10)
    act(hosted, "reveal")
    act(hosted, "reset")
    assert hosted.room.phase == "open"
    assert "guess" not in hosted.room.answers
    act(hosted, "reset_room")
    assert hosted.room.at == LOBBY
    assert len(hosted.room.present) == 2


def test_a_late_comer_joins_the_smallest_team_where_the_room_is():
    host = a_host()
    hosted = a_room(host, people=5)
    act(hosted, "teams", number=3)
    sizes = [sum(one.team == team for one in hosted.room.present) for team in hosted.room.teams]
    assert sorted(sizes) == [1, 2, 2]
    act(hosted, "goto", step="guess")
    late = host.join(hosted.room.code.lower(), "  Late   one ", "here")
    view = views.participant_view(hosted, late.person)
    assert view["step"]["id"] == "guess"
    assert view["me"]["name"] == "Late one"
    assert view["me"]["team"] == hosted.room.teams[sizes.index(1)]


def test_whoever_comes_back_with_their_token_is_who_they_were():
    host = a_host()
    hosted = a_room(host, people=0)
    entry = host.join(hosted.room.code, "Ana", "here")
    assert hosted.person_of(entry.token) == entry.person
    other_device = host.readmit(hosted, entry.person)
    assert hosted.person_of(other_device) == entry.person
    with pytest.raises(Refused):
        hosted.person_of("guessed")


def test_a_team_tries_levers_and_sees_its_own_only():
    host = a_host()
    hosted = a_room(host, people=4)
    act(hosted, "teams", names=["Red", "Green"])
    act(hosted, "goto", step="final")
    hosted.do(joining.answer, 1, "final", {"levers": {"autonomy": 4.25}})
    hosted.do(joining.answer, 2, "final", {"levers": {"autonomy": 3.5}})
    compute(host)
    mine = views.participant_view(hosted, 3)["step"]  # of the team of 1
    assert [one["played"]["value"] for one in mine["tries"]] == [8.5]
    assert "3.5" not in json.dumps(mine)
    console = views.console_view(hosted, host.worker, LINKS, 30)["step"]
    assert console["levers"] == [{"id": "autonomy", "min": 3.5, "max": 4.25, "mean": 3.875, "touched": 2}]
    act(hosted, "reveal")
    teams = views.participant_view(hosted, 3)["step"]["teams"]
    assert [team["team"] for team in teams] == ["Green", "Red"]  # the least costly first
    assert teams[0]["best"]["cost"] == 3.5


def test_budget_and_hidden_levers_hold():
    hosted = a_room(a_host())
    act(hosted, "goto", step="final")
    act(hosted, "budget", amount=5)
    with pytest.raises(NotNow, match="5"):
        hosted.do(joining.answer, 1, "final", {"levers": {"autonomy": 6}})
    act(hosted, "hide", levers=["days"])
    with pytest.raises(InputError):
        hosted.do(joining.answer, 1, "final", {"levers": {"days": 1}})
    with pytest.raises(Refused, match="autonomy"):
        act(hosted, "hide", levers=["no such"])
    hosted.do(joining.answer, 1, "final", {"levers": {"autonomy": 4}})
    assert len(hosted.room.tries) == 1


def test_teams_take_turns_at_computing():
    host = a_host()
    hosted = a_room(host, people=2)
    compute(host)
    act(hosted, "goto", step="final")
    for person, levers in ((1, 1), (1, 2), (1, 3), (2, 4)):
        hosted.do(joining.answer, person, "final", {"levers": {"autonomy": levers}})
    compute_order = []
    while host.worker.step():
        done = {one.number for one in hosted.room.tries if one.state == "done"}
        compute_order += [number for number in done if number not in compute_order]
    assert compute_order == [1, 4, 2, 3]


def test_what_was_computed_for_a_try_that_was_forgotten_goes_to_no_other():
    host = a_host()
    hosted = a_room(host, people=2)
    compute(host)
    act(hosted, "goto", step="final")
    hosted.do(joining.answer, 1, "final", {"levers": {"autonomy": 2}})
    late = [Draft("played", {"number": 1, "state": "done", "played": {"value": 4.0}, "says": ""})]
    act(hosted, "reset")
    hosted.do(joining.answer, 2, "final", {"levers": {"autonomy": 3}})
    hosted.do(lambda _: late)
    assert [(one.answer, one.state) for one in hosted.room.tries] == [({"levers": {"autonomy": 3.0}}, "waiting")]


def test_what_cannot_be_computed_is_said_and_the_rest_goes_on(caplog):
    def broken(*_: object) -> dict[str, object]:
        raise ZeroDivisionError

    material = replace(MATERIAL, result_of=broken, played=broken)
    host = Host(Store(None), material=material)
    hosted = a_room(host, people=1)
    act(hosted, "goto", step="final")
    hosted.do(joining.answer, 1, "final", {"levers": {"autonomy": 2}})
    compute(host)
    assert hosted.room.tries[0].state == "failed"
    assert "could not be computed" in views.participant_view(hosted, 1)["step"]["tries"][0]["says"]
    assert views.console_view(hosted, host.worker, LINKS, 30)["ready"]["failed"] == ["again", "guess", "hello"]
    assert caplog.records


def test_somebody_alone_answers_before_she_sees():
    host = a_host()
    entry = host.learn("", "here")
    hosted, me = entry.hosted, entry.person

    def go(command: str, **arguments: object) -> None:
        hosted.do(commands.pace_alone, me, command, arguments)

    go("start")
    go("next")
    compute(host)
    for command in ("reveal", "lock", "next", "finish"):
        with pytest.raises(NotNow, match="expect"):
            go(command)
    with pytest.raises(NotNow, match="expect"):
        go("goto", step="final")
    say(hosted, me, "guess", 10)
    with pytest.raises(NotNow, match="expect"):
        go("next")
    go("reveal")
    assert views.participant_view(hosted, me)["step"]["result"] == {"value": RESULT}
    go("next")
    assert hosted.room.step is hosted.room.lesson.steps[2]
    with pytest.raises(Refused, match="no such command"):
        go("teams", number=2)


def test_a_room_of_somebody_alone_has_no_code_that_opens_it():
    host = a_host()
    entry = host.learn("", "here")
    with pytest.raises(Refused, match="no room"):
        host.join(entry.hosted.room.code, "Eve", "there")


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("explode", {}),
        ("next", {"more": 1}),
        ("goto", {}),
        ("goto", {"step": 7}),
        ("goto", {"step": ["guess"]}),
        ("goto", {"room": "x", "step": "guess"}),
        ("team", {"person": 1, "team": "Blue"}),
        ("team", {"participant": 1, "team": ["Blue"]}),
        ("teams", {"names": ["Red", "red"]}),
        ("teams", {"names": "Red"}),
        ("teams", {"number": 99}),
        ("teams", {"number": True}),
        ("remove", {"participant": 99}),
        ("remove", {"participant": True}),
        ("budget", {"amount": -1}),
        ("budget", {"amount": "much"}),
        ("hide", {"levers": "days"}),
        ("joining", {"open": 1}),
        ("reset", {"step": "no such"}),
    ],
)
def test_a_command_that_makes_no_sense_changes_nothing(name, arguments):
    hosted = a_room(a_host())
    last = hosted.room.last
    with pytest.raises(Refused):
        act(hosted, name, **arguments)
    assert hosted.room.last == last


STEPS = st.sampled_from(["hello", "guess", "again", "final", "none"])
PEOPLE = st.integers(1, 5)
COLOURS = st.sampled_from(["Amber", "Blue"])
COMMANDS = st.one_of(
    st.tuples(st.sampled_from(["start", "lock", "unlock", "reveal", "next", "back", "reset", "reset_room", "finish",
                               "new_code"]), st.just({})),
    st.tuples(st.just("goto"), st.fixed_dictionaries({"step": STEPS})),
    st.tuples(st.just("reset"), st.fixed_dictionaries({"step": STEPS})),
    st.tuples(st.just("teams"), st.fixed_dictionaries({"number": st.integers(-1, 4)})),
    st.tuples(st.just("team"), st.fixed_dictionaries({"participant": PEOPLE, "team": COLOURS})),
    st.tuples(st.just("remove"), st.fixed_dictionaries({"participant": PEOPLE})),
    st.tuples(st.just("budget"), st.fixed_dictionaries({"amount": st.none() | st.floats(0, 20)})),
    st.tuples(st.just("hide"), st.fixed_dictionaries({"levers": st.lists(st.sampled_from(["autonomy", "days"]))})),
    st.tuples(st.just("joining"), st.fixed_dictionaries({"open": st.booleans()})),
)  # fmt: skip
ANSWERS = st.fixed_dictionaries({"value": st.floats(0, 100)}) | st.fixed_dictionaries(
    {"levers": st.dictionaries(st.sampled_from(["autonomy", "days"]), st.floats(0, 12))}
)
PACE = st.tuples(st.sampled_from(["lock", "reveal", "next", "unlock", "back", "reset"]), st.just({}))
SAID = st.tuples(st.integers(1, 4), st.floats(0, 8))
DEEDS = st.lists(
    st.tuples(st.just("say"), SAID)
    | st.tuples(st.just("pace"), PACE)
    | st.tuples(st.just("command"), COMMANDS)
    | st.tuples(st.just("answer"), st.tuples(PEOPLE, STEPS, ANSWERS))
    | st.tuples(st.just("join"), st.sampled_from(["", "Ana", "Bo"]))
    | st.tuples(st.just("compute"), st.none()),
    min_size=3,
    max_size=50,
)
BEGIN = st.sampled_from(["hello", "guess", "final"])


def do(host: Host, hosted: Hosted, kind: str, what: Any) -> None:
    """Do something, whether or not the room takes it."""
    try:
        if kind in ("command", "pace"):
            hosted.do(commands.command, *what)
        elif kind == "say":
            say_here(hosted, *what)
        elif kind == "answer":
            hosted.do(joining.answer, *what)
        elif kind == "join":
            host.enter(hosted, what)
        else:
            host.worker.step()
    except InputError:
        pass


def say_here(hosted: Hosted, person: int, value: float) -> None:
    """Answer at the step the room is at, in the form that it takes."""
    step = hosted.room.step
    if step and person in {one.id for one in hosted.room.present}:
        raw = {"levers": {"autonomy": value}} if step.play else {"value": value}
        hosted.do(joining.answer, person, step.id, raw)


def state_of(room: Room) -> dict[str, object]:
    """Return all that is so in a room, as plain values."""
    return {name: repr(value) for name, value in vars(room).items() if name not in ("lesson", "_lesson_of")}


@given(begin=BEGIN, deeds=DEEDS)
def test_whatever_happens_the_gates_hold_and_the_store_gives_the_same_room(begin, deeds):
    host = a_host()
    hosted = a_room(host)
    act(hosted, "goto", step=begin)
    for kind, what in deeds:
        before = {one.id: hosted.room.version_for(one.id) for one in hosted.room.present}
        seen = {person: views.participant_view(hosted, person) for person in before}
        do(host, hosted, kind, what)
        check_gates(hosted)
        for person in set(before) & {one.id for one in hosted.room.present}:
            if hosted.room.version_for(person) == before[person]:
                assert views.participant_view(hosted, person) == seen[person]
    again = Room.of(hosted.room.id, host.store.events(hosted.room.id), MATERIAL.lesson_of)
    assert state_of(again) == state_of(hosted.room)
    reopened = a_host(host.store).room(hosted.room.id)
    assert state_of(reopened.room) == state_of(hosted.room)


def check_gates(hosted: Hosted) -> None:
    """Check that no view shows what is not revealed, and that what is so makes sense."""
    room = hosted.room
    assert LOBBY <= room.at <= len(room.lesson.steps)
    assert all(one.name for one in room.present)
    assert len({one.name for one in room.present}) == len(room.present)
    assert {one.team for one in room.present} <= set(room.teams) | ({""} if not room.teams else set())
    step = room.step
    wall = views.projector_view(hosted, "there")
    if step and room.phase != "revealed":
        for view in (wall, *(views.participant_view(hosted, one.id) for one in room.present)):
            assert not {"told", "result", "spread", "teams", "gap"} & set(view["step"])
            assert str(RESULT) not in json.dumps(view["step"])
    for one in room.present:
        tries = (views.participant_view(hosted, one.id)["step"] or {}).get("tries", [])
        sides = {found.side for found in room.tries if found.number in [shown["try"] for shown in tries]}
        assert sides <= {one.side}
