"""What is measured: name, unit, direction, smallest difference that matters, definition.

Every outcome is a sum over people divided by a sum over people, over the reported weeks, in the unit shown. Cut-offs
for shares are fixed once, on the baseline or by a rule fixed beforehand, and frozen as named constants beside their
outcomes.
"""

from __future__ import annotations

from trustsim.model.outcomes import managing, money, staying, teams, trust, voice, wellbeing, work

OUTCOMES = [
    *staying.outcome,
    *wellbeing.outcome,
    *work.outcome,
    *trust.outcome,
    *managing.outcome,
    *teams.outcome,
    *voice.outcome,
    *money.outcome,
]
