"""A visitor without a browser: speaks to a page over its socket as a browser does, to be many and quick."""

from __future__ import annotations

import json
import time
import urllib.request
import uuid
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from websockets.sync.client import connect

State = dict[str, Any]
THEMES: dict[str, dict[str, Any]] = {"light": {}, "dark": {}}


class Visitor:
    """One session: the state of every widget of its page, kept up to date.

    Attributes:
        widgets: what the server said of each widget, by its id.
    """

    def __init__(self, address: str, path: str = "/") -> None:
        """Open a page.

        Args:
            address: of the server, such as ``http://localhost:8765``.
            path: of the page.
        """
        with urllib.request.urlopen(address + path, timeout=300) as page:
            cookies = [value.partition(";")[0] for name, value in page.headers.items() if name.lower() == "set-cookie"]
        host = address.partition("://")[2]
        kernel, page_id = uuid.uuid4(), uuid.uuid4()
        self.widgets: dict[str, State] = {}
        self._open = ExitStack()
        self.socket = self._open.enter_context(connect(
            f"ws://{host}/jupyter/api/kernels/{kernel}/channels?session_id={page_id}",
            additional_headers={"Cookie": "; ".join(cookies), "Origin": address}, max_size=None, open_timeout=300,
            ping_interval=None,  # a server that was paused for a while is not dead
        ))  # fmt: skip
        self._session = uuid.uuid4().hex
        control = uuid.uuid4().hex
        self._send("comm_open", {"comm_id": control, "target_name": "solara.control", "data": {}})
        run = {"method": "run", "args": {"path": path, "appName": None, "themes": THEMES, "dark": False}}
        self._send("comm_msg", {"comm_id": control, "data": run})

    def _send(self, kind: str, content: dict[str, Any]) -> None:
        header = {
            "msg_id": uuid.uuid4().hex, "msg_type": kind, "username": "", "session": self._session, "version": "5.2",
            "date": "2026-01-01T00:00:00Z",
        }  # fmt: skip
        message = {
            "header": header, "parent_header": {}, "metadata": {}, "content": content, "buffers": [],
            "channel": "shell",
        }  # fmt: skip
        self.socket.send(json.dumps(message))

    def listen(self, seconds: float) -> bool:
        """Take in one message; False if none comes in time."""
        try:
            message = json.loads(self.socket.recv(timeout=seconds))
        except TimeoutError:
            return False
        content = message.get("content", {})
        if message["msg_type"] == "comm_open":
            self.widgets[content["comm_id"]] = dict(content["data"].get("state", {}))
        elif message["msg_type"] == "comm_msg" and content["data"].get("method") == "update":
            self.widgets.setdefault(content["comm_id"], {}).update(content["data"]["state"])
        elif message["msg_type"] == "comm_close":
            self.widgets.pop(content["comm_id"], None)
        return True

    def wait(self, until: Callable[[Visitor], Any], seconds: float = 60.0) -> Any:
        """Take in messages until something is true, and return it.

        Raises:
            TimeoutError: it never was.
        """
        end = time.monotonic() + seconds
        while True:
            found = until(self)
            if found:
                return found
            if time.monotonic() > end:
                raise TimeoutError(f"nothing after {seconds} s")
            self.listen(min(1.0, seconds))

    def widget(self, trait: str, test: Callable[[Any], bool] = lambda _: True) -> tuple[str, State] | None:
        """Return id and state of the first widget that has a trait which passes a test."""
        return next(
            ((name, state) for name, state in list(self.widgets.items()) if trait in state and test(state[trait])), None
        )

    def event(self, widget: str, name: str, data: Any) -> None:
        """Send an event of a widget, as its Vue component would."""
        content = {"method": "custom", "content": {"event": name, "data": data}}
        self._send("comm_msg", {"comm_id": widget, "data": content})

    def move(self, path: str, value: float) -> None:
        """Move a lever."""
        found = self.widget("levers", lambda levers: any(lever["path"] == path for lever in levers))
        assert found, f"no slider for {path}"
        self.event(found[0], "move", {"path": path, "value": value})

    def put(self, field: str, value: object) -> None:
        """Put a value into a field."""
        found = self.widget("fields", lambda fields: any(one["name"] == field for one in fields))
        assert found, f"no field {field}"
        self.event(found[0], "put", {"name": field, "value": value})

    def lever(self, path: str) -> Any:
        """Return where a lever stands on the page."""
        found = self.widget("levers", lambda levers: any(lever["path"] == path for lever in levers))
        return found and next(lever["value"] for lever in found[1]["levers"] if lever["path"] == path)

    @property
    def figures(self) -> State:
        """The block of cards; empty until it is there."""
        found = self.widget("cards")
        return found[1] if found else {}

    def close(self) -> None:
        """Close the page."""
        self._open.close()
