"""``trustsim app``: serve the pages, open the browser, say where."""

from __future__ import annotations

import importlib.util
import os
import socket
import threading
import time
import urllib.request
import webbrowser
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from trustsim.cli.screen import remark
from trustsim.errors import InputError

if TYPE_CHECKING:
    import uvicorn

#: The largest message of a browser that is read.
FRAME_BYTES = 1_048_576
#: How long a browser may leave a ping without an answer, unless TRUSTSIM_PING_SECONDS says otherwise: a machine that
#: was busy or asleep comes back.
PING_SECONDS = 120.0
SECONDS_TO_START, SECONDS_TO_END = 120, 5
#: Hosts that mean every address of this machine.
EVERYWHERE = ("0.0.0.0", "::")

Host = Annotated[
    str, typer.Option("--host", metavar="NAME", help="listen here; 0.0.0.0 is reached from other machines")
]
Port = Annotated[
    int, typer.Option("--port", metavar="N", min=0, max=65535, help="listen on this port; 0 takes a free one")
]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="do not open the browser")]
RootPath = Annotated[
    str, typer.Option("--root-path", metavar="PATH", help="the path below which a proxy shows the app")
]
Check = Annotated[bool, typer.Option("--check", help="say whether all that the app needs is there, and exit")]


def app_(
    host: Host = "127.0.0.1",
    port: Port = 8765,
    no_browser: NoBrowser = False,
    root_path: RootPath = "",
    check: Check = False,
) -> int:
    """Serve the browser app: what-if pages for leaders.

    Needs the extra `app`: pip install 'trustsim[app]'. Ctrl-C ends it.
    """
    there = _is_installed()
    if check:
        return _check(there)
    check_installed()
    _serve(host, port, "" if root_path in ("", "/") else "/" + root_path.strip("/"), not no_browser)
    return 0


def check_installed() -> None:
    """Check that the app can be served.

    Raises:
        InputError: the extra is not installed, or assets are missing.
    """
    if not _is_installed():
        raise InputError("the app needs Solara: install the extra with pip install 'trustsim[app]'")
    _check_assets()


def _is_installed() -> bool:
    return all(importlib.util.find_spec(name) for name in ("solara", "uvicorn", "starlette", "segno"))


def _check(installed: bool) -> int:
    """Say what is there; return 0 where nothing is missing."""
    from trustsim.app import bundle

    remark(f"Solara: {'there' if installed else 'missing; pip install trustsim[app]'}")
    for package in bundle.packages():
        state = f"missing {', '.join(package.missing)}" if package.missing else "there"
        remark(f"{package.name} {package.version}: {state}")
    if bundle.missing():
        remark(f"assets belong in {bundle.FOLDER}; installing the project again lays them (it needs npm or PyPI)")
    return int(not installed or bool(bundle.missing()))


def _check_assets() -> None:
    """Check that pages will not be white.

    Raises:
        InputError: assets are missing, and Solara's own source of them does not answer either.
    """
    from trustsim.app import bundle

    if not bundle.missing():
        return
    import solara.settings

    remark("the app's assets are not all laid (`trustsim app --check` says which); trying Solara's source of them")
    try:
        with urllib.request.urlopen(f"{solara.settings.assets.cdn}requirejs@2.3.6/require.js", timeout=5) as answer:
            answer.read(1)
    except OSError as error:
        raise InputError(
            f"the app's assets are missing and cannot be fetched ({error}): install the project again where npm "
            "packages can be had, or copy the folder that `trustsim app --check` names from a machine that has it"
        ) from error


def _serve(host: str, port: int, root_path: str, browser: bool) -> None:
    if root_path:
        os.environ["SOLARA_ROOT_PATH"] = root_path
    listening = listen(host, port)
    address = f"http://{shown_host(host)}:{listening.getsockname()[1]}{root_path}/"
    remark(f"trustsim app: {address} (Ctrl-C ends it)")
    serve_on(listening, root_path, address if browser else "")


def shown_host(host: str) -> str:
    """Return by which name this machine reaches what listens on a host."""
    return "localhost" if host in EVERYWHERE or host == "127.0.0.1" else host


def serve_on(listening: socket.socket, root_path: str = "", shown: str = "") -> None:
    """Serve the app until somebody ends it.

    Args:
        listening: the socket to serve on.
        root_path: the path below which a proxy shows the app.
        shown: the address to open in the browser; none if empty.
    """
    from trustsim.app.asgi import app

    server = server_of(app, root_path)
    if shown:
        threading.Thread(target=_open, args=(server, shown), daemon=True).start()
    server.run(sockets=[listening])


def server_of(app: object, root_path: str = "") -> uvicorn.Server:
    """Return a server of an application that ends at once when it shall: pages that wait for news do not hold it up.

    Args:
        app: the ASGI application.
        root_path: the path below which a proxy shows it.
    """
    import uvicorn

    from trustsim.app.workshop.waiting import ending

    class Server(uvicorn.Server):
        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            ending.set()
            super().handle_exit(sig, frame)

    patience = float(os.environ.get("TRUSTSIM_PING_SECONDS", PING_SECONDS))
    options: dict[str, Any] = {"log_level": "warning", "root_path": root_path, "ws_max_size": FRAME_BYTES}
    options |= {"ws_ping_timeout": patience, "timeout_graceful_shutdown": SECONDS_TO_END}
    return Server(uvicorn.Config(cast(Any, app), **options))


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens.

    Raises:
        InputError: it cannot, since the port is taken or the host is not ours.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
    except OSError as error:
        raise InputError(f"cannot listen on {host}, port {port}: {error.strerror or error}; try --port 0") from error
    return listening


def _open(server: object, address: str) -> None:
    """Open the browser once the server answers."""
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end and not getattr(server, "started", False):
        time.sleep(0.1)
    webbrowser.open(address)
