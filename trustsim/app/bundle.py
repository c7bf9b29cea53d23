"""What the pages need beside Python: which npm packages, where they are laid, and what is missing.

``hatch_build.py`` lays them when the project is installed.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import NamedTuple

APP = Path(__file__).parent
#: Where they are laid: a folder for each package and version, as a content delivery network has it.
FOLDER = APP / "npm"


class Package(NamedTuple):
    """An npm package: its name, its version, and patterns of the files that are kept of it."""

    name: str
    version: str
    files: tuple[str, ...]

    @property
    def folder(self) -> Path:
        """Where it is laid."""
        return FOLDER / f"{self.name}@{self.version}"

    @property
    def missing(self) -> list[str]:
        """The patterns for which there is no file."""
        return [pattern for pattern in self.files if not any(self.folder.glob(pattern))]


def packages() -> list[Package]:
    """Return the packages that are needed."""
    listed = tomllib.loads((APP / "npm.toml").read_text("utf-8"))
    return [Package(name, wanted["version"], tuple(wanted["files"])) for name, wanted in listed.items()]


def missing() -> list[str]:
    """Return what is missing, a line for each package; nothing where the app can be served without any network."""
    return [
        f"{package.name} {package.version}: {', '.join(package.missing)}" for package in packages() if package.missing
    ]
