"""Coercion: pressure, warnings, dismissal. They move compliance, and nothing that compliance is good for.

Pressure escalates where too few comply (S2-03). Under a ladder of warnings each stage lasts some weeks: verbal,
written, dismissal; managers decide whether to take the next one and spare those whom they trust (S2-07). Threats
fill resentment, are told to others and frighten those who watch (S2-06). Managers read resistance as unwillingness,
people read pressure as lack of care: trust falls on both sides (S2-20).
"""

from __future__ import annotations

from trustsim.model.declarations import Company, Employee, Mechanism
from trustsim.model.equations import learned, negativity
from trustsim.model.numerics import clip, logistic

mechanism = Mechanism("coercion", "Pressure that escalates, warnings at managers' discretion, dismissal",
                      claims=("S0-11", "S2-03", "S2-06", "S2-07", "S2-20", "S2-21"))

mechanism.parameter("pressure_push", 1.5, unit="logits", range=(0.0, 5.0), source="S2-03 (direction); assumption",
                    meaning="readiness to comply that full pressure adds")
mechanism.parameter("escalation_rate", 0.15, unit="1/week", range=(0.0, 1.0), source="assumption",
                    meaning="how fast pressure rises per share that does not comply, at full escalation")
mechanism.parameter("tolerated", 0.05, unit="share", range=(0.0, 0.5), source="assumption",
                    meaning="share of the required days that may be missing before pressure rises")
mechanism.parameter("pressure_fading", 0.03, unit="1/week", range=(0.0, 0.5), source="assumption",
                    meaning="share of the pressure that fades in a week")
mechanism.parameter("ladder_push", 1.6, unit="logits", range=(0.0, 6.0), source="S2-06 (direction); assumption",
                    meaning="readiness to comply that a full ladder adds at its last stage; a third of it at once")
mechanism.parameter("duty", 0.75, unit="0-1", range=(0.1, 1.0), source="assumption",
                    meaning="share of the required days below which one is due for a warning")
mechanism.parameter("discretion_trust", 6.0, unit="logits per unit of trust", range=(0.0, 15.0),
                    source="S2-07 (direction); assumption",
                    meaning="how much managers spare those whom they trust")
mechanism.parameter("discretion_pressure", 2.0, unit="logits", range=(0.0, 6.0), source="assumption",
                    meaning="how much less they spare anybody under full pressure from above")
mechanism.parameter("warning_weight", 6.0, unit="observations", range=(0.0, 30.0), source="assumption",
                    meaning="weight of a warning as evidence on the leadership and, by half, on the manager")
mechanism.parameter("pressure_weight", 0.5, unit="observations/week", range=(0.0, 4.0), source="assumption",
                    meaning="weight of a week of full pressure as evidence that one is not cared for")
mechanism.parameter("resistance_weight", 0.3, unit="observations/week", range=(0.0, 4.0),
                    source="S2-20 (direction); assumption",
                    meaning="weight of staying away altogether as evidence of unwillingness")
mechanism.parameter("warning_grievance", 0.25, unit="0-1", range=(0.0, 1.0), source="assumption",
                    meaning="resentment that a warning leaves; a tenth of it a week for full pressure")
mechanism.parameter("warning_fear", 0.8, unit="logits", range=(0.0, 6.0), source="S2-06 (direction); assumption",
                    meaning="safety lost to full pressure, to one's own warnings, and to those of all colleagues")

mechanism.field(Company, "pressure", meaning="pressure to comply")
mechanism.field(Employee, "warnings", unit="warnings", range=(0, 3), meaning="0 none, 1 verbal, 2 written, 3 dismissal")
mechanism.field(Employee, "stage_weeks", unit="weeks", range=(0, 1e6), meaning="weeks since the last warning")
mechanism.field(Employee, "warned_now", meaning="1 in the week in which one is warned")
mechanism.field(Employee, "dismissed_now", meaning="1 in the week in which one is dismissed")
mechanism.happening("warning", flag="warned_now", meaning="somebody was warned for staying away")
mechanism.happening("dismissal", flag="dismissed_now", meaning="somebody was dismissed for staying away")
mechanism.reduction("staff_mean_compliance", nobody=1.0)
mechanism.reduction("peers_mean_warnings", nobody=0.0)


@mechanism.rule(on=Company, phase="policy", sets="pressure")
def escalate(
    pressure: float, mandate_escalation: float, required_days: float, staff_mean_compliance: float,
    escalation_rate: float, tolerated: float, pressure_fading: float,
) -> float:
    """Raise the pressure where too few comply; let it fade."""
    lacking = max(1.0 - tolerated - staff_mean_compliance, 0.0) if required_days > 0.0 else 0.0
    step = escalation_rate * mandate_escalation * lacking
    return clip(pressure + step * (1.0 - pressure) - pressure_fading * pressure, 0.0, 1.0)


@mechanism.rule(on=Employee, phase="policy", sets="dismissed_now", who="seats")
def dismissals_counted() -> float:
    """Take back last week's flag."""
    return 0.0


@mechanism.contribution("compliance_push")
def threaten(
    warnings: float, outside_option: float, company_pressure: float, company_mandate_dismissal_ladder: float,
    pressure_push: float, ladder_push: float,
) -> float:
    """Comply for fear: of pressure, of the ladder, more at each of its stages, less with another place in sight."""
    threat = ladder_push * company_mandate_dismissal_ladder * (0.33 + 0.33 * warnings)
    return (pressure_push * company_pressure + threat) * (1.6 - 1.2 * outside_option)


@mechanism.rule(on=Employee, phase="place", sets=("warnings", "stage_weeks", "warned_now"))
def warn(
    warnings: float, stage_weeks: float, compliance: float, exempt: float, interpersonal_trust_from_manager: float,
    company_required_days: float, company_pressure: float, company_mandate_dismissal_ladder: float,
    company_mandate_ladder_stage_weeks: float, duty: float, discretion_trust: float, discretion_pressure: float,
    warn_draw: float,
) -> tuple[float, float, float]:
    """Warn those who stay away once a stage has lasted its weeks, if the manager does not spare them."""
    due = company_required_days > 0.0 and exempt < 1.0 and compliance < duty
    due = due and stage_weeks >= company_mandate_ladder_stage_weeks
    hard = discretion_pressure * company_pressure - discretion_trust * (interpersonal_trust_from_manager - 0.6)
    warned = 1.0 if due and warn_draw < company_mandate_dismissal_ladder * logistic(hard) else 0.0
    in_force = company_mandate_dismissal_ladder > 0.0 and company_required_days > 0.0
    weeks = 0.0 if warned > 0.0 or not in_force else stage_weeks + 1.0
    return clip(warnings + warned, 0.0, 3.0) if in_force else 0.0, weeks, warned


@mechanism.contribution("grievance")
def bitterness_of_threats(warned_now: float, company_pressure: float, exempt: float, warning_grievance: float) -> float:
    """Resent a warning, and each week of pressure."""
    return warning_grievance * (warned_now + 0.1 * company_pressure * (1.0 - exempt))


@mechanism.contribution("betrayal")
def warning_as_story(warned_now: float, warnings: float) -> float:
    """Tell of one's warning."""
    return 0.3 * warned_now * warnings


@mechanism.contribution("fearlessness")
def frightened_by_threats(
    warnings: float, peers_mean_warnings: float, company_pressure: float, warning_fear: float
) -> float:
    """Be frightened by pressure, by one's own warnings, and by those of colleagues."""
    return 0.0 - warning_fear * (0.5 * company_pressure + 0.3 * warnings + 0.5 * peers_mean_warnings)


def cared_for(
    level: float, confidence: float, warned_now: float, warnings: float, company_pressure: float,
    warning_weight: float, pressure_weight: float, loss_weight: float, prior_strength: float,
) -> tuple[float, float]:
    """Take warnings and pressure as a sign that one is not cared for."""
    weight = warning_weight * warned_now * (0.5 + 0.5 * warnings) + pressure_weight * company_pressure
    weight = weight * negativity(0.15, level, loss_weight)
    return learned(level, confidence, 0.15, weight, prior_strength), confidence + weight


mechanism.bind(cared_for, "leaders_who_threaten", on=Employee, phase="trust", cause="warnings and pressure",
               sets=("level", "confidence"), level="leadership_trust", confidence="leadership_trust_confidence")


@mechanism.rule(on=Employee, phase="trust", cause="warnings and pressure",
                sets=("interpersonal_trust_in_manager", "interpersonal_trust_in_manager_confidence"))
def managers_who_warn(
    interpersonal_trust_in_manager: float, interpersonal_trust_in_manager_confidence: float, warned_now: float,
    warning_weight: float, loss_weight: float, prior_strength: float,
) -> tuple[float, float]:
    """Hold a warning against the manager who gave it."""
    weight = 0.5 * warning_weight * warned_now * negativity(0.15, interpersonal_trust_in_manager, loss_weight)
    return (
        learned(interpersonal_trust_in_manager, interpersonal_trust_in_manager_confidence, 0.15, weight,
        prior_strength),
        interpersonal_trust_in_manager_confidence + weight,
    )


@mechanism.rule(on=Employee, phase="trust", cause="resistance",
                sets=("interpersonal_trust_from_manager", "interpersonal_trust_from_manager_confidence"))
def read_as_unwilling(
    interpersonal_trust_from_manager: float, interpersonal_trust_from_manager_confidence: float, compliance: float,
    exempt: float, resistance_weight: float, loss_weight: float, prior_strength: float,
) -> tuple[float, float]:
    """Read staying away as unwillingness."""
    weight = resistance_weight * (1.0 - compliance) * (1.0 - exempt)
    weight = weight * negativity(0.2, interpersonal_trust_from_manager, loss_weight)
    return (
        learned(interpersonal_trust_from_manager, interpersonal_trust_from_manager_confidence, 0.2, weight,
        prior_strength),
        interpersonal_trust_from_manager_confidence + weight,
    )


@mechanism.rule(on=Employee, phase="exit", sets=("employed", "dismissed_now", "vacant_weeks"))
def dismiss(warnings: float) -> tuple[float, float, float]:
    """Dismiss at the end of the ladder."""
    ends = warnings >= 3.0
    return 0.0 if ends else 1.0, 1.0 if ends else 0.0, 0.0
