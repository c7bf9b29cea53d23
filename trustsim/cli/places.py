"""Where a command may write: checked before anything runs, so that bad input leaves nothing behind."""

from __future__ import annotations

import tempfile
from pathlib import Path

from trustsim.errors import InputError

#: What a folder of saved results holds; such a folder may be replaced.
MANIFEST = "manifest.json"


def check_places(out: Path | None, figure: Path | None) -> None:
    """Check where a command shall write.

    Raises:
        InputError: a folder is taken or cannot be written to, or a figure's name has another ending.
    """
    if out is not None:
        check_folder(out)
    if figure is not None:
        check_figure(figure, out)


def check_folder(path: Path, ours: str = MANIFEST) -> None:
    """Check that a folder can be written: a new one, an empty one, or one that was written so before.

    Args:
        path: the folder.
        ours: the file by which a folder shows that it was written so before.

    Raises:
        InputError: it is taken or cannot be written to.
    """
    folder = path.expanduser()
    try:
        if folder.exists() and not folder.is_dir():
            raise InputError(f"--out {path}: is a file; name a folder")
        if folder.is_dir() and any(folder.iterdir()) and not (folder / ours).is_file():
            raise InputError(f"--out {path}: holds other files, which are kept; name a new or an empty folder")
    except OSError as error:
        raise InputError(f"--out {path}: cannot be read: {error.strerror or error}") from error
    check_writable(folder, f"--out {path}")


def check_figure(path: Path, out: Path | None = None) -> None:
    """Check that a figure can be written; its folder may be that of the results.

    Raises:
        InputError: another ending, a folder that is missing or cannot be written to.
    """
    from trustsim.plots import FORMATS

    target = path.expanduser()
    if target.suffix.lower() not in FORMATS:
        kinds = f"{', '.join(FORMATS[:-1])} or {FORMATS[-1]}"
        raise InputError(f"--figure {path}: the name must end in {kinds}, not '{target.suffix}'")
    if out is not None and target.parent.absolute() == out.expanduser().absolute() and not target.is_dir():
        return
    check_file(path, "--figure")


def check_file(path: Path, option: str) -> None:
    """Check that a file can be written.

    Args:
        path: the file.
        option: what asked for it, for messages.

    Raises:
        InputError: it is a folder, or its folder is missing or cannot be written to.
    """
    target = path.expanduser()
    if target.is_dir():
        raise InputError(f"{option} {path}: is a folder; name a file")
    if not target.parent.is_dir():
        raise InputError(f"{option} {path}: there is no folder {target.parent}; make it first")
    check_writable(target.parent, f"{option} {path}")


def check_writable(folder: Path, what: str) -> None:
    """Check that files can be made in a folder, or in the nearest folder above it that is there.

    Raises:
        InputError: they cannot.
    """
    there = folder
    while not there.exists() and there != there.parent:
        there = there.parent
    try:
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError as error:
        raise InputError(f"{what}: cannot write in {there}: {error.strerror or error}") from error
