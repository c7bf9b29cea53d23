"""Hysteresis: a lever is raised step by step and taken back again within one run; does an outcome come back as well?

sweeping.py  ``hysteresis``: the timeline of such a run, and its runs
loop.py      ``Loop``: what was found on the way up and on the way down
"""

from trustsim.studies.loops.loop import Loop
from trustsim.studies.loops.sweeping import hysteresis

__all__ = ["Loop", "hysteresis"]
