"""The kernel of a phase, and that of the start of a run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from trustsim.model import draws
from trustsim.model.declarations import NEWCOMER, START, Company, Employee, Entity, Manager, Team
from trustsim.model.kernels.text import ARRAY, BLOCK, COUNT, IDENTITY, KernelText
from trustsim.model.rules import ARRIVED, EMPLOYED, JOINED, LEFT, OCCUPANT, Operand, Wired


class PhaseText(KernelText):
    """The kernel of a phase: reductions at its start, then companies, teams, managers and employees in turn."""

    def body(self) -> None:
        """Write the loop over runs: sums first, then each entity's rules."""
        chosen = {entity: self._rules(entity) for entity in (Company, Team, Manager, Employee)}
        rules = [wired for listed in chosen.values() for wired in listed]
        operands = [operand for wired in rules for operand in wired.operands]
        newcomers = self._newcomers()
        operands += [operand for wired in newcomers for operand in wired.operands]
        used = sorted({o.index for o in operands if o.kind == "reduction"})
        self.emit(*(f"sum_{index} = np.empty(T)" for index in used), "count = np.empty(T)")
        with self.block("for run in range(runs):"):
            self.emit(
                "key0, key1 = keys[2 * run], keys[2 * run + 1]", f"book_at = run * {len(self.ruleset.slots)} * units"
            )
            self.world_scalars(operands)
            self._reductions(used)
            for entity, listed in chosen.items():
                if listed or (entity is Employee and newcomers):
                    self._entity(entity, listed, newcomers if entity is Employee else [])

    def _rules(self, entity: Entity) -> list[Wired]:
        if self.unit != START:
            return self.ruleset.select(self.unit, entity)
        if entity is Employee:
            return self.ruleset.select(START, Employee)
        return [*self.ruleset.select(NEWCOMER, entity), *self.ruleset.select(START, entity)]

    def _newcomers(self) -> list[Wired]:
        arrive = self.unit == START or self.ruleset.hires(self.unit)
        return self.ruleset.select(NEWCOMER, Employee) if arrive else []

    @property
    def _arrivals(self) -> bool:
        return self.unit == START or self.ruleset.hires(self.unit)

    def _reductions(self, used: Sequence[int]) -> None:
        if not used:
            return
        reductions = list(self.ruleset.reductions.values())
        employee = self.ruleset.columns[Employee]
        self.emit(f"alive = {self.column(Employee, employee[EMPLOYED])}")
        for index in used:
            if reductions[index].over == "rivals":
                self._sum_of_companies(index, self.ruleset.columns[Company][reductions[index].field])
                continue
            self.emit(f"x = {self.column(Employee, employee[reductions[index].field])}")
            with self.block("for j in range(T):"):
                self.emit("total = 0.0", "heads = 0.0")
                with self.block("for i in range(team_first[j], team_first[j + 1]):"):
                    self.emit("total += x[i] * alive[i]", "heads += alive[i]")
                self.emit(f"sum_{index}[j] = total", "count[j] = heads")

    def _sum_of_companies(self, index: int, column: int) -> None:
        self.emit(f"x = {self.column(Company, column)}", f"all_{index} = 0.0")
        with self.block("for j in range(C):"):
            self.emit(f"sum_{index}[j] = x[j]", f"all_{index} += x[j]")

    def _entity(self, entity: Entity, rules: list[Wired], newcomers: list[Wired]) -> None:
        everyone = [*rules, *newcomers]
        operands = list(dict.fromkeys(operand for wired in everyone for operand in wired.operands))
        with self.block(f"for lo in range(0, {COUNT[entity]}, {BLOCK}):"):
            self.emit(f"hi = min({COUNT[entity]}, lo + {BLOCK})", "k = hi - lo", f"ids = {IDENTITY[entity]}[lo:hi]")
            self.views(entity, self._own_columns(entity, everyone))
            names = self.spread(entity, operands)
            names |= self._spread_reductions(entity, operands)
            names |= self._channels(entity, everyone)
            if entity is Employee and self.unit == START:
                self._arrive(newcomers, names)
            for wired in rules:
                self._rule(entity, wired, names)
            if entity is Employee and self._arrivals and self.unit != START:
                self._arrive(newcomers, names)

    def _own_columns(self, entity: Entity, rules: Sequence[Wired]) -> set[int]:
        if entity is Employee and self._arrivals:
            return set(range(len(self.ruleset.columns[Employee])))
        own = {
            o.index
            for wired in rules
            for o in (*wired.operands, *wired.results)
            if o.kind == "column" and o.entity is entity
        }
        if entity is not Employee:
            return own
        # whoever leaves takes all booked states along
        booked = self.ruleset.booked if any(EMPLOYED in wired.rule.sets for wired in rules) else ()
        return own | {self.ruleset.columns[Employee][name] for name in (EMPLOYED, *booked)}

    def _spread_reductions(self, entity: Entity, operands: Iterable[Operand]) -> dict[Operand, str]:
        names = {}
        for operand in operands:
            if operand.kind == "reduction":
                names[operand] = row = self.row()
                self._spread_reduction(entity, operand, row)
        return names

    def _spread_reduction(self, entity: Entity, operand: Operand, row: str) -> None:
        reduction = self.ruleset.reductions[operand.name]
        mean = reduction.operation == "mean"
        result = f"(total / heads if heads > 0.0 else {reduction.nobody!r})" if mean else "total"
        if entity is Employee:
            columns = self.ruleset.columns[Employee]
            self.emit(f"own = {self.column(Employee, columns[reduction.field], 'lo', 'hi')}")
            self.emit(f"alive_own = {self.column(Employee, columns[EMPLOYED], 'lo', 'hi')}")
        with self.block("for i in range(k):"):
            if entity is Employee:
                self.emit("j = team_of_seat[lo + i]")
                self.emit(f"total = sum_{operand.index}[j] - own[i] * alive_own[i]", "heads = count[j] - alive_own[i]")
            elif reduction.over == "rivals":
                self.emit(f"total = all_{operand.index} - sum_{operand.index}[lo + i]", "heads = C - 1.0")
            elif entity is Company:
                self.emit("total = 0.0", "heads = 0.0")
                with self.block("for j in range(company_first[lo + i], company_first[lo + i + 1]):"):
                    self.emit(f"total += sum_{operand.index}[j]", "heads += count[j]")
            else:
                self.emit(f"total = sum_{operand.index}[lo + i]", "heads = count[lo + i]")
            self.emit(f"{row}[i] = {result}")

    def _channels(self, entity: Entity, rules: Iterable[Wired]) -> dict[Operand, str]:
        names: dict[Operand, str] = {}
        for wired in rules:
            for operand in (*wired.operands, *wired.results):
                if operand.kind == "channel" and operand not in names:
                    names[operand] = row = self.row()
                    with self.block("for i in range(k):"):
                        self.emit(f"{row}[i] = {self.ruleset.channels[operand.name].identity!r}")
        return names

    # -- one rule -----------------------------------------------------------------------------------------------

    def _rule(self, entity: Entity, wired: Wired, names: dict[Operand, str]) -> None:
        with self.block(f"if on[{wired.number}]:  # {wired.rule.name}"):
            rows = [self.row() for _ in wired.rule.draws]
            if rows:
                self._draw_rows(wired, rows)
            leaving = entity is Employee and EMPLOYED in wired.rule.sets and self.unit != START
            was = self._remember_employed() if leaving else ""
            booked = [(slot, self.row()) for slot in wired.slots if slot >= 0]
            with self.block("for i in range(k):"):
                self._call(entity, wired, names, rows)
                self._store(entity, wired, names, dict(booked))
            for slot, row in booked:
                self._book(slot, row)
            if leaving:
                self._book_left(was)

    def _call(self, entity: Entity, wired: Wired, names: dict[Operand, str], rows: Sequence[str]) -> None:
        reads = [f"{rows[o.index]}[i]" if o.kind == "draw" else self.value(entity, o, names) for o in wired.operands]
        results = ", ".join(f"r{n}" for n in range(len(wired.results)))
        self.emit(f"{results} = {self.function(wired.rule.function)}({', '.join(reads)})")

    def _store(self, entity: Entity, wired: Wired, names: dict[Operand, str], booked: dict[int, str]) -> None:
        masked = entity is Employee and wired.rule.who != "seats"
        if masked:
            test = "!=" if wired.rule.who == "employed" else "=="
            self.emit(f"mine = e_{self.ruleset.columns[Employee][EMPLOYED]}[i] {test} 0.0")
        for n, (operand, slot) in enumerate(zip(wired.results, wired.slots, strict=True)):
            if operand.kind == "channel":
                row = names[operand]
                given = _accumulated(self.ruleset.channels[operand.name].operation, f"{row}[i]", f"r{n}")
                self.emit(f"{row}[i] = {given} if mine else {row}[i]" if masked else f"{row}[i] = {given}")
                continue
            place = f"{ARRAY[entity]}_{operand.index}[i]"
            if slot >= 0:
                self.emit(f"{booked[slot]}[i] = r{n} - {place} if mine else 0.0")
            self.emit(f"{place} = r{n} if mine else {place}" if masked else f"{place} = r{n}")

    def _draw_rows(self, wired: Wired, rows: Sequence[str]) -> None:
        with self.block("for i in range(k):"):
            self._draw(wired, "np.uint64(0)" if self.unit == START else "word")
            self.emit(*(f"{row}[i] = (np.float64(np.int64(c{n})) + 0.5) * SCALE" for n, row in enumerate(rows)))

    def _draw(self, wired: Wired, when: str) -> None:
        self.emit("c0, c1 = ids[i] & MASK, ids[i] >> S32", f"c2, c3 = {when}, np.uint64({wired.purpose})")
        self.emit("k0, k1 = key0, key1", *(draws.ROUND.splitlines() * 10))

    # -- the ledger ---------------------------------------------------------------------------------------------

    def _book(self, slot: int, row: str) -> None:
        with self.block("if book:"), self.block("for i in range(k):"):
            self.emit(f"ledger[book_at + {slot} * units + unit[lo + i]] += {row}[i]")

    def _remember_employed(self) -> str:
        row = self.row()
        with self.block("for i in range(k):"):
            self.emit(f"{row}[i] = e_{self.ruleset.columns[Employee][EMPLOYED]}[i]")
        return row

    def _book_left(self, was: str) -> None:
        employed = self.ruleset.columns[Employee][EMPLOYED]
        with self.block("if book:"), self.block("for i in range(k):"):
            with self.block(f"if {was}[i] != 0.0 and e_{employed}[i] == 0.0:"):
                self._book_all(LEFT, "-")

    def _book_all(self, cause: str, sign: str) -> None:
        self.emit("pass")
        for name in self.ruleset.booked:
            slot = self.ruleset.slots[name, cause]
            place = f"e_{self.ruleset.columns[Employee][name]}[i]"
            self.emit(f"ledger[book_at + {slot} * units + unit[lo + i]] {sign}= {place}")

    # -- newcomers ----------------------------------------------------------------------------------------------

    def _arrive(self, newcomers: list[Wired], names: dict[Operand, str]) -> None:
        columns = self.ruleset.columns[Employee]
        with self.block("for i in range(k):"), self.block(f"if e_{columns[ARRIVED]}[i] != 0.0:"):
            for name, index in columns.items():
                if name not in (EMPLOYED, OCCUPANT):
                    self.emit(f"e_{index}[i] = {self.ruleset.fields[Employee, name].newcomer!r}")
            self.emit(f"e_{columns[ARRIVED]}[i] = 0.0")
            for wired in newcomers:
                self._arrive_rule(wired, names)
            with self.block("if book:"):
                self._book_all(JOINED, "+")

    def _arrive_rule(self, wired: Wired, names: dict[Operand, str]) -> None:
        if wired.rule.draws:
            self._draw(wired, f"np.uint64(np.int64(e_{self.ruleset.columns[Employee][OCCUPANT]}[i]))")
            self.emit(*(f"u{n} = (np.float64(np.int64(c{n})) + 0.5) * SCALE" for n in range(len(wired.rule.draws))))
        reads = [f"u{o.index}" if o.kind == "draw" else self.value(Employee, o, names) for o in wired.operands]
        places = ", ".join(f"e_{operand.index}[i]" for operand in wired.results)
        self.emit(f"{places} = {self.function(wired.rule.function)}({', '.join(reads)})")


def _accumulated(operation: str, before: str, value: str) -> str:
    """Return the text of a channel's value after one more contribution."""
    if operation == "at_most_one":
        return f"1.0 - (1.0 - {before}) * (1.0 - {value})"
    return f"{before} {'+' if operation == 'sum' else '*'} {value}"
