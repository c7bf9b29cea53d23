"""The emotional account of each dyad: a balance that deposits raise, withdrawals lower and time wears down.

Ordinary contact deposits a little, care more (``deposits``), with diminishing returns toward a full account; the span
thins attention, and a manager who starts from himself misses who is unlike him. Withdrawals are unavoidable
(``friction_rate``) or slips of tired managers. A good balance buffers a blow and makes treatment look kind; an
overdraft weighs more with every further charge (S3-13 to S3-18, S3-21, S3-24). The image: Covey 1989, "The Seven
Habits of Highly Effective People"; that bad weighs more than good: Baumeister, Bratslavsky, Finkenauer and Vohs 2001,
Review of General Psychology 5:323-370.
"""

from __future__ import annotations

from trustsim.model.declarations import Employee, Manager, World
from trustsim.model.equations import learned, negativity, toward
from trustsim.model.mechanism import Mechanism
from trustsim.model.numerics import clip, exp, logistic

mechanism = Mechanism("account", "The emotional account: deposits, withdrawals, attention, tiredness",
                      claims=("S3-13", "S3-14", "S3-16", "S3-17", "S3-18", "S3-21", "S3-24", "S1-28"))

#: Mean balance, mean square of the overdraft and load of managers in the shipped baseline: the zero of what follows.
BALANCE_AT_REST = 0.073
OVERDRAFT_AT_REST = 0.006
LOAD_AT_REST = 0.39

mechanism.lever("friction_rate", kind="uncertainty", group="environment", scope=World, unit="withdrawals/week",
                range=(0.0, 0.5), neutral=0.0, default=0.15, claims=("S3-16",),
                meaning="unavoidable withdrawals: bad news, corrections, hard choices")

mechanism.parameter("ordinary_deposit", 0.055, unit="balance/week", range=(0.0, 0.2), source="assumption",
                    meaning="what plenty of ordinary contact deposits into an empty account")
mechanism.parameter("account_fade", 0.03, unit="1/week", range=(0.0, 0.2), source="S3-24 (direction); assumption",
                    meaning="share of the balance that is lost each week without upkeep")
mechanism.parameter("withdrawal_size", 0.12, unit="balance", range=(0.0, 0.5), source="assumption",
                    meaning="what a withdrawal takes")
mechanism.parameter("slip_rate", 0.1, unit="withdrawals/week", range=(0.0, 0.5), source="S3-21 (direction); assumption",
                    meaning="chance a week that a wholly tired manager hurts a report without meaning to")
mechanism.parameter("tired_slope", 3.5, unit="logits", range=(0.0, 8.0), source="assumption",
                    meaning="how steeply tiredness rises with the load on a manager's attention")
mechanism.parameter("tired_rate", 0.1, unit="1/week", range=(0.01, 0.5), source="assumption",
                    meaning="how fast managers tire and recover")
mechanism.parameter("projection", 0.8, unit="per unit of propensity", range=(0.0, 1.0),
                    source="S1-28 (direction); assumption",
                    meaning="share of care that misses a person unlike the manager in propensity to trust")
mechanism.parameter("account_kindness", 0.22, unit="0-1 per unit of balance", range=(0.0, 0.5),
                    source="S0-23 (direction); assumption",
                    meaning="how much kinder treatment looks where the balance is good")
mechanism.parameter("goodwill", 0.09, unit="0-1", range=(0.0, 0.2),
                    source="assumption (with withdrawals and moods it keeps the trust of the baseline)",
                    meaning="everyday kindness, which makes up for everyday withdrawals and moods")
mechanism.parameter("withdrawal_weight", 0.27, unit="observations", range=(0.0, 2.0),
                    source="S3-17 (direction); assumption (S3-18 holds)",
                    meaning="weight of a withdrawal as a sign of ill intent, at a balance of zero")
mechanism.parameter("buffer", 0.8, unit="0-1", range=(0.0, 1.0), source="S3-18 (direction); assumption",
                    meaning="share of that weight that a full account takes away")
mechanism.parameter("overdraft_weight", 2.0, unit="per unit of balance", range=(0.0, 5.0),
                    source="S3-14 (direction); assumption",
                    meaning="how much more a withdrawal hurts where the account is overdrawn")
mechanism.parameter("overdraft_strain", 1.5, unit="logits", range=(0.0, 8.0), source="S3-14 (direction); assumption",
                    meaning="strain of a wholly overdrawn account; it rises with the square of the overdraft")
mechanism.parameter("repayment", 0.05, unit="effort per unit of balance", range=(0.0, 0.3),
                    source="S0-24 (direction); assumption",
                    meaning="how much effort repays a good balance", contested=True, null=0.0)

mechanism.field(Employee, "account", unit="balance", range=(-1, 1), booked=True,
                meaning="balance of what the manager has put in and taken out, as the employee feels it")
mechanism.field(Employee, "friction_now", meaning="1 in the week of an unavoidable withdrawal")
mechanism.field(Employee, "slip_now", meaning="1 in the week of a withdrawal that nobody meant")
mechanism.field(Manager, "tiredness", newcomer=0.3, meaning="how tired the manager is")
mechanism.field(Manager, "care_share", newcomer=1.0,
                meaning="share of the care meant for each report that there is time for")
mechanism.field(Manager, "care_time", unit="hours/week", range=(0, 60), meaning="hours that care for the reports takes")
mechanism.channel(Employee, "deposits", phase="trust", meaning="what care puts into the account, balance a week")
mechanism.channel(Employee, "mismatch", phase="trust", operation="product",
                  meaning="share of what a manager misses by starting from himself that is still missed")
mechanism.channel(Manager, "care_hours", phase="policy", meaning="hours a week that care asks for each report")


@mechanism.contribution("hours", on=Manager)
def time_for_care(care_time: float) -> float:
    """Time for care is time that check-ins do not have."""
    return 0.0 - care_time


@mechanism.rule(on=Manager, phase="policy", sets=("care_share", "care_time"))
def thin_attention(attention: float, care_time: float, span: float, care_hours: float) -> tuple[float, float]:
    """Share out attention: care gets hours / (hours + asked) of what it asks for, so a large span thins it."""
    reports = max(span, 1.0)
    room = max(attention + care_time, 1.0) / reports
    asked = max(care_hours, 0.0)
    share = room / (room + asked)
    return share, clip(share * asked * reports, 0.0, 60.0)


@mechanism.rule(on=Manager, phase="policy", sets="tiredness")
def tire(
    tiredness: float, attention: float, care_time: float, span: float, checkins: float, contact_hours: float,
    tired_slope: float, tired_rate: float,
) -> float:
    """Tire with the load: the hours that contact and care take, of the hours that there are."""
    reports = max(span, 1.0)
    hours = max(attention + care_time, 1.0)
    room = hours / (contact_hours * reports)
    load = (contact_hours * reports * room * (1.0 - exp(0.0 - checkins / room)) + care_time) / hours
    return toward(tiredness, logistic(tired_slope * (load - LOAD_AT_REST) - 0.85), tired_rate)


@mechanism.rule(on=Employee, phase="trust", cause="without upkeep", sets="account")
def wear_down(account: float, account_fade: float) -> float:
    """Lose a share of the balance each week: trust is not built overnight, nor kept for nothing."""
    return account - account_fade * account


@mechanism.rule(on=Employee, phase="trust", cause="ordinary contact", sets="account")
def keep_up(
    account: float, contact: float, trust_propensity: float, manager_trust_propensity: float, mismatch: float,
    ordinary_deposit: float, projection: float,
) -> float:
    """Deposit by ordinary contact, saturating, less where the manager misreads whom he has before him."""
    met = 1.0 - projection * abs(manager_trust_propensity - trust_propensity) * clip(mismatch, 0.0, 1.0)
    return clip(account + ordinary_deposit * met * contact / (contact + 1.0) * (1.0 - account), -1.0, 1.0)


@mechanism.rule(on=Employee, phase="trust", cause="care", sets="account")
def deposit(
    account: float, deposits: float, manager_care_share: float, trust_propensity: float,
    manager_trust_propensity: float, mismatch: float, projection: float,
) -> float:
    """Deposit care as far as attention goes; the fuller the account, the less is added (and the reverse)."""
    met = 1.0 - projection * abs(manager_trust_propensity - trust_propensity) * clip(mismatch, 0.0, 1.0)
    room = 1.0 - account if deposits > 0.0 else 1.0 + account
    return clip(account + deposits * manager_care_share * met * room, -1.0, 1.0)


@mechanism.rule(on=Employee, phase="trust", cause="unavoidable", sets=("account", "friction_now"))
def unavoidable(
    account: float, friction_rate: float, withdrawal_size: float, friction_draw: float
) -> tuple[float, float]:
    """Withdraw by what must be said and done."""
    now = 1.0 if friction_draw < friction_rate else 0.0
    return clip(account - withdrawal_size * now, -1.0, 1.0), now


@mechanism.rule(on=Employee, phase="trust", cause="slips", sets=("account", "slip_now"))
def slip(
    account: float, manager_tiredness: float, slip_rate: float, withdrawal_size: float, slip_draw: float
) -> tuple[float, float]:
    """Withdraw by accident: an error, a heated word; tired managers more often."""
    now = 1.0 if slip_draw < slip_rate * manager_tiredness else 0.0
    return clip(account - withdrawal_size * now, -1.0, 1.0), now


def take_it_hard(
    interpersonal_trust_in_manager: float, interpersonal_trust_in_manager_confidence: float, account: float,
    withdrawn: float, withdrawal_weight: float, buffer: float, overdraft_weight: float, loss_weight: float,
    prior_strength: float,
) -> tuple[float, float]:
    """Hold a withdrawal against the manager: less with a good balance, never quite nothing, more with an overdraft."""
    blow = (1.0 - buffer * max(account, 0.0)) * (1.0 + overdraft_weight * max(0.0, 0.0 - account))
    weight = withdrawal_weight * withdrawn * blow * negativity(0.2, interpersonal_trust_in_manager, loss_weight)
    return (
        learned(interpersonal_trust_in_manager, interpersonal_trust_in_manager_confidence, 0.2, weight, prior_strength),
        interpersonal_trust_in_manager_confidence + weight,
    )


for flag in ("friction_now", "slip_now"):
    mechanism.bind(take_it_hard, f"take_{flag}_hard", on=Employee, phase="trust", cause="withdrawals", withdrawn=flag,
                   sets=("interpersonal_trust_in_manager", "interpersonal_trust_in_manager_confidence"))


@mechanism.contribution("kindness")
def kindness_of_balance(account: float, goodwill: float, account_kindness: float) -> float:
    """Treatment looks kinder where much has been put in."""
    return goodwill + account_kindness * (account - BALANCE_AT_REST)


@mechanism.contribution("strain")
def strain_of_overdraft(account: float, overdraft_strain: float) -> float:
    """Strain of an overdraft, with its square."""
    owed = max(0.0, 0.0 - account)
    return overdraft_strain * (owed * owed - OVERDRAFT_AT_REST)


@mechanism.contribution("effort_push")
def repay(account: float, repayment: float) -> float:
    """Repay in effort what was put in."""
    return repayment * (account - BALANCE_AT_REST)
