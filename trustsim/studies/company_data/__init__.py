"""A company's own numbers: reading, calibrating the baseline to them, and the scenario that comes of it.

measures.py  what may be measured, and how a simulated company is measured
reading.py   the CSV file, guarded
inputs.py    the free inputs, and which measures tell them
design.py    from numbers to targets, occasions and the scenario that is run
company.py   what was found: fit, words, scenario file
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from trustsim.errors import InputError
from trustsim.model.threads import usable
from trustsim.studies.calibration import fit
from trustsim.studies.calibration.fitting import Progress
from trustsim.studies.company_data.cells import Cell
from trustsim.studies.company_data.company import CompanyCalibration
from trustsim.studies.company_data.design import Design, design
from trustsim.studies.company_data.measures import MEASURES, Measure
from trustsim.studies.company_data.reading import read_cells

__all__ = ["MEASURES", "Cell", "CompanyCalibration", "Design", "Measure", "calibrate_company", "read_cells"]

#: Runs for each free input, and at least so many.
RUNS_PER_INPUT, LEAST_RUNS = 50, 300
#: Fresh runs that check what was found.
CHECKS = 16


def calibrate_company(
    data: str | os.PathLike[str],
    *,
    known: Mapping[str, Any] | None = None,
    runs: int | None = None,
    seed: int = 1,
    store: str | os.PathLike[str] | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> CompanyCalibration:
    """Calibrate the baseline to a company's own numbers. Nothing leaves the machine.

    Args:
        data: a CSV file with the columns period, team (if any), measure, value, unit, people (docs/calibration.md).
        known: values by dotted path that hold for this company, such as its policy; they are not free.
        runs: how many companies are simulated; by the number of free inputs if None.
        seed: where the luck starts.
        store: a folder that keeps every run, so that a calibration that was broken off goes on.
        threads: how many threads; as many as there are processors if None. No digit depends on it.
        progress: called with (runs done, runs in all).

    Raises:
        ScenarioError: the file is wrong, or what is known is; the message has a line for each problem.
        InputError: the numbers tell nothing that is not known, or there are too few runs.
        StoreError: the store is of another calibration.
        Interrupted: somebody stopped it.
    """
    told = dict(known or {})
    for path in told:
        if path.partition(".")[0] in ("run", "teams", "companies"):
            raise InputError(f"calibrate: {path} cannot be set here: it follows from the data")
    planned = design(read_cells(data), told, seed, str(data))
    number = runs or max(LEAST_RUNS, RUNS_PER_INPUT * len(planned.problem.inputs))
    workers = usable(threads)
    found = fit(planned.problem, planned, runs=number, seed=seed, store=store, threads=workers, progress=progress)
    defaults = {
        free.path: float(planned.scenario.values.get(free.path, free.default))  # pyright: ignore[reportArgumentType]
        for free in planned.problem.inputs
    }
    values = found.settled(defaults)
    return CompanyCalibration(planned, found, values, planned.again(values, CHECKS), told, str(data))
