"""A model without meaning whose every number can be worked out beside it: for tests of what drivers compute.

Its rules only draw, copy and count, so that a test says in a line of NumPy what each column must hold.
"""

from trustsim.model.declarations import Company, Employee, Manager, Team, World
from trustsim.model.equations import faded, learned, meeting, negativity, spread, toward
from trustsim.model.mechanism import Mechanism
from trustsim.model.numerics import clip, exp, log, logistic, normal, power, root
from trustsim.model.plan import Change, CompanyPlan, Plan, TeamPlan
from trustsim.model.rules import Phase, RuleSet

WIDE = (-1e18, 1e18)

seats = Mechanism("seats")
seats.field(Employee, "employed", newcomer=1.0, meaning="1 while somebody sits here")
seats.field(Employee, "occupant", range=WIDE, meaning="how many sat here before")
seats.field(Employee, "arrived", meaning="1 while a newcomer is being seated")
seats.field(Employee, "empty_weeks", range=WIDE, meaning="weeks for which the seat has been empty")
seats.field(Employee, "all_weeks", range=WIDE, newcomer=100.0, meaning="weeks since the seat was taken, empty ones too")
seats.field(Employee, "trait", trait=True, meaning="drawn by seat and occupant")
seats.field(Employee, "veteran", trait=True, meaning="drawn for those who are there at the start")
seats.field(Manager, "trait", trait=True, meaning="drawn by team")
seats.parameter("leaving", 0.2, unit="1/week", range=(0, 1), source="assumption", meaning="chance to leave")


@seats.newcomer(Employee, "trait")
def born(trait_draw: float) -> float:
    return trait_draw


@seats.newcomer(Manager, "trait")
def appointed(trait_draw: float) -> float:
    return trait_draw


@seats.start(Employee, "veteran")
def there_before(veteran_draw: float) -> float:
    return veteran_draw


@seats.rule(on=Employee, phase="leave", sets="all_weeks", who="seats")
def pass_week(all_weeks: float) -> float:
    return all_weeks + 1.0


@seats.rule(on=Employee, phase="leave", sets=("employed", "empty_weeks"))
def leave(leaving: float, leave_draw: float) -> tuple[float, float]:
    return 0.0 if leave_draw < leaving else 1.0, 0.0


@seats.rule(on=Employee, phase="leave", sets="empty_weeks", who="vacant")
def wait(empty_weeks: float) -> float:
    return empty_weeks + 1.0


@seats.rule(on=Employee, phase="leave", sets=("employed", "arrived", "occupant"), who="vacant")
def refill(occupant: float, empty_weeks: float) -> tuple[float, float, float]:
    found = 1.0 if empty_weeks > 3.0 else 0.0
    return found, found, occupant + found


luck = Mechanism("luck")
for _word in "abcd":
    luck.field(Employee, f"luck_{_word}", meaning="a uniform of this week")
luck.field(Manager, "luck", meaning="a uniform of this week")
luck.field(Company, "luck", meaning="a uniform of this week")


@luck.rule(on=Employee, phase="work", sets=("luck_a", "luck_b", "luck_c", "luck_d"))
def draw(a_draw: float, b_draw: float, c_draw: float, d_draw: float) -> tuple[float, float, float, float]:
    return a_draw, b_draw, c_draw, d_draw


@luck.rule(on=Manager, phase="work", sets="luck")
def draw_for_managers(a_draw: float) -> float:
    return a_draw


@luck.rule(on=Company, phase="work", sets="luck")
def draw_for_companies(a_draw: float) -> float:
    return a_draw


sums = Mechanism("sums")
for _operation in ("sum", "mean"):
    for _over in ("peers", "reports", "staff"):
        sums.reduction(f"{_over}_{_operation}_luck_a", nobody=-7.0)
    sums.field(Employee, f"of_peers_{_operation}", range=WIDE, meaning="a reduction over peers")
    sums.field(Manager, f"of_reports_{_operation}", range=WIDE, meaning="a reduction over reports")
    sums.field(Team, f"of_reports_{_operation}", range=WIDE, meaning="a reduction over reports")
    sums.field(Company, f"of_staff_{_operation}", range=WIDE, meaning="a reduction over staff")


def copy_two(first: float, second: float) -> tuple[float, float]:
    return first, second


for _entity, _over in ((Employee, "peers"), (Manager, "reports"), (Team, "reports"), (Company, "staff")):
    sums.bind(copy_two, f"sums_of_{_entity.name}", on=_entity, phase="work",
              sets=(f"of_{_over}_sum", f"of_{_over}_mean"),
              first=f"{_over}_sum_luck_a", second=f"{_over}_mean_luck_a")  # fmt: skip

channels = Mechanism("channels")
for _operation in ("sum", "product", "at_most_one"):
    for _kind in ("fed", "unfed"):
        channels.channel(Employee, f"{_kind}_{_operation}", phase="work", operation=_operation, meaning="a channel")
        channels.field(Employee, f"kept_{_kind}_{_operation}", range=WIDE, meaning="what the channel held")


def give(first: float, second: float) -> float:
    return 0.5 * (first + second)


for _operation in ("sum", "product", "at_most_one"):
    for _first, _second in (("luck_b", "luck_c"), ("luck_c", "luck_d"), ("trait", "trait")):
        channels.bind(give, f"give_{_first}_to_{_operation}", on=Employee, phase="contribution",
                      sets=f"fed_{_operation}", first=_first, second=_second)  # fmt: skip
    channels.bind(copy_two, f"keep_{_operation}", on=Employee, phase="work",
                  sets=(f"kept_fed_{_operation}", f"kept_unfed_{_operation}"),
                  first=f"fed_{_operation}", second=f"unfed_{_operation}")  # fmt: skip

parents = Mechanism("parents")
parents.lever("lever", group="bench", scope=Team, neutral=0.0, meaning="a lever of teams")
parents.lever("charter", group="bench", scope=Company, neutral=0.0, meaning="a lever of companies")
parents.lever("season", kind="uncertainty", group="bench", scope=World, neutral=0.0, meaning="a lever of the world")
for _name in ("lever", "charter", "season", "week", "boss", "company"):
    parents.field(Employee, f"seen_{_name}", range=WIDE, meaning="read from above")


@parents.rule(on=Employee, phase="work", sets=("seen_lever", "seen_charter", "seen_season"))
def look_up(lever: float, charter: float, season: float) -> tuple[float, float, float]:
    return lever, charter, season


@parents.rule(on=Employee, phase="work", sets=("seen_week", "seen_boss", "seen_company"))
def look_further_up(week: float, manager_luck: float, company_luck: float) -> tuple[float, float, float]:
    return week, manager_luck, company_luck


helpers = Mechanism("helpers")
for _name in ("grown", "numbers", "beliefs", "moved"):
    helpers.field(Employee, _name, range=WIDE, meaning="out of every helper")


@helpers.rule(on=Employee, phase="leave", sets=("grown", "numbers", "beliefs", "moved"))
def call_all(luck_a: float, luck_b: float, luck_c: float, trait: float) -> tuple[float, float, float, float]:
    found = log(luck_b) + logistic(9.0 * luck_c - 4.5) + power(luck_a, 1.0 + luck_b)
    found = found + root(luck_c - 0.2) + normal(luck_a) + min(luck_a, luck_b) - max(luck_b, luck_c)
    found = found + meeting(5.0 * luck_a, 5.0 * luck_b, luck_c)
    belief = learned(luck_a, 40.0 * luck_b, luck_c, negativity(luck_c, luck_a, 2.0), 8.0)
    belief = belief + faded(luck_a, 40.0 * luck_b, trait, 0.9 + 0.1 * luck_c, 8.0) + spread(luck_a, luck_b, 8.0)
    return exp(80.0 * luck_a - 40.0), found, belief, toward(luck_a, clip(2.0 * trait, 0.0, 1.0), abs(luck_b - luck_c))


BENCH = RuleSet("bench", (Phase("work", ""), Phase("leave", "")), [seats, luck, sums, channels, parents, helpers])


def bench_plan(*companies: tuple[int, ...], weeks: int = 12, leaving: float = 0.2) -> Plan:
    """Return a plan without burn-in: for each company the sizes of its teams."""
    return Plan(
        weeks=weeks,
        world={"leaving": leaving, "season": 0.25},
        companies=tuple(CompanyPlan(f"company-{n}", {"charter": 0.1 * n}) for n in range(len(companies))),
        teams=tuple(
            TeamPlan(f"team-{place}", company, size, {"lever": 0.01 * place + 0.5 * company})
            for company, sizes in enumerate(companies)
            for place, size in enumerate(sizes)
        ),
        changes=(
            Change(4, Team, "lever", 0.9, (0,)),
            Change(5, World, "season", 0.75),
            Change(6, Company, "charter", 0.6),
        ),
        burn_in=0,
    )
