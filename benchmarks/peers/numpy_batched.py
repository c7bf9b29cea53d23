"""W in NumPy, many runs at once: as many as stay in the processor's cache, week by week.

A block of runs is one array of all their people. Results go into arrays that are there already (``out=``), since new
arrays of this size cost as much as the arithmetic.
"""

import numpy as np

from benchmarks.peers.protocol import VARIABLES, Floats, Work, report

#: People in a block: some twenty arrays of so many numbers stay in a second-level cache.
BLOCK = 4096


def logistic(x: Floats) -> Floats:
    """Return 1 / (1 + e^-x), in place."""
    np.negative(x, out=x)
    np.exp(x, out=x)
    x += 1.0
    return np.reciprocal(x, out=x)


class Block:
    """Companies stepped together; each state has the shape (runs, employees)."""

    def __init__(self, runs: int, work: Work, random: np.random.Generator) -> None:
        self.random = random
        shape = (runs, work.employees)
        self.propensity = random.beta(4.0, 3.0, shape)
        self.states = np.empty((5, *shape))
        self.states[:] = np.array([0.5, 0.5, 0.5, 0.3, 0.6])[:, None, None]
        self.starts = work.team_starts
        self.u = np.empty(shape)
        self.x, self.y = np.empty(shape), np.empty(shape)

    def step(self) -> Floats:
        """Run a week and return sums by variable, run and team."""
        C, I, M, S, E = self.states
        u, x, y, p = self.u, self.x, self.y, self.propensity
        self.random.standard_normal(out=x)
        x *= 0.15
        x += p
        np.subtract(E, 0.5, out=y)
        y *= 0.2
        x += y
        np.clip(x, 0.0, 1.0, out=x)
        self.random.random(out=u)
        C += np.where(u < 0.95 - 0.6 * 0.6, 0.2 * (x - C), -0.01 * C)
        self.random.random(out=u)
        I += np.where(u < 0.1 * (1.0 - p), -0.06 * I, 0.02 * (1.0 - I))
        m = np.add(C, I, out=x)
        m *= -2.5
        m += 1.0 + 3.0 * 0.5
        logistic(m)
        np.subtract(0.6, m, out=y)
        y *= 0.6
        y += 0.5
        np.clip(y, 0.0, 1.0, out=y)
        y -= M
        y *= 0.1
        M += y
        m *= 3.0
        m -= 1.0
        m -= 2.0 * M
        logistic(m)
        m -= S
        m *= 0.2
        S += m
        # .5 + .5 tanh(x) is the logistic function of 2 x
        np.multiply(M, 3.0, out=x)
        x += 2.0 * I
        x -= 3.0 * S
        x -= 0.6
        logistic(x)
        x -= E
        x *= 0.1
        E += x
        np.multiply(E, -2.0, out=x)
        x += 3.0 * S
        x -= M
        x -= 4.5
        quits = self.random.random(out=u) < logistic(x)
        return self.record(quits)

    def record(self, quits: np.ndarray) -> Floats:
        run, seat = np.nonzero(quits)
        self.propensity[run, seat] = self.random.beta(4.0, 3.0, len(run))
        self.states[:, run, seat] = np.array([0.5, 0.5, 0.5, 0.3, 0.6])[:, None]
        sums = np.empty((len(VARIABLES), len(quits), len(self.starts)))
        np.add.reduceat(self.states, self.starts, axis=2, out=sums[:5])
        np.add.reduceat(quits, self.starts, axis=1, out=sums[5], dtype=float)
        return sums


def simulate(work: Work) -> Floats:
    random = np.random.Generator(np.random.SFC64(work.seed))
    teams = np.empty((work.runs, work.weeks, len(VARIABLES), len(work.team_starts)))
    size = max(1, BLOCK // work.employees)
    for first in range(0, work.runs, size):
        runs = min(size, work.runs - first)
        block = Block(runs, work, random)
        for week in range(work.weeks):
            teams[first : first + runs, week] = block.step().swapaxes(0, 1)
    return teams


if __name__ == "__main__":
    report(simulate)
