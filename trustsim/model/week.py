"""The week, in order, and the mechanisms that happen in it.

Within a phase contributions to channels come first, then rules as their mechanisms are listed here. A rule sees what
earlier rules wrote for its own row; of other rows it sees sums taken at the start of the phase. So the order of
agents never matters.
"""

from __future__ import annotations

from trustsim.model.mechanisms import (
    account,
    accountability,
    acts,
    after_hours,
    agreed_results,
    appraisal,
    care,
    clarity_stub,
    decisions,
    gossip,
    leadership,
    leaving,
    managers,
    mandate,
    monitoring,
    people,
    signals,
    staircase,
    steadiness,
    trust,
    wellbeing,
    work,
    workplace,
)
from trustsim.model.outcomes import OUTCOMES
from trustsim.model.rules import Phase, RuleSet

WEEK = (
    Phase("policy", "the timeline is applied; announcements are heard and judged; fairness is practised"),
    Phase("place", "who works where; whether a mandate is complied with"),
    Phase("work", "effort, output, gaming, broken rules"),
    Phase("signals", "what each side sees of the other: contact, work, conduct, being watched"),
    Phase("trust", "both directions, both kinds: forgetting and learning; felt trust; leadership trust"),
    Phase("acts", "each manager sets delegation and checking for each report; this closes the loop"),
    Phase("wellbeing", "stress, engagement, satisfaction, what one makes of one's place of work"),
    Phase("exit", "the wish to leave, quitting, hiring after a delay"),
    Phase("peers", "gossip between colleagues who share a manager"),
)

MECHANISMS = (
    people,
    managers,
    steadiness,
    clarity_stub,
    workplace,
    mandate,
    work,
    monitoring,
    signals,
    trust,
    leadership,
    care,
    account,
    accountability,
    agreed_results,
    staircase,
    acts,
    after_hours,
    appraisal,
    decisions,
    wellbeing,
    leaving,
    gossip,
)

MODEL = RuleSet("trustsim", WEEK, [module.mechanism for module in MECHANISMS], OUTCOMES)
