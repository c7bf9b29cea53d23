"""How far a visitor of the app may go: one machine is shared by everybody in the room."""

from __future__ import annotations

from trustsim.errors import ScenarioError
from trustsim.model.plan import Plan
from trustsim.scenario.layers import entries
from trustsim.scenario.scenario import Scenario
from trustsim.scenario.shape import number

#: By path the least and the most that the app takes; the command line and Python know no such bounds.
BOUNDS = {
    "run.replications": (1, 2_000),
    "run.weeks": (1, 520),
    "population.employees": (1, 2_000),
    "market.companies": (1, 10),
}
#: By table and key the most that the app takes of entries that users name.
ENTRY_BOUNDS = {("teams", "employees"): (1, 500), ("companies", "employees"): (1, 2_000)}
#: The most employee-weeks of an arm, burn-in too: some ten seconds of two processors. So many runs are always taken.
MOST_WORK, FEWEST_RUNS = 40_000_000, 8
INSTEAD = "the command line and Python take more"


def bounds_of(path: str) -> tuple[float, float] | None:
    """Return the least and the most that the app takes at a path, or None where it takes what the model takes."""
    parts = path.split(".")
    return BOUNDS.get(path) or (ENTRY_BOUNDS.get((parts[0], parts[2])) if len(parts) == 3 else None)


def people_of(scenario: Scenario) -> int:
    """Return how many people a scenario has in all companies, managers not counted."""
    values = scenario.values
    named = entries(values, "companies")
    rest = int(str(values["market.companies"])) - len(named)
    own = sum(int(str(values[f"companies.{name}.employees"])) for name in named)
    return own + rest * int(str(values["population.employees"]))


def affordable(scenario: Scenario) -> int:
    """Return how many runs of a scenario the app makes at most."""
    return max(FEWEST_RUNS, MOST_WORK // (people_of(scenario) * (scenario.weeks + Plan.burn_in)))


def check_bounds(scenario: Scenario, label: str) -> None:
    """Check that a scenario can be run by the app.

    Args:
        scenario: the scenario.
        label: what messages call it.

    Raises:
        ScenarioError: a value is out of bounds.
    """
    values = scenario.values
    for path, value in values.items():
        bounds = bounds_of(path)
        if bounds and isinstance(value, int | float) and not bounds[0] <= value <= bounds[1]:
            allowed = f"from {number(bounds[0])} to {number(bounds[1])} in the app"
            raise ScenarioError(f"{label}: {path} must be {allowed}, not {number(value)}; {INSTEAD}")
    people = people_of(scenario)
    if people > BOUNDS["population.employees"][1]:
        most = number(BOUNDS["population.employees"][1])
        raise ScenarioError(f"{label}: has {people:,} people in all; the app takes {most} at most; {INSTEAD}")
