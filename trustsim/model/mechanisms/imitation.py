"""Imitation: firms look at one another, and some do what others do.

A company without an office order copies one with a chance a week that grows with the share of the market's people
who work under such orders (so large firms weigh more, S2-16), and falls with the attrition and rises with the results
that it sees, or believes that it sees, in the firms that gave them (S2-18). What others can see of a company's
attrition is how much it hires. Surveillance spreads by prestige alone: the watching that most people in the market
live under comes to seem normal, whether it pays or not (S2-17). Without imitation nothing of this happens, bit for
bit, and a firm among others is what it would be alone.
"""

from __future__ import annotations

from trustsim.model.declarations import Company, World
from trustsim.model.equations import toward
from trustsim.model.mechanism import Mechanism
from trustsim.model.numerics import clip, exp, normal

mechanism = Mechanism("imitation", "Office orders and surveillance copied between firms",
                      claims=("S0-18", "S2-16", "S2-17", "S2-18"))

mechanism.lever("imitation", kind="uncertainty", group="environment", scope=World, neutral=0.0,
                meaning="how much firms do what they see others do", claims=("S2-16", "S2-17", "S2-18"))

mechanism.parameter("copy_rate", 0.06, unit="1/week", range=(0.0, 0.5), source="S2-16 (direction); assumption",
                    meaning="chance a week of copying an order that all others have given and that seems to do no harm")
mechanism.parameter("copy_drain", 1.5, unit="log of the chance", range=(0.0, 6.0),
                    source="S2-16 (direction); assumption",
                    meaning="how much attrition at twice the usual rate, seen in those firms, deters")
mechanism.parameter("copy_results", 6.0, unit="log of the chance", range=(0.0, 30.0),
                    source="S2-18 (direction); assumption",
                    meaning="how much twice the usual results, seen in those firms, attract")
mechanism.parameter("attribution_noise", 0.3, unit="log of the chance", range=(0.0, 3.0),
                    source="S2-18 (direction); assumption",
                    meaning="error in what a firm believes to see of the reasons for others' attrition and results")
mechanism.parameter("copy_notice", 8.0, unit="weeks", range=(0, 52), source="assumption",
                    meaning="weeks from a copied order to the first required day")
mechanism.parameter("watch_copying", 0.03, unit="1/week", range=(0.0, 0.5), source="S2-17 (direction); assumption",
                    meaning="how fast surveillance follows what seems normal")
mechanism.parameter("usual_hiring", 0.0036, unit="share/week", range=(0.0005, 0.05), source="Q01",
                    meaning="hiring of a firm that nobody leaves for a special reason")

for name, unit, high, meaning in (
    ("hiring_seen", "share/week", 1.0, "how much the company hires, as others see it over months"),
    ("results_seen", "reference output", 5.0, "how well it does, as others see it over months"),
    ("heads_ordered", "people", 1e8, "people who work under its office order"),
    ("days_ordered", "people x days", 5e8, "those people times the days ordered"),
    ("drain_shown", "people x times", 1e12, "those people times its hiring above the usual, in times of it"),
    ("results_shown", "people x output", 5e8, "those people times its results"),
    ("watch_shown", "people", 1e8, "its people times the monitoring that they feel"),
    ("copied_order", "0-1", 1.0, "1 in the week in which another firm's order is copied"),
    ("copied_days", "days/week", 5.0, "days in the office that were copied"),
    ("copied_wait", "weeks", 520.0, "weeks until they are required"),
    ("copied_surveillance", "share", 1.0, "surveillance that is normal by now"),
):
    mechanism.field(Company, name, unit=unit, range=(0, high), meaning=meaning,
                    newcomer={"hiring_seen": 0.0036, "results_seen": 1.045}.get(name, 0.0))
mechanism.reduction("staff_sum_hired", nobody=0.0)
mechanism.reduction("staff_mean_delivery", nobody=0.0)
mechanism.reduction("staff_mean_monitoring_felt", nobody=0.0)
for name in ("headcount", "heads_ordered", "days_ordered", "drain_shown", "results_shown", "watch_shown"):
    mechanism.reduction(f"rivals_sum_{name}", nobody=0.0)


@mechanism.rule(on=Company, phase="peers", sets=("hiring_seen", "results_seen"))
def be_seen(
    hiring_seen: float, results_seen: float, headcount: float, staff_sum_hired: float, staff_mean_delivery: float
) -> tuple[float, float]:
    """Be seen by others, as an average over months."""
    hiring = clip(staff_sum_hired / max(headcount, 1.0), 0.0, 1.0)
    return toward(hiring_seen, hiring, 0.06), toward(results_seen, staff_mean_delivery, 0.06)


@mechanism.rule(on=Company, phase="peers",
                sets=("heads_ordered", "days_ordered", "drain_shown", "results_shown", "watch_shown"))
def show(
    headcount: float, order_days: float, hiring_seen: float, results_seen: float, staff_mean_monitoring_felt: float,
    usual_hiring: float,
) -> tuple[float, float, float, float, float]:
    """Show what others may copy, by the size of the company."""
    heads = headcount if order_days > 0.0 else 0.0
    drain = max(hiring_seen / usual_hiring - 1.0, 0.0)
    return heads, heads * order_days, heads * drain, heads * results_seen, headcount * staff_mean_monitoring_felt


@mechanism.rule(on=Company, phase="policy", sets=("copied_order", "copied_days", "copied_wait"))
def look_around(
    copied_days: float, copied_wait: float, mandate_target: float, results_seen: float, rivals_sum_headcount: float,
    rivals_sum_heads_ordered: float, rivals_sum_days_ordered: float, rivals_sum_drain_shown: float,
    rivals_sum_results_shown: float, imitation: float, copy_rate: float, copy_drain: float, copy_results: float,
    attribution_noise: float, copy_notice: float, copy_draw: float, noise_draw: float,
) -> tuple[float, float, float]:
    """Copy an order that many live under, unless it seems to drain those who gave it."""
    heads = max(rivals_sum_heads_ordered, 1.0)
    seems = copy_results * (rivals_sum_results_shown / heads - results_seen)
    seems = seems - copy_drain * rivals_sum_drain_shown / heads
    seems = clip(seems + attribution_noise * normal(noise_draw), -8.0, 1.0)
    chance = imitation * copy_rate * rivals_sum_heads_ordered / max(rivals_sum_headcount, 1.0) * exp(seems)
    copies = copy_draw < chance and copied_days <= 0.0 and mandate_target <= 0.0
    days = clip(rivals_sum_days_ordered / heads, 0.0, 5.0) if copies else copied_days
    return 1.0 if copies else 0.0, days, copy_notice if copies else max(copied_wait - 1.0, 0.0)


@mechanism.rule(on=Company, phase="peers", sets="copied_surveillance")
def watch_as_others_do(
    copied_surveillance: float, rivals_sum_watch_shown: float, rivals_sum_headcount: float, imitation: float,
    watch_copying: float,
) -> float:
    """Come to watch as is normal in the market."""
    normal_there = imitation * clip(rivals_sum_watch_shown / max(rivals_sum_headcount, 1.0) - 0.02, 0.0, 1.0)
    return max(copied_surveillance, toward(copied_surveillance, normal_there, watch_copying))


@mechanism.contribution("order_from_outside", on=Company)
def copied_order_is_given(copied_order: float) -> float:
    """Give the copied order in the week in which it is copied."""
    return copied_order


@mechanism.contribution("days_from_outside", on=Company)
def copied_days_are_ordered(copied_days: float) -> float:
    """Order the copied days."""
    return copied_days


@mechanism.contribution("days_due_from_outside", on=Company)
def copied_days_are_due(copied_days: float, copied_wait: float) -> float:
    """Require them after the notice."""
    return copied_days if copied_wait <= 0.0 else 0.0
