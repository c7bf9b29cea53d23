"""The loop of a sweep: keeps every worker busy with one batch, and writes down what it finishes.

No worker is given a new batch before what the last one came to is committed, so that whatever is killed, no more than
one batch a worker is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from trustsim.errors import InputError
from trustsim.model.threads import Progress
from trustsim.model.week import MODEL
from trustsim.studies.designs.cells import Cells
from trustsim.studies.sweeps.agenda import Agenda, Job
from trustsim.studies.sweeps.batches import Answer, Batch, Ended
from trustsim.studies.sweeps.engines import Engine, died
from trustsim.studies.sweeps.folder import run_id
from trustsim.studies.sweeps.ledger import DONE, FAILED, Ledger, Part, Run
from trustsim.studies.sweeps.parts import part_table, write_part

#: A batch is worth so many seconds: at least about one, more in long sweeps, so that there are not too many parts.
LEAST_SECONDS, MOST_SECONDS, MOST_PARTS = 1.5, 30.0, 1_000
#: Before anything was measured a batch is guessed to be worth so much.
FIRST_SECONDS = 0.2
#: After so many deaths of its workers a batch runs alone; after so many more its runs are given up.
DEATHS_BEFORE_ALONE, DEATHS_BEFORE_FAILED = 3, 5
#: So often the loop looks whether somebody asked it to stop.
PATIENCE = 0.5


@dataclass
class Loop:
    """A sweep at work.

    Attributes:
        folder: where it lies.
        cells: what it asks.
        model: the version of the model that it was begun with.
        ledger: its ledger, open for writing.
        agenda: which runs come next.
        engine: where the workers are.
        progress: called with (runs finished, runs in all).
    """

    folder: Path
    cells: Cells
    model: str
    ledger: Ledger
    agenda: Agenda
    engine: Engine
    finished: int
    progress: Progress | None = None
    _running: dict[Future[Answer], Batch] = field(default_factory=dict)
    _deaths: dict[int, int] = field(default_factory=dict)
    _suspects: list[Batch] = field(default_factory=list)

    def run(self) -> None:
        """Run whatever is left.

        Raises:
            KeyboardInterrupt: somebody stopped it; what was finished by then is written down.
            StoreError: the folder cannot be written to any more; what was finished before is kept.
            InputError: the workers die whatever they are given.
        """
        try:
            self._tell()
            self._refill(())
            while self._running:
                ended, _ = wait(self._running, timeout=PATIENCE, return_when=FIRST_COMPLETED)
                for future in ended:
                    if future in self._running:  # else its batch was buried with another's
                        self._take(future)
                if ended:
                    self._refill(())
        except KeyboardInterrupt:
            self._wind_up()
            raise

    def _wind_up(self) -> None:
        """Write down what the workers finish of their batches when they are asked to stop."""
        if self.engine.stop():
            wait(self._running)
        for future in [future for future in self._running if future.done()]:
            if not future.cancelled() and future.exception() is None:
                self._keep(self._running.pop(future), future.result())

    # -- handing out ----------------------------------------------------------------------------------------------

    def _refill(self, again: Sequence[Batch]) -> None:
        """Hand a batch to every worker that has none, and write down in one transaction that they begin."""
        free = self.engine.workers - len(self._running)
        new: list[Batch] = list(again)
        if not again and self._suspects:
            new = [self._suspects.pop(0)] if not self._running else []
        elif not again:
            new = [batch for batch in (self._next() for _ in range(free)) if batch]
        if not new:
            return
        begun = []
        with self.ledger.transaction():
            for batch in new:
                if batch.number:
                    self.ledger.begin_again(batch.number)
                begun.append(batch if batch.number else self._numbered(batch, self.ledger.begin(batch.runs)))
        for batch in begun:
            self._running[self.engine.submit(batch)] = batch

    def _next(self) -> Batch | None:
        seconds = min(MOST_SECONDS, max(LEAST_SECONDS, self.agenda.left / MOST_PARTS))
        jobs = self.agenda.next_batch(seconds if self.agenda.measured else FIRST_SECONDS)
        if not jobs:
            return None
        cases = {job.case: self.cells.cases[job.case] for job in jobs}
        bases = {case.base: self.cells.bases[case.base].scenario for case in cases.values()}
        return Batch(0, jobs, cases, bases, self.cells.design.seed, self.model)

    @staticmethod
    def _numbered(batch: Batch, number: int) -> Batch:
        return Batch(number, batch.jobs, batch.cases, batch.bases, batch.seed, batch.model)

    # -- taking in ------------------------------------------------------------------------------------------------

    def _take(self, future: Future[Answer]) -> None:
        batch = self._running.pop(future)
        error = CancelledBatch() if future.cancelled() else future.exception()
        if error is None:
            self._keep(batch, future.result())
        elif isinstance(error, CancelledBatch) or died(error):
            self._bury(batch, error)
        else:
            raise error

    def _bury(self, batch: Batch, error: BaseException) -> None:
        """See to a batch whose worker died: it begins again, alone if it did so often, and at last is given up."""
        self.engine.restart()
        lost = [batch, *(self._running.pop(other) for other in list(self._running) if _is_lost(other))]
        again = []
        for one in lost:
            deaths = self._deaths[one.number] = self._deaths.get(one.number, 0) + 1
            if deaths >= DEATHS_BEFORE_FAILED:
                self._check_workers(error)
                self._keep(one, Answer(one.number, list(_given_up(one.jobs, deaths, error))))
            elif deaths >= DEATHS_BEFORE_ALONE:
                self._suspects.append(one)
            else:
                again.append(one)
        self._refill(again)

    def _check_workers(self, error: BaseException) -> None:
        """Check, before runs are given up, that it is they who kill the workers: a batch of nothing must survive."""
        nothing = self.engine.submit(Batch(0, (), {}, {}, self.cells.design.seed, self.model))
        wait([nothing])
        if _is_lost(nothing):
            raise InputError(
                f"workers die whatever they are given ({type(error).__name__}: {error}): a script that uses processes "
                'needs its `if __name__ == "__main__":`; else see what ends them, such as too little memory'
            ) from error

    def _keep(self, batch: Batch, answer: Answer) -> None:
        """Write down what a batch came to: its part first, then, once that is on the disk, its runs."""
        runs = list(self._runs(answer.ended))
        part = self._part(batch, answer.ended, runs)
        with self.ledger.transaction():
            self.ledger.finish(batch.number, runs, part)
        chosen = self._chosen_outcome()
        results = [
            (job.case, replication, float(values[chosen]))
            for job in answer.ended
            for replication, values in zip(job.replications, job.values, strict=True)
        ]
        self.agenda.finish(results, sum(job.seconds for job in answer.ended))
        self.agenda.release(batch.jobs)
        self.finished += len(runs)
        self._tell()

    def _runs(self, ended: Iterable[Ended]) -> Iterator[Run]:
        for job in ended:
            text = self.cells.cases[job.case].hash
            for number in job.replications:
                error = job.errors.get(number, "")
                name = run_id(self.model, text, self.cells.design.seed, number)
                status = FAILED if number in job.errors else DONE
                yield Run(name, job.case, number, status, job.seconds / len(job.replications), error)

    def _part(self, batch: Batch, ended: Sequence[Ended], runs: Sequence[Run]) -> Part | None:
        done = [place for place, run in enumerate(runs) if run.status == DONE]
        if not done:
            return None
        values = np.concatenate([job.values for job in ended])[done]
        kept = [runs[place] for place in done]
        table = part_table(
            [run.run_id for run in kept], [run.case for run in kept], [run.replication for run in kept],
            list(MODEL.outcomes), values,
        )  # fmt: skip
        return write_part(self.folder, batch.number, table)

    def _chosen_outcome(self) -> int:
        rule = self.cells.design.stopping
        return list(MODEL.outcomes).index(rule.outcome) if rule else 0

    def _tell(self) -> None:
        if self.progress:
            self.progress(self.finished, self.agenda.total)


class CancelledBatch(Exception):
    """A batch was cancelled by its executor, such as a cluster that lost its scheduler."""


def _is_lost(future: Future[Answer]) -> bool:
    return future.done() and (future.cancelled() or died(future.exception()))


def _given_up(jobs: Iterable[Job], deaths: int, error: BaseException) -> Iterator[Ended]:
    text = f"its worker died {deaths} times ({type(error).__name__}: {error})"
    for job in jobs:
        values = np.full((len(job.replications), len(MODEL.outcomes)), np.nan)
        yield Ended(job.case, job.replications, values, 0.0, dict.fromkeys(job.replications, text))
