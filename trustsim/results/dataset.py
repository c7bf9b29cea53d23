"""Frames as labelled arrays, for whoever works with xarray."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any

import pandas as pd

from trustsim.errors import InputError
from trustsim.results.manifest import OutcomeFacts

#: The frames in which every combination of keys has a row, and their keys.
DIMENSIONS = {
    "outcomes": ("replication", "company"),
    "overall": ("replication",),
    "weekly": ("replication", "week", "company"),
    "overall_weekly": ("replication", "week"),
    "teams": ("replication", "week", "company", "team"),
    "managers": ("replication", "week", "company", "team"),
    "employees": ("replication", "week", "company", "employee"),
}


def dataset_of(name: str, table: pd.DataFrame, facts: Mapping[str, OutcomeFacts]) -> Any:
    """Return a frame as an ``xarray.Dataset``: keys are its dimensions, units and meanings are attributes.

    Raises:
        InputError: xarray is not installed, or the frame has no fixed rows.
    """
    if name not in DIMENSIONS:
        raise InputError(f"'{name}' is a list, not an array: to_xarray takes {', '.join(DIMENSIONS)}")
    if find_spec("xarray") is None:
        raise InputError("to_xarray needs the package xarray: pip install xarray")
    dataset = table.set_index([key for key in DIMENSIONS[name] if key in table.columns]).to_xarray()
    for variable in dataset.data_vars:
        if known := facts.get(str(variable)):
            dataset[variable].attrs = {"units": known.unit, "long_name": known.meaning}
    return dataset
