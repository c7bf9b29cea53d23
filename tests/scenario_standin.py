"""A small model, by its declarations only, for tests of scenarios that need no simulation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trustsim.model.declarations import Company, Entry, EventKind, Lever, Parameter, Record, Setting, Team, World
from trustsim.model.mechanism import Mechanism

UNHURRIED = 26.0


def complete(given: Mapping[str, float]) -> dict[str, float]:
    """Fill in notice and ramp from abruptness, or the other way round."""
    if "abruptness" in given and not {"notice_weeks", "ramp_weeks"} & given.keys():
        half = float(round(UNHURRIED * (1 - given["abruptness"]) / 2))
        return {**given, "notice_weeks": half, "ramp_weeks": half}
    weeks = given.get("notice_weeks", 0.0) + given.get("ramp_weeks", 0.0)
    abruptness = max(0.0, 1 - weeks / UNHURRIED)
    if abs(given.get("abruptness", abruptness) - abruptness) > 1 / UNHURRIED + 1e-9:
        raise ValueError("abruptness contradicts notice_weeks and ramp_weeks; give one form")
    return {**given, "abruptness": given.get("abruptness", abruptness)}


def schedule(mandates: Mapping[str, Mapping[str, float]], events: Sequence[Mapping[str, Any]]) -> list[Setting]:
    """Set the required days when each mandate is announced, and back when it is reversed."""
    settings = []
    for name, mandate in mandates.items():
        week = int(mandate["announce_week"])
        settings.append(Setting(week, "mandate_days", mandate["office_days"]))
        settings.append(Setting(week + int(mandate["notice_weeks"]) + int(mandate["ramp_weeks"]), "mandate_full", 1.0))
        for event in events:
            if event.get("of") == name and event["week"] <= week:
                raise ValueError(f"timeline.{event['label']} reverses mandates.{name} before it is announced")
            if event.get("of") == name:
                settings.append(Setting(event["week"], "mandate_days", 0.0))
    return settings


def _mechanism() -> Mechanism:
    made = Mechanism("trust")
    for name, scope, neutral, default in (
        ("surveillance", Team, 0.0, None),
        ("autonomy", Team, 0.5, None),
        ("micromanagement", Team, 0.0, None),
        ("flexibility_promise", Company, 0.0, None),
    ):
        made.lever(name, group="managing", scope=scope, neutral=neutral, default=default, meaning=f"{name} of work")
    made.lever("fairness_policy", path="policy.fairness", group="a", scope=Team, neutral=0.5, meaning="fairness")
    made.lever("remote_days", group="a", scope=Team, neutral=None, default=2.5, unit="days/week", range=(0, 5),
               meaning="days away from the office")  # fmt: skip
    made.lever("span_of_control", group="a", scope=Company, neutral=None, default=8, unit="reports/manager",
               range=(2, 60), whole=True, meaning="employees that a manager leads")  # fmt: skip
    made.lever("labour_market", kind="uncertainty", group="a", scope=World, neutral=0.5, meaning="slack or tight")
    made.lever("employees", kind="population", group="a", scope=World, neutral=None, default=120, unit="people",
               range=(1, 5_000_000), whole=True, meaning="employees at the start")  # fmt: skip
    for name, default in (("mean", 0.6), ("sd", 0.15)):
        made.lever(f"propensity_{name}", path=f"population.trust_propensity.{name}", kind="population", group="a",
                   scope=World, neutral=None, default=default, meaning=f"{name} of propensity")  # fmt: skip
    made.parameter("loss_weight", 2.0, unit="ratio", range=(1.0, 5.0), source="assumption", meaning="weight of losses",
                   contested=True, null=1.0, practitioner=3.0)  # fmt: skip
    made.parameter("memory", 26.0, unit="weeks", range=(1.0, 520.0), source="assumption", meaning="weeks of memory")
    made.record("mandates", complete=complete, schedule=schedule, entries=ENTRIES,
                events=(EventKind("reversal", "a mandate is taken back", of="mandates"),
                        EventKind("apology", "the company apologises", (
                            Entry("acknowledgement", "0-1", 0, 1, 0.5, "how much is owned up to"),
                            Entry("amends", "0-1", 0, 1, 0.0, "what is made good", required=True)))))  # fmt: skip
    return made


ENTRIES = (
    Entry("announce_week", "week", -51, 5200, 26, "week of the announcement", whole=True),
    Entry("office_days", "days/week", 0, 5, 3, "days in the office", required=True),
    Entry("notice_weeks", "weeks", 0, 520, 0, "weeks of notice", whole=True),
    Entry("ramp_weeks", "weeks", 0, 520, 0, "weeks of ramp", whole=True),
    Entry("abruptness", "0-1", 0, 1, 1, "how abrupt"),
    Entry("explanation", "0-1", 0, 1, 0, "how well explained"),
)

TRUST = _mechanism()


@dataclass(frozen=True, eq=False)
class Declared:
    """What a scenario needs of a model."""

    levers: dict[str, Lever]
    parameters: dict[str, Parameter]
    records: dict[str, Record]


DECLARED = Declared(
    {lever.name: lever for lever in TRUST.levers},
    {parameter.name: parameter for parameter in TRUST.parameters},
    {record.name: record for record in TRUST.records},
)
