"""What happens when in a scenario, for a time axis."""

from __future__ import annotations

from dataclasses import dataclass

from trustsim.scenario import Scenario
from trustsim.scenario.layers import entries
from trustsim.scenario.shape import Value


@dataclass(frozen=True)
class Happening:
    """Something on the time axis of a what-if: its week, what it is, and the table and name under which it stands.

    ``kind`` is ``announced``, ``in_force`` or ``ramped`` of a mandate, ``moved`` of levers, or the kind of an event.
    """

    week: int
    kind: str
    table: str
    name: str


def happenings(scenario: Scenario) -> list[Happening]:
    """Return what happens when in a scenario, the earliest first: mandates announced and in force, levers, events."""
    found = []
    for name, mandate in entries(scenario.values, "mandates").items():
        announced, notice, ramp = (whole(mandate[key]) for key in ("announce_week", "notice_weeks", "ramp_weeks"))
        in_force = announced + notice
        found.append(Happening(announced, "announced", "mandates", name))
        found.append(Happening(in_force, "in_force", "mandates", name))
        if ramp:
            found.append(Happening(in_force + ramp, "ramped", "mandates", name))
    for name, entry in entries(scenario.values, "timeline").items():
        found.append(Happening(whole(entry["week"]), str(entry.get("event", "moved")), "timeline", name))
    return sorted(found, key=lambda one: (one.week, one.table, one.name))


def whole(value: Value) -> int:
    """Return a value that is declared to be a whole number."""
    assert isinstance(value, int | float)
    return int(value)
