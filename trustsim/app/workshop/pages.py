"""The page of the workshop and its files; what it shows it asks for."""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from trustsim.app.bundle import packages

FOLDER = Path(__file__).parent / "pages"
#: Where the page is shown: alone, to type a code, to join, for the trainer and on the wall.
ADDRESSES = (
    "/learn", "/workshop", "/workshop/", "/workshop/{code}", "/workshop/{room}/console", "/workshop/{room}/projector",
)  # fmt: skip


async def page(request: Request) -> Response:
    """Return the page."""
    root = escape(request.scope.get("root_path", ""), quote=True)
    return HTMLResponse(_page().replace("{{root}}", root), headers={"cache-control": "no-cache"})


async def charts(request: Request) -> Response:
    """Return the library that draws charts."""
    return FileResponse(charts_file(), headers={"cache-control": "max-age=3600"})


def charts_file() -> Path:
    """Return where ECharts is laid."""
    laid = next(package for package in packages() if package.name == "echarts")
    return next(laid.folder.glob(laid.files[0]))


def routes() -> list[BaseRoute]:
    """Return the routes of the page and its files."""
    files: list[BaseRoute] = [
        Route("/workshop/files/echarts.min.js", charts),
        Mount("/workshop/files", StaticFiles(directory=FOLDER)),
    ]
    return [*files, *(Route(address, page) for address in ADDRESSES)]


@cache
def _page() -> str:
    return (FOLDER / "page.html").read_text("utf-8")
