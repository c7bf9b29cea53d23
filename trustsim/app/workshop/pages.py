"""The page of the workshop and its files; what it shows it asks for."""

from __future__ import annotations

import json
from functools import cache
from html import escape
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from trustsim.app import texts

FOLDER = Path(__file__).parent / "pages"
COLOURS = Path(__file__).parents[1] / "assets" / "colours.css"
#: Where the page is shown: alone, to type a code, to join, for the trainer and on the wall.
ADDRESSES = (
    "/learn", "/workshop", "/workshop/", "/workshop/{code}", "/workshop/{room}/console", "/workshop/{room}/projector",
)  # fmt: skip


async def page(request: Request) -> Response:
    """Return the page."""
    root = escape(request.scope.get("root_path", ""), quote=True)
    return HTMLResponse(_page().replace("{{root}}", root), headers={"cache-control": "no-cache"})


async def colours(request: Request) -> Response:
    """Return the colours that the pages share with the app."""
    return FileResponse(COLOURS, headers={"cache-control": "no-cache"})


def routes() -> list[BaseRoute]:
    """Return the routes of the page and its files."""
    files: list[BaseRoute] = [
        Route("/workshop/files/colours.css", colours),
        Mount("/workshop/files", StaticFiles(directory=FOLDER)),
    ]
    return [*files, *(Route(address, page) for address in ADDRESSES)]


@cache
def _page() -> str:
    said = json.dumps(texts.table("workshop"), ensure_ascii=False).replace("<", "\\u003c")
    return (FOLDER / "page.html").read_text("utf-8").replace("{{texts}}", said)
