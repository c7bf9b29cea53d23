"""Narrative: the story, told online, that nobody at work can be trusted.

Whoever has met it begins with less: propensity to trust = one's own - exposure x effect, in full for the younger
cohort and in part for the older. It acts before anything has happened, so it can be overcome by what does happen.
"""

from __future__ import annotations

from trustsim.model.declarations import Employee, Mechanism, World
from trustsim.model.numerics import clip

mechanism = Mechanism("narrative", "Stories met before work that nobody there can be trusted", claims=("S3-01",))

mechanism.lever("narrative_exposure", kind="uncertainty", group="environment", scope=World, neutral=0.0,
                meaning="how much people meet the story that nobody at work can be trusted", claims=("S3-01",))

mechanism.parameter("narrative_effect", 0.12, unit="0-1", range=(0.0, 0.4), source="S3-01 (direction); assumption",
                    meaning="propensity to trust that full exposure takes from a younger person",
                    contested=True, null=0.0)
mechanism.parameter("narrative_older", 0.4, unit="0-1", range=(0.0, 1.0), source="S3-01 (direction); assumption",
                    meaning="share of that effect on the older cohort")


@mechanism.newcomer(Employee, "trust_propensity")
def heard_before_joining(
    trust_propensity: float, cohort: float, narrative_exposure: float, narrative_effect: float, narrative_older: float
) -> float:
    """Bring less trust for having met the story; the younger have met it more often."""
    share = narrative_older + (1.0 - narrative_older) * cohort
    return clip(trust_propensity - narrative_effect * narrative_exposure * share, 0.02, 0.98)
