"""Teamwork: clarity, dependability, meaning, impact; a shared record of work; work that depends on one another.

With psychological safety these are the five attributes of effective teams in the order that a large study within one
company gave them (evidence G10: an order, no sizes). Safety and dependability rest on trust (S4-08). A shared record
of work replaces signals that distance loses, at the price of keeping it. Where work is interdependent, distance and
unclear roles cost more, and so do colleagues who do not help.
"""

from __future__ import annotations

from trustsim.model.declarations import Employee, Mechanism, Team, World
from trustsim.model.equations import toward
from trustsim.model.numerics import clip, logistic

mechanism = Mechanism("teamwork", "Clarity, dependability, meaning, impact; work log; interdependence",
                      claims=("S3-07", "S3-08", "S4-07", "S4-08"))

mechanism.lever("clarity", group="communication", scope=Team, neutral=0.5, meaning="goals and roles are made clear",
                claims=("S3-07", "S3-08"))
mechanism.lever("work_log", group="communication", scope=Team, neutral=0.0,
                meaning="shared record of work: replaces lost signals without surveillance", claims=("S1-13",))
mechanism.lever("task_interdependence", kind="uncertainty", group="environment", scope=World, neutral=0.5,
                meaning="how far people need one another's work", claims=("S0-14", "S3-07"))

mechanism.parameter("clarity_known", 1.8, unit="logits", range=(0.0, 8.0), source="assumption",
                    meaning="how much of what is made clear arrives")
mechanism.parameter("clarity_safety", 0.5, unit="logits", range=(0.0, 4.0), source="S3-08 (direction); assumption",
                    meaning="safety that clear goals and roles add")
mechanism.parameter("clarity_gain", 0.03, unit="share of output", range=(0.0, 0.2),
                    source="S3-08 (direction); assumption",
                    meaning="output that clear goals and roles save from being wasted")
mechanism.parameter("clarity_strain", 0.25, unit="logits", range=(0.0, 2.0), source="S3-07 (direction); assumption",
                    meaning="strain of competing demands that clear goals and roles take away")
mechanism.parameter("log_nearness", 3.0, unit="contacts/week", range=(0.0, 10.0), source="assumption",
                    meaning="contacts that a full record of work makes up for")
mechanism.parameter("log_work_seen", 0.06, unit="0-1", range=(0.0, 0.3), source="assumption",
                    meaning="share of the work that a full record adds to what is seen")
mechanism.parameter("log_cost", 0.006, unit="share of output", range=(0.0, 0.1), source="assumption",
                    meaning="output that keeping a full record costs")
mechanism.parameter("distance_cost", 0.12, unit="share of output", range=(0.0, 0.4), source="W01 and W03 (moderator)",
                    meaning="output that a whole week apart costs per unit of interdependence above the reference")
mechanism.parameter("demand_strain", 0.25, unit="logits", range=(0.0, 2.0), source="S3-07 (direction); assumption",
                    meaning="strain of others' demands per unit of interdependence, more where roles are unclear")
mechanism.parameter("help_needed", 0.12, unit="share of output", range=(0.0, 0.5), source="T01 (moderator)",
                    meaning="output that colleagues' help adds per unit of interdependence above the reference")
mechanism.parameter("attribute_rate", 0.15, unit="1/week", range=(0.02, 0.6), source="assumption",
                    meaning="how fast clarity, dependability, meaning and impact follow")

for name, value, meaning in (
    ("clarity_felt", 0.6, "how clear goals and roles are to one"),
    ("dependability", 0.7, "share of what one promised that comes in time and whole"),
    ("meaning", 0.6, "how far the work means something to one: one believes in where it leads"),
    ("impact", 0.65, "how far one sees that one's work makes a difference"),
):
    mechanism.field(Employee, name, newcomer=value, meaning=meaning)
for name, meaning in (
    ("orientation", "what makes goals and roles clear, in logits"),
    ("reliance", "what makes people keep their word, in logits"),
    ("purpose", "what gives the work meaning, in logits"),
):
    mechanism.channel(Employee, name, phase="wellbeing", meaning=meaning)


@mechanism.contribution("orientation")
def clear_goals(clarity: float, clarity_known: float) -> float:
    """Goals and roles are clearer where they are made so."""
    return clarity_known * (clarity - 0.5)


@mechanism.contribution("orientation")
def clear_record(work_log: float) -> float:
    """Who does what stands in the record."""
    return 0.6 * work_log


@mechanism.contribution("reliance")
def promises_in_the_log(work_log: float) -> float:
    """What one promised stands there for all to see."""
    return 0.4 * work_log


@mechanism.contribution("purpose")
def clear_aim(clarity: float) -> float:
    """It is easier to believe in an aim that one knows."""
    return 0.3 * (clarity - 0.5)


@mechanism.contribution("fearlessness")
def safe_in_clarity(clarity: float, clarity_safety: float) -> float:
    """It is safe to speak where it is clear what is expected."""
    return clarity_safety * (clarity - 0.5)


@mechanism.contribution("work_gain")
def less_wasted(clarity: float, clarity_gain: float) -> float:
    """Less effort goes astray."""
    return clarity_gain * (clarity - 0.5)


@mechanism.contribution("strain")
def torn_between_demands(clarity: float, clarity_strain: float) -> float:
    """What company, team and oneself need competes; clear goals say what comes first."""
    return 0.0 - clarity_strain * (clarity - 0.5)


@mechanism.contribution("nearness")
def read_the_log(work_log: float, log_nearness: float) -> float:
    """A record shows how others work, as contact does."""
    return log_nearness * work_log


@mechanism.contribution("activity_data")
def work_in_the_log(work_log: float, log_work_seen: float) -> float:
    """A record shows work."""
    return log_work_seen * work_log


@mechanism.contribution("work_gain")
def keep_the_log(work_log: float, log_cost: float) -> float:
    """Keeping the record takes time."""
    return 0.0 - log_cost * work_log


@mechanism.contribution("work_gain")
def work_apart(task_interdependence: float, days_in_office: float, distance_cost: float) -> float:
    """Interdependent work suffers from distance, independent work gains its quiet."""
    return 0.0 - distance_cost * (task_interdependence - 0.5) * (1.0 - 0.2 * days_in_office)


@mechanism.contribution("work_gain")
def work_together(task_interdependence: float, peers_mean_helping: float, help_needed: float) -> float:
    """Interdependent work gains from colleagues who help and suffers from those who do not."""
    return help_needed * (task_interdependence - 0.5) * (peers_mean_helping - 0.45)


@mechanism.contribution("strain")
def strain_of_demands(task_interdependence: float, clarity_felt: float, demand_strain: float) -> float:
    """Others' demands strain, more where it is unclear whose come first."""
    return demand_strain * (task_interdependence - 0.5) * (1.6 - clarity_felt)


@mechanism.rule(on=Employee, phase="wellbeing", sets="clarity_felt")
def see_clearly(clarity_felt: float, contact: float, orientation: float, attribute_rate: float) -> float:
    """Know what is expected: by what is made clear, and by contact."""
    return toward(clarity_felt, logistic(0.5 + 0.3 * (contact - 1.2) + orientation), attribute_rate)


@mechanism.rule(on=Employee, phase="wellbeing", sets="dependability")
def keep_ones_word(
    dependability: float, effort: float, delivery: float, competence_trust_from_manager: float,
    competence_trust_in_manager: float, clarity_felt: float, stress: float, reliance: float, attribute_rate: float,
) -> float:
    """Deliver in time: out of effort, output, clear goals, and trust in one another's work; stress costs."""
    trusted = 0.5 * (competence_trust_from_manager + competence_trust_in_manager) - 0.67
    target = 0.9 + 1.5 * (effort - 0.84) + 0.8 * (delivery - 1.045) + 2.5 * trusted + 1.2 * (clarity_felt - 0.62)
    return toward(dependability, logistic(target - 0.8 * (stress - 0.35) + reliance), attribute_rate)


@mechanism.rule(on=Employee, phase="wellbeing", sets="meaning")
def see_meaning(
    meaning: float, leadership_trust: float, engagement: float, purpose: float, attribute_rate: float
) -> float:
    """Believe in where the work leads: as far as one trusts those who lead, and is engaged."""
    target = 0.5 + 3.0 * (leadership_trust - 0.63) + 1.5 * (engagement - 0.62) + purpose
    return toward(meaning, logistic(target), attribute_rate)


@mechanism.rule(on=Employee, phase="wellbeing", sets="impact")
def see_impact(impact: float, delivery: float, delegation: float, felt_trust: float, attribute_rate: float) -> float:
    """See that one's work makes a difference: by what one delivers, decides, and is trusted with."""
    target = 0.6 + 1.2 * (delivery - 1.045) + 0.8 * (delegation - 0.77) + 0.5 * (felt_trust - 0.77)
    return toward(impact, clip(logistic(target), 0.0, 1.0), attribute_rate)
