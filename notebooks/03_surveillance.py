# ---
# jupyter:
#   jupytext:
#     formats: py:percent,ipynb
#   kernelspec:
#     display_name: Python 3
#     name: python3
# ---

# %% [markdown]
# # What watching does
#
# **Question:** how much monitoring does how much harm, and does the harm go away when the software does?
#
# First a dose-response: differences from a company without monitoring, with and without fair and open practice.

# %%
import os

import trustsim as ts

RUNS = int(os.environ.get("NOTEBOOK_RUNS", "50"))

doses = ts.phase_map(
    "baseline",
    {"policy.surveillance": [0.0, 0.25, 0.5, 0.75, 1.0]},
    outcomes=["stress", "leadership_trust", "productivity"],
    panels={"as usual": {}, "fair and open": {"policy.fairness": 1.0, "policy.surveillance_transparency": 1.0}},
    replications=max(4, RUNS // 5),
)
figure = doses.plot()
doses.table.query("outcome == 'stress'")[["panel", "policy.surveillance", "difference", "low", "high", "verdict"]]

# %% [markdown]
# Now up and down again within one run, half a year a step. A twin whose lever stays is taken off.

# %%
loop = ts.hysteresis(
    "baseline",
    {"policy.surveillance": [0.0, 0.5, 1.0]},
    ["leadership_trust", "stress"],
    replications=max(4, RUNS // 5),
)
figure = loop.plot()
print("\n".join(loop.seen(name) for name in loop.outcomes))
