"""W in NumPy as one would first write it: one run at a time, an array for each state, a line for each equation."""

import numpy as np

from benchmarks.peers.protocol import VARIABLES, Floats, Work, report


def logistic(x: Floats) -> Floats:
    return 1.0 / (1.0 + np.exp(-x))


def run(work: Work, random: np.random.Generator) -> Floats:
    """Simulate one company and return the sums by week, variable and team."""
    n = work.employees
    p = random.beta(4.0, 3.0, n)
    C, I, M, S, E = (np.full(n, start) for start in (0.5, 0.5, 0.5, 0.3, 0.6))
    teams = np.empty((work.weeks, len(VARIABLES), len(work.team_starts)))
    for week in range(work.weeks):
        seen, infraction, leave = random.random((3, n))
        x = np.clip(p + 0.2 * (E - 0.5) + 0.15 * random.standard_normal(n), 0.0, 1.0)
        C += np.where(seen < 0.95 - 0.6 * 0.6, 0.2 * (x - C), -0.01 * C)
        I += np.where(infraction < 0.1 * (1.0 - p), -0.06 * I, 0.02 * (1.0 - I))
        m = logistic(1.0 + 3.0 * 0.5 - 2.5 * (C + I))
        M += 0.1 * (np.clip(0.5 + 0.6 * (0.6 - m), 0.0, 1.0) - M)
        S += 0.2 * (logistic(-1.0 + 3.0 * m - 2.0 * M) - S)
        E += 0.1 * (0.5 + 0.5 * np.tanh(-0.3 + 1.5 * M + I - 1.5 * S) - E)
        quits = leave < logistic(-4.5 - 2.0 * E + 3.0 * S - M)
        hires = np.flatnonzero(quits)
        p[hires] = random.beta(4.0, 3.0, len(hires))
        for state, start in ((C, 0.5), (I, 0.5), (M, 0.5), (S, 0.3), (E, 0.6)):
            state[hires] = start
        np.add.reduceat([C, I, M, S, E, quits], work.team_starts, axis=1, out=teams[week])
    return teams


def simulate(work: Work) -> Floats:
    random = np.random.default_rng(work.seed)
    return np.stack([run(work, random) for _ in range(work.runs)])


if __name__ == "__main__":
    report(simulate)
