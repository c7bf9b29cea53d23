"""A model on disk: one file, a zip of a JSON manifest and NumPy arrays, there whole or not at all. No pickles."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from trustsim._version import __version__
from trustsim.errors import StoreError, TrustsimError
from trustsim.model.declarations import ENTITIES
from trustsim.model.kernels import kernel_text, units
from trustsim.model.plan import Change, CompanyPlan, Plan, TeamPlan
from trustsim.model.recording import Record, Recorder
from trustsim.model.rules import RuleSet
from trustsim.model.state import Layout, State

FORMAT = "trustsim model 1"
MANIFEST = "manifest.json"
#: More than any manifest has.
LARGEST_MANIFEST = 256_000_000
#: What a damaged or foreign file can make the readers raise.
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, LookupError, ValueError, TypeError, RuntimeError, TrustsimError)

PathLike = str | os.PathLike[str]
Arrays = Mapping[str, npt.NDArray[Any]]


@dataclass(frozen=True)
class Saved:
    """A model at the end of a week: plain values and arrays by name."""

    plan: Plan
    record: Record
    values: Mapping[str, Any]
    arrays: Arrays


@cache
def rules_digest(ruleset: RuleSet) -> str:
    """Return a digest of everything that a rule set computes: it changes whenever a rule or a field does."""
    text = "\0".join(kernel_text(ruleset, unit) for unit in units(ruleset))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def write(path: PathLike, ruleset: RuleSet, saved: Saved) -> Path:
    """Write a file: under another name first, so that a failure leaves what was there.

    Raises:
        StoreError: it cannot be written.
    """
    target = Path(path).expanduser()
    working = target.with_name(f".{target.name}-{secrets.token_hex(4)}")
    made_with = {"format": FORMAT, "trustsim": __version__, "rules": rules_digest(ruleset)}
    content = {"plan": plan_document(saved.plan), "record": asdict(saved.record), "values": saved.values}
    try:
        with working.open("xb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(MANIFEST, json.dumps(made_with | content))
            for name, array in saved.arrays.items():
                with archive.open(f"{name}.npy", "w", force_zip64=True) as part:
                    np.lib.format.write_array(part, np.asarray(array), allow_pickle=False)
        working.replace(target)
    except OSError as error:
        raise StoreError(f"cannot write {target}: {error.strerror or error}") from error
    finally:
        working.unlink(missing_ok=True)
    return target


def read(path: PathLike, ruleset: RuleSet) -> Saved:
    """Read and check a file that ``write`` wrote.

    Raises:
        StoreError: there is none, it is damaged, no model, or of another version.
    """
    source = Path(path).expanduser()
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = _manifest(source, archive)
            _check_version(source, manifest, ruleset)
            names = [name for name in archive.namelist() if name != MANIFEST]
            arrays = {name.removesuffix(".npy"): _array(archive, name) for name in names}
        saved = Saved(plan_of(manifest["plan"]), Record(**manifest["record"]), manifest["values"], arrays)
        _check_state(saved, ruleset)
    except OSError as error:
        raise StoreError(f"cannot read {source}: {error.strerror or error}") from error
    except StoreError:
        raise
    except DAMAGE as error:
        raise StoreError(f"{source} is damaged or no saved model: {error}") from error
    return saved


def _manifest(source: Path, archive: zipfile.ZipFile) -> dict[str, Any]:
    if MANIFEST not in archive.namelist():
        raise StoreError(f"{source} is no saved model")
    if archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
        raise ValueError("its manifest is too large")
    manifest = json.loads(archive.read(MANIFEST))
    if not isinstance(manifest, dict) or not str(manifest.get("format")).startswith("trustsim model"):
        raise StoreError(f"{source} is no saved model")
    return manifest


def _check_version(source: Path, manifest: Mapping[str, Any], ruleset: RuleSet) -> None:
    version = manifest["trustsim"]
    if (manifest["format"], version) != (FORMAT, __version__):
        raise StoreError(
            f"{source} was saved by trustsim {version} and cannot be continued by {__version__}: run it anew"
        )
    if manifest["rules"] != rules_digest(ruleset):
        raise StoreError(f"{source} was saved by a model with other rules than this one: run it anew")


def _array(archive: zipfile.ZipFile, name: str) -> npt.NDArray[Any]:
    with archive.open(name) as part:
        return np.lib.format.read_array(part, allow_pickle=False)


def _check_state(saved: Saved, ruleset: RuleSet) -> None:
    state = State(ruleset, Layout.of(saved.plan), 1)
    for entity, array in state.arrays.items():
        found = saved.arrays[f"state/{entity.name}"]
        if found.shape != array.shape or found.dtype != array.dtype:
            raise ValueError(f"its columns of {entity.name} are {found.dtype}{found.shape}, not {array.shape}")
        array[...] = found
    state.check()


# -- plans ----------------------------------------------------------------------------------------------------------


def plan_document(plan: Plan) -> dict[str, Any]:
    """Return a plan as plain values."""
    changes = [asdict(change) | {"entity": change.entity.name} for change in plan.changes]
    return asdict(plan) | {"changes": changes}


def plan_of(document: Mapping[str, Any]) -> Plan:
    """Return the plan that ``plan_document`` gave."""
    entities = {entity.name: entity for entity in ENTITIES}
    changes = [
        Change(**change | {"entity": entities[change["entity"]], "rows": _tuple(change["rows"])})
        for change in document["changes"]
    ]
    companies = tuple(CompanyPlan(**company) for company in document["companies"])
    teams = tuple(TeamPlan(**team) for team in document["teams"])
    return Plan(**{**document, "companies": companies, "teams": teams, "changes": tuple(changes)})


def _tuple(rows: list[int] | None) -> tuple[int, ...] | None:
    return None if rows is None else tuple(rows)


# -- what was recorded ----------------------------------------------------------------------------------------------

_SUMS = ("totals", "weekly", "teams")
_WEEKS = ("employees", "managers", "ledger")


def record_arrays(recorder: Recorder) -> dict[str, npt.NDArray[Any]]:
    """Return what a recorder has collected as arrays by name."""
    arrays: dict[str, npt.NDArray[Any]] = {name: sums for name in _SUMS if (sums := getattr(recorder.sums, name)).size}
    arrays |= {name: np.stack(weeks) for name in _WEEKS if (weeks := getattr(recorder, name))}
    arrays |= {f"groups/{name}": np.stack(weeks) for name, weeks in recorder.groups.items()}
    if recorder.events:
        columns = recorder.events[0]
        arrays |= {f"events/{name}": np.concatenate([table[name] for table in recorder.events]) for name in columns}
    arrays["people_weeks"] = np.array(recorder.people_weeks, dtype=np.int64)
    return {f"record/{name}": array for name, array in arrays.items()}


def fill_recorder(recorder: Recorder, arrays: Arrays) -> None:
    """Give a recorder what ``record_arrays`` took from another."""
    parts = {name.removeprefix("record/"): array for name, array in arrays.items() if name.startswith("record/")}
    for name in _SUMS:
        target = getattr(recorder.sums, name)
        if target.size:
            target[...] = parts[name]
    for name in _WEEKS:
        setattr(recorder, name, list(parts.get(name, ())))
    recorder.people_weeks = parts["people_weeks"].tolist()
    recorder.groups = {
        name.removeprefix("groups/"): list(array) for name, array in parts.items() if name.startswith("groups/")
    }
    events = {name.removeprefix("events/"): array for name, array in parts.items() if name.startswith("events/")}
    recorder.events = [events] if events else []
