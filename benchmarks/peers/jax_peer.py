"""W in JAX on the processor: runs and employees as one array, weeks as a compiled scan, single precision, its default.

A newcomer's propensity is looked up in a table of quantiles: what draws from a Beta distribution in JAX takes many
times as long as all the rest of a week.
"""

from collections.abc import Callable
from functools import cache

import jax
import jax.numpy as jnp
import numpy as np

from benchmarks.peers.protocol import TEAM, Floats, Work, report
from benchmarks.peers.quantiles import beta_quantiles

# the default generator is several times slower on a processor
jax.config.update("jax_default_prng_impl", "unsafe_rbg")

State = tuple[jax.Array, jax.Array, jax.Array, jax.Array, jax.Array, jax.Array]
QUANTILES = beta_quantiles().astype(np.float32)


def propensities(u: jax.Array) -> jax.Array:
    return jnp.asarray(QUANTILES)[(u * len(QUANTILES)).astype(jnp.int32)]


def week(state: State, key: jax.Array) -> tuple[State, jax.Array]:
    p, C, I, M, S, E = state
    keys = jax.random.split(key, 2)
    z = jax.random.normal(keys[0], p.shape)
    seen, infraction, leave, talent = jax.random.uniform(keys[1], (4, *p.shape))
    x = jnp.clip(p + 0.2 * (E - 0.5) + 0.15 * z, 0.0, 1.0)
    C = C + jnp.where(seen < 0.95 - 0.6 * 0.6, 0.2 * (x - C), -0.01 * C)
    I = I + jnp.where(infraction < 0.1 * (1.0 - p), -0.06 * I, 0.02 * (1.0 - I))
    m = jax.nn.sigmoid(1.0 + 3.0 * 0.5 - 2.5 * (C + I))
    M = M + 0.1 * (jnp.clip(0.5 + 0.6 * (0.6 - m), 0.0, 1.0) - M)
    S = S + 0.2 * (jax.nn.sigmoid(-1.0 + 3.0 * m - 2.0 * M) - S)
    E = E + 0.1 * (0.5 + 0.5 * jnp.tanh(-0.3 + 1.5 * M + I - 1.5 * S) - E)
    quits = leave < jax.nn.sigmoid(-4.5 - 2.0 * E + 3.0 * S - M)
    p = jnp.where(quits, propensities(talent), p)
    C, I, M, S, E = (
        jnp.where(quits, start, value) for value, start in zip((C, I, M, S, E), (0.5, 0.5, 0.5, 0.3, 0.6), strict=True)
    )
    return (p, C, I, M, S, E), by_team(jnp.stack([C, I, M, S, E, quits.astype(C.dtype)], axis=1))


def by_team(values: jax.Array) -> jax.Array:
    """Return sums over the last axis by team; the last team may be smaller."""
    whole = values.shape[-1] // TEAM * TEAM
    teams = values[..., :whole].reshape(*values.shape[:2], -1, TEAM).sum(axis=3)
    rest = values[..., whole:].sum(axis=2, keepdims=True)
    return jnp.concatenate([teams, rest], axis=2) if whole < values.shape[-1] else teams


def run(key: jax.Array, runs: int, employees: int, weeks: int) -> jax.Array:
    keys = jax.random.split(key, weeks + 1)
    p = propensities(jax.random.uniform(keys[0], (runs, employees)))
    C, I, M, S, E = (jnp.full(p.shape, start) for start in (0.5, 0.5, 0.5, 0.3, 0.6))
    return jax.lax.scan(week, (p, C, I, M, S, E), keys[1:])[1]


@cache
def compiled(employees: int, weeks: int, runs: int) -> Callable[[jax.Array], jax.Array]:
    """Compile for this shape: another shape compiles anew."""
    jitted = jax.jit(run, static_argnums=(1, 2, 3))
    return jitted.lower(jax.random.key(0), runs, employees, weeks).compile()


def simulate(work: Work) -> Floats:
    sums = compiled(work.employees, work.weeks, work.runs)(jax.random.key(work.seed))
    return np.asarray(sums).swapaxes(0, 1)


if __name__ == "__main__":
    report(simulate, lambda work: compiled(work.employees, work.weeks, work.runs))
