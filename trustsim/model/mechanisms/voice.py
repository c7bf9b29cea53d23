"""Voice: signing a petition, walking out; what one dares depends on how many one sees doing it.

Everybody has a threshold (Granovetter 1978, American Journal of Sociology 83:1420-1443): one signs when resentment
and the sight of those who signed exceed it. Walking out takes more of both. So protest can stay small for long and
then run through a team, and without being seen it hardly starts.
"""

from __future__ import annotations

from trustsim.model.declarations import Company, Employee, Mechanism
from trustsim.model.numerics import clip, normal

mechanism = Mechanism("voice", "Petition and walkout by visible thresholds", claims=("S0-09", "S2-04"))

mechanism.parameter("petition_threshold", 0.66, unit="0-1", range=(0.1, 2.0), source="S2-04 (size); assumption",
                    meaning="resentment and sight of others at which somebody of middling daring signs")
mechanism.parameter("walkout_threshold", 1.1, unit="0-1", range=(0.1, 3.0), source="S2-04 (size); assumption",
                    meaning="resentment and sight of others at which somebody of middling daring walks out")
mechanism.parameter("peer_sway", 0.5, unit="resentment per share", range=(0.0, 3.0),
                    source="S2-04 (direction); assumption",
                    meaning="how much the sight of all others doing it counts")
mechanism.parameter("calm_point", 0.08, unit="0-1", range=(0.0, 0.5), source="assumption",
                    meaning="resentment below which one lets the matter rest")

mechanism.field(Employee, "threshold", range=(-1, 1), trait=True, meaning="how much more than others it takes to speak")
for name, meaning in (
    ("signed", "1 while one stands by a petition that one signed"),
    ("walked", "1 while one stands by a walkout that one joined"),
    ("signs_now", "1 in the week in which one signs"),
    ("walks_now", "1 in the week in which one walks out"),
):
    mechanism.field(Employee, name, meaning=meaning)
mechanism.field(Company, "signed_share", meaning="share of the staff that stands by a petition")
mechanism.field(Company, "walked_share", meaning="share of the staff that stands by a walkout")
mechanism.channel(Employee, "daring", phase="peers", meaning="what makes it easier to speak up together")
mechanism.happening("petition", flag="signs_now", meaning="somebody signed a petition")
mechanism.happening("walkout", flag="walks_now", meaning="somebody walked out")
for name in ("peers_mean_signed", "peers_mean_walked", "staff_mean_signed", "staff_mean_walked"):
    mechanism.reduction(name, nobody=0.0)


@mechanism.newcomer(Employee, "threshold")
def own_threshold(threshold_draw: float) -> float:
    """Draw how much it takes, normal around what it takes others."""
    return clip(0.15 * normal(threshold_draw), -1.0, 1.0)


@mechanism.rule(on=Company, phase="peers", sets=("signed_share", "walked_share"))
def count_voices(staff_mean_signed: float, staff_mean_walked: float) -> tuple[float, float]:
    """Count those who stand by a petition or a walkout."""
    return staff_mean_signed, staff_mean_walked


@mechanism.rule(on=Employee, phase="peers", sets=("signed", "signs_now"))
def sign(
    signed: float, threshold: float, resentment: float, peers_mean_signed: float, company_signed_share: float,
    daring: float, petition_threshold: float, peer_sway: float, calm_point: float,
) -> tuple[float, float]:
    """Sign when resentment and the sight of those who signed exceed one's threshold; let it rest when calm."""
    heat = resentment + peer_sway * 0.5 * (peers_mean_signed + company_signed_share) + daring
    stands = 1.0 if resentment > calm_point and (signed > 0.0 or heat > petition_threshold + threshold) else 0.0
    return stands, max(stands - signed, 0.0)


@mechanism.rule(on=Employee, phase="peers", sets=("walked", "walks_now"))
def walk_out(
    walked: float, signed: float, threshold: float, resentment: float, peers_mean_walked: float,
    company_walked_share: float, company_signed_share: float, daring: float, walkout_threshold: float,
    peer_sway: float, calm_point: float,
) -> tuple[float, float]:
    """Walk out when all this exceeds a higher threshold; those who signed do, and a petition encourages."""
    heat = resentment + peer_sway * 0.5 * (peers_mean_walked + company_walked_share + company_signed_share) + daring
    dares = signed > 0.0 and heat > walkout_threshold + threshold
    stands = 1.0 if resentment > calm_point and (walked > 0.0 or dares) else 0.0
    return stands, max(stands - walked, 0.0)
