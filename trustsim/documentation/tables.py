"""The tables of the pages: what can be set, what is kept, what is measured."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from trustsim.documentation.catalogue import lever_rows, parameter_rows, profile_rows
from trustsim.documentation.markdown import code, number, reach, table
from trustsim.model.declarations import CONTRIBUTION, Entity
from trustsim.model.groupings import GROUPINGS
from trustsim.model.rules import RuleSet
from trustsim.scenario import load, shipped, spreads
from trustsim.scenario.shape import PROFILES


def settings(ruleset: RuleSet, kind: str) -> str:
    """Return the table of levers, uncertainties or settings of the population."""
    head = ["path", "scope", "unit", "range", "neutral:", "default:", "baseline:", "meaning", "source", "claims"]
    return table(head, (_setting(row) for row in lever_rows(ruleset) if row["kind"] == kind))


def _setting(row: dict[str, Any]) -> list[object]:
    values = [row[key] for key in ("neutral", "default", "baseline")]
    claims = ", ".join(row["claims"])
    return [
        f"`{row['name']}`", row["scope"], row["unit"], reach(row["low"], row["high"]), *values, row["meaning"],
        row["source"], claims,
    ]  # fmt: skip


def mandates(ruleset: RuleSet) -> str:
    """Return the table of the entries of mandates."""
    rows = [row for row in lever_rows(ruleset) if row["kind"] == "mandate"]
    return table(
        ["path", "unit", "range", "default:", "meaning"],
        (
            [
                f"`{row['name']}`",
                row["unit"],
                reach(row["low"], row["high"]),
                "required" if row["default"] is None else row["default"],
                row["meaning"],
            ]
            for row in rows
        ),
    )


def events(ruleset: RuleSet) -> str:
    """Return the table of the kinds of events on the timeline."""
    rows = (row for row in lever_rows(ruleset) if row["kind"] == "event")
    return table(["event", "meaning"], ([f"`{row['name']}`", row["meaning"]] for row in rows))


def state(ruleset: RuleSet, entity: Entity) -> str:
    """Return the table of the state variables of an entity."""
    rows = []
    for (owner, name), field in ruleset.fields.items():
        if owner is entity:
            kind = "trait" if field.trait else "trust, booked" if field.booked else ""
            reached = reach(field.low, field.high)
            rows.append([f"`{name}`", field.unit, reached, field.newcomer, kind, field.meaning, field.mechanism])
    return table(["variable", "unit", "range", "at first:", "kind", "meaning", "mechanism"], rows)


def parameters(ruleset: RuleSet) -> str:
    """Return the table of parameters."""
    rows = (
        [
            f"`{row['name'].removeprefix('parameters.')}`",
            row["default"],
            row["unit"],
            reach(row["low"], row["high"]),
            "contested" if row["contested"] else "",
            row["meaning"],
            row["source"],
        ]
        for row in parameter_rows(ruleset)
    )
    return table(["parameter", "default:", "unit", "range", "", "meaning", "source"], rows)


def profiles(ruleset: RuleSet) -> str:
    """Return the table of the parameters that profiles set to other values."""
    rows = [[f"`{row['name'].removeprefix('parameters.')}`", *row["values"].values(), row["meaning"]]
            for row in profile_rows(ruleset)]  # fmt: skip
    return table(["parameter", *(f"{profile}:" for profile in PROFILES), "meaning"], rows)


def channels(ruleset: RuleSet) -> str:
    """Return the table of channels: who contributes to them and who reads them."""
    rows = []
    for channel in ruleset.channels.values():
        to = [w.rule for w in ruleset.rules if w.rule.phase == CONTRIBUTION and channel.name in w.rule.sets]
        readers = [w.rule.name for w in ruleset.rules if channel.name in (name for _, name in w.rule.names)]
        given = code(f"{rule.mechanism}.{rule.name}" for rule in to)
        how = f"{channel.operation}, {number(channel.identity)} without any"
        rows.append(
            [f"`{channel.name}`", channel.entity.name, channel.phase, how, channel.meaning, given, code(readers)]
        )
    return table(["channel", "of", "phase", "operation", "meaning", "contributed by", "read by"], rows)


def sums(ruleset: RuleSet) -> str:
    """Return the table of the sums and means that rules read of other people."""
    whose = {
        "reports": "the reports of a manager",
        "peers": "the others in the team",
        "staff": "the company",
        "rivals": "the other companies",
    }
    rows = [
        [f"`{one.name}`", one.operation, f"`{one.field}`", whose[one.over], one.nobody]
        for one in ruleset.reductions.values()
    ]
    return table(["name", "operation", "of", "over", "of nobody:"], rows)


def outcomes(ruleset: RuleSet) -> str:
    """Return the table of outcomes."""
    rows = (
        [f"`{one.name}`", one.group, one.unit, one.better, one.matters, one.meaning]
        for one in ruleset.outcomes.values()
    )
    return table(["outcome", "group", "unit", "better", "smallest difference that matters:", "meaning"], rows)


def groupings() -> str:
    """Return the table of the groups by which outcomes can be read."""
    rows = ([one.name, f"`{one.field}`", ", ".join(map(number, one.edges)), ", ".join(one.labels)] for one in GROUPINGS)
    return table(["grouping", "by", "edges", "groups"], rows)


def happenings(ruleset: RuleSet) -> str:
    """Return the table of what is listed as an event of a person."""
    rows = ([one.kind, one.meaning, "; ".join(one.causes)] for one in ruleset.happenings.values())
    return table(["kind", "meaning", "causes"], rows)


def scenarios() -> str:
    """Return the table of shipped scenarios."""
    found = (load(name) for name in shipped())
    return table(["name", "title", "story"], ([f"`{one.name}`", one.title, one.story] for one in found))


def firms() -> str:
    """Return the table of how firms differ."""
    rows = (
        [
            f"`{one.path}`", one.unit, one.kind, one.mean, round(one.sd, 3), reach(one.low, one.high), one.climate,
            one.source,
        ]
        for one in spreads()
    )  # fmt: skip
    return table(["path", "unit", "kind", "mean:", "sd:", "range", "climate:", "source"], rows)


def data_dictionary(rows: Iterable[dict[str, str]]) -> str:
    """Return a table for each frame of results: what its columns mean."""
    frames: dict[str, list[list[object]]] = {}
    for row in rows:
        frames.setdefault(row["frame"], []).append([f"`{row['name']}`", row["unit"], row["meaning"]])
    return "\n\n".join(
        f"## {frame}\n\n{table(['column', 'unit', 'meaning'], columns)}" for frame, columns in frames.items()
    )
