"""People who take a seat: at the start of a run, and at the end of a phase in which seats are filled."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from trustsim.model import draws
from trustsim.model.declarations import NEWCOMER, START, Employee, Entity
from trustsim.model.kernels.sums import SumsText
from trustsim.model.kernels.text import BLOCK, COUNT, IDENTITY, RULES_OF_A_PART
from trustsim.model.rules import ARRIVED, EMPLOYED, JOINED, OCCUPANT, Operand, Wired


class ArrivalsText(SumsText):
    """A kernel in which people may arrive. Those who do in a block are few, so their places are listed first."""

    colleagues: dict[Operand, str]

    @property
    def arrivals(self) -> bool:
        """Whether anybody can arrive in this unit."""
        return self.unit == START or self.ruleset.hires(self.unit)

    def newcomers(self) -> list[Wired]:
        """Return the rules that say what a person is like who arrives."""
        return self.ruleset.select(NEWCOMER, Employee) if self.arrivals else []

    def arrive(self, newcomers: list[Wired]) -> None:
        """Write what happens to those whose field ``arrived`` is set."""
        with self.part():
            self.places(Employee, [self.ruleset.columns[Employee][ARRIVED]])
            self.emit("count = np.uint64(0)")
            with self.each(), self.block(f"if {self._arrived()} != 0.0:"):
                self.emit("J[count] = i", "count += np.uint64(1)")
            self.emit(f"J[{BLOCK}] = count")
        with self.block(f"if J[{BLOCK}]:"):
            self._begin_anew()
            for first in range(0, len(newcomers), RULES_OF_A_PART):
                self._arrive_part(newcomers[first : first + RULES_OF_A_PART])
            self._be_there()

    def _arrived(self) -> str:
        return self.own(Employee, self.ruleset.columns[Employee][ARRIVED])

    @contextmanager
    def _each_arrived(self) -> Generator[None]:
        with self.block(f"for q in range(J[{BLOCK}]):"):
            self.emit("i = J[q]")
            yield

    def _begin_anew(self) -> None:
        columns = self.ruleset.columns[Employee]
        fresh = {name: columns[name] for name in self.ruleset.fresh}
        with self.part():
            self.places(Employee, fresh.values())
            with self._each_arrived():
                for name, index in fresh.items():
                    self.emit(f"{self.own(Employee, index)} = {self.ruleset.fields[Employee, name].newcomer!r}")

    def _arrive_part(self, newcomers: list[Wired]) -> None:
        columns = self.ruleset.columns[Employee]
        operands = list(dict.fromkeys(operand for wired in newcomers for operand in wired.operands))
        with self.part(operands):
            self.places(Employee, self.own_columns(Employee, newcomers) | {columns[OCCUPANT]})
            names = self.above(Employee, operands) | self.colleagues
            with self._each_arrived():
                for wired in newcomers:
                    self._arrive_rule(wired, names)

    def _arrive_rule(self, wired: Wired, names: dict[Operand, str]) -> None:
        if wired.rule.draws:
            occupant = self.own(Employee, self.ruleset.columns[Employee][OCCUPANT])
            uniforms = self.draw(Employee, wired, f"np.uint64(np.int64({occupant}))")
            self.emit(*(f"u{n} = {uniform}" for n, uniform in enumerate(uniforms)))
        reads = [f"u{o.index}" if o.kind == "draw" else self.value(Employee, o, names) for o in wired.operands]
        places = ", ".join(self.own(Employee, operand.index) for operand in wired.results)
        self.emit(f"{places} = {self.function(wired.rule.function)}({', '.join(reads)})")

    def _be_there(self) -> None:
        columns = self.ruleset.columns[Employee]
        with self.part():
            self.places(Employee, (columns[name] for name in (ARRIVED, *self.ruleset.booked)))
            with self._each_arrived():
                self.emit(f"{self._arrived()} = 0.0")
                with self.block("if book:"):
                    self.book_all(JOINED, "+")

    # -- what rules of newcomers and of the week share ----------------------------------------------------------

    def own_columns(self, entity: Entity, rules: list[Wired]) -> set[int]:
        """Return the columns of their own rows that rules touch."""
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

    def draw(self, entity: Entity, wired: Wired, when: str) -> list[str]:
        """Write the draw of a rule for row ``i`` and return the texts of the uniforms that the rule reads."""
        ids, rows = IDENTITY[entity], COUNT[entity]
        self.emit("x = lo + i", f"c0, c1 = {ids}[x], {ids}[x] >> S32")
        self.emit(f"c2, c3 = {when}, np.uint64({wired.purpose})")
        self.emit(f"k0, k1 = {ids}[{rows} + x], {ids}[{rows} + x] >> S32")
        self.emit(*(draws.ROUND.splitlines() * 10))
        return [f"(np.float64(np.int64(c{n} & MASK)) + 0.5) * SCALE" for n in range(len(wired.rule.draws))]

    def account(self, slot: int) -> str:
        """Return the text of the place in the ledger of a slot, for the unit of row ``i``."""
        return f"ledger[np.uint64({slot}) * units + unit[lo + i]]"

    def book_all(self, cause: str, sign: str) -> None:
        """Write that all booked states of row ``i`` come or go."""
        self.emit("pass")
        for name in self.ruleset.booked:
            place = self.own(Employee, self.ruleset.columns[Employee][name])
            self.emit(f"{self.account(self.ruleset.slots[name, cause])} {sign}= {place}")
