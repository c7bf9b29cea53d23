"""Scenario discovery: under which conditions something happens, as boxes of a few factors.

asking.py       which points of a sweep are cases of interest
boxes.py        a box: limits of factors, and how well it tells cases from the rest
prim.py         boxes by PRIM, of the EMA workbench
cart.py         boxes by a classification tree, of scikit-learn
discovering.py  ``discover``: from a sweep to boxes
finding.py      ``Discovery``: what was found, as tables, figures and files
"""

from trustsim.studies.discovery.discovering import discover
from trustsim.studies.discovery.finding import Discovery

__all__ = ["Discovery", "discover"]
