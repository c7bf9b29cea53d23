"""W in Mesa: every employee an agent that steps, every manager an agent with reports, a data collector."""

from functools import partial

import mesa
import numpy as np

from benchmarks.peers.person import Person
from benchmarks.peers.protocol import TEAM, VARIABLES, Floats, Work, report


class Employee(Person, mesa.Agent):
    """Works, is judged and controlled by the manager, and answers; quits now and then."""

    def __init__(self, model: mesa.Model) -> None:
        super().__init__(model)
        self.begin(self.random)

    def step(self) -> None:
        self.live_a_week(self.random, self.random.gauss(0.0, 1.0))


class Manager(mesa.Agent):
    """Has reports, and sums up how they do."""

    def __init__(self, model: mesa.Model, reports: list[Employee]) -> None:
        super().__init__(model)
        self.reports = reports

    def total(self, name: str) -> float:
        return sum([getattr(person, name) for person in self.reports])


class Company(mesa.Model):
    """Employees in teams of eight; everything about teams is collected from their managers."""

    def __init__(self, employees: int, seed: int) -> None:
        super().__init__(rng=seed)
        staff = list(Employee.create_agents(self, employees))
        for first in range(0, employees, TEAM):
            Manager(self, staff[first : first + TEAM])
        totals = {name: partial(Manager.total, name=name) for name in VARIABLES}
        self.datacollector = mesa.DataCollector(agenttype_reporters={Manager: totals})

    def step(self) -> None:
        self.agents_by_type[Employee].do("step")
        self.datacollector.collect(self)


def simulate(work: Work) -> Floats:
    teams = np.empty((work.runs, work.weeks, len(VARIABLES), len(work.team_starts)))
    for run in range(work.runs):
        company = Company(work.employees, work.seed * 1_000_003 + run)
        for _ in range(work.weeks):
            company.step()
        collected = company.datacollector.get_agenttype_vars_dataframe(Manager).to_numpy(dtype=float)
        teams[run] = collected.reshape(work.weeks, -1, len(VARIABLES)).swapaxes(1, 2)
    return teams


if __name__ == "__main__":
    report(simulate)
