"""Does a room of forty hold? Answers within ten seconds while results are computed, and ten kills in mid-session.

A server of its own (`trustsim workshop`) and 40 simulated phones, each with a page that waits for news; the trainer's
console and the projector wait too. First rounds: in each step that asks something, everybody answers at some moment of
ten seconds, while the server computes results and what teams try. Then everybody answers on and on, and the server is
killed with SIGKILL and started again: an answer that was acknowledged must be there afterwards.

python benchmarks/workshop_room.py [--people 40] [--kills 10] [--rounds 6]
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from trustsim.model.draws import purpose_of
from trustsim.workshop.lessons import load_lesson
from trustsim.workshop.rehearsal import made_up

WINDOW_SECONDS = 10.0
WANTED_P95 = 2.0
PROCESSORS = 2
SECONDS_TO_START = 300.0


@dataclass
class Server:
    """`trustsim workshop` on one store, started and killed as often as one likes."""

    store: Path
    port: int
    room: str = ""
    secret: str = ""
    code: str = ""
    process: subprocess.Popen[str] | None = None

    def start(self) -> float:
        """Start it, and return after how many seconds it answers."""
        begun = time.monotonic()
        options = ["--no-browser", "--host", "127.0.0.1", "--port", str(self.port), "--store", str(self.store)]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "trustsim", "workshop", *options], stderr=subprocess.PIPE, text=True
        )
        assert self.process.stderr is not None
        for line in self.process.stderr:
            if found := re.search(r"code (\w{3})-(\w{3})", line):
                self.code = "".join(found.groups())
            if found := re.search(r"/workshop/(\w+)/console#(\S+)", line):
                self.room, self.secret = found.groups()
                break
        threading.Thread(target=self.process.stderr.read, daemon=True).start()
        while time.monotonic() < begun + SECONDS_TO_START:
            try:
                self.ask("GET", "lessons")
            except OSError:
                time.sleep(0.05)
            else:
                return time.monotonic() - begun
        raise SystemExit("the server did not start")

    def kill(self) -> None:
        """End it as a power cut would."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def ask(self, method: str, call: str, content: Any = None, token: str = "") -> tuple[int, Any]:
        """Ask for something in a connection of its own; return the status and what was answered."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
        try:
            connection.request(method, f"/workshop/api/{call}", json.dumps(content) if content else None, headers)
            answer = connection.getresponse()
            body = answer.read()
            return answer.status, json.loads(body) if body else None
        finally:
            connection.close()

    def trainer(self, command: str, **arguments: Any) -> None:
        """Let the trainer do something."""
        status, answer = self.ask("POST", f"rooms/{self.room}/command", {"command": command, **arguments}, self.secret)
        if status != 200:
            raise SystemExit(f"{command}: {answer}")


@dataclass
class Phone:
    """A participant: a page that waits for news, and answers."""

    server: Server
    token: str
    kept: dict[str, Any] = field(default_factory=dict)
    sent: dict[str, Any] = field(default_factory=dict)
    tries: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    refused: int = 0

    def answer(self, step: str, answer: Any) -> None:
        """Answer, and note how long that took; without an acknowledgement nothing counts."""
        self.sent[step] = answer
        begun = time.monotonic()
        content = {"step": step, "answer": answer}
        status, said = self.server.ask("POST", f"rooms/{self.server.room}/answer", content, self.token)
        if status != 200:
            self.refused += 1
            return
        self.seconds.append(time.monotonic() - begun)
        self.kept[step] = answer
        if "try" in said:
            self.tries.append(said["try"])

    def state(self, since: str = "") -> Any:
        """Return what the page shows."""
        call = f"rooms/{self.server.room}/state" + (f"?since={since}" if since else "")
        return self.server.ask("GET", call, token=self.token)[1]

    def watch(self, ending: threading.Event) -> None:
        """Wait for news, again and again, as a page does."""
        version = ""
        while not ending.is_set():
            try:
                found = self.state(version)
            except (OSError, http.client.HTTPException):
                time.sleep(0.5)
                continue
            version = found["version"] if found and "version" in found else version


def luck(what: str) -> float:
    """Return a number in [0, 1): the same in every run of this script."""
    return purpose_of(what) / 2**32


def rounds(server: Server, phones: list[Phone], steps: list[Any]) -> None:
    """Let everybody answer in each step at some moment of ten seconds."""
    for step in steps:
        server.trainer("goto", step=step.id)
        with ThreadPoolExecutor(len(phones)) as pool:
            for place, phone in enumerate(phones):
                wait = WINDOW_SECONDS * luck(f"{step.id} {place}")
                pool.submit(_answer_after, phone, step, wait)
        if step.kind == "predict":
            server.trainer("reveal")
        print(f"{step.id}: {sum(step.id in phone.kept for phone in phones)} answers kept", flush=True)


def _answer_after(phone: Phone, step: Any, wait: float) -> None:
    time.sleep(wait)
    phone.answer(step.id, made_up(step) if step.kind == "predict" else {"levers": {}})


def kills(server: Server, phones: list[Phone], step: Any, times: int) -> list[float]:
    """Let everybody answer on and on, and kill the server; return how long it took to be back."""
    server.trainer("reset", step=step.id)
    server.trainer("goto", step=step.id)
    ending, back = threading.Event(), []
    threads = [threading.Thread(target=_on_and_on, args=(phone, step, ending)) for phone in phones]
    for thread in threads:
        thread.start()
    for number in range(times):
        time.sleep(1.0 + 2.0 * luck(f"kill {number}"))
        server.kill()
        back.append(server.start())
        print(f"kill {number + 1}: back after {back[-1]:.1f} s", flush=True)
    time.sleep(2.0)
    ending.set()
    for thread in threads:
        thread.join()
    return back


def _on_and_on(phone: Phone, step: Any, ending: threading.Event) -> None:
    while not ending.is_set():
        try:
            phone.answer(step.id, made_up(step))
        except (OSError, http.client.HTTPException):
            time.sleep(0.2)
        time.sleep(0.5)


def lost(phones: list[Phone], step: Any) -> int:
    """Return how many acknowledged answers are not there: neither they nor one that was sent after them."""
    missing = 0
    for phone in phones:
        found = phone.state()["step"]["answer"]
        known = [step.accept(answer) for answer in (phone.kept.get(step.id), phone.sent.get(step.id)) if answer]
        missing += step.id in phone.kept and found not in known
    return missing


def main() -> int:
    """Measure both, print it, and return 1 where something is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=40)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=6)
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:PROCESSORS])  # the server inherits it
    steps = [step for step in load_lesson("trust-first").steps if step.kind != "tell"]
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        server = Server(Path(folder) / "store", port)
        print(f"started after {server.start():.1f} s", flush=True)
        try:
            return measure(server, options.people, options.kills, steps[: options.rounds])
        finally:
            server.kill()


def measure(server: Server, people: int, times: int, steps: list[Any]) -> int:
    """Measure rounds and kills on a server that runs."""
    tokens = [
        server.ask("POST", "join", {"code": server.code, "name": f"Phone {n}"})[1]["token"] for n in range(people)
    ]
    phones = [Phone(server, token) for token in tokens]
    ending = threading.Event()
    watching = [threading.Thread(target=phone.watch, args=(ending,), daemon=True) for phone in phones]
    for call in ("console", "projector"):
        watching.append(threading.Thread(target=_watch_wall, args=(server, call, ending), daemon=True))
    for thread in watching:
        thread.start()
    rounds(server, phones, steps)
    seconds = np.array([one for phone in phones for one in phone.seconds])
    unkept = sum(len(steps) - len(phone.kept) for phone in phones)
    p50, p95, most = (float(np.quantile(seconds, share)) for share in (0.5, 0.95, 1.0))
    print(f"{people} people, {len(steps)} rounds, {len(seconds)} answers: p50 {p50:.3f} s, p95 {p95:.3f} s, "
          f"most {most:.3f} s, {unkept} not kept")  # fmt: skip
    guessed = next(step for step in steps if step.kind == "predict")
    back = kills(server, phones, guessed, times)
    gone = lost(phones, guessed)
    acknowledged = sum(len(phone.seconds) for phone in phones) - len(seconds)
    print(f"{times} kills, {acknowledged} answers acknowledged meanwhile, {gone} of {people} last ones lost; "
          f"back after {np.median(back):.1f} s (median)")  # fmt: skip
    ending.set()
    return int(p95 >= WANTED_P95 or unkept > 0 or gone > 0)


def _watch_wall(server: Server, call: str, ending: threading.Event) -> None:
    version = ""
    while not ending.is_set():
        try:
            query = f"?since={version}" if version else ""
            found = server.ask("GET", f"rooms/{server.room}/{call}{query}", token=server.secret)[1]
            version = found["version"] if found and "version" in found else version
        except (OSError, http.client.HTTPException):
            time.sleep(0.5)


if __name__ == "__main__":
    sys.exit(main())
