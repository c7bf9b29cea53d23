"""What a model keeps of its last week, and of all weeks that a ``Record`` asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from trustsim.errors import InputError, nearest
from trustsim.mesa_model.saving import Arrays, fill_recorder, record_arrays
from trustsim.model.declarations import Company, Employee, Entity, Manager
from trustsim.model.engine import Batch
from trustsim.model.recording import Level, Record, Recorder, Recording, Sums, values_of
from trustsim.model.state import Floats

#: The entity at whose level a ledger is kept.
UNIT: Mapping[str, Entity] = {"company": Company, "team": Manager, "employee": Employee}


class Keeping:
    """The outcomes and the ledger of the last week, and what a ``Record`` asks for of all weeks.

    Args:
        batch: the one run.
        record: what to keep of all weeks.
        level: the level of the ledger; empty if there is none.
    """

    def __init__(self, batch: Batch, record: Record, level: Level) -> None:
        self.batch, self.record, self.level = batch, record, level
        self.recorder = Recorder(batch, record, batch.replications)
        self.booked = None if batch.ledger is None else np.zeros_like(batch.ledger[0])
        self.sums = Sums.of(batch.ruleset, batch.plan, batch.runs, Record(), since=0)
        self._outcomes: dict[str, float] = {}

    def week(self) -> None:
        """Take note of a week that was just run: what was booked since the last one, and what it came to."""
        batch = self.batch
        if self.booked is not None and batch.ledger is not None:
            self.booked[:] = batch.ledger[0]
        if batch.week <= batch.plan.weeks:
            self.recorder.stepped()
        if not self.record.ledger:
            self.recorder.ledger.clear()
        if batch.ledger is not None:
            batch.ledger[:] = 0.0
        if batch.week >= 0:
            self.sums.totals[:] = 0.0
            batch.compiled.weeks(batch.week, batch.week, self.sums, living=False)
        self._outcomes = {}

    def outcomes(self, company: int | None = None) -> dict[str, float]:
        """Return the outcomes of the last week, of one company or of all together; NaN where nobody counts."""
        if company is not None:
            return self._values(self.sums.totals[..., company])
        self._outcomes = self._outcomes or self._values(self.sums.totals.sum(axis=-1))
        return dict(self._outcomes)

    def _values(self, sums: Floats) -> dict[str, float]:
        ruleset = self.batch.ruleset
        return {name: float(values_of(ruleset, o, sums)[0]) for name, o in ruleset.outcomes.items()}

    def recording(self) -> Recording:
        """Return what the record asked for, so far: a copy."""
        kept = self.recorder.finish()
        sums = {name: getattr(kept, name) for name in ("totals", "weekly", "teams")}
        return replace(kept, **{name: array.copy() for name, array in sums.items() if array is not None})

    # -- the ledger ---------------------------------------------------------------------------------------------

    def book(self, state: str, cause: str, row: int, amount: float) -> None:
        """Book a change of an employee's trust state that no rule made; it counts to the coming week."""
        if self.batch.ledger is not None:
            self.batch.ledger[0, self.batch.ruleset.slots[state, cause], self.batch.ledger_unit[row]] += amount

    def causes(self, state: str, entity: Entity | None, row: int) -> dict[str, float]:
        """Return what moved a trust state in the last week by cause: of a row of an entity, or of all.

        Raises:
            InputError: there is no such state, or no ledger at this level.
        """
        ruleset = self.batch.ruleset
        if state not in ruleset.booked:
            known = ", ".join(ruleset.booked)
            raise InputError(f"'{state}' is not booked{nearest(state, ruleset.booked)}; states with causes are {known}")
        if self.booked is None:
            raise InputError("this model keeps no ledger: make it with ledger='employee'")
        units = slice(None) if entity is None else self._units(entity, row)
        slots = {cause: slot for (of, cause), slot in ruleset.slots.items() if of == state}
        return {cause: float(self.booked[slot, units].sum()) for cause, slot in slots.items()}

    def _units(self, entity: Entity, row: int) -> slice:
        """Return the units of the ledger that belong to a row."""
        kept = UNIT[self.level]
        if entity.rank > kept.rank:
            raise InputError(f"this model keeps the ledger by {self.level}: make it with ledger='{entity.name}'")
        if entity is kept:
            return slice(row, row + 1)
        layout = self.batch.layout
        teams = slice(*layout.company_first[row : row + 2]) if entity is Company else slice(row, row + 1)
        return teams if kept is Manager else slice(layout.team_first[teams.start], layout.team_first[teams.stop])

    # -- saving -------------------------------------------------------------------------------------------------

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Return all that is kept as arrays by name."""
        arrays = record_arrays(self.recorder) | {"sums": self.sums.totals}
        if self.batch.ledger is not None and self.booked is not None:
            arrays |= {"ledger/pending": self.batch.ledger, "ledger/week": self.booked}
        return arrays

    def fill(self, arrays: Arrays) -> None:
        """Take over what another model kept."""
        fill_recorder(self.recorder, arrays)
        self.sums.totals[:] = arrays["sums"]
        if self.batch.ledger is not None and self.booked is not None:
            self.batch.ledger[:] = arrays["ledger/pending"]
            self.booked[:] = arrays["ledger/week"]
