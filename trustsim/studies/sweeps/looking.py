"""How far a sweep is, and whether what lies on the disk is what was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from trustsim.studies.designs.cells import Cells
from trustsim.studies.sweeps import parts
from trustsim.studies.sweeps.agenda import Agenda
from trustsim.studies.sweeps.folder import is_current, run_id
from trustsim.studies.sweeps.ledger import DONE, Ledger


@dataclass(frozen=True)
class Status:
    """How far a sweep is.

    Attributes:
        name: of its design.
        points: how many points there are.
        arms: the names of its arms.
        runs: how many runs there are in all, as far as is known: a stopping rule may want more.
        done: how many are done.
        failed: how many failed.
        left: how many are left.
        seconds: how long the finished runs took, added up over workers.
        batches: how many batches were finished.
        batches_lost: how many were begun and not finished: of workers that died, or at work just now.
        runs_lost: the runs in those.
        parts: how many files hold the results.
        bytes: how large they are.
        model: the version of the model that it was begun with.
        current: whether that is the model that is here.
    """

    name: str
    points: int
    arms: tuple[str, ...]
    runs: int
    done: int
    failed: int
    left: int
    seconds: float
    batches: int
    batches_lost: int
    runs_lost: int
    parts: int
    bytes: int
    model: str
    current: bool

    def to_dict(self) -> dict[str, Any]:
        """Return what ``trustsim status --json`` prints, as plain values."""
        return asdict(self)


def status_of(folder: Path, manifest: Mapping[str, Any], cells: Cells) -> Status:
    """Return how far a sweep is."""
    with Ledger(folder) as ledger:
        counts, seconds, known = ledger.counts(), ledger.seconds(), ledger.parts()
        total = Agenda(cells, finished_runs(folder, cells, ledger)).total
    finished = counts["done"] + counts["failed"]
    sizes = [path.stat().st_size for part in known if (path := parts.part_path(folder, part.batch)).is_file()]
    return Status(
        cells.design.name, cells.points, cells.design.arm_names, total, counts["done"], counts["failed"],
        max(0, total - finished), seconds, counts["batches"], counts["batches_lost"], counts["runs_lost"],
        len(known), sum(sizes), manifest["model"], is_current(manifest, cells),
    )  # fmt: skip


def finished_runs(folder: Path, cells: Cells, ledger: Ledger) -> list[tuple[int, int, float]]:
    """Return case, replication and value of the stopping rule's outcome of every finished run.

    The value is NaN for a run that failed, and for all where there is no rule.
    """
    runs = ledger.runs()
    rule = cells.design.stopping
    known = ledger.parts()
    if rule is None or not known:
        values = [float("nan")] * len(runs)
    else:
        table = parts.read_parts(folder, known, ["run_id", rule.outcome])
        values = runs[["run_id"]].merge(table.to_pandas(), on="run_id", how="left")[rule.outcome].tolist()
    return list(zip(runs["case"].tolist(), runs["replication"].tolist(), values, strict=True))


def problems_of(folder: Path, manifest: Mapping[str, Any], cells: Cells) -> list[str]:
    """Return what is wrong with a sweep's ledger, parts and runs."""
    with Ledger(folder) as ledger:
        if problems := ledger.problems():
            return problems
        runs, known = ledger.runs(), ledger.parts()
    return [*_damaged(folder, known, runs), *_foreign(manifest, cells, runs)]


def _damaged(folder: Path, known: list[parts.Part], runs: pd.DataFrame) -> Iterator[str]:
    """Yield a line for each part that is damaged, or holds other runs than the ledger says."""
    done = runs[runs["status"] == DONE].groupby("batch")["run_id"].agg(set).to_dict()
    for part in known:
        expected = done.pop(part.batch, set())
        if problem := parts.damage(folder, part):
            yield problem
        elif expected != set(parts.read_parts(folder, [part], ["run_id"])["run_id"].to_pylist()):
            yield f"{parts.part_path(folder, part.batch).name} holds other runs than the ledger says"
    for batch, names in done.items():
        yield f"the ledger says that batch {batch} holds {len(names)} runs, and knows no part of it"


def _foreign(manifest: Mapping[str, Any], cells: Cells, runs: pd.DataFrame) -> Iterator[str]:
    """Yield a line for each run whose id is not that of its scenario, seed and replication."""
    hashes = [case.hash for case in cells.cases]
    for name, case, number in runs[["run_id", "case", "replication"]].itertuples(index=False, name=None):
        known = 0 <= case < len(hashes)
        if not known or name != run_id(manifest["model"], hashes[case], cells.design.seed, number):
            yield f"run {name} is none of this sweep"
