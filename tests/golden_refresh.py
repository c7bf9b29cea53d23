"""Writes ``golden.csv`` anew and shows what changed: ``python -m tests.golden_refresh``."""

from __future__ import annotations

import sys

from tests.golden import PATH, compute, read, write


def changes() -> list[str]:
    """Return a line for each number that is no longer what was kept."""
    _, kept = read() if PATH.exists() else ("", {})
    found = compute()
    lines = []
    for key in dict.fromkeys([*kept, *found]):
        before, now = kept.get(key), found.get(key)
        if before != now:
            by = f"  ({now - before:+.3g})" if before is not None and now is not None else ""
            lines.append(f"{' '.join(map(str, key)):60s} {_shown(before)} -> {_shown(now)}{by}")
    write(found)
    return lines


def _shown(value: float | None) -> str:
    return "nothing" if value is None else f"{value:.9g}"


if __name__ == "__main__":
    told = changes()
    sys.stdout.write("\n".join([*told, f"{len(told)} numbers changed in {PATH.name}"]) + "\n")
