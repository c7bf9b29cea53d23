"""The kernel that sums what is measured."""

from __future__ import annotations

from collections.abc import Sequence

from trustsim.model.declarations import Company, Employee, Entity, Manager, Team
from trustsim.model.kernels.text import RULES_OF_A_PART, KernelText
from trustsim.model.rules import Measure

RECORD = "record"


class RecordText(KernelText):
    """The kernel that sums the measures of outcomes over rows, in seat order, by unit (teams, or groups).

    ``out`` has the shape (measures, units). With ``book`` set, units are teams, and rows of managers and companies
    count too, those of a company at its first team.
    """

    def body(self) -> None:
        """Write, for each entity, each measure of each row added to its unit."""
        measures, _ = self.ruleset.measures
        self.emit(f"out[: {len(measures)} * np.int64(units)] = 0.0")
        for entity in (Company, Team, Manager, Employee):
            listed = [(n, measure) for n, measure in enumerate(measures) if measure.entity is entity]
            if listed:
                self._entity(entity, listed)

    def _entity(self, entity: Entity, listed: Sequence[tuple[int, Measure]]) -> None:
        with self.block("if True:" if entity is Employee else "if book:"), self.rows(entity):
            for first in range(0, len(listed), RULES_OF_A_PART):
                self._part(entity, listed[first : first + RULES_OF_A_PART])

    def _part(self, entity: Entity, listed: Sequence[tuple[int, Measure]]) -> None:
        operands = list(dict.fromkeys(operand for _, measure in listed for operand in measure.operands))
        with self.part(operands):
            self.places(entity, (o.index for o in operands if o.kind == "column" and o.entity is entity))
            names = self.spread(entity, operands)
            row = self.row()
            for number, measure in listed:
                reads = ", ".join(self.value(entity, operand, names) for operand in measure.operands)
                self.emit(f"at = np.uint64({number}) * units")
                with self.each():
                    self.emit(f"{row} = {self.function(measure.function)}({reads})")
                if entity is Employee:
                    self._add_employees(row)
                else:
                    place = "company_first[lo + i]" if entity is Company else "lo + i"
                    with self.each():
                        self.emit(f"out[at + {place}] += {row}")

    def _add_employees(self, row: str) -> None:
        """Add a row of scratch to the units: seats of a team lie side by side, so a team's sum stays in a register."""
        with self.block("if book:"):
            self.emit("i = np.uint64(0)")
            with self.block("while i < k:"):
                self.emit("j = np.uint64(team_of[lo + i])", "total = out[at + j]")
                self.emit("end = min(k, np.uint64(team_first[j + np.uint64(1)]) - lo)")
                with self.block("for i in range(i, end):"):
                    self.emit(f"total += {row}")
                self.emit("out[at + j] = total", "i = end")
        with self.block("else:"), self.each():
            self.emit(f"out[at + unit[lo + i]] += {row}")
