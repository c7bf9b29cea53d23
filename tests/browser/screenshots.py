"""Takes the pictures of the app's pages that docs/ shows: ``make screenshots``.

Some of them only: ``python -m tests.browser.screenshots least-costly why``.
"""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import BROWSERS, Server
from tests.browser.pages import PATHS, put, settle, slide

FOLDER = Path(__file__).parents[2] / "docs" / "app"
#: Width and height, and the device's pixels for one of ours.
SIZES = ((1440, 900, 1.0), (390, 844, 2.0))
QUALITY = 78
#: Milliseconds that a page may take: it may compute, and the machine may do much else.
PATIENCE = 600_000
DONE = """() => !document.querySelector('.ts-waiting, .provisional, .stale, progress')
    && !document.querySelector('main').innerText.includes('Provisional')"""
#: What stands in the middle of a picture, on a page whose top is not what it is about.
SHOWN = {"/least-costly": ".ts-answer"}
#: Pages of which the picture is about another what-if, and its link.
APART = {"/least-costly": "?v=1&1=rto-three-days"}


def story(page: Page) -> None:
    """Ask the question that most pages then show: three days in the office, announced now, in force next month."""
    slide(page, "policy-remote-days", 4)
    slide(page, "policy-flexibility-promise", 0.9)
    put(page, "start", "rto-three-days")
    slide(page, "announce-week", 4)
    slide(page, "notice-weeks", 8)
    settle(page, 600)


def look_inside(page: Page) -> None:
    """Step a team until after the order and open a person's story."""
    page.wait_for_selector(".ts-node[data-key]", timeout=60_000)
    page.click("button:text-is('A quarter on')")
    page.wait_for_selector(".ts-team-week:text('Week 13')")
    page.locator(".ts-node[data-key]").nth(2).click()


def look_for_a_way(page: Page) -> None:
    """Let the least costly way be looked for, once."""
    if not page.locator(".ts-answer-says").count():
        page.click("button:text-is('Look for the least costly way')")
        page.wait_for_selector(".ts-answer-says", timeout=PATIENCE)


def keep_another(page: Page) -> None:
    """Keep another scenario beside the what-if, once."""
    if not page.locator("button:text-is('Remove')").count():
        put(page, "add", "rto-explained-with-choice")


#: What to do on a page before its picture is taken.
BEFORE: dict[str, Callable[[Page], None]] = {
    "/team": look_inside, "/least-costly": look_for_a_way, "/compare": keep_another,
}  # fmt: skip


def shoot(server: Server, paths: Sequence[str]) -> None:
    """Take the pictures of pages: a session for each width, every page in light and in dark."""
    FOLDER.mkdir(exist_ok=True)
    found = next(path for name in BROWSERS if (path := shutil.which(name)))
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        for width, height, scale in SIZES:
            context = chromium.new_context(
                viewport={"width": width, "height": height}, color_scheme="light", device_scale_factor=scale
            )
            page = context.new_page()
            page.set_default_timeout(PATIENCE)
            page.goto(server.address)
            page.wait_for_selector(".ts-card")
            story(page)
            for path in paths:
                other = context.new_page() if path in APART else page
                if other is not page:
                    other.set_default_timeout(PATIENCE)
                    other.goto(server.address + path + APART[path])
                    other.wait_for_selector(".ts-panel")
                _visit(other, path)
                for theme in ("light", "dark"):
                    _take(other, theme, SHOWN.get(path, ""), f"{path.strip('/') or 'explore'}-{width}-{theme}.webp")
                other.click(".ts-theme")
            context.close()
        chromium.close()


def _visit(page: Page, path: str) -> None:
    if not page.locator(f"#ts-nav a[href='{path}'][aria-current='page']").count():
        if page.locator(".ts-menu").is_visible():
            page.click(".ts-menu")
        page.click(f"#ts-nav a[href='{path}']")
    page.wait_for_selector(f"#ts-nav a[href='{path}'][aria-current='page']", state="attached")
    page.wait_for_selector(".ts-panel")
    BEFORE.get(path, lambda _: None)(page)
    still = 0
    while still < 3:  # what is drawn anew is gone for a moment
        page.wait_for_function(DONE, timeout=PATIENCE)
        page.wait_for_timeout(700)
        still = still + 1 if page.evaluate(DONE) else 0


def _take(page: Page, theme: str, shown: str, name: str) -> None:
    if page.get_attribute("html", "data-theme") != theme:
        page.click(".ts-theme")
    page.evaluate("() => { document.activeElement.blur(); window.scrollTo({ top: 0, behavior: 'instant' }); }")
    if shown:
        page.evaluate(
            "(shown) => document.querySelector(shown).scrollIntoView({ block: 'center', behavior: 'instant' })", shown
        )
    page.wait_for_timeout(600)
    with Image.open(io.BytesIO(page.screenshot())) as picture:
        picture.save(FOLDER / name, quality=QUALITY, method=6)
    sys.stderr.write(f"docs/app/{name}: {(FOLDER / name).stat().st_size // 1000} kB\n")


if __name__ == "__main__":
    running = Server()
    try:
        shoot(running, [path for path in PATHS if not sys.argv[1:] or path.strip("/") in sys.argv[1:]])
    finally:
        running.stop()
