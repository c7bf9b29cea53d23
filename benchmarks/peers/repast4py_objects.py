"""W in repast4py on one rank: agents in a shared context, a schedule that has each step and then records."""

import numpy as np
from repast4py import core, schedule
from repast4py.context import SharedContext

from benchmarks.peers.person import Person
from benchmarks.peers.protocol import TEAM, VARIABLES, Floats, Work, report

try:
    from mpi4py import MPI
except ImportError:  # repast4py may be built for one process, without MPI
    from repast4py._mpi import MPI


class Employee(Person, core.Agent):
    """An agent of type 0."""

    def __init__(self, number: int, rank: int, random: np.random.Generator) -> None:
        core.Agent.__init__(self, id=number, type=0, rank=rank)
        self.begin(random)


class Company:
    """Employees in teams of eight."""

    def __init__(self, employees: int, weeks: int, seed: int) -> None:
        self.random = np.random.default_rng(seed)  # as repast4py.random has it, but one for each run
        self.context = SharedContext(MPI.COMM_WORLD)
        for number in range(employees):
            self.context.add(Employee(number, MPI.COMM_WORLD.Get_rank(), self.random))
        staff = list(self.context.agents(agent_type=0))
        self.teams = [staff[first : first + TEAM] for first in range(0, employees, TEAM)]
        self.sums: list[list[list[float]]] = []
        self.runner = schedule.init_schedule_runner(MPI.COMM_WORLD)
        self.runner.schedule_repeating_event(1, 1, self.step)
        self.runner.schedule_stop(weeks)

    def step(self) -> None:
        for employee in self.context.agents(agent_type=0):
            employee.live_a_week(self.random, self.random.standard_normal())
        self.sums.append([[sum([getattr(e, name) for e in team]) for team in self.teams] for name in VARIABLES])


def simulate(work: Work) -> Floats:
    sums = np.empty((work.runs, work.weeks, len(VARIABLES), len(work.team_starts)))
    for run in range(work.runs):
        company = Company(work.employees, work.weeks, work.seed * 1_000_003 + run)
        company.runner.execute()
        sums[run] = company.sums
    return sums


if __name__ == "__main__":
    report(simulate)
