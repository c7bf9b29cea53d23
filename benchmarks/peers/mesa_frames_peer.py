"""W in mesa-frames: the employees as one Polars frame, each equation an expression over its columns."""

import numpy as np
import polars as pl
from mesa_frames import AgentSetPolars, ModelDF

from benchmarks.peers.protocol import TEAM, VARIABLES, Floats, Work, report

STARTS = {"C": 0.5, "I": 0.5, "M": 0.5, "S": 0.3, "E": 0.6}


def logistic(x: pl.Expr) -> pl.Expr:
    return 1.0 / (1.0 + (-x).exp())


def share(x: pl.Expr) -> pl.Expr:
    return x.clip(0.0, 1.0)


class Employees(AgentSetPolars):
    """All employees of the company."""

    def __init__(self, employees: int, model: "Company") -> None:
        super().__init__(model)
        people = {"unique_id": range(employees), "propensity": self.random.beta(4.0, 3.0, employees)}
        columns = pl.DataFrame(people, schema_overrides={"unique_id": pl.Int64})
        team = pl.col("unique_id") // TEAM
        self += columns.with_columns(team.alias("team"), *(pl.lit(start).alias(name) for name, start in STARTS.items()))

    def draws(self) -> pl.DataFrame:
        """Return the luck of a week."""
        n = len(self)
        luck = {name: self.random.random(n) for name in ("seen", "infraction", "leave")}
        return pl.DataFrame({**luck, "z": self.random.standard_normal(n), "talent": self.random.beta(4.0, 3.0, n)})

    def step(self) -> None:
        p, C, I, M, S, E, m = map(pl.col, ("propensity", *STARTS, "m"))
        seen, infraction, leave, z = map(pl.col, ("seen", "infraction", "leave", "z"))
        x = share(p + 0.2 * (E - 0.5) + 0.15 * z)
        people = self.agents.hstack(self.draws())
        people = people.with_columns(
            C=pl.when(seen < 0.95 - 0.6 * 0.6).then(C + 0.2 * (x - C)).otherwise(0.99 * C),
            I=pl.when(infraction < 0.1 * (1.0 - p)).then(0.94 * I).otherwise(I + 0.02 * (1.0 - I)),
        )
        people = people.with_columns(m=logistic(1.0 + 3.0 * 0.5 - 2.5 * (C + I)))
        people = people.with_columns(M=M + 0.1 * (share(0.5 + 0.6 * (0.6 - m)) - M))
        people = people.with_columns(S=S + 0.2 * (logistic(-1.0 + 3.0 * m - 2.0 * M) - S))
        people = people.with_columns(E=E + 0.1 * (0.5 + 0.5 * (-0.3 + 1.5 * M + I - 1.5 * S).tanh() - E))
        people = people.with_columns(quits=leave < logistic(-4.5 - 2.0 * E + 3.0 * S - M))
        newcomers = [pl.when("quits").then(pl.lit(start)).otherwise(name).alias(name) for name, start in STARTS.items()]
        people = people.with_columns(*newcomers, propensity=pl.when("quits").then("talent").otherwise("propensity"))
        self.agents = people.drop("seen", "infraction", "leave", "z", "talent", "m")


class Company(ModelDF):
    """Employees, and what is recorded of them."""

    def __init__(self, employees: int, seed: int) -> None:
        super().__init__(seed)
        self.employees = Employees(employees, self)
        self.agents.add(self.employees)
        self.sums: list[Floats] = []

    def step(self) -> None:
        self.agents.do("step")
        people = self.get_agents_of_type(Employees).agents
        teams = people.group_by("team", maintain_order=True).agg(pl.col(VARIABLES).sum())
        self.sums.append(teams.select(VARIABLES).to_numpy().T)


def simulate(work: Work) -> Floats:
    sums = np.empty((work.runs, work.weeks, len(VARIABLES), len(work.team_starts)))
    for run in range(work.runs):
        company = Company(work.employees, work.seed * 1_000_003 + run)
        for _ in range(work.weeks):
            company.step()
        sums[run] = company.sums
    return sums


if __name__ == "__main__":
    report(simulate)
