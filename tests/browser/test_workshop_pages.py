"""The workshop's pages in real browsers: a trainer and three participants, and somebody alone by keyboard."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.workshop_server import Rooms
from trustsim.workshop.lessons import Lesson, load_lesson

pytestmark = pytest.mark.browser

LESSON = "trust-first"
PEOPLE = ("Ana", "Bo", "Chris")
SLOW = 120_000
#: So many presses of Tab reach anything on a page.
MOST_TABS = 60


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rooms]:
    served = Rooms(tmp_path_factory.mktemp("rooms"), lesson=LESSON)
    yield served
    served.kill()


class Somebody:
    """A browser of one's own; what it was sent is kept, and nothing on it may fail but for want of the server."""

    def __init__(self, browser: Browser, address: str, width: int, theme: str = "light") -> None:
        self.context: BrowserContext = browser.new_context(
            viewport={"width": width, "height": 844 if width < 500 else 900},
            color_scheme=theme,  # pyright: ignore[reportArgumentType]
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(SLOW)
        self.faults: list[str] = []
        self.bodies: list[str] = []
        self.strangers: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("requestfinished", self._finished)
        self.page.on("request", lambda request: self._request(request.url, address))
        self.page.goto(address)

    def _request(self, url: str, address: str) -> None:
        host = "/".join(address.split("/")[:3])
        if not url.startswith((host, "data:", "blob:")):
            self.strangers.append(url)

    def _finished(self, request: Any) -> None:
        response = request.response()
        if "/workshop/api/" in request.url and response and response.status == 200:
            self.bodies.append(response.text())

    def check(self) -> None:
        """Check that nothing failed and nothing left the machine."""
        self.page.remove_listener("requestfinished", self._finished)
        assert not self.faults
        assert not self.strangers
        self.context.close()


def address(rooms: Rooms, path: str) -> str:
    return f"http://127.0.0.1:{rooms.port}{path}"


def secrets_of(result: dict[str, Any], step: dict[str, Any]) -> list[str]:
    """Return pieces of text that only somebody can have been sent who was sent the result."""
    given = {arm["id"] for arm in step["experiment"]["arms"] if arm["given"]}
    hidden = [arm for arm in result["arms"] if arm["id"] not in given]
    pieces = [
        f'"value":{one["value"]},"low":{one["low"]},"high":{one["high"]}' for one in (*hidden, result["contrast"])
    ]
    for arm in hidden:
        if "curve" in arm:
            late = arm["curve"]["mean"][60:66]
            pieces.append(json.dumps(late, separators=(",", ":")).strip("[]"))
    return [*pieces, json.dumps(result["statement"]["text"])]


def guess(page: Page, which: int) -> None:
    """Answer the question on a page, each in a way of its own."""
    page.wait_for_selector(".question")
    kind = (page.get_attribute(".question", "class") or "").split()[-1]
    if kind == "choose":
        page.locator(".option").nth(which % 2).click()
    elif kind == "number":
        page.locator("#guess").focus()
        for _ in range(3 + which):
            page.keyboard.press("ArrowLeft")
    else:
        draw(page, which)
    page.click("button:has-text('my guess')")
    page.wait_for_selector("text=Your guess is kept")


def draw(page: Page, which: int) -> None:
    """Draw a curve with the pointer, from the week of the breach on."""
    page.wait_for_selector(".handle")
    place = page.locator(".drawing")
    place.scroll_into_view_if_needed()
    box = place.bounding_box()
    assert box
    start, end = box["x"] + 0.4 * box["width"], box["x"] + box["width"] - 12
    height = box["y"] + (0.45 + 0.1 * which) * box["height"]
    page.mouse.move(start, height)
    page.mouse.down()
    page.mouse.move(end, height, steps=24)
    page.mouse.up()


# -- a room ------------------------------------------------------------------------------------------------------------


def test_an_hour_with_a_trainer_and_three_participants(rooms: Rooms, browser: Browser, axe: str) -> None:
    lesson = load_lesson(LESSON)
    opened = rooms.opened
    trainer = Somebody(browser, address(rooms, f"/workshop/{opened['room']}/console#{opened['secret']}"), 1440)
    wall = Somebody(browser, address(rooms, f"/workshop/{opened['room']}/projector#{opened['key']}"), 1920)
    people = [join(rooms, browser, name) for name in PEOPLE]
    trainer.page.wait_for_selector(f"text={PEOPLE[-1]}")
    trainer.page.select_option("#script", "60")
    trainer.page.fill("#teams", "2")
    trainer.page.locator(".settings button:text-is('Set')").first.click()
    wall.page.wait_for_selector(".team-list")
    trainer.page.click("button:text-is('Begin')")
    played = lesson.script(60)
    for number, step in enumerate(played):
        for one in (*people, trainer, wall):
            one.page.wait_for_selector(f"h1:text-is({json.dumps(step.title)})")
        if number == 1:
            restarted(rooms, [*people, trainer, wall])
        if step.kind == "predict":
            predicted(rooms, trainer, wall, people, step.id)
        else:
            led(trainer, wall, people)
        if number == 0:
            for one in (people[0], trainer, wall):
                assert violations(one.page, axe) == []
        trainer.page.locator(".console-bar button.main").click()
    for one in people:
        one.page.wait_for_selector("text=That was it")
    for one in (*people, trainer, wall):
        one.check()


def join(rooms: Rooms, browser: Browser, name: str) -> Somebody:
    one = Somebody(browser, address(rooms, f"/workshop/{rooms.opened['code']}"), 390)
    one.page.fill("#name", name)
    one.page.click("button:has-text('Join')")
    one.page.wait_for_selector(f".me:has-text('{name}')")
    return one


def predicted(rooms: Rooms, trainer: Somebody, wall: Somebody, people: list[Somebody], step: str) -> None:
    """Play a step with a guess; until the result is shown nobody but the trainer has been sent any of it."""
    for which, one in enumerate(people):
        guess(one.page, which)
    trainer.page.wait_for_function(f"document.querySelector('.count strong').textContent === '{len(people)}'")
    trainer.page.click("button:text-is('Lock')")
    people[0].page.wait_for_selector("text=Locked.")
    shown = rooms.ask("GET", rooms.room("console"), token=rooms.opened["secret"]).json["step"]
    while not shown["result"]:
        trainer.page.wait_for_timeout(500)
        shown = rooms.ask("GET", rooms.room("console"), token=rooms.opened["secret"]).json["step"]
    assert shown["id"] == step
    pieces = secrets_of(shown["result"], shown)
    assert len(pieces) >= 3
    for one in (*people, wall):
        sent = "\n".join(one.bodies)
        assert [piece for piece in pieces if piece in sent] == []
    trainer.page.click("button:text-is('Show the result')")
    for one in (*people, wall):
        one.page.wait_for_selector(".holds")
        one.page.wait_for_timeout(100)
        sent = "\n".join(one.bodies)
        assert [piece for piece in pieces if piece not in sent] == []
    assert people[0].page.locator(".gap").inner_text()
    assert people[0].page.locator(".why a").count() >= 1


def led(trainer: Somebody, wall: Somebody, people: list[Somebody]) -> None:
    """Play a step with levers: two teams try, the trainer shows every team's way."""
    for one, levers in zip(people, (("watching",), ("watching", "meddling")), strict=False):
        for lever in levers:
            one.page.locator(f"#lever-{lever}").focus()
            one.page.keyboard.press("Home")
        one.page.click("text=Run two years")
        one.page.wait_for_selector(".tries .gap")
    trainer.page.wait_for_selector("caption:has-text('What was moved')")
    trainer.page.click("button:text-is('Show the result')")
    for one in (wall, people[0]):
        one.page.wait_for_selector(".ranking li >> nth=1")
        assert one.page.locator(".dot").count() == 2


def restarted(rooms: Rooms, everybody: list[Somebody]) -> None:
    """Kill the server as a power cut would; every page says so, and goes on where it was when it is back."""
    before = [one.page.locator("h1").inner_text() for one in everybody]
    rooms.kill()
    everybody[0].page.wait_for_selector("#broken:not([hidden])")
    rooms.start()
    for one, title in zip(everybody, before, strict=True):
        one.page.wait_for_selector("#broken", state="hidden")
        assert one.page.locator("h1").inner_text() == title


def test_a_phone_that_was_dropped_comes_back_as_the_same_participant(rooms: Rooms, browser: Browser) -> None:
    one = join(rooms, browser, "Dana")
    one.page.reload()
    one.page.wait_for_selector(".me:has-text('Dana')")
    assert one.page.locator("#name").count() == 0
    one.check()


# -- alone -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_lesson_alone_by_keyboard_on_a_phone(rooms: Rooms, browser: Browser, axe: str, theme: str) -> None:
    lesson = load_lesson(LESSON)
    one = Somebody(browser, address(rooms, "/learn"), 390, theme)
    press(one.page, "Begin")
    for step in lesson.steps if theme == "light" else lesson.steps[:4]:
        one.page.wait_for_selector(f"h1:text-is({json.dumps(step.title)})")
        assert one.page.evaluate("document.activeElement.tagName") == "H1"
        (keyed if step.question else tuned)(one.page)
        assert one.page.evaluate("document.documentElement.scrollWidth") <= 390
        assert violations(one.page, axe) == []
        press(one.page, "Finish" if step is lesson.steps[-1] else "Next")
    if theme == "light":
        one.page.wait_for_selector("text=That was it")
        assert_nothing_early(one.bodies, lesson)
    one.check()


def press(page: Page, words: str) -> None:
    """Go to a button with Tab, and press it."""
    page.wait_for_selector(f"button:text-is({json.dumps(words)}):enabled")
    tab_to(page, f"document.activeElement.textContent === {json.dumps(words)}")
    page.keyboard.press("Enter")


def tab_to(page: Page, until: str) -> None:
    for _ in range(MOST_TABS):
        if page.evaluate(until):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {until}")


def keyed(page: Page) -> None:
    """Guess by keyboard, and look at the result."""
    page.wait_for_selector(".question")
    kind = (page.get_attribute(".question", "class") or "").split()[-1]
    if kind == "draw":
        page.wait_for_selector(".handle")
        tab_to(page, "document.activeElement.getAttribute('role') === 'slider'")
        before = page.evaluate("Number(document.activeElement.getAttribute('aria-valuenow'))")
        page.keyboard.press("PageDown")
        assert page.evaluate("Number(document.activeElement.getAttribute('aria-valuenow'))") < before
    else:
        tab_to(page, "document.activeElement.tagName === 'INPUT'")
        page.keyboard.press("Space" if kind == "choose" else "ArrowRight")
    press(page, "Lock my guess, and see")
    page.wait_for_selector(".holds")
    page.wait_for_function("document.activeElement.textContent === 'What the model says'")


def tuned(page: Page) -> None:
    """Move a lever by keyboard, and look at what came of it."""
    page.wait_for_selector(".lever")
    tab_to(page, "document.activeElement.id === 'lever-watching'")
    page.keyboard.press("Home")
    press(page, "Run two years")
    page.wait_for_selector(".tries .gap")
    page.wait_for_function("document.activeElement.textContent === 'What came of it'")


def assert_nothing_early(bodies: list[str], lesson: Lesson) -> None:
    """Check that no view of an open step held a result, what is right, or why."""
    views = [view for view in map(json.loads, bodies) if isinstance(view, dict) and view.get("step")]
    open_ = [view["step"] for view in views if view["phase"] != "revealed" and view["step"]["question"]]
    assert len(open_) >= sum(step.kind == "predict" for step in lesson.steps)
    for step in open_:
        assert not {"result", "told", "spread", "gap"} & {key for key, value in step.items() if value}


def violations(page: Page, axe: str) -> list[Any]:
    """Return what keeps people out, as axe finds it."""
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(axe)
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [(one["id"], [node["html"][:160] for node in one["nodes"]][:3]) for one in found["violations"]]
