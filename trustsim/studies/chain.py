"""``chain_of``: why two scenarios differ, in words, week by week: every number is one of a chart or table."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from trustsim.errors import InputError
from trustsim.plots.differences import signed
from trustsim.results import OutcomeFacts, Results
from trustsim.scenario import Scenario
from trustsim.studies.comparison import Comparison
from trustsim.studies.explanation import Explanation
from trustsim.studies.happenings import Happening, happenings

#: The outcomes that are followed, from what is done to people to what comes of it; equal weeks keep this order.
FOLLOWED = (
    "monitoring_felt", "delegation", "work_seen", "perceived_breach_share", "felt_trust", "leadership_trust",
    "interpersonal_trust_in_managers", "interpersonal_trust_in_employees", "stress", "engagement", "satisfaction",
    "quit_intention", "attrition", "rule_breaking", "productivity", "measured_productivity",
)  # fmt: skip
#: A difference has come to stay when it has mattered in so many weeks in a row.
LASTING = 4
#: Contributions under this share of the difference are told together; so many are named.
SHARE, MOST_NAMED = 0.05, 4
HAPPENINGS = {
    "announced": "the mandate '{}' is announced",
    "in_force": "the mandate '{}' is in force",
    "ramped": "the mandate '{}' asks for all its days",
}

Kind = Literal["event", "turn", "why"]


@dataclass(frozen=True)
class Link:
    """A sentence of a chain.

    Attributes:
        kind: ``event`` (what the company does), ``turn`` (an outcome begins to differ by enough to matter) or ``why``
            (what the whole difference is made of).
        week: when; None for what holds of the whole run.
        outcome: the outcome that it tells of; empty for an event.
        text: the sentence.
        value: the difference that it tells, in the outcome's unit; NaN for an event.
        happening: the event, for whoever has words of their own for it; None for all else.
    """

    kind: Kind
    week: int | None
    outcome: str
    text: str
    value: float = math.nan
    happening: Happening | None = None


def chain_of(
    comparison: Comparison, label: str, why: Explanation | None = None, titles: Mapping[str, str] | None = None
) -> list[Link]:
    """Return why a scenario differs from the baseline, as sentences in order of weeks, then what it is all made of.

    A turn is the first week from which an outcome, as the charts draw it, differs for some weeks in a row by its
    smallest difference that matters or more. Causes of trust are those booked in the ledger, of exits those of events.

    Args:
        comparison: a comparison whose weeks were recorded.
        label: which of its scenarios.
        why: its explanation, for contributions of levers and causes; none if None. Where it has fewer runs than the
            comparison, its differences are those of these runs.
        titles: what outcomes are called, as it stands within a sentence; those not named here by their own name.

    Raises:
        InputError: there is no such scenario, or its weeks were not recorded.
    """
    if label not in comparison.scenarios:
        raise InputError(f"no scenario is called '{label}'; there are {', '.join(comparison.scenarios)}")
    arm = comparison.scenarios[label]
    events = [_event(one, arm.scenario) for one in happenings(arm.scenario)]
    names = {name: (titles or {}).get(name) or plain(name) for name in FOLLOWED}
    turns = sorted(_turns(comparison.baseline, arm, comparison.outcome_facts, names), key=lambda link: link.week or 0)
    links = sorted([*events, *turns], key=lambda link: (link.week or 0, link.kind != "event"))
    return [*links, *(_reasons(comparison, label, why, names) if why else ())]


def _event(one: Happening, scenario: Scenario) -> Link:
    text = HAPPENINGS.get(one.kind, f"{one.kind.replace('_', ' ')} ({{}})").format(one.name)
    prefix = f"timeline.{one.name}.set."
    if one.kind == "moved":
        sets = {path.removeprefix(prefix): v for path, v in scenario.values.items() if path.startswith(prefix)}
        text = ", ".join(f"{lever_words(path)} becomes {value:g}" for path, value in sets.items())
    return Link("event", one.week, "", f"Week {one.week}: {text}.", happening=one)


# -- turns ----------------------------------------------------------------------------------------------------------


def _turns(
    baseline: Results, arm: Results, facts: Mapping[str, OutcomeFacts], names: Mapping[str, str]
) -> Iterator[Link]:
    known = [name for name in FOLLOWED if name in facts]
    one, two = (results.curves(known).set_index(["outcome", "week"])["mean"] for results in (baseline, arm))
    for name in known:
        before, after = one.loc[name], two.loc[name]
        gap = after - before
        week = first_lasting(gap, facts[name].matters)
        if week is not None:
            yield _turn((name, names[name]), week, before, after, facts[name])


def first_lasting(gap: pd.Series, matters: float) -> int | None:
    """Return the first week from which a difference matters for some weeks in a row, on one side; None if never."""
    side = (gap >= matters).astype(int) - (gap <= -matters).astype(int)
    for sign in (1, -1):
        lasting = (side == sign).rolling(LASTING).sum() == LASTING
        if lasting.any():
            return int(str(gap.index[int(lasting.to_numpy().argmax()) - LASTING + 1]))
    return None


def _turn(outcome: tuple[str, str], week: int, before: pd.Series, after: pd.Series, facts: OutcomeFacts) -> Link:
    (name, title), gap = outcome, after - before
    last, size = int(gap.index[-1]), float(gap.loc[week])
    farthest = int(str(gap.abs().idxmax()))
    more = "higher" if size > 0 else "lower"
    words = (
        f"Week {week}: {title} is {more} by enough to matter, {level(after.loc[week], facts)} against "
        f"{level(before.loc[week], facts)}{unit(facts)} ({signed(size, facts.matters)})"
    )
    most = f"; farthest in week {farthest} ({signed(gap.loc[farthest], facts.matters)})" if farthest > week else ""
    end = f"; {signed(gap.loc[last], facts.matters)} in week {last}" if last not in (week, farthest) else ""
    return Link("turn", week, name, f"{words}{most}{end}.", size)


# -- reasons --------------------------------------------------------------------------------------------------------


def _reasons(comparison: Comparison, label: str, why: Explanation, names: Mapping[str, str]) -> Iterator[Link]:
    """Yield for each clear difference what it is made of, by lever and by cause."""
    table = comparison.table
    rows = table[(table["scenario"] == label) & table["verdict"].isin(["higher", "lower"])]
    told = {str(row["outcome"]): row for row in why.table.to_dict("records")}
    for name in FOLLOWED:
        if name in told and name in set(rows["outcome"]):
            yield _reason(name, names[name], told[name], why)


def _reason(name: str, title: str, row: Mapping[Any, Any], why: Explanation) -> Link:
    facts = why.outcome_facts[name]
    whole = float(row["difference"])
    interval = f"95% interval {signed(row['low'], facts.matters)} to {signed(row['high'], facts.matters)}"
    size = f"{signed(whole, facts.matters)}{unit(facts)}"
    parts = [f"{title[0].upper()}{title[1:]}: {size} over the whole run, {interval}"]
    for frame, column, words in ((why.levers, "lever", "by lever"), (why.causes, "cause", "by cause")):
        some = named(frame[frame["outcome"] == name], column, whole, facts.matters)
        if some and not (column == "lever" and len(why.lever_names) == 1):
            parts.append(f"{words}: {some}")
    return Link("why", None, name, "; ".join(parts) + ".", whole)


def named(rows: pd.DataFrame, column: str, whole: float, matters: float) -> str:
    """Return contributions in words, the largest first; the small ones are told together, so that all sum up."""
    found = sorted(rows.to_dict("records"), key=lambda row: -abs(row["contribution"]))
    large = [row for row in found if abs(row["contribution"]) >= SHARE * abs(whole)][:MOST_NAMED]
    if not large:
        return ""
    name = lever_words if column == "lever" else str
    words = [f"{name(row[column])} {signed(row['contribution'], matters)}" for row in large]
    rest = whole - sum(row["contribution"] for row in large)
    shown = signed(rest, matters)
    return ", ".join([*words, *([f"everything else {shown}"] if any(digit in shown for digit in "123456789") else [])])


# -- words ----------------------------------------------------------------------------------------------------------


def plain(name: str) -> str:
    """Return an outcome's name as words."""
    return name.replace("_", " ")


def lever_words(lever: str) -> str:
    """Return what a lever of an explanation is called: the last part of its path, or the name of its table's entry."""
    words = []
    for path in lever.split(" + "):
        table, _, rest = path.partition(".")
        kind = {"mandates": "mandate ", "teams": "team ", "companies": "company ", "environment": ""}.get(table, "")
        words.append(kind + (rest if kind else rest.rpartition(".")[2]).replace("_", " "))
    return " with ".join(words)


def unit(facts: OutcomeFacts) -> str:
    """Return an outcome's unit as it stands behind a number."""
    return "" if facts.unit in ("0-1", "0-100", "index", "") else f" {facts.unit}"


def level(value: float, facts: OutcomeFacts) -> str:
    """Return a level to a tenth of the smallest difference that matters."""
    return signed(value, facts.matters).lstrip("+")
