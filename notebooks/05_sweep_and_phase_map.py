# ---
# jupyter:
#   jupytext:
#     formats: py:percent,ipynb
#   kernelspec:
#     display_name: Python 3
#     name: python3
# ---

# %% [markdown]
# # Many runs: a sweep and a phase map
#
# **Question:** does autonomy make up for being watched?
#
# A *design* says what varies; a *sweep* runs it into a folder, which survives whatever stops it: the same call goes on.

# %%
import os
import tempfile

import trustsim as ts

RUNS = int(os.environ.get("NOTEBOOK_RUNS", "50"))
folder = os.path.join(tempfile.mkdtemp(), "watched")

levels = [0.0, 0.5, 1.0]
design = ts.Design(
    "baseline",
    {"policy.surveillance": levels, "policy.autonomy": levels},
    replications=max(4, RUNS // 5),
    set={"population.employees": 60},
)
sweep = ts.sweep(design, folder)
sweep

# %% [markdown]
# One tidy table, a row a run:

# %%
table = sweep.frame(["leadership_trust", "stress"])
table.groupby(["policy.autonomy", "policy.surveillance"])["stress"].mean().unstack().round(1)

# %% [markdown]
# For a picture a map is quicker. It halves its steps only where neighbouring cells differ.

# %%
found = ts.phase_map(
    "baseline",
    {"policy.surveillance": {"low": 0.0, "high": 1.0, "steps": 4}},
    {"policy.autonomy": {"low": 0.0, "high": 1.0, "steps": 4}},
    outcomes=["leadership_trust", "stress"],
    set={"population.employees": 60},
    replications=max(4, RUNS // 10),
    ridge="policy.surveillance",
    refine=1,
)
figure = found.plot()
found.ridge()
