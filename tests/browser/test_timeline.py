"""Timeline: events are dragged, pressed and typed to other weeks, added and taken away."""

import pytest

from tests.browser.pages import arrived, cards, put, settle

pytestmark = pytest.mark.browser


def handle(page, name):
    return page.locator(f"[role=slider][aria-label='{name}']")


def week(page, name):
    return int(handle(page, name).get_attribute("aria-valuenow"))


def question(page):
    """Return what the numbers on the page are the answer to."""
    return page.get_attribute(".ts-numbers-block", "data-key")


def wait_for(page, name, value):
    page.wait_for_function(
        f"""document.querySelector("[role=slider][aria-label='{name}']").getAttribute("aria-valuenow") === "{value}" """
    )


def test_an_event_moves_by_key_by_type_and_by_drag_and_the_numbers_follow(visit):
    page = visit("/timeline", ready=".ts-weeks")
    settle(page)
    before = cards(page)
    page.click("text=Add it")
    handle(page, "Back to the office, Announced").wait_for()
    settle(page)
    added, asked = cards(page), question(page)
    assert added != before
    in_force = "Back to the office, In force"
    start = week(page, in_force)
    handle(page, in_force).focus()
    page.keyboard.press("PageUp")
    wait_for(page, in_force, start + 13)
    page.wait_for_function(f"document.querySelector('.ts-numbers-block').dataset.key !== '{asked}'")
    settle(page)
    assert cards(page) != added
    typed = page.locator(f"input[aria-label='{in_force}, week']")
    typed.fill("60")
    typed.press("Enter")
    wait_for(page, in_force, 60)
    page.wait_for_timeout(500)
    box = handle(page, in_force).bounding_box()
    page.mouse.move(box["x"] + 12, box["y"] + 12)
    page.mouse.down()
    page.mouse.move(box["x"] - 100, box["y"] + 12, steps=6)
    page.mouse.up()
    page.wait_for_timeout(500)
    assert week(page, in_force) < 55
    page.click("button[aria-label='remove: Back to the office']")
    page.wait_for_selector("text=Nothing happens yet >> nth=0")
    settle(page)
    assert cards(page) == before


def test_how_an_event_is_done_can_be_said(visit):
    page = visit("/timeline", ready=".ts-weeks")
    put(page, "kind", "layoff")
    page.click("text=Add it")
    handle(page, "A layoff, Week").wait_for()
    page.click(".ts-fold >> text=A layoff")
    share = page.locator("#lever-timeline-layoff-share")
    settle(page)
    before = cards(page)
    share.fill("0.3")
    arrived(page, share)
    settle(page)
    assert cards(page) != before
    put(page, "kind", "reversal")
    page.click("text=Add it")
    page.wait_for_selector(".ts-alert")
    assert "add one first" in page.inner_text(".ts-alert")
