"""``python -m trustsim.documentation [--figures] [FOLDER]``: write the pages made from the code, and notebooks.

With ``--figures``: run every shipped map instead, and write the figures with their page; that takes minutes.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from trustsim.documentation.notebooks import notebooks
from trustsim.documentation.pages import docs_folder, pages
from trustsim.errors import TrustsimError


def write(folder: Path) -> list[str]:
    """Write the pages into a folder, the notebooks into the one beside it, and return the names of what has changed."""
    beside = folder.parent / "notebooks"
    made = {folder / name: text for name, text in pages(folder).items()}
    made |= {beside / name: text for name, text in notebooks(beside).items()}
    changed = []
    for path, text in made.items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            changed.append(path.name)
    return changed


def main(arguments: Sequence[str]) -> str:
    """Write what the arguments ask for and return the line that says so."""
    rest = [argument for argument in arguments if argument != "--figures"]
    folder = Path(rest[0]) if rest else docs_folder()
    if len(rest) < len(arguments):
        from trustsim.documentation.figures import write_figures

        names = write_figures(folder, lambda line: sys.stderr.write(f"{line}\n"))
    else:
        names = write(folder)
    return f"written: {', '.join(names)}\n" if names else "all pages are current\n"


if __name__ == "__main__":
    try:
        sys.stdout.write(main(sys.argv[1:]))
    except (TrustsimError, OSError) as error:
        sys.exit(f"documentation: {error}")
