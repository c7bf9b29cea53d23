"""Fortunes of the company: results, praise, layoffs; how able its leaders are, and how sound their plan is.

Trust in a leadership has signals of its own: results, ability, ethics (S4-01). A sound plan earns none by itself: it
pays as far as the leadership is believed (S0-29), and earns trust only where its reasons are shown (S0-16). A layoff is
a hard decision: what it costs in trust is scaled by how it is done, openly and with care (S3-12, S3-20; Brockner et
al. 1994, Academy of Management Journal 37:397-409). Bad news hang over a company for weeks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from trustsim.model.declarations import COMPANY, Company, Employee, Entry, EventKind, Manager, Setting, World, choice
from trustsim.model.equations import learned, negativity
from trustsim.model.mechanism import Mechanism
from trustsim.model.numerics import clip, exp
from trustsim.model.timeline import Span, both, lasting, whose

mechanism = Mechanism("fortunes", "Results, praise, layoffs; able leaders and sound plans",
                      claims=("S0-16", "S0-26", "S3-12", "S3-20", "S4-01"))

OUTLOOK = ("good", "bad")

mechanism.lever("executive_competence", kind="uncertainty", group="environment", scope=World, neutral=0.5,
                meaning="how able those at the top are, as their decisions show", claims=("S4-01",))
mechanism.lever("strategy_quality", kind="uncertainty", group="environment", scope=World, neutral=0.5,
                meaning="how sound the plan is; it earns no trust by itself", claims=("S0-16", "S0-29"))

mechanism.parameter("competence_at_top", 0.25, unit="evidence per unit of competence", range=(0.0, 1.0),
                    source="S4-01 (direction); assumption", meaning="how much able decisions say about the leadership")
mechanism.parameter("strategy_pays", 0.12, unit="share of output", range=(0.0, 0.4), source="S0-29 (form); assumption",
                    meaning="output that the best plan adds over the worst where the leadership is fully trusted")
mechanism.parameter("reasons_shown", 0.6, unit="evidence per unit of both", range=(0.0, 2.0),
                    source="S0-16 (form); assumption",
                    meaning="how much a sound plan says about the leadership where its reasons are shown")
mechanism.parameter("results_weight", 5.0, unit="observations", range=(0.0, 30.0),
                    source="S4-01 (direction); assumption",
                    meaning="weight of very good or very bad results as evidence on the leadership")
mechanism.parameter("praise_weight", 1.2, unit="observations", range=(0.0, 10.0), source="assumption",
                    meaning="weight of praise as evidence on those who give it")
mechanism.parameter("layoff_weight", 14.0, unit="observations", range=(0.0, 60.0), source="assumption",
                    meaning="weight of laying off a quarter of the staff and more without reasons or care")
mechanism.parameter("process_relief", 0.95, unit="0-1", range=(0.0, 1.0), source="S3-12 (direction); assumption",
                    meaning="share of that weight that full openness with full care takes away")
mechanism.parameter("layoff_merit", 2.0, unit="log of the chance per unit of ability", range=(0.0, 6.0),
                    source="assumption", meaning="how much less the able are laid off")
mechanism.parameter("news_memory", 0.88, unit="share/week", range=(0.5, 0.99), source="assumption",
                    meaning="share of bad news that hangs over the company for another week")
mechanism.parameter("news_strain", 0.7, unit="logits", range=(0.0, 3.0), source="assumption",
                    meaning="strain of very bad news")

for name, meaning in (
    ("results_good", "good results this week, by size"),
    ("results_bad", "bad results this week, by size"),
    ("praised", "1 in a week in which the company praises its people"),
    ("layoff_share", "share of the staff laid off this week"),
    ("layoff_process", "how openly and with how much care it is done"),
    ("bad_news", "how bad the news are that hang over the company"),
):
    mechanism.field(Company, name, meaning=meaning)
mechanism.field(Manager, "praised", meaning="1 in a week in which the manager praises the team")
mechanism.field(Employee, "laid_off", meaning="1 in the week in which the person is laid off")
mechanism.field(Employee, "seat_closed", meaning="1 once the seat was given up in a layoff")
mechanism.happening("layoff", flag="laid_off", meaning="somebody was laid off")


def schedule(_records: Mapping[str, Mapping[str, float]], events: Sequence[Mapping[str, Any]]) -> list[Setting]:
    """Turn results, praise and layoffs into one week's values."""
    results: list[list[Span]] = [[], []]
    praise: list[tuple[Any, Span]] = []
    layoffs: list[Span] = []
    process: list[Span] = []
    for event in events:
        week = int(event["week"])
        if event["event"] == "results":
            results[int(event["outlook"])].append(Span(week, event["size"]))
        elif event["event"] == "praise":
            entity, team = whose(event)
            praise.append((entity, Span(week, 1.0, team=team)))
        else:
            layoffs.append(Span(week, event["share"]))
            process.append(Span(week, event["openness"] * event["care"]))
    return [
        *lasting("results_good", results[0]), *lasting("results_bad", results[1]), *both("praised", praise),
        *lasting("layoff_share", layoffs), *lasting("layoff_process", process),
    ]


mechanism.record(
    "fortunes", schedule=schedule,
    events=(
        EventKind("results", "results of the company come out", (
            choice("outlook", OUTLOOK, "whether they are good or bad", required=True),
            Entry("size", "0-1", 0, 1, 0.5, "how good or bad"),
        ), actors=(COMPANY,)),
        EventKind("praise", "people are told that they did well"),
        EventKind("layoff", "a share of the staff loses the job; their seats are given up", (
            Entry("share", "0-1", 0, 1, 0.1, "share of the staff", required=True),
            Entry("openness", "0-1", 0, 1, 0, "how early and how openly it is said why"),
            Entry("care", "0-1", 0, 1, 0, "how well those who go are looked after"),
        ), actors=(COMPANY,)),
    ),
)


@mechanism.rule(on=Company, phase="policy", sets="bad_news")
def news(
    bad_news: float, results_bad: float, layoff_share: float, layoff_process: float, followed_up: float,
    news_memory: float, follow_up_share: float,
) -> float:
    """Bad news come and pass; to come back to them and listen helps."""
    hanging = news_memory * bad_news * (1.0 - follow_up_share * followed_up)
    return max(hanging, results_bad, clip(4.0 * layoff_share, 0.0, 1.0) * (1.0 - 0.5 * layoff_process))


@mechanism.rule(on=Employee, phase="policy", sets="laid_off", who="seats")
def spared() -> float:
    """Take back last week's flag."""
    return 0.0


@mechanism.rule(on=Employee, phase="exit", sets=("employed", "laid_off", "seat_closed", "vacant_weeks"))
def lay_off(
    ability: float, company_layoff_share: float, layoff_merit: float, layoff_draw: float
) -> tuple[float, float, float, float]:
    """Lose the job by chance, the able less often; the seat is given up."""
    gone = layoff_draw < company_layoff_share * exp(0.0 - layoff_merit * (ability - 1.0))
    flag = 1.0 if gone else 0.0
    return 1.0 - flag, flag, flag, 0.0


@mechanism.contribution("leaders_conduct")
def ability_at_the_top(executive_competence: float, competence_at_top: float) -> float:
    """Able decisions are evidence."""
    return competence_at_top * (executive_competence - 0.5)


@mechanism.contribution("leaders_conduct")
def plan_with_reasons(strategy_quality: float, transparency: float, reasons_shown: float) -> float:
    """A sound plan is evidence where its reasons are shown, an unsound one against those who show it."""
    return reasons_shown * (strategy_quality - 0.5) * max(0.0, transparency - 0.5)


@mechanism.contribution("work_gain")
def plan_at_work(strategy_quality: float, leadership_trust: float, strategy_pays: float) -> float:
    """A sound plan pays as far as people believe those who made it."""
    return strategy_pays * (strategy_quality - 0.5) * leadership_trust


@mechanism.contribution("strain")
def strain_of_news(company_bad_news: float, news_strain: float) -> float:
    """Bad news strain."""
    return news_strain * company_bad_news


@mechanism.rule(on=Employee, phase="trust", cause="results", sets=("leadership_trust", "leadership_trust_confidence"))
def judge_results(
    leadership_trust: float, leadership_trust_confidence: float, company_results_good: float,
    company_results_bad: float, candour: float, results_weight: float, loss_weight: float, prior_strength: float,
) -> tuple[float, float]:
    """Take results as evidence on the leadership; candour about bad ones softens them."""
    good, bad = results_weight * company_results_good, results_weight * company_results_bad
    bad = bad * (1.3 - 0.6 * candour) * negativity(0.15, leadership_trust, 0.5 * (1.0 + loss_weight))
    weight = good + bad
    seen = (0.9 * good + 0.15 * bad) / weight if weight > 0.0 else 0.0
    return (
        learned(leadership_trust, leadership_trust_confidence, seen, weight, prior_strength),
        leadership_trust_confidence + weight,
    )


@mechanism.rule(on=Employee, phase="trust", cause="layoff", sets=("leadership_trust", "leadership_trust_confidence"))
def survive_layoff(
    leadership_trust: float, leadership_trust_confidence: float, company_layoff_share: float,
    company_layoff_process: float, expectations: float, layoff_weight: float, process_relief: float,
    prior_strength: float,
) -> tuple[float, float]:
    """See others go: it costs by how many, and by how it is done."""
    many = clip(4.0 * company_layoff_share, 0.0, 1.0)
    weight = layoff_weight * many * (1.0 - process_relief * company_layoff_process) * (0.5 + expectations)
    return (
        learned(leadership_trust, leadership_trust_confidence, 0.1, weight, prior_strength),
        leadership_trust_confidence + weight,
    )


@mechanism.contribution("regard")
def praised_people(company_praised: float, manager_praised: float) -> float:
    """Who is praised feels valued, for a while."""
    return 0.3 * max(company_praised, manager_praised)


def thanked(
    level: float, confidence: float, praised: float, praise_weight: float, prior_strength: float
) -> tuple[float, float]:
    """Take praise as a good sign."""
    weight = praise_weight * praised
    return learned(level, confidence, 0.9, weight, prior_strength), confidence + weight


for name, level, owner in (
    ("leaders", "leadership_trust", "company"), ("manager", "interpersonal_trust_in_manager", "manager"),
):
    mechanism.bind(thanked, f"thanked_by_{name}", on=Employee, phase="trust", cause="praise",
                   sets=("level", "confidence"), level=level, confidence=f"{level}_confidence",
                   praised=f"{owner}_praised")
