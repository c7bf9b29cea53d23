"""Takes the pictures of the app's pages that docs/ shows: ``make screenshots``."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import BROWSERS, Server
from tests.browser.pages import PATHS, put, settle, slide

FOLDER = Path(__file__).parents[2] / "docs" / "app"
#: Width and height, and the device's pixels for one of ours.
SIZES = ((1440, 900, 1.0), (390, 844, 2.0))
QUALITY = 72


def story(page: Page) -> None:
    """Ask the question that most pages then show: three days in the office, announced now, in force next month."""
    slide(page, "policy-remote-days", 4)
    slide(page, "policy-flexibility-promise", 0.9)
    put(page, "start", "rto-three-days")
    slide(page, "announce-week", 4)
    slide(page, "notice-weeks", 8)
    settle(page, 120)


def look_inside(page: Page) -> None:
    """Step a team until after the order and open a person's story."""
    page.wait_for_selector(".ts-node[data-key]", timeout=60_000)
    page.click("button:text-is('A quarter on')")
    page.wait_for_selector(".ts-team-week:text('Week 13')")
    page.locator(".ts-node[data-key]").nth(2).click()


#: What to do on a page before its picture is taken.
BEFORE: dict[str, Callable[[Page], None]] = {"/team": look_inside}


def shoot(server: Server) -> None:
    """Take all pictures."""
    FOLDER.mkdir(exist_ok=True)
    found = next(path for name in BROWSERS if (path := shutil.which(name)))
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        for theme in ("light", "dark"):
            for width, height, scale in SIZES:
                context = chromium.new_context(
                    viewport={"width": width, "height": height}, color_scheme=theme, device_scale_factor=scale
                )
                page = context.new_page()
                page.goto(server.address)
                page.wait_for_selector(".ts-card", timeout=60_000)
                story(page)
                for path in PATHS:
                    _take(page, path, f"{path.strip('/') or 'explore'}-{width}-{theme}.jpg")
                context.close()
        chromium.close()


def _take(page: Page, path: str, name: str) -> None:
    if page.locator(".ts-menu").is_visible():
        page.click(".ts-menu")
    page.click(f"#ts-nav a[href='{path}']")
    page.wait_for_selector(f"#ts-nav a[href='{path}'][aria-current='page']", state="attached")
    page.wait_for_selector(".ts-panel")
    BEFORE.get(path, lambda _: None)(page)
    page.wait_for_timeout(6000)
    page.evaluate("() => { document.activeElement.blur(); window.scrollTo({ top: 0, behavior: 'instant' }); }")
    page.wait_for_timeout(300)
    page.screenshot(path=FOLDER / name, type="jpeg", quality=QUALITY)
    sys.stderr.write(f"docs/app/{name}\n")


if __name__ == "__main__":
    running = Server()
    try:
        shoot(running)
    finally:
        running.stop()
