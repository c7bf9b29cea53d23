"""Robust search: the smallest set of levers that meets a goal whatever the world and the profile may be.

    asking.py     the goals, the levers and the uncertainties, as a value; files
    worlds.py     states of the world, and whether a candidate meets the goals in each
    looking.py    candidates, from few levers to more: Optuna proposes
    searching.py  ``search``: looks, verifies on fresh states and fresh luck, and says so plainly where nothing does
    finding.py    ``Search``: what was found, as tables, figures and files

Robustness is the share of states in which all goals are met (the satisficing of many-objective robust decision making:
Kasprzyk et al. 2013, doi:10.1016/j.envsoft.2012.12.007).
"""

from trustsim.studies.searching.asking import Goal, SearchPlan, load_search, shipped_searches
from trustsim.studies.searching.finding import Search
from trustsim.studies.searching.searching import search

__all__ = ["Goal", "Search", "SearchPlan", "load_search", "search", "shipped_searches"]
