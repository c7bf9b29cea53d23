"""Compiles kernels with Numba and keeps them on disk under a hash of everything that they are made of.

Each kernel is a module of its own, so that a change recompiles its phase only. A folder that cannot be written to is
copied to a temporary one, and that is said; a damaged cache entry is deleted and compiled anew; the text is laid
by rename, so that two processes cannot disturb each other. How far it is goes to the logger "trustsim".
"""

from __future__ import annotations

import atexit
import hashlib
import importlib.util
import logging
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from threading import Lock
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt

from trustsim.model.kernels import RECORDS, groups_of, kernel_text, units, weekly_units
from trustsim.model.rules import RuleSet

Kernel = Callable[..., None]
logger = logging.getLogger("trustsim")
#: What compiling takes on two processors, for the line that says so.
SECONDS_A_PART = 6

_lock = Lock()


def kernels(ruleset: RuleSet) -> dict[str, Kernel]:
    """Return the compiled kernels of a rule set by phase; compiles what the cache does not hold, and says so."""
    with _lock:
        return _kernels(ruleset)


@cache
def _kernels(ruleset: RuleSet) -> dict[str, Kernel]:
    folder = cache_folder()
    paths = {unit: _lay(folder, f"{ruleset.name}_{unit}", kernel_text(ruleset, unit)) for unit in units(ruleset)}
    missing = [path for path in paths.values() if not _compiled(path)]
    if missing:
        _compile(missing, len(paths))
    return {unit: _load(path).kernel for unit, path in paths.items()}


@cache
def entries(ruleset: RuleSet) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.bool_], npt.NDArray[np.int64]]:
    """Return what the loop over weeks calls: where kernels begin, which of them measure, and which go together.

    Kernels are those of a week in their order; the address of each is that of its entry for callers in C.
    """
    compiled, order = kernels(ruleset), weekly_units(ruleset)
    addresses = np.array([_entry(compiled[unit]) for unit in order], dtype=np.uint64)
    return addresses, np.array([unit in RECORDS for unit in order]), np.array(groups_of(ruleset), dtype=np.int64)


def _entry(kernel: Any) -> int:
    (compiled,) = kernel.overloads.values()
    return compiled.library.get_pointer_to_function(compiled.fndesc.llvm_cfunc_wrapper_name)


@cache
def cache_folder() -> Path:
    """Return the folder for compiled rules: ``TRUSTSIM_CACHE_DIR``, else the user's cache, else a temporary one."""
    home = os.environ.get("TRUSTSIM_CACHE_DIR") or os.environ.get("XDG_CACHE_HOME")
    folder = Path(home) / "trustsim" if home else Path.home() / ".cache" / "trustsim"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError as error:
        logger.warning(
            "compiled rules cannot be kept in %s (%s): using a copy for now; set TRUSTSIM_CACHE_DIR", folder, error
        )
        return _copy_of(folder)


def _copy_of(folder: Path) -> Path:
    """Return a temporary folder with what can be read of one that cannot be written to; it goes with the process."""
    copy = Path(tempfile.mkdtemp(prefix="trustsim-"))
    atexit.register(shutil.rmtree, copy, ignore_errors=True)
    with suppress(OSError, shutil.Error):
        shutil.copytree(folder, copy, dirs_exist_ok=True)
    return copy


def _lay(folder: Path, name: str, text: str) -> Path:
    import llvmlite
    import numba

    made_of = (text, numba.__version__, llvmlite.__version__, sys.version, platform.machine())
    digest = hashlib.sha256("\0".join(made_of).encode()).hexdigest()[:16]
    path = folder / f"{name}_{digest}.py"
    if not path.exists():
        handle, temporary = tempfile.mkstemp(dir=folder, suffix=".tmp")
        with os.fdopen(handle, "w") as file:
            file.write(text)
        # a fixed time: Numba's index compares it, and two processes that lay the same text must agree
        os.utime(temporary, (1_000_000_000, 1_000_000_000))
        Path(temporary).replace(path)
    return path


def _numba_folder(path: Path) -> Path:
    override = os.environ.get("NUMBA_CACHE_DIR")
    return Path(override) if override else path.parent / "__pycache__"


def _compiled(path: Path) -> bool:
    return any(_numba_folder(path).glob(f"**/{path.stem}.kernel-*.nbc"))


def _compile(paths: Sequence[Path], total: int) -> None:
    """Compile kernels: half of them in a process of its own, which leaves them in the cache, and the others here."""
    seconds = SECONDS_A_PART * len(paths) + 3
    logger.warning("compiling the rules, once: %d of %d parts, about %d s", len(paths), total, seconds)
    here, there = _halves(paths)
    command = [sys.executable, "-m", "trustsim.model.compilation", *map(str, there)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL) if there and (os.cpu_count() or 1) > 1 else None
    done = 0
    for path in here:
        _load(path)
        done = _tell(paths, done)
    while process and process.poll() is None:
        time.sleep(0.2)
        done = _tell(paths, done)


def _halves(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Split kernels into two lists of about the same length of text: the time follows it."""
    halves: tuple[list[Path], list[Path]] = ([], [])
    lengths = [0, 0]
    for path in sorted(paths, key=lambda path: path.stat().st_size, reverse=True):
        shorter = lengths.index(min(lengths))
        halves[shorter].append(path)
        lengths[shorter] += path.stat().st_size
    return halves


def _tell(paths: Sequence[Path], before: int) -> int:
    """Say how many kernels are compiled, if there are more than before, and return how many."""
    done = sum(_compiled(path) for path in paths)
    if done > before:
        logger.info("compiling the rules, once: %d of %d parts done", done, len(paths))
    return done


@cache
def _load(path: Path) -> ModuleType:
    try:
        return _import(path)
    except Exception:
        if not _compiled(path):
            raise
        for entry in _numba_folder(path).glob(f"**/{path.stem}.*"):
            entry.unlink(missing_ok=True)
        return _import(path)


def _import(path: Path) -> ModuleType:
    name = f"_trustsim_kernels.{path.stem}"
    spec: Any = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    # Numba looks the module up by name when it loads from its cache
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        _load(Path(argument))
