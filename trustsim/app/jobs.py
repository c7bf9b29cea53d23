"""Work beside the page: a job runs in a thread of its own, shows what it has so far, and ends when nobody waits."""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

import solara

from trustsim.errors import InputError
from trustsim.model.threads import Stop, Stopped

T = TypeVar("T")
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job(Generic[T]):
    """What a job has come to.

    Attributes:
        latest: what it yielded last; that of the job before it until then, so that a page is never blank.
        working: whether more is to come.
        stale: whether ``latest`` is of the job before.
        refused: what is wrong with what was asked for, in words for the visitor.
        failed: the number under which the log tells of a fault that is ours.
        asked: the dependencies of the job that this is of; None before any.
    """

    latest: T | None = None
    working: bool = True
    stale: bool = True
    refused: str = ""
    failed: str = ""
    asked: list[Any] | None = None


def use_job(work: Callable[[Stop], Iterable[T]], dependencies: list[Any]) -> Job[T]:
    """Run work whenever dependencies change, and return what it has come to; a hook, for components only.

    Args:
        work: is given a function that says whether to stop, and yields ever better values. A function that computes one
            thing only yields once. What it does is up to the rooms below: it must not be long without asking.
        dependencies: compared by ==.
    """
    job, set_job = solara.use_state(Job[T](), eq=lambda one, other: one is other)
    latest = solara.use_ref(job)

    def start() -> Callable[[], None]:
        ended = threading.Event()

        def show(**values: Any) -> None:
            if not ended.is_set():
                latest.current = replace(latest.current, asked=dependencies, **values)
                set_job(latest.current)

        def run() -> None:
            try:
                for value in work(ended.is_set):
                    show(latest=value, stale=False, working=True, refused="", failed="")
                show(working=False, stale=False, refused="", failed="")
            except Stopped:
                pass
            except InputError as error:
                show(working=False, refused=str(error), failed="")
            except Exception:  # noqa: BLE001 - whatever goes wrong, the page lives on and the log has the details
                show(working=False, refused="", failed=report())

        threading.Thread(target=run, daemon=True).start()
        return ended.set

    solara.use_effect(start, dependencies)
    return job if job.asked == dependencies else replace(job, working=True, stale=True, refused="", failed="")


def report() -> str:
    """Write the exception that is being handled into the log, and return the number under which it stands there."""
    number = uuid.uuid4().hex[:8]
    log.exception("fault %s", number)
    return number
