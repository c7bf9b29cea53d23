"""Sums over rows below or beside one's own: taken for each team at the start of a phase, then read by row."""

from __future__ import annotations

from collections.abc import Iterable

from trustsim.model.declarations import Company, Employee, Entity, Reduction
from trustsim.model.kernels.text import KernelText
from trustsim.model.rules import EMPLOYED, Operand


class SumsText(KernelText):
    """A kernel that takes sums: a row of ``sums`` for each reduction, with a place for each team, and one of heads."""

    def take_sums(self, operands: Iterable[Operand]) -> None:
        """Write the sums of all teams (of companies, for those of rivals), seat by seat in order."""
        reductions = list(self.ruleset.reductions.values())
        self.sums = {index: n for n, index in enumerate(sorted({operand.index for operand in operands}))}
        self.emit(f"sums = np.empty({len(self.sums) + 1} * T)")
        if not self.sums:
            return
        self.emit("lo, hi = 0, 0")
        with self.part():
            self.emit(f"alive = {self.column(Employee, self.ruleset.columns[Employee][EMPLOYED])}")
            self._total(self._heads("j"), "e[alive + i]")
            for index in self.sums:
                self._take(index, reductions[index])

    def _take(self, index: int, reduction: Reduction) -> None:
        if reduction.over == "rivals":
            self.emit(f"x = {self.column(Company, self.ruleset.columns[Company][reduction.field])}")
            with self.block("for j in range(C):"):
                self.emit(f"{self._sum(index, 'j')} = c[x + j]")
            return
        self.emit(f"x = {self.column(Employee, self.ruleset.columns[Employee][reduction.field])}")
        self._total(self._sum(index, "j"), "e[x + i] * e[alive + i]")

    def _total(self, place: str, summand: str) -> None:
        with self.block("for j in range(T):"):
            self.emit("total = 0.0")
            with self.block("for i in range(np.uint64(team_first[j]), np.uint64(team_first[j + np.uint64(1)])):"):
                self.emit(f"total += {summand}")
            self.emit(f"{place} = total")

    def _sum(self, index: int, row: str) -> str:
        return f"sums[np.uint64({self.sums[index]}) * T + {row}]"

    def _heads(self, row: str) -> str:
        return f"sums[np.uint64({len(self.sums)}) * T + {row}]"

    def spread_sum(self, entity: Entity, operand: Operand, row: str) -> None:
        """Write what each row of a block reads of a reduction into a row of scratch."""
        reduction = self.ruleset.reductions[operand.name]
        if entity is Employee:
            columns = self.ruleset.columns[Employee]
            self.emit(f"own = {self.column(Employee, columns[reduction.field])} + lo")
            self.emit(f"alive = {self.column(Employee, columns[EMPLOYED])} + lo")
        with self.each():
            if entity is Employee:
                self._of_peers(operand)
            elif reduction.over == "rivals":
                self._of_rivals(operand)
            elif entity is Company:
                self._of_staff(operand)
            else:
                self.emit(f"total, heads = {self._sum(operand.index, '(lo + i)')}, {self._heads('(lo + i)')}")
            mean = f"(total / heads if heads > 0.0 else {reduction.nobody!r})"
            self.emit(f"{row} = {mean if reduction.operation == 'mean' else 'total'}")

    def _of_peers(self, operand: Operand) -> None:
        self.emit(
            "j = np.uint64(team_of[lo + i])",
            f"total = {self._sum(operand.index, 'j')} - e[own + i] * e[alive + i]",
            f"heads = {self._heads('j')} - e[alive + i]",
        )

    def _of_rivals(self, operand: Operand) -> None:
        """Sum over the other companies of the same run, which stand side by side."""
        self.emit("others = np.uint64(rivals)", "home = (lo + i) // others * others", "total = 0.0")
        with self.block("for j in range(home, home + others):"):
            self.emit(f"total += {self._sum(operand.index, 'j')}")
        self.emit(f"total, heads = total - {self._sum(operand.index, '(lo + i)')}, rivals - 1.0")

    def _of_staff(self, operand: Operand) -> None:
        self.emit("total, heads = 0.0, 0.0", "j, end = company_first[lo + i], company_first[lo + i + np.uint64(1)]")
        with self.block("for j in range(np.uint64(j), np.uint64(end)):"):
            self.emit(f"total += {self._sum(operand.index, 'j')}", f"heads += {self._heads('j')}")
