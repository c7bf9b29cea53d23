# ---
# jupyter:
#   jupytext:
#     formats: py:percent,ipynb
#   kernelspec:
#     display_name: Python 3
#     name: python3
# ---

# %% [markdown]
# # A mandate, abrupt or phased
#
# **Question:** if people must come back to the office, what does the way it is done change, and why?

# %%
import os

import trustsim as ts

RUNS = int(os.environ.get("NOTEBOOK_RUNS", "50"))

verdict = ts.compare("baseline", ["rto-abrupt", "rto-phased"], replications=RUNS, seed=1)
shown = verdict.table[verdict.table["outcome"].isin(["leadership_trust", "attrition", "quit_intention", "engagement"])]
shown[["scenario", "outcome", "difference", "low", "high", "verdict"]]

# %% [markdown]
# The weeks around the announcement:

# %%
figure = verdict.plot()

# %% [markdown]
# Why does leadership trust differ between the two mandates? By lever: what each setting that differs contributes; the
# contributions sum to the difference.

# %%
why = ts.explain("rto-phased", "rto-abrupt", replications=max(4, RUNS // 10))
why
