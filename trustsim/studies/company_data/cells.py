"""A company's numbers, one cell each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from trustsim.studies.company_data.measures import Measure


@dataclass(frozen=True)
class Cell:
    """A number that a company measured.

    Attributes:
        first: the first month of its period, counted in months from year 0.
        months: 1 for a month, 3 for a quarter.
        team: the team's name; nothing for the whole company.
        measure: what was measured.
        value: the value in the measure's own unit.
        rounding: the standard deviation of what rounding took away, in that unit.
        unit: the unit in which it was given.
        people: how many people the number tells of.
        line: where it stands in the file.
    """

    first: int
    months: int
    team: str
    measure: Measure
    value: float
    rounding: float
    unit: str
    people: int
    line: int

    @property
    def period(self) -> str:
        """The period as the file says it."""
        year, month = divmod(self.first, 12)
        return f"{year:04d}-Q{month // 3 + 1}" if self.months == 3 else f"{year:04d}-{month + 1:02d}"


def teams_of(cells: Iterable[Cell]) -> dict[str, list[Cell]]:
    """Return the numbers by team; those of the whole company stand under the empty name."""
    found: dict[str, list[Cell]] = {"": []}
    for cell in cells:
        found.setdefault(cell.team, []).append(cell)
    return found
