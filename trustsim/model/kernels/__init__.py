"""From declarations to the text of compiled kernels: one function a phase, one loop over a block of rows a rule.

The text is plain Python that Numba compiles (``compilation.py``). Every kernel has the same arguments, so that the
engine calls them all alike. Nothing here knows what a rule means.
"""

from __future__ import annotations

from trustsim.model.declarations import ENTITIES, START
from trustsim.model.kernels.clear import CLEAR, ClearText
from trustsim.model.kernels.phase import PhaseText
from trustsim.model.kernels.record import RECORD, RecordText
from trustsim.model.rules import RuleSet

__all__ = ["CLEAR", "RECORD", "kernel_text", "units"]


def units(ruleset: RuleSet) -> tuple[str, ...]:
    """Return the names of the kernels of a rule set: the start, the phases that do something, what stands around."""
    busy = [phase.name for phase in ruleset.phases if any(ruleset.select(phase.name, entity) for entity in ENTITIES)]
    return (START, *([CLEAR] if ruleset.happenings else []), *busy, RECORD)


def kernel_text(ruleset: RuleSet, unit: str) -> str:
    """Return the source text of the module that holds the kernel of a phase (or another unit)."""
    kinds = {RECORD: RecordText, CLEAR: ClearText}
    return kinds.get(unit, PhaseText)(ruleset, unit).module()
