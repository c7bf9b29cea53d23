"""Gossip: trust and doubt travel between colleagues who share a manager, and a manager judges each by the team.

What colleagues say is evidence of a kind, second-hand and weak (Burt and Knez 1995, Rationality and Society
7:255-292). So a team has a climate: it drifts together, and a newcomer grows into it.
"""

from __future__ import annotations

from trustsim.model.declarations import Employee, Mechanism
from trustsim.model.equations import learned

mechanism = Mechanism("gossip", "Trust and doubt carried between colleagues who share a manager", claims=("S3-02",))

mechanism.parameter("gossip_weight", 0.3, unit="observations/week", range=(0.0, 2.0), source="assumption",
                    meaning="weight of what colleagues think of the manager")
mechanism.parameter("halo_weight", 0.2, unit="observations/week", range=(0.0, 2.0), source="assumption",
                    meaning="weight of what the manager thinks of the others in the team")

mechanism.reduction("peers_mean_interpersonal_trust_in_manager", nobody=0.6)
mechanism.reduction("peers_mean_interpersonal_trust_from_manager", nobody=0.6)
mechanism.reduction("peers_sum_employed", nobody=0.0)


@mechanism.rule(on=Employee, phase="peers", cause="gossip",
                sets=("interpersonal_trust_in_manager", "interpersonal_trust_in_manager_confidence"))
def hear_colleagues(
    interpersonal_trust_in_manager: float, interpersonal_trust_in_manager_confidence: float,
    peers_mean_interpersonal_trust_in_manager: float, peers_sum_employed: float, gossip_weight: float,
    prior_strength: float,
) -> tuple[float, float]:
    """Take what colleagues think of the manager as a little evidence."""
    weight = gossip_weight if peers_sum_employed > 0.0 else 0.0
    heard = peers_mean_interpersonal_trust_in_manager
    return (
        learned(interpersonal_trust_in_manager, interpersonal_trust_in_manager_confidence, heard, weight,
        prior_strength),
        interpersonal_trust_in_manager_confidence + weight,
    )


@mechanism.rule(on=Employee, phase="peers", cause="the others in the team",
                sets=("interpersonal_trust_from_manager", "interpersonal_trust_from_manager_confidence"))
def judged_with_the_team(
    interpersonal_trust_from_manager: float, interpersonal_trust_from_manager_confidence: float,
    peers_mean_interpersonal_trust_from_manager: float, peers_sum_employed: float, halo_weight: float,
    prior_strength: float,
) -> tuple[float, float]:
    """Be judged a little by what the manager thinks of the others in the team."""
    weight = halo_weight if peers_sum_employed > 0.0 else 0.0
    others = peers_mean_interpersonal_trust_from_manager
    return (
        learned(interpersonal_trust_from_manager, interpersonal_trust_from_manager_confidence, others, weight,
        prior_strength),
        interpersonal_trust_from_manager_confidence + weight,
    )
