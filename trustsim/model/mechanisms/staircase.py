"""The staircase of trust: delegation raised step by step, as each step is honoured; held or lowered when not.

Steps fall due at a set pace. A step is honoured where the recent record bears what is delegated already; the more is
delegated the better a record has to be. Where it clearly falls short the step is taken back, and that is felt as
doubt. The record is read in the light of what the manager believes of people. So where priors are low a leap is taken
back, as a whole, before people could grow into it, and small steps get further; where they are high a leap saves the
time that steps take. Steps of gradual reciprocation: Osgood 1962, "An Alternative to War or Surrender".
"""

from __future__ import annotations

from trustsim.model.declarations import Employee, Mechanism, Team
from trustsim.model.equations import learned, negativity, toward
from trustsim.model.numerics import clip

mechanism = Mechanism("staircase", "Delegation raised by steps, each after the one before was honoured",
                      claims=("S1-25", "S1-50"))

mechanism.lever("trust_staircase", group="managing", scope=Team, unit="steps/week", neutral=0.0, claims=("S1-25",),
                meaning="pace at which steps fall due, each raising delegation if the last was honoured")
mechanism.lever("staircase_step", group="managing", scope=Team, neutral=0.1, range=(0.01, 1.0), claims=("S1-25",),
                meaning="height of a step; 1 is a leap to full delegation at once")

mechanism.parameter("stair_latitude", 6.0, unit="logits", range=(0.0, 15.0), source="assumption",
                    meaning="delegation that the whole staircase adds, and checking that it takes")
mechanism.parameter("record_rate", 0.3, unit="1/week", range=(0.05, 1.0), source="assumption",
                    meaning="how fast the record by which steps are judged follows the weeks")
mechanism.parameter("honour_base", 0.1, unit="0-1", range=(0.0, 0.6), source="assumption",
                    meaning="record that bears the first step")
mechanism.parameter("honour_slope", 0.5, unit="0-1", range=(0.0, 1.0), source="S1-25 (direction); assumption",
                    meaning="how much better a record has to be to bear the whole staircase")
mechanism.parameter("break_margin", 0.05, unit="0-1", range=(0.0, 0.6), source="assumption",
                    meaning="how far the record may fall short before a step is taken back")
mechanism.parameter("benefit_of_doubt", 0.7, unit="0-1", range=(0.0, 1.0), source="S1-25 (direction); assumption",
                    meaning="weight of what the manager believes of people when the record is read")
mechanism.parameter("shy_weeks", 52.0, unit="weeks", range=(0.0, 156.0), source="S1-25 (direction); assumption",
                    meaning="weeks that a manager who had to take everything back waits before the next step")
mechanism.parameter("revoked_weight", 8.0, unit="observations", range=(0.0, 30.0),
                    source="S1-25 (direction); assumption",
                    meaning="weight, as a sign of distrust, of taking the whole staircase back at once")

mechanism.field(Employee, "stair", meaning="how far up the staircase the manager has gone with this person")
mechanism.field(Employee, "stair_clock", unit="steps", range=(-200, 1), newcomer=1.0,
                meaning="share of the time to the next step that has gone by; below 0 the manager is shy of one")
mechanism.field(Employee, "stair_revoked", meaning="what was taken back this week")
mechanism.field(Employee, "recent_record", newcomer=0.75, meaning="what was seen of work and conduct in recent weeks")


@mechanism.rule(on=Employee, phase="trust", sets="recent_record")
def keep_record(recent_record: float, delivery_seen: float, conduct_seen: float, record_rate: float) -> float:
    """Keep a record of the recent weeks, half work and half conduct."""
    return clip(toward(recent_record, 0.5 * (delivery_seen + conduct_seen), record_rate), 0.0, 1.0)


@mechanism.rule(on=Employee, phase="trust", sets=("stair", "stair_clock", "stair_revoked"))
def climb(
    stair: float, stair_clock: float, recent_record: float, manager_trust_propensity: float, trust_staircase: float,
    staircase_step: float, honour_base: float, honour_slope: float, break_margin: float, shy_weeks: float,
    benefit_of_doubt: float,
) -> tuple[float, float, float]:
    """When a step is due: up if the record bears what is delegated already, down if it clearly does not, else wait."""
    clock = stair_clock + trust_staircase
    due = 1.0 if trust_staircase > 0.0 and clock >= 1.0 else 0.0
    spare = toward(recent_record, manager_trust_propensity, benefit_of_doubt) - (honour_base + honour_slope * stair)
    way = 1.0 if spare >= 0.0 else (-1.0 if spare < 0.0 - break_margin else 0.0)
    climbed = clip(stair + due * way * staircase_step, 0.0, 1.0)
    taken_back = max(0.0, stair - climbed)
    return climbed, clip(clock - due - trust_staircase * shy_weeks * taken_back, -200.0, 1.0), taken_back


@mechanism.contribution("latitude")
def latitude_of_stair(stair: float, stair_latitude: float) -> float:
    """Leave as much as has been climbed."""
    return stair_latitude * stair


@mechanism.contribution("scrutiny")
def scrutiny_of_stair(stair: float, stair_latitude: float) -> float:
    """Check as much less."""
    return 0.0 - stair_latitude * stair


@mechanism.rule(on=Employee, phase="trust", cause="step taken back",
                sets=("interpersonal_trust_in_manager", "interpersonal_trust_in_manager_confidence"))
def felt_revocation(
    interpersonal_trust_in_manager: float, interpersonal_trust_in_manager_confidence: float, stair_revoked: float,
    revoked_weight: float, loss_weight: float, prior_strength: float,
) -> tuple[float, float]:
    """Take a step taken back as a sign of distrust."""
    weight = revoked_weight * stair_revoked * negativity(0.15, interpersonal_trust_in_manager, loss_weight)
    return (
        learned(interpersonal_trust_in_manager, interpersonal_trust_in_manager_confidence, 0.15, weight,
        prior_strength),
        interpersonal_trust_in_manager_confidence + weight,
    )
