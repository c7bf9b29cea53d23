"""Orders and voice: compliance, resentment, petitions."""

from __future__ import annotations

from trustsim.model.outcomes.listing import Listing

#: One complies grudgingly above this much resentment. Fixed beforehand.
GRUDGING = 0.15

outcome = Listing()


@outcome("%", "up", 2.0, 100.0, "willing compliance: share of people times what they follow of a mandate", "voice")
def compliance_willing(employed: float, compliance: float, resentment: float, company_required_days: float) -> float:
    """Add the compliance of those without resentment, under a mandate."""
    return employed * compliance if company_required_days > 0.0 and resentment <= GRUDGING else 0.0


@outcome("%", "neither", 2.0, 100.0, "grudging compliance: share of people times what they follow of a mandate",
         "voice")
def compliance_grudging(employed: float, compliance: float, resentment: float, company_required_days: float) -> float:
    """Add the compliance of those who resent it, under a mandate."""
    return employed * compliance if company_required_days > 0.0 and resentment > GRUDGING else 0.0


@outcome("%", "down", 1.0, 100.0, "presence without engagement: attendance times what is missing of engagement",
         "voice")
def presenteeism(employed: float, days_in_office: float, engagement: float) -> float:
    """Add attendance without engagement."""
    return employed * 0.2 * days_in_office * (1.0 - engagement)


@outcome("0-100", "down", 1.0, 100.0, "mean resentment", "voice", name="resentment")
def sum_of_resentment(employed: float, resentment: float) -> float:
    """Add resentment."""
    return employed * resentment


@outcome("%", "neither", 0.5, 100.0, "people who stand by a petition", "voice", name="petition_share")
def sum_of_signed(employed: float, signed: float) -> float:
    """Count those who signed."""
    return employed * signed


@outcome("%", "neither", 0.1, 100.0, "people who stand by a walkout", "voice", name="walkout_share")
def sum_of_walked(employed: float, walked: float) -> float:
    """Count those who walked out."""
    return employed * walked


@outcome("%", "neither", 2.0, 100.0, "people whose company orders days in the office", "voice")
def ordered_share(employed: float, company_order_days: float) -> float:
    """Count people under an order."""
    return employed if company_order_days > 0.0 else 0.0
