"""A few numbers of the model, kept in ``golden.csv``: a change of any digit is seen, and is meant or is a mistake.

They are exact on the platform named in the file's first line, and hold within 1e-9 elsewhere.
``python -m tests.golden_refresh`` writes them anew and shows what changed.
"""

from __future__ import annotations

import csv
import platform
from collections.abc import Iterator
from pathlib import Path

from trustsim.model.engine import simulate
from trustsim.model.week import MODEL
from trustsim.scenario import load, resolve

PATH = Path(__file__).with_name("golden.csv")
SCENARIOS = ("baseline", "surveillance", "rto-abrupt")
SEEDS = (1, 2)
OUTCOMES = (
    "attrition",
    "productivity",
    "stress",
    "interpersonal_trust_in_managers",
    "interpersonal_trust_in_employees",
    "leadership_trust",
)
SIZE = {"population.employees": 60, "run.weeks": 52}

Key = tuple[str, int, str]


def here() -> str:
    """Return the platform on which the numbers are exact."""
    return f"{platform.system()} {platform.machine()}"


def compute() -> dict[Key, float]:
    """Return the numbers as the model has them now: by scenario, seed and outcome."""
    return dict(_computed())


def _computed() -> Iterator[tuple[Key, float]]:
    for scenario in SCENARIOS:
        plan = resolve(load(scenario).override(SIZE))
        for seed in SEEDS:
            recording = simulate(MODEL, plan, seed=seed, replications=[0])
            for name in OUTCOMES:
                values = recording.values(MODEL.outcomes[name], recording.totals)
                yield (scenario, seed, name), float(values[0, 0])


def read() -> tuple[str, dict[Key, float]]:
    """Return the platform of the kept numbers, and the numbers."""
    first, *lines = PATH.read_text().splitlines()
    rows = csv.DictReader(lines)
    return first.removeprefix("# exact on "), {
        (row["scenario"], int(row["seed"]), row["outcome"]): float(row["value"]) for row in rows
    }


def write(numbers: dict[Key, float]) -> None:
    """Keep numbers, with every digit."""
    lines = [f"# exact on {here()}", "scenario,seed,outcome,value"]
    lines += [f"{scenario},{seed},{outcome},{value!r}" for (scenario, seed, outcome), value in numbers.items()]
    PATH.write_text("\n".join(lines) + "\n")
