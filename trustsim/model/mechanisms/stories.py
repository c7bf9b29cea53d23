"""Stories: what was done to one is told, and moves the trust of those to whom nothing was done.

A grave story this week is evidence on the leadership for all who hear it: colleagues who share a manager more, the
rest of the company less (S3-02). So distrust spreads beyond the wronged.
"""

from __future__ import annotations

from trustsim.model.declarations import Company, Employee, Mechanism
from trustsim.model.equations import learned, negativity
from trustsim.model.numerics import clip

mechanism = Mechanism("stories", "Stories of what was done to others", claims=("S3-02", "S2-06"))

mechanism.parameter("story_weight", 2.5, unit="observations", range=(0.0, 15.0), source="S3-02 (direction); assumption",
                    meaning="weight of a grave story that all colleagues have to tell")
mechanism.parameter("story_distance", 0.4, unit="0-1", range=(0.0, 1.0), source="assumption",
                    meaning="share of that weight that the rest of the company has")
mechanism.parameter("story_of_order", 0.12, unit="per observation", range=(0.0, 1.0), source="assumption",
                    meaning="how grave a story an order makes, per observation of its weight")

mechanism.field(Employee, "story", meaning="how grave a story one has to tell this week")
mechanism.field(Company, "story_told", meaning="how grave the stories are that go round in the company this week")
mechanism.channel(Employee, "betrayal", phase="wellbeing", meaning="how grave what was done to one this week is, 0-1")
mechanism.reduction("peers_mean_story", nobody=0.0)
mechanism.reduction("staff_mean_story", nobody=0.0)


@mechanism.contribution("betrayal")
def order_as_story(mandate_hurt: float, story_of_order: float) -> float:
    """An order that hurts makes a story."""
    return story_of_order * mandate_hurt


@mechanism.rule(on=Employee, phase="wellbeing", sets="story")
def have_to_tell(betrayal: float) -> float:
    """Have a story to tell."""
    return clip(betrayal, 0.0, 1.0)


@mechanism.rule(on=Company, phase="peers", sets="story_told")
def go_round(staff_mean_story: float) -> float:
    """Stories go round."""
    return staff_mean_story


@mechanism.rule(on=Employee, phase="peers", cause="stories of others",
                sets=("leadership_trust", "leadership_trust_confidence"))
def hear_story(
    leadership_trust: float, leadership_trust_confidence: float, peers_mean_story: float, company_story_told: float,
    story_weight: float, story_distance: float, loss_weight: float, prior_strength: float,
) -> tuple[float, float]:
    """Take what was done to others as evidence on those who did it."""
    grave = (1.0 - story_distance) * peers_mean_story + story_distance * company_story_told
    weight = story_weight * grave * negativity(0.1, leadership_trust, loss_weight)
    return (
        learned(leadership_trust, leadership_trust_confidence, 0.1, weight, prior_strength),
        leadership_trust_confidence + weight,
    )
