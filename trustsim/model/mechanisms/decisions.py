"""Decisions: how long people wait for one.

What is not delegated goes up the line, and a line has as many layers as the spans leave it: log(people) / log(span).
Larger spans make the line shorter and decisions faster (S0-15); delegation makes them faster still. Nothing in the
week depends on the wait: it is measured (outcome ``decision_delay``), so that a company's size touches no team.
Spans and layers: Graicunas 1937, in Gulick and Urwick, "Papers on the Science of Administration".
"""

from __future__ import annotations

from trustsim.model.declarations import Company, Mechanism

mechanism = Mechanism("decisions", "How long a decision takes: layers, spans, delegation", claims=("S0-15",))

mechanism.parameter("layer_days", 2.0, unit="days", range=(0.2, 20.0), source="assumption",
                    meaning="days that a decision which is not delegated waits at each layer")

mechanism.field(Company, "people_employed", newcomer=100.0, unit="people", range=(0, 1e8),
                meaning="people employed now")
mechanism.reduction("staff_sum_employed", nobody=0.0)


@mechanism.rule(on=Company, phase="place", sets="people_employed")
def count_people(staff_sum_employed: float) -> float:
    """Count the people employed now."""
    return staff_sum_employed
