# ---
# jupyter:
#   jupytext:
#     formats: py:percent,ipynb
#   kernelspec:
#     display_name: Python 3
#     name: python3
# ---

# %% [markdown]
# # Trust first?
#
# **Question:** do managers do better who trust before there is proof, or those who check first?
#
# Both policies are compared with the same baseline on the same luck: the same people, the same good and bad weeks.

# %%
import os

import trustsim as ts

RUNS = int(os.environ.get("NOTEBOOK_RUNS", "50"))
SHOWN = ["interpersonal_trust_in_managers", "engagement", "attrition", "productivity"]

verdict = ts.compare("baseline", ["trust-first", "verify-first"], replications=RUNS, seed=1)
table = verdict.table.set_index(["outcome", "scenario"])
table.loc[SHOWN, ["difference", "low", "high", "verdict"]]

# %% [markdown]
# *higher* or *lower* only where the interval clears zero and the difference is large enough to matter. How many runs
# would each outcome need until its interval is as narrow as that?

# %%
needed = ts.replications_needed(verdict)
needed[needed["outcome"].isin(SHOWN)]

# %% [markdown]
# Where does trusting first lose? Among many opportunists, and where nobody is accountable. A small map of the difference
# in output:

# %%
found = ts.phase_map(
    "trust-first",
    {"population.opportunists": [0.0, 0.3, 0.6]},
    {"policy.accountability": [0.0, 0.5, 1.0]},
    against="verify-first",
    outcomes="productivity",
    replications=max(4, RUNS // 5),
)
figure = found.plot()
found.regions()
