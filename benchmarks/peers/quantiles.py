"""The Beta(4, 3) distribution of propensities as a table, for engines that cannot draw from it quickly."""

import numpy as np

from benchmarks.peers.protocol import Floats


def beta_quantiles(size: int = 4096) -> Floats:
    """Return the quantiles of Beta(4, 3) in the middles of ``size`` equal shares of probability.

    Its distribution function is that of a polynomial: x^4 (15 - 24 x + 10 x^2).
    """
    x = np.linspace(0.0, 1.0, 16 * size)
    return np.interp((np.arange(size) + 0.5) / size, x**4 * (15.0 - 24.0 * x + 10.0 * x * x), x)
