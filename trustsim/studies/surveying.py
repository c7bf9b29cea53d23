"""``survey``: a run of each of many firms, in one tidy table; ``quartile_contrast``: firms of most and least trust.

Every statement about firms stands on such a table. Firms differ in many things at once, which go together, so what two
groups of them differ by is no effect of anything: it is what a survey of firms would find.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd

from trustsim.errors import InputError, nearest
from trustsim.model.engine import simulate
from trustsim.model.threads import Progress, usable
from trustsim.model.week import MODEL
from trustsim.results.intervals import t_quantile
from trustsim.scenario import Scenario, differences, resolve
from trustsim.studies.running import ScenarioLike, chosen_scenario, outcome_values

#: What people think of those who lead them: the mean of these is a firm's organisational trust.
ORGANISATIONAL_TRUST = ("leadership_trust", "competence_trust_in_managers", "interpersonal_trust_in_managers")
TRUST = "organisational_trust"
#: A quarter must hold so many firms.
FEWEST_FIRMS = 8


def survey(
    firms: Sequence[ScenarioLike],
    *,
    seed: int | None = None,
    weeks: int | None = None,
    profile: str | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Run every firm once, each with luck of its own, and return a row for each.

    Args:
        firms: scenarios, such as ``firms`` draws; several companies in one count together.
        seed: where the luck starts; each scenario's own if None. The k-th firm is the k-th replication.
        weeks: how many weeks are reported; each scenario's own number if None.
        profile: the reading of contested evidence; each scenario's own if None.
        threads: how many threads; as many as there are processors if None. No digit depends on it.
        progress: called with (firms done, firms in all).

    Returns:
        ``firm`` (counted from 0), ``scenario``, every value by dotted path that is not the same in all, every outcome
        over the reported weeks in its unit, and ``organisational_trust`` (0-1), the mean of the trust that people have
        in their leaders and, both kinds, in their managers.

    Raises:
        ScenarioError: a scenario is wrong, or a number is out of range.
        InputError: there are no firms.
    """
    chosen = [chosen_scenario(firm, seed=seed, weeks=weeks, profile=profile) for firm in firms]
    if not chosen:
        raise InputError("survey needs at least one firm; ts.firms(100) draws some")
    found: list[dict[str, float]] = []
    with ThreadPoolExecutor(usable(threads)) as pool:
        try:
            for done, outcomes in enumerate(pool.map(_outcomes, chosen, range(len(chosen))), start=1):
                found.append(outcomes)
                if progress:
                    progress(done, len(chosen))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    paths = _differing(chosen)
    return pd.DataFrame(
        {"firm": number, "scenario": firm.name} | {path: firm.values.get(path) for path in paths} | outcomes
        for number, (firm, outcomes) in enumerate(zip(chosen, found, strict=True))
    )


def _outcomes(firm: Scenario, replication: int) -> dict[str, float]:
    """Run a firm once and return its outcomes and its organisational trust."""
    recording = simulate(MODEL, resolve(firm), seed=firm.seed, replications=[replication], threads=1)
    outcomes = dict(zip(MODEL.outcomes, outcome_values(recording)[0].tolist(), strict=True))
    return outcomes | {TRUST: float(np.mean([outcomes[name] for name in ORGANISATIONAL_TRUST]))}


def _differing(firms: Sequence[Scenario]) -> list[str]:
    """Return the paths whose value is not the same in all firms."""
    paths = dict.fromkeys(path for firm in firms[1:] for path in differences(firms[0], firm))
    return list(paths)


def quartile_contrast(
    surveyed: pd.DataFrame, outcomes: Sequence[str] = ("stress", "productivity", "engagement"), by: str = TRUST
) -> pd.DataFrame:
    """Return how the quarter of firms with the most trust compares with the quarter with the least.

    Args:
        surveyed: what ``survey`` returned.
        outcomes: the outcomes to compare.
        by: the column by which firms are ranked.

    Returns:
        A row for each outcome: ``outcome``, ``unit``, ``bottom`` and ``top`` (means of the quarters), ``ratio`` (top to
        bottom) and its 95% interval ``low`` to ``high``, from the spread between the firms of each quarter.

    Raises:
        InputError: a column is missing, or there are too few firms.
    """
    for column in (by, *outcomes):
        if column not in surveyed.columns:
            raise InputError(f"quartile_contrast: no column '{column}'{nearest(column, surveyed.columns)}")
    size = len(surveyed) // 4
    if size < FEWEST_FIRMS:
        raise InputError(f"quartile_contrast needs {4 * FEWEST_FIRMS} firms or more, not {len(surveyed)}")
    ranked = surveyed.sort_values(by, kind="stable")
    rows = [
        (name, MODEL.outcomes[name].unit if name in MODEL.outcomes else "", *_ratio(ranked[name].to_numpy(float), size))
        for name in outcomes
    ]
    return pd.DataFrame(rows, columns=["outcome", "unit", "bottom", "top", "ratio", "low", "high"])


def _ratio(ranked: np.ndarray, size: int) -> tuple[float, float, float, float, float]:
    """Return means of the first and last ``size`` values, their ratio, and its interval on the scale of logs."""
    bottom, top = ranked[:size], ranked[-size:]
    low, high = float(bottom.mean()), float(top.mean())
    if low <= 0.0 or high <= 0.0:
        return low, high, math.nan, math.nan, math.nan
    errors = [part.std(ddof=1) / part.mean() / math.sqrt(size) for part in (bottom, top)]
    reach = math.exp(t_quantile(2.0 * size - 2.0) * math.hypot(*errors))
    ratio = high / low
    return low, high, ratio, ratio / reach, ratio * reach
