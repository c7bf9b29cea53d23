"""Explore: a lever moves numbers and charts; back, forth and again; and the story of a leader who has never seen it."""

import pytest

from tests.browser.leader import Asking, ask
from tests.browser.pages import cards, lines, press, pressed, put, settle

pytestmark = pytest.mark.browser


def test_a_lever_moves_the_numbers_and_the_charts(visit):
    page = visit("/")
    settle(page)
    before, drawn = cards(page), lines(page)
    assert set(before) >= {"interpersonal_trust_in_managers", "attrition", "engagement", "stress"}
    assert "Nothing is different yet" in page.inner_text(".ts-headline")
    assert all(card["difference"].strip("0.") == "" for card in before.values())
    press(page, "policy.surveillance", "ArrowRight", 8)
    page.wait_for_selector(".ts-figures.provisional")
    assert "of 100 runs" in page.inner_text(".ts-provisional >> nth=0")
    settle(page)
    after = cards(page)
    assert after["stress"]["difference"].startswith("+")
    assert after["stress"]["verdict"] == "higher: worse"
    assert "Clearly worse" in page.inner_text(".ts-headline")
    assert lines(page) != drawn
    assert "100 runs" in page.inner_text(".ts-progress")
    assert "averages of studies" in page.inner_text(".ts-progress")
    page.click("button:text-is('How to read this')")
    assert "nine of ten single companies" in page.inner_text("dialog[open]")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    assert page.evaluate("document.activeElement.innerText") == "How to read this"


def test_a_change_can_be_undone_redone_replayed_and_reset(visit):
    page = visit("/")
    settle(page)
    start = cards(page)
    press(page, "policy.autonomy", "ArrowRight", 6)
    settle(page)
    moved = cards(page)
    assert moved != start
    slider = "lever-policy-autonomy"
    pressed(page, "Undo", slider, 0.5)
    settle(page)
    assert cards(page) == start
    pressed(page, "Redo", slider, 0.8)
    settle(page)
    assert cards(page) == moved
    pressed(page, "Replay", slider, 0.5)
    page.wait_for_function(f"document.querySelector('#{slider}').value === '0.8'")
    pressed(page, "Reset", slider, 0.5)
    settle(page)
    assert cards(page) == start
    page.keyboard.press("Control+z")
    page.wait_for_function(f"document.querySelector('#{slider}').value === '0.8'")


def test_a_chart_can_be_read_as_a_table_and_heard(visit):
    page = visit("/")
    settle(page)
    summary = page.get_attribute(".ts-canvas >> nth=2", "aria-label") or ""
    assert "Attrition" in summary
    assert "As it is" in summary
    page.click("button[aria-label='Show as table: Attrition']")
    table = page.locator(".ts-chart >> nth=2 >> table")
    assert table.locator("tbody tr").count() >= 26
    assert "104" in table.inner_text()


def test_a_card_says_what_a_lever_is(visit):
    page = visit("/", ready=".ts-lever")
    page.click("button[aria-label='What is Electronic monitoring']")
    page.wait_for_selector("dialog[open]")
    assert "monitoring" in page.inner_text("dialog")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    assert page.evaluate("document.activeElement.className") == "ts-about"


def test_what_makes_no_sense_is_refused_in_words_and_the_rest_lives_on(visit):
    page = visit("/")
    settle(page)
    put(page, "population.employees", 10)
    put(page, "policy.span_of_control", 60)
    settle(page)
    put(page, "population.employees", 9_999_999)
    assert page.input_value("#field-population-employees") == "500"


def test_a_leader_gets_the_answer_from_the_first_page(visit):
    page = visit("/")
    settle(page)
    asking = Asking(page)
    at_once, phased = ask(asking)
    assert asking.actions <= 12
    for answer in (at_once, phased):
        for name in ("leadership_trust", "attrition", "engagement", "stress"):
            assert "…" in answer[name]["interval"]
            assert "…" in answer[name]["range"]
            assert answer[name]["verdict"]
    assert at_once["leadership_trust"]["verdict"] == "lower: worse"
    assert float(phased["leadership_trust"]["value"]) > float(at_once["leadership_trust"]["value"])
    assert page.locator("#field-population-employees").input_value() == "200"


def test_a_lever_that_the_story_sets_can_be_moved_and_says_so(visit):
    page = visit("/")
    settle(page)
    put(page, "start", "collapse")
    settle(page)
    before = cards(page)
    note = page.locator(".ts-lever:has(#lever-policy-autonomy) .ts-lever-note")
    assert "sets this to 10 %" in note.inner_text()
    assert "50 % in week 27" in note.inner_text()
    press(page, "policy.autonomy", "ArrowRight", 6)
    settle(page)
    assert cards(page) != before
    assert page.locator(".ts-alert").count() == 0
    page.reload()
    page.wait_for_selector("#lever-policy-autonomy")
    assert page.input_value("#lever-policy-autonomy") == "0.4"
