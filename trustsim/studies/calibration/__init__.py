"""Calibration: which values of free inputs reproduce observed numbers, how sure that is, and what they do not tell.

problem.py      free inputs, targets, the simulator's shape
fitting.py      ``fit``: the waves of runs, and what they come to
store.py        the runs on disk, safe when killed
emulator.py     simulated numbers as quadratic functions of the inputs, with their error
sampling.py     the posterior under an emulator
ranking.py      which run comes nearest
calibration.py  what was found: tables and JSON
"""

from trustsim.studies.calibration.calibration import Calibration
from trustsim.studies.calibration.fitting import conclude, fit
from trustsim.studies.calibration.problem import FreeInput, Measured, Problem, Simulator, Target, free_input

__all__ = [
    "Calibration",
    "FreeInput",
    "Measured",
    "Problem",
    "Simulator",
    "Target",
    "conclude",
    "fit",
    "free_input",
]
