"""Below a path of a proxy the app works as it does alone."""

import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.browser.conftest import Server
from tests.browser.pages import Watch, cards, press, settle

pytestmark = pytest.mark.browser

PATH = "/what/if"


@contextmanager
def shown_below(path):
    """Give the address at which a proxy shows a server of the app below a path."""
    server = Server("--root-path", path)
    command = [sys.executable, str(Path(__file__).with_name("proxy.py")), str(server.port), path]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as proxy:
        try:
            assert proxy.stdout
            yield proxy.stdout.readline().strip()
        finally:
            proxy.terminate()
            server.stop()


def test_below_a_path_of_a_proxy(browser):
    with shown_below(PATH) as address:
        context = browser.new_context()
        page = context.new_page()
        watch = Watch(page, address)
        page.goto(address + "/")
        settle(page)
        before = cards(page)
        press(page, "policy.surveillance", "ArrowRight", 6)
        settle(page)
        assert cards(page) != before
        page.click(f"#ts-nav a[href='{PATH}/timeline']")
        page.wait_for_selector(".ts-weeks")
        assert page.url.startswith(f"{address}/timeline")
        assert "Levers moved" in page.inner_text(".ts-weeks")
        watch.check()
        context.close()
