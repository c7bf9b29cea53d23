"""Notebooks run from end to end at a few replications, and stand beside the same as Jupyter has it, without outputs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from trustsim.documentation.notebooks import as_notebook, notebooks

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "notebooks"
SCRIPTS = sorted(FOLDER.glob("*.py"))


@pytest.mark.notebook
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_a_notebook_runs(script: Path) -> None:
    environment = {**os.environ, "NOTEBOOK_RUNS": "4", "MPLBACKEND": "Agg"}
    found = subprocess.run(
        [sys.executable, str(script)], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stderr[-3_000:]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_a_notebook_asks_a_question_and_is_current(script: Path) -> None:
    assert "**Question:**" in script.read_text(encoding="utf-8")
    beside = script.with_suffix(".ipynb")
    found = beside.read_text(encoding="utf-8") if beside.exists() else ""
    assert found == notebooks(FOLDER)[beside.name], f"{beside.name} is out of date: python -m trustsim.documentation"


def test_cells_become_cells() -> None:
    text = "# ---\n# head\n# ---\n\n# %% [markdown]\n# # Title\n#\n# Words.\n\n# %%\nimport os\n\nos.name\n"
    found = json.loads(as_notebook(text))
    markdown, code = found["cells"]
    assert markdown["cell_type"] == "markdown"
    assert markdown["source"] == ["# Title\n", "\n", "Words."]
    assert code["cell_type"] == "code"
    assert "".join(code["source"]) == "import os\n\nos.name"
    assert code["outputs"] == []
    assert code["execution_count"] is None
