"""A sweep as labelled arrays: over the factors of a grid, else over points; and as netCDF."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from trustsim.model.week import MODEL
from trustsim.results.store import PathLike
from trustsim.studies.libraries import library
from trustsim.studies.sweeps.sweeping import Sweep


def sweep_arrays(sweep: Sweep, outcomes: Sequence[str] | None = None) -> Any:
    """Return the outcomes of a sweep as an ``xarray.Dataset``.

    Its dimensions are the factors (of a plain grid; of other designs ``point``, with the factors as coordinates along
    it), ``arm`` and ``replication``; outcomes are variables with ``units`` and ``long_name``; the design and the
    model's version are attributes. Runs that failed or are not finished are NaN.

    Args:
        sweep: the sweep.
        outcomes: their names; all if None.

    Raises:
        InputError: an outcome is unknown, or xarray is not installed.
        StoreError: a part is missing or damaged.
    """
    library("xarray", "research", "to_xarray")
    names = list(MODEL.outcomes if outcomes is None else outcomes)
    frame = sweep.frame(names)
    paths, design = sweep.design.paths, sweep.design
    gridded = design.method == "grid" and not design.zip and bool(paths)
    keys = [*(paths if gridded else ["point"]), "arm", "replication"]
    dataset = frame.set_index(keys)[names].to_xarray()
    if not gridded:
        points = frame.drop_duplicates("point").set_index("point")[paths]
        for path in paths:
            dataset = dataset.assign_coords({path: ("point", points.loc[dataset["point"].values, path].to_numpy())})
    for name in names:
        facts = MODEL.outcomes[name]
        dataset[name].attrs = {"units": facts.unit, "long_name": facts.meaning}
    head = {"design": design.name, "title": design.title, "model": sweep.manifest["model"], "seed": design.seed}
    return dataset.assign_attrs(head)


def write_netcdf(sweep: Sweep, path: PathLike, outcomes: Sequence[str] | None = None) -> Path:
    """Write the outcomes of a sweep as netCDF (of version 3, which SciPy writes), and return the path.

    Raises:
        InputError: an outcome is unknown, or xarray is not installed.
        StoreError: a part is missing or damaged.
    """
    dataset = sweep_arrays(sweep, outcomes)
    for name, coordinate in dataset.coords.items():
        if pd.api.types.is_string_dtype(coordinate.dtype):
            dataset = dataset.assign_coords({name: coordinate.astype(object)})
    target = Path(path).expanduser()
    dataset.to_netcdf(target, engine="scipy")
    return target
