"""The cut-offs that turn scales into shares: where each is frozen, by what rule it was fixed, and what rests on it.

They are named constants of ``trustsim.model.outcomes``, fixed once and not moved for any scenario. Where a cut-off was
fixed on the baseline with a published number in view, that number holds by construction: its kind is ``input``.
"""

from __future__ import annotations

from typing import NamedTuple

from trustsim.model.outcomes import managing, staying, trust, wellbeing


class CutOff(NamedTuple):
    """A cut-off: its name and value, of what, how it was fixed, and the numbers that rest on it."""

    name: str
    value: float
    of: str
    fixed: str
    numbers: tuple[str, ...]


CUT_OFFS = (
    CutOff("ENGAGED", wellbeing.ENGAGED, "engagement", "on the baseline, at G07's share", ("G07a",)),
    CutOff("DISENGAGED", wellbeing.DISENGAGED, "engagement", "on the baseline, at G07's share", ("G07b",)),
    CutOff("STRESSED", wellbeing.STRESSED, "stress", "on the baseline, at 40% (M05)", ("M05a", "M05b")),
    CutOff(
        "SEVERELY_ANXIOUS", wellbeing.SEVERELY_ANXIOUS, "stress", "on the baseline, with M06's lower share in view",
        ("M06a", "M06b", "M06c"),
    ),
    CutOff("DISSATISFIED", wellbeing.DISSATISFIED, "satisfaction with the location", "beforehand: low is below 0.4",
           ("O09a", "O09b", "O09c")),
    CutOff("HIGH_TRUST", trust.HIGH_TRUST, "trust", "beforehand: 8 to 10 of 10 is above 0.75", ("G04",)),
    CutOff("IN_SEARCH", staying.IN_SEARCH, "the wish to leave", "beforehand: the middle", ()),
    CutOff("ABLE", managing.ABLE, "managers' self-efficacy", "beforehand: the middle", ("G02c",)),
    CutOff("UNSURE_PERCENT", managing.UNSURE_PERCENT, "belief on remote performance, in percent, either way",
           "with first beliefs, at G02's shares", ("G02a", "G02b", "G03c")),
    CutOff("UNSURE_MOTIVATION", managing.UNSURE_MOTIVATION, "belief on lasting motivation, from the middle",
           "with first beliefs, at G02's share", ("G02d",)),
    CutOff("SKILLS_DOUBTED", managing.SKILLS_DOUBTED, "a manager's trust in skills",
           "on the baseline, between the two groups of G03", ("G03a", "G03b")),
    CutOff("EVALUATED", managing.EVALUATED, "checking", "on the baseline, with M13's share in view", ("M13a",)),
    CutOff("CLOSELY_CONTROLLED", managing.CLOSELY_CONTROLLED, "checking", "beforehand: most of the work", ("M13b",)),
    CutOff("HEARD", managing.HEARD, "memory of doubt that was voiced", "beforehand: within a year", ("M13c",)),
)  # fmt: skip
