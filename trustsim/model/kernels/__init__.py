"""From declarations to the text of compiled kernels: one function a phase, one loop over a block of rows a rule.

The text is plain Python that Numba compiles (``compilation.py``). Every kernel has the same arguments, so that the
engine calls them all alike. Nothing here knows what a rule means.
"""

from __future__ import annotations

from functools import cache

from trustsim.model.declarations import START
from trustsim.model.kernels.clear import ClearText
from trustsim.model.kernels.order import CLEAR, RECORDS, groups_of, rows_kept, weekly_units
from trustsim.model.kernels.phase import PhaseText
from trustsim.model.kernels.record import RecordText
from trustsim.model.kernels.weeks import WEEKS, weeks_text
from trustsim.model.rules import RuleSet

__all__ = ["CLEAR", "RECORDS", "WEEKS", "groups_of", "kernel_text", "rows_kept", "units", "weekly_units"]


def units(ruleset: RuleSet) -> tuple[str, ...]:
    """Return the names of the kernels of a rule set: the start, those of a week, what stands around."""
    return (START, *weekly_units(ruleset), WEEKS)


@cache
def kernel_text(ruleset: RuleSet, unit: str) -> str:
    """Return the source text of the module that holds the kernel of a phase (or another unit)."""
    if unit == WEEKS:
        return weeks_text(ruleset)
    kinds = {**dict.fromkeys(RECORDS, RecordText), CLEAR: ClearText}
    return kinds.get(unit, PhaseText)(ruleset, unit).module()
