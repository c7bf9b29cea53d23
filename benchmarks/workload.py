"""The reference workload W as a rule set of ours: a small company for comparing engines, not for learning about trust.

Teams of eight, 104 weeks without burn-in. Each week everybody works; the manager sees it or not, and now and then sees
a rule broken; little trust means much control; control makes for stress and less trust in return; some people quit and
are replaced by newcomers, who act from the next week on. What is recorded is the state at the end of the week.
"""

from __future__ import annotations

from trustsim.model.declarations import Employee, Outcome, World
from trustsim.model.mechanism import Mechanism
from trustsim.model.numerics import clip, log, logistic, normal
from trustsim.model.plan import CompanyPlan, Plan, TeamPlan
from trustsim.model.recording import Record
from trustsim.model.rules import Phase, RuleSet

WEEKS, TEAM = 104, 8
#: What W records each week: the sums of everything by team and for the company.
RECORD = Record(weekly=True, teams=True)

people = Mechanism("people", "Who is there, and how reliable")
people.field(Employee, "employed", newcomer=1.0, meaning="1 while somebody sits here")
people.field(Employee, "occupant", unit="people", range=(0, 1e6), meaning="how many sat here before")
people.field(Employee, "arrived", meaning="1 while a newcomer is being seated")
people.field(Employee, "replaced", newcomer=1.0, meaning="1 in the week in which somebody quit and was replaced")
people.field(Employee, "propensity", newcomer=0.5, trait=True, meaning="how well and how honestly a person works")
people.field(Employee, "successes", unit="number", range=(0, 1e3), trait=True, meaning="what propensity is made of")


@people.start(Employee, "replaced")
def there_before() -> float:
    """Whoever is there at the start replaced nobody."""
    return 0.0


@people.newcomer(Employee, "successes")
def gather(first_draw: float, second_draw: float, third_draw: float, fourth_draw: float) -> float:
    """Draw the sum of four exponentials: a rule has four draws."""
    return -log(first_draw * second_draw * third_draw * fourth_draw)


@people.newcomer(Employee, "propensity")
def born(successes: float, fifth_draw: float, sixth_draw: float, seventh_draw: float) -> float:
    """Draw from Beta(4, 3): the share of four exponentials in the sum of seven."""
    return successes / (successes - log(fifth_draw * sixth_draw * seventh_draw))


work = Mechanism("work", "What the manager sees of a person's work and conduct")
work.field(Employee, "competence", newcomer=0.5, meaning="the manager's trust in the person's competence: C")
work.field(Employee, "interpersonal", newcomer=0.5, meaning="the manager's interpersonal trust in the person: I")
work.lever("remote", group="work", scope=World, neutral=0.0, default=0.6, meaning="share of work done at home")


@work.rule(on=Employee, phase="work", sets=("competence", "interpersonal", "replaced"))
def act(
    competence: float, interpersonal: float, propensity: float, engagement: float, remote: float,
    work_draw: float, seen_draw: float, infraction_draw: float,
) -> tuple[float, float, float]:  # fmt: skip
    """Work, be seen at it or not, and break a rule or not."""
    delivered = clip(propensity + 0.2 * (engagement - 0.5) + 0.15 * normal(work_draw), 0.0, 1.0)
    learned = 0.2 * (delivered - competence) if seen_draw < 0.95 - 0.6 * remote else -0.01 * competence
    conduct = -0.06 * interpersonal if infraction_draw < 0.1 * (1.0 - propensity) else 0.02 * (1.0 - interpersonal)
    return competence + learned, interpersonal + conduct, 0.0


control = Mechanism("control", "Control where trust is low, and what it does")
control.field(Employee, "controlled", newcomer=0.5, meaning="how closely the person is controlled: m")
control.field(Employee, "trust", newcomer=0.5, meaning="the person's trust in the manager: M")
control.field(Employee, "stress", newcomer=0.3, meaning="stress: S")
control.field(Employee, "engagement", newcomer=0.6, meaning="engagement: E")
control.lever("surveillance", group="control", scope=World, neutral=0.0, default=0.5, meaning="share of work watched")
control.lever("autonomy", group="control", scope=World, neutral=0.0, default=0.6, meaning="autonomy that is granted")


@control.rule(on=Employee, phase="work", sets="controlled")
def watch(surveillance: float, competence: float, interpersonal: float) -> float:
    """Control those who are trusted little."""
    return logistic(1.0 + 3.0 * surveillance - 2.5 * (competence + interpersonal))


@control.rule(on=Employee, phase="work", sets="trust")
def answer(trust: float, autonomy: float, controlled: float) -> float:
    """Trust managers who grant more than they control."""
    return trust + 0.1 * (clip(0.5 + 0.6 * (autonomy - controlled), 0.0, 1.0) - trust)


@control.rule(on=Employee, phase="work", sets="stress")
def strain(stress: float, controlled: float, trust: float) -> float:
    """Control strains, trust relieves."""
    return stress + 0.2 * (logistic(-1.0 + 3.0 * controlled - 2.0 * trust) - stress)


@control.rule(on=Employee, phase="work", sets="engagement")
def engage(engagement: float, trust: float, interpersonal: float, stress: float) -> float:
    """Engage where there is trust: .5 + .5 tanh(x) is the logistic function of 2 x."""
    return engagement + 0.1 * (logistic(-0.6 + 3.0 * trust + 2.0 * interpersonal - 3.0 * stress) - engagement)


leaving = Mechanism("leaving", "Quitting and being replaced")


@leaving.rule(on=Employee, phase="work", sets=("occupant", "arrived"))
def leave(occupant: float, trust: float, stress: float, engagement: float, quit_draw: float) -> tuple[float, float]:
    """Quit with a chance; the seat is taken by somebody else in the same week."""
    quits = quit_draw < logistic(-4.5 - 2.0 * engagement + 3.0 * stress - trust)
    return occupant + 1.0 if quits else occupant, 1.0 if quits else 0.0


def everybody(employed: float) -> float:
    """Count people."""
    return employed


def sum_of_c(competence: float) -> float:
    """Sum C."""
    return competence


def sum_of_i(interpersonal: float) -> float:
    """Sum I."""
    return interpersonal


def sum_of_m(trust: float) -> float:
    """Sum M."""
    return trust


def sum_of_s(stress: float) -> float:
    """Sum S."""
    return stress


def sum_of_e(engagement: float) -> float:
    """Sum E."""
    return engagement


def quits(replaced: float) -> float:
    """Count those who quit."""
    return replaced


#: The means that W records each week, by the letters that its equations use.
MEANS = {"C": sum_of_c, "I": sum_of_i, "M": sum_of_m, "S": sum_of_s, "E": sum_of_e, "quits": quits}

W = RuleSet(
    "W",
    [Phase("work", "the whole week")],
    [people, work, control, leaving],
    [
        Outcome(name, "0-1", "neither", 0.01, f"mean of {name}", 1.0, Employee, function, everybody)
        for name, function in MEANS.items()
    ],
)


def plan(employees: int, weeks: int = WEEKS) -> Plan:
    """Return the plan of one company of W: teams of eight, the last of what is left."""
    firsts = range(0, employees, TEAM)
    return Plan(
        weeks=weeks,
        world={lever.name: lever.default for lever in W.levers.values()},
        companies=(CompanyPlan("company", {}),),
        teams=tuple(TeamPlan(f"team-{first}", 0, min(TEAM, employees - first), {}) for first in firsts),
        burn_in=0,
    )
