"""Is anything lost when a sweep is killed? 5,000 small runs, killed with SIGKILL 30 times, against an unbroken one.

Ten times the whole process group, ten times a single worker, ten times around the rename of a part: just before it,
just after it, and inside the transaction that acknowledges its runs. After each kill every run that was acknowledged
before must still be there, every part whole, and no more than one batch a worker begun in vain; at the end the table,
sorted by run_id and without times, must be the bytes of an unbroken sweep's.

python benchmarks/killed_sweep.py [--runs 5000] [--kills 10]
"""

from __future__ import annotations

import argparse
import functools
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import trustsim as ts
from trustsim.model.draws import purpose_of
from trustsim.studies import Sweep
from trustsim.studies.designs.cells import cells_of
from trustsim.studies.sweeps.folder import create
from trustsim.studies.sweeps.ledger import FILE

WORKERS = 2
#: How a session dies by itself, for kills that must hit a moment: what is replaced, before or after which it kills.
MOMENTS = ("before the rename", "after the rename", "inside the transaction")

SESSION = """
import os, pathlib, signal, sys
import trustsim as ts
from trustsim.studies.sweeps import ledger, parts, running

running.LEAST_SECONDS = 0.3

def die(*_):
    os.killpg(0, signal.SIGKILL)

moment, after = sys.argv[2], int(sys.argv[3])
calls = 0

def armed(function, before):
    def call(*arguments, **more):
        global calls
        calls += 1
        if before and calls == after:
            die()
        result = function(*arguments, **more)
        return die() if calls == after else result
    return call

if __name__ == "__main__":
    if moment == "before the rename":
        pathlib.Path.replace = armed(pathlib.Path.replace, True)
    elif moment == "after the rename":
        parts.sync_folder = armed(parts.sync_folder, True)
    elif moment == "inside the transaction":
        ledger.Ledger.finish = armed(ledger.Ledger.finish, False)
    ts.open_sweep(sys.argv[1]).resume(executor="processes", workers=int(sys.argv[4]))
"""


@dataclass
class Tally:
    """What was found after the kills."""

    kills: int = 0
    lost: int = 0
    damaged: int = 0
    most_repeated: int = 0
    repeated: int = 0
    kinds: dict[str, int] = field(default_factory=dict)


def design(runs: int) -> ts.Design:
    """Return a design of about so many small runs."""
    factors = {
        "policy.surveillance": {"low": 0, "high": 1, "steps": 5},
        "policy.autonomy": {"low": 0, "high": 1, "steps": 5},
    }
    arms = {"fair": {"policy.fairness": 0.9}}
    return ts.Design(
        factors=factors, arms=arms, set={"population.employees": 120}, weeks=52, replications=runs // 50, seed=11
    )


def table(found: Sweep) -> bytes:
    """Return the final table without times, as bytes."""
    return found.frame().drop(columns="seconds").to_csv(index=False).encode()


def ask(folder: Path, question: str) -> int:
    """Return a number from the ledger."""
    with closing(sqlite3.connect(f"{(folder / FILE).as_uri()}?mode=ro", uri=True, timeout=30.0)) as ledger:
        return int(ledger.execute(question).fetchone()[0] or 0)


def done(folder: Path) -> int:
    """Return how many runs are acknowledged."""
    return ask(folder, "SELECT count(*) FROM runs")


def in_vain(folder: Path, working: bool) -> int:
    """Return how many batches were begun in vain so far; while workers are at work, those begun again only."""
    return ask(folder, f"SELECT sum(attempts - {'1' if working else 'finished'}) FROM batches")


def acknowledged(folder: Path) -> set[str]:
    """Return the ids of all runs that the ledger acknowledges, and that its parts hold."""
    return set(ts.open_sweep(folder).frame(["stress"])["run_id"])


def luck(number: int, most: float) -> float:
    """Return a number in [0, most) for the kill of this number: the same in every run of this script."""
    return purpose_of(f"kill {number}") / 2**32 * most


@contextmanager
def session(folder: Path, moment: str = "", after: int = 0) -> Generator[subprocess.Popen[bytes]]:
    """Resume a sweep in a process group of its own."""
    root = str(Path(__file__).resolve().parents[1])
    script = Path(folder.parent / "session.py")
    script.write_text(SESSION)
    command = [sys.executable, str(script), str(folder), moment, str(after), str(WORKERS)]
    process = subprocess.Popen(command, start_new_session=True, env={**os.environ, "PYTHONPATH": root})
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        _wait_until(lambda: not _group(process.pid))


def check(folder: Path, before: set[str], repeated: int, tally: Tally, kind: str) -> None:
    """Compare what is there after a kill with what was acknowledged before it."""
    found = ts.open_sweep(folder)
    tally.kills += 1
    tally.lost += len(before - acknowledged(folder))
    tally.damaged += len(found.verify())
    tally.most_repeated = max(tally.most_repeated, repeated)
    tally.repeated += repeated
    tally.kinds[kind] = tally.kinds.get(kind, 0) + 1
    print(f"{kind}: {done(folder):,} runs, {repeated} batches begun in vain", flush=True)


def kill_groups(folder: Path, times: int, tally: Tally) -> None:
    """Kill the whole process group, at some moment after the first batch of the session."""
    for number in range(times):
        base, begun = in_vain(folder, False), done(folder)
        with session(folder) as process:
            _wait_until_more(folder, process, begun)
            time.sleep(luck(number, 0.8))
            before = acknowledged(folder)
            os.killpg(process.pid, signal.SIGKILL)
        check(folder, before, in_vain(folder, False) - base, tally, "process group")


def kill_moments(folder: Path, times: int, tally: Tally) -> None:
    """Kill the group from inside, around the rename of a part."""
    for number in range(times):
        base, before = in_vain(folder, False), acknowledged(folder)
        moment = MOMENTS[number % len(MOMENTS)]
        with session(folder, moment, 1 + number % 3) as process:
            process.wait()
        check(folder, before, in_vain(folder, False) - base, tally, moment)


def kill_workers(folder: Path, times: int, tally: Tally) -> None:
    """Kill one worker after the other; the sweep goes on by itself."""
    with session(folder) as process:
        for number in range(times):
            _wait_until_more(folder, process, done(folder))
            time.sleep(luck(100 + number, 0.4))
            if process.poll() is not None:
                break
            base, before, begun = in_vain(folder, True), acknowledged(folder), done(folder)
            os.kill(_workers(process.pid)[number % WORKERS], signal.SIGKILL)
            noticed = functools.partial(_is_noticed, folder, process, base)
            _wait_until(noticed)
            _wait_until_more(folder, process, begun)
            check(folder, before, in_vain(folder, True) - base, tally, "single worker")


def _is_noticed(folder: Path, process: subprocess.Popen[bytes], base: int) -> bool:
    """Tell whether a sweep has begun again what a dead worker left, or ended."""
    return process.poll() is not None or in_vain(folder, True) > base


def _wait_until_more(folder: Path, process: subprocess.Popen[bytes], begun: int) -> None:
    _wait_until(lambda: process.poll() is not None or done(folder) > begun)


def _group(leader: int) -> list[int]:
    """Return the living processes of a group."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, group = path.read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(group) == leader and state not in "ZX":
            found.append(int(path.parent.name))
    return found


def _workers(leader: int) -> list[int]:
    """Return the worker processes of a session, oldest first."""
    commands = {}
    for number in _group(leader):
        try:
            commands[number] = Path(f"/proc/{number}/cmdline").read_text()
        except OSError:
            continue
    return sorted(number for number, command in commands.items() if "spawn_main" in command)


def _wait_until(true: Callable[[], bool], seconds: float = 300.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise TimeoutError("a session did not get on")
        time.sleep(0.05)


def main() -> int:
    """Kill, compare, and say what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5_000)
    parser.add_argument("--kills", type=int, default=10, help="of each kind")
    chosen = parser.parse_args()
    if not Path("/proc/self/stat").is_file():
        print("needs /proc, to find the workers: not run here")
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder, tally = Path(name) / "killed", Tally()
        unbroken = ts.sweep(design(chosen.runs), Path(name) / "unbroken")
        create(folder, cells_of(design(chosen.runs)))
        kill_groups(folder, chosen.kills, tally)
        kill_moments(folder, chosen.kills, tally)
        kill_workers(folder, chosen.kills, tally)
        ended = ts.open_sweep(folder).resume()
        same, finished = table(ended) == table(unbroken), ended.status().batches
    kinds = ", ".join(f"{count} x {kind}" for kind, count in tally.kinds.items())
    print(f"kills: {tally.kills} ({kinds})")
    print(f"acknowledged runs lost: {tally.lost}")
    print(f"parts damaged: {tally.damaged}")
    print(f"batches begun in vain by one kill: at most {tally.most_repeated}, with {WORKERS} workers")
    print(f"batches begun in vain in all: {tally.repeated}; finished: {finished}")
    print(f"the final table is the unbroken one's, byte by byte: {'yes' if same else 'NO'}")
    kept = tally.kills >= 3 * chosen.kills and not tally.lost and not tally.damaged and same
    return 0 if kept and tally.most_repeated <= WORKERS else 1


if __name__ == "__main__":
    sys.exit(main())
