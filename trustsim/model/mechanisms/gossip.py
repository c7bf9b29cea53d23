"""Gossip: trust and doubt travel between colleagues who share a manager, and a manager judges each by the team.

What colleagues say is evidence of a kind, second-hand and weak (Burt and Knez 1995, Rationality and Society
7:255-292). So a team has a climate: it drifts together, and a newcomer grows into it.
"""

from __future__ import annotations

from trustsim.model.declarations import Employee
from trustsim.model.equations import learned
from trustsim.model.mechanism import Mechanism

mechanism = Mechanism("gossip", "Trust and doubt carried between colleagues who share a manager", claims=("S3-02",))

mechanism.parameter("gossip_weight", 0.3, unit="observations/week", range=(0.0, 2.0), source="assumption",
                    meaning="weight of what colleagues think of the manager")
mechanism.parameter("halo_weight", 0.2, unit="observations/week", range=(0.0, 2.0), source="assumption",
                    meaning="weight of what the manager thinks of the others in the team")

mechanism.reduction("peers_mean_interpersonal_trust_in_manager", nobody=0.6)
mechanism.reduction("peers_mean_interpersonal_trust_from_manager", nobody=0.6)
mechanism.reduction("peers_sum_employed", nobody=0.0)


def take_after(
    level: float, confidence: float, others: float, peers_sum_employed: float, weight: float, prior_strength: float
) -> tuple[float, float]:
    """Take the mean of the others in the team as a little evidence; alone there is none."""
    counted = weight if peers_sum_employed > 0.0 else 0.0
    return learned(level, confidence, others, counted, prior_strength), confidence + counted


for rule, cause, level, weight in (
    ("hear_colleagues", "gossip", "interpersonal_trust_in_manager", "gossip_weight"),
    ("judged_with_the_team", "the others in the team", "interpersonal_trust_from_manager", "halo_weight"),
):
    mechanism.bind(
        take_after, rule, on=Employee, phase="peers", cause=cause, sets=("level", "confidence"),
        level=level, confidence=f"{level}_confidence", others=f"peers_mean_{level}", weight=weight,
    )
