"""What stands before the app: headers, origins, limits, paths, texts that would be scripts."""

import socket
import urllib.error
import urllib.parse
import urllib.request
import uuid

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from tests.browser.pages import settle
from trustsim.app.guards import Guarded

pytestmark = pytest.mark.browser

PAYLOADS = (
    "<script>window.ran=1</script>",
    "<img src=x onerror=window.ran=1>",
    "<svg onload=window.ran=1>",
    '"><script>window.ran=1</script>',
    "'><img src=x onerror=window.ran=1>",
    "javascript:window.ran=1",
    "{{constructor.constructor('window.ran=1')()}}",
    "${window.ran=1}",
    "<iframe srcdoc='<script>parent.ran=1</script>'>",
    "</title><script>window.ran=1</script>",
)
#: Fifty strings: each bare, closed out of an attribute, out of a script, encoded, and in capitals.
INJECTIONS = [
    text
    for payload in PAYLOADS
    for text in (
        payload,
        f"\"'>{payload}",
        f"</script></textarea></select>{payload}",
        payload.replace("<", "&lt;"),
        payload.replace("script", "ScRiPt").replace("onerror", "ONERROR"),
    )
]


def answer(server, path, **headers):
    request = urllib.request.Request(server.address + path, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as found:
            return found.status, dict(found.headers.items()), found.read()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers.items()), error.read()


def test_pages_say_what_a_browser_may_do(server):
    status, headers, _ = answer(server, "/")
    found = {name.lower(): value for name, value in headers.items()}
    assert status == 200
    assert "default-src 'self'" in found["content-security-policy"]
    assert found["x-content-type-options"] == "nosniff"
    assert found["referrer-policy"] == "same-origin"
    assert "httponly" in found["set-cookie"].lower()


def test_a_page_of_another_origin_gets_no_socket(server):
    where = f"{server.address.replace('http', 'ws')}/jupyter/api/kernels/{uuid.uuid4()}/channels?session_id=x"
    with pytest.raises(InvalidStatus) as refused:
        connect(where, additional_headers={"Origin": "http://evil.example"})
    assert refused.value.response.status_code == 403


def test_a_message_that_is_too_large_is_not_read(server):
    where = f"{server.address.replace('http', 'ws')}/jupyter/api/kernels/{uuid.uuid4()}/channels?session_id=x"
    with connect(where, additional_headers={"Origin": server.address}) as opened:
        opened.send("x" * 2_000_000)
        with pytest.raises(ConnectionClosed) as closed:
            opened.recv(timeout=30)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1009


@pytest.mark.parametrize(
    "path",
    [
        "/resourcez",
        "/_solara/api/evict/x",
        "/_solara/cdn/lodash@4.17.21/lodash.js",
        "/_solara/cdn/../pyproject.toml",
        "/_solara/cdn/%2e%2e/asgi.py",
        "/static/public/..%2fasgi.py",
        "/static/assets/../asgi.py",
        "/no/such/page",
    ],
)
def test_what_is_not_for_visitors_is_not_there(server, path):
    assert answer(server, path)[0] == 404


def test_health_says_how_it_is(server):
    found = server.health()
    assert found["status"] == "ok"
    assert found["ready"] is True
    assert 0 <= found["visitors"] <= found["most"] == 60


@pytest.mark.parametrize("first", range(0, len(INJECTIONS), 25))
def test_texts_in_links_are_no_scripts(visit, first):
    parts = "&".join(f"x{n}={urllib.parse.quote(text)}" for n, text in enumerate(INJECTIONS[first : first + 25]))
    page = visit(f"/?{parts}")
    settle(page)
    assert page.evaluate("window.ran") is None


@pytest.mark.parametrize(("visitors", "status"), [(4, 200), (5, 503)])
def test_a_full_room_says_so(visitors, status):
    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"in"})

    sent = []

    async def send(message):
        sent.append(message)

    guarded = Guarded(app, visitors=lambda: visitors, most=5, ready=lambda: True, offline=True)
    with pytest.raises(StopIteration):  # nothing in it waits, so it runs through (Playwright's loop is running here)
        guarded({"type": "http", "path": "/", "headers": []}, None, send).send(None)
    assert sent[0]["status"] == status
    assert (b"x-content-type-options", b"nosniff") in sent[0]["headers"]
    assert (b"The room is full" in sent[1]["body"]) == (status == 503)


def test_a_port_that_is_taken_is_said(server):
    import subprocess
    import sys

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-m", "trustsim", "app", "--no-browser", "--port", port], capture_output=True, text=True
        )
    assert done.returncode == 2
    assert f"port {port}" in done.stderr
    assert "Traceback" not in done.stderr
