"""``python -m trustsim.documentation [--figures] [FOLDER]``: write the pages that are made from the code.

With ``--figures``: run every shipped map instead, and write the figures with their page; that takes minutes.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from trustsim.documentation.pages import docs_folder, pages
from trustsim.errors import TrustsimError


def write(folder: Path) -> list[str]:
    """Write the pages into a folder and return the names of those that have changed."""
    changed = []
    for name, text in pages(folder).items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            changed.append(name)
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
