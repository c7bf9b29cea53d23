"""``sweep``: the runs of a design, in a folder that survives whatever stops them; ``Sweep``: what came of them."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from trustsim.errors import Interrupted, StoreError
from trustsim.model.threads import Progress
from trustsim.model.week import MODEL
from trustsim.results.store import PathLike
from trustsim.studies.designs.cells import Cells, cells_of
from trustsim.studies.designs.design import Design
from trustsim.studies.designs.reading import load_design
from trustsim.studies.sweeps import folder as folders
from trustsim.studies.sweeps import parts
from trustsim.studies.sweeps.agenda import Agenda
from trustsim.studies.sweeps.batches import warm_up
from trustsim.studies.sweeps.engines import ExecutorLike, engine_of
from trustsim.studies.sweeps.ledger import FAILED, Ledger
from trustsim.studies.sweeps.looking import Status, finished_runs, problems_of, status_of
from trustsim.studies.sweeps.pairs import paired_differences
from trustsim.studies.sweeps.points import point_means
from trustsim.studies.sweeps.running import Loop

if TYPE_CHECKING:
    import pyarrow.dataset

logger = logging.getLogger("trustsim")


def sweep(
    design: Design | str | os.PathLike[str] | Mapping[str, Any],
    store: PathLike,
    *,
    executor: ExecutorLike = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Sweep:
    """Run a design into a folder and return what came of it; a folder that holds the same sweep is gone on with.

    Whatever stops it, finished runs are kept: the same call, or ``open_sweep(store).resume()``, runs what is left, and
    the table at the end is the same. A run that fails is written down with its error, and the others go on.

    Usage:
        >>> found = sweep(Design.from_file("surveillance-autonomy"), "runs/sa")
        >>> found.frame(["leadership_trust", "attrition"])

    Args:
        design: a design, the name of a shipped one, the path of a file, or a dict shaped like one.
        store: the folder: a new or an empty one, or that of this sweep.
        executor: None or "threads" for threads of this process, "processes" for processes of this machine (a script
            needs its ``if __name__ == "__main__":`` then), or any ``concurrent.futures.Executor``, such as
            ``dask_executor`` gives. No digit depends on it.
        workers: how many batches run at once; as many as there are processors, or workers of the executor, if None.
        progress: called with (runs finished, runs in all).

    Raises:
        InputError: the design is wrong, or it is no executor.
        StoreError: the folder holds something else, is in use, or cannot be written.
        Interrupted: somebody stopped it; the sweep comes along with what was finished.
    """
    cells = cells_of(load_design(design))
    path = Path(store).expanduser()
    if (path / "manifest.json").is_file():
        found = open_sweep(path)
        _check_same(found, cells)
    else:
        folders.create(path, cells)
        found = open_sweep(path)
    return found.resume(executor=executor, workers=workers, progress=progress)


def open_sweep(path: PathLike) -> Sweep:
    """Open the folder of a sweep, finished or not.

    Raises:
        StoreError: there is none, or it is damaged.
    """
    manifest, cells = folders.read(path)
    return Sweep(Path(path).expanduser(), manifest, cells)


def opened(given: Sweep | PathLike) -> Sweep:
    """Return a sweep that is given as itself or as the path of its folder."""
    return given if isinstance(given, Sweep) else open_sweep(given)


def _check_same(found: Sweep, cells: Cells) -> None:
    folders.check_version(found.folder, found.manifest, found.cells)
    if found.manifest["identity"] != folders.identity_of(cells):
        raise StoreError(
            f"{found.folder} holds the sweep of another design ({found.design!r}): choose another folder, or go on "
            f"with it by `trustsim resume {found.folder}`"
        )


class Sweep:
    """The runs of a design in a folder: how far they are, and what they came to.

    Usage:
        >>> found = open_sweep("runs/sa")
        >>> found.frame(["attrition"]).groupby("policy.surveillance")["attrition"].mean()

    Attributes:
        folder: where it lies.
        manifest: what it was begun with, as plain values.
        cells: the cells of its design, and the scenarios that they come to.
    """

    def __init__(self, folder: Path, manifest: Mapping[str, Any], cells: Cells) -> None:
        """Use ``sweep`` or ``open_sweep`` instead."""
        self.folder = folder
        self.manifest = manifest
        self.cells = cells

    @property
    def design(self) -> Design:
        """The design; its scenarios stand there by name."""
        return self.cells.design

    # -- going on -----------------------------------------------------------------------------------------------

    def resume(
        self,
        *,
        executor: ExecutorLike = None,
        workers: int | None = None,
        retry_failed: bool = False,
        progress: Progress | None = None,
    ) -> Sweep:
        """Run what is left, and again what lies in damaged parts; return the sweep.

        Args:
            executor: as ``sweep`` takes it.
            workers: as ``sweep`` takes it.
            retry_failed: run again what failed.
            progress: called with (runs finished, runs in all).

        Raises:
            StoreError: it was begun with another version of the model, is in use, or cannot be written.
            Interrupted: somebody stopped it; the sweep comes along with what was finished.
        """
        folders.check_version(self.folder, self.manifest, self.cells)
        with Ledger(self.folder, write=True) as ledger:
            self._mend(ledger, retry_failed)
            finished = finished_runs(self.folder, self.cells, ledger)
            agenda = Agenda(self.cells, finished)
            with closing(engine_of(executor, workers, agenda.left)) as engine:
                model = self.manifest["model"]
                loop = Loop(self.folder, self.cells, model, ledger, agenda, engine, len(finished), progress)
                try:
                    if agenda.left:
                        warm_up()
                    loop.run()
                except KeyboardInterrupt:
                    raise Interrupted(self) from None
        return self

    def _mend(self, ledger: Ledger, retry_failed: bool) -> None:
        """Forget the runs of damaged parts, and those that failed if asked to, and clear away what kills left."""
        damaged = [part for part in ledger.parts() if parts.damage(self.folder, part)]
        with ledger.transaction():
            for part in damaged:
                logger.warning("%s: its %d runs run again", parts.damage(self.folder, part), part.rows)
            ledger.forget([part.batch for part in damaged])
            if retry_failed:
                ledger.forget_failed()
        for stray in parts.strays(self.folder, ledger.parts()):
            stray.unlink(missing_ok=True)

    # -- how far ------------------------------------------------------------------------------------------------

    def status(self) -> Status:
        """Return how far the sweep is; while another process runs it, too.

        Raises:
            StoreError: the ledger, or for a stopping rule a part, cannot be read.
        """
        return status_of(self.folder, self.manifest, self.cells)

    def verify(self) -> list[str]:
        """Return what is wrong with the folder: nothing if every part has its checksum and its runs.

        The manifest and the tables that it names were checked when the sweep was opened.
        """
        return problems_of(self.folder, self.manifest, self.cells)

    # -- what they came to --------------------------------------------------------------------------------------

    def frame(self, outcomes: Sequence[str] | None = None) -> pd.DataFrame:
        """Return one tidy row a run, sorted by ``run_id``.

        Its columns are ``run_id``, ``point``, ``arm``, ``scenario``, the factors by path, ``replication``, ``seed``,
        ``status`` ("done" or "failed"), ``seconds``, and every outcome in its unit.

        Finished runs only. Cells that come to the same scenario share their runs, whose ids then stand in several rows.
        But for ``seconds`` it is the same bytes however it came about.

        Args:
            outcomes: their names, which reads no others from the disk; all if None. ``dataset`` reads none at all.

        Raises:
            InputError: an outcome is unknown.
            StoreError: a part is missing or damaged.
        """
        names = list(MODEL.outcomes if outcomes is None else outcomes)
        folders.check_outcomes(names, list(MODEL.outcomes))
        with Ledger(self.folder) as ledger:
            runs, known = ledger.runs(), ledger.parts()
        runs = runs.drop(columns=["error", "batch"])
        if known:
            values = parts.read_parts(self.folder, known, ["run_id", *names]).to_pandas()
            runs = runs.merge(values, on="run_id", how="left")
        else:
            runs = runs.assign(**dict.fromkeys(names, float("nan")))
        rows = self._cell_frame().merge(runs, on="case").drop(columns="case").assign(seed=self.design.seed)
        paths = self.cells.paths
        order = ["run_id", "point", "arm", "scenario", *paths, "replication", "seed", "status", "seconds", *names]
        return rows[order].sort_values(["run_id", "point", "arm"], kind="stable", ignore_index=True)

    def points(self, outcomes: Sequence[str] | None = None, arm: str = "") -> pd.DataFrame:
        """Return one row a point: ``point``, the factors, ``runs``, and the mean of every outcome over its runs.

        Args:
            outcomes: their names; all if None.
            arm: the arm whose paired differences from the baseline arm are meant; the latter's values if empty.

        Raises:
            InputError: an outcome or an arm is unknown.
            StoreError: a part is missing or damaged.
        """
        names = list(MODEL.outcomes if outcomes is None else outcomes)
        return point_means(self.frame(names), self.design, names, arm)

    def check_finished(self) -> None:
        """Check that every run is done.

        Raises:
            StoreError: runs are left, or failed.
        """
        now = self.status()
        if now.left:
            raise StoreError(
                f"{self.folder}: {now.left:,} of {now.runs:,} runs are left: `trustsim resume {self.folder}`"
            )
        if now.failed:
            raise StoreError(
                f"{self.folder}: {now.failed:,} runs failed: `trustsim resume {self.folder} --retry-failed` tries again"
            )

    def _cell_frame(self) -> pd.DataFrame:
        from trustsim.results.store import read_frame

        return read_frame(self.folder, "cells")

    def differences(self, outcomes: Sequence[str] | None = None) -> pd.DataFrame:
        """Return how each arm differs from the baseline arm, point by point: paired, run k beside run k.

        Args:
            outcomes: their names; all if None.

        Returns:
            A row for each point, other arm and outcome: ``point``, ``scenario`` and the factors of the point, ``arm``,
            ``outcome``, ``unit``, ``replications`` (the pairs in which both have a value), ``baseline_value``,
            ``arm_value``, ``difference`` and its 95% interval ``low`` to ``high``, and the ``verdict``.

        Raises:
            InputError: there is one arm only.
            StoreError: a part is missing or damaged.
        """
        return paired_differences(self.frame(outcomes), self.design)

    def failures(self) -> pd.DataFrame:
        """Return run_id, scenario, replication and error of every run that failed, with the values of its factors."""
        with Ledger(self.folder) as ledger:
            runs = ledger.runs()
        runs = runs.loc[runs["status"] == FAILED, ["run_id", "case", "replication", "error"]]
        return self._cell_frame().merge(runs, on="case").drop(columns="case")

    def dataset(self) -> pyarrow.dataset.Dataset:
        """Return the outcomes of all finished runs as a dataset that stays on the disk until it is asked.

        Its columns are ``run_id``, ``case``, ``replication`` and the outcomes; ``cells.parquet`` in the folder says
        which points and arms a case belongs to.
        """
        import pyarrow.dataset

        with Ledger(self.folder) as ledger:
            files = [str(parts.part_path(self.folder, part.batch)) for part in ledger.parts()]
        if not files:
            raise StoreError(f"{self.folder} holds no finished runs yet")
        return pyarrow.dataset.dataset(files, format="parquet")

    def to_xarray(self, outcomes: Sequence[str] | None = None) -> Any:
        """Return outcomes as an ``xarray.Dataset`` over the factors of a grid (else points), arms and replications."""
        from trustsim.studies.exporting import sweep_arrays

        return sweep_arrays(self, outcomes)

    def __repr__(self) -> str:
        now = self.status()
        failed = f", {now.failed:,} failed" if now.failed else ""
        return f"<Sweep '{self.design.name}' in {self.folder}: {now.done:,} of {now.runs:,} runs done{failed}>"
