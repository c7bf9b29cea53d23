"""Trust: what each believes of the other, as level and confidence, in both directions and of both kinds.

A belief is a Beta distribution: prior by propensity, evidence weighed by what is seen and by sign, forgetting toward
the prior. Competence trust: will deliver, good work. Interpersonal trust: good intentions and integrity (wider than
the literature's affect-based trust, since it holds integrity). Facets: Mayer, Davis and Schoorman 1995, Academy of
Management Review 20:709-734; Beta reputation: Josang and Ismail 2002. The low basin holds itself up by fewer
chances to prove oneself: evidence comes with delegation, and good conduct under checks proves little.
"""

from __future__ import annotations

from trustsim.model.declarations import Employee
from trustsim.model.equations import faded, learned, negativity, toward
from trustsim.model.mechanism import Mechanism
from trustsim.model.numerics import clip, exp, log, logistic

mechanism = Mechanism("trust", "Competence and interpersonal trust, both directions; felt trust",
                      claims=("S0-02", "S1-02", "S1-11", "S1-12", "S1-29", "S3-24", "S4-11"))

mechanism.parameter("prior_strength", 8, unit="observations", range=(1, 30), source="assumption",
                    meaning="how many observations the prior is worth")
mechanism.parameter("memory", 0.965, unit="share/week", range=(0.9, 0.999), source="assumption",
                    meaning="share of the evidence that is kept from week to week")
mechanism.parameter("loss_weight", 2.0, unit="times a gain", range=(1.0, 4.0), source="D01",
                    meaning="weight of a bad signal against a good one of like size")
mechanism.parameter("evidence_weight", 1.18, unit="observations/week", range=(0.1, 3.0),
                    source="assumption (claims and signatures hold with G04)",
                    meaning="weight of a week that is fully seen and fully in one's own hands")
mechanism.parameter("good_record", 0.8, unit="0-1", range=(0.5, 0.95), source="assumption",
                    meaning="what most dyads have seen of each other before the run; burn-in finds the rest")
mechanism.parameter("poor_record", 0.3, unit="0-1", range=(0.1, 0.6), source="assumption",
                    meaning="what soured dyads have seen of each other before the run")
mechanism.parameter("soured_point", 0.49, unit="0-1", range=(0.2, 0.8), source="assumption",
                    meaning="mean propensity at which half the dyads are soured at the start")
mechanism.parameter("soured_slope", 60, unit="logits per unit of propensity", range=(0.0, 60.0),
                    source="assumption (the baseline stands still)",
                    meaning="how sharply that share falls with propensity, as the model has it in the long run")
mechanism.parameter("chance_floor", 0.2, unit="0-1", range=(0.0, 1.0),
                    source="assumption (claims and signatures hold with G04)",
                    meaning="share of the chances to prove oneself that is left without delegation")
mechanism.parameter("check_discount", 0.45, unit="0-1", range=(0.0, 1.0), source="assumption (with D01)",
                    meaning="share of good conduct that proves nothing since it was checked")
mechanism.parameter("felt_rate_trust", 0.27, unit="1/week", range=(0.02, 0.6),
                    source="assumption (claims and signatures hold with G04)",
                    meaning="how fast the feeling of being trusted follows the manager's acts")
mechanism.parameter("felt_wary", 4.0, unit="per unit of propensity", range=(0.0, 5.0),
                    source="S1-29 (direction); assumption (claims and signatures hold with G04)",
                    meaning="how much sooner people of high propensity believe that they are trusted")
mechanism.parameter("felt_delegation", 0.82, unit="logits", range=(0.5, 8.0), source="calibrated to G04",
                    meaning="how strongly delegation is felt as trust")
mechanism.parameter("felt_checking", 2.115, unit="logits", range=(0.5, 8.0),
                    source="calibrated to G04 (checks are seen, trust is not)",
                    meaning="how strongly checks are felt as doubt")

LEVELS = (
    ("competence_trust_in_manager", "trust of the employee in the manager's work and judgement"),
    ("interpersonal_trust_in_manager", "trust of the employee in the manager's good intent and integrity"),
    ("competence_trust_from_manager", "trust of the manager that the employee will deliver good work"),
    ("interpersonal_trust_from_manager", "trust of the manager in the employee's good intent and integrity"),
)
for name, meaning in LEVELS:
    mechanism.field(Employee, name, newcomer=0.5, booked=True, meaning=meaning)
    mechanism.field(Employee, f"{name}_confidence", unit="observations", range=(0, 1e5),
                    meaning=f"evidence behind the {meaning}")
mechanism.channel(Employee, "kindness", phase="trust", meaning="how one is treated beyond being trusted, 0-1")
mechanism.channel(Employee, "competence_shown", phase="trust",
                  meaning="what the manager shows of worth beyond expertise, 0-1")
mechanism.field(Employee, "felt_trust", newcomer=0.6, meaning="how far the employee feels trusted by the manager")


@mechanism.newcomer(Employee, *(name for name, _ in LEVELS))
def first_impressions(trust_propensity: float, manager_trust_propensity: float) -> tuple[float, float, float, float]:
    """Begin with what one believes of people in general."""
    return trust_propensity, trust_propensity, manager_trust_propensity, manager_trust_propensity


@mechanism.start(Employee, *(name for level, _ in LEVELS for name in (level, f"{level}_confidence")), "felt_trust")
def established(
    trust_propensity: float, manager_trust_propensity: float, tenure_weeks: float, memory: float, prior_strength: float,
    evidence_weight: float, good_record: float, poor_record: float, soured_slope: float, soured_point: float,
    record_draw: float,
) -> tuple[float, float, float, float, float, float, float, float, float]:
    """Begin where dyads of this tenure would be: a record gathered, good in most and poor in some."""
    gathered = evidence_weight / (1.0 - memory) * (1.0 - exp(tenure_weeks * log(memory)))
    soured = record_draw < logistic(soured_slope * (soured_point - 0.5 * (trust_propensity + manager_trust_propensity)))
    record = poor_record if soured else good_record
    own = (prior_strength * trust_propensity + gathered * record) / (prior_strength + gathered)
    other = (prior_strength * manager_trust_propensity + gathered * record) / (prior_strength + gathered)
    return own, gathered, own, gathered, other, gathered, other, gathered, own


def forget(level: float, confidence: float, prior: float, memory: float, prior_strength: float) -> tuple[float, float]:
    """Forget a little: evidence fades, the level drifts toward the prior."""
    return faded(level, confidence, prior, memory, prior_strength), memory * confidence


for name, _ in LEVELS:
    mechanism.bind(
        forget, f"forget_{name}", on=Employee, phase="trust", sets=("level", "confidence"), cause="forgetting",
        level=name, confidence=f"{name}_confidence",
        prior="trust_propensity" if name.endswith("in_manager") else "manager_trust_propensity",
    )


@mechanism.rule(on=Employee, phase="trust", cause="work delivered",
                sets=("competence_trust_from_manager", "competence_trust_from_manager_confidence"))
def judge_work(
    competence_trust_from_manager: float, competence_trust_from_manager_confidence: float, delivery_seen: float,
    work_seen: float, delegation: float, evidence_weight: float, chance_floor: float, loss_weight: float,
    prior_strength: float,
) -> tuple[float, float]:
    """Learn from delivered work, as far as it was seen and the employee's own."""
    own = chance_floor + (1.0 - chance_floor) * delegation
    weight = evidence_weight * work_seen * own * negativity(delivery_seen, competence_trust_from_manager, loss_weight)
    return (
        learned(competence_trust_from_manager, competence_trust_from_manager_confidence, delivery_seen, weight,
        prior_strength),
        competence_trust_from_manager_confidence + weight,
    )


@mechanism.rule(on=Employee, phase="trust", cause="conduct seen",
                sets=("interpersonal_trust_from_manager", "interpersonal_trust_from_manager_confidence"))
def judge_conduct(
    interpersonal_trust_from_manager: float, interpersonal_trust_from_manager_confidence: float, conduct_seen: float,
    conduct_visibility: float, delegation: float, checking: float, evidence_weight: float, chance_floor: float,
    check_discount: float, loss_weight: float, prior_strength: float,
) -> tuple[float, float]:
    """Learn from conduct; good conduct under checks is put down to the checks.

    Strickland 1958, Journal of Personality 26:200-215.
    """
    own = (chance_floor + (1.0 - chance_floor) * delegation) * (1.0 - check_discount * checking)
    worse = conduct_seen < interpersonal_trust_from_manager
    weight = evidence_weight * conduct_visibility * (loss_weight * (0.5 + 0.5 * own) if worse else own)
    return (
        learned(interpersonal_trust_from_manager, interpersonal_trust_from_manager_confidence, conduct_seen, weight,
        prior_strength),
        interpersonal_trust_from_manager_confidence + weight,
    )


@mechanism.rule(on=Employee, phase="trust", sets="felt_trust")
def feel_trusted(
    felt_trust: float, delegation: float, checking: float, trust_propensity: float, felt_rate_trust: float,
    felt_delegation: float, felt_checking: float, felt_wary: float,
) -> float:
    """Feel trusted by what is left to one, doubted by what is checked: checks are seen, trust is not.

    Those who trust less by nature take longer to believe that they are trusted (S1-29); doubt all believe at once.
    """
    target = logistic(felt_delegation * (delegation - 0.5) - felt_checking * (checking - 0.35))
    believed = clip(1.0 + felt_wary * (trust_propensity - 0.6), 0.1, 2.5) if target > felt_trust else 1.0
    return toward(felt_trust, target, min(felt_rate_trust * believed, 1.0))


@mechanism.rule(on=Employee, phase="trust", cause="treatment",
                sets=("interpersonal_trust_in_manager", "interpersonal_trust_in_manager_confidence"))
def judge_treatment(
    interpersonal_trust_in_manager: float, interpersonal_trust_in_manager_confidence: float, felt_trust: float,
    kindness: float, manager_fairness: float, conduct_visibility: float, evidence_weight: float, loss_weight: float,
    prior_strength: float,
) -> tuple[float, float]:
    """Trust back: being trusted and treated fairly is evidence of good intent."""
    evidence = clip(0.28 + 0.62 * felt_trust + 0.5 * (manager_fairness - 0.5) + kindness, 0.0, 1.0)
    weight = evidence_weight * conduct_visibility * negativity(evidence, interpersonal_trust_in_manager, loss_weight)
    return (
        learned(interpersonal_trust_in_manager, interpersonal_trust_in_manager_confidence, evidence, weight,
        prior_strength),
        interpersonal_trust_in_manager_confidence + weight,
    )


@mechanism.rule(on=Employee, phase="trust", cause="guidance",
                sets=("competence_trust_in_manager", "competence_trust_in_manager_confidence"))
def judge_guidance(
    competence_trust_in_manager: float, competence_trust_in_manager_confidence: float, manager_expertise: float,
    competence_shown: float,
    contact: float, work_seen: float, evidence_weight: float, loss_weight: float, prior_strength: float,
) -> tuple[float, float]:
    """Learn what the manager is worth from expertise, and from being there when needed."""
    evidence = clip(manager_expertise + 0.15 * (contact / (contact + 1.0) - 0.5) + competence_shown, 0.0, 1.0)
    weight = evidence_weight * work_seen * negativity(evidence, competence_trust_in_manager, loss_weight)
    return (
        learned(competence_trust_in_manager, competence_trust_in_manager_confidence, evidence, weight, prior_strength),
        competence_trust_in_manager_confidence + weight,
    )
