"""How long the app takes from a lever to the first changed chart, and to full precision; alone, and with many users.

    python benchmarks/app_latency.py                       # 120 and 500 people; one user in Chromium, then 20 without
    python benchmarks/app_latency.py --employees 120 --users 0

Needs the extra app, the group browser, and Chromium. Prints a table for each size of company, and fails where a target,
which holds for 120 people, is missed; a machine that does other things at the same time is no measure. What a
move takes of the server's processor, which is printed too, is nearly the same on a busy machine.
"""

from __future__ import annotations

import argparse
import os
import sys
import threading
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import BROWSERS, Server
from tests.browser.leader import Asking, ask
from tests.browser.pages import settle
from tests.browser.visitor import Visitor

LEVERS = ("policy.surveillance", "policy.autonomy", "policy.micromanagement", "policy.transparency")
#: The size of the company for which the targets hold.
USUAL = 120
#: Moves before those that are measured.
WARM_UP = 3
#: Milliseconds: median and 95th percentile of the first changed chart, full precision, and that of many users.
TARGETS = {
    "first, median": 200, "first, p95": 350, "full precision, p95": 3000, "20 users, first, p95": 1000,
    "a leader waits, 10 actions": 20_000,
}  # fmt: skip

WATCH = """() => {
  const watch = window.watch = {};
  const changed = () => { if (watch.began && !watch.first) watch.first = performance.now() - watch.began; };
  document.querySelectorAll(".ts-canvas").forEach((chart) =>
    new MutationObserver(changed).observe(chart, { attributes: true, attributeFilter: ["d"], subtree: true }));
  const settled = () => {
    const done = !document.querySelector(".ts-figures.provisional, .stale");
    if (watch.first && !watch.full && done) watch.full = performance.now() - watch.began;
  };
  new MutationObserver(settled).observe(document.querySelector(".ts-results"),
    { attributes: true, childList: true, subtree: true, characterData: true });
  const began = () => Object.assign(watch, { began: performance.now(), first: 0, full: 0 });
  document.addEventListener("keydown", began, true);
}"""


@contextmanager
def serving() -> Generator[Server]:
    server = Server()
    try:
        yield server
    finally:
        server.stop()


def alone(server: Server, employees: int, moves: int) -> dict[str, float]:
    """Return times in milliseconds of one user in a browser, who waits for full precision after each move."""
    import shutil

    found = next(path for name in BROWSERS if (path := shutil.which(name)))
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        page = chromium.new_page(viewport={"width": 1440, "height": 900})
        page.goto(server.address)
        page.wait_for_selector(".ts-card")
        page.fill("#field-population-employees", str(employees))
        page.press("#field-population-employees", "Enter")
        page.wait_for_timeout(1000)
        settle(page, 120)
        page.evaluate(WATCH)
        for number in range(WARM_UP):
            _move(page, number)
        began = processor(server)
        times = [_move(page, WARM_UP + number) for number in range(moves)]
        spent = (processor(server) - began) / moves
        told = _leader(chromium, server) if employees == USUAL else {}
        chromium.close()
    first, full = (np.array(column) for column in zip(*times, strict=True))
    print(f"one user, {employees} people, {moves} moves")
    return {
        "first, median": float(np.median(first)),
        "first, p95": float(np.percentile(first, 95)),
        "full precision, median": float(np.median(full)),
        "full precision, p95": float(np.percentile(full, 95)),
        "the server's processor, mean": 1000.0 * spent,
        **told,
    }


def processor(server: Server) -> float:
    """Return how many seconds of a processor the server has taken so far; nothing where the system does not tell."""
    told = Path(f"/proc/{server.process.pid}/stat")
    if not told.exists():
        return float("nan")
    fields = told.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _leader(chromium: Browser, server: Server) -> dict[str, float]:
    """Return how long a leader waits who asks the question of the tests, with 200 people."""
    page = chromium.new_page(viewport={"width": 1440, "height": 900})
    page.goto(server.address)
    settle(page, 120)
    asking = Asking(page)
    ask(asking)
    return {f"a leader waits, {asking.actions} actions": 1000.0 * sum(asking.waited)}


def _move(page: Page, number: int) -> tuple[float, float]:
    slider = page.locator(f"#lever-{LEVERS[number % len(LEVERS)].replace('.', '-').replace('_', '-')}")
    slider.focus()
    slider.press("ArrowLeft" if number // len(LEVERS) % 16 >= 8 else "ArrowRight")  # no lever comes to its end
    page.wait_for_function("() => window.watch.full", timeout=60_000)
    times = page.evaluate("() => [window.watch.first, window.watch.full]")
    page.wait_for_timeout(200)
    return times[0], times[1]


def together(server: Server, employees: int, users: int, seconds: float, pause: float) -> dict[str, float]:
    """Return times in milliseconds of many users without browsers, who each move a lever every few seconds."""
    times: list[float] = []
    failed: list[str] = []
    room = [Visitor(server.address) for _ in range(users)]
    for one in room:
        one.wait(lambda visitor: visitor.figures.get("cards"), 120)
        if employees != USUAL:
            before = one.figures["key"]
            one.put("population.employees", employees)
            one.wait(lambda visitor, before=before: visitor.figures["key"] != before, 120)
        one.wait(lambda visitor: not visitor.figures["stale"] and not visitor.figures["provisional"], 120)
    began = time.monotonic()

    def use(number: int, visitor: Visitor) -> None:
        moves = 0
        time.sleep(pause * number / users)
        while time.monotonic() - began < seconds:
            value = round(0.15 + 0.8 * ((number * 37 + moves * 11) % 997) / 997, 3)
            started, before = time.monotonic(), visitor.figures["key"]
            visitor.move(LEVERS[0], value)
            try:
                visitor.wait(lambda one, old=before: one.figures["key"] != old, 30)
                times.append(1000 * (time.monotonic() - started))
            except TimeoutError:
                failed.append(f"visitor {number}, move {moves}")
            moves += 1
            while time.monotonic() - started < pause:
                visitor.listen(0.05)

    threads = [threading.Thread(target=use, args=pair) for pair in enumerate(room)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for one in room:
        one.close()
    assert not failed, failed
    print(f"{users} users, {employees} people, a move every {pause:g} s for {seconds:g} s: {len(times)} moves")
    return {
        f"{users} users, first, median": float(np.median(times)),
        f"{users} users, first, p95": float(np.percentile(times, 95)),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--employees", type=int, nargs="+", default=[USUAL, 500], help="sizes of the company")
    parser.add_argument("--moves", type=int, default=40, help="of the one user; 0 leaves that out")
    parser.add_argument("--users", type=int, default=20, help="0 leaves them out")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--pause", type=float, default=5.0, help="seconds between the moves of a user")
    chosen = parser.parse_args(arguments)
    missed = 0
    for employees in chosen.employees:
        with serving() as server:
            if chosen.moves:
                missed += _said(alone(server, employees, chosen.moves), employees)
        with serving() as server:
            if chosen.users:
                times = together(server, employees, chosen.users, chosen.seconds, chosen.pause)
                missed += _said(times, employees)
    return int(missed > 0)


def _said(found: dict[str, float], employees: int) -> int:
    """Print times beside their targets, and return how many are missed."""
    missed = 0
    for name, milliseconds in found.items():
        target = TARGETS.get(name) if employees == USUAL else None
        late = target is not None and milliseconds > target
        missed += late
        beside = f"   target {target} ms{'   MISSED' if late else ''}" if target else ""
        print(f"  {name:<28}{milliseconds:8.0f} ms{beside}", flush=True)
    return missed


if __name__ == "__main__":
    sys.exit(main())
