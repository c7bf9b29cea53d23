# ---
# jupyter:
#   jupytext:
#     formats: py:percent,ipynb
#   kernelspec:
#     display_name: Python 3
#     name: python3
# ---

# %% [markdown]
# # What matters, and where
#
# **Question:** which levers and circumstances move attrition at all, and under which conditions does monitoring drive
# people out?
#
# Morris' screening first: cheap, and enough to drop what does not matter.

# %%
import os
import tempfile

import trustsim as ts

RUNS = int(os.environ.get("NOTEBOOK_RUNS", "50"))
folder = tempfile.mkdtemp()
unit = {"low": 0.0, "high": 1.0}
factors = {
    "policy.surveillance": unit,
    "policy.fairness": unit,
    "policy.autonomy": unit,
    "environment.labour_market": unit,
    "population.trust_propensity.mean": {"low": 0.4, "high": 0.7},
}
screening = ts.Design(
    factors=factors,
    method="morris",
    samples=8,
    replications=max(3, RUNS // 10),
    set={"population.employees": 40},
    weeks=52,
)
ranked = ts.sensitivity(ts.sweep(screening, os.path.join(folder, "morris")), ["attrition", "leadership_trust"])
figure = ranked.plot()
ranked.ranking("attrition")[["factor", "value", "low", "high", "wide"]]

# %% [markdown]
# Then scenario discovery: companies that differ, each run with and without monitoring on the same luck. A tree finds the
# conditions under which attrition rises most; with so few companies, its doubts about itself are to be taken seriously.

# %%
companies = ts.Design(
    factors={path: reach for path, reach in factors.items() if path != "policy.surveillance"},
    method="latin_hypercube",
    samples=60,
    replications=max(3, RUNS // 10),
    set={"population.employees": 40, "policy.surveillance": 0.0},
    weeks=52,
    arms={"watched": {"policy.surveillance": 0.6}},
)
swept = ts.sweep(companies, os.path.join(folder, "lhs"))
found = ts.discover(swept, "attrition", arm="watched", worst=0.3, method="cart", density=0.6, mass=0.1)
figure = found.plot()
print(found.seen)
found.where()
