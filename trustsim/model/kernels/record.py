"""The kernel that sums what is measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from trustsim.model.declarations import Company, Employee, Entity, Manager, Team
from trustsim.model.kernels.order import RECORD_FIRST, measured_first
from trustsim.model.kernels.text import RULES_OF_A_PART, KernelText, deal
from trustsim.model.rules import Measure


class RecordText(KernelText):
    """A kernel that sums measures of outcomes over rows, in seat order, by unit (teams, or groups).

    ``out`` has the shape (units, measures), so that tiles of teams write it from one end to the other. With ``book``
    set, units are teams, and rows of managers and companies count too, those of a company at its first team.
    """

    def body(self) -> None:
        """Write, for each entity, each measure of each row added to its unit."""
        measures, _ = self.ruleset.measures
        self.companies_first = False
        self.width = len(measures)
        first = measured_first(self.ruleset)
        if self.unit == RECORD_FIRST or not first:
            self.emit("first, last = (from_team, to_team) if book else (np.uint64(0), units)")
            self.emit(f"out[np.int64(first) * {self.width} : np.int64(last) * {self.width}] = 0.0")
        mine = [(n, measure) for n, measure in enumerate(measures) if (n in first) == (self.unit == RECORD_FIRST)]
        for entity in (Company, Team, Manager, Employee):
            listed = [(n, measure) for n, measure in mine if measure.entity is entity]
            if listed:
                self._entity(entity, listed)

    def _entity(self, entity: Entity, listed: Sequence[tuple[int, Measure]]) -> None:
        own = (o.index for _, measure in listed for o in measure.operands if o.kind == "column" and o.entity is entity)
        asked = dict(zip((number for number, _ in listed), deal(own, len(listed)), strict=True))
        with self.block("if True:" if entity is Employee else "if book:"), self.rows(entity):
            for first in range(0, len(listed), RULES_OF_A_PART):
                self._part(entity, listed[first : first + RULES_OF_A_PART], asked)

    def _part(self, entity: Entity, listed: Sequence[tuple[int, Measure]], asked: Mapping[int, list[int]]) -> None:
        operands = list(dict.fromkeys(operand for _, measure in listed for operand in measure.operands))
        with self.part(operands):
            own = [o.index for o in operands if o.kind == "column" and o.entity is entity]
            self.places(entity, [*own, *(index for number, _ in listed for index in asked[number])])
            names = self.spread(entity, operands)
            rows = {number: self.row() for number, _ in listed}
            for number, measure in listed:
                reads = ", ".join(self.value(entity, operand, names) for operand in measure.operands)
                with self.each():
                    self.emit(f"{rows[number]} = {self.function(measure.function)}({reads})")
                self.fetch(entity, asked[number])
            if entity is Employee:
                self._add_employees(rows)
            else:
                self._add(rows, "company_first[lo + i]" if entity is Company else "lo + i")

    def _add(self, rows: Mapping[int, str], unit: str) -> None:
        """Add rows of scratch to the units."""
        for number, row in rows.items():
            with self.each():
                self.emit(f"{self._sum(number, unit)} += {row}")

    def _sum(self, number: int, unit: str) -> str:
        """Return the text of the place of a measure of a unit."""
        return f"out[np.uint64({unit}) * np.uint64({self.width}) + np.uint64({number})]"

    def _add_employees(self, rows: Mapping[int, str]) -> None:
        """Add rows of scratch to teams, whose seats lie side by side, so that sums stay in registers; or to groups."""
        with self.block("if book:"), self.teams():
            self.emit(*(f"total_{number} = {self._sum(number, 'j')}" for number in rows))
            with self.block("for i in range(i, end):"):
                self.emit(*(f"total_{number} += {row}" for number, row in rows.items()))
            self.emit(*(f"{self._sum(number, 'j')} = total_{number}" for number in rows))
        with self.block("else:"):
            self._add(rows, "unit[lo + i]")
