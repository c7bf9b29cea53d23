"""Where the pages and the measurements go: benchmarks/results/."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks import model_report, workload_report
from benchmarks.environments import ROOT
from benchmarks.model_cases import MODEL
from benchmarks.summaries import Row

FOLDER = ROOT / "benchmarks" / "results"
COLUMNS = (
    "round", "engine", "case", "employees", "weeks", "runs", "threads", "seed", "repetitions", "seconds",
    "employee_weeks", "rate", "start_seconds", "first_seconds", "peak_megabytes",
)  # fmt: skip


def write(
    rows: Sequence[Row],
    missing: Mapping[str, str],
    versions: Mapping[str, str],
    machine: str,
    folder: Path | None = None,
) -> list[Path]:
    """Write the pages, and the measurements as CSV and JSON; return the paths. Without measurements nothing is written.

    Args:
        rows: the measurements.
        missing: engines that were not measured, with the reason.
        versions: what each engine ran on.
        machine: where and when it was.
        folder: where to; benchmarks/results if None.
    """
    if not rows:
        return []
    folder = folder or FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    of_workload = [row for row in rows if row["engine"] != MODEL]
    texts = {}
    if of_workload:
        texts["workload.md"] = workload_report.page(of_workload, missing, versions, machine)
    if len(of_workload) < len(rows):
        texts["model.md"] = model_report.page(rows, machine)
    document = {"machine": machine, "versions": dict(versions), "missing": dict(missing), "measurements": list(rows)}
    texts["measurements.json"] = json.dumps(document, indent=1) + "\n"
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    table = folder / "measurements.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([row[name] for name in COLUMNS] for row in rows)
    return [*(folder / name for name in texts), table]
