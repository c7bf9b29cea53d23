"""Eligibility: who may work at home at all.

Before, only people who had proven themselves, or whose output could be measured, worked away from the office; then
everyone did (S1-03). Proven is gradual: a few months there, and a manager who trusts one's work. A start for all puts
people at home whom their managers would not have sent there, so trust in those at home begins lower and wider.
"""

from __future__ import annotations

from trustsim.model.declarations import Company, Employee
from trustsim.model.mechanism import Mechanism
from trustsim.model.numerics import logistic

mechanism = Mechanism("eligibility", "Who may work at home: the proven, measurable jobs, everyone", claims=("S1-03",))

MEASURABLE, UNIVERSAL = 1.0, 2.0

mechanism.lever("remote_eligibility", group="workplace", scope=Company, unit="choice", range=(0, 2), neutral=None,
                default=UNIVERSAL, whole=True, choices=("earned", "measurable", "universal"), claims=("S1-03",),
                meaning="who may work at home: those who earned it, those whose output can be measured, everyone")

mechanism.parameter("proven_trust", 0.7, unit="0-1", range=(0.3, 0.95), source="S1-03 (direction); assumption",
                    meaning="trust of the manager in one's work at which half of the days at home are granted")
mechanism.parameter("proven_slope", 25.0, unit="logits per unit of trust", range=(1.0, 60.0), source="assumption",
                    meaning="how sharply the grant follows that trust")
mechanism.parameter("proven_weeks", 26.0, unit="weeks", range=(0, 156), source="assumption",
                    meaning="weeks that one must have been there before days at home can be earned")

mechanism.field(Employee, "measurable_job", newcomer=1.0, trait=True,
                meaning="1 for a job whose output can be measured")
mechanism.field(Employee, "eligible", newcomer=1.0, meaning="share of the days at home that one may take")


@mechanism.newcomer(Employee, "measurable_job")
def kind_of_job(measurability: float, job_draw: float) -> float:
    """Draw a job: measurable in the share of cases that the environment has."""
    return 1.0 if job_draw < measurability else 0.0


@mechanism.rule(on=Employee, phase="place", sets="eligible")
def may_stay_at_home(
    remote_eligibility: float, measurable_job: float, competence_trust_from_manager: float,
    tenure_weeks: float, proven_trust: float, proven_slope: float, proven_weeks: float,
) -> float:
    """Grant days at home to everyone, to measurable jobs, or as far as they were earned."""
    earned = logistic(proven_slope * (competence_trust_from_manager - proven_trust))
    earned = earned if tenure_weeks >= proven_weeks else 0.0
    some = measurable_job if remote_eligibility == MEASURABLE else earned
    return 1.0 if remote_eligibility == UNIVERSAL else some
