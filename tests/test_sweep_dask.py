"""A sweep on threads, on processes and on a Dask cluster, a worker of which is killed half-way: the same table."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

import trustsim as ts
from trustsim.cli import answer
from trustsim.errors import InputError
from trustsim.studies import Sweep, dask_executor
from trustsim.studies.sweeps import engines

pytest.importorskip("distributed")

ROOT = str(Path(__file__).resolve().parents[1])
DESIGN = """
weeks = 40
replications = 100
seed = 3
[set]
"population.employees" = 60
[factors]
"policy.surveillance" = { low = 0.0, high = 1.0, steps = 5 }
"policy.autonomy" = { low = 0.0, high = 1.0, steps = 5 }
[arms.fair]
"policy.fairness" = 0.9
"""


@contextmanager
def process(*arguments: str) -> Generator[subprocess.Popen[bytes]]:
    """A process of its own that ends with the test."""
    environment = {**os.environ, "PYTHONPATH": ROOT}
    started = subprocess.Popen([sys.executable, *arguments], env=environment, stderr=subprocess.DEVNULL)
    try:
        yield started
    finally:
        started.kill()
        started.wait()


@contextmanager
def cluster(folder: Path, workers: int) -> Generator[tuple[str, Sequence[subprocess.Popen[bytes]]]]:
    """A scheduler and workers, each a process of its own that nobody restarts: the address, and the workers."""
    with ExitStack() as stack:
        file = folder / "scheduler.json"
        command = ["-m", "distributed.cli.dask_scheduler", "--port", "0", "--no-dashboard", "--host", "127.0.0.1"]
        stack.enter_context(process(*command, "--scheduler-file", str(file)))
        wait_until(file.exists)
        worker = ["-m", "distributed.cli.dask_worker", "--scheduler-file", str(file), "--no-nanny", "--no-dashboard"]
        where = ["--nthreads", "1", "--local-directory", str(folder)]
        yield str(file), [stack.enter_context(process(*worker, *where)) for _ in range(workers)]


def address(file: str) -> str:
    import json

    return str(json.loads(Path(file).read_text())["address"])


def wait_until(true: Callable[[], bool], seconds: float = 240.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.1)


def table(found: Sweep) -> bytes:
    return found.frame().drop(columns="seconds").to_csv(index=False).encode()


def done(folder: Path) -> int:
    return ts.open_sweep(folder).status().done if (folder / "manifest.json").exists() else 0


@pytest.mark.slow
def test_threads_processes_and_dask_give_the_same_table_though_a_worker_is_killed(tmp_path: Path) -> None:
    design = tmp_path / "design.toml"
    design.write_text(DESIGN)
    for engine in ("threads", "processes"):
        assert answer(["sweep", str(design), "--store", str(tmp_path / engine), "--engine", engine, "--quiet"]) == 0
    store = tmp_path / "dask"
    with cluster(tmp_path, 2) as (file, workers):
        command = ("-m", "trustsim", "sweep", str(design), "--store", str(store), "--dask", address(file), "--quiet")
        with process(*command) as sweeping:
            wait_until(lambda: done(store) >= 1_000)
            workers[0].send_signal(signal.SIGKILL)
            left = 5_000 - done(store)
            assert left > 0
            wait_until(lambda: sweeping.poll() is not None)
            assert sweeping.returncode == 0
    tables = [table(ts.open_sweep(tmp_path / engine)) for engine in ("threads", "processes", "dask")]
    assert tables[0] == tables[1] == tables[2]
    assert ts.open_sweep(store).verify() == []


def test_no_scheduler_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "ANSWERS_WITHIN", "1s")
    with pytest.raises(InputError, match=r"no Dask scheduler answers at tcp://127.0.0.1:9"):
        dask_executor("tcp://127.0.0.1:9")
