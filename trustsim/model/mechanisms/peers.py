"""Peers: trust between colleagues.

A Beta belief like the others: it begins with what one believes of people in general and learns from what colleagues
do: whether they help, do harm, and deliver. What is seen of colleagues is lost with distance as what is seen of
managers is. Team trust and team output go together: evidence T01 (not tuned).
"""

from __future__ import annotations

from trustsim.model.declarations import Employee
from trustsim.model.equations import faded, learned, negativity
from trustsim.model.mechanism import Mechanism
from trustsim.model.numerics import clip, exp, log

mechanism = Mechanism("peers", "Trust between colleagues who share a manager", claims=("S1-02",))

mechanism.parameter("peer_weight", 0.7, unit="observations/week", range=(0.05, 3.0), source="assumption",
                    meaning="weight of a week with colleagues whose conduct is fully seen")
mechanism.parameter("peer_evidence", 0.7, unit="0-1", range=(0.3, 0.9), source="assumption",
                    meaning="what an ordinary week says of colleagues")
mechanism.parameter("peer_help", 0.4, unit="evidence per act and head", range=(0.0, 2.0), source="assumption",
                    meaning="how much colleagues' help above the ordinary says for them")
mechanism.parameter("peer_harm", 1.5, unit="evidence per act and head", range=(0.0, 5.0), source="assumption",
                    meaning="how much colleagues' harmful acts above the ordinary say against them")
mechanism.parameter("peer_delivery", 0.25, unit="evidence per unit of output", range=(0.0, 2.0),
                    source="T01 (direction); assumption",
                    meaning="how much colleagues' output above the ordinary says for them")

mechanism.field(Employee, "peer_trust", newcomer=0.6, meaning="trust in the colleagues who share one's manager")
mechanism.field(Employee, "peer_trust_confidence", unit="observations", range=(0, 1e5),
                meaning="evidence behind it")
mechanism.reduction("peers_mean_helping", nobody=0.45)
mechanism.reduction("peers_mean_harm", nobody=0.03)
mechanism.reduction("peers_mean_delivery", nobody=1.045)


@mechanism.newcomer(Employee, "peer_trust")
def first_view_of_colleagues(trust_propensity: float) -> float:
    """Begin with what one believes of people in general."""
    return trust_propensity


@mechanism.start(Employee, "peer_trust", "peer_trust_confidence")
def established_colleagues(
    trust_propensity: float, tenure_weeks: float, memory: float, prior_strength: float, peer_weight: float,
    peer_evidence: float,
) -> tuple[float, float]:
    """Begin where people of this tenure would be: ordinary weeks gathered."""
    gathered = peer_weight / (1.0 - memory) * (1.0 - exp(tenure_weeks * log(memory)))
    return (prior_strength * trust_propensity + gathered * 0.63) / (prior_strength + gathered), gathered


@mechanism.rule(on=Employee, phase="peers", sets=("peer_trust", "peer_trust_confidence"))
def learn_of_colleagues(
    peer_trust: float, peer_trust_confidence: float, trust_propensity: float, conduct_visibility: float,
    peers_mean_helping: float, peers_mean_harm: float, peers_mean_delivery: float, peer_weight: float,
    peer_evidence: float, peer_help: float, peer_harm: float, peer_delivery: float, loss_weight: float, memory: float,
    prior_strength: float,
) -> tuple[float, float]:
    """Forget a little, then learn from what colleagues did this week, as far as it was seen."""
    level = faded(peer_trust, peer_trust_confidence, trust_propensity, memory, prior_strength)
    evidence = peer_evidence + peer_help * (peers_mean_helping - 0.45) - peer_harm * (peers_mean_harm - 0.03)
    evidence = clip(evidence + peer_delivery * (peers_mean_delivery - 1.045), 0.0, 1.0)
    weight = peer_weight * conduct_visibility * negativity(evidence, level, loss_weight)
    confidence = memory * peer_trust_confidence
    return learned(level, confidence, evidence, weight, prior_strength), confidence + weight
