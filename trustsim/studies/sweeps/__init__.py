"""Sweeps: the runs of a design on disk, begun, killed, resumed and read as one tidy table.

    sweeping.py    the verbs, and the sweep as it lies on disk
    folder.py      the folder: a manifest, the cells, the ledger, the parts
    ledger.py      which runs are finished, in SQLite
    parts.py       what they came to, in Parquet: written whole or not at all
    agenda.py      which runs come next: balanced over the design
    batches.py     what a worker does
    engines.py     where workers are: threads, processes, any executor, Dask
    running.py     the loop that keeps workers busy and writes down what they finish
    pairs.py       what the arms of a point differ by
    points.py      what points came to, with luck averaged out
    looking.py     how far it is, and whether it is whole
    estimating.py  how many runs, how long, how much disk

No digit depends on where a run was made, nor on how often its sweep was stopped.
"""

from trustsim.studies.sweeps.engines import dask_executor
from trustsim.studies.sweeps.estimating import Estimate, estimate
from trustsim.studies.sweeps.looking import Status
from trustsim.studies.sweeps.sweeping import Sweep, open_sweep, sweep

__all__ = ["Estimate", "Status", "Sweep", "dask_executor", "estimate", "open_sweep", "sweep"]
