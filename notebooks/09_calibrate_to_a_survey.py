# ---
# jupyter:
#   jupytext:
#     formats: py:percent,ipynb
#   kernelspec:
#     display_name: Python 3
#     name: python3
# ---

# %% [markdown]
# # Calibrate to a survey
#
# **Question:** what do the numbers of our own company (who left, what people answered) say about it in the model, and
# what do they not say?
#
# The numbers are a CSV file: period, team, measure, value, unit, and how many people it tells of. A made-up example is
# shipped. Nothing leaves the machine.

# %%
import os

import pandas as pd

import trustsim as ts
from trustsim.scenario.reading import shipped_folder

RUNS = int(os.environ.get("NOTEBOOK_RUNS", "50"))

survey = shipped_folder() / "data" / "example.csv"
numbers = pd.read_csv(survey)
numbers.pivot_table(index=["team", "measure"], columns="period", values="value", dropna=False).dropna(how="all")

# %% [markdown]
# A simulated company of the same size is asked the same questions in the same weeks, at other values of a few free
# inputs each time. The values that give the same numbers are kept. What is known of the company (here: two days at home
# a week) is set and not free.

# %%
found = ts.calibrate(survey, known={"policy.remote_days": 2.0}, runs=6 * RUNS + 100)
found

# %% [markdown]
# First: does it fit? `low` to `high` is what the same company might have measured by luck; `simulated` comes of fresh runs
# at the values that were found.

# %%
found.fit[["name", "measured", "low", "high", "simulated", "met"]]

# %% [markdown]
# Then: what do the numbers tell of the inputs? `low` to `high` is the middle 90% of what they allow. *Shrinkage* is how
# much of what was unknown before they take away; only inputs with a fifth or more are written into the scenario.

# %%
found.inputs[["path", "written", "low", "high", "prior_low", "prior_high", "shrinkage"]]

# %% [markdown]
# Both in one picture:

# %%
figure = found.plot()

# %% [markdown]
# And what do they not tell? These lines matter as much as the table: they stand at the head of the scenario's file.

# %%
print("\n".join(f"- {line}" for line in found.words))

# %% [markdown]
# What comes of it is a scenario like any other. So: what would monitoring do *in this company*?

# %%
company = found.scenario("our-company")
watched = company.override({"policy.surveillance": 0.6})
verdict = ts.compare(company, watched, replications=max(4, RUNS // 5), seed=1)
shown = verdict.table[verdict.table["outcome"].isin(["leadership_trust", "attrition", "stress", "engagement"])]
shown[["outcome", "baseline_value", "scenario_value", "difference", "low", "high", "verdict"]]

# %% [markdown]
# **What to keep in mind.** Levels of a company at rest say how things stand, not what would change them: how much
# monitoring does rests on the model's other parameters, which stay as shipped. `found.save("our-company.toml")` writes the
# scenario; `trustsim calibrate --data survey.csv --out our-company.toml` does all of it from the command line.
