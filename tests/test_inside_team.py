"""Inside a team: the picture is that of the agents, the story that of ``tell``, and changes by hand are made again."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest

import trustsim as ts
from trustsim.errors import InputError
from trustsim.model.week import MODEL
from trustsim.studies import tell
from trustsim.studies.team import InsideTeam
from trustsim.studies.team.following import person_key, reports_of
from trustsim.studies.team.picture import BELIEFS

#: A company that many leave, so that a team sees people come and go.
LEAVING = {"population.employees": 40, "run.weeks": 60, "run.seed": 5, "environment.labour_market": 1.0}
WHO, NAME = "team-002/0#0", "interpersonal_trust_in_manager"


def told(inside: InsideTeam, key: str) -> list[str]:
    story = inside.story(key)
    assert story is not None
    return story.paragraphs


@pytest.fixture(scope="module")
def scenario() -> ts.Scenario:
    return ts.load("rto-abrupt").override(LEAVING)


@pytest.fixture(scope="module")
def whole(scenario: ts.Scenario) -> InsideTeam:
    """A team looked into to the end."""
    inside = InsideTeam(scenario, "team-002")
    inside.step(1000)
    return inside


def test_every_story_is_the_one_that_tell_makes_of_the_same_run(scenario, whole):
    people = list(whole._following.people)
    stories = {key: whole.story(key) for key in people}
    assert any(story.diary.left for story in stories.values()), "nobody left"
    assert any(story.diary.hired for story in stories.values()), "nobody came"
    for key, story in stories.items():
        assert story.paragraphs == tell(scenario, key).paragraphs, key


def test_a_story_in_the_middle_does_not_say_that_it_is_the_end(scenario):
    inside = InsideTeam(scenario, "team-002")
    assert inside.story(WHO) is None
    inside.step(3)
    assert "Still there in week 3, with" in told(inside, WHO)[-1]


def test_picture_shows_the_agents_as_they_are_and_what_moved_them(scenario):
    inside = InsideTeam(scenario, "team-002")
    before = {person.key: person for person in inside.picture().people}
    inside.step()
    model, picture = inside._following.model, inside.picture()
    agents: dict[str, Any] = {person_key(agent): agent for agent in reports_of(inside._following.manager)}
    assert (picture.week, picture.weeks, picture.team) == (1, 60, "team-002")
    assert len(picture.people) + len(picture.vacant) == picture.seats == 8
    assert picture.manager["span"] == inside._following.manager.span
    for person in picture.people:
        agent = agents[person.key]
        assert person.states["stress"] == agent.stress
        assert person.signals["signals_seen"] == agent.signals_seen
        for name, state in BELIEFS.items():
            belief = getattr(person.tie, name)
            assert (belief.level, belief.confidence) == (getattr(agent, state), getattr(agent, f"{state}_confidence"))
            moved = belief.level - getattr(before[person.key].tie, name).level
            assert belief.change == pytest.approx(moved, abs=1e-9)
            assert sum(amount for _, amount in belief.causes) == pytest.approx(moved, abs=0.01)
    assert json.loads(json.dumps(picture.to_dict()))["people"][0]["tie"]["competence_up"]["level"] > 0
    assert model.week == 1


def test_who_leaves_is_shown_in_that_week_with_the_cause_and_then_the_seat_is_vacant(scenario, whole):
    left = next(p for p in whole._following.people.values() if not p.agent.present)
    week = left.weeks[-1]
    inside = InsideTeam(scenario, "team-002")
    inside.go_to(week)
    person = next(person for person in inside.picture().people if person.key == left.key)
    assert not person.present
    assert {happened.kind for happened in person.events} & {"quit", "dismissal", "layoff"}
    assert person.place in inside.picture().vacant
    inside.step()
    assert left.key not in [person.key for person in inside.picture().people]
    with pytest.raises(InputError, match="nobody there is called"):
        inside.change(left.key, "stress", 0.1)


def test_a_run_without_changes_is_the_plain_run(scenario, whole):
    model = ts.TrustModel(scenario, scenario.seed)
    model.run_model()
    np.testing.assert_equal(whole._following.model.outcomes(), model.outcomes())
    assert not whole.running
    whole.step()
    assert whole.week == 60


def test_what_is_set_by_hand_is_there_and_booked_as_such(scenario):
    inside = InsideTeam(scenario, "team-002")
    inside.step(2)
    level = next(p for p in inside.picture().people if p.key == WHO).tie.interpersonal_up.level
    made = inside.change(WHO, NAME, 0.1)
    assert (made.week, made.value, made.before) == (2, 0.1, level)
    assert next(p for p in inside.picture().people if p.key == WHO).tie.interpersonal_up.level == 0.1
    inside.step()
    causes = dict(next(p for p in inside.picture().people if p.key == WHO).tie.interpersonal_up.causes)
    assert causes["set by hand"] == pytest.approx(0.1 - made.before)
    assert any("set by hand" in line for line in told(inside, WHO))


def test_going_back_makes_changes_again_and_another_change_drops_later_ones(scenario):
    inside = InsideTeam(scenario, "team-002")
    inside.change("team", "surveillance", 0.9)
    inside.step(5)
    inside.change("manager", "tiredness", 0.8)
    inside.step(5)
    here = inside.picture()
    inside.go_to(0)
    assert {row.name: row.value for row in inside.changeable("team")}["surveillance"] == 0.9
    inside.go_to(10)
    assert inside.picture() == here
    inside.go_to(10, team="team-001")
    assert inside.picture().team == "team-001"
    inside.go_to(10, team="team-002")
    assert inside.picture() == here
    inside.go_to(3)
    inside.change("company", "autonomy", 0.2)
    assert [change.name for change in inside.changes] == ["surveillance", "autonomy"]


def test_taking_a_change_back_gives_the_run_without_it(scenario):
    inside, plain = InsideTeam(scenario, "team-002"), InsideTeam(scenario, "team-002")
    plain.step(6)
    inside.step(2)
    inside.change("team", "surveillance", 1.0)
    inside.step(4)
    assert inside.picture() != plain.picture()
    inside.take_back()
    inside.take_back()
    assert inside.picture() == plain.picture()


def test_a_change_of_one_team_leaves_policy_of_others_alone(scenario):
    inside = InsideTeam(scenario, "team-002")
    inside.change("team", "surveillance", 0.77)
    managers = inside._following.manager.company.managers
    assert [manager for manager, level in managers.get(["team", "surveillance"]) if level == 0.77] == ["team-002"]
    inside.change("company", "surveillance", 0.33)
    assert set(managers.get("surveillance")) == {0.33}


@pytest.mark.parametrize(
    ("who", "name", "value", "says"),
    [
        ("team", "surveillance", 1.5, "0 to 1"),
        ("team", "surveillance", math.nan, "0 to 1"),
        ("team", "surveilance", 0.5, "did you mean 'surveillance'"),
        ("company", "span_of_control", 4, "fixed within a run"),
        ("nobody", "stress", 0.5, "nobody there is called 'nobody'"),
        (WHO, "surveillance", 0.5, "set it on a manager"),
        (WHO, "employed", 0.0, "written by the simulation"),
        (WHO, "__class__", 0.0, "cannot be changed"),
    ],
)
def test_what_cannot_be_changed_is_refused_in_words_and_nothing_is_kept(scenario, who, name, value, says):
    inside = InsideTeam(scenario, "team-002")
    before = inside.picture()
    with pytest.raises(InputError, match=says):
        inside.change(who, name, value)
    assert inside.changes == ()
    assert inside.picture() == before


def test_all_that_is_offered_can_be_set_to_both_ends(scenario):
    inside = InsideTeam(scenario, "team-002")
    for who in ("team", "company", "manager", WHO):
        offered = inside.changeable(who)
        assert len({row.name for row in offered}) == len(offered) > 4
        for row in offered:
            assert row.low <= row.value <= row.high
            inside.change(who, row.name, row.low)
            inside.change(who, row.name, row.high)
    inside.step()


def test_course_is_the_mean_of_the_team(scenario):
    inside = InsideTeam(scenario, "team-002")
    inside.step(4)
    course = inside.course()["stress"]
    people = [person.states["stress"] for person in inside.picture().people if person.present]
    assert len(course) == 5
    assert course[-1] == pytest.approx(sum(people) / len(people))
    assert set(MODEL.booked) <= set(inside.course())


def test_bad_weeks_teams_and_sizes_are_refused(scenario):
    inside = InsideTeam(scenario)
    assert inside.team == inside.teams[0] == "team-001"
    for wrong in (-1, 61):
        with pytest.raises(InputError, match="there are weeks 0 to 60"):
            inside.go_to(wrong)
    with pytest.raises(InputError, match="goes back"):
        inside.step(-1)
    with pytest.raises(InputError, match="did you mean 'team-001'"):
        InsideTeam(scenario, "team-01")
    with pytest.raises(InputError, match="at most 2,000 people"):
        InsideTeam(scenario.override({"population.employees": 2_001}))
