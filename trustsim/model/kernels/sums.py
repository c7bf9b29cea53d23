"""Sums over rows below or beside one's own: taken for each team at the start of a phase, then read by row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from trustsim.model.declarations import Company, Employee, Entity, Reduction
from trustsim.model.kernels.order import sums_kept
from trustsim.model.kernels.text import KernelText
from trustsim.model.rules import EMPLOYED, Operand


class SumsText(KernelText):
    """A kernel that takes sums: a row for each reduction and one of heads, with a place for each team.

    What rows see of teams is in ``sums``, whose first place is that of the first team of the tile. What companies see,
    of their staff and of their rivals, is in ``kept``, with room for all teams, since they look at all of them.
    """

    def take_sums(self, operands: Iterable[Operand]) -> None:
        """Write the sums of teams (of companies, for those of rivals), seat by seat in order."""
        reductions = list(self.ruleset.reductions.values())
        fields = {operand.index: reductions[operand.index].field for operand in operands}
        self.kept = {index: n for n, index in enumerate(sums_kept(self.ruleset, self.unit))}
        self.sums = {index: n for n, index in enumerate(sorted(fields.keys() - self.kept.keys()))}
        self.emit("width = to_team - from_team", f"sums = np.empty({len(self.sums) + 1} * width)", "lo, hi = 0, 0")
        rivals = [index for index in self.kept if reductions[index].over == "rivals"]
        all_at_once = ("0", "T if companies else 0") if self.companies_first else ("from_team", "to_team")
        self._of_firms({index: fields[index] for index in rivals})
        self._of_teams({index: fields[index] for index in self.kept if index not in rivals}, *all_at_once)
        self._of_teams({index: fields[index] for index in self.sums}, "from_team", "to_team")

    def _of_firms(self, fields: Mapping[int, str]) -> None:
        """Read fields of companies, for those who look at their rivals."""
        columns = self.ruleset.columns[Company]
        if not fields:
            return
        with self.part():
            for index, name in fields.items():
                self.emit(f"x = {self.column(Company, columns[name])}")
                with self.block("for j in range(companies):"):
                    self.emit(f"{self._sum(index, 'j')} = c[x + j]")

    def _of_teams(self, fields: Mapping[int, str], first: str, last: str) -> None:
        """Sum fields over the employed of each team, all in one loop: their sums do not wait for each other."""
        columns = self.ruleset.columns[Employee]
        if not fields:
            return
        with self.part():
            self.emit(f"alive = {self.column(Employee, columns[EMPLOYED])}")
            self.emit(*(f"x{index} = {self.column(Employee, columns[name])}" for index, name in fields.items()))
            with self.block(f"for j in range(np.uint64({first}), np.uint64({last})):"):
                self.emit("heads = 0.0", *(f"total_{index} = 0.0" for index in fields))
                with self.block("for i in range(np.uint64(team_first[j]), np.uint64(team_first[j + np.uint64(1)])):"):
                    self.emit("there = e[alive + i]", "heads += there")
                    self.emit(*(f"total_{index} += e[x{index} + i] * there" for index in fields))
                self.emit(*(f"{self._sum(index, 'j')} = total_{index}" for index in fields))
                self.emit(f"{self._heads('j', kept=not fields.keys() - self.kept.keys())} = heads")

    def _sum(self, index: int, row: str) -> str:
        if index in self.kept:
            return f"kept[np.uint64({self.kept[index]}) * T + {row}]"
        return f"sums[np.uint64({self.sums[index]}) * width + {row} - from_team]"

    def _heads(self, row: str, kept: bool = False) -> str:
        if kept:
            return f"kept[np.uint64({len(self.kept)}) * T + {row}]"
        return f"sums[np.uint64({len(self.sums)}) * width + {row} - from_team]"

    def spread_sums(self, entity: Entity, names: Mapping[Operand, str]) -> None:
        """Write what each row of a block reads of reductions into rows of scratch."""
        if entity is Employee:
            self._of_peers(names)
            return
        for operand, row in names.items():
            with self.each():
                if self._reduction(operand).over == "rivals":
                    self._of_rivals(operand)
                elif entity is Company:
                    self._of_staff(operand)
                else:
                    self.emit(f"total, heads = {self._sum(operand.index, '(lo + i)')}, {self._heads('(lo + i)')}")
                self.emit(f"{row} = {self._result(operand)}")

    def _reduction(self, operand: Operand) -> Reduction:
        return self.ruleset.reductions[operand.name]

    def _result(self, operand: Operand) -> str:
        reduction = self._reduction(operand)
        return f"(total / heads if heads > 0.0 else {reduction.nobody!r})" if reduction.operation == "mean" else "total"

    def _of_peers(self, names: Mapping[Operand, str]) -> None:
        """Sum over the others of the team: take oneself off the team's sums."""
        columns = self.ruleset.columns[Employee]
        heads = self.row()
        sums = {row: self._sum(operand.index, "j") for operand, row in names.items()}
        self.emit_by_team(sums | {heads: self._heads("j")})
        self.emit(f"alive = {self.column(Employee, columns[EMPLOYED])} + lo")
        for operand, row in names.items():
            self.emit(f"own = {self.column(Employee, columns[self._reduction(operand).field])} + lo")
            with self.each():
                self.emit(f"total, heads = {row} - e[own + i] * e[alive + i], {heads} - e[alive + i]")
                self.emit(f"{row} = {self._result(operand)}")

    def _of_rivals(self, operand: Operand) -> None:
        """Sum over the other companies of the same run, which stand side by side."""
        self.emit("others = np.uint64(rivals)", "home = (lo + i) // others * others", "total = 0.0")
        with self.block("for j in range(home, home + others):"):
            self.emit(f"total += {self._sum(operand.index, 'j')}")
        self.emit(f"total, heads = total - {self._sum(operand.index, '(lo + i)')}, rivals - 1.0")

    def _of_staff(self, operand: Operand) -> None:
        self.emit("total, heads = 0.0, 0.0", "j, end = company_first[lo + i], company_first[lo + i + np.uint64(1)]")
        with self.block("for j in range(np.uint64(j), np.uint64(end)):"):
            self.emit(f"total += {self._sum(operand.index, 'j')}", f"heads += {self._heads('j', kept=True)}")
