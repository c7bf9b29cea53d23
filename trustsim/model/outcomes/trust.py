"""Trust: both directions, both kinds, reciprocity, leadership."""

from __future__ import annotations

from trustsim.model.equations import spread
from trustsim.model.outcomes.listing import Listing

#: Trust is "high" above this and "low" below that: fixed beforehand by the model description.
HIGH_TRUST = 0.75
LOW_TRUST = 0.4
#: A dyad is one-sided where its directions differ by more than this.
ONE_SIDED = 0.3

outcome = Listing()


@outcome("0-1", "up", 0.02, 1.0, "managers' trust that their reports deliver", "trust",
         name="competence_trust_in_employees")
def sum_of_competence_from(employed: float, competence_trust_from_manager: float) -> float:
    """Add the manager's competence trust."""
    return employed * competence_trust_from_manager


@outcome("0-1", "up", 0.02, 1.0, "managers' trust in their reports' good intent", "trust",
         name="interpersonal_trust_in_employees")
def sum_of_interpersonal_from(employed: float, interpersonal_trust_from_manager: float) -> float:
    """Add the manager's interpersonal trust."""
    return employed * interpersonal_trust_from_manager


@outcome("0-1", "up", 0.02, 1.0, "employees' trust in their managers' work", "trust",
         name="competence_trust_in_managers")
def sum_of_competence_in(employed: float, competence_trust_in_manager: float) -> float:
    """Add the employee's competence trust."""
    return employed * competence_trust_in_manager


@outcome("0-1", "up", 0.02, 1.0, "employees' trust in their managers' good intent", "trust",
         name="interpersonal_trust_in_managers")
def sum_of_interpersonal_in(employed: float, interpersonal_trust_in_manager: float) -> float:
    """Add the employee's interpersonal trust."""
    return employed * interpersonal_trust_in_manager


@outcome("0-1", "up", 0.02, 1.0, "how far employees feel trusted", "trust", name="felt_trust")
def sum_of_felt_trust(employed: float, felt_trust: float) -> float:
    """Add felt trust."""
    return employed * felt_trust


@outcome("0-1", "up", 0.02, 1.0, "employees' trust in the company's leadership", "trust", name="leadership_trust")
def sum_of_leadership_trust(employed: float, leadership_trust: float) -> float:
    """Add leadership trust."""
    return employed * leadership_trust


@outcome("%", "up", 2.0, 100.0, "dyads with high interpersonal trust both ways", "trust")
def reciprocity_high(employed: float, interpersonal_trust_in_manager: float,
interpersonal_trust_from_manager: float) -> float:
    """Count dyads high both ways."""
    return employed if min(interpersonal_trust_in_manager, interpersonal_trust_from_manager) > HIGH_TRUST else 0.0


@outcome("%", "down", 2.0, 100.0, "dyads with low interpersonal trust both ways", "trust")
def reciprocity_low(employed: float, interpersonal_trust_in_manager: float,
interpersonal_trust_from_manager: float) -> float:
    """Count dyads low both ways."""
    return employed if max(interpersonal_trust_in_manager, interpersonal_trust_from_manager) < LOW_TRUST else 0.0


@outcome("%", "neither", 2.0, 100.0, "dyads whose two directions differ by more than .3", "trust")
def reciprocity_one_sided(
    employed: float, interpersonal_trust_in_manager: float, interpersonal_trust_from_manager: float
) -> float:
    """Count one-sided dyads."""
    return employed if abs(interpersonal_trust_in_manager - interpersonal_trust_from_manager) > ONE_SIDED else 0.0


@outcome("%", "down", 2.0, 100.0, "people who felt a promise to be broken since they came", "trust")
def perceived_breach_share(employed: float, perceived_breach: float) -> float:
    """Count people with a breach."""
    return employed * perceived_breach


@outcome("0-1", "down", 0.002, 1.0, "what managers cannot know of their reports: spread of their beliefs", "trust")
def trust_uncertainty(
    employed: float, competence_trust_from_manager: float, competence_trust_from_manager_confidence: float,
    interpersonal_trust_from_manager: float, interpersonal_trust_from_manager_confidence: float, prior_strength: float,
) -> float:
    """Add the spread of the manager's beliefs, half of each kind."""
    work = spread(competence_trust_from_manager, competence_trust_from_manager_confidence, prior_strength)
    conduct = spread(interpersonal_trust_from_manager, interpersonal_trust_from_manager_confidence, prior_strength)
    return employed * 0.5 * (work + conduct)
