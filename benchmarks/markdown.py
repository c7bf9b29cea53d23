"""Tables in Markdown, and the machine on which they were made."""

from __future__ import annotations

import math
import os
import platform
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; all columns but the first are set to the right."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def number(value: float, digits: int = 2) -> str:
    """Return a number to so many significant digits, a dash where there is none."""
    if not math.isfinite(value):
        return "-"
    if value == 0.0:
        return "0"
    places = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    return f"{round(value, places):,.{places}f}" if abs(value) < 10.0**digits else f"{value:,.0f}"


def machine() -> str:
    """Return in a line where and when this is measured, and how busy the machine is."""
    load = f", load {os.getloadavg()[0]:.1f} before the first measurement" if hasattr(os, "getloadavg") else ""
    day = datetime.now(UTC).date().isoformat()
    return f"{day}, {processor()}, {os.cpu_count()} processors{load}"


def processor() -> str:
    """Return the name of the processor."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    flags = next((line for line in lines if line.startswith("flags")), "")
    vectors = next((kind for kind in ("avx512f", "avx2") if kind in flags.split()), "")
    return f"{names[0] if names else platform.machine()}{f' ({vectors})' if vectors else ''}"
