"""A small model that uses everything a rule set can declare: for tests of drivers and of the Mesa face."""

from trustsim.model.declarations import Company, Employee, Manager, Mechanism, Outcome, Team, World
from trustsim.model.numerics import clip
from trustsim.model.plan import Change, CompanyPlan, Plan, TeamPlan
from trustsim.model.rules import Phase, RuleSet

people = Mechanism("people")
people.field(Employee, "employed", newcomer=1.0, meaning="1 while somebody sits here")
people.field(Employee, "occupant", unit="people", range=(0, 1e6), meaning="how many sat here before")
people.field(Employee, "arrived", meaning="1 while a newcomer is being seated")
people.field(Employee, "hired", newcomer=1.0, meaning="1 in the week of hiring")
people.field(Employee, "tenure", unit="weeks", range=(0, 1e6), meaning="weeks since hired")
people.field(Employee, "ability", newcomer=1.0, unit="share of mean output", range=(0, 3), trait=True, meaning="ability")
people.field(Employee, "welcome", range=(-9, 9), meaning="what the others did when the person came")
people.field(Manager, "warmth", newcomer=0.5, trait=True, meaning="warmth")
people.field(Team, "routine", newcomer=0.2, meaning="how settled the team is")
people.field(Company, "climate", newcomer=0.5, meaning="what it is like here")
people.parameter("ability_sd", 0.2, unit="share", range=(0, 1), source="assumption", meaning="spread of ability")
people.happening("hire", flag="hired", meaning="somebody took an empty seat")
people.reduction("peers_mean_effort", nobody=0.25)


@people.newcomer(Employee, "ability")
def talent(ability_sd: float, manager_warmth: float, talent_draw: float) -> float:
    """Draw ability."""
    return clip(1.0 + ability_sd * (talent_draw - 0.5) + 0.1 * manager_warmth, 0.0, 3.0)


@people.newcomer(Employee, "welcome")
def greet(peers_mean_effort: float, ability: float) -> float:
    """Be greeted by busy people."""
    return peers_mean_effort * ability


@people.newcomer(Manager, "warmth")
def nature(warm_draw: float) -> float:
    """Draw warmth."""
    return warm_draw


@people.start(Employee, "tenure", "hired")
def seasoned(tenure_draw: float) -> tuple[float, float]:
    """Draw the tenure of those who are there at the start."""
    return 100.0 * tenure_draw, 0.0


@people.rule(on=Employee, phase="work", sets="hired", who="seats")
def settled() -> float:
    """Take back last week's flag."""
    return 0.0


@people.rule(on=Employee, phase="leave", sets="tenure")
def age(tenure: float) -> float:
    """Add a week."""
    return tenure + 1.0


work = Mechanism("work")
work.field(Employee, "effort", newcomer=0.5, meaning="effort")
work.lever("surveillance", group="monitoring", scope=Team, neutral=0.0, meaning="share of work that is watched")
work.lever("promise", group="workplace", scope=Company, neutral=0.0, meaning="what was promised")
work.lever("market", kind="uncertainty", group="environment", scope=World, neutral=0.5, meaning="labour market")
work.lever("staff", kind="population", group="population", scope=World, unit="people", range=(1, 1e6), neutral=None,
           default=12, whole=True, meaning="how many people")  # fmt: skip
work.channel(Employee, "pressure", phase="work", meaning="what drives")
work.channel(Employee, "shield", phase="work", operation="product", meaning="what protects")
work.channel(Employee, "risk", phase="leave", operation="at_most_one", meaning="chance to leave")
work.channel(Manager, "burden", phase="work", meaning="what weighs on managers")
work.reduction("reports_mean_effort", nobody=0.5)
work.reduction("reports_sum_effort", nobody=0.0)
work.reduction("staff_mean_effort", nobody=0.5)


@work.contribution("pressure")
def watched(surveillance: float, company_climate: float) -> float:
    """Being watched drives."""
    return 0.3 * surveillance - 0.1 * company_climate


@work.contribution("shield")
def promised(promise: float) -> float:
    """A promise protects."""
    return 1.0 - 0.5 * promise


@work.contribution("burden", on=Manager)
def load(reports_sum_effort: float) -> float:
    """Reports weigh."""
    return 0.01 * reports_sum_effort


@work.rule(on=Company, phase="work", sets="climate")
def weather(climate: float, staff_mean_effort: float, promise: float) -> float:
    """The climate follows effort and promises."""
    return clip(climate + 0.1 * (staff_mean_effort + 0.2 * promise - climate), 0.0, 1.0)


@work.rule(on=Team, phase="work", sets="routine")
def settle(routine: float, reports_mean_effort: float, surveillance: float) -> float:
    """Teams settle."""
    return clip(routine + 0.05 * (reports_mean_effort - surveillance), 0.0, 1.0)


@work.rule(on=Manager, phase="work", sets="warmth")
def tire(warmth: float, burden: float, team_routine: float, tire_draw: float) -> float:
    """Managers tire."""
    return clip(warmth - 0.05 * burden + 0.1 * (tire_draw - 0.45) + 0.01 * team_routine, 0.0, 1.0)


@work.rule(on=Employee, phase="work", sets="effort")
def strive(
    effort: float, pressure: float, shield: float, ability: float, peers_mean_effort: float, mood_draw: float
) -> float:
    """Effort follows pressure, peers and mood."""
    return clip(
        effort + 0.2 * (0.3 * ability + pressure * shield + 0.3 * peers_mean_effort - effort) + 0.1 * (mood_draw - 0.5),
        0.0, 1.0,
    )  # fmt: skip


trust = Mechanism("trust")
trust.field(Employee, "faith", newcomer=0.5, booked=True, meaning="trust in the manager")
trust.field(Employee, "credit", newcomer=0.4, booked=True, meaning="trust from the manager")
trust.field(Employee, "credit_confidence", unit="observations", range=(0, 100), meaning="evidence")
trust.parameter("trust_rate", 0.2, unit="1/week", range=(0, 1), source="assumption", meaning="how fast trust moves")


@trust.rule(on=Employee, phase="trust", sets="faith", cause="treatment")
def believe(faith: float, manager_warmth: float, surveillance: float, trust_rate: float) -> float:
    """Trust follows treatment."""
    return clip(faith + trust_rate * (manager_warmth - 0.6 * surveillance - faith), 0.0, 1.0)


def judge(level: float, confidence: float, evidence: float, luck_draw: float) -> tuple[float, float]:
    """Learn from evidence."""
    return clip(level + (evidence - level) / (5.0 + confidence), 0.0, 1.0), clip(confidence + luck_draw, 0.0, 100.0)


trust.bind(judge, "judge_effort", on=Employee, phase="trust", sets=("level", "confidence"), cause="work",
           level="credit", confidence="credit_confidence", evidence="effort")  # fmt: skip
trust.bind(judge, "judge_faith", on=Employee, phase="trust", sets=("level", "confidence"), cause="reciprocity",
           level="credit", confidence="credit_confidence", evidence="faith")  # fmt: skip

leaving = Mechanism("leaving")
leaving.field(Employee, "left", meaning="1 in the week of leaving")
leaving.field(Employee, "reason", unit="number", range=(0, 1), meaning="why")
leaving.field(Employee, "vacant_weeks", unit="weeks", range=(0, 1e6), meaning="weeks empty")
leaving.channel(Employee, "appeal", phase="hire", meaning="what draws newcomers")
leaving.happening("quit", flag="left", meaning="somebody left", cause="reason", causes=("distrust", "market"))


@leaving.rule(on=Employee, phase="work", sets="left", who="seats")
def counted() -> float:
    """Take back last week's flag."""
    return 0.0


@leaving.contribution("risk")
def lured(market: float) -> float:
    """The market lures."""
    return 0.08 * market


@leaving.contribution("risk")
def repelled(faith: float) -> float:
    """Distrust repels."""
    return 0.1 * (1.0 - faith)


@leaving.rule(on=Employee, phase="leave", sets=("employed", "left", "reason", "vacant_weeks"))
def go(risk: float, faith: float, go_draw: float) -> tuple[float, float, float, float]:
    """Leave with a chance."""
    leaves = go_draw < risk
    return 0.0 if leaves else 1.0, 1.0 if leaves else 0.0, 0.0 if faith < 0.5 else 1.0, 0.0


@leaving.contribution("appeal")
def repute(company_climate: float) -> float:
    """Name of those who work here."""
    return company_climate


@leaving.rule(on=Employee, phase="hire", sets=("employed", "arrived", "occupant", "vacant_weeks"), who="vacant")
def refill(
    occupant: float, vacant_weeks: float, appeal: float, hire_draw: float
) -> tuple[float, float, float, float]:
    """Find somebody, in the same week with luck; nobody contributes for an empty seat."""
    found = 1.0 if hire_draw < 0.4 + appeal else 0.0
    return found, found, occupant + found, vacant_weeks + 1.0


def headcount(employed: float) -> float:
    """Count people."""
    return employed


def efforts(employed: float, effort: float) -> float:
    """Sum effort."""
    return employed * effort


def exits(left: float) -> float:
    """Count exits."""
    return left


def warmths(warmth: float) -> float:
    """Sum warmth."""
    return warmth


def ones(warmth: float) -> float:
    """Count managers."""
    return 1.0 + 0.0 * warmth


OUTCOMES = (
    Outcome("effort", "0-100", "up", 1.0, "mean effort", 100.0, Employee, efforts, headcount),
    Outcome("attrition", "% per week", "down", 0.1, "exits", 100.0, Employee, exits, headcount),
    Outcome("warmth", "0-1", "up", 0.01, "mean warmth of managers", 1.0, Manager, warmths, ones),
)
PHASES = [Phase(name, "") for name in ("work", "trust", "leave", "hire")]

TOY = RuleSet("toy", PHASES, [people, work, trust, leaving], OUTCOMES)


def toy_plan(
    teams: tuple[int, ...] = (4, 3, 5), companies: int = 1, weeks: int = 30, burn_in: int = 10, more: tuple[int, ...] = ()
) -> Plan:
    """Return a plan of the toy: ``companies`` companies, each with teams of these sizes; ``more`` adds people to teams."""
    sizes = [size + (more[place] if place < len(more) else 0) for place, size in enumerate(teams)]
    return Plan(
        weeks=weeks,
        world={"ability_sd": 0.3, "trust_rate": 0.2, "market": 0.5, "staff": float(sum(teams))},
        companies=tuple(CompanyPlan(f"company-{n}", {"promise": 0.3}) for n in range(companies)),
        teams=tuple(
            TeamPlan(f"team-{n}", company, size, {"surveillance": 0.1 * n})
            for company in range(companies)
            for n, size in enumerate(sizes)
        ),
        changes=(
            Change(5, Team, "surveillance", 0.8, (len(teams) - 1,)),
            Change(8, Company, "promise", 0.0),
            Change(12, World, "market", 0.9),
        ),
        burn_in=burn_in,
    )
