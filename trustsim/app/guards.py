"""What stands between the network and the app: headers, the origin of sockets, what is served, how many may come in."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from trustsim.app import texts
from trustsim.app.bundle import FOLDER

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

#: Vue compiles templates in the browser, which needs eval and blobs; nothing may come from or go to another host.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' blob:; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
CDN = "/_solara/cdn/"
#: Paths of Solara that tell of other visitors or change them.
CLOSED = ("/resourcez", "/_solara/api/evict")
FILES = ("/static/", "/jupyter/", "/_solara/", "/readyz", "/health", "/workshop", "/learn")
#: A policy violation, as websockets number it.
REFUSED = 1008


class Guarded:
    """An ASGI application that lets through to another what may pass."""

    def __init__(
        self, app: Application, visitors: Callable[[], int], most: int, ready: Callable[[], bool], offline: bool
    ) -> None:
        """Guard an application.

        Args:
            app: the application.
            visitors: how many sessions there are.
            most: how many there may be.
            ready: whether the model is compiled and the first answer will be quick.
            offline: whether everything that pages need is laid: then nothing is fetched from elsewhere, ever.
        """
        self.app, self.visitors, self.most, self.ready, self.offline = app, visitors, most, ready, offline

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        if scope["type"] == "websocket" and not own_origin(scope):
            await receive()
            await send({"type": "websocket.close", "code": REFUSED})
        elif scope["type"] == "http":
            await self._http(scope, receive, _with_headers(send))
        else:
            await self.app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        if path == "/health":
            content = {"status": "ok", "ready": self.ready(), "visitors": self.visitors(), "most": self.most}
            await _answer(send, 200, "application/json", json.dumps(content))
        elif path.startswith(CLOSED) or (path.startswith(CDN) and self.offline and not laid(path)):
            await _answer(send, 404, "text/plain", "not found")
        elif not path.startswith(FILES) and self.visitors() >= self.most:
            await _answer(send, 503, "text/html", full_room(), (b"retry-after", b"60"))
        else:
            await self.app(scope, receive, send)


def own_origin(scope: Scope) -> bool:
    """Tell whether a socket is opened by a page of ours; one without an origin is opened by no page at all."""
    headers = dict(scope["headers"])
    origin = headers.get(b"origin", b"").decode("latin-1")
    return not origin or urlsplit(origin).netloc == headers.get(b"host", b"").decode("latin-1")


def laid(path: str) -> bool:
    """Tell whether an asset is there."""
    place = (FOLDER / path.removeprefix(CDN)).resolve()
    return place.is_relative_to(FOLDER) and place.is_file()


def full_room() -> str:
    """Return the page for those who cannot be let in now."""
    say = texts.table("full")
    style = "body{font:18px/1.5 system-ui,sans-serif;max-width:32rem;margin:20vh auto;padding:0 1rem}"
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{say['title']}</title><style>{style}</style><h1>{say['title']}</h1><p>{say['text']}</p></html>"
    )


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", []), *HEADERS]
        await send(message)

    return sending


async def _answer(send: Send, status: int, kind: str, text: str, *headers: tuple[bytes, bytes]) -> None:
    body = text.encode()
    about = [
        (b"content-type", f"{kind}; charset=utf-8".encode()),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": [*about, *headers]})
    await send({"type": "http.response.body", "body": body})
