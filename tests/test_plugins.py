"""A mechanism of another package: it is compiled, listed, run, swept, explained and contract-tested like ours."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from trustsim.model.kernels import kernel_text, units
from trustsim.model.rules import RuleSet
from trustsim.model.week import MODEL

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "tests" / "examples" / "quiet_hours"
SWEPT = """
import sys
import trustsim as ts
from trustsim.model.plain import PlainDriver
from trustsim.model.week import MODEL

assert MODEL.mechanisms[-1].name == "quiet_hours"
base = ts.load("baseline").override({"population.employees": 16, "run.weeks": 8})
design = ts.Design(base, {"policy.quiet_hours": [0.0, 0.5, 1.0]}, replications=3)
points = ts.sweep(design, sys.argv[1]).points(["stress"])["stress"].tolist()
assert points[0] > points[1] > points[2], points
quiet = base.override({"policy.quiet_hours": 1.0})
found = ts.explain(base, quiet, replications=3).to_dict()
levers = {row["lever"] for outcome in found["outcomes"] for row in outcome["levers"]}
assert levers == {"policy.quiet_hours"}, levers
model = ts.TrustModel(quiet, rng=1)
assert 0.0 < model.agents_by_type[ts.Employee].agg("stress", max) <= 1.0
print("swept and explained")
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the example is installed, as pip would."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copy(EXAMPLE / "quiet_hours.py", folder)
    project = tomllib.loads((EXAMPLE / "pyproject.toml").read_text())["project"]
    info = folder / "quiet_hours-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n")
    ((group, points),) = project["entry-points"].items()
    lines = "".join(f"{name} = {value}\n" for name, value in points.items())
    (info / "entry_points.txt").write_text(f"[{group}]\n{lines}")
    return folder


def asked(site: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": f"{site}{os.pathsep}{ROOT}"}
    command = [sys.executable, *arguments]
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)


def said(site: Path, arguments: Sequence[str]) -> str:
    found = asked(site, *arguments)
    assert found.returncode == 0, found.stdout[-3_000:] + found.stderr[-3_000:]
    return found.stdout


def test_it_is_listed(site: Path) -> None:
    rows = json.loads(said(site, ["-m", "trustsim", "levers", "--json"]))["levers"]
    row = next(row for row in rows if row["name"] == "policy.quiet_hours")
    assert row["scope"] == "team"
    assert row["neutral"] == 0.0


def test_a_broken_one_is_named(site: Path, tmp_path: Path) -> None:
    shutil.copytree(site, tmp_path, dirs_exist_ok=True)
    (tmp_path / "quiet_hours.py").write_text("mechanism = 3\n")
    found = asked(tmp_path, "-m", "trustsim", "levers")
    assert found.returncode != 0
    assert "'quiet_hours' of quiet-hours (quiet_hours:mechanism) is no Mechanism but int" in found.stderr


def test_without_it_nothing_is_added() -> None:
    from trustsim.model.plugins import installed_mechanisms

    assert installed_mechanisms() == []


def test_only_the_phase_in_which_it_acts_is_compiled_anew() -> None:
    spec: Any = importlib.util.spec_from_file_location("quiet_hours", EXAMPLE / "quiet_hours.py")
    example = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(example)
    mechanisms = [*MODEL.mechanisms, example.mechanism]
    more = RuleSet(MODEL.name, MODEL.phases, mechanisms, tuple(MODEL.outcomes.values()))
    assert units(more) == units(MODEL)
    assert [unit for unit in units(MODEL) if kernel_text(more, unit) != kernel_text(MODEL, unit)] == ["wellbeing"]


@pytest.mark.slow
def test_it_is_compiled_swept_and_explained(site: Path, tmp_path: Path) -> None:
    assert "swept and explained" in said(site, ["-c", SWEPT, str(tmp_path / "sweep")])


@pytest.mark.slow
def test_it_passes_the_battery_that_every_mechanism_must_pass(site: Path) -> None:
    text = said(
        site, ["-m", "pytest", "tests/test_contract.py", "-q", "-k", "quiet and not dead", "-p", "no:cacheprovider"]
    )
    assert " passed" in text
