"""Every page: it renders with data, by keyboard, without a network, and axe finds nothing that keeps people out."""

import json

import pytest

from tests.browser.pages import PATHS, TOO_WIDE, fits_a_phone, resize, settle

pytestmark = pytest.mark.browser

WIDTHS = (1440, 768, 390)
#: By how many pixels the last page in the navigation runs into what stands beside it.
CROWDED = """() => document.querySelector('#ts-nav a:last-child').getBoundingClientRect().right
    - document.querySelector('.ts-learn').getBoundingClientRect().left"""


def test_the_navigation_leads_to_every_page(visit):
    page = visit("/")
    settle(page)
    for width in (1431, 1366, 1280, 1241, 1024, 901):
        resize(page, width)
        assert not page.evaluate(TOO_WIDE), width
        assert page.evaluate(CROWDED) <= 0, width
    resize(page, 1440)
    links = page.eval_on_selector_all("#ts-nav a", "(links) => links.map((link) => link.getAttribute('href'))")
    assert tuple(links) == PATHS
    for path in PATHS[::-1]:
        page.click(f"#ts-nav a[href='{path}']")
        page.wait_for_selector(f"#ts-nav a[href='{path}'][aria-current='page']")
        page.wait_for_selector(".ts-panel")
        assert page.url.partition("?")[0].endswith(path)


@pytest.mark.parametrize("path", PATHS)
def test_a_page_renders_and_keeps_nobody_out(visit, axe, path):
    page = visit(path, ready=".ts-panel")
    page.wait_for_timeout(1500)
    assert page.locator(".ts-alert").count() == 0
    assert len(page.inner_text("main")) > 200
    assert page.get_attribute("html", "lang") == "en"
    assert "trustsim" in page.title()
    page.evaluate(axe)
    for theme in ("light", "dark"):
        if page.get_attribute("html", "data-theme") != theme:
            page.click(".ts-theme")
        for width in WIDTHS:
            resize(page, width)
            for button in page.locator("main button.main:enabled").all()[:1]:
                button.hover()
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{width} {theme}: too wide"
            found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
            bad = [one for one in found["violations"] if one["impact"] in ("serious", "critical")]
            said = [(one["id"], [node["html"][:200] for node in one["nodes"]][:4]) for one in bad]
            assert not bad, f"{width} {theme}: {json.dumps(said, indent=1)}"
    fits_a_phone(page)
    for part in page.locator(".ts-parts button").all()[1:]:
        part.click()
        page.wait_for_selector(".ts-parts button[aria-pressed='true']")
        fits_a_phone(page)


@pytest.mark.parametrize("chosen", ["light", "dark"])
def test_the_theme_follows_the_system_and_then_the_visitor(visit, chosen):
    page = visit("/", theme=chosen)
    assert page.get_attribute("html", "data-theme") == chosen
    page.click(".ts-theme")
    other = {"light": "dark", "dark": "light"}[chosen]
    assert page.get_attribute("html", "data-theme") == other
    page.reload()
    page.wait_for_selector(".ts-frame", timeout=60_000)
    assert page.get_attribute("html", "data-theme") == other


def test_the_keyboard_reaches_the_page_and_its_levers(visit):
    page = visit("/", ready=".ts-lever")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "ts-skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "ts-main"
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id"))
    assert {"field-population-employees", "lever-policy-remote-days", "field-start"} <= reached
