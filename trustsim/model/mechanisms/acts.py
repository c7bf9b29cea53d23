"""Acts of trust: what managers leave to each report and what they check. This closes the loop.

What a person risks on another falls with the spread of the belief as well as with its mean (S1-11). Policies push
delegation and checking; ``trust_first`` extends trust beyond the evidence, ``verify_first`` holds it back.
"""

from __future__ import annotations

from trustsim.model.declarations import Employee, Team, World
from trustsim.model.equations import spread, toward
from trustsim.model.mechanism import Mechanism
from trustsim.model.numerics import clip, logistic

mechanism = Mechanism("acts", "Delegation and checking out of trust, style, policy", claims=("S1-23", "S1-46",
"S1-50", "S4-13"))

mechanism.lever("autonomy", group="managing", scope=Team, neutral=0.5, meaning="decisions left to the employee",
                claims=("S1-45",))
mechanism.lever("micromanagement", group="managing", scope=Team, neutral=0.0,
                meaning="company norm of prescribing and checking", claims=("S4-13", "S1-52"))
mechanism.lever("trust_first", group="managing", scope=Team, neutral=0.0,
                meaning="trust extended in action before evidence supports it", claims=("S1-23",))
mechanism.lever("verify_first", group="managing", scope=Team, neutral=0.0,
                meaning="checking demanded until evidence supports trust", claims=("S1-23",))
mechanism.lever("initial_acts", kind="population", group="population", scope=World, neutral=0.5,
                meaning="acts of the first 26 weeks: 0 distrusting, 0.5 as trust has it, 1 trusting", claims=("S1-52",))

mechanism.parameter("caution", 0.6, unit="per standard deviation", range=(0.0, 2.0),
                    source="S1-11 (direction); assumption (claims and signatures hold with G04)",
                    meaning="how much uncertainty takes from the trust that is acted on")
mechanism.parameter("act_slope", 13.5, unit="logits per unit of trust", range=(2.0, 16.0),
                    source="assumption (claims and signatures hold with G04)",
                    meaning="how steeply delegation and checking answer trust")
mechanism.parameter("act_threshold", 0.5, unit="0-1", range=(0.2, 0.8), source="R02",
                    meaning="trust, less caution, at which half is delegated")
mechanism.parameter("check_threshold", 0.42, unit="0-1", range=(0.1, 0.8), source="M13 (not tuned); assumption",
                    meaning="trust, less caution, below which most is checked")
mechanism.parameter("act_rate", 0.2, unit="1/week", range=(0.02, 0.6), source="assumption",
                    meaning="how fast acts follow trust")
mechanism.parameter("style_weight", 0.35, unit="logits", range=(0.0, 2.0), source="assumption",
                    meaning="how much a manager's style adds to checking")
mechanism.parameter("distance_doubt", 2.4, unit="logits", range=(0.0, 4.0),
                    source="G02 (direction); assumption (S1-49 holds with G04)",
                    meaning="checking that distance adds where the manager feels unable to lead at a distance")
mechanism.parameter("autonomy_latitude", 3.0, unit="logits", range=(0.0, 6.0), source="assumption",
                    meaning="delegation that autonomy as a policy adds")
mechanism.parameter("norm_scrutiny", 3.2, unit="logits", range=(0.0, 6.0), source="assumption",
                    meaning="checking that a norm of micromanagement adds; delegation loses half as much")
mechanism.parameter("first_move", 2.2, unit="logits", range=(0.0, 6.0), source="assumption",
                    meaning="delegation that trust_first adds, verify_first takes, while evidence is lacking")
mechanism.parameter("support_half", 5.0, unit="observations", range=(1.0, 40.0), source="assumption",
                    meaning="evidence at which trust counts as half supported")
mechanism.parameter("initial_push", 10.0, unit="logits", range=(0.0, 20.0), source="assumption",
                    meaning="strength of the acts prescribed for the first 26 weeks")
mechanism.parameter("control_strain", 1.0, unit="logits", range=(0.0, 4.0), source="assumption (with M06b)",
                    meaning="strain of being checked all the time", practitioner=1.2)
mechanism.parameter("autonomy_vigour", 1.2, unit="logits", range=(0.0, 4.0), source="W01 (mechanism); assumption",
                    meaning="engagement that autonomy adds")
mechanism.parameter("remote_autonomy", 0.22, unit="share of output", range=(0.0, 0.6),
                    source="W01 (size of the best case); S1-45",
                    meaning="output that a whole week at home gains per unit of autonomy, and loses to micromanagement")

mechanism.field(Employee, "delegation", newcomer=0.5,
                meaning="share of the decisions that the manager leaves to the employee")
mechanism.field(Employee, "checking", newcomer=0.35, meaning="share of the work that the manager checks")
mechanism.field(Employee, "supported", newcomer=0.2, meaning="trust as far as evidence supports it")
mechanism.channel(Employee, "latitude", phase="acts", meaning="what pushes delegation, in logits")
mechanism.channel(Employee, "scrutiny", phase="acts", meaning="what pushes checking, in logits")


@mechanism.rule(on=Employee, phase="trust", sets="supported")
def support_of_trust(
    competence_trust_from_manager: float, interpersonal_trust_from_manager: float,
    competence_trust_from_manager_confidence: float,
    interpersonal_trust_from_manager_confidence: float, support_half: float,
) -> float:
    """How much of the trust rests on evidence: level x evidence / (evidence + half)."""
    level = 0.5 * (competence_trust_from_manager + interpersonal_trust_from_manager)
    evidence = 0.5 * (competence_trust_from_manager_confidence + interpersonal_trust_from_manager_confidence)
    return level * evidence / (evidence + support_half)


@mechanism.contribution("latitude")
def latitude_of_autonomy(autonomy: float, autonomy_latitude: float) -> float:
    """A policy of autonomy leaves more to people."""
    return autonomy_latitude * (autonomy - 0.5)


@mechanism.contribution("latitude")
def latitude_of_norm(micromanagement: float, norm_scrutiny: float) -> float:
    """A norm of prescribing leaves less."""
    return 0.0 - 0.5 * norm_scrutiny * micromanagement


@mechanism.contribution("scrutiny")
def scrutiny_of_norm(micromanagement: float, norm_scrutiny: float) -> float:
    """A norm of checking checks more."""
    return norm_scrutiny * micromanagement


@mechanism.contribution("latitude")
def extend_trust(trust_first: float, supported: float, first_move: float) -> float:
    """Trust first: leave more than the evidence supports."""
    return first_move * trust_first * (1.0 - supported)


@mechanism.contribution("scrutiny")
def spare_checks(trust_first: float, supported: float, first_move: float) -> float:
    """Trust first: check less than the evidence asks for."""
    return 0.0 - first_move * trust_first * (1.0 - supported)


@mechanism.contribution("latitude")
def hold_back(verify_first: float, supported: float, first_move: float) -> float:
    """Verify first: leave little until the evidence supports more."""
    return 0.0 - first_move * verify_first * (1.0 - supported)


@mechanism.contribution("scrutiny")
def demand_proof(verify_first: float, supported: float, first_move: float) -> float:
    """Verify first: check until the evidence supports trust."""
    return first_move * verify_first * (1.0 - supported)


@mechanism.contribution("latitude")
def initial_latitude(initial_acts: float, week: float, initial_push: float) -> float:
    """Acts prescribed for the first 26 weeks of burn-in."""
    return 2.0 * initial_push * (initial_acts - 0.5) if week < -25.0 else 0.0


@mechanism.contribution("scrutiny")
def initial_scrutiny(initial_acts: float, week: float, initial_push: float) -> float:
    """Checks prescribed for the first 26 weeks of burn-in."""
    return 0.0 - 2.0 * initial_push * (initial_acts - 0.5) if week < -25.0 else 0.0


@mechanism.rule(on=Employee, phase="acts", sets=("delegation", "checking"))
def act_on_trust(
    delegation: float, checking: float, competence_trust_from_manager: float, interpersonal_trust_from_manager: float,
    competence_trust_from_manager_confidence: float, interpersonal_trust_from_manager_confidence: float,
    days_in_office: float, manager_self_efficacy: float, manager_checking_style: float, latitude: float,
    scrutiny: float,
    caution: float, prior_strength: float, act_slope: float, act_threshold: float, check_threshold: float,
    act_rate: float,
    style_weight: float, distance_doubt: float,
) -> tuple[float, float]:
    """Delegate and check: logistic in the trust that one dares to act on, its mean less ``caution`` x its spread."""
    doubt = spread(competence_trust_from_manager, competence_trust_from_manager_confidence, prior_strength)
    doubt = doubt + spread(interpersonal_trust_from_manager, interpersonal_trust_from_manager_confidence,
    prior_strength)
    dared = 0.5 * (competence_trust_from_manager + interpersonal_trust_from_manager - caution * doubt)
    unseen = distance_doubt * (1.0 - 0.2 * days_in_office) * (1.0 - manager_self_efficacy)
    left = logistic(act_slope * (dared - act_threshold) + latitude)
    held = act_slope * (check_threshold - dared) + style_weight * manager_checking_style + unseen - 0.5
    checked = logistic(held + scrutiny)
    return clip(toward(delegation, left, act_rate), 0.0, 1.0), clip(toward(checking, checked, act_rate), 0.0, 1.0)


@mechanism.contribution("strain")
def strain_of_checks(checking: float, control_sensitivity: float, control_strain: float) -> float:
    """Strain of being checked, by sensitivity, against a quarter of the work checked."""
    return control_strain * (checking - 0.25) * control_sensitivity


@mechanism.contribution("vigour")
def vigour_of_autonomy(autonomy: float, autonomy_vigour: float) -> float:
    """Engagement of deciding oneself."""
    return autonomy_vigour * (autonomy - 0.5)


@mechanism.contribution("work_gain")
def gain_of_autonomy_at_home(autonomy: float, days_in_office: float, remote_autonomy: float) -> float:
    """What a day at home is worth depends on what one may decide there (S1-45)."""
    return remote_autonomy * (1.0 - 0.2 * days_in_office) * (autonomy - 0.5)


@mechanism.contribution("work_gain")
def loss_to_micromanagement(micromanagement: float, days_in_office: float, remote_autonomy: float) -> float:
    """Prescribed work loses time everywhere, more at home."""
    return 0.0 - remote_autonomy * micromanagement * (0.15 + 0.6 * (1.0 - 0.2 * days_in_office))
