"""Inside a team: the picture is that of the agents, nothing steps by itself, nobody sees another's team."""

import pytest

from tests.browser.visitor import Visitor
from trustsim.studies.team import InsideTeam
from trustsim.studies.team.picture import BELIEFS
from trustsim.studies.what_if import WhatIf

pytestmark = pytest.mark.browser
NODE = ".ts-node[data-key]"


@pytest.fixture
def inside() -> InsideTeam:
    """The team that a visitor sees who has changed nothing."""
    return InsideTeam(WhatIf().scenario)


@pytest.fixture
def page(visit):
    return visit("/team", ready=NODE)


def step(page, button="One week on"):
    """Step, and return the week that the page then says."""
    before = page.inner_text(".ts-team-week")
    page.click(f"button:text-is('{button}')")
    page.wait_for_function("(before) => document.querySelector('.ts-team-week').innerText !== before", arg=before)
    return page.inner_text(".ts-team-week")


def test_the_picture_shows_both_kinds_of_trust_both_ways_as_the_agents_have_them(page, inside):
    assert step(page) == "Week 1 of 104"
    inside.step()
    people = {person.key: person for person in inside.picture().people}
    nodes = page.eval_on_selector_all(
        NODE, "(nodes) => nodes.map((node) => [node.dataset.key, node.getAttribute('aria-label')])"
    )
    assert {key for key, _ in nodes} == people.keys()
    for key, words in nodes:
        for name in BELIEFS:
            assert f"{getattr(people[key].tie, name).level:.2f}" in words
    lanes = page.eval_on_selector_all(".ts-tie .ts-reach", "(lanes) => lanes.length")
    assert lanes == 4 * len(people)
    reach = page.evaluate(
        """() => { const tie = document.querySelector('.ts-tie'), lane = tie.querySelector('.ts-reach');
                   return parseFloat(lane.style.width) / tie.querySelector('.ts-lane').getAttribute('x2'); }"""
    )
    assert reach == pytest.approx(next(iter(people.values())).tie.competence_up.level, abs=0.01)


def test_a_person_that_is_clicked_tells_the_story_that_python_tells(page, inside):
    step(page, "A quarter on")
    inside.step(13)
    person = inside.picture().people[2]
    page.locator(f"[data-key='{person.key}']").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".ts-told p")
    story = inside.story(person.key)
    assert story is not None
    assert page.locator(".ts-told p").all_inner_texts() == story.paragraphs
    assert page.inner_text(".ts-person-name") == f"Person {person.place}"


def test_what_is_changed_by_hand_moves_trust_and_can_be_taken_back(page, inside):
    step(page)
    page.locator(NODE).first.click()
    page.wait_for_function("document.querySelector('#changing-who').value.startsWith('team-001/')")
    page.select_option("#changing-what", "interpersonal_trust_in_manager")
    page.locator(".ts-changing input[type=range]").fill("0.05")
    page.click("button:text-is('Set it')")
    page.wait_for_selector(".ts-made li")
    assert "to 0.05" in page.inner_text(".ts-made li")
    step(page)
    page.wait_for_function("document.querySelector('.ts-person table').innerText.includes('set by hand')")
    page.click("button:text-is('Take the last one back')")
    page.wait_for_selector(".ts-made", state="detached")
    inside.step(2)
    person = inside.picture().people[0]
    assert f"{person.tie.interpersonal_up.level:.2f}" in page.locator(NODE).first.get_attribute("aria-label")


def test_play_goes_on_until_it_is_paused_or_the_tab_is_hidden(page):
    page.select_option(".ts-team-speed select", "120")
    page.click("button:text-is('Play')")
    page.wait_for_function("parseInt(document.querySelector('.ts-team-week').innerText.slice(5)) >= 5")
    page.click("button:text-is('Pause')")
    page.wait_for_timeout(700)
    paused = page.inner_text(".ts-team-week")
    page.wait_for_timeout(700)
    assert page.inner_text(".ts-team-week") == paused
    page.click("button:text-is('Play')")
    page.wait_for_timeout(300)
    page.evaluate(
        """() => { Object.defineProperty(document, 'hidden', { value: true });
                   document.dispatchEvent(new Event('visibilitychange')); }"""
    )
    page.wait_for_selector("button:text-is('Play')")


def test_the_team_can_be_read_as_a_table_and_in_little_room(page):
    people = page.locator(NODE).count()
    page.click("button:text-is('Show as table')")
    assert page.locator(".ts-team tbody tr").count() == people
    page.click("button:text-is('Show as picture')")
    page.set_viewport_size({"width": 390, "height": 800})
    page.wait_for_selector(".ts-boss rect")
    assert page.locator(NODE).count() == people


def team(visitor):
    """Return the id of the team's widget and what it shows; None until it is there."""
    found = visitor.widget("shown", lambda value: "people" in value)
    return found and (found[0], found[1]["shown"])


def week(visitor):
    """Return the week that a visitor's team stands at; -1 until it is there."""
    found = team(visitor)
    return found[1]["week"] if found else -1


def test_the_server_takes_no_step_that_nobody_asked_for_and_teams_are_not_shared(server):
    one, other = (Visitor(server.address, "/team") for _ in range(2))
    for visitor in (one, other):
        visitor.wait(team)
    name, _ = one.wait(team)
    for asked, got in ((3, 3), (-7, 0), (5, 5)):
        one.event(name, "act", {"week": asked})
        one.wait(lambda visitor, got=got: week(visitor) == got)
    for _ in range(20):
        one.listen(0.05)
        other.listen(0.05)
    assert (week(one), week(other)) == (5, 0)
    one.close()
    other.close()
