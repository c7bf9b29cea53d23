"""The posterior of the free inputs under an emulator: tempered sequential Monte Carlo.

Particles start at a Sobol' sequence over the prior and pass to the posterior by powers of the likelihood that rise from
0 to 1, each so far that the effective number of particles halves at most; between them they are resampled and moved
by random-walk Metropolis steps on the logit scale of the ranges (Del Moral, Doucet and Jasra 2006, Journal of the
Royal Statistical Society B 68:411-436). The likelihood is normal, with the covariance of what single runs differ
from the emulator and, added to it, the variance of the observations.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from scipy.special import expit, logit

from trustsim.studies.calibration.emulator import Emulator
from trustsim.studies.calibration.luck import Luck
from trustsim.studies.calibration.problem import Floats

#: How many particles, and how often each is moved between two temperatures.
PARTICLES, MOVES = 1024, 12
#: The effective share of particles to which a step in temperature may lead.
EFFECTIVE = 0.5
#: The share of moves accepted that is aimed at.
ACCEPTED = 0.25
#: Points stay this far from the edge of the unit cube, so that they have a logit.
EDGE = 1e-9

LogLikelihood = Callable[[Floats], Floats]


def sobol(inputs: int, points: int, skip: int, seed: int) -> Floats:
    """Return points of a scrambled Sobol' sequence in the unit cube, from the ``skip``-th on: points x inputs."""
    from scipy.stats import qmc  # which takes long to load

    # whole powers of two keep the sequence balanced; its first points are the same, however many are asked for
    whole = qmc.Sobol(inputs, scramble=True, rng=seed % 2**32).random_base2((skip + points - 1).bit_length())
    return np.clip(whole[skip : skip + points], EDGE, 1.0 - EDGE)


def log_likelihood(emulator: Emulator, observed: Floats, deviations: Floats) -> LogLikelihood:
    """Return the log of the likelihood as a function of points of the unit cube.

    Args:
        emulator: what gives the expected numbers and the covariance of single runs.
        observed: the observed numbers.
        deviations: their standard deviations beyond the luck of a single run.
    """
    covariance = emulator.covariance + np.diag(deviations**2)
    # numbers of very different sizes stand side by side: scale them, and keep the factor from breaking down
    size = np.sqrt(np.maximum(np.diag(covariance), 1e-300))
    factor = np.linalg.cholesky(covariance / np.outer(size, size) + 1e-9 * np.eye(len(size)))

    def of(points: Floats) -> Floats:
        scaled = (emulator(points) - observed) / size
        return -0.5 * (np.linalg.solve(factor, scaled.T) ** 2).sum(axis=0)

    return of


def posterior(likelihood: LogLikelihood, inputs: int, luck: Luck, seed: int, particles: int = PARTICLES) -> Floats:
    """Return equally weighted draws from the posterior, particles x inputs, in the unit cube."""
    points = sobol(inputs, particles, 0, seed)
    logs = likelihood(points)
    power, scale = 0.0, 2.38 / math.sqrt(inputs)
    while power < 1.0:
        step = _step(logs, 1.0 - power)
        power += step
        chosen = _resample(step * logs, luck)
        points, logs = points[chosen], logs[chosen]
        points, logs, scale = _move(points, logs, power, scale, likelihood, luck)
    return points


def _step(logs: Floats, most: float) -> float:
    """Return the largest step in power, at most ``most``, that leaves the effective share of particles."""
    if _effective(most * logs) >= EFFECTIVE:
        return most
    low, high = 0.0, most
    for _ in range(60):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if _effective(middle * logs) >= EFFECTIVE else (low, middle)
    return max(low, 1e-12)


def _effective(logs: Floats) -> float:
    weights = np.exp(logs - logs.max())
    return float(weights.sum() ** 2 / (weights**2).sum() / len(weights))


def _resample(logs: Floats, luck: Luck) -> np.ndarray:
    """Return the places of particles, each as often as its weight says (systematic resampling)."""
    weights = np.exp(logs - logs.max())
    edges = np.cumsum(weights / weights.sum())
    places = (np.arange(len(logs)) + luck.uniforms(1)) / len(logs)
    return np.minimum(np.searchsorted(edges, places), len(logs) - 1)


def _move(
    points: Floats, logs: Floats, power: float, scale: float, likelihood: LogLikelihood, luck: Luck
) -> tuple[Floats, Floats, float]:
    """Move every particle some times, leaving the tempered posterior as it is."""
    count, inputs = points.shape
    z = logit(points)
    spread = np.linalg.cholesky(np.cov(z, rowvar=False).reshape(inputs, inputs) + 1e-8 * np.eye(inputs))
    density = power * logs + _log_prior(z)
    for _ in range(MOVES):
        proposed = z + scale * luck.normals(count, inputs) @ spread.T
        inside = np.clip(expit(proposed), EDGE, 1.0 - EDGE)
        proposed_logs = likelihood(inside)
        proposed_density = power * proposed_logs + _log_prior(proposed)
        accepted = np.log(luck.uniforms(count)) < proposed_density - density
        z = np.where(accepted[:, None], proposed, z)
        logs = np.where(accepted, proposed_logs, logs)
        density = np.where(accepted, proposed_density, density)
        scale *= math.exp(accepted.mean() - ACCEPTED)
    return np.clip(expit(z), EDGE, 1.0 - EDGE), logs, scale


def _log_prior(z: Floats) -> Floats:
    """Return the log density of the logits of uniforms, up to a constant."""
    return -(np.logaddexp(0.0, z) + np.logaddexp(0.0, -z)).sum(axis=1)
