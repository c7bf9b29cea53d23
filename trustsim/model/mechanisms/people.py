"""People: who sits where, what they bring, how long they have been there.

A newcomer's traits are drawn by seat and occupant: the same person sits there in every arm. Tenures at the start are
those of a company in steady state: exponential with the mean tenure, cut at a career. Who has been there for long was
selected: whose match was bad has left. Without that a company would go on losing them, and its attrition would fall.
"""

from __future__ import annotations

from trustsim.model.declarations import Company, Employee, Manager, World
from trustsim.model.mechanism import Mechanism
from trustsim.model.numerics import clip, log, normal, root

mechanism = Mechanism("people", "Who works here: traits, tenure, seats", claims=("S1-27", "S1-53", "S4-04"))

#: Share of people whom control hardly moves; without them averages would hide that one size fits none.
UNMOVED = 0.14

mechanism.lever(
    "employees", kind="population", group="population", scope=World, unit="people", range=(1, 5_000_000), neutral=None,
    default=120, whole=True, meaning="employees at the start, managers not counted; each is a seat that is refilled",
)
mechanism.lever(
    "propensity_mean", path="population.trust_propensity.mean", kind="population", group="population", scope=World,
    range=(0.05, 0.95), neutral=None, default=0.6,
    meaning="mean propensity to trust: what is believed of another before any evidence", claims=("S1-27",),
)
mechanism.lever(
    "propensity_sd", path="population.trust_propensity.sd", kind="population", group="population", scope=World,
    range=(0.0, 0.4), neutral=None, default=0.15, meaning="standard deviation of the propensity to trust",
    claims=("S1-27",),
)
mechanism.lever(
    "opportunists", kind="population", group="population", scope=World, unit="share", range=(0.0, 1.0), neutral=None,
    default=0.05, meaning="share of people who work as little as goes unnoticed", claims=("S1-23",),
)
mechanism.lever(
    "unconditional", kind="population", group="population", scope=World, unit="share", range=(0.0, 1.0), neutral=None,
    default=0.10,
    meaning="share of people who do their best however they are treated (of those who are no opportunists)",
    claims=("S1-22",),
)
mechanism.lever(
    "span_of_control", group="managing", scope=Company, unit="reports/manager", range=(2, 60), neutral=None, default=8,
    whole=True, meaning="employees that each manager leads; fixed within a run", claims=("S0-15",),
)

mechanism.parameter("ability_sd", 0.12, unit="share of mean output", range=(0.02, 0.4), source="assumption",
                    meaning="standard deviation of ability between people")
mechanism.parameter("need_mean", 0.55, unit="0-1", range=(0.2, 0.8), source="assumption",
                    meaning="mean need for flexibility; 1 is five days away from the office")
mechanism.parameter("need_sd", 0.2, unit="0-1", range=(0.05, 0.35), source="assumption",
                    meaning="standard deviation of the need for flexibility")
mechanism.parameter("mean_tenure", 320.0, unit="weeks", range=(50, 800),
                    source="assumption (the baseline stands still: as many are hired as leave)",
                    meaning="mean tenure of those who are there at the start")
mechanism.parameter("survivor_fit", 1.2, unit="standard deviations", range=(0.0, 3.0),
                    source="assumption (the baseline stands still)",
                    meaning="how much better long-serving people fit at the start, since others left")
mechanism.parameter("survivor_narrowing", 0.36, unit="share", range=(0.0, 0.9),
                    source="assumption (the baseline stands still)",
                    meaning="how much less long-serving people differ in their fit at the start, since bad ones ended")
mechanism.parameter("survivor_temper", 0.2, unit="standard deviations", range=(0.0, 1.0),
                    source="assumption (the baseline stands still)",
                    meaning="how much more easily engaged, and how much less easily strained, long-serving people are")
mechanism.parameter("survivor_weeks", 150.0, unit="weeks", range=(10, 1000),
                    source="assumption (the baseline stands still)",
                    meaning="tenure at which half of this selection is through")
mechanism.parameter("survivor_loyalty", 0.12, unit="0-1", range=(0.0, 0.6),
                    source="assumption (the baseline stands still)",
                    meaning="how much more loyal long-serving people are at the start, since others left")
mechanism.parameter("trait_spread", 0.12, unit="0-1", range=(0.0, 0.3), source="assumption",
                    meaning="standard deviation of managers' lasting traits (fairness, expertise, checking style)")
mechanism.parameter("expertise_mean", 0.7, unit="0-1", range=(0.2, 0.95), source="assumption",
                    meaning="mean expertise of managers")
mechanism.field(Employee, "employed", newcomer=1.0, meaning="1 while somebody sits here")
mechanism.field(Employee, "occupant", unit="people", range=(0, 1e6), meaning="how many sat here before")
mechanism.field(Employee, "arrived", meaning="1 while a newcomer is being seated")
mechanism.field(Employee, "hired", newcomer=1.0, meaning="1 in the week in which the person was hired")
mechanism.field(Employee, "tenure_weeks", unit="weeks", range=(0, 1e6), meaning="weeks since the person was hired")
mechanism.field(Employee, "trust_propensity", newcomer=0.5, trait=True, meaning="propensity to trust")
mechanism.field(Employee, "ability", newcomer=1.0, unit="share of mean output", range=(0.4, 1.6), trait=True,
                meaning="output at equal effort and conditions")
mechanism.field(Employee, "integrity_type", unit="0 conditional, 1 opportunist, 2 unconditional", range=(0, 2),
                trait=True,
                meaning="conditional co-operator, opportunist or unconditional co-operator")
mechanism.field(Employee, "flexibility_need", newcomer=0.5, trait=True, meaning="need for days away from the office")
mechanism.field(Employee, "control_sensitivity", newcomer=1.0, unit="times the mean", range=(0, 2.4), trait=True,
                meaning="how strongly control is felt")
mechanism.field(Employee, "strain_proneness", range=(-4, 4), unit="standard deviations", trait=True,
                meaning="how easily strained, everything else equal")
mechanism.field(Employee, "zest", range=(-4, 4), unit="standard deviations", trait=True,
                meaning="how easily engaged, everything else equal")
mechanism.field(Employee, "outside_option", newcomer=0.5, trait=True,
                meaning="how easily other work is found; grows with ability")
mechanism.field(Employee, "loyalty", newcomer=0.5, trait=True,
                meaning="how much has to happen before leaving is thought of")
mechanism.field(Employee, "cohort", unit="0 older, 1 younger", trait=True, meaning="whether of the younger cohort")
mechanism.field(Employee, "fit", range=(-4, 4), unit="standard deviations", trait=True,
                meaning="quality of the match between person and job, found out in the first months")

mechanism.field(Manager, "trust_propensity", newcomer=0.5, trait=True, meaning="propensity to trust")
mechanism.field(Manager, "fair_trait", range=(-1, 1), trait=True, meaning="fairness above or below the company's")
mechanism.field(Manager, "expertise", newcomer=0.7, trait=True, meaning="knows the work of the team")
mechanism.field(Manager, "checking_style", range=(-4, 4), unit="standard deviations", trait=True,
                meaning="checks more or less than others, everything else equal")
mechanism.field(Manager, "usual_attention", newcomer=8.0, unit="hours/week", range=(0, 60), trait=True,
                meaning="hours a week for the reports in the reference company")
mechanism.field(Manager, "attention", newcomer=8.0, unit="hours/week", range=(0, 60),
                meaning="hours a week for the reports, shared between them")
mechanism.field(Manager, "span", newcomer=8.0, unit="reports", range=(0, 5e6), meaning="reports employed now")

mechanism.channel(Manager, "hours", phase="policy", meaning="hours a week that managers gain or lose for their reports")
mechanism.happening("hire", flag="hired", meaning="somebody took a seat that had been empty")
mechanism.reduction("reports_sum_employed", nobody=0.0)


@mechanism.newcomer(Employee, "trust_propensity", "ability", "flexibility_need")
def traits(
    propensity_mean: float, propensity_sd: float, ability_sd: float, need_mean: float, need_sd: float,
    propensity_draw: float, ability_draw: float, need_draw: float,
) -> tuple[float, float, float]:
    """Draw propensity, ability and need as normals held in their ranges."""
    return (
        clip(propensity_mean + propensity_sd * normal(propensity_draw), 0.02, 0.98),
        clip(1.0 + ability_sd * normal(ability_draw), 0.4, 1.6),
        clip(need_mean + need_sd * normal(need_draw), 0.0, 1.0),
    )


@mechanism.newcomer(Employee, "integrity_type", "control_sensitivity", "cohort")
def character(
    opportunists: float, unconditional: float, type_draw: float, sensitivity_draw: float, cohort_draw: float
) -> tuple[float, float, float]:
    """Draw the integrity type, the sensitivity to control and the cohort (two in five younger).

    Some people do not mind control at all; the others differ, triangular; the mean is 1.
    """
    cooperates = opportunists + (1.0 - opportunists) * (1.0 - unconditional)
    kind = 1.0 if type_draw < opportunists else (0.0 if type_draw < cooperates else 2.0)
    rest = max(sensitivity_draw - UNMOVED, 0.0) / (1.0 - UNMOVED)
    moved = root(2.0 * rest) if rest < 0.5 else 2.0 - root(2.0 - 2.0 * rest)
    sensitivity = clip(moved / (1.0 - UNMOVED), 0.0, 2.4) if sensitivity_draw > UNMOVED else 0.0
    return kind, sensitivity, 1.0 if cohort_draw < 0.4 else 0.0


@mechanism.newcomer(Employee, "strain_proneness", "zest", "fit", "loyalty")
def temper(
    strain_draw: float, zest_draw: float, fit_draw: float, loyalty_draw: float
) -> tuple[float, float, float, float]:
    """Draw the dispositions: standard normals, and loyalty uniform."""
    return (
        clip(normal(strain_draw), -4.0, 4.0),
        clip(normal(zest_draw), -4.0, 4.0),
        clip(normal(fit_draw), -4.0, 4.0),
        loyalty_draw,
    )


@mechanism.newcomer(Employee, "outside_option")
def options(ability: float, option_draw: float) -> float:
    """Draw outside options: half luck, half ability."""
    return clip(0.5 + 0.8 * (ability - 1.0) + 0.5 * (option_draw - 0.5), 0.0, 1.0)


@mechanism.newcomer(Manager, "trust_propensity", "fair_trait", "expertise", "checking_style")
def manager_traits(
    propensity_mean: float, propensity_sd: float, trait_spread: float, expertise_mean: float,
    propensity_draw: float, fair_draw: float, expertise_draw: float, style_draw: float,
) -> tuple[float, float, float, float]:
    """Draw a manager's lasting traits: the main source of differences between teams."""
    return (
        clip(propensity_mean + propensity_sd * normal(propensity_draw), 0.02, 0.98),
        clip(trait_spread * normal(fair_draw), -1.0, 1.0),
        clip(expertise_mean + trait_spread * normal(expertise_draw), 0.0, 1.0),
        clip(normal(style_draw), -4.0, 4.0),
    )


@mechanism.newcomer(Manager, "usual_attention", "attention")
def manager_capacity(attention_draw: float) -> tuple[float, float]:
    """Draw the hours for the reports."""
    hours = clip(8.0 + 1.5 * normal(attention_draw), 2.0, 20.0)
    return hours, hours


@mechanism.start(Employee, "tenure_weeks", "hired", "fit", "loyalty", "zest", "strain_proneness")
def tenures(
    fit: float, loyalty: float, zest: float, strain_proneness: float, mean_tenure: float, survivor_fit: float,
    survivor_narrowing: float, survivor_loyalty: float, survivor_temper: float, survivor_weeks: float,
    tenure_draw: float,
) -> tuple[float, float, float, float, float, float]:
    """Draw the tenures at the start, and select: who stayed fits better, is more loyal and more easily content."""
    tenure = clip(0.0 - mean_tenure * log(tenure_draw), 0.0, 2080.0)
    stayed = tenure / (tenure + survivor_weeks)
    return (
        tenure,
        0.0,
        clip(fit * (1.0 - survivor_narrowing * stayed) + survivor_fit * stayed, -4.0, 4.0),
        clip(loyalty + survivor_loyalty * stayed * (1.0 - loyalty), 0.0, 1.0),
        clip(zest + survivor_temper * stayed, -4.0, 4.0),
        clip(strain_proneness - survivor_temper * stayed, -4.0, 4.0),
    )


@mechanism.rule(on=Employee, phase="policy", sets="hired", who="seats")
def settled() -> float:
    """Take back last week's flag."""
    return 0.0


@mechanism.rule(on=Manager, phase="policy", sets="attention")
def hours_for_reports(usual_attention: float, hours: float) -> float:
    """Have the usual hours, and what was gained or lost."""
    return clip(usual_attention + hours, 1.0, 60.0)


@mechanism.rule(on=Manager, phase="place", sets="span")
def spans(reports_sum_employed: float, span_change: float) -> float:
    """Count the reports between whom attention is shared now."""
    return reports_sum_employed * span_change


@mechanism.rule(on=Employee, phase="exit", sets="tenure_weeks")
def seniority(tenure_weeks: float) -> float:
    """Add a week of tenure."""
    return tenure_weeks + 1.0
