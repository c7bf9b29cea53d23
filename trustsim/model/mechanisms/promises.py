"""Promises: what was promised, whether it is kept, broken, amended or taken back. The company's ledger.

Four contents. Flexibility is broken by a mandate, support by support that is announced and not enacted, growth by
opportunities that dry up once people count on them, security by layoffs. Words cost nothing and earn nothing; a
kept week is evidence (S0-05). A promise grows heavier with its age, and heavier in public (S2-10). Psychological
contract: Robinson and Rousseau 1994, Journal of Organizational Behavior 15:245-259; words against deeds: Simons
2002, Organization Science 13:18-35.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from trustsim.model.declarations import COMPANY, Company, Employee, Entry, EventKind, Setting, choice
from trustsim.model.mechanism import Mechanism
from trustsim.model.numerics import clip

mechanism = Mechanism("promises", "The ledger of promises: issued, kept, broken, amended, taken back",
                      claims=("S0-03", "S0-04", "S0-05", "S0-06", "S0-25", "S1-48", "S2-10"))

CONTENTS = ("flexibility", "support", "growth", "security")
#: Where a promise stands.
NONE, KEPT, AMENDED, BROKEN, REVERSED = 0.0, 1.0, 2.0, 3.0, 4.0
#: Of flexibility nothing was said in the run: what the lever ``flexibility_promise`` says holds.
UNSAID = -1.0

mechanism.lever("support_announced", group="support", scope=Company, neutral=0.5,
                meaning="organisational support as announced; what is not enacted of it is a broken promise",
                claims=("S1-48",))
mechanism.lever("growth", group="support", scope=Company, neutral=0.5,
                meaning="opportunities to learn and rise; once given they count as promised", claims=("S0-26",))

mechanism.parameter("amend_share", 0.25, unit="0-1", range=(0.0, 1.0), source="assumption",
                    meaning="weight of openly taking back a promise, as a share of that of breaking it")
mechanism.parameter("witness_share", 0.05, unit="0-1", range=(0.0, 1.0), source="assumption",
                    meaning="weight of a broken promise of flexibility on those whose days are not touched, as a share")
mechanism.parameter("ripening", 0.8, unit="share", range=(0.0, 3.0), source="S0-04 (direction); assumption",
                    meaning="how much heavier a promise is to break when it is old")
mechanism.parameter("hypocrisy", 0.7, unit="share", range=(0.0, 3.0), source="S2-10 (direction); assumption",
                    meaning="how much heavier a promise is to break when it was made in public",
                    contested=True, null=0.0)
mechanism.parameter("expectation_memory", 0.98, unit="share/week", range=(0.9, 1.0), source="assumption",
                    meaning="how long opportunities that are gone are still expected")

for content in CONTENTS:
    mechanism.field(Company, f"{content}_word", range=(-1, 1), newcomer=UNSAID if content == "flexibility" else 0.0,
                    meaning=f"strength of the promise of {content} made last; below 0 nothing was said")
    mechanism.field(Company, f"{content}_publicity", meaning="how publicly it was made")
    mechanism.field(Company, f"{content}_since", unit="week", range=(-52, 5200), newcomer=-52.0,
                    meaning="since when it stands")
    mechanism.field(Company, f"{content}_promised", meaning=f"how firmly {content} is promised now")
    mechanism.field(Company, f"{content}_short", meaning=f"what is missing now of the {content} that was promised")
    mechanism.field(Company, f"{content}_standing", range=(-1, 1), meaning="strength of the word given, last week")
    mechanism.field(Company, f"{content}_missing", meaning="what was missing last week")
    mechanism.field(Company, f"{content}_status", range=(0, 4),
                    unit="0 none, 1 kept, 2 amended, 3 broken, 4 taken back",
                    meaning=f"where the promise of {content} stands")
    mechanism.field(Company, f"{content}_broken", range=(0, 10),
                    meaning="how much of it broke this week, by age and publicity")
    mechanism.field(Company, f"{content}_amended", range=(0, 10), meaning="how much of it was taken back this week")
mechanism.field(Company, "growth_expected", newcomer=0.5, meaning="opportunities that people have come to count on")
mechanism.field(Company, "support_before", newcomer=0.5, meaning="support last week")
mechanism.field(Company, "support_turn", range=(-1, 1), unit="-1 less, 1 more",
                meaning="which way support last changed without a word")
mechanism.field(Company, "announced_before", newcomer=0.5, meaning="support announced last week")
mechanism.field(Company, "word_broken", range=(0, 10), meaning="promises broken or taken back this week, by weight")
mechanism.field(Company, "word_lapsed", range=(0, 2), meaning="what is missing now of support and growth promised")
mechanism.field(Company, "word_kept", range=(0, 4), meaning="promises that stand, by strength")
mechanism.field(Company, "fickleness", meaning="support that went back this week the way it came, without a word")


def schedule(_records: Mapping[str, Mapping[str, float]], events: Sequence[Mapping[str, Any]]) -> list[Setting]:
    """Turn promises into settings: each word replaces the one before; a weaker one keeps its age."""
    settings: list[Setting] = []
    strength = dict.fromkeys(CONTENTS, 0.0)
    for event in events:
        content, week = CONTENTS[int(event["content"])], int(event["week"])
        settings += [Setting(week, f"{content}_word", event["strength"])]
        if event["strength"] > strength[content]:
            settings.append(Setting(week, f"{content}_since", week))
            settings.append(Setting(week, f"{content}_publicity", event["publicity"]))
        strength[content] = event["strength"]
    return settings


mechanism.record(
    "promises", schedule=schedule,
    events=(
        EventKind("promise", "the company promises something, or changes or takes back what it promised", (
            choice("content", CONTENTS, "what is promised", required=True),
            Entry("strength", "0-1", 0, 1, 1, "how firmly; less than before amends it, 0 takes it back"),
            Entry("publicity", "0-1", 0, 1, 0, "how publicly"),
        ), actors=(COMPANY,)),
    ),
)


@mechanism.start(Company, "growth_expected", "support_before", "announced_before")
def as_it_was(growth: float, support: float, support_announced: float) -> tuple[float, float, float]:
    """Begin with what people are used to."""
    return growth, support, support_announced


@mechanism.rule(on=Employee, phase="policy", sets="breach_felt", who="seats")
def felt_last_week() -> float:
    """Take back last week's flag."""
    return 0.0


@mechanism.rule(on=Company, phase="policy", sets=("flexibility_promised", "flexibility_short"))
def flexibility_due(
    flexibility_word: float, flexibility_promise: float, order_days: float, mandate_grandfather_share: float
) -> tuple[float, float]:
    """Flexibility: what was said, or else promised before the run; a mandate breaks it."""
    promised = flexibility_promise if flexibility_word < 0.0 else flexibility_word
    return promised, promised * (1.0 - mandate_grandfather_share) if order_days > 0.0 else 0.0


@mechanism.rule(on=Company, phase="policy", sets=("support_promised", "support_short", "support_since"))
def support_due(
    support_word: float, support_announced: float, support: float, announced_before: float, support_since: float,
    week: float,
) -> tuple[float, float, float]:
    """Support: what was announced, or promised by word; what is not enacted is missing."""
    due = max(support_announced, 0.5 + 0.5 * support_word if support_word > 0.0 else 0.0)
    since = week if support_announced > announced_before else support_since
    return max(0.0, 2.0 * (due - 0.5)), max(0.0, due - support), since


@mechanism.rule(on=Company, phase="policy", sets=("growth_promised", "growth_short", "growth_since", "growth_expected"))
def growth_due(
    growth_word: float, growth: float, growth_expected: float, growth_since: float, week: float,
    expectation_memory: float,
) -> tuple[float, float, float, float]:
    """Growth: what people have come to count on, or was promised by word; what dried up is missing."""
    expected = max(growth, growth + expectation_memory * (growth_expected - growth))
    due = max(expected, 0.5 + 0.5 * growth_word if growth_word > 0.0 else 0.0)
    since = week if growth > growth_expected else growth_since
    return max(0.0, 2.0 * (due - 0.5)), max(0.0, due - growth), since, expected


@mechanism.rule(on=Company, phase="policy", sets=("security_promised", "security_short"))
def security_due(security_word: float, layoff_share: float) -> tuple[float, float]:
    """Security: a layoff breaks it, of a quarter of the staff in full."""
    promised = max(0.0, security_word)
    return promised, promised * clip(4.0 * layoff_share, 0.0, 1.0)


def book(
    status: float, standing: float, missing: float, said: float, promised: float, short: float, since: float,
    publicity: float, week: float, ripening: float, hypocrisy: float,
) -> tuple[float, float, float, float, float]:
    """Book a week: what broke or was taken back, times 1 + ripening x age / (age + 26), times 1 + hypocrisy."""
    age = max(0.0, week - since)
    heavy = (1.0 + ripening * age / (age + 26.0)) * (1.0 + hypocrisy * publicity)
    taken = max(0.0, standing - said)
    gone = said <= 0.0 and (taken > 0.0 or status == REVERSED)
    less = taken > 0.0 or (status == AMENDED and said <= standing)
    now = REVERSED if gone else (AMENDED if less else (KEPT if promised > 0.0 else NONE))
    return BROKEN if short > 0.0 else now, said, short, heavy * max(0.0, short - missing), heavy * taken


for content in CONTENTS:
    mechanism.bind(
        book, f"book_{content}", on=Company, phase="policy",
        sets=("status", "standing", "missing", f"{content}_broken", f"{content}_amended"),
        status=f"{content}_status", standing=f"{content}_standing", missing=f"{content}_missing",
        said=f"{content}_{'promised' if content in ('flexibility', 'security') else 'word'}",
        promised=f"{content}_promised", short=f"{content}_short", since=f"{content}_since",
        publicity=f"{content}_publicity",
    )


@mechanism.rule(on=Company, phase="policy", sets=("fickleness", "support_turn", "support_before", "announced_before"))
def fickle(
    support: float, support_announced: float, support_turn: float, support_before: float, announced_before: float,
) -> tuple[float, float, float, float]:
    """Change course without a word: what goes back and forth cannot be relied on, even above what was said (S0-25)."""
    move = support - support_before
    untold = max(0.0, abs(move) - abs(support_announced - announced_before))
    turn = support_turn if untold <= 0.0 else (1.0 if move > 0.0 else -1.0)
    return untold if turn * support_turn < 0.0 else 0.0, turn, support, support_announced


@mechanism.rule(on=Company, phase="policy", sets=("word_broken", "word_lapsed", "word_kept"))
def sum_up(
    flexibility_broken: float, support_broken: float, growth_broken: float, security_broken: float,
    flexibility_amended: float, support_amended: float, growth_amended: float, security_amended: float,
    support_short: float, growth_short: float,
    flexibility_promised: float, support_promised: float, growth_promised: float, security_promised: float,
    flexibility_status: float, support_status: float, growth_status: float, security_status: float,
    amend_share: float, witness_share: float,
) -> tuple[float, float, float]:
    """Sum up the ledger. What a mandate takes is judged by each person; here only that the word was not kept."""
    broken = support_broken + growth_broken + security_broken + witness_share * flexibility_broken
    amended = flexibility_amended + support_amended + growth_amended + security_amended
    kept = flexibility_promised * (1.0 if flexibility_status < BROKEN else 0.0)
    kept = kept + support_promised * (1.0 if support_status < BROKEN else 0.0)
    kept = kept + growth_promised * (1.0 if growth_status < BROKEN else 0.0)
    kept = kept + security_promised * (1.0 if security_status < BROKEN else 0.0)
    return clip(broken + amend_share * amended, 0.0, 10.0), support_short + growth_short, kept
