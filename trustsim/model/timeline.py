"""From events of the timeline to settings: what holds for a while, for the company, for all teams or for one.

A record's ``schedule`` turns its events into spans and lets ``lasting`` lay them side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from trustsim.model.declarations import COMPANY, MANAGERS, Company, Entity, Manager, Setting


class Span(NamedTuple):
    """A value in [0, 1] that holds from ``week`` for so many weeks; ``team`` names the one team, empty for all."""

    week: int
    value: float
    weeks: int = 1
    team: str = ""


def whose(event: Mapping[str, Any]) -> tuple[Entity, str]:
    """Return whose fields an event sets by who it is ``by``: the company's, all managers', or those of one team's."""
    by = str(event["by"])
    if by == COMPANY:
        return Company, ""
    return Manager, "" if by == MANAGERS else by


def where(event: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of the teams that an event is for; one empty name stands for all."""
    return tuple(event["teams"]) if event.get("teams") else ("",)


def lasting(field: str, spans: Iterable[Span], entity: Entity = Company) -> list[Setting]:
    """Return the settings by which ``field`` has the value of the spans in their weeks, and 0 in all others.

    Where several hold in a week, so does 1 - the product of (1 - value). What is for all teams comes before what
    is for one, which includes it.
    """
    spans = list(spans)
    settings: list[Setting] = []
    for team in sorted({"", *(span.team for span in spans)}):
        own = [span for span in spans if span.team in ("", team)]
        for week in sorted({edge for span in own for edge in (span.week, span.week + span.weeks)}):
            left = 1.0
            for span in own:
                left *= 1.0 - (span.value if span.week <= week < span.week + span.weeks else 0.0)
            settings.append(Setting(week, field, 1.0 - left, entity, team))
    return sorted(settings, key=lambda setting: setting.week)


def both(field: str, spans: Iterable[tuple[Entity, Span]]) -> list[Setting]:
    """Return the settings of a field that the company and its managers have alike."""
    spans = list(spans)
    company = lasting(field, [span for entity, span in spans if entity is Company])
    managers = lasting(field, [span for entity, span in spans if entity is Manager], Manager)
    return [*company, *managers]
