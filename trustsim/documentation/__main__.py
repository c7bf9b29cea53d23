"""``python -m trustsim.documentation [FOLDER]``: write the pages that are made from the code."""

from __future__ import annotations

import sys
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


if __name__ == "__main__":
    try:
        names = write(Path(sys.argv[1]) if len(sys.argv) > 1 else docs_folder())
    except (TrustsimError, OSError) as error:
        sys.exit(f"documentation: {error}")
    sys.stdout.write(f"written: {', '.join(names)}\n" if names else "all pages are current\n")
