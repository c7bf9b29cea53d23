"""Mandates: days in the office required by order; announced, phased in, lived with, perhaps reversed.

``[mandates.NAME]`` in a scenario. Abruptness = 1 - (notice + ramp) / 26 weeks, held in [0, 1]. No study varies the
abruptness of a return-to-office order at equal strictness: what the model shows for it is a prediction. That
mandates raise turnover by about 14%: evidence O01; that they lower satisfaction and not output: O04 (not tuned).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from trustsim.model.declarations import Company, Employee, Entry, EventKind, Setting
from trustsim.model.equations import learned, negativity, overridden
from trustsim.model.mechanism import Mechanism
from trustsim.model.numerics import clip

mechanism = Mechanism("mandate", "Return-to-office mandates: announced, phased, explained, resented, reversed",
                      claims=("S0-06", "S0-07", "S0-08", "S0-19", "S0-21", "S0-22", "S0-27"))

#: Notice and ramp together at which an order is not abrupt at all.
UNHURRIED_WEEKS = 26.0

mechanism.lever("flexibility_promise", group="workplace", scope=Company, neutral=0.0,
                meaning="how firmly lasting flexibility was promised before the run", claims=("S0-03", "S0-05"))

mechanism.parameter("mandate_weight", 10.5, unit="observations", range=(0.0, 40.0), source="assumption (S0-21 holds)",
                    meaning="weight of an abrupt, unexplained order that takes a whole promised week at home")
mechanism.parameter("promise_share", 0.6, unit="0-1", range=(0.0, 1.0), source="S0-03 (direction); assumption",
                    meaning="share of that weight that is there only where flexibility had been promised")
mechanism.parameter("abrupt_share", 0.6, unit="0-1", range=(0.0, 1.0),
                    source="assumption (a prediction: no study varies it)",
                    meaning="share of that weight that is there only where the order is abrupt", contested=True,
                    null=0.0)
mechanism.parameter("spill_to_manager", 0.2, unit="0-1", range=(0.0, 1.0), source="S0-06 (direction); assumption",
                    meaning="share of that weight that falls on the manager as well")
mechanism.parameter("burden_weight", 0.4, unit="observations/week", range=(0.0, 3.0), source="assumption",
                    meaning="weight each week of a mandate that takes a whole week at home")
mechanism.parameter("relief_weight", 0.8, unit="observations", range=(0.0, 6.0), source="assumption",
                    meaning="weight of a mandate's reversal as a good sign")
mechanism.parameter("override_disregard", 0.3, unit="0-1", range=(0.0, 1.0),
                    source="S0-28 and S2-20 (direction); assumption (as much as support from full to none)",
                    meaning="how much less valued somebody feels from whom an order takes a whole week at home")
mechanism.parameter("breach_threshold", 0.5, unit="observations", range=(0.1, 5.0), source="assumption",
                    meaning="weight from which an order that breaks a promise is called a breach")

for name, meaning in (
    ("days", "days in the office required this week"),
    ("target", "days in the office required in the end"),
):
    mechanism.field(Company, f"mandate_{name}", unit="days/week", range=(0, 5), meaning=meaning)
for name, meaning in (
    ("announced", "1 in the week in which a mandate is announced"),
    ("reversed", "1 in the week in which a mandate is reversed"),
    ("abruptness", "abruptness of the mandate announced last"),
):
    mechanism.field(Company, f"mandate_{name}", meaning=meaning)
mechanism.field(Employee, "leadership_trust", newcomer=0.55, booked=True, meaning="trust in the company's leadership")
mechanism.field(Employee, "leadership_trust_confidence", unit="observations", range=(0, 1e5),
                meaning="evidence behind it")
mechanism.field(Employee, "mandate_hurt", unit="observations", range=(0, 100),
                meaning="weight of the mandate that was announced this week")
mechanism.field(Employee, "perceived_breach", meaning="1 once a promise was felt to be broken")
mechanism.field(Employee, "breach_felt", meaning="1 in the week in which a promise is felt to be broken")
mechanism.channel(Employee, "mandate_burden", phase="policy", operation="product",
                  meaning="what makes an order weigh more or less on a person")
mechanism.happening("breach", flag="breach_felt", meaning="a promise was felt to be broken")


def complete(given: Mapping[str, float]) -> dict[str, float]:
    """Fill in a mandate: notice and ramp from abruptness, or abruptness from notice and ramp.

    Raises:
        ValueError: both forms are given and contradict each other.
    """
    record = {entry.name: entry.default for entry in ENTRIES} | dict(given)
    timed = "notice_weeks" in given or "ramp_weeks" in given
    if "abruptness" in given and not timed:
        half = 0.5 * UNHURRIED_WEEKS * (1.0 - given["abruptness"])
        record["notice_weeks"] = record["ramp_weeks"] = float(round(half))
        return record
    found = min(1.0, max(0.0, 1.0 - (record["notice_weeks"] + record["ramp_weeks"]) / UNHURRIED_WEEKS))
    if "abruptness" in given and abs(given["abruptness"] - found) > 1.0 / UNHURRIED_WEEKS + 1e-9:
        raise ValueError(
            f"abruptness {given['abruptness']:g} contradicts notice_weeks {record['notice_weeks']:g} and ramp_weeks "
            f"{record['ramp_weeks']:g}, which make it {found:.3g}; give one form"
        )
    record["abruptness"] = found
    return record


def schedule(mandates: Mapping[str, Mapping[str, float]], events: Sequence[Mapping[str, Any]]) -> list[Setting]:
    """Turn mandates and their reversals into settings of the company's fields, week by week; the last word holds."""
    reversals = {event["of"]: int(event["week"]) for event in events if event["event"] == "reversal"}
    settings: list[Setting] = []
    for name, mandate in sorted(mandates.items(), key=lambda item: (item[1]["announce_week"], item[0])):
        week, end = int(mandate["announce_week"]), reversals.get(name)
        settings += [Setting(week, "mandate_announced", 1.0), Setting(week + 1, "mandate_announced", 0.0)]
        settings += [Setting(week, f"mandate_{entry.name}", mandate[entry.name]) for entry in (ABRUPTNESS, *MANNERS)]
        settings.append(Setting(week, "mandate_target", mandate["office_days"]))
        settings += [s for s in _ramp(mandate) if end is None or s.week < end]
        if end is not None:
            settings += [Setting(end, "mandate_days", 0.0), Setting(end, "mandate_target", 0.0)]
            settings += [Setting(end, "mandate_reversed", 1.0), Setting(end + 1, "mandate_reversed", 0.0)]
    return sorted(settings, key=lambda setting: setting.week)


def _ramp(mandate: Mapping[str, float]) -> list[Setting]:
    """Raise the required days from 0 in equal steps over the ramp, after the notice."""
    first = int(mandate["announce_week"] + mandate["notice_weeks"])
    weeks = int(mandate["ramp_weeks"])
    days = mandate["office_days"]
    return [Setting(first + k, "mandate_days", days * (k + 1) / (weeks + 1)) for k in range(weeks + 1)]


ABRUPTNESS = Entry("abruptness", "0-1", 0, 1, 1,
                   "1 - (notice_weeks + ramp_weeks) / 26; set instead of the two, it splits them evenly")
#: How an order is given and carried through: each becomes a field of the company when it is announced.
MANNERS = (
    Entry("explanation", "0-1", 0, 1, 0, "how well it is explained"),
    Entry("show_data", "0-1", 0, 1, 0, "whether the data behind it are shown"),
    Entry("consistency", "0-1", 0, 1, 1, "consistent with what was said, and one rule for all"),
    Entry("compromise", "0-1", 0, 1, 0, "exceptions for those who need flexibility, room for teams"),
    Entry("voice", "0-1", 0, 1, 0, "whether people are asked before"),
    Entry("voice_influence", "0-1", 0, 1, 1, "whether they are heard; hollow voice hurts more than none"),
    Entry("grandfather_share", "share", 0, 1, 0, "share of those there who keep what they were promised"),
    Entry("leaders_present", "0-1", 0, 1, 0.5, "whether those who give the order come themselves"),
    Entry("relocation_demand", "0-1", 0, 1, 0, "whether those who live far away must move to the hub"),
    Entry("promotion_block", "0-1", 0, 1, 0, "whether those who stay away are not promoted"),
    Entry("exception_level", "0-1", 0, 1, 0, "who grants exceptions: 0 the manager, 1 a vice-president"),
    Entry("dismissal_ladder", "0-1", 0, 1, 0, "how surely warnings follow, verbal and written, and dismissal"),
    Entry("ladder_stage_weeks", "weeks", 0, 104, 8, "weeks from one stage of the ladder to the next"),
    Entry("stance_rigidity", "0-1", 0, 1, 1, "1 the order stands, 0 it is revised as resentment grows"),
    Entry("escalation", "0-1", 0, 1, 0, "how much pressure rises where too few comply"),
)
for entry in MANNERS:
    mechanism.field(Company, f"mandate_{entry.name}", unit=entry.unit, range=(entry.low, entry.high),
                    newcomer=entry.default, meaning=entry.meaning)
ENTRIES = (
    Entry("announce_week", "week", -51, 5200, 26, "week in which the mandate is announced", whole=True),
    Entry("office_days", "days/week", 0, 5, 3, "days in the office required in the end", required=True),
    Entry("notice_weeks", "weeks", 0, 520, 0, "weeks from announcement to the first required day", whole=True),
    Entry("ramp_weeks", "weeks", 0, 520, 0, "weeks over which the required days rise", whole=True),
    ABRUPTNESS,
    *MANNERS,
)
mechanism.record(
    "mandates", entries=ENTRIES, complete=complete, schedule=schedule,
    events=(EventKind("reversal", "a mandate is taken back; `of` names it", of="mandates"),),
)


@mechanism.newcomer(Employee, "leadership_trust")
def first_view_of_leaders(trust_propensity: float) -> float:
    """Begin with what one believes of people in general."""
    return trust_propensity


@mechanism.rule(on=Employee, phase="policy", sets=("mandate_hurt", "breach_felt", "perceived_breach"))
def hear_mandate(
    perceived_breach: float, days_in_office: float, flexibility_need: float, exempt: float, mandate_burden: float,
    company_flexibility_promised: float, company_order_given: float, company_order_days: float,
    company_mandate_abruptness: float, mandate_weight: float, promise_share: float, abrupt_share: float,
    breach_threshold: float,
) -> tuple[float, float, float]:
    """Weigh an order by the days it takes and the need for them; a promise, haste and the manner weigh in."""
    required = company_order_days * (1.0 - exempt)
    taken = 0.2 * max(0.0, required - days_in_office) * (0.4 + 1.1 * flexibility_need)
    promised = 1.0 - promise_share * (1.0 - company_flexibility_promised)
    hasty = 1.0 - abrupt_share * (1.0 - company_mandate_abruptness)
    hurt = clip(company_order_given * mandate_weight * taken * promised * hasty * mandate_burden, 0.0, 100.0)
    breach = 1.0 if hurt * company_flexibility_promised > breach_threshold else 0.0
    return hurt, breach, max(perceived_breach, breach)


@mechanism.rule(on=Employee, phase="trust", cause="mandate announced",
                sets=("leadership_trust", "leadership_trust_confidence"))
def leaders_who_order(
    leadership_trust: float, leadership_trust_confidence: float, mandate_hurt: float, loss_weight: float,
    prior_strength: float
) -> tuple[float, float]:
    """Take an order that overrides one's needs as evidence on those who gave it."""
    weight = mandate_hurt * negativity(0.05, leadership_trust, loss_weight)
    return (
        learned(leadership_trust, leadership_trust_confidence, 0.05, weight, prior_strength),
        leadership_trust_confidence + weight,
    )


@mechanism.rule(on=Employee, phase="trust", cause="mandate announced",
                sets=("interpersonal_trust_in_manager", "interpersonal_trust_in_manager_confidence"))
def managers_who_pass_it_on(
    interpersonal_trust_in_manager: float, interpersonal_trust_in_manager_confidence: float, mandate_hurt: float,
    spill_to_manager: float, loss_weight: float, prior_strength: float,
) -> tuple[float, float]:
    """Hold some of it against the manager who passes the order on."""
    weight = spill_to_manager * mandate_hurt * negativity(0.05, interpersonal_trust_in_manager, loss_weight)
    return (
        learned(interpersonal_trust_in_manager, interpersonal_trust_in_manager_confidence, 0.05, weight,
        prior_strength),
        interpersonal_trust_in_manager_confidence + weight,
    )


@mechanism.rule(on=Employee, phase="trust", cause="mandate in force",
                sets=("leadership_trust", "leadership_trust_confidence"))
def live_with_mandate(
    leadership_trust: float, leadership_trust_confidence: float, home_days_missed: float, flexibility_need: float,
    exempt: float, company_required_days: float, burden_weight: float, loss_weight: float, prior_strength: float,
) -> tuple[float, float]:
    """Be reminded each week by the days that one misses under a mandate."""
    reminded = overridden(home_days_missed, exempt, company_required_days)
    weight = burden_weight * reminded * (0.4 + 1.1 * flexibility_need) * negativity(0.2, leadership_trust,
    loss_weight)
    return (
        learned(leadership_trust, leadership_trust_confidence, 0.2, weight, prior_strength),
        leadership_trust_confidence + weight,
    )


@mechanism.rule(on=Employee, phase="trust", cause="mandate reversed",
                sets=("leadership_trust", "leadership_trust_confidence"))
def relief(
    leadership_trust: float, leadership_trust_confidence: float, company_mandate_reversed: float, relief_weight: float,
    prior_strength: float,
) -> tuple[float, float]:
    """Take a reversal as a good sign, a small one."""
    weight = relief_weight * company_mandate_reversed
    return (
        learned(leadership_trust, leadership_trust_confidence, 0.8, weight, prior_strength),
        leadership_trust_confidence + weight,
    )


@mechanism.contribution("regard")
def needs_overridden(
    home_days_missed: float, flexibility_need: float, exempt: float, company_required_days: float,
    override_disregard: float,
) -> float:
    """Read an order that overrides one's needs as lack of regard for the person, while it holds."""
    taken = overridden(home_days_missed, exempt, company_required_days)
    return 0.0 - override_disregard * taken * (0.4 + 1.1 * flexibility_need)
