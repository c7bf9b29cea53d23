"""A server of rooms whose lesson needs no runs, in a process of its own: to be killed, and started again."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]
SECONDS_TO_START = 120


class Answer(NamedTuple):
    """What a server has answered: status, headers, what stood in it, and that as JSON."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Rooms:
    """A server of the workshop on one store; ``kill`` and ``start`` as often as one likes."""

    def __init__(self, store: Path, port: int = 0, lesson: str = "fixture") -> None:
        self.store, self.port, self.lesson = store, port or free_port(), lesson
        self.process: subprocess.Popen[bytes] | None = None
        self.opened: dict[str, str] = {}
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "tests.browser.workshop_server", str(self.store), str(self.port), self.lesson]
        here = os.environ | {"PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, env=here)
        assert self.process.stdout is not None
        self.opened = json.loads(self.process.stdout.readline())
        end = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < end:
            try:
                self.ask("GET", "/workshop/api/lessons")
            except OSError:
                time.sleep(0.02)
            else:
                return
        raise AssertionError("the server did not start")

    def kill(self) -> None:
        """End it as a power cut would."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()

    def ask(self, method: str, path: str, content: Any = None, token: str = "", **headers: str) -> Answer:
        """Ask for something in a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if token:
            sent["authorization"] = f"Bearer {token}"
        body = None
        if content is not None:
            body = content if isinstance(content, bytes) else json.dumps(content).encode()
            sent.setdefault("content-type", "application/json")
        try:
            connection.request(method, path, body, sent)
            found = connection.getresponse()
            return Answer(found.status, {key.lower(): value for key, value in found.getheaders()}, found.read())
        finally:
            connection.close()

    def room(self, call: str) -> str:
        """Return the path of a call about the room."""
        return f"/workshop/api/rooms/{self.opened['room']}/{call}"

    def command(self, name: str, **arguments: Any) -> Answer:
        """Let the trainer do something."""
        return self.ask("POST", self.room("command"), {"command": name, **arguments}, self.opened["secret"])

    def join(self, name: str = "") -> Answer:
        """Let somebody in."""
        return self.ask("POST", "/workshop/api/join", {"code": self.opened["code"], "name": name})


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def main(store: str, port: str, lesson: str) -> None:
    """Serve the rooms of a store; the first one is opened where there is none."""
    from tests.workshop_material import MATERIAL
    from trustsim.app.guards import Guarded
    from trustsim.app.workshop.entry import Workshop
    from trustsim.cli.serving import listen, server_of
    from trustsim.workshop import Host, Store

    host = Host(Store(Path(store)), material=MATERIAL if lesson == "fixture" else None)
    room = next(iter(host.rooms.values()), None) or host.open_room(lesson)
    host.worker.start()
    kept = room.room
    sys.stdout.write(json.dumps({"room": kept.id, "code": kept.code, "secret": kept.secret, "key": kept.key}) + "\n")
    sys.stdout.flush()

    async def nothing(scope: Any, receive: Any, send: Any) -> None:
        raise AssertionError("only the workshop is asked here")

    application = Guarded(Workshop(nothing, lambda: host, lambda: ""), lambda: 0, 1, lambda: True, True)
    listening = listen("127.0.0.1", int(port))
    server_of(application).run(sockets=[listening])


if __name__ == "__main__":
    main(*sys.argv[1:])
