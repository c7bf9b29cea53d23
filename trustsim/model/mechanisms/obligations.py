"""Obligations missed through no fault: tools that fail, a home that calls, days at home that nobody wanted.

Failures, shifting norms and conflict at home make people miss what they owe, and the observer reads character into
it (S1-08; the fundamental attribution error: Ross 1977, Advances in Experimental Social Psychology 10:173-220). The
less is seen of a person, the more so, and luck hurts most those who are not seen (S1-14). What is expected of people
contains the ordinary rate of misses, so only more or fewer count. Conflict of work and home: Greenhaus and Beutell
1985, Academy of Management Review 10:76-88. Contact at a distance is sometimes misread altogether (S1-15).
"""

from __future__ import annotations

from trustsim.model.declarations import Company, Employee, World
from trustsim.model.equations import toward
from trustsim.model.mechanism import Mechanism
from trustsim.model.numerics import clip, exp, logistic, normal

mechanism = Mechanism("obligations", "Tools, homes, missed obligations and what is read into them",
                      claims=("S1-05", "S1-06", "S1-07", "S1-08", "S1-14", "S1-15", "S4-04"))

#: What of it there is in an ordinary week of the shipped baseline; fixed on it, so that only differences count.
USUAL_CONFLICT = 0.39
USUAL_MISSES = 0.08

mechanism.lever("equipment", group="support", scope=Company, neutral=0.5,
                meaning="tools, connections and training to use them", claims=("S1-06", "S1-48"))
mechanism.lever("misread_noise", kind="uncertainty", group="environment", scope=World, neutral=0.0, unit="share",
                meaning="chance a week that what somebody says or does at a distance is misread as ill will",
                claims=("S1-15",))
mechanism.lever("care_load", kind="population", group="population", scope=World, neutral=None, default=0.35,
                meaning="mean load of children and care at home", claims=("S1-07", "S4-04"))

mechanism.parameter("miss_rate", 0.075, unit="1/week", range=(0.0, 0.4), source="assumption",
                    meaning="chance a week of missing an obligation in ordinary conditions, half the week at home")
mechanism.parameter("miss_cost", 0.2, unit="share of a week", range=(0.0, 0.6), source="assumption",
                    meaning="output that a missed obligation costs")
mechanism.parameter("miss_tools", 1.6, unit="log of the rate", range=(0.0, 4.0), source="S1-06 (direction); assumption",
                    meaning="how much less is missed with the best equipment than with the worst")
mechanism.parameter("miss_home", 1.5, unit="log of the rate", range=(0.0, 4.0), source="S1-07 (direction); assumption",
                    meaning="how much more is missed where work and home collide")
mechanism.parameter("miss_unwilling", 1.2, unit="log of the rate", range=(0.0, 6.0),
                    source="S1-05 (direction); assumption",
                    meaning="how much more is missed by somebody who is at home all week against their will")
mechanism.parameter("misattribution", 1.0, unit="0-1", range=(0.0, 2.0), source="Ross 1977 (direction); assumption",
                    meaning="what is read into a miss of which nothing is seen but that it happened")
mechanism.parameter("candour_explains", 0.8, unit="share per unit of candour", range=(0.0, 1.8),
                    source="S1-08 (direction); assumption",
                    meaning="share of that which is spared where people say why")
mechanism.parameter("misread_weight", 0.6, unit="0-1", range=(0.0, 1.0), source="assumption",
                    meaning="how ill a misread week looks")
mechanism.parameter("conflict_base", -0.5, unit="logits", range=(-3.0, 2.0), source="assumption",
                    meaning="conflict of work and home of a middling person in a middling week")
mechanism.parameter("conflict_care", 2.2, unit="logits", range=(0.0, 6.0), source="S1-07 (direction); assumption",
                    meaning="conflict that a full load of care adds")
mechanism.parameter("conflict_room", 0.8, unit="logits", range=(0.0, 4.0), source="assumption",
                    meaning="conflict that a poor place to work at home adds, all week at home")
mechanism.parameter("conflict_rate", 0.25, unit="1/week", range=(0.05, 0.8), source="assumption",
                    meaning="how fast conflict follows")
mechanism.parameter("conflict_strain", 1.2, unit="logits", range=(0.0, 4.0), source="assumption",
                    meaning="strain of full conflict of work and home against none")

mechanism.field(Employee, "home_care", newcomer=0.35, trait=True, meaning="load of children and care at home")
mechanism.field(Employee, "home_room", newcomer=0.5, trait=True, meaning="how well one can work at home")
mechanism.field(Employee, "own_tools", newcomer=0.5, trait=True, meaning="own equipment, connection and skill")
mechanism.field(Employee, "work_home_conflict", newcomer=USUAL_CONFLICT, meaning="conflict of work and home")
mechanism.field(Employee, "unwilling_days", unit="days/week", range=(0, 5), meaning="days at home that were not wanted")
mechanism.field(Employee, "missed_obligation", meaning="1 in a week in which an obligation was missed through no fault")
mechanism.channel(Employee, "trouble", phase="place", meaning="what makes obligations be missed, in logs of the rate")
mechanism.channel(Employee, "conflict", phase="wellbeing",
                  meaning="what makes work and home collide, in logits of work_home_conflict")
mechanism.happening("miss", flag="missed_obligation", meaning="an obligation was missed through no fault")


@mechanism.newcomer(Employee, "home_care", "home_room", "own_tools")
def home(care_load: float, care_draw: float, room_draw: float, tools_draw: float) -> tuple[float, float, float]:
    """Draw the home: some care a great deal and many hardly; room and tools about the mean."""
    care = clip(2.0 * care_load * care_draw, 0.0, 1.0)
    return care, clip(0.5 + 0.2 * normal(room_draw), 0.0, 1.0), clip(0.5 + 0.2 * normal(tools_draw), 0.0, 1.0)


@mechanism.contribution("trouble")
def equipped(equipment: float, miss_tools: float) -> float:
    """Equipment spares failures, with falling returns."""
    return 0.0 - miss_tools * (equipment - 0.5)


@mechanism.rule(on=Employee, phase="place", sets=("missed_obligation", "unwilling_days"))
def miss(
    days_in_office: float, flexibility_need: float, own_tools: float, work_home_conflict: float, trouble: float,
    miss_rate: float, miss_tools: float, miss_home: float, miss_unwilling: float, failure_draw: float,
) -> tuple[float, float]:
    """Miss by chance: more with poor tools and at home, with conflict there, and where one does not want to be."""
    remote = 1.0 - 0.2 * days_in_office
    unwilling = max(0.0, 5.0 * (remote - flexibility_need))
    odds = trouble + miss_tools * remote * (0.5 - own_tools) + 0.6 * (remote - 0.5)
    odds = odds + miss_home * (work_home_conflict - USUAL_CONFLICT) + 0.2 * miss_unwilling * unwilling
    return 1.0 if failure_draw < miss_rate * exp(odds) else 0.0, unwilling


@mechanism.contribution("delivered")
def cost_of_misses(missed_obligation: float, miss_cost: float) -> float:
    """A miss costs output, against the usual rate of them."""
    return 1.0 + miss_cost * (USUAL_MISSES - missed_obligation)


@mechanism.contribution("blame")
def read_as_character(missed_obligation: float, conduct_visibility: float, misattribution: float) -> float:
    """Blame the person for what was beyond them, the more the less is seen of why."""
    return misattribution * (1.0 - conduct_visibility) * (missed_obligation - USUAL_MISSES)


@mechanism.contribution("blame")
def explained(
    missed_obligation: float, conduct_visibility: float, candour: float, misattribution: float, candour_explains: float
) -> float:
    """Where people say why, part of that is spared."""
    blamed = misattribution * (1.0 - conduct_visibility) * (missed_obligation - USUAL_MISSES)
    return 0.0 - candour_explains * (candour - 0.5) * blamed


@mechanism.contribution("blame")
def misread_by_manager(
    days_in_office: float, misread_noise: float, misread_weight: float, manager_misreads_draw: float
) -> float:
    """Now and then the manager reads ill will into a week, more at a distance."""
    chance = misread_noise * (0.3 + 0.7 * (1.0 - 0.2 * days_in_office))
    return misread_weight if manager_misreads_draw < chance else 0.0


@mechanism.contribution("kindness")
def misread_by_employee(
    days_in_office: float, misread_noise: float, misread_weight: float, employee_misreads_draw: float
) -> float:
    """Now and then the employee does."""
    chance = misread_noise * (0.3 + 0.7 * (1.0 - 0.2 * days_in_office))
    return 0.0 - misread_weight if employee_misreads_draw < chance else 0.0


@mechanism.rule(on=Employee, phase="wellbeing", sets="work_home_conflict")
def collide(
    work_home_conflict: float, home_care: float, home_room: float, days_in_office: float, flexibility_need: float,
    home_days_missed: float, conflict: float, conflict_base: float, conflict_care: float, conflict_room: float,
    conflict_rate: float,
) -> float:
    """Work and home collide: care, a poor place to work at home, days missed there by those who need them."""
    remote = 1.0 - 0.2 * days_in_office
    target = conflict_base + conflict_care * (home_care - 0.35) + conflict_room * (0.5 - home_room) * remote
    target = target + 0.3 * (home_days_missed * flexibility_need - 0.25)
    return toward(work_home_conflict, logistic(target + conflict), conflict_rate)


@mechanism.contribution("strain")
def strain_of_conflict(work_home_conflict: float, conflict_strain: float) -> float:
    """Conflict of work and home strains, against what is usual."""
    return conflict_strain * (work_home_conflict - USUAL_CONFLICT)
