# ---
# jupyter:
#   jupytext:
#     formats: py:percent,ipynb
#   kernelspec:
#     display_name: Python 3
#     name: python3
# ---

# %% [markdown]
# # The least that does it
#
# **Question:** monitoring is decided; which other levers, as few as possible, keep stress near that of a company without
# it, whatever the labour market?
#
# Sets of one lever are tried before sets of two. What holds is verified in fresh states of the world with fresh luck. If
# nothing does, that is said plainly, with what came nearest.

# %%
import os

import trustsim as ts

RUNS = int(os.environ.get("NOTEBOOK_RUNS", "50"))
unit = {"low": 0.5, "high": 1.0}

plan = ts.SearchPlan(
    "surveillance",
    goals=["stress <= baseline + 6"],
    levers={
        "policy.surveillance_breadth": {"low": 0.0, "high": 0.5},
        "policy.fairness": unit,
        "policy.surveillance_transparency": unit,
    },
    uncertainties={"environment.labour_market": {"low": 0.2, "high": 0.8}},
    set={"population.employees": 40},
    weeks=52,
    most_levers=2,
    trials=8,
    states=4,
    replications=max(3, RUNS // 10),
)
found = ts.search(plan)
figure = found.plot()
print(found.seen)
found.goals
