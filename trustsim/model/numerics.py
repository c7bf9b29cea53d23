"""The few functions that rules may call: plain arithmetic, so that compiled and plain Python agree bit for bit.

No ``**`` and no library function: libraries differ in the last bits, and one bit is another world after a year.
Their text goes into the generated kernels as it stands here.
"""

from __future__ import annotations

import math


def clip(x: float, low: float, high: float) -> float:
    """Return ``x`` held between ``low`` and ``high``."""
    return low if x < low else (high if x > high else x)


def exp(x: float) -> float:
    """Return e to the power ``x``, for ``x`` held in [-700, 700]: 2^k e^r with ``|r|`` up to half the log of 2.

    The polynomial of e^r is exact to first order; the others of its coefficients come from the values at the nodes of
    Chebyshev. Relative error below 2e-13 for ``|x|`` up to 40.
    """
    x = -700.0 if x < -700.0 else (700.0 if x > 700.0 else x)
    # what is added and taken off again, 1.5 x 2^52, leaves the nearest whole number
    k = x * 1.4426950408889634 + 6755399441055744.0 - 6755399441055744.0
    r = x - k * 0.6931471805599453
    p = 0.0013888839090641380 + r * (0.00019841224581544105 + r * (2.4867883453521802e-5 + r * 2.761757684835413e-6))
    p = 0.4999999999995507 + r * (0.16666666666662583 + r * (0.041666666786337556 + r * (0.008333333344209506 + r * p)))
    return math.ldexp(1.0 + (r + r * r * p), int(k))


def logistic(x: float) -> float:
    """Return 1 / (1 + e^-x)."""
    return 1.0 / (1.0 + exp(-x))


def log(x: float) -> float:
    """Return the natural logarithm of ``x`` > 0 (of 1e-300 for less): the series of atanh, scaled to [.7, 1.4]."""
    m, e = math.frexp(1e-300 if x < 1e-300 else x)
    low = m < 0.7071067811865476
    m = m * 2.0 if low else m
    k = e - 1.0 if low else e * 1.0
    s = (m - 1.0) / (m + 1.0)
    q = s * s
    t = 1.0 / 9.0 + q * (1.0 / 11.0 + q * (1.0 / 13.0 + q * (1.0 / 15.0 + q * (1.0 / 17.0 + q * (1.0 / 19.0)))))
    t = 1.0 + q * (1.0 / 3.0 + q * (1.0 / 5.0 + q * (1.0 / 7.0 + q * t)))
    return k * 0.6931471805599453 + 2.0 * s * t


def power(x: float, p: float) -> float:
    """Return ``x`` to the power ``p`` for ``x`` >= 0; 0 for ``x`` <= 0 and ``p`` > 0."""
    return exp(p * log(x)) if x > 0.0 else 0.0


def root(x: float) -> float:
    """Return the square root of ``x`` (0 for ``x`` < 0); IEEE 754 fixes its last bit."""
    return math.sqrt(x) if x > 0.0 else 0.0


def normal(u: float) -> float:
    """Return the standard normal quantile of ``u``, within 1e-6: algorithm AS 241, PPND7 (Wichura 1988).

    ``u`` is held in [1e-10, 1 - 1e-10]: a draw never lies beyond. Both branches are computed, so that loops over it
    can be vectorised.
    """
    q = u - 0.5
    r = 0.180625 - q * q
    middle = (
        q
        * (((59.109374720 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179)
        / (((67.187563600 * r + 78.757757664) * r + 17.895169469) * r + 1.0)
    )
    tail = u if q < 0.0 else 1.0 - u
    t = math.sqrt(-log(1e-10 if tail < 1e-10 else tail)) - 1.6
    z = (((0.17023821103 * t + 1.3067284816) * t + 2.7568153900) * t + 1.4234372777) / (
        (0.12021132975 * t + 0.73700164250) * t + 1.0
    )
    return middle if -0.425 <= q <= 0.425 else (-z if q < 0.0 else z)


#: In the order of the generated text: a helper stands before those that call it.
HELPERS = (clip, exp, logistic, log, power, root, normal)
