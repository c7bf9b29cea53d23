"""Relocation: move to the hub or lose the place.

Most live near an office; some live far away, and some of those are rooted where they are: family, a house, years.
An order may demand that they move (S2-05). Those who can, move; those who cannot resent it, look elsewhere, and go.
"""

from __future__ import annotations

from trustsim.model.declarations import Employee, Mechanism
from trustsim.model.numerics import clip, logistic

mechanism = Mechanism("relocation", "Distance to the hub; moving there by order", claims=("S2-05", "S2-19c"))

#: Share of people who live far from the hub.
FAR = 0.2

mechanism.parameter("relocation_hurt", 1.5, unit="share", range=(0.0, 5.0), source="S2-05 (direction); assumption",
                    meaning="how much heavier an order falls on somebody rooted far away who is told to move")
mechanism.parameter("relocation_wish", 2.0, unit="logits", range=(0.0, 8.0), source="S2-05 (direction); assumption",
                    meaning="wish to leave of somebody rooted far away who is told to move")
mechanism.parameter("relocation_pull", 0.8, unit="log of the rate", range=(0.0, 4.0), source="assumption",
                    meaning="how much more readily such a person takes another place")
mechanism.parameter("relocation_grievance", 0.02, unit="1/week", range=(0.0, 0.3), source="assumption",
                    meaning="resentment that a week under such an order adds")
mechanism.parameter("moving_rate", 0.02, unit="1/week", range=(0.0, 0.2), source="assumption",
                    meaning="chance a week that somebody moves whom nothing holds")

mechanism.field(Employee, "hub_distance", unit="0 near, 1 far", trait=True,
                meaning="whether one lives far from the hub")
mechanism.field(Employee, "home_ties", trait=True, meaning="how much holds one where one lives")
mechanism.field(Employee, "moved_to_hub", meaning="1 once one has moved to the hub by order")
mechanism.field(Employee, "uprooting", meaning="how hard the demand to move is on one this week")


@mechanism.newcomer(Employee, "hub_distance", "home_ties")
def where_one_lives(home_draw: float, roots_draw: float) -> tuple[float, float]:
    """Draw where one lives and what holds one there."""
    return 1.0 if home_draw < FAR else 0.0, roots_draw


@mechanism.rule(on=Employee, phase="policy", sets="uprooting")
def told_to_move(
    hub_distance: float, home_ties: float, moved_to_hub: float, exempt: float, company_order_days: float,
    company_mandate_relocation_demand: float,
) -> float:
    """Be told to move: hard on those far away, harder on the rooted, while an order stands."""
    demand = company_mandate_relocation_demand if company_order_days > 0.0 else 0.0
    return clip(demand * hub_distance * (0.4 + 0.6 * home_ties) * (1.0 - moved_to_hub) * (1.0 - exempt), 0.0, 1.0)


@mechanism.contribution("mandate_burden")
def uprooted(uprooting: float, relocation_hurt: float) -> float:
    """Take an order worse that asks one to move."""
    return 1.0 + relocation_hurt * uprooting


@mechanism.rule(on=Employee, phase="place", sets="moved_to_hub")
def move(moved_to_hub: float, uprooting: float, home_ties: float, moving_rate: float, moving_draw: float) -> float:
    """Move, if little holds one."""
    moves = uprooting > 0.0 and moving_draw < moving_rate * logistic(4.0 * (0.5 - home_ties))
    return 1.0 if moves else moved_to_hub


@mechanism.contribution("grievance")
def bitterness_of_moving(uprooting: float, relocation_grievance: float) -> float:
    """Resent the demand each week."""
    return relocation_grievance * uprooting


@mechanism.contribution("wish")
def rather_go(uprooting: float, relocation_wish: float) -> float:
    """Rather go than move."""
    return relocation_wish * uprooting


@mechanism.contribution("pull")
def take_another_place(uprooting: float, relocation_pull: float) -> float:
    """Take another place more readily."""
    return relocation_pull * uprooting
