"""Runs for rooms, in the background: what may be shown before the lock, results, and what teams have tried.

There is no queue to lose: what is to be computed next follows from what is so in the rooms. One thread computes, one
thing after another, so that a team has one try running at the most, and pages are answered in time beside it.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import NamedTuple

from trustsim.errors import TrustsimError
from trustsim.workshop.events import Draft
from trustsim.workshop.hosted import Hosted
from trustsim.workshop.joining import play_of
from trustsim.workshop.material import PLAYS, Material, Plain, Runner, Step, fingerprint, step_of
from trustsim.workshop.room import DONE, FAILED, WAITING, Room, Try

log = logging.getLogger(__name__)

#: What counts first: what people look at now, then what they wait for, then what comes later.
NOW, TRIED, SOON = 0, 1, 2
#: The niceness of the computing thread, where threads have one: answers to people go first.
NICE = 10
#: How often what is old is looked for.
TIDY_SECONDS = 3600.0


class Job(NamedTuple):
    """Something to compute; those with the smallest ``order`` come first."""

    order: tuple[int, int, int]
    room: str
    what: str
    of: str


def jobs_of(room: Room) -> Iterable[Job]:
    """Yield what is to be computed for a room: of its step, of its tries, of steps to come."""
    steps = list(room.lesson.steps)
    at = max(room.at, 0)
    ahead = steps[at : at + 2] if room.alone else [*steps[at:], *steps[:at]]
    for place, step in enumerate(ahead):
        order = NOW if place == 0 else SOON
        if step.id not in room.givens:
            yield Job((order, place, 0), room.id, "given", step.id)
        if step.id not in room.results and step.kind not in PLAYS:
            yield Job((order, place, 1), room.id, "result", step.id)
    turns: Counter[tuple[str, str]] = Counter()
    for one in room.tries:
        turns[one.step, one.side] += 1
        if one.state == WAITING:
            turn = turns[one.step, one.side]  # whoever has tried less goes first
            yield Job((TRIED, turn, one.number), room.id, "try", str(one.number))


class Worker:
    """Computes for rooms, in a thread of its own."""

    def __init__(
        self, rooms: Callable[[], Iterable[Hosted]], material: Material, runner: Runner, tidy: Callable[[], None]
    ) -> None:
        """Make it; ``start`` lets it begin.

        Args:
            rooms: returns those that are open.
            material: lessons and exercises.
            runner: runs a scenario.
            tidy: called now and then, when there is nothing to do.
        """
        self.rooms, self.material, self.runner, self.tidy = rooms, material, runner, tidy
        self.failed: set[tuple[str, str, str]] = set()
        #: What was computed of a lesson's steps: the same for every room that has the lesson.
        self._known: dict[tuple[str, str, str], Plain] = {}
        self._more, self._ending = threading.Event(), False
        self._thread = threading.Thread(target=self._run, daemon=True, name="workshop")

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def look(self) -> None:
        """Look again: there may be something to do."""
        self._more.set()

    def stop(self) -> None:
        """End after what is being computed now."""
        self._ending = True
        self._more.set()
        if self._thread.is_alive():
            self._thread.join(timeout=60)

    def _run(self) -> None:
        with suppress(AttributeError, OSError):  # threads of their own niceness: Linux has them
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
        tidied = time.monotonic()
        while not self._ending:
            self._more.clear()
            if self._safely(self.step):
                continue
            if time.monotonic() - tidied > TIDY_SECONDS:
                tidied = time.monotonic()
                self._safely(self.tidy)
            self._more.wait(5.0)

    def _safely(self, work: Callable[[], bool | None]) -> bool:
        """Do something; whatever goes wrong, the thread lives on and the log has the details."""
        try:
            return bool(work())
        except Exception:
            log.exception("the workshop's computing thread failed; it goes on")
            return False

    def step(self) -> bool:
        """Compute the next thing; return whether there was one."""
        best: tuple[Job, Hosted] | None = None
        for hosted in list(self.rooms()):
            with hosted.lock:
                jobs = [job for job in jobs_of(hosted.room) if (job.room, job.what, job.of) not in self.failed]
            first = min(jobs, default=None)
            if first and (best is None or first.order < best[0].order):
                best = (first, hosted)
        if best is None:
            return False
        self._do(*best)
        return True

    def _do(self, job: Job, hosted: Hosted) -> None:
        try:
            draft = self._computed(job, hosted)
        except Exception:  # whatever goes wrong, the room lives on and the log has the details
            self.failed.add((job.room, job.what, job.of))
            log.exception("room %s: %s of '%s' could not be computed", job.room, job.what, job.of)
            if job.what != "try":
                hosted.bell.ring()
                return
            draft = _failed(job)
        hosted.do(lambda _: [draft])

    def _computed(self, job: Job, hosted: Hosted) -> Draft:
        if job.what == "try":
            with hosted.lock:
                one = next(one for one in hosted.room.tries if str(one.number) == job.of)
                step = step_of(hosted.room.lesson, one.step)
                assert step is not None
                play = play_of(hosted.room, step, whole=True)
            return self._tried(one, play)
        step = step_of(hosted.room.lesson, job.of)
        assert step is not None
        kind, what, compute = (
            ("given", "given", self.material.given_of)
            if job.what == "given"
            else ("resulted", "result", self.material.result_of)
        )
        key = (fingerprint(hosted.room.lesson), what, step.id)
        if key not in self._known:
            self._known[key] = compute(step, self.runner)
        return Draft(kind, {"step": step.id, what: self._known[key]})

    def _tried(self, one: Try, play: object) -> Draft:
        played: Plain | None = None
        state, says = DONE, ""
        try:
            played = self.material.played(play, one.answer, self.runner)
        except TrustsimError as error:  # levers that contradict each other
            state, says = FAILED, str(error).splitlines()[0]
        return Draft("played", {"number": one.number, "state": state, "played": played, "says": says})


def _failed(job: Job) -> Draft:
    """Return that a try could not be computed."""
    says = "This could not be computed. Try something else."
    return Draft("played", {"number": int(job.of), "state": FAILED, "played": None, "says": says})


def failures(worker: Worker, room: str) -> list[str]:
    """Return the steps of a room whose results could not be computed."""
    return sorted({of for where, what, of in worker.failed if where == room and what != "try"})


def computed(room: Room, steps: Iterable[Step]) -> int:
    """Return of how many steps everything is computed."""
    return sum(
        step.id in room.givens and (step.kind in PLAYS or step.id in room.results) for step in steps
    )  # fmt: skip
