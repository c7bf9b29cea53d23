"""Where trust first fails, and Evidence: what the pages say is what the rooms below say of the same company."""

import pytest

from tests.browser.pages import put
from tests.browser.test_guards import INJECTIONS
from trustsim.app.components.tiles import REGIONS
from trustsim.evidence.findings.shipped import shipped_measured
from trustsim.evidence.findings.verdicts import by_finding
from trustsim.model.week import MODEL
from trustsim.studies.bands import band
from trustsim.studies.cells import shipped_cells

pytestmark = pytest.mark.browser


def part(page, number):
    """Show a part of the page on the evidence."""
    page.locator(".ts-parts button").nth(number).click()
    page.wait_for_selector(f".ts-parts button:nth-child({number + 1})[aria-pressed='true']")
    page.wait_for_timeout(300)


def test_the_map_says_of_a_band_what_its_tiles_say(visit):
    page = visit("/where-trust-fails", ready=".ts-tiles")
    assert "trusting first does better" in page.inner_text(".ts-answer-says")
    put(page, "high", 100)
    put(page, "low", 65)
    cells = shipped_cells("trust-first")
    found = band(cells, cells.plan.panels[1].title, "productivity", (0.65, 1.0), (0.5, 0.5))
    assert found.says == "depends"
    page.wait_for_function(f"document.querySelector('.ts-answer').innerText.includes('touches {found.tiles} tiles')")
    said = page.inner_text(".ts-answer")
    assert "It depends" in said
    assert f"{found.worst[0]:+.1f}".replace("-", "−") in said
    assert page.locator(".ts-tiles.mine .ts-tiles-title").inner_text() == found.panel
    page.locator(".ts-tiles.mine button").click()
    words = set(page.locator(".ts-tiles.mine td .ts-unit").all_inner_texts())
    assert len(words) == len(set(cells.grid("productivity", found.panel, "region").ravel()) & REGIONS.keys())


def test_the_question_of_the_map_is_run_for_ones_own_company(visit):
    page = visit("/where-trust-fails", ready=".ts-tiles")
    page.click("button:text-is('Run it')")
    page.wait_for_selector(".ts-rows tbody tr", timeout=60_000)
    assert page.locator(".ts-rows tbody tr").count() == 3 * len(shipped_cells("trust-first").plan.outcomes)
    put(page, "high", 20)
    page.wait_for_selector("button:text-is('Run it')")


def test_every_finding_is_shown_with_its_verdict_and_source(visit):
    page = visit("/evidence", ready=".ts-parts")
    part(page, 1)
    measured = shipped_measured().measured
    findings = {found.finding: found for found in by_finding(measured) if found.numbers}
    shown = page.eval_on_selector_all(
        ".ts-finding", "(all) => all.map((one) => [one.dataset.finding, one.className.split('ts-finding-')[1]])"
    )
    words = {True: "pass", False: "miss", None: "open"}
    assert dict(shown) == {name: words[found.passed] for name, found in findings.items()}
    page.click(".ts-check input")
    missed = [name for name, found in findings.items() if found.passed is False]
    assert page.locator(".ts-finding").count() == len(missed)
    page.locator(".ts-finding .ts-open").first.click()
    assert findings[missed[0]].numbers[0].target.source in page.inner_text(".ts-finding-more")


def test_a_parameter_can_be_found_and_changed_and_is_then_warned_of(visit):
    page = visit("/evidence", ready=".ts-parts")
    assert "shipped baseline" in page.inner_text(".ts-covered")
    part(page, 4)
    assert f"of {len(MODEL.parameters)}" in page.inner_text(".ts-rows-search")
    page.fill("input[type=search]", "weight of a bad signal")
    page.wait_for_function("document.querySelectorAll('.ts-rows tbody tr').length < 5")
    field = page.locator(".ts-rows tbody tr input").first
    field.fill("2.5")
    field.press("Enter")
    page.wait_for_selector(".ts-rows td input.moved")
    part(page, 0)
    page.wait_for_selector(".ts-warned")
    assert "another model" in page.inner_text(".ts-rows")
    part(page, 3)
    put(page, "profile", "null")
    page.wait_for_function("document.querySelector('.ts-help').innerText.includes('absent')")


def test_limits_are_there_to_read(visit):
    page = visit("/evidence", ready=".ts-parts")
    part(page, 2)
    assert "Calibrated to averages" in page.inner_text(".ts-limits")
    assert page.locator(".ts-limits details").count() >= 4


def test_words_that_are_searched_for_are_no_scripts(visit):
    page = visit("/evidence", ready=".ts-parts")
    part(page, 4)
    for text in INJECTIONS:
        page.fill("input[type=search]", text)
        page.wait_for_function("document.querySelectorAll('.ts-rows tbody tr').length === 0")
    assert page.evaluate("window.ran") is None
