"""Virtual environments for the peers, set up once under .bench/ (which git ignores). None is ours to depend on."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks.engines import Engine, Environment

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / ".bench"
#: Longer than this no installation may take.
PATIENCE = 1200
VERSIONS = "import importlib.metadata as m, sys; print(sys.version.split()[0], *(m.version(n) for n in sys.argv[1:]))"


class NotInstalled(Exception):
    """An engine that cannot be had here, and why."""


def interpreter(engine: Engine) -> tuple[Path, str]:
    """Return the Python that runs an engine, and what is installed there; sets its environment up if need be.

    Raises:
        NotInstalled: it cannot be set up, now or when it was last tried.
    """
    if engine.environment is None:
        if engine.module == "c_simd" and not shutil.which(os.environ.get("CC", "cc")):
            raise NotInstalled("there is no C compiler (cc, or what CC names)")
        return Path(sys.executable), _versions(Path(sys.executable), "numpy")
    folder = FOLDER / engine.environment.packages[0].partition("[")[0]
    note = folder.with_suffix(".json")
    wanted = repr(engine.environment)
    found = json.loads(note.read_text()) if note.exists() else {}
    if found.get("wanted") != wanted:
        found = {"wanted": wanted, **_set_up(engine.environment, folder)}
        note.write_text(json.dumps(found, indent=1))
    if found["reason"]:
        raise NotInstalled(f"{found['reason']} (remove {note.relative_to(ROOT)} to try again)")
    return folder / "bin" / "python", found["versions"]


def _set_up(environment: Environment, folder: Path) -> dict[str, str]:
    """Make an environment and install its packages; return the reason if that failed."""
    name = environment.packages[0].partition("[")[0]
    sys.stderr.write(f"setting up {name} in {folder.relative_to(ROOT)}, once\n")
    python = folder / "bin" / "python"
    variables = {key: value.format(bin=folder / "bin") for key, value in environment.variables.items()}
    try:
        _quietly([_base(environment.python), "-m", "venv", "--clear", str(folder)])
        if environment.before:
            _quietly([str(python), "-m", "pip", "install", "--quiet", *environment.before])
        _quietly([str(python), "-m", "pip", "install", "--quiet", *environment.packages], variables)
    except NotInstalled as problem:
        return {"reason": str(problem), "versions": ""}
    return {"reason": "", "versions": _versions(python, name)}


def _base(version: str) -> str:
    """Return the path of a Python of a version, or of the one that runs this."""
    found = subprocess.run([ROOT / ".ci" / "find-python", version], capture_output=True, text=True, check=False)
    return found.stdout.strip() or sys.executable


def _quietly(command: list[str], variables: dict[str, str] | None = None) -> None:
    environment = {**os.environ, **(variables or {}), "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    try:
        done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        raise NotInstalled(f"'{' '.join(command[1:4])}' took longer than {PATIENCE} s") from None
    if done.returncode:
        said = [line.strip() for line in done.stderr.splitlines() if line.strip().lower().startswith("error")]
        raise NotInstalled(said[-1] if said else f"exit code {done.returncode} of {' '.join(command[1:4])}")


def _versions(python: Path, package: str) -> str:
    done = subprocess.run([python, "-c", VERSIONS, package], capture_output=True, text=True, check=True)
    version, *installed = done.stdout.split()
    return f"Python {version}, {package} {installed[0]}"
