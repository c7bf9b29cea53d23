"""A person of W, one equation a line: what the engines with an object for each agent share."""

from math import exp, tanh
from random import Random

import numpy as np


def logistic(x: float) -> float:
    return 1.0 / (1.0 + exp(-x))


def clip(x: float) -> float:
    return min(1.0, max(0.0, x))


class Person:
    """Works, is judged and controlled by the manager, and answers; quits now and then."""

    def begin(self, random: Random | np.random.Generator) -> None:
        """Take the seat."""
        self.propensity = random.betavariate(4.0, 3.0) if isinstance(random, Random) else random.beta(4.0, 3.0)
        self.C, self.I, self.M, self.S, self.E = 0.5, 0.5, 0.5, 0.3, 0.6

    def live_a_week(self, random: Random, z: float) -> None:
        """Work for a week, given luck ``z`` with it, standard normal."""
        work = clip(self.propensity + 0.2 * (self.E - 0.5) + 0.15 * z)
        if random.random() < 0.95 - 0.6 * 0.6:
            self.C += 0.2 * (work - self.C)
        else:
            self.C -= 0.01 * self.C
        if random.random() < 0.1 * (1.0 - self.propensity):
            self.I -= 0.06 * self.I
        else:
            self.I += 0.02 * (1.0 - self.I)
        control = logistic(1.0 + 3.0 * 0.5 - 2.5 * (self.C + self.I))
        self.M += 0.1 * (clip(0.5 + 0.6 * (0.6 - control)) - self.M)
        self.S += 0.2 * (logistic(-1.0 + 3.0 * control - 2.0 * self.M) - self.S)
        self.E += 0.1 * (0.5 + 0.5 * tanh(-0.3 + 1.5 * self.M + self.I - 1.5 * self.S) - self.E)
        self.quits = random.random() < logistic(-4.5 - 2.0 * self.E + 3.0 * self.S - self.M)
        if self.quits:
            self.begin(random)
