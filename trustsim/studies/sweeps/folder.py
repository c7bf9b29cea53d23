"""The folder of a sweep: what it asks (manifest and tables of cells and cases), its ledger and its parts.

It holds everything that is needed to go on, on any machine with the same trustsim: no design file, no scenario file.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from trustsim.errors import InputError, StoreError, nearest
from trustsim.model.week import MODEL
from trustsim.results.manifest import facts_of, versions_with
from trustsim.results.store import PathLike, new_folder, read_frame, read_manifest, write_parts
from trustsim.scenario import load
from trustsim.studies.designs.cells import Base, Case, Cell, Cells
from trustsim.studies.designs.design import Arm, Design
from trustsim.studies.designs.factors import SCENARIO
from trustsim.studies.designs.stopping import StoppingRule
from trustsim.studies.documents import has_path
from trustsim.studies.sweeps import ledger, parts
from trustsim.studies.sweeps.batches import model_version

KIND = "sweep"


def run_id(model: str, scenario_hash: str, seed: int, replication: int) -> str:
    """Return the id of a run, made of all that its digits depend on: model, scenario, seed and replication."""
    content = "\0".join([model, scenario_hash, str(seed), str(replication)])
    return hashlib.sha256(content.encode()).hexdigest()[:32]


def identity_of(cells: Cells) -> str:
    """Return a digest of what a sweep asks: the scenario of every cell, the luck, and how often each is run."""
    asked = {
        "cells": [[cell.point, cell.arm, cells.cases[cell.case].hash] for cell in cells.cells],
        "seed": cells.design.seed,
        "replications": _replications(cells.design),
    }
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()


def _replications(design: Design) -> Any:
    return design.replications.plain() if isinstance(design.replications, StoppingRule) else design.replications


# -- writing --------------------------------------------------------------------------------------------------------


def create(path: PathLike, cells: Cells) -> None:
    """Make the folder of a new sweep: there whole or not at all.

    Raises:
        StoreError: the folder holds other files, or cannot be written.
    """
    design = cells.design
    content = {
        "name": design.name,
        "model": model_version(),
        "identity": identity_of(cells),
        "versions": versions_with(MODEL),
        "outcomes": [asdict(facts) for facts in facts_of(MODEL)],
        "design": plain_design(cells),
        "bases": [_plain_base(base) for base in cells.bases],
    }
    with new_folder(path) as folder:
        write_parts(folder, KIND, content, {"cells": _cell_frame(cells), "cases": _case_frame(cells)})
        (folder / parts.FOLDER).mkdir()
        ledger.create(folder)
        for file in folder.iterdir():
            _sync(file)
    parts.sync_folder(Path(path).expanduser().absolute().parent)


def _plain_base(base: Base) -> dict[str, Any]:
    """Return what a base asks, and for those who look at it with another version what it came to."""
    scenario = base.scenario
    return {"arm": base.arm, "scenario": scenario.document(alone=True), "resolved": scenario.document(full=True)}


def _sync(path: Path) -> None:
    if path.is_file():
        with path.open("rb+") as file:
            os.fsync(file.fileno())


def plain_design(cells: Cells) -> dict[str, Any]:
    """Return a design as plain values; scenarios stand there by name, the points of a list in the table of cells."""
    design = cells.design
    names = list(dict.fromkeys(base.name for base in cells.bases))
    arm_scenarios = {base.arm: base.scenario.name for base in cells.bases}
    return {
        "scenario": names if design.several else names[0],
        "factors": {path: factor.plain() for path, factor in design.factors.items()},
        "zip": [{path: factor.plain() for path, factor in group.items()} for group in design.zip],
        "method": design.method,
        "samples": design.samples,
        "second_order": design.second_order,
        "replications": _replications(design),
        "arms": {
            name: dict(arm.set) | ({SCENARIO: arm_scenarios[name]} if arm.scenario is not None else {})
            for name, arm in design.arms.items()
        },
        "set": dict(design.set),
        "seed": design.seed,
        "weeks": design.weeks,
        "profile": design.profile,
        "name": design.name,
        "title": design.title,
        "story": design.story,
    }


def _cell_frame(cells: Cells) -> pd.DataFrame:
    rows = cells.cells
    columns: dict[str, Any] = {
        "point": [cell.point for cell in rows],
        "arm": pd.Series([cell.arm for cell in rows], dtype="str"),
        "scenario": pd.Series([cell.scenario for cell in rows], dtype="str"),
        "case": [cell.case for cell in rows],
    }
    varied = [path for path in rows[0].values if path != SCENARIO]
    return pd.DataFrame(columns | {path: [cell.values[path] for cell in rows] for path in varied})


def _case_frame(cells: Cells) -> pd.DataFrame:
    cases = cells.cases
    columns = {name: [getattr(case, name) for case in cases] for name in ("base", "hash", "weight")}
    return pd.DataFrame({"case": range(len(cases))} | columns)


# -- reading --------------------------------------------------------------------------------------------------------


def read(path: PathLike) -> tuple[dict[str, Any], Cells]:
    """Return the manifest of a sweep's folder and its cells.

    Raises:
        StoreError: there is no sweep, or it is damaged or of another version of the store.
    """
    folder = Path(path).expanduser()
    manifest = read_manifest(folder, KIND)
    try:
        return manifest, _cells(manifest, read_frame(folder, "cells"), read_frame(folder, "cases"))
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, InputError) as error:
        raise StoreError(f"{folder} is damaged: its manifest cannot be understood ({error})") from error


def _cells(manifest: Mapping[str, Any], cell_frame: pd.DataFrame, case_frame: pd.DataFrame) -> Cells:
    bases = [
        Base(str(given["scenario"]["name"]), str(given["arm"]), load(given["scenario"])) for given in manifest["bases"]
    ]
    paths = [str(path) for path in cell_frame.columns[4:]]
    rows = cell_frame.to_dict("list")
    values = [dict(zip(paths, row, strict=True)) for row in zip(*(rows[path] for path in paths), strict=True)]
    values = values or [{}] * len(cell_frame)
    cells = tuple(
        Cell(int(point), str(arm), str(scenario), value, int(case))
        for point, arm, scenario, case, value in zip(
            rows["point"], rows["arm"], rows["scenario"], rows["case"], values, strict=True
        )
    )
    fitting = [[path for path in paths if has_path(base.scenario, path)] for base in bases]
    values_of = {cell.case: cell.values for cell in reversed(cells)}
    cases = tuple(
        Case(base, {path: values_of[number][path] for path in fitting[base]}, text, weight)
        for number, base, text, weight in case_frame.itertuples(index=False, name=None)
    )
    return Cells(_design(manifest["design"], cells), tuple(bases), cases, cells)


def _design(plain: Mapping[str, Any], cells: tuple[Cell, ...]) -> Design:
    values = dict(plain)
    if values["method"] == "list":
        points = {cell.point: cell.values for cell in cells}
        values["points"] = [dict(points[number]) for number in sorted(points)]
    values["arms"] = {
        name: Arm({path: value for path, value in given.items() if path != SCENARIO}, given.get(SCENARIO))
        for name, given in values["arms"].items()
    }
    return Design(**values)


def is_current(manifest: Mapping[str, Any], cells: Cells) -> bool:
    """Tell whether a sweep was begun with the model that is here: its rules, and its scenarios with their defaults."""
    first = {case.base: case for case in reversed(cells.cases)}
    return manifest["model"] == model_version() and all(
        cells.bases[base].scenario.override(case.values).hash == case.hash for base, case in first.items()
    )


def check_version(folder: Path, manifest: Mapping[str, Any], cells: Cells) -> None:
    """Check that a sweep was begun with the model that is here.

    Raises:
        StoreError: it was not, so that its runs and new ones must not be mixed.
    """
    if not is_current(manifest, cells):
        begun = manifest.get("versions", {}).get("trustsim", "another version")
        raise StoreError(
            f"{folder} was begun by trustsim {begun} with the model {manifest['model']}, this is {model_version()} (or "
            "its defaults are others): runs of two models are not mixed; take that version, or choose another folder"
        )


def check_outcomes(names: list[str], known: list[str]) -> None:
    """Check names of outcomes.

    Raises:
        InputError: one is unknown.
    """
    for name in names:
        if name not in known:
            raise InputError(f"no outcome is called '{name}'{nearest(name, known)}")
