"""Replications in chunks, side by side on threads; no digit depends on how they are cut."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from itertools import accumulate, takewhile
from threading import Event
from typing import Any, Protocol, TypeVar

from trustsim.errors import InputError, Interrupted
from trustsim.model.state import TILE

Progress = Callable[[int, int], None]
Stop = Callable[[], bool]


class Stopped(Exception):
    """Nobody waits for a run any more."""


class Done(Protocol):
    """What comes of some replications."""

    @property
    def replications(self) -> Sequence[int]:
        """Which they are."""
        ...


Part = TypeVar("Part", bound=Done)
#: Works on a chunk; told how many replications stand before it, which they are, and what to ask whether to stop.
Work = Callable[[int, Sequence[int], Stop], Part]


def on_threads(
    work: Work[Part],
    join: Callable[[Sequence[Part]], Part],
    employees: int,
    replications: Sequence[int],
    threads: int | None,
    progress: Progress | None = None,
    stop: Stop = lambda: False,
) -> Part:
    """Cut replications into chunks, work on them side by side, and join what comes of it.

    Args:
        work: works on a chunk, and raises ``Stopped`` when it is told to stop.
        join: puts what comes of chunks together, in order.
        employees: those of one replication.
        replications: the numbers of the replications.
        threads: how many; as many as there are processors if None.
        progress: called with (runs done, runs in all).
        stop: says whether nobody waits any more.

    Raises:
        InputError: there are no threads.
        Interrupted: somebody interrupted it; what was finished by then comes along.
        Stopped: ``stop`` said so.
    """
    threads = usable(threads)
    chunks = list(_chunks(replications, employees, threads))
    firsts = accumulate(map(len, chunks), initial=0)
    halt = Event()

    def halted() -> bool:
        return halt.is_set() or stop()

    with _Alone() if len(chunks) == 1 else ThreadPoolExecutor(threads) as pool:
        futures = [pool.submit(work, first, chunk, halted) for first, chunk in zip(firsts, chunks, strict=False)]
        try:
            _watch(futures, len(replications), progress)
        except BaseException as problem:
            halt.set()
            pool.shutdown(cancel_futures=True)
            if isinstance(problem, KeyboardInterrupt):
                raise Interrupted(_finished(futures, join)) from None
            raise
    return join([future.result() for future in futures])


def usable(threads: int | None) -> int:
    """Return how many threads to use: as many as there are processors if None.

    Raises:
        InputError: there are none.
    """
    if threads is not None and threads < 1:
        raise InputError(f"threads must be at least 1, got {threads}")
    return threads or os.cpu_count() or 1


class _Alone(Executor):
    """Works on the only chunk where one stands: a thread takes as long to start as a small company to simulate."""

    def submit(self, work: Callable[..., Part], /, *told: Any, **_: Any) -> Future[Part]:
        """Do it at once; an interrupt comes out where somebody waits for the result."""
        future: Future[Part] = Future()
        try:
            future.set_result(work(*told))
        except BaseException as problem:  # noqa: BLE001 - the future tells it
            future.set_exception(problem)
        return future


def _watch(futures: Sequence[Future[Part]], total: int, progress: Progress | None) -> None:
    """Wait for all chunks and tell how many runs are done."""
    done = 0
    for future in as_completed(futures):
        done += len(future.result().replications)
        if progress:
            progress(done, total)


def _finished(futures: Sequence[Future[Part]], join: Callable[[Sequence[Part]], Part]) -> Part | None:
    """Return the chunks from the first on that were finished: replications 0 to some number, without a gap."""
    whole = takewhile(lambda future: future.done() and not future.cancelled() and not future.exception(), futures)
    parts = [future.result() for future in whole]
    return join(parts) if parts else None


def _chunks(replications: Sequence[int], employees: int, threads: int) -> Iterator[Sequence[int]]:
    """Split replications evenly, so that the state of a chunk stays near the processor and every thread has work."""
    runs = len(replications)
    rounds = -(-runs * employees // (TILE * threads))
    chunks = min(runs, threads * rounds)
    for number in range(chunks):
        yield replications[runs * number // chunks : runs * (number + 1) // chunks]
