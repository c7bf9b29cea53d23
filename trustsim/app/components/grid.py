"""A table: a heading for each column and row, marks beside words, nothing that only a colour says."""

from __future__ import annotations

from typing import Any

from trustsim.app.components.vue import vue


@vue("grid.vue")
def Grid(
    title: str, head: list[dict[str, Any]], rows: list[dict[str, Any]], caption: str = "", tall: bool = False
) -> Any:
    """Draw a table.

    Args:
        title: what it shows, for those who cannot see it.
        head: ``text`` of each column, with ``n`` where it holds numbers and ``key`` where it has the colour of an arm.
        rows: ``head`` (text), ``note`` and ``cells`` of each: text, note, mood and sign of each cell. A row with
            ``group`` is a heading across all columns.
        caption: a sentence below it.
        tall: as long as it is, without a bar to scroll.
    """
