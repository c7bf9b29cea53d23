# ---
# jupyter:
#   jupytext:
#     formats: py:percent,ipynb
#   kernelspec:
#     display_name: Python 3
#     name: python3
# ---

# %% [markdown]
# # A first run
#
# **Question:** what is a company in this model, and how sure is a number that comes out of it?
#
# A *scenario* says everything that defines a company and what happens to it. A *run* simulates it once, with its own
# luck. We run the shipped baseline a few times and look at the outcomes.

# %%
import os

import trustsim as ts

RUNS = int(os.environ.get("NOTEBOOK_RUNS", "50"))  # fewer are quicker and less sure

results = ts.run("baseline", replications=RUNS, seed=1, record=ts.Record(weekly=True))
results

# %% [markdown]
# `mean` is over the runs; `low` to `high` is its 95% interval: the *noise of the simulation*, not what is unknown about
# the world. `range_low` to `range_high` is what single companies see.

# %%
results.summary().set_index("outcome").loc[["leadership_trust", "engagement", "stress", "attrition", "productivity"]]

# %% [markdown]
# The weeks, drawn. The baseline is a company in a steady state: nothing should drift.

# %%
figure = results.plot()
figure

# %% [markdown]
# **What we saw.** Means are known to a few percent with these runs; a single company may lie far from them. The model is
# fitted to published averages, not to any company: read directions, not digits.
