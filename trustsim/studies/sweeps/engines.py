"""Where the workers of a sweep are: threads or processes here, or any ``concurrent.futures.Executor``, such as Dask's.

An engine takes batches and gives futures. Engines differ in speed and in what they survive, never in digits.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from typing import Any, Literal, Protocol, TypeAlias

from trustsim.errors import InputError
from trustsim.studies.sweeps.batches import Answer, Batch, work

#: None is threads of this process; "processes" are processes of this machine, whose scripts need a main guard.
ExecutorLike: TypeAlias = Executor | Literal["threads", "processes", "auto"] | None
#: Starting processes takes some seconds: "auto" does so for more work than this, in seconds.
WORTH_PROCESSES = 60.0
#: So long a scheduler may take to answer.
ANSWERS_WITHIN = "10s"

#: What says that a worker died, not that its batch is wrong. Dask's own are told by name: it need not be installed.
_DEATHS = (BrokenExecutor, CancelledError, ConnectionError)
_DEATH_NAMES = ("KilledWorker", "CommClosedError", "FutureCancelledError", "FuturesCancelledError")


class Engine(Protocol):
    """What a sweep asks of its workers."""

    @property
    def workers(self) -> int:
        """How many batches run at once."""
        ...

    def submit(self, batch: Batch) -> Future[Answer]:
        """Hand a batch to a worker."""
        ...

    def restart(self) -> None:
        """Make workers anew after one of them died."""
        ...

    def stop(self) -> bool:
        """Ask the workers to stop soon, and tell whether they will answer with what they finished by then."""
        ...

    def close(self) -> None:
        """Let the workers go."""
        ...


def engine_of(executor: ExecutorLike, workers: int | None, seconds: float = 0.0) -> Engine:
    """Return the engine for what a user gave.

    Args:
        executor: what was given.
        workers: how many batches run at once; as many as the machine or the executor can if None.
        seconds: about how much work there is; "auto" takes processes where it is worth their start.

    Raises:
        InputError: it is no executor, or the number of workers is wrong.
    """
    if workers is not None and (isinstance(workers, bool) or not isinstance(workers, int) or workers < 1):
        raise InputError(f"workers must be a whole number from 1, got {workers!r}")
    if executor == "auto":
        executor = "processes" if seconds > WORTH_PROCESSES and (workers or os.cpu_count() or 1) > 1 else "threads"
    if executor is None or executor == "threads":
        return Threads(workers or os.cpu_count() or 1)
    if executor == "processes":
        return Processes(workers or os.cpu_count() or 1)
    if isinstance(executor, Executor) or callable(getattr(executor, "submit", None)):
        return Given(executor, workers)
    raise InputError(
        f"executor must be 'threads', 'processes', 'auto' or a concurrent.futures.Executor, got {executor!r}"
    )


def died(error: BaseException | None) -> bool:
    """Tell whether an error says that a worker died, so that its batch may be begun again."""
    return isinstance(error, _DEATHS) or any(kind.__name__ in _DEATH_NAMES for kind in type(error).__mro__)


class Threads:
    """Threads of this process."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._stopping = threading.Event()
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="sweep")

    def submit(self, batch: Batch) -> Future[Answer]:
        """Hand a batch to a thread."""
        return self._pool.submit(work, batch, self._stopping.is_set)

    def restart(self) -> None:
        """Do nothing: threads do not die alone."""

    def stop(self) -> bool:
        """Ask the threads to stop after their job."""
        self._stopping.set()
        return True

    def close(self) -> None:
        """Let the threads go once they have ended their batches."""
        self._stopping.set()
        self._pool.shutdown(wait=True, cancel_futures=True)


class Processes:
    """Processes of this machine. They start afresh (spawn), ignore Ctrl-C, and end when the sweep's process does."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._context = multiprocessing.get_context("spawn")
        self._stopping = self._context.RawValue("b", 0)
        self._pool = self._started()

    def _started(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self.workers, self._context, _enlist, (self._stopping,))

    def submit(self, batch: Batch) -> Future[Answer]:
        """Hand a batch to a process."""
        try:
            return self._pool.submit(_work_here, batch)
        except BrokenExecutor as error:
            future: Future[Answer] = Future()
            future.set_exception(error)
            return future

    def restart(self) -> None:
        """Start new processes in the place of a broken pool."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = self._started()

    def stop(self) -> bool:
        """Ask the processes to stop after their job."""
        self._stopping.value = 1
        return True

    def close(self) -> None:
        """End the processes."""
        self._stopping.value = 1
        self._pool.shutdown(wait=True, cancel_futures=True)


_stopping: Any = None


def _enlist(stopping: Any) -> None:
    """Begin the life of a worker's process."""
    global _stopping
    _stopping = stopping
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: Any) -> None:
    parent.join()
    os._exit(1)


def _work_here(batch: Batch) -> Answer:
    return work(batch, lambda: bool(_stopping.value))


class Given:
    """An executor that somebody else made, and will shut down."""

    def __init__(self, executor: Any, workers: int | None) -> None:
        self._executor = executor
        self._workers = workers
        self._futures: set[Future[Answer]] = set()

    @property
    def workers(self) -> int:
        """As many as asked for; else as the executor has, asked each time, since a cluster may grow."""
        if self._workers is not None:
            return self._workers
        now: Callable[[], int] | None = getattr(self._executor, "workers_now", None)
        if now is not None:
            return max(1, now())
        most: int | None = getattr(self._executor, "_max_workers", None)
        return most or os.cpu_count() or 1

    def submit(self, batch: Batch) -> Future[Answer]:
        """Hand a batch to the executor."""
        try:
            future = self._executor.submit(work, batch)
        except (RuntimeError, OSError) as error:
            raise InputError(
                f"the executor takes no more batches ({error}): start it again and resume; what was finished is kept"
            ) from error
        self._futures.add(future)
        future.add_done_callback(self._futures.discard)
        return future

    def restart(self) -> None:
        """Do nothing: whoever made the executor looks after its workers."""

    def stop(self) -> bool:
        """Cancel what has not begun; what runs elsewhere is not waited for."""
        for future in list(self._futures):
            future.cancel()
        return False

    def close(self) -> None:
        """Leave the executor as it is."""


def dask_executor(cluster: str | Any) -> Executor:
    """Return an executor for the workers of a Dask cluster.

    Args:
        cluster: the address of its scheduler, such as "tcp://127.0.0.1:8786", or a ``distributed.Client``.

    Raises:
        InputError: Dask is not installed, or nothing answers at the address.
    """
    client = dask_client(cluster) if isinstance(cluster, str) else cluster
    executor: Any = client.get_executor(retries=2, pure=False)
    executor.workers_now = partial(_threads_of, client)
    return executor


def dask_client(address: str) -> Any:
    """Return a ``distributed.Client`` of the scheduler at an address; it is to be closed.

    Raises:
        InputError: Dask is not installed, or nothing answers at the address.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise InputError("a Dask cluster needs the package dask: pip install 'trustsim[cluster]'") from error
    try:
        return Client(address, timeout=ANSWERS_WITHIN, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise InputError(f"no Dask scheduler answers at {address}: {error}") from error


def _threads_of(client: Any) -> int:
    return sum(client.nthreads().values())
