"""W in AgentPy: an agent list of employees that steps, records by team."""

import agentpy as ap
import numpy as np

from benchmarks.peers.person import Person
from benchmarks.peers.protocol import TEAM, VARIABLES, Floats, Work, report


class Employee(Person, ap.Agent):
    """Works, is judged and controlled by the manager, and answers; quits now and then."""

    def setup(self) -> None:
        self.begin(self.model.random)

    def work(self) -> None:
        random = self.model.random
        self.live_a_week(random, random.gauss(0.0, 1.0))


class Company(ap.Model):
    """Employees in teams of eight."""

    def setup(self) -> None:
        self.employees = ap.AgentList(self, self.p.employees, Employee)
        starts = range(0, self.p.employees, TEAM)
        self.teams = [ap.AgentList(self, self.employees[first : first + TEAM]) for first in starts]

    def step(self) -> None:
        self.employees.work()

    def update(self) -> None:
        """Record the week; AgentPy calls this after each step, and once before the first."""
        if self.t:
            self.record("sums", [[sum(getattr(team, name)) for team in self.teams] for name in VARIABLES])


def simulate(work: Work) -> Floats:
    teams = np.empty((work.runs, work.weeks, len(VARIABLES), len(work.team_starts)))
    for run in range(work.runs):
        seed = work.seed * 1_000_003 + run
        company = Company({"employees": work.employees, "steps": work.weeks, "seed": seed})
        company.run(display=False)
        teams[run] = company.log["sums"]
    return teams


if __name__ == "__main__":
    report(simulate)
