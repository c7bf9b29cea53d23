"""The kernel that sums what is measured."""

from __future__ import annotations

from collections.abc import Sequence

from trustsim.model.declarations import Company, Employee, Entity, Manager, Team
from trustsim.model.kernels.text import BLOCK, COUNT, RULES_OF_A_PART, KernelText
from trustsim.model.rules import Measure

RECORD = "record"


class RecordText(KernelText):
    """The kernel that sums the measures of outcomes over rows, in seat order, by unit (teams, or groups).

    ``out`` has the shape (runs, measures, units). With ``book`` set, units are teams, and rows of managers and
    companies count too, those of a company at its first team.
    """

    def body(self) -> None:
        """Write the loop over runs: each measure of each row added to its unit."""
        measures, _ = self.ruleset.measures
        self.emit("sums = S")
        with self.block("for run in range(runs):"):
            with self.block(f"for i in range(run * {len(measures)} * units, (run + 1) * {len(measures)} * units):"):
                self.emit("out[i] = 0.0")
            for entity in (Company, Team, Manager, Employee):
                listed = [(n, measure) for n, measure in enumerate(measures) if measure.entity is entity]
                if listed:
                    self._entity(entity, listed)

    def _entity(self, entity: Entity, listed: Sequence[tuple[int, Measure]]) -> None:
        condition = "if True:" if entity is Employee else "if book:"
        with self.block(condition), self.block(f"for lo in range(0, {COUNT[entity]}, {BLOCK}):"):
            self.emit(f"hi = min({COUNT[entity]}, lo + {BLOCK})")
            for first in range(0, len(listed), RULES_OF_A_PART):
                self._part(entity, listed[first : first + RULES_OF_A_PART])

    def _part(self, entity: Entity, listed: Sequence[tuple[int, Measure]]) -> None:
        operands = list(dict.fromkeys(operand for _, measure in listed for operand in measure.operands))
        with self.part(operands):
            self.emit(f"at = run * {len(self.ruleset.measures[0])} * units")
            self.places(entity, (o.index for o in operands if o.kind == "column" and o.entity is entity))
            names = self.spread(entity, operands)
            row = self.row()
            for number, measure in listed:
                reads = ", ".join(self.value(entity, operand, names) for operand in measure.operands)
                with self.block("for i in range(k):"):
                    self.emit(f"{row} = {self.function(measure.function)}({reads})")
                with self.block("for i in range(k):"):
                    self.emit(f"out[at + {number} * units + {_unit_of(entity)}] += {row}")


def _unit_of(entity: Entity) -> str:
    if entity is Employee:
        return "unit[run * stride + lo + i]"
    return "company_first[lo + i]" if entity is Company else "lo + i"
