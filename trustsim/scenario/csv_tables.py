"""Small CSV tables of users, guarded: what is wrong is said with its line, and nothing is kept."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from trustsim.errors import nearest
from trustsim.scenario.problems import Problems, clean, shown

#: Decoded text, and where and what of a row: the number of the line on which it ends, and its cells by column.
Rows = list[tuple[int, dict[str, str]]]


@dataclass(frozen=True)
class Columns:
    """The columns of a table, those that must be there, the most rows, and what is said where there are more."""

    known: tuple[str, ...]
    needed: tuple[str, ...]
    most_rows: int
    fewer: str
    #: What is said behind the columns that must be there.
    beside: str = ""

    def text(self, content: bytes, label: str, problems: Problems) -> str:
        """Return the text of a file.

        Raises:
            ScenarioError: it is no text in UTF-8, a binary file, or empty.
        """
        text = ""
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            problems.add(f"{label} line {line:,}", "is no text in UTF-8; save the file as CSV UTF-8")
        if "\0" in text:
            problems.add(label, "is a binary file, not CSV; a workbook must be saved as CSV UTF-8")
        elif not text.strip() and not problems.lines:
            problems.add(label, f"is empty; it needs a line of column names: {','.join(self.known)}")
        problems.check()
        return text

    def rows(self, text: str, label: str, problems: Problems) -> Rows:
        """Return the rows with the number of the line on which each ends; empty ones are left out.

        Raises:
            ScenarioError: it is no such table.
        """
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        rows: Rows = []
        names: Sequence[str] = ()
        try:
            for row in reader:
                cells = [cell.strip() for cell in row]
                where = f"{label} line {reader.line_num:,}"
                if not any(cells):
                    continue
                if not names:
                    names = self._header(cells, where, problems)
                elif len(cells) != len(names):
                    text = f"has {len(cells)} values, not {len(names)} as the columns; quote commas in names"
                    problems.add(where, text)
                elif len(rows) >= self.most_rows:
                    problems.add(label, f"has more than {self.most_rows:,} rows; {self.fewer}")
                    break
                else:
                    rows.append((reader.line_num, dict(zip(names, cells, strict=True))))
        except csv.Error as error:
            problems.add(f"{label} line {reader.line_num:,}", f"is no valid CSV ({clean(str(error))})")
        problems.check()
        if not rows:
            problems.add(label, "has column names and no rows; give a row for each number")
            problems.check()
        return rows

    def _header(self, names: list[str], where: str, problems: Problems) -> list[str]:
        if len(names) == 1 and (";" in names[0] or "\t" in names[0]):
            problems.add(where, "columns must be separated by commas, not by semicolons or tabs; export it so")
            problems.check()
        for name in names:
            if name not in self.known:
                hint = nearest(name, self.known)
                problems.add(where, f"unknown column {shown(name)}{hint}; known: {', '.join(self.known)}")
            elif names.count(name) > 1:
                problems.add(where, f"column '{name}' is there twice; leave one out")
        missing = [name for name in self.needed if name not in names]
        if missing:
            needed = f"needed are {', '.join(self.needed)}{self.beside}"
            problems.add(where, f"missing column {', '.join(missing)}; {needed}")
        problems.check()
        return names
