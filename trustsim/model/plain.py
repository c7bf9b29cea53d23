"""The agent-by-agent driver: the same rules in plain Python, row by row.

A thousand times slower than the compiled kernels and equal to them: it is the reference that they are tested
against, and what runs when an agent's class overrides a rule. ``Overrides`` lets a row answer for itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from trustsim.errors import StateError
from trustsim.model import draws
from trustsim.model.declarations import (
    CONTRIBUTION,
    NEWCOMER,
    START,
    Company,
    Employee,
    Entity,
    Manager,
    Team,
    World,
)
from trustsim.model.rules import ARRIVED, EMPLOYED, JOINED, LEFT, OCCUPANT, Operand, RuleSet, Wired

if TYPE_CHECKING:
    from trustsim.model.engine import Batch

#: Given a rule and a row, the function to call instead of the rule's own with its named arguments, or None.
Overrides = Callable[[Wired, int], Callable[[Mapping[str, float]], Any] | None]


def no_overrides(wired: Wired, row: int) -> None:
    """Let every row follow the declared rules."""


class PlainDriver:
    """Runs a unit (the start or a phase) of a batch in plain Python.

    Args:
        batch: the runs to drive.
        overrides: what single rows do instead of the declared rules.
        check: whether each written value is checked for finite and in range.
    """

    def __init__(self, batch: Batch, overrides: Overrides = no_overrides, check: bool = True) -> None:
        self.batch = batch
        self.ruleset: RuleSet = batch.ruleset
        self.overrides = overrides
        self.check = check

    def __call__(self, unit: str) -> None:
        """Run one unit for all runs of the batch."""
        for run in range(self.batch.runs):
            _Run(self, run, unit).go()

    def arguments(self, wired: Wired, row: int, run: int = 0) -> dict[str, float]:
        """Return what a rule would read for a row as all stands now, by argument; nothing is changed.

        Sums are taken and contributions made anew; draws are those of the week that was run last.
        """
        phase = wired.rule.phase
        unit = START if phase in (START, NEWCOMER) else self.ruleset.phase_of(wired.rule)
        return _Run(self, run, unit).arguments(wired, row)


class _Run:
    """One unit of one run: what was summed at its start, the channels of the row at hand."""

    def __init__(self, driver: PlainDriver, run: int, unit: str) -> None:
        self.driver, self.run, self.unit = driver, run, unit
        self.batch, self.ruleset = driver.batch, driver.ruleset
        self.layout = self.batch.layout
        self.arrays = {entity: array[run] for entity, array in self.batch.state.arrays.items()}
        self.columns = self.ruleset.columns[Employee]
        self.arriving = unit == START or self.ruleset.hires(unit)
        self.newcomers = self.ruleset.select(NEWCOMER, Employee) if self.arriving else []
        self.sums: dict[str, tuple[list[float], list[float]]] = {}
        self.at_start: dict[int, list[float]] = {}

    def go(self) -> None:
        chosen = {entity: self._rules(entity) for entity in (Company, Team, Manager, Employee)}
        self._take_sums([*self.newcomers, *(wired for listed in chosen.values() for wired in listed)])
        for entity, rules in chosen.items():
            # draws of all rows at once: a draw depends on its key alone, so the order cannot matter
            uniforms = {wired.number: self._uniforms(entity, wired) for wired in rules if wired.rule.draws}
            for row in range(self.layout.rows[entity]):
                self._row(entity, row, rules, uniforms)

    def arguments(self, wired: Wired, row: int) -> dict[str, float]:
        entity = wired.rule.entity
        contributions = [w for w in self.ruleset.select(self.unit, entity) if w.rule.phase == CONTRIBUTION]
        self._take_sums([*contributions, wired])
        channels: dict[str, float] = {}
        for giving in contributions:
            if self.batch.on[giving.number]:
                self._apply(giving, row, channels, self._words(giving, row))
        return self._arguments(wired, row, channels, self._words(wired, row))

    def _words(self, wired: Wired, row: int) -> list[float]:
        """Return the draws of a rule for one row."""
        if not wired.rule.draws:
            return []
        entity = wired.rule.entity
        when = 0 if self.unit == START else self.batch.word
        if entity is Employee and wired.rule.phase == NEWCOMER:
            when = int(self._get(Employee, self.columns[OCCUPANT], row))
        identity = self.layout.identity[entity][row]
        return draws.uniforms(self.batch.keys[self.run], identity, when, wired.purpose).tolist()

    def _rules(self, entity: Entity) -> list[Wired]:
        if self.unit != START:
            return self.ruleset.select(self.unit, entity)
        newcomers = [] if entity is Employee else self.ruleset.select(NEWCOMER, entity)
        return [*newcomers, *self.ruleset.select(START, entity)]

    def _uniforms(self, entity: Entity, wired: Wired) -> list[list[float]]:
        when = 0 if self.unit == START else self.batch.word
        return draws.uniforms(self.batch.keys[self.run], self.layout.identity[entity], when, wired.purpose).tolist()

    def _row(self, entity: Entity, row: int, rules: list[Wired], uniforms: Mapping[int, list[list[float]]]) -> None:
        channels: dict[str, float] = {}
        if entity is Employee and self.unit == START:
            self._arrive(row)
        for wired in rules:
            if self.batch.on[wired.number] and self._concerns(wired, row):
                words = [word[row] for word in uniforms[wired.number]] if wired.rule.draws else []
                self._apply(wired, row, channels, words)
        if entity is Employee and self.arriving and self.unit != START:
            self._arrive(row)

    def _concerns(self, wired: Wired, row: int) -> bool:
        if wired.rule.entity is not Employee or wired.rule.who == "seats":
            return True
        return (self._get(Employee, self.columns[EMPLOYED], row) != 0.0) == (wired.rule.who == "employed")

    # -- one rule for one row -----------------------------------------------------------------------------------

    def _apply(self, wired: Wired, row: int, channels: dict[str, float], words: list[float]) -> None:
        employed = self._get(Employee, self.columns[EMPLOYED], row) if wired.rule.entity is Employee else 1.0
        for operand, slot, value in zip(
            wired.results, wired.slots, self._results(wired, row, channels, words), strict=True
        ):
            if operand.kind == "channel":
                channels[operand.name] = self._accumulate(operand.name, channels, value)
                continue
            if slot >= 0:
                self._book(slot, row, value - self._get(Employee, operand.index, row))
            self._set(wired, operand, row, value)
        left = (
            employed != 0.0 and EMPLOYED in wired.rule.sets and self._get(Employee, self.columns[EMPLOYED], row) == 0.0
        )
        if left and wired.rule.entity is Employee:
            self._book_all(LEFT, row, -1.0)

    def _arguments(self, wired: Wired, row: int, channels: Mapping[str, float], words: list[float]) -> dict[str, float]:
        entity = wired.rule.entity
        return {
            argument: words[operand.index] if operand.kind == "draw" else self._value(entity, operand, row, channels)
            for (argument, _), operand in zip(wired.rule.names, wired.operands, strict=True)
        }

    def _results(self, wired: Wired, row: int, channels: Mapping[str, float], words: list[float]) -> tuple[float, ...]:
        values = self._arguments(wired, row, channels, words)
        override = self.driver.overrides(wired, row)
        found = override(values) if override else wired.rule.function(**values)
        results = found if isinstance(found, tuple) else (found,)
        try:
            numbers = tuple(map(float, results))
        except (TypeError, ValueError):
            numbers = ()
        if len(numbers) != len(wired.results):
            raise StateError(f"rule {wired.rule.name}: must return {len(wired.results)} numbers, it returned {found!r}")
        return numbers

    def _value(self, entity: Entity, operand: Operand, row: int, channels: Mapping[str, float]) -> float:
        if operand.kind == "channel":
            return channels.get(operand.name, self.ruleset.channels[operand.name].identity)
        if operand.kind == "reduction":
            return self._reduction(entity, operand.name, row)
        return self._get(operand.entity, operand.index, self._parent_row(entity, operand.entity, row))

    def _parent_row(self, entity: Entity, parent: Entity, row: int) -> int:
        if parent is entity:
            return row
        if parent is World:
            return 0
        team = int(self.layout.team_of_seat[row]) if entity is Employee else row
        return int(self.layout.company_of_team[team]) if parent is Company else team

    def _get(self, entity: Entity, index: int, row: int) -> float:
        return self.arrays[entity].item(index, row)

    def _set(self, wired: Wired, operand: Operand, row: int, value: float) -> None:
        if self.driver.check:
            field = self.ruleset.fields[operand.entity, operand.name]
            if not field.low <= value <= field.high:
                raise StateError(
                    f"rule {wired.rule.name} set {operand.name} of {operand.entity.name} {row} to {value}; "
                    f"allowed is {field.low} to {field.high} {field.unit}"
                )
        self.arrays[operand.entity][operand.index, row] = value

    def _accumulate(self, name: str, channels: Mapping[str, float], value: float) -> float:
        channel = self.ruleset.channels[name]
        before = channels.get(name, channel.identity)
        if channel.operation == "sum":
            return before + value
        return before * value if channel.operation == "product" else 1.0 - (1.0 - before) * (1.0 - value)

    # -- reductions ---------------------------------------------------------------------------------------------

    def _take_sums(self, rules: list[Wired]) -> None:
        names = {o.name for wired in rules for o in wired.operands if o.kind == "reduction"}
        employed = self.arrays[Employee][self.columns[EMPLOYED]].tolist()
        self.at_start[self.columns[EMPLOYED]] = employed
        for name in names:
            reduction = self.ruleset.reductions[name]
            if reduction.over == "rivals":
                values = self.arrays[Company][self.ruleset.columns[Company][reduction.field]].tolist()
                self.sums[name] = values, [1.0] * len(values)
                continue
            index = self.columns[reduction.field]
            values = self.arrays[Employee][index].tolist()
            self.at_start[index] = values
            totals, heads = [0.0] * self.layout.rows[Team], [0.0] * self.layout.rows[Team]
            for seat, team in enumerate(self.layout.team_of_seat.tolist()):
                totals[team] += values[seat] * employed[seat]
                heads[team] += employed[seat]
            self.sums[name] = totals, heads

    def _reduction(self, entity: Entity, name: str, row: int) -> float:
        reduction = self.ruleset.reductions[name]
        totals, heads = self.sums[name]
        if entity is Employee:
            team = int(self.layout.team_of_seat[row])
            employed = self.at_start[self.columns[EMPLOYED]][row]
            total = totals[team] - self.at_start[self.columns[reduction.field]][row] * employed
            count = heads[team] - employed
        elif reduction.over == "rivals":
            total, count = sum(totals, 0.0) - totals[row], sum(heads, 0.0) - 1.0
        elif entity is Company:
            first, last = self.layout.company_first[row], self.layout.company_first[row + 1]
            total, count = sum(totals[first:last], 0.0), sum(heads[first:last], 0.0)
        else:
            total, count = totals[row], heads[row]
        if reduction.operation == "sum":
            return total
        return total / count if count > 0.0 else reduction.nobody

    # -- newcomers and the ledger -------------------------------------------------------------------------------

    def _arrive(self, row: int) -> None:
        employee = self.arrays[Employee]
        if employee[self.columns[ARRIVED], row] == 0.0:
            return
        for name in self.ruleset.fresh:
            employee[self.columns[name], row] = self.ruleset.fields[Employee, name].newcomer
        employee[self.columns[ARRIVED], row] = 0.0
        for wired in self.newcomers:
            results = self._results(wired, row, {}, self._words(wired, row))
            for operand, value in zip(wired.results, results, strict=True):
                self._set(wired, operand, row, value)
        self._book_all(JOINED, row, 1.0)

    def _book(self, slot: int, row: int, amount: float) -> None:
        if self.batch.ledger is not None:
            self.batch.ledger[self.run, slot, self.batch.ledger_unit[row]] += amount

    def _book_all(self, cause: str, row: int, sign: float) -> None:
        for name in self.ruleset.booked:
            self._book(self.ruleset.slots[name, cause], row, sign * self._get(Employee, self.columns[name], row))
