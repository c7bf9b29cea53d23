"""Accountability: whether work is talked about when it goes wrong, and how.

A spectrum from silence over check-ins to hard talks. Managers who avoid hard talks practise less of it than the
company asks for, and what is not talked about persists (S3-10). Held well it builds safety, held badly it costs it
(S3-09); with clear goals it is safety, without them stress (S3-08). Who takes what goes unnoticed takes less where
somebody asks for results: accountability does in part what checks do. Accountability and performance: Hall, Frink
and Buckley 2017, Journal of Organizational Behavior 38:204-224.
"""

from __future__ import annotations

from trustsim.model.declarations import Employee, Manager, Mechanism, Team
from trustsim.model.equations import toward
from trustsim.model.numerics import clip, normal

mechanism = Mechanism("accountability", "Silence, check-ins, hard talks; how well they are held; avoidance",
                      claims=("S3-08", "S3-09", "S3-10"))

mechanism.lever("accountability", group="managing", scope=Team, neutral=0.5, claims=("S3-09", "S1-23"),
                meaning="0 silence, 0.5 check-ins, 1 hard talks when work goes wrong")
mechanism.lever("accountability_handling", group="managing", scope=Team, neutral=0.5, claims=("S3-09",),
                meaning="how well such talks are held")

mechanism.parameter("avoidance_weight", 0.12, unit="0-1 per standard deviation", range=(0.0, 0.4),
                    source="S3-10 (direction); assumption",
                    meaning="accountability that a manager who avoids hard talks leaves out")
mechanism.parameter("answer_rate", 0.06, unit="1/week", range=(0.01, 0.5), source="S3-10 (a lag); assumption",
                    meaning="how fast people learn whether they are held to account")
mechanism.parameter("answer_effort", 0.05, unit="effort", range=(0.0, 0.4), source="S3-09 (direction); assumption",
                    meaning="effort of most people that being held to account adds, from never to always")
mechanism.parameter("answer_taker", 0.35, unit="effort", range=(0.0, 0.8), source="S1-23 (boundary); assumption",
                    meaning="the same for those who take what goes unnoticed, where nothing is checked")
mechanism.parameter("answer_rules", 0.5, unit="log of the rate", range=(0.0, 2.0), source="assumption",
                    meaning="how much less rules are broken, from never to always held to account")
mechanism.parameter("answer_delivery", 0.02, unit="share of output", range=(0.0, 0.15),
                    source="S3-10 (direction); assumption",
                    meaning="output that problems which are talked about do not cost, from never to always")
mechanism.parameter("answer_strain", 0.2, unit="logits", range=(0.0, 2.0), source="assumption",
                    meaning="strain of being held to account, from never to always, at middling clarity")
mechanism.parameter("unclear_strain", 1.0, unit="logits", range=(0.0, 4.0), source="S3-08 (direction); assumption",
                    meaning="what full clarity takes from that strain, and its lack adds to it, twice over")
mechanism.parameter("handling_kindness", 0.16, unit="0-1", range=(0.0, 0.5), source="S3-09 (direction); assumption",
                    meaning="how much kinder treatment looks where talks are held well, from badly to well")
mechanism.parameter("handling_strain", 0.15, unit="logits", range=(0.0, 2.0), source="S3-09 (direction); assumption",
                    meaning="strain of talks held badly against talks held well")

mechanism.field(Manager, "avoidance", unit="standard deviations", range=(-4, 4), trait=True,
                meaning="avoids hard talks more or less than others")
mechanism.field(Manager, "held_to_account", newcomer=0.5, meaning="how far the team is held to account, as it has learnt")
mechanism.channel(Manager, "answerability", phase="policy", meaning="accountability that the policy adds or takes")


@mechanism.newcomer(Manager, "avoidance")
def temperament(avoidance_draw: float) -> float:
    """Draw how hard hard talks are for one."""
    return clip(normal(avoidance_draw), -4.0, 4.0)


@mechanism.contribution("answerability", on=Manager)
def policy_of_accountability(accountability: float) -> float:
    """What the policy adds to the reference company's."""
    return accountability - 0.5


@mechanism.rule(on=Manager, phase="policy", sets="held_to_account")
def hold_to_account(
    held_to_account: float, answerability: float, avoidance: float, avoidance_weight: float, answer_rate: float
) -> float:
    """Hold to account as the policy has it, less by what one avoids; people find out slowly."""
    target = clip(0.5 + answerability - avoidance_weight * avoidance, 0.0, 1.0)
    return toward(held_to_account, target, answer_rate)


@mechanism.contribution("effort_push")
def answer_for_work(
    manager_held_to_account: float, integrity_type: float, checking: float, answer_effort: float, answer_taker: float
) -> float:
    """Answer for results: who takes what goes unnoticed is moved most, where no check does it already."""
    taker = answer_taker * (1.2 - checking)
    own = taker if integrity_type == 1.0 else (0.0 if integrity_type == 2.0 else answer_effort)
    return own * (manager_held_to_account - 0.5)


@mechanism.contribution("rule_pull")
def answer_for_conduct(manager_held_to_account: float, answer_rules: float) -> float:
    """Rules are broken less where somebody asks."""
    return 0.0 - answer_rules * (manager_held_to_account - 0.5)


@mechanism.contribution("delivered")
def problems_persist(manager_held_to_account: float, answer_delivery: float) -> float:
    """Problems that nobody talks about persist and cost work."""
    return 1.0 + answer_delivery * (manager_held_to_account - 0.5)


@mechanism.contribution("strain")
def strain_of_account(
    manager_held_to_account: float, answer_strain: float
) -> float:
    """Being held to account strains a little."""
    return answer_strain * (manager_held_to_account - 0.5)


@mechanism.contribution("strain")
def strain_of_unclear_account(accountability: float, clarity: float, unclear_strain: float) -> float:
    """Being held to account for what is not clear strains; for what is clear it relieves."""
    return 0.0 - 4.0 * unclear_strain * (accountability - 0.5) * (clarity - 0.5)


@mechanism.contribution("strain")
def strain_of_handling(accountability_handling: float, manager_held_to_account: float, handling_strain: float) -> float:
    """Talks held badly strain, the more of them the more."""
    return 0.0 - handling_strain * (accountability_handling - 0.5) * (0.5 + manager_held_to_account)


@mechanism.contribution("kindness")
def kindness_of_handling(
    accountability_handling: float, manager_held_to_account: float, handling_kindness: float
) -> float:
    """A talk held well is a sign of good intent, one held badly of ill."""
    return handling_kindness * (accountability_handling - 0.5) * (0.5 + manager_held_to_account)
