"""How many runs a design is, how long they take, and how much disk they need: measured on a few of them."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from trustsim.model.week import MODEL
from trustsim.results.store import PathLike
from trustsim.studies.designs.cells import Cells, cells_of
from trustsim.studies.designs.design import Design
from trustsim.studies.designs.reading import load_design
from trustsim.studies.sweeps.agenda import Agenda
from trustsim.studies.sweeps.batches import Batch, model_version, warm_up, work
from trustsim.studies.sweeps.parts import part_table
from trustsim.studies.sweeps.running import LEAST_SECONDS, MOST_PARTS, MOST_SECONDS

#: The probe ends after the batch in which it has worked so many seconds.
PROBE_SECONDS = 2.0
#: What a run takes in the ledger.
LEDGER_BYTES = 200


@dataclass(frozen=True)
class Estimate:
    """What a design would take.

    Attributes:
        points: how many points there are.
        arms: the names of its arms.
        scenarios: how many distinct scenarios they come to.
        runs: how many distinct runs there are; at least, where a stopping rule decides.
        most_runs: how many there are at most.
        seconds: how long ``runs`` take on ``workers``.
        most_seconds: how long ``most_runs`` take.
        workers: on how many workers.
        bytes: how much disk ``runs`` need.
        most_bytes: how much disk ``most_runs`` need.
        free_bytes: how much is free where the folder would lie; None if no folder was named.
        probe_runs: on how many runs it was measured.
        probe_seconds: how long those took.
    """

    points: int
    arms: tuple[str, ...]
    scenarios: int
    runs: int
    most_runs: int
    seconds: float
    most_seconds: float
    workers: int
    bytes: int
    most_bytes: int
    free_bytes: int | None
    probe_runs: int
    probe_seconds: float

    def to_dict(self) -> dict[str, Any]:
        """Return what ``trustsim sweep --dry-run --json`` prints, as plain values."""
        return asdict(self)


def estimate(
    design: Design | str | os.PathLike[str] | Mapping[str, Any],
    store: PathLike | None = None,
    *,
    workers: int | None = None,
) -> Estimate:
    """Return what a design would take, from a probe of about two seconds; nothing is written.

    Args:
        design: a design, the name of a shipped one, the path of a file, or a dict shaped like one.
        store: the folder that it would be run into, whose free space is looked up.
        workers: on how many workers; as many as there are processors if None.

    Raises:
        InputError: the design is wrong.
    """
    cells = cells_of(load_design(design))
    count = workers or os.cpu_count() or 1
    agenda = Agenda(cells)
    probe_runs, probe_seconds = _probe(cells, agenda)
    runs = Agenda(cells).total
    most = len(cells.cases) * cells.design.most_replications if cells.design.stopping else runs
    weight = float(agenda.weights.mean())
    once = float(agenda.rate * weight)
    sizes = [_bytes(amount, _parts(amount * once)) for amount in (runs, most)]
    return Estimate(
        cells.points, cells.design.arm_names, len(cells.cases), runs, most, runs * once / count, most * once / count,
        count, sizes[0], sizes[1], _free(store), probe_runs, probe_seconds,
    )  # fmt: skip


def _probe(cells: Cells, agenda: Agenda) -> tuple[int, float]:
    """Run a few batches, spread over the design, and return how many runs they were and how long they took."""
    warm_up()
    runs, begun = 0, time.perf_counter()
    while time.perf_counter() - begun < PROBE_SECONDS:
        jobs = agenda.next_batch(PROBE_SECONDS / 8)
        if not jobs:
            break
        cases = {job.case: cells.cases[job.case] for job in jobs}
        bases = {case.base: cells.bases[case.base].scenario for case in cases.values()}
        before = time.perf_counter()
        answer = work(Batch(0, jobs, cases, bases, cells.design.seed, model_version()))
        finished = [(job.case, number, float("nan")) for job in answer.ended for number in job.replications]
        agenda.finish(finished, time.perf_counter() - before)
        runs += len(finished)
    return runs, time.perf_counter() - begun


def _parts(seconds: float) -> float:
    """Return in about how many parts so many seconds of work are written."""
    return max(1.0, seconds / min(MOST_SECONDS, max(LEAST_SECONDS, seconds / MOST_PARTS)))


def _bytes(runs: int, parts: float) -> int:
    """Return about how much disk so many runs need in so many parts."""
    rows = max(1, round(runs / parts))
    values = np.linspace(0.1, 0.9, rows * len(MODEL.outcomes)).reshape(rows, -1)  # all different, as outcomes are
    names = [f"{number:032x}" for number in range(rows)]
    table = part_table(names, [0] * rows, list(range(rows)), list(MODEL.outcomes), values)
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, use_dictionary=False, write_statistics=False)
    return int(sink.getvalue().size * runs / rows + LEDGER_BYTES * runs)


def _free(store: PathLike | None) -> int | None:
    if store is None:
        return None
    there = Path(store).expanduser().absolute()
    while not there.exists():
        there = there.parent
    return shutil.disk_usage(there).free
