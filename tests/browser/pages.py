"""Pages as tests use them: what must not happen on any, and what is read off them."""

from __future__ import annotations

import time
from typing import Any

from playwright.sync_api import ConsoleMessage, Locator, Page, Response

from trustsim.app.pages import PAGES

#: The pages, as the navigation has them; a test holds that it does.
PATHS = tuple(page.address for page in PAGES)
FINAL = "() => document.querySelector('.ts-progress') && !document.querySelector('.ts-figures.provisional, .stale')"

#: What scrolls sideways, or whose text is cut.
TOO_WIDE = """() => [document.scrollingElement, ...document.querySelectorAll('body *')].filter((one) => {
    const style = getComputedStyle(one);
    const scrolls = one === document.scrollingElement || ['auto', 'scroll'].includes(style.overflowX);
    return (scrolls || style.textOverflow === 'ellipsis') && one.clientWidth && one.scrollWidth > one.clientWidth + 1;
}).map((one) => `${one.tagName} ${one.className}: ${one.scrollWidth} in ${one.clientWidth}`)"""


class Watch:
    """Notes what must not happen on a page."""

    def __init__(self, page: Page, address: str) -> None:
        self.address, self.problems = address, []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.problems.append(f"error: {error}"))
        page.on("request", lambda request: self._request(request.url))
        page.on("requestfailed", lambda request: self._failed(request))
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.problems.append(f"console: {message.text[:300]}")

    def _request(self, url: str) -> None:
        if not url.startswith((self.address, self.address.replace("http", "ws"), "data:", "blob:")):
            self.problems.append(f"left the machine: {url}")

    def _failed(self, request: Any) -> None:
        # the browser itself breaks off what a page that is left was still loading
        if request.failure != "net::ERR_ABORTED":
            self.problems.append(f"failed: {request.url} ({request.failure})")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.problems.append(f"{response.status}: {response.url}")

    def check(self) -> None:
        """Check that nothing happened that must not."""
        assert not self.problems, "\n".join(self.problems)


def resize(page: Page, width: int, height: int = 900) -> None:
    """Make a page as wide, and wait until the charts have taken the room that there is."""
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_timeout(300)


def fits_a_phone(page: Page) -> None:
    """Check that nothing scrolls sideways and no text is cut on a phone, charts as tables among it."""
    before = page.viewport_size or {"width": 1440, "height": 900}
    resize(page, 390, 844)
    found = page.evaluate(TOO_WIDE)
    for button in page.locator("main button.ts-small:text-matches('^(Table|Show as table)$')").element_handles():
        button.click()
    found += page.evaluate(TOO_WIDE)
    assert not found, found
    page.set_viewport_size(before)


def settle(page: Page, seconds: float = 60.0) -> None:
    """Wait until the numbers on a page are final, and those of what was asked for last."""
    page.wait_for_timeout(150)
    page.wait_for_function(FINAL, timeout=1000 * seconds)


def cards(page: Page) -> dict[str, dict[str, str]]:
    """Return what the cards of a page say, by outcome."""
    return page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('.ts-card')].map((card) => [card.dataset.outcome, {
            value: card.querySelector('.ts-value strong').innerText,
            difference: card.querySelector('.ts-difference strong').innerText,
            verdict: card.querySelector('.ts-verdict').innerText,
            interval: card.querySelectorAll('dd')[0].innerText,
            range: card.querySelectorAll('dd')[1].innerText,
        }]))"""
    )


def lines(page: Page) -> list[str]:
    """Return the shapes that the charts of a page draw."""
    return page.evaluate(
        "() => [...document.querySelectorAll('.ts-canvas svg path')].map((path) => path.getAttribute('d'))"
    )


def press(page: Page, lever: str, key: str, times: int = 1) -> None:
    """Move a lever with the keyboard."""
    slider = page.locator(f"#lever-{lever.replace('.', '-').replace('_', '-')}").last
    slider.focus()
    for _ in range(times):
        slider.press(key)
    arrived(page, slider)


def slide(page: Page, lever: str, value: float) -> None:
    """Move the first lever whose name ends so to a value."""
    slider = page.locator(f"[id$='{lever}']").first
    slider.fill(str(value))
    arrived(page, slider)


def arrived(page: Page, slider: Locator) -> None:
    """Wait until the server has taken a lever's move."""
    taken = "(slider) => Number(slider.closest('.ts-lever').dataset.value) === Number(slider.value)"
    end = time.monotonic() + 30.0
    while not slider.evaluate(taken):
        assert time.monotonic() < end, "the server did not take the move"
        page.wait_for_timeout(20)


def pressed(page: Page, button: str, lever: str, value: float) -> None:
    """Press a button and wait until a lever stands where it should then."""
    page.click(f"button:text-is('{button}')")
    at = f"document.querySelector('#{lever}').closest('.ts-lever').dataset.value === '{value:g}'"
    page.wait_for_function(at)


def put(page: Page, field: str, value: object) -> None:
    """Type into a field, or choose."""
    place = page.locator(f"#field-{field.replace('.', '-').replace('_', '-')}")
    if place.evaluate("(field) => field.tagName") == "SELECT":
        place.select_option(str(value))
    else:
        place.fill(str(value))
        place.press("Enter")
    page.wait_for_timeout(400)
