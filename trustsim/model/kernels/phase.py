"""The kernel of a phase, and that of the start of a run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from trustsim.model.declarations import NEWCOMER, START, Company, Employee, Entity, Manager, Team
from trustsim.model.kernels.arrivals import ArrivalsText
from trustsim.model.kernels.order import companies_go_first
from trustsim.model.kernels.text import RULES_OF_A_PART, deal
from trustsim.model.rules import EMPLOYED, LEFT, Operand, Wired


class PhaseText(ArrivalsText):
    """The kernel of a phase: reductions at its start, then companies, teams, managers and employees in turn."""

    def body(self) -> None:
        """Write sums first, then each entity's rules: companies go first where others may read what they do."""
        self.companies_first = companies_go_first(self.ruleset, self.unit)
        others = (Team, Manager, Employee)
        entities = (Company, *others) if self.companies_first else (*others, Company)
        chosen = {entity: self._rules(entity) for entity in entities}
        newcomers = self.newcomers()
        everyone = [*(wired for listed in chosen.values() for wired in listed), *newcomers]
        operands = [operand for wired in everyone for operand in (*wired.operands, *wired.results)]
        own = [operand for wired in (*chosen[Employee], *newcomers) for operand in wired.operands]
        self.asked = {wired: share for entity, listed in chosen.items() for wired, share in self._asked(entity, listed)}
        self.channels = self._share(operand for operand in operands if operand.kind == "channel")
        self.colleagues = self._share(operand for operand in own if operand.kind == "reduction")
        self.take_sums(operand for operand in operands if operand.kind == "reduction")
        for entity, listed in chosen.items():
            if listed or (entity is Employee and self.arrivals):
                self._entity(entity, listed, newcomers)

    def _rules(self, entity: Entity) -> list[Wired]:
        if self.unit != START:
            return self.ruleset.select(self.unit, entity)
        if entity is Employee:
            return self.ruleset.select(START, Employee)
        return [*self.ruleset.select(NEWCOMER, entity), *self.ruleset.select(START, entity)]

    def _asked(self, entity: Entity, rules: list[Wired]) -> Iterable[tuple[Wired, list[int]]]:
        """Say which columns each rule asks for ahead: its share of what they all touch."""
        columns = (column for wired in rules for column in sorted(self.own_columns(entity, [wired])))
        return zip(rules, deal(columns, len(rules)), strict=True)

    def _share(self, operands: Iterable[Operand]) -> dict[Operand, str]:
        """Reserve a row of scratch for each of some operands: it goes from part to part."""
        rows = {operand: self.row() for operand in dict.fromkeys(operands)}
        self.shared_rows = self.used_rows
        return rows

    def _entity(self, entity: Entity, rules: list[Wired], newcomers: list[Wired]) -> None:
        with self.rows(entity):
            if entity is Employee:
                self._look_at_colleagues()
            if entity is Employee and self.unit == START:
                self.arrive(newcomers)
            self._begin_channels(rules)
            for first in range(0, len(rules), RULES_OF_A_PART):
                self._part(entity, rules[first : first + RULES_OF_A_PART])
            if entity is Employee and self.arrivals and self.unit != START:
                self.arrive(newcomers)

    def _look_at_colleagues(self) -> None:
        """Take what people see of their colleagues before any rule changes what they are themselves."""
        listed = list(self.colleagues.items())
        for first in range(0, len(listed), RULES_OF_A_PART):
            with self.part():
                self.spread_sums(Employee, dict(listed[first : first + RULES_OF_A_PART]))

    def _begin_channels(self, rules: Iterable[Wired]) -> None:
        given = {o: None for wired in rules for o in (*wired.operands, *wired.results) if o.kind == "channel"}
        if given:
            with self.part(), self.each():
                self.emit(*(f"{self.channels[o]} = {self.ruleset.channels[o.name].identity!r}" for o in given))

    def _part(self, entity: Entity, rules: list[Wired]) -> None:
        operands = list(dict.fromkeys(operand for wired in rules for operand in wired.operands))
        with self.part(operands):
            asked = (index for wired in rules for index in self.asked[wired])
            self.places(entity, [*self.own_columns(entity, rules), *asked])
            names = self.spread(entity, operands) | self.channels
            names |= self.colleagues if entity is Employee else self._sums_of(entity, operands)
            kept = self.used_rows
            for wired in rules:
                self.used_rows = kept
                self._rule(entity, wired, names)

    def _sums_of(self, entity: Entity, operands: Iterable[Operand]) -> dict[Operand, str]:
        names = {operand: self.row() for operand in operands if operand.kind == "reduction"}
        self.spread_sums(entity, names)
        return names

    # -- one rule -----------------------------------------------------------------------------------------------

    def _rule(self, entity: Entity, wired: Wired, names: dict[Operand, str]) -> None:
        with self.block(f"if on[{wired.number}]:  # {wired.rule.name}"):
            uniforms = [self.row() for _ in wired.rule.draws]
            if uniforms:
                self._draw_rows(entity, wired, uniforms)
            leaving = entity is Employee and EMPLOYED in wired.rule.sets and self.unit != START
            was = self._remember_employed() if leaving else ""
            columns = {o: self.row() for o in wired.results if o.kind == "column"}
            booked = {slot: self.row() for slot in wired.slots if slot >= 0}
            with self.each():
                self._call(entity, wired, names, uniforms)
                self._store(entity, wired, names | columns, booked)
            self.fetch(entity, self.asked[wired])
            for operand, row in columns.items():
                self.keep(entity, operand.index, row)
            for slot, row in booked.items():
                self._book(slot, row)
            if leaving:
                self._book_left(was)

    def _call(self, entity: Entity, wired: Wired, names: dict[Operand, str], uniforms: Sequence[str]) -> None:
        reads = [uniforms[o.index] if o.kind == "draw" else self.value(entity, o, names) for o in wired.operands]
        results = ", ".join(f"r{n}" for n in range(len(wired.results)))
        self.emit(f"{results} = {self.function(wired.rule.function)}({', '.join(reads)})")

    def _store(self, entity: Entity, wired: Wired, names: dict[Operand, str], booked: dict[int, str]) -> None:
        masked = entity is Employee and wired.rule.who != "seats"
        if masked:
            test = "!=" if wired.rule.who == "employed" else "=="
            self.emit(f"mine = {self._employed()} {test} 0.0")
        for n, (operand, slot) in enumerate(zip(wired.results, wired.slots, strict=True)):
            row, value = names[operand], f"r{n}"
            before = row if operand.kind == "channel" else self.own(entity, operand.index)
            if operand.kind == "channel":
                value = _accumulated(self.ruleset.channels[operand.name].operation, row, value)
            if slot >= 0:
                self.emit(f"{booked[slot]} = {value} - {before} if mine else 0.0")
            self.emit(f"{row} = {value} if mine else {before}" if masked else f"{row} = {value}")

    def _draw_rows(self, entity: Entity, wired: Wired, rows: Sequence[str]) -> None:
        with self.each():
            uniforms = self.draw(entity, wired, "np.uint64(0)" if self.unit == START else "word")
            self.emit(*(f"{row} = {uniform}" for row, uniform in zip(rows, uniforms, strict=True)))

    # -- the ledger ---------------------------------------------------------------------------------------------

    def _book(self, slot: int, row: str) -> None:
        with self.block("if book:"), self.each():
            self.emit(f"{self.account(slot)} += {row}")

    def _remember_employed(self) -> str:
        row = self.row()
        with self.each():
            self.emit(f"{row} = {self._employed()}")
        return row

    def _employed(self) -> str:
        return self.own(Employee, self.ruleset.columns[Employee][EMPLOYED])

    def _book_left(self, was: str) -> None:
        with self.block("if book:"), self.each():
            with self.block(f"if {was} != 0.0 and {self._employed()} == 0.0:"):
                self.book_all(LEFT, "-")


def _accumulated(operation: str, before: str, value: str) -> str:
    """Return the text of a channel's value after one more contribution."""
    if operation == "at_most_one":
        return f"1.0 - (1.0 - {before}) * (1.0 - {value})"
    return f"{before} {'+' if operation == 'sum' else '*'} {value}"
