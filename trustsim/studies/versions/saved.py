"""What a folder of results, a comparison or a sweep holds, read without asking what its scenarios mean here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from trustsim.errors import InputError, StoreError
from trustsim.results import OutcomeFacts, Results, open_results
from trustsim.results.store import PathLike, kind_of, read_frame, read_manifest
from trustsim.scenario.layers import flatten
from trustsim.studies.comparison import Comparison, open_comparison
from trustsim.studies.designs.design import BASELINE
from trustsim.studies.sweeps import parts
from trustsim.studies.sweeps.ledger import Ledger

RESULTS, COMPARISON, SWEEP = "results", "comparison", "sweep"
#: Columns of a sweep's cells and parts that are no factor and no outcome.
CELL_KEYS, PART_KEYS = ("point", "arm", "scenario", "case"), ("run_id", "case", "replication")


@dataclass(frozen=True, eq=False)
class Arm:
    """The runs of one scenario.

    Attributes:
        hash: of the resolved scenario.
        seed: where its luck starts.
        settings: the weeks and the profile, where they are known, by name.
        values: every value of the scenario by dotted path.
        runs: every outcome by number of the replication.
        results: where they come from, unless from a sweep.
    """

    hash: str
    seed: int
    settings: Mapping[str, Any]
    values: Mapping[str, Any]
    runs: pd.DataFrame
    results: Results | None = None


@dataclass(frozen=True, eq=False)
class Version:
    """What one version of the model came to.

    Attributes:
        where: the folder, or what else to call it.
        kind: "results", "comparison" or "sweep".
        versions: of trustsim and what its digits may depend on; ``model`` is a digest of the rules.
        facts: unit and smallest difference that matters of every outcome, by name.
        arms: the runs by what they are called; of a comparison the baseline's come first.
        paired: whether the arms of a comparison share their luck.
    """

    where: str
    kind: str
    versions: Mapping[str, str]
    facts: Mapping[str, OutcomeFacts]
    arms: Mapping[str, Arm]
    paired: bool = True

    @property
    def name(self) -> str:
        """The version of trustsim and the beginning of the digest of its rules."""
        model = self.versions.get("model", "")
        return f"trustsim {self.versions.get('trustsim', '?')}{f' ({model[:8]})' if model else ''}"


def saved_version(given: PathLike | Results | Comparison) -> Version:
    """Return what a folder holds, or results or a comparison at hand.

    Raises:
        InputError: there is no such folder, or it holds something else.
        StoreError: it is damaged.
    """
    if isinstance(given, Results):
        return of_results(given, f"'{given.name}'")
    if isinstance(given, Comparison):
        return of_comparison(given, f"'{given.baseline.name}' and others")
    folder = Path(given).expanduser()
    if not folder.is_dir():
        raise InputError(f"{folder}: there is no such folder; name one that --out or a sweep's --store wrote")
    kind = kind_of(folder)
    if kind == RESULTS:
        return of_results(open_results(folder), str(folder))
    if kind == COMPARISON:
        return of_comparison(open_comparison(folder), str(folder))
    if kind == SWEEP:
        return _of_sweep(folder)
    raise InputError(
        f"{folder} holds a {kind}, not runs that can be set beside others: name a folder of `run --out`, "
        "`compare --out` or `sweep --store`"
    )


def of_results(results: Results, where: str) -> Version:
    """Return the version that results are of."""
    here = results.manifest
    return Version(where, RESULTS, here.versions, results.outcome_facts, {here.name: arm_of(results)})


def of_comparison(comparison: Comparison, where: str) -> Version:
    """Return the version that a comparison is of."""
    here = comparison.baseline.manifest
    arms = {label: arm_of(arm) for label, arm in comparison.arms.items()}
    return Version(where, COMPARISON, here.versions, comparison.outcome_facts, arms, comparison.paired)


def arm_of(results: Results) -> Arm:
    """Return the runs of one scenario."""
    here = results.manifest
    settings = {"weeks": here.weeks, "profile": here.profile}
    runs = results.overall.set_index("replication")
    return Arm(here.hash, here.seed, settings, flatten(here.scenario), runs, results)


# -- sweeps ---------------------------------------------------------------------------------------------------------


def _of_sweep(folder: Path) -> Version:
    manifest = read_manifest(folder, SWEEP)
    cells, cases = read_frame(folder, "cells"), read_frame(folder, "cases")
    try:
        facts = [OutcomeFacts(**row) for row in manifest.get("outcomes", [])]
        bases = [flatten(base.get("resolved", {})) for base in manifest["bases"]]
        seed = int(manifest["design"]["seed"])
        runs = _runs(folder)
        arms = {_words(row): _cell_arm(row, cases, bases, runs, seed) for row in cells.to_dict("records")}
        versions = manifest["versions"]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise StoreError(f"{folder} is damaged: its manifest cannot be understood ({error})") from error
    return Version(str(folder), SWEEP, versions, {of.name: of for of in facts}, arms)


def _runs(folder: Path) -> dict[int, pd.DataFrame]:
    """Return the outcomes of the finished runs of a sweep: by case a frame by replication."""
    with Ledger(folder) as ledger:
        known = ledger.parts()
    if not known:
        raise StoreError(f"{folder} holds no finished runs yet: `trustsim resume {folder}`")
    try:
        names = pq.read_schema(parts.part_path(folder, known[0].batch)).names
    except (OSError, pa.ArrowException) as error:
        raise StoreError(f"{folder}: its parts cannot be read: {error}") from error
    table = parts.read_parts(folder, known, [name for name in names if name != "run_id"]).to_pandas()
    frames = table.groupby("case")
    return {int(str(case)): rows.drop(columns="case").set_index("replication").sort_index() for case, rows in frames}


def _words(row: Mapping[Any, Any]) -> str:
    """Return what a cell is called: its scenario, its arm unless that is the baseline, and its factors."""
    arm = [] if row["arm"] == BASELINE else [str(row["arm"])]
    factors = [f"{path} = {value}" for path, value in row.items() if path not in CELL_KEYS]
    return ", ".join([str(row["scenario"]), *arm, *factors])


def _cell_arm(
    row: Mapping[Any, Any],
    cases: pd.DataFrame,
    bases: list[dict[str, Any]],
    runs: Mapping[int, pd.DataFrame],
    seed: int,
) -> Arm:
    case = int(row["case"])
    base, text = int(cases["base"].iloc[case]), str(cases["hash"].iloc[case])
    own = {str(path): value for path, value in row.items() if path not in CELL_KEYS and value == value}
    values = {**bases[base], **{path: value for path, value in own.items() if path in bases[base]}}
    settings = {name: values[f"run.{name}"] for name in ("weeks", "profile") if f"run.{name}" in values}
    empty = next(iter(runs.values())).iloc[:0]
    return Arm(text, seed, settings, values, runs.get(case, empty))
