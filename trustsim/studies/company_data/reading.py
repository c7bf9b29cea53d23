"""Reading a company's own numbers from a CSV file, guarded: what is wrong is said with its line, and nothing is kept.

period,team,measure,value,unit,people
2026-01,,attrition_voluntary,1.4,% per month,240
2026-Q1,,engaged_share,34,%,212
2026-Q1,platform,engaged_share,41,%,22
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from trustsim.errors import nearest
from trustsim.scenario.csv_tables import Columns
from trustsim.scenario.problems import Problems, clean, shown
from trustsim.scenario.reading import shipped_folder
from trustsim.scenario.shape import NAME_LENGTH
from trustsim.studies.company_data.cells import Cell, teams_of
from trustsim.studies.company_data.measures import MEASURES, Measure

#: Aggregates of a company fit into this many times over; a larger file is something else.
MOST_BYTES, MOST_ROWS = 1_000_000, 5_000
#: No number of fewer people is read: it would tell of persons.
FEWEST_PEOPLE, MOST_PEOPLE = 10, 10_000_000
MOST_MONTHS = 60
#: The name of the shipped example.
EXAMPLE = "example"
NEEDED = ("period", "measure", "value", "unit", "people")
COLUMNS = ("period", "team", "measure", "value", "unit", "people")
TABLE = Columns(COLUMNS, NEEDED, MOST_ROWS, "give fewer teams or periods", " (and team, if any)")
_PERIOD = re.compile(r"(\d{4})-(?:(0[1-9]|1[0-2])|Q([1-4]))")


def read_cells(path: str | os.PathLike[str]) -> list[Cell]:
    """Return the numbers in a file, in its order.

    Raises:
        ScenarioError: the file cannot be read, or what it says is wrong; the message has a line for each problem.
    """
    place = locate_data(path)
    label = clean(str(path), 200)
    problems = Problems()
    text = _text(place, label, problems)
    rows = TABLE.rows(text, label, problems)
    reader = _RowReader(label, problems)
    cells = [cell for line, row in rows if (cell := reader.cell(line, row))]
    problems.check()
    _check_together(cells, label, problems)
    problems.check()
    return cells


def locate_data(path: str | os.PathLike[str]) -> Path:
    """Return the place of a file; ``example`` is the shipped one, where there is no file of that name."""
    place = Path(path).expanduser()
    return shipped_folder() / "data" / f"{EXAMPLE}.csv" if str(path) == EXAMPLE and not place.exists() else place


def _text(place: Path, label: str, problems: Problems) -> str:
    """Return the text of a file whose size was looked at before it was opened."""
    content = b""
    try:
        if not place.is_file():
            kind = "is a folder; name a CSV file" if place.is_dir() else "there is no such file"
            problems.add(label, kind if place.is_dir() or not place.exists() else "is no regular file")
        elif (size := place.stat().st_size) > MOST_BYTES:
            problems.add(
                label,
                f"has {size / 1e6:,.1f} MB; monthly or quarterly numbers of a company fit into 1 MB, so this is "
                "something else: give aggregates, one row for each, not people",
            )
        else:
            content = place.read_bytes()
    except (OSError, ValueError) as error:
        problems.add(label, f"cannot be read ({clean(str(error))})")
    problems.check()
    return TABLE.text(content, label, problems)


class _RowReader:
    """Reads rows one by one and notes what is wrong with each."""

    def __init__(self, label: str, problems: Problems) -> None:
        self.label, self.problems = label, problems

    def cell(self, line: int, row: dict[str, str]) -> Cell | None:
        """Return the number in a row, or None where the row is wrong; problems are noted."""
        where = f"{self.label} line {line:,}"
        before = len(self.problems.lines) + self.problems.more
        period = self._period(where, row["period"])
        team = self._team(where, row.get("team", ""))
        measure = MEASURES.get(row["measure"])
        if measure is None:
            hint = nearest(row["measure"], MEASURES)
            self.problems.add(where, f"unknown measure {shown(row['measure'])}{hint}; known: {', '.join(MEASURES)}")
        elif row["unit"] not in measure.units:
            allowed = " or ".join(f"'{unit}'" for unit in measure.units)
            self.problems.add(where, f"the unit of {measure.name} must be {allowed}, not {shown(row['unit'])}")
        value = self._number(where, measure, row["value"], row["unit"])
        people = self._people(where, row["people"])
        if len(self.problems.lines) + self.problems.more > before or measure is None or period is None:
            return None
        assert value is not None
        assert people is not None
        factor = measure.factor(row["unit"])
        decimals = len(row["value"].partition(".")[2]) if "e" not in row["value"].lower() else 9
        rounding = factor * 10.0**-decimals / 12.0**0.5
        return Cell(*period, team, measure, factor * value, rounding, row["unit"], people, line)

    def _period(self, where: str, text: str) -> tuple[int, int] | None:
        found = _PERIOD.fullmatch(text)
        if not found:
            self.problems.add(
                where, f"period must be a month such as 2026-01 or a quarter such as 2026-Q1, not {shown(text)}"
            )
            return None
        year, month, quarter = found.groups()
        return (int(year) * 12 + int(month) - 1, 1) if month else (int(year) * 12 + 3 * int(quarter) - 3, 3)

    def _team(self, where: str, text: str) -> str:
        if len(text) > NAME_LENGTH or "." in text or not text.isprintable():
            self.problems.add(where, f"a team's name has at most {NAME_LENGTH} letters and no dot, not {shown(text)}")
        return text

    def _number(self, where: str, measure: Measure | None, text: str, unit: str) -> float | None:
        try:
            value = float(text)
        except ValueError:
            hint = "; decimals stand behind a point, and the unit has its own column"
            self.problems.add(where, f"value must be a number, not {shown(text)}{hint}")
            return None
        if not 0.0 <= value <= 100.0:
            what = f"{measure.name if measure else 'value'} ({unit})"
            self.problems.add(where, f"{what} must lie between 0 and 100, not {clean(text)}")
            return None
        return value

    def _people(self, where: str, text: str) -> int | None:
        if not re.fullmatch(r"\d{1,12}", text):
            self.problems.add(where, f"people must be a whole number of people, not {shown(text)}")
            return None
        people = int(text)
        if people < FEWEST_PEOPLE:
            self.problems.add(
                where,
                f"a number of {people} people is not read: it would tell of persons; leave it out, or put teams or "
                f"periods together until {FEWEST_PEOPLE} people or more stand behind it",
            )
            return None
        if people > MOST_PEOPLE:
            self.problems.add(where, f"people must be at most {MOST_PEOPLE:,}, not {people:,}")
            return None
        return people


def _check_together(cells: Sequence[Cell], label: str, problems: Problems) -> None:
    """Note what is wrong between rows: units, order, doublets, sizes, the span of time."""
    series: dict[tuple[str, str], list[Cell]] = {}
    for cell in cells:
        series.setdefault((cell.team, cell.measure.name), []).append(cell)
    for (team, name), rows in series.items():
        _check_series(rows, f"{name} of {f'team {clean(team)}' if team else 'the company'}", label, problems)
    whole = [cell for cell in cells if not cell.team]
    if not whole:
        problems.add(label, "has teams only; give numbers of the whole company too: rows with an empty team")
    most = max((cell.people for cell in whole), default=MOST_PEOPLE)
    for cell in cells:
        if cell.team and cell.people > most:
            where = f"{label} line {cell.line:,}"
            problems.add(
                where, f"team {clean(cell.team)} has {cell.people:,} people, the whole company {most:,} at most"
            )
    sizes = {name: max(cell.people for cell in rows) for name, rows in teams_of(cells).items() if name}
    if whole and sum(sizes.values()) > most:
        problems.add(
            label, f"its teams have {sum(sizes.values()):,} people together, the whole company {most:,} at most"
        )
    months = max(cell.first + cell.months for cell in cells) - min(cell.first for cell in cells)
    if months > MOST_MONTHS:
        problems.add(
            label, f"spans {months} months; give at most {MOST_MONTHS}: a company does not stay the same for longer"
        )


def _check_series(rows: Sequence[Cell], what: str, label: str, problems: Problems) -> None:
    for before, cell in pairwise(rows):
        where = f"{label} line {cell.line:,}"
        if cell.unit != before.unit:
            problems.add(
                where, f"{what} is in '{cell.unit}' here and in '{before.unit}' in line {before.line:,}; use one unit"
            )
        elif cell.months != before.months:
            problems.add(where, f"{what} is by month and by quarter (line {before.line:,}); use one of them")
        elif cell.first == before.first:
            problems.add(where, f"{what} stands for {cell.period} in line {before.line:,} already; leave one out")
        elif cell.first < before.first:
            problems.add(
                where, f"{what}: {cell.period} comes after {before.period} (line {before.line:,}); put periods in order"
            )
