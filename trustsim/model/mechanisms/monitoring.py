"""Monitoring: electronic surveillance of work and what it costs.

Strain rises with (dose x breadth) to a power above 1, so that average practice does little (evidence M04) and
stringent practice a lot (M06); fairness with transparency softens it (M07), and so does autonomy. Who is watched feels
less responsible and breaks more rules, the less so the more justly one is treated (M07). Monitored work is gamed: the
measured number rises and the outcome does not. Nothing signals distrust faster (S1-19).
"""

from __future__ import annotations

from trustsim.model.declarations import Employee, Manager, Team
from trustsim.model.equations import learned, negativity, toward
from trustsim.model.mechanism import Mechanism
from trustsim.model.numerics import clip, power

mechanism = Mechanism("monitoring", "Surveillance: felt, gamed, resented; softened by fairness and openness",
                      claims=("S1-16", "S1-17", "S1-18", "S1-19", "S1-20", "S1-21"))

mechanism.lever("surveillance", group="monitoring", scope=Team, unit="share", neutral=0.0,
                meaning="share of work under electronic monitoring", claims=("S1-16", "S1-19"))
mechanism.lever("surveillance_breadth", group="monitoring", scope=Team, neutral=0.5,
                meaning="what is monitored: 0 outcomes only, 1 everything", claims=("S1-17",))
mechanism.lever("surveillance_transparency", group="monitoring", scope=Team, neutral=0.5,
                meaning="0 covert, 1 open: what is seen, by whom, what for", claims=("S1-16",))
mechanism.lever("surveillance_purpose", group="monitoring", scope=Team, neutral=0.5,
                meaning="what it is for: 0 control, 1 development", claims=("S1-16",))
mechanism.lever("surveillance_announced", group="monitoring", scope=Team, neutral=0.5,
                meaning="0 by surprise, 1 on a known schedule", claims=("S1-16", "S1-18"))
mechanism.lever("fairness_policy", path="policy.fairness", group="monitoring", scope=Team, neutral=0.5,
                meaning="procedural fairness of control and sanctions", claims=("S2-19c",))

mechanism.parameter("dose_power", 1.8, unit="exponent", range=(1.2, 2.5), source="M04, M05 and M06 together (form)",
                    meaning="how the harm rises with the dose")
mechanism.parameter("softening", 0.86, unit="0-1", range=(0.0, 1.0), source="M07 (direction); assumption (size)",
                    meaning="share of the harm that full fairness with full transparency takes away")
mechanism.parameter("discretion_relief", 0.5, unit="per unit of autonomy", range=(0.0, 1.0),
                    source="M07 (agency); assumption",
                    meaning="share of the harm that autonomy above the reference takes away")
mechanism.parameter("purpose_relief", 0.4, unit="per unit of purpose", range=(0.0, 1.9),
                    source="Siegel, Koenig and Lazar 2022 (M04: targets and feedback matter; direction); assumption",
                    meaning="share of the harm that a purpose of development, above the reference, takes away")
mechanism.parameter("schedule_relief", 0.3, unit="per unit of announcement", range=(0.0, 1.9), source="assumption",
                    meaning="share of the strain that a known schedule, above the reference, takes away")
mechanism.parameter("schedule_gaming", 0.8, unit="per unit of announcement", range=(0.0, 1.9),
                    source="S1-18 (direction); assumption",
                    meaning="how much more is gamed where it is known when one is watched")
mechanism.parameter("monitoring_strain", 2.7, unit="logits", range=(0.0, 6.0), source="calibrated to M05a, M05b",
                    meaning="strain of full surveillance, unsoftened", contested=True, null=0.0, practitioner=2.2)
mechanism.parameter("monitoring_insult", 0.8, unit="observations/week", range=(0.0, 4.0), source="assumption",
                    meaning="weight of full surveillance as a sign that one is not trusted",
                    contested=True, null=0.0)
mechanism.parameter("monitoring_detachment", 0.25, unit="logits", range=(0.0, 3.0), source="M04",
                    meaning="what full surveillance takes from engagement and satisfaction", contested=True, null=0.0)
mechanism.parameter("rule_pull_monitored", 1.0, unit="log of the rate", range=(0.0, 3.0), source="M07",
                    meaning="how much more rules are broken where one feels watched and not responsible",
                    contested=True, null=0.0)
mechanism.parameter("activity_gain", 0.06, unit="share of output", range=(0.0, 0.2), source="M04 (output about 0)",
                    meaning="what monitoring adds to real work on the monitored share")
mechanism.parameter("discretion_loss", 0.04, unit="share of output", range=(0.0, 0.2), source="M04 (output about 0)",
                    meaning="what monitoring takes by the loss of discretion")
mechanism.parameter("gaming_gain", 0.2, unit="share of output", range=(0.0, 0.6), source="assumption",
                    meaning="what monitoring adds to the measured number alone")
mechanism.parameter("felt_rate", 0.3, unit="1/week", range=(0.05, 0.8), source="assumption",
                    meaning="how fast monitoring comes to be felt")

mechanism.field(Manager, "fairness", newcomer=0.5,
                meaning="procedural fairness as practised: the policy and the manager")
mechanism.field(Employee, "monitoring_felt", meaning="monitoring as felt: dose, breadth, and how open and fair it is")
mechanism.field(Employee, "gaming", unit="share of output", range=(0, 1), meaning="measured output without real output")

mechanism.channel(Employee, "felt_otherwise", phase="signals",
                  meaning="monitoring felt by other means, before it is softened, 0-1")
mechanism.channel(Manager, "fair_policy", phase="policy", meaning="fairness that the policy adds or takes")


@mechanism.contribution("fair_policy", on=Manager)
def policy_fairness(fairness_policy: float) -> float:
    """What the policy on fairness adds to the reference company's."""
    return fairness_policy - 0.5


@mechanism.rule(on=Manager, phase="policy", sets="fairness")
def practised_fairness(fair_trait: float, fair_policy: float) -> float:
    """Practise the policy as one is: trait and policy add."""
    return clip(0.5 + fair_trait + fair_policy, 0.0, 1.0)


@mechanism.rule(on=Employee, phase="signals", sets="monitoring_felt")
def feel_watched(
    monitoring_felt: float, surveillance: float, surveillance_breadth: float, surveillance_transparency: float,
    surveillance_purpose: float, company_copied_surveillance: float, manager_fairness: float, autonomy: float,
    felt_otherwise: float, dose_power: float, softening: float, purpose_relief: float, discretion_relief: float,
    felt_rate: float,
) -> float:
    """Feel the dose: ((share x (0.5 + breadth)))^power, softened by fairness x transparency, purpose and autonomy."""
    watched = max(surveillance, company_copied_surveillance)
    dose = power(watched * (0.5 + surveillance_breadth) / 1.5, dose_power)
    soft = 1.0 - softening * manager_fairness * surveillance_transparency
    soft = soft * (1.0 - discretion_relief * (autonomy - 0.5)) * (1.0 - purpose_relief * (surveillance_purpose - 0.5))
    return toward(monitoring_felt, clip((1.5 * dose + felt_otherwise) * soft, 0.0, 1.0), felt_rate)


@mechanism.contribution("strain")
def strain_of_monitoring(monitoring_felt: float, control_sensitivity: float, monitoring_strain: float) -> float:
    """Strain of being watched, by sensitivity."""
    return monitoring_strain * monitoring_felt * control_sensitivity


@mechanism.contribution("strain")
def strain_of_surprise(
    monitoring_felt: float, control_sensitivity: float, surveillance_announced: float, monitoring_strain: float,
    schedule_relief: float,
) -> float:
    """Not knowing when one is watched strains more, a known schedule less."""
    return 0.0 - schedule_relief * (surveillance_announced - 0.5) * monitoring_strain * monitoring_felt * (
        control_sensitivity)


@mechanism.contribution("vigour")
def monitoring_detaches(monitoring_felt: float, control_sensitivity: float, monitoring_detachment: float) -> float:
    """Engagement lost to being watched."""
    return 0.0 - monitoring_detachment * monitoring_felt * control_sensitivity


@mechanism.contribution("rule_pull")
def monitoring_tempts(monitoring_felt: float, manager_fairness: float, rule_pull_monitored: float) -> float:
    """Rules broken because responsibility is felt to lie with the watcher; not where one is treated wholly justly."""
    return rule_pull_monitored * monitoring_felt * 2.0 * (1.0 - manager_fairness)


@mechanism.contribution("work_gain")
def monitored_work(
    surveillance: float, company_copied_surveillance: float, autonomy: float, activity_gain: float,
    discretion_loss: float,
) -> float:
    """A little more activity on the monitored share, a little less discretion: they about cancel."""
    return max(surveillance, company_copied_surveillance) * (activity_gain - discretion_loss * (0.5 + autonomy))


@mechanism.rule(on=Employee, phase="work", sets="gaming")
def game_the_metric(
    surveillance: float, company_copied_surveillance: float, surveillance_breadth: float,
    surveillance_announced: float, trust_propensity: float, gaming_gain: float, schedule_gaming: float,
) -> float:
    """Move the measured number: more where more is measured and one knows when, less by those who trust."""
    watched = max(surveillance, company_copied_surveillance) * (0.5 + surveillance_breadth)
    known = 1.0 + schedule_gaming * (surveillance_announced - 0.5)
    return clip(gaming_gain * watched * (1.2 - 0.4 * trust_propensity) * known, 0.0, 1.0)


@mechanism.rule(on=Employee, phase="trust", cause="surveillance",
                sets=("interpersonal_trust_in_manager", "interpersonal_trust_in_manager_confidence"))
def insult_of_monitoring(
    interpersonal_trust_in_manager: float, interpersonal_trust_in_manager_confidence: float, monitoring_felt: float,
    control_sensitivity: float, monitoring_insult: float, loss_weight: float, prior_strength: float,
) -> tuple[float, float]:
    """Take being watched as a sign of distrust from one's manager."""
    weight = monitoring_insult * monitoring_felt * control_sensitivity
    weight = weight * negativity(0.1, interpersonal_trust_in_manager, loss_weight)
    return (
        learned(interpersonal_trust_in_manager, interpersonal_trust_in_manager_confidence, 0.1, weight, prior_strength),
        interpersonal_trust_in_manager_confidence + weight,
    )


@mechanism.rule(on=Employee, phase="trust", cause="surveillance",
                sets=("leadership_trust", "leadership_trust_confidence"))
def leaders_who_watch(
    leadership_trust: float, leadership_trust_confidence: float, monitoring_felt: float, control_sensitivity: float,
    monitoring_insult: float, loss_weight: float, prior_strength: float,
) -> tuple[float, float]:
    """Take being watched as a sign of distrust from the leadership, half as heavily."""
    weight = 0.5 * monitoring_insult * monitoring_felt * control_sensitivity * negativity(0.1, leadership_trust,
    loss_weight)
    return (
        learned(leadership_trust, leadership_trust_confidence, 0.1, weight, prior_strength),
        leadership_trust_confidence + weight,
    )
