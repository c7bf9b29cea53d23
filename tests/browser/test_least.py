"""The least costly way: what is wished for is looked for, found or not, and taken over into Explore."""

import pytest

from tests.browser.pages import cards, fits_a_phone, put, settle

pytestmark = pytest.mark.browser
LOOK = "button:text-is('Look for the least costly way')"
SAYS = ".ts-answer-says"


@pytest.fixture
def page(visit):
    """Give the page, for a small company, so that a search takes seconds."""
    page = visit("/", ready=".ts-card")
    page.set_default_timeout(300_000)
    put(page, "population.employees", 10)
    page.click("#ts-nav a[href='/least-costly']")
    page.wait_for_selector(".ts-chose")
    return page


def test_where_nothing_needs_to_be_moved_that_is_said(page):
    page.click(LOOK)
    page.wait_for_selector(SAYS)
    assert "Nothing needs to be moved. It holds in 24 of 24 worlds" in page.inner_text(SAYS)
    assert "95% sure" in page.inner_text(SAYS)


def test_a_way_is_found_and_opened_in_explore(page):
    put(page, "goal-leadership_trust", "better")
    put(page, "goal-attrition", "any")
    put(page, "robust", "80")
    page.click(LOOK)
    page.wait_for_selector("progress")
    page.wait_for_selector(SAYS)
    assert "enough" in page.inner_text(SAYS)
    fits_a_phone(page)
    page.click("button:text-is('Open it in Explore')")
    page.wait_for_selector(".ts-card")
    page.wait_for_url("**/?*1l.*")  # the link holds a lever that is moved in the what-if
    settle(page, 300)
    assert cards(page)["leadership_trust"]["difference"].startswith("+")


def test_what_cannot_be_had_is_said_plainly_and_a_search_can_be_stopped(page):
    put(page, "goal-attrition", "bound")
    put(page, "bound-attrition", 0)
    put(page, "most", "1")
    page.click(LOOK)
    page.wait_for_selector("progress")
    page.click("button:text-is('Stop looking')")
    page.wait_for_selector(LOOK)
    assert page.locator(SAYS).count() == 0
    page.click(LOOK)
    page.wait_for_selector(SAYS)
    assert page.inner_text(SAYS).startswith("No way was found: by moving at most 1 of these levers")
    assert "What came nearest holds in 0 of" in page.inner_text(".ts-answer")
