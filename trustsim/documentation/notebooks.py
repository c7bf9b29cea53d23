"""Notebooks as Jupyter has them, made of those in ``notebooks/*.py`` (py:percent): the same cells, without outputs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CELL, MARKDOWN = "# %%", "[markdown]"
METADATA = {
    "jupytext": {"formats": "py:percent,ipynb"},
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
}


def notebooks(folder: Path) -> dict[str, str]:
    """Return the text of every notebook by the name of its file.

    Args:
        folder: where the ``.py`` files are.
    """
    found = sorted(folder.glob("*.py"))
    return {f"{path.stem}.ipynb": as_notebook(path.read_text(encoding="utf-8")) for path in found}


def as_notebook(text: str) -> str:
    """Return the text of a notebook that holds the cells of a py:percent script, and no outputs."""
    cells = [_cell(number, kind, lines) for number, (kind, lines) in enumerate(_cells(text))]
    whole = {"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def _cells(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield kind and lines of each cell; what stands before the first is the script's head, which is none."""
    kind, lines = "", list[str]()
    for line in text.splitlines():
        if line.startswith(CELL):
            if kind:
                yield kind, _trimmed(lines)
            kind, lines = "markdown" if MARKDOWN in line else "code", []
        else:
            lines.append(line.removeprefix("#").removeprefix(" ") if kind == "markdown" else line)
    if kind:
        yield kind, _trimmed(lines)


def _trimmed(lines: list[str]) -> list[str]:
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _cell(number: int, kind: str, lines: list[str]) -> dict[str, Any]:
    source = [f"{line}\n" for line in lines[:-1]] + lines[-1:]
    cell: dict[str, Any] = {"cell_type": kind, "id": f"cell-{number}", "metadata": {}, "source": source}
    return cell | ({"execution_count": None, "outputs": []} if kind == "code" else {})
