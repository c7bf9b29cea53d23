"""W in Starsim: a module with states of all people as arrays, a distribution for each decision, an analyser.

STARSIM_CRN=0 python -m benchmarks.peers.starsim_peer ...        without its common random numbers
"""

import numpy as np
import starsim as ss

from benchmarks.peers.protocol import VARIABLES, Floats, Work, report

STARTS = {"C": 0.5, "I": 0.5, "M": 0.5, "S": 0.3, "E": 0.6}


def logistic(x: Floats) -> Floats:
    return 1.0 / (1.0 + np.exp(-x))


class Company(ss.Module):
    """People work, are judged and controlled, and answer; some quit and are replaced."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(name="company", **kwargs)
        self.define_states(
            ss.FloatArr("propensity", default=ss.beta_dist(a=4.0, b=3.0)),
            *(ss.FloatArr(name, default=start) for name, start in STARTS.items()),
            ss.BoolArr("quits", default=False),
        )
        self.talent = ss.beta_dist(a=4.0, b=3.0)
        self.luck = ss.normal()
        self.seen, self.infraction, self.leave = ss.random(), ss.random(), ss.random()

    def step(self) -> None:
        everybody = self.sim.people.auids
        p, C, I, M, S, E = (self[name].values for name in ("propensity", *STARTS))
        x = np.clip(p + 0.2 * (E - 0.5) + 0.15 * self.luck.rvs(everybody), 0.0, 1.0)
        C += np.where(self.seen.rvs(everybody) < 0.95 - 0.6 * 0.6, 0.2 * (x - C), -0.01 * C)
        I += np.where(self.infraction.rvs(everybody) < 0.1 * (1.0 - p), -0.06 * I, 0.02 * (1.0 - I))
        m = logistic(1.0 + 3.0 * 0.5 - 2.5 * (C + I))
        M += 0.1 * (np.clip(0.5 + 0.6 * (0.6 - m), 0.0, 1.0) - M)
        S += 0.2 * (logistic(-1.0 + 3.0 * m - 2.0 * M) - S)
        E += 0.1 * (0.5 + 0.5 * np.tanh(-0.3 + 1.5 * M + I - 1.5 * S) - E)
        quits = self.leave.rvs(everybody) < logistic(-4.5 - 2.0 * E + 3.0 * S - M)
        for name, value in zip(STARTS, (C, I, M, S, E), strict=True):
            self[name][:] = value
        self.quits[:] = quits
        leavers = everybody[quits]
        self.propensity[leavers] = self.talent.rvs(leavers)
        for name, start in STARTS.items():
            self[name][leavers] = start


class Teams(ss.Analyzer):
    """Sums by team, each week."""

    def __init__(self, company: Company, starts: np.ndarray) -> None:
        super().__init__()
        self.company, self.starts, self.weeks = company, starts, []

    def step(self) -> None:
        values = [self.company[name].values for name in (*STARTS, "quits")]
        self.weeks.append(np.add.reduceat(values, self.starts, axis=1))


def simulate(work: Work) -> Floats:
    sums = np.empty((work.runs, work.weeks, len(VARIABLES), len(work.team_starts)))
    for run in range(work.runs):
        company = Company()
        teams = Teams(company, work.team_starts)
        sim = ss.Sim(
            n_agents=work.employees,
            start=0,
            dur=work.weeks - 1,
            dt=1,
            rand_seed=(work.seed * 1_000_003 + run) % 2**32,
            modules=company,
            analyzers=teams,
            copy_inputs=False,
            verbose=0,
        )
        sim.run()
        sums[run] = teams.weeks
    return sums


if __name__ == "__main__":
    report(simulate)
