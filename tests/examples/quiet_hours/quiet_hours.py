"""Quiet hours: part of the day without meetings or messages, as an example of a mechanism of one's own.

A plain guess, not a finding: an hour in which nobody asks for anything rests people a little. Equation: the strain of
everybody falls by ``quiet_relief`` times the share of the day that is quiet.
"""

from __future__ import annotations

from trustsim.model.declarations import Team
from trustsim.model.mechanism import Mechanism

mechanism = Mechanism("quiet_hours", "Part of the day without meetings or messages")

mechanism.lever("quiet_hours", group="managing", scope=Team, neutral=0.0,
                meaning="share of the day without meetings or messages")  # fmt: skip
mechanism.parameter("quiet_relief", 0.8, unit="logits", range=(0.0, 3.0), source="assumption",
                    meaning="strain that a wholly quiet day takes away")  # fmt: skip


@mechanism.contribution("strain")
def rested(quiet_hours: float, quiet_relief: float) -> float:
    """Quiet takes strain away."""
    return 0.0 - quiet_relief * quiet_hours
