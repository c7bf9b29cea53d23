"""Decisions: how long people wait for one.

What is not delegated goes up the line, and a line has as many layers as the spans leave it: log(people) / log(span).
Larger spans make the line shorter and decisions faster (S0-15); delegation makes them faster still. Spans and layers:
Graicunas 1937, in Gulick and Urwick, "Papers on the Science of Administration".
"""

from __future__ import annotations

from trustsim.model.declarations import Company, Employee, Mechanism
from trustsim.model.numerics import clip, log

mechanism = Mechanism("decisions", "How long a decision takes: layers, spans, delegation", claims=("S0-15",))

mechanism.parameter("layer_days", 2.0, unit="days", range=(0.2, 20.0), source="assumption",
                    meaning="days that a decision which is not delegated waits at each layer")

mechanism.field(Company, "people_employed", newcomer=100.0, unit="people", range=(0, 1e8), meaning="people employed now")
mechanism.field(Employee, "decision_days", newcomer=1.5, unit="days", range=(0, 1000),
                meaning="days for which this person's decisions wait")
mechanism.reduction("staff_sum_employed", nobody=0.0)


@mechanism.rule(on=Company, phase="place", sets="people_employed")
def count_people(staff_sum_employed: float) -> float:
    """Count the people employed now."""
    return staff_sum_employed


@mechanism.rule(on=Employee, phase="acts", sets="decision_days")
def wait_for_decisions(delegation: float, manager_span: float, company_people_employed: float, layer_days: float) -> float:
    """Wait for what is not delegated, at each layer: days x (1 - delegation) x log(people) / log(span)."""
    layers = max(1.0, log(max(company_people_employed, 2.0)) / log(max(manager_span, 2.0)))
    return clip(layer_days * layers * (1.0 - delegation), 0.0, 1000.0)
