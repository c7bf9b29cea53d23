"""``trustsim workshop`` as a trainer starts it: what it says, and that it goes on after a kill."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.browser.workshop_server import free_port

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]


@contextmanager
def workshop(store: Path, port: int, *options: str) -> Generator[list[str]]:
    """Start it, and give what it says until it serves."""
    where = ["--no-browser", "--host", "127.0.0.1", "--port", str(port), "--store", str(store)]
    process = subprocess.Popen(
        [sys.executable, "-m", "trustsim", "workshop", *where, *options], cwd=ROOT, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    try:
        said: list[str] = []
        for line in process.stderr:
            said.append(line.rstrip())
            if "Ctrl-C ends it" in line:
                break
        yield said
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stderr.close()


def status(address: str) -> int:
    """Return how a page answers, once the server does."""
    end = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(address, timeout=60) as page:
                return page.status
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def test_a_room_is_open_and_goes_on_after_a_kill(tmp_path):
    port = free_port()
    with workshop(tmp_path / "store", port, "--title", "Berlin", "--rooms", "2", "--rehearse", "2") as said:
        first = re.findall(r"code (\w{3}-\w{3})", "\n".join(said))
        assert len(first) == 2
        assert f"http://localhost:{port}/workshop" in said[0]
        assert said[0].startswith("Berlin: ")
        assert any("for 30 days" in line for line in said)
    with workshop(tmp_path / "store", port) as said:
        assert re.findall(r"code (\w{3}-\w{3})", "\n".join(said)) == first
        console = next(line.split()[1] for line in said if "trainer" in line)
        assert status(console.partition("#")[0]) == 200
        again = [sys.executable, "-m", "trustsim", "workshop", "--no-browser", "--port", "0", "--store"]
        other = subprocess.run([*again, tmp_path / "store"], cwd=ROOT, capture_output=True, text=True, check=False)
        assert other.returncode == 2
        assert "another process" in other.stderr
