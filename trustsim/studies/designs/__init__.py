"""Designs: which scenarios a study runs, how often, in which arms.

    factors.py   what varies along a path: a set of values, or a range
    design.py    the design as a value
    reading.py   from a TOML file or a dict to a design
    sampling.py  from factors to points: grid, list, Latin hypercube, Sobol', Morris
    stopping.py  how many replications an interval needs
    cells.py     from points and arms to scenarios

Only what a design declares varies.
"""

from trustsim.studies.designs.design import Arm, Design
from trustsim.studies.designs.factors import Choice, Range
from trustsim.studies.designs.reading import FOLDER, load_design
from trustsim.studies.designs.stopping import StoppingRule
from trustsim.studies.documents import shipped_documents


def shipped_designs() -> list[str]:
    """Return the names of the shipped designs, in order of the alphabet."""
    return shipped_documents(FOLDER)


__all__ = ["Arm", "Choice", "Design", "Range", "StoppingRule", "load_design", "shipped_designs"]
