"""Takes the pictures of the workshop's pages that docs/ and the README show: part of ``make screenshots``."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import BROWSERS
from tests.browser.workshop_server import Rooms

FOLDER = Path(__file__).parents[2] / "docs" / "workshop"
QUALITY = 78
STEP = "broken-promise"
#: What the others of the room have drawn: trust in the weeks of the step's question.
DRAWN = ((50, 55, 60, 62, 62, 63, 63, 63), (40, 38, 40, 45, 50, 55, 58, 60), (55, 56, 57, 58, 59, 60, 61, 62))
MINE = (52, 48, 47, 50, 55, 60, 62, 63)


def shoot() -> None:
    """Take all pictures."""
    found = next(path for name in BROWSERS if (path := shutil.which(name)))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        rooms = Rooms(Path(folder), lesson="trust-first")
        chromium = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        try:
            _shoot(rooms, chromium)
        finally:
            chromium.close()
            rooms.kill()


def _shoot(rooms: Rooms, chromium: Browser) -> None:
    phone, wall = _opened(chromium, 390, 844, 2.0), _opened(chromium, 1600, 900, 1.0)
    phone.goto(f"http://127.0.0.1:{rooms.port}/workshop/{rooms.opened['code']}")
    phone.fill("#name", "Ana")
    phone.click("button:has-text('Join')")
    phone.wait_for_selector("text=You are in")
    others = [rooms.join(name).json["token"] for name in ("Bo", "Chris", "Dana")]
    wall.goto(f"http://127.0.0.1:{rooms.port}/workshop/{rooms.opened['room']}/projector#{rooms.opened['key']}")
    wall.wait_for_selector(".code-large")
    rooms.command("goto", step=STEP)
    for token, points in zip(others, DRAWN, strict=True):
        answer = {"step": STEP, "answer": {"points": list(points)}}
        rooms.ask("POST", rooms.room("answer"), answer, token)
    phone.wait_for_selector(".handle", timeout=120_000)
    for number, height in enumerate(MINE):
        _put(phone, number, height)
    phone.evaluate("() => document.activeElement.blur()")
    phone.evaluate("() => window.scrollTo(0, document.querySelector('.question').offsetTop - 80)")
    _take(phone, "participant-390.jpg")
    phone.click("text=Send my guess")
    phone.wait_for_selector("text=Your guess is kept")
    rooms.command("lock")
    rooms.command("reveal")
    for page, name in ((phone, "result-390.jpg"), (wall, "wall-1600.jpg")):
        page.wait_for_selector(".holds", timeout=120_000)
        _take(page, name)


def _opened(chromium: Browser, width: int, height: int, scale: float) -> Page:
    context = chromium.new_context(viewport={"width": width, "height": height}, device_scale_factor=scale)
    return context.new_page()


def _put(phone: Page, number: int, height: int) -> None:
    """Move a dot of the drawing to a height, by its keys."""
    handle = phone.locator(".handle").nth(number)
    handle.focus()
    while float(handle.get_attribute("aria-valuenow") or 0) > height + 1:
        phone.keyboard.press("ArrowDown")
    while float(handle.get_attribute("aria-valuenow") or 0) < height - 1:
        phone.keyboard.press("ArrowUp")


def _take(page: Page, name: str) -> None:
    page.wait_for_timeout(800)
    page.screenshot(path=FOLDER / name, type="jpeg", quality=QUALITY)
    sys.stderr.write(f"docs/workshop/{name}\n")


if __name__ == "__main__":
    shoot()
