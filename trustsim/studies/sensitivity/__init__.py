"""Which factors move an outcome: Morris' screening and Sobol' indices of a sweep, estimated by SALib.

indices.py    from values at sampled points to indices with intervals; SALib is called here
analysing.py  ``sensitivity``: from a sweep to its indices
finding.py    ``Sensitivity``: what was found, as tables, figures and files
"""

from trustsim.studies.sensitivity.analysing import sensitivity
from trustsim.studies.sensitivity.finding import Sensitivity

__all__ = ["Sensitivity", "sensitivity"]
