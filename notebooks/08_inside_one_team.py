# ---
# jupyter:
#   jupytext:
#     formats: py:percent,ipynb
#   kernelspec:
#     display_name: Python 3
#     name: python3
# ---

# %% [markdown]
# # Inside one team
#
# **Question:** what happens between one manager and the people who report to them?
#
# `TrustModel` is a true Mesa model: step it, look into an agent, change it, step on.

# %%
import trustsim as ts

model = ts.TrustModel(ts.load("rto-abrupt").override({"population.employees": 24}), rng=7)
for _ in range(30):
    model.step()
manager = next(iter(model.agents_by_type[ts.Manager]))
print(f"week {model.week}: {manager}")

# %% [markdown]
# The people, and how much each trusts their manager, as an AgentSet of Mesa has it:

# %%
people = model.agents_by_type[ts.Employee]
print(people.agg("interpersonal_trust_in_manager", [min, max]))

# %% [markdown]
# And one person's story: what moved their trust, week by week.

# %%
story = ts.tell(ts.load("rto-abrupt").override({"population.employees": 24}), "team-001/0", seed=7)
print(story)
