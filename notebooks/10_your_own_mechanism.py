# ---
# jupyter:
#   jupytext:
#     formats: py:percent,ipynb
#   kernelspec:
#     display_name: Python 3
#     name: python3
# ---

# %% [markdown]
# # Write your own mechanism
#
# **Question:** the model lacks something that I care about. How do I add it, without touching the package?
#
# A mechanism is one file: a lever that people may pull, parameters of its equation, and small pure functions whose
# *arguments are their wiring*: they name what a rule sees. Here: quiet hours, a part of the day without meetings or
# messages. That they rest people is a plain guess, to show the way.

# %%
import os
import sys
import tempfile
from pathlib import Path

RUNS = int(os.environ.get("NOTEBOOK_RUNS", "50"))
site = Path(tempfile.mkdtemp())

(site / "quiet_hours.py").write_text('''
from trustsim.model.declarations import Team
from trustsim.model.mechanism import Mechanism

mechanism = Mechanism("quiet_hours", "Part of the day without meetings or messages")

mechanism.lever("quiet_hours", group="managing", scope=Team, neutral=0.0,
                meaning="share of the day without meetings or messages")
mechanism.parameter("quiet_relief", 0.8, unit="logits", range=(0.0, 3.0), source="assumption",
                    meaning="strain that a wholly quiet day takes away")


@mechanism.contribution("strain")
def rested(quiet_hours: float, quiet_relief: float) -> float:
    """Quiet takes strain away."""
    return 0.0 - quiet_relief * quiet_hours
''')

# %% [markdown]
# `strain` is a *channel*: the equation of stress reads its sum and knows none of those who add to it. At the lever's
# neutral value nothing is added, so a company without quiet hours has the digits that it had before.
#
# The package says in its `pyproject.toml` that it has a mechanism:
#
# ```toml
# [project.entry-points."trustsim.mechanisms"]
# quiet_hours = "quiet_hours:mechanism"
# ```
#
# and `pip install` writes that down beside the code. We do by hand what pip does, to leave your environment alone.

# %%
installed = site / "quiet_hours-1.0.dist-info"
installed.mkdir()
(installed / "METADATA").write_text("Metadata-Version: 2.1\nName: quiet-hours\nVersion: 1.0\n")
(installed / "entry_points.txt").write_text("[trustsim.mechanisms]\nquiet_hours = quiet_hours:mechanism\n")
sys.path.insert(0, str(site))

import trustsim as ts  # the model reads the entry points when it is first needed

company = ts.load("baseline").override({"population.employees": 24, "run.weeks": 26})
company.get("policy.quiet_hours"), company.get("parameters.quiet_hours.quiet_relief")

# %% [markdown]
# A wrong name is an error with the nearest right one, before anything runs:

# %%
try:
    company.override({"policy.quiet_hour": 0.5})
except ts.errors.ScenarioError as error:
    print(error)

# %% [markdown]
# Does it do what was meant? The same companies on the same luck, with and without half of each day quiet. The first run
# compiles the phase in which the new rules act, which takes some ten seconds, once; it is kept on the disk.

# %%
quiet = company.override({"policy.quiet_hours": 0.5})
verdict = ts.compare(company, quiet, replications=RUNS, seed=1)
shown = verdict.table[verdict.table["outcome"].isin(["stress", "burnt_out_share", "engagement", "attrition"])]
shown[["outcome", "difference", "low", "high", "verdict"]]

# %% [markdown]
# At the neutral value nothing may change, to the last digit:

# %%
still = ts.compare(company, company.override({"policy.quiet_hours": 0.0}), replications=4, seed=1)
still.table["difference"].abs().max()

# %% [markdown]
# And it is a lever like any other: it can be swept, mapped, searched and explained.

# %%
doses = ts.phase_map(
    company, {"policy.quiet_hours": [0.0, 0.5, 1.0]}, outcomes="stress", replications=max(4, RUNS // 5)
)
figure = doses.plot()
doses.table[["policy.quiet_hours", "scenario_value", "difference", "low", "high", "verdict"]]

# %% [markdown]
# **Before others use it.** Give every parameter its source and its range; say in the docstring what is known and what is a
# guess; run the battery that every mechanism of ours must pass on it, in a checkout of trustsim in whose environment your
# package is installed: `pytest tests/test_contract.py -k quiet`. `tests/examples/quiet_hours` is the whole package.
