"""What a scenario sets and where each value comes from, as rows for a table."""

from __future__ import annotations

from typing import NamedTuple

from trustsim.scenario.scenario import Scenario
from trustsim.scenario.shape import Value


class Row(NamedTuple):
    """A value of a scenario: its path, what it is measured in, where it comes from and what it means."""

    path: str
    value: Value
    unit: str
    source: str
    meaning: str


def explain_sources(scenario: Scenario) -> list[Row]:
    """Return a row for every value of a scenario; a mandate's abruptness and its notice and ramp both stand there."""
    catalogue = scenario._catalogue
    rows = []
    for path, given in scenario._complete.items():
        parts = path.split(".")
        event = scenario._complete.get(f"timeline.{parts[1]}.event") if parts[0] == "timeline" else None
        leaf = catalogue.leaf(path, str(event.value) if event else "")
        unit, meaning = (leaf.unit, leaf.meaning) if leaf else ("", "")
        rows.append(Row(path, given.value, unit, given.source, meaning))
    return rows
