# ---
# jupyter:
#   jupytext:
#     formats: py:percent,ipynb
#   kernelspec:
#     display_name: Python 3
#     name: python3
# ---

# %% [markdown]
# # Explain a gap
#
# **Question:** two policies come out differently. Which of the settings that differ make the gap, and through what?
#
# The phased mandate against the abrupt one: several things differ between them at once. First the gap itself.

# %%
import os

import trustsim as ts

RUNS = int(os.environ.get("NOTEBOOK_RUNS", "50"))

why = ts.explain("rto-abrupt", "rto-phased", replications=max(4, RUNS // 5))
why.table[why.table["outcome"].isin(["leadership_trust", "attrition", "stress"])]

# %% [markdown]
# **By lever.** What each setting contributes: its Shapley value, the mean over all orders in which the settings could be
# changed one after the other. Contributions sum to the gap, so nothing is counted twice or left over.

# %%
levers = why.levers[why.levers["outcome"] == "leadership_trust"]
print(f"sum of contributions: {levers['contribution'].sum():+.4f}")
levers.sort_values("contribution", key=abs, ascending=False).head(6)

# %% [markdown]
# **By cause.** Every change of trust was booked to what caused it when it happened, week by week. Here nothing is run
# again: the books of the two arms are compared. For attrition the causes are the reasons why people left.

# %%
causes = why.causes[why.causes["outcome"] == "leadership_trust"]
causes.sort_values("contribution", key=abs, ascending=False).head(6)

# %% [markdown]
# Both as waterfalls, from the abrupt mandate's value down to the phased one's:

# %%
figure = why.plot(["leadership_trust", "attrition"])

# %% [markdown]
# **What this is, and what not.** Both accounts sum to the gap exactly, and both explain *the model*: they say which of its
# settings and rules made the difference, not what would have done so in a real company. An interval that holds zero means
# that with so few runs even the sign of a contribution is open.
