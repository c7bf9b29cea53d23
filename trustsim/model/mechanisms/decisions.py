"""Decisions: how long they take, and what fewer managers change.

A decision that is not left to the employee travels up: one layer for each time the span goes into the headcount. So
a larger span shortens the way (S0-15), and thins the attention that each report gets. The layout of teams is fixed
within a run, so the event ``delayering`` does not move people between teams: it raises the span that each manager's
attention is shared by, in the proportion of the new span to the old, and shortens the way by the layers that go.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from trustsim.model.declarations import Company, Employee, Entry, EventKind, Manager, Setting
from trustsim.model.equations import meeting, toward
from trustsim.model.mechanism import Mechanism
from trustsim.model.numerics import clip, exp, log

mechanism = Mechanism("decisions", "Days that a decision takes; delayering", claims=("S0-14", "S0-15"))

mechanism.parameter("layer_days", 4.0, unit="days", range=(0.5, 30.0), source="assumption",
                    meaning="days that a decision takes for each layer of managers that it passes")
mechanism.parameter("own_days", 1.0, unit="days", range=(0.1, 10.0), source="assumption",
                    meaning="days that a decision takes which is left to the employee")
mechanism.parameter("meeting_speed", 0.6, unit="log of the days", range=(0.0, 2.0),
                    source="S0-14 (direction); assumption",
                    meaning="how much faster decisions go at full co-presence gain after a week together",
                    contested=True, null=0.0)
mechanism.parameter("decision_rate", 0.2, unit="1/week", range=(0.02, 1.0), source="assumption",
                    meaning="how fast the time that decisions take follows")

mechanism.field(Company, "headcount", unit="people", range=(0, 1e8), meaning="people employed at the start of the week")
mechanism.field(Company, "span_ordered", unit="reports/manager", range=(0, 1000),
                meaning="span after delayering; 0 while there was none")
mechanism.field(Employee, "decision_days", newcomer=3.0, unit="days", range=(0, 1000),
                meaning="days that a decision about one's work takes")
mechanism.channel(Manager, "span_change", phase="place", operation="product",
                  meaning="how many times the reports in the team a manager's attention is shared by")
mechanism.channel(Employee, "hurry", phase="acts", meaning="what makes decisions faster, in logs of the days")
mechanism.reduction("staff_sum_employed", nobody=0.0)


def schedule(records: Mapping[str, Mapping[str, float]], events: Sequence[Mapping[str, Any]]) -> list[Setting]:
    """Set the new span in the week of each delayering."""
    return [Setting(int(event["week"]), "span_ordered", float(event["span"])) for event in events]


mechanism.record(
    "delayerings", schedule=schedule,
    events=(
        EventKind("delayering", "a layer of managers goes: those who stay share their attention between more reports",
                  (Entry("span", "reports/manager", 2, 60, 8, "reports of a manager from then on", required=True),)),
    ),
)


@mechanism.rule(on=Company, phase="policy", sets="headcount")
def count_heads(staff_sum_employed: float) -> float:
    """Count the people employed."""
    return staff_sum_employed


@mechanism.contribution("span_change", on=Manager)
def fewer_managers(company_span_ordered: float, span_of_control: float) -> float:
    """Share one's attention between as many more as the new span has."""
    return company_span_ordered / span_of_control if company_span_ordered > 0.0 else 1.0


@mechanism.contribution("hurry")
def settled_in_the_corridor(
    days_in_office: float, peers_mean_days_in_office: float, common_days: float, copresence_gain: float,
    meeting_speed: float,
) -> float:
    """Settle things where one meets, against half a week each in the office."""
    together = meeting(days_in_office, peers_mean_days_in_office, common_days)
    return meeting_speed * copresence_gain * together


@mechanism.rule(on=Employee, phase="acts", sets="decision_days")
def wait_for_decision(
    decision_days: float, delegation: float, company_headcount: float, company_span_ordered: float,
    span_of_control: float, hurry: float, layer_days: float, own_days: float, decision_rate: float,
) -> float:
    """Wait one's own days for what is left to one, and the days of every layer for the rest."""
    span = max(company_span_ordered if company_span_ordered > 0.0 else span_of_control, 2.0)
    layers = max(log(max(company_headcount, 2.0)) / log(span), 1.0)
    days = own_days * delegation + layer_days * layers * (1.0 - delegation)
    return clip(toward(decision_days, days * exp(0.0 - hurry), decision_rate), 0.0, 1000.0)
