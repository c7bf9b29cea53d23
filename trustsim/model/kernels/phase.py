"""The kernel of a phase, and that of the start of a run."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager

from trustsim.model import draws
from trustsim.model.declarations import NEWCOMER, START, Company, Employee, Entity, Manager, Team
from trustsim.model.kernels.text import BLOCK, COUNT, IDENTITY, RULES_OF_A_PART, KernelText
from trustsim.model.rules import ARRIVED, EMPLOYED, JOINED, LEFT, OCCUPANT, Operand, Wired


class PhaseText(KernelText):
    """The kernel of a phase: reductions at its start, then companies, teams, managers and employees in turn."""

    def body(self) -> None:
        """Write the loop over runs: sums first, then each entity's rules."""
        chosen = {entity: self._rules(entity) for entity in (Company, Team, Manager, Employee)}
        newcomers = self._newcomers()
        everyone = [*(wired for listed in chosen.values() for wired in listed), *newcomers]
        operands = [operand for wired in everyone for operand in (*wired.operands, *wired.results)]
        self.sums = {index: n for n, index in enumerate(sorted({o.index for o in operands if o.kind == "reduction"}))}
        own = [operand for wired in (*chosen[Employee], *newcomers) for operand in wired.operands]
        self.channels = self._share(operand for operand in operands if operand.kind == "channel")
        self.colleagues = self._share(operand for operand in own if operand.kind == "reduction")
        self.emit(f"sums = np.empty({len(self.sums) + 1} * T)")
        with self.block("for run in range(runs):"):
            self._reductions()
            for entity, listed in chosen.items():
                if listed or (entity is Employee and self._arrivals):
                    self._entity(entity, listed, newcomers if entity is Employee else [])

    def _rules(self, entity: Entity) -> list[Wired]:
        if self.unit != START:
            return self.ruleset.select(self.unit, entity)
        if entity is Employee:
            return self.ruleset.select(START, Employee)
        return [*self.ruleset.select(NEWCOMER, entity), *self.ruleset.select(START, entity)]

    def _newcomers(self) -> list[Wired]:
        return self.ruleset.select(NEWCOMER, Employee) if self._arrivals else []

    @property
    def _arrivals(self) -> bool:
        return self.unit == START or self.ruleset.hires(self.unit)

    def _share(self, operands: Iterable[Operand]) -> dict[Operand, str]:
        """Reserve a row of scratch for each of some operands: it goes from part to part."""
        rows = {operand: self.row() for operand in dict.fromkeys(operands)}
        self.shared_rows = self.used_rows
        return rows

    def _sum(self, index: int, row: str) -> str:
        return f"sums[{self.sums[index]} * T + {row}]"

    def _heads(self, row: str) -> str:
        return f"sums[{len(self.sums)} * T + {row}]"

    def _reductions(self) -> None:
        if not self.sums:
            return
        reductions = list(self.ruleset.reductions.values())
        employee = self.ruleset.columns[Employee]
        self.emit("lo, hi = 0, 0")
        with self.part(()):
            self.emit(f"alive = {self.column(Employee, employee[EMPLOYED])}")
            with self.block("for j in range(T):"):
                self.emit("heads = 0.0")
                with self.block("for i in range(team_first[j], team_first[j + 1]):"):
                    self.emit("heads += e[alive + i]")
                self.emit(f"{self._heads('j')} = heads")
            for index in self.sums:
                if reductions[index].over == "rivals":
                    self.emit(f"x = {self.column(Company, self.ruleset.columns[Company][reductions[index].field])}")
                    with self.block("for j in range(C):"):
                        self.emit(f"{self._sum(index, 'j')} = c[x + j]")
                    continue
                self.emit(f"x = {self.column(Employee, employee[reductions[index].field])}")
                with self.block("for j in range(T):"):
                    self.emit("total = 0.0")
                    with self.block("for i in range(team_first[j], team_first[j + 1]):"):
                        self.emit("total += e[x + i] * e[alive + i]")
                    self.emit(f"{self._sum(index, 'j')} = total")

    def _entity(self, entity: Entity, rules: list[Wired], newcomers: list[Wired]) -> None:
        with self.block(f"for lo in range(0, {COUNT[entity]}, {BLOCK}):"):
            self.emit(f"hi = min({COUNT[entity]}, lo + {BLOCK})")
            if entity is Employee:
                self._look_at_colleagues()
            if entity is Employee and self.unit == START:
                self._arrive(newcomers)
            self._begin_channels(rules)
            for first in range(0, len(rules), RULES_OF_A_PART):
                self._part(entity, rules[first : first + RULES_OF_A_PART])
            if entity is Employee and self._arrivals and self.unit != START:
                self._arrive(newcomers)

    def _look_at_colleagues(self) -> None:
        """Take what people see of their colleagues before any rule changes what they are themselves."""
        listed = list(self.colleagues.items())
        for first in range(0, len(listed), RULES_OF_A_PART):
            with self.part(()):
                for operand, row in listed[first : first + RULES_OF_A_PART]:
                    self._spread_reduction(Employee, operand, row)

    def _begin_channels(self, rules: Iterable[Wired]) -> None:
        given = {o: None for wired in rules for o in (*wired.operands, *wired.results) if o.kind == "channel"}
        if given:
            with self.part(()), self.block("for i in range(k):"):
                self.emit(*(f"{self.channels[o]} = {self.ruleset.channels[o.name].identity!r}" for o in given))

    def _part(self, entity: Entity, rules: list[Wired]) -> None:
        operands = list(dict.fromkeys(operand for wired in rules for operand in wired.operands))
        with self.part(operands):
            if any(wired.rule.draws for wired in rules):
                self.emit(f"ids, key0, key1 = {IDENTITY[entity]}, keys[2 * run], keys[2 * run + 1]")
            if any(slot >= 0 for wired in rules for slot in wired.slots) or self._leavers(rules):
                self.emit(f"book_at = run * {len(self.ruleset.slots)} * units")
            self.places(entity, self._own_columns(entity, rules))
            names = self.spread(entity, operands) | self.channels
            names |= self.colleagues if entity is Employee else self._spread_reductions(entity, operands)
            for wired in rules:
                self._rule(entity, wired, names)

    def _leavers(self, rules: Iterable[Wired]) -> bool:
        return self.unit != START and any(EMPLOYED in wired.rule.sets for wired in rules)

    def _own_columns(self, entity: Entity, rules: Sequence[Wired]) -> set[int]:
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
            self.emit(f"own = {self.column(Employee, columns[reduction.field])} + lo")
            self.emit(f"alive = {self.column(Employee, columns[EMPLOYED])} + lo")
        elif reduction.over == "rivals":
            self.emit("everywhere = 0.0")
            with self.block("for j in range(C):"):
                self.emit(f"everywhere += {self._sum(operand.index, 'j')}")
        with self.block("for i in range(k):"):
            if entity is Employee:
                self.emit(
                    "j = team_of_seat[lo + i]",
                    f"total = {self._sum(operand.index, 'j')} - e[own + i] * e[alive + i]",
                    f"heads = {self._heads('j')} - e[alive + i]",
                )
            elif reduction.over == "rivals":
                self.emit(f"total = everywhere - {self._sum(operand.index, '(lo + i)')}", "heads = C - 1.0")
            elif entity is Company:
                self.emit("total = 0.0", "heads = 0.0")
                with self.block("for j in range(company_first[lo + i], company_first[lo + i + 1]):"):
                    self.emit(f"total += {self._sum(operand.index, 'j')}", f"heads += {self._heads('j')}")
            else:
                self.emit(f"total = {self._sum(operand.index, '(lo + i)')}", f"heads = {self._heads('(lo + i)')}")
            self.emit(f"{row} = {result}")

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
        reads = [rows[o.index] if o.kind == "draw" else self.value(entity, o, names) for o in wired.operands]
        results = ", ".join(f"r{n}" for n in range(len(wired.results)))
        self.emit(f"{results} = {self.function(wired.rule.function)}({', '.join(reads)})")

    def _store(self, entity: Entity, wired: Wired, names: dict[Operand, str], booked: dict[int, str]) -> None:
        masked = entity is Employee and wired.rule.who != "seats"
        if masked:
            test = "!=" if wired.rule.who == "employed" else "=="
            self.emit(f"mine = {self._employed()} {test} 0.0")
        for n, (operand, slot) in enumerate(zip(wired.results, wired.slots, strict=True)):
            if operand.kind == "channel":
                row = names[operand]
                given = _accumulated(self.ruleset.channels[operand.name].operation, row, f"r{n}")
                self.emit(f"{row} = {given} if mine else {row}" if masked else f"{row} = {given}")
                continue
            place = self.own(entity, operand.index)
            if slot >= 0:
                self.emit(f"{booked[slot]} = r{n} - {place} if mine else 0.0")
            self.emit(f"{place} = r{n} if mine else {place}" if masked else f"{place} = r{n}")

    def _draw_rows(self, wired: Wired, rows: Sequence[str]) -> None:
        with self.block("for i in range(k):"):
            self._draw(wired, "np.uint64(0)" if self.unit == START else "word")
            self.emit(*(f"{row} = (np.float64(np.int64(c{n})) + 0.5) * SCALE" for n, row in enumerate(rows)))

    def _draw(self, wired: Wired, when: str) -> None:
        self.emit("c0, c1 = ids[lo + i] & MASK, ids[lo + i] >> S32", f"c2, c3 = {when}, np.uint64({wired.purpose})")
        self.emit("k0, k1 = key0, key1", *(draws.ROUND.splitlines() * 10))

    # -- the ledger ---------------------------------------------------------------------------------------------

    def _book(self, slot: int, row: str) -> None:
        with self.block("if book:"), self.block("for i in range(k):"):
            self.emit(f"ledger[book_at + {slot} * units + unit[lo + i]] += {row}")

    def _remember_employed(self) -> str:
        row = self.row()
        with self.block("for i in range(k):"):
            self.emit(f"{row} = {self._employed()}")
        return row

    def _employed(self) -> str:
        return self.own(Employee, self.ruleset.columns[Employee][EMPLOYED])

    def _book_left(self, was: str) -> None:
        with self.block("if book:"), self.block("for i in range(k):"):
            with self.block(f"if {was} != 0.0 and {self._employed()} == 0.0:"):
                self._book_all(LEFT, "-")

    def _book_all(self, cause: str, sign: str) -> None:
        self.emit("pass")
        for name in self.ruleset.booked:
            slot = self.ruleset.slots[name, cause]
            place = self.own(Employee, self.ruleset.columns[Employee][name])
            self.emit(f"ledger[book_at + {slot} * units + unit[lo + i]] {sign}= {place}")

    # -- newcomers ----------------------------------------------------------------------------------------------

    def _arrive(self, newcomers: list[Wired]) -> None:
        columns = self.ruleset.columns[Employee]
        with self.part(()):
            self.places(Employee, columns.values())
            with self._arriving():
                for name, index in columns.items():
                    if name not in (EMPLOYED, OCCUPANT, ARRIVED):
                        self.emit(f"{self.own(Employee, index)} = {self.ruleset.fields[Employee, name].newcomer!r}")
        for first in range(0, len(newcomers), RULES_OF_A_PART):
            self._arrive_part(newcomers[first : first + RULES_OF_A_PART])
        with self.part(()):
            self.emit(f"book_at = run * {len(self.ruleset.slots)} * units")
            self.places(Employee, (columns[name] for name in (ARRIVED, *self.ruleset.booked)))
            with self._arriving():
                self.emit(f"{self.own(Employee, columns[ARRIVED])} = 0.0")
                with self.block("if book:"):
                    self._book_all(JOINED, "+")

    @contextmanager
    def _arriving(self) -> Generator[None]:
        arrived = self.own(Employee, self.ruleset.columns[Employee][ARRIVED])
        with self.block("for i in range(k):"), self.block(f"if {arrived} != 0.0:"):
            yield

    def _arrive_part(self, newcomers: list[Wired]) -> None:
        columns = self.ruleset.columns[Employee]
        operands = list(dict.fromkeys(operand for wired in newcomers for operand in wired.operands))
        with self.part(operands):
            self.emit(f"ids, key0, key1 = {IDENTITY[Employee]}, keys[2 * run], keys[2 * run + 1]")
            self.places(Employee, self._own_columns(Employee, newcomers) | {columns[ARRIVED], columns[OCCUPANT]})
            names = self.spread(Employee, operands) | self.colleagues
            with self._arriving():
                for wired in newcomers:
                    self._arrive_rule(wired, names)

    def _arrive_rule(self, wired: Wired, names: dict[Operand, str]) -> None:
        if wired.rule.draws:
            occupant = self.own(Employee, self.ruleset.columns[Employee][OCCUPANT])
            self._draw(wired, f"np.uint64(np.int64({occupant}))")
            self.emit(*(f"u{n} = (np.float64(np.int64(c{n})) + 0.5) * SCALE" for n in range(len(wired.rule.draws))))
        reads = [f"u{o.index}" if o.kind == "draw" else self.value(Employee, o, names) for o in wired.operands]
        places = ", ".join(self.own(Employee, operand.index) for operand in wired.results)
        self.emit(f"{places} = {self.function(wired.rule.function)}({', '.join(reads)})")


def _accumulated(operation: str, before: str, value: str) -> str:
    """Return the text of a channel's value after one more contribution."""
    if operation == "at_most_one":
        return f"1.0 - (1.0 - {before}) * (1.0 - {value})"
    return f"{before} {'+' if operation == 'sum' else '*'} {value}"
