"""From what was kept of the arms to a number a seed. The name of each function is that of an estimator in numbers.toml.

An estimator takes how the number is measured and the arms as they were seen, in the order of the number, and returns
one value a seed; a pooled one returns what each seed contributes and how that is combined.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from trustsim.evidence.findings import statistics
from trustsim.evidence.findings.instruments import WEEKS_A_MONTH, Careers, People
from trustsim.evidence.findings.looking import (
    careers,
    chosen_of,
    correlations,
    ends,
    firm_means,
    managers_of,
    of_the_arm,
    paired,
    percent_below,
    person_means,
    team_correlations,
)
from trustsim.evidence.findings.numbers import Number
from trustsim.evidence.findings.running import Seen

Floats = npt.NDArray[np.float64]
Estimator = Callable[[Number, Sequence[Seen]], Floats]
#: What each seed contributes (seeds, parts), and the statistic of mean parts.
Parts = tuple[Floats, Callable[[Floats], float]]
PooledEstimator = Callable[[Number, Sequence[Seen]], Parts]

#: The month whose hazard is set against the peak.
LATE_MONTH = 24


# ----------------------------------------------------------------------------------------------- outcomes of all people


def outcome(number: Number, arms: Sequence[Seen]) -> Floats:
    """Return an outcome in the first arm."""
    return arms[0].outcome(number.outcome, number.window)


def outcome_difference(number: Number, arms: Sequence[Seen]) -> Floats:
    """Return the difference of an outcome, first arm less second."""
    return outcome(number, arms) - outcome(number, arms[1:])


def outcome_ratio(number: Number, arms: Sequence[Seen]) -> Floats:
    """Return an outcome in the first arm as a multiple of that in the second."""
    return statistics.ratio(outcome(number, arms), outcome(number, arms[1:]))


def outcome_odds_ratio(number: Number, arms: Sequence[Seen]) -> Floats:
    """Return the odds of a percentage in the first arm as a multiple of those in the second."""
    return statistics.odds_ratio(outcome(number, arms), outcome(number, arms[1:]))


def d_firms(number: Number, arms: Sequence[Seen]) -> Floats:
    """Return Cohen's d of an outcome over firms, first arm less second."""
    there, here = (arm.firm_outcome(number.outcome, number.window) for arm in arms)
    return np.array([statistics.cohen_d(one, two) for one, two in zip(there, here, strict=True)])


# ---------------------------------------------------------------------------------------------------- states of people


def mean(number: Number, arms: Sequence[Seen]) -> Floats:
    """Return the mean of a variable over people and weeks."""
    kept = arms[0].arrays(People(number.variable, number.window))
    return statistics.ratio(kept["sum"].sum(axis=(1, 2)), kept["weeks"].sum(axis=(1, 2)))


def mean_change(number: Number, arms: Sequence[Seen]) -> Floats:
    """Return by how many percent the mean of a variable is higher in the first arm than in the second."""
    return statistics.percent_change(mean(number, arms), mean(number, arms[1:]))


def r_arms(number: Number, arms: Sequence[Seen]) -> Floats:
    """Return the correlation, over the people of both arms, of a variable with being in the first."""
    return paired(number, arms, statistics.point_biserial)


def d_arms(number: Number, arms: Sequence[Seen]) -> Floats:
    """Return Cohen's d of a variable over people, first arm less second."""
    return paired(number, arms, statistics.cohen_d)


def change_among(number: Number, arms: Sequence[Seen]) -> Floats:
    """Return by how many percent a variable is higher in the first arm, over the people whom both arms are about."""

    def changed(there: Floats, here: Floats) -> float:
        return float(statistics.percent_change(there.mean(), here.mean()))

    return paired(number, arms, changed)


def r_persons(number: Number, arms: Sequence[Seen]) -> Floats:
    """Return the correlation of two variables over people."""
    return correlations(arms[0], number.variable, number.window, number.other, number.other_window)


def r_difference(number: Number, arms: Sequence[Seen]) -> Floats:
    """Return the correlation of a variable with a second one less that with a third, over people."""
    return r_persons(number, arms) - correlations(
        arms[0], number.variable, number.window, number.less, number.less_window
    )


def regained(number: Number, arms: Sequence[Seen]) -> Floats:
    """Return a variable at the end as a share of what it was at the beginning, over those who were there throughout."""
    found = ends(number, arms[0])
    return np.array([late.mean() / early.mean() for early, late in found])


def d_regained(number: Number, arms: Sequence[Seen]) -> Floats:
    """Return Cohen's d of the share that each person regained, first arm less second."""
    shares = [[statistics.ratio(late, early) for early, late in ends(number, arm)] for arm in arms]
    return np.array([statistics.cohen_d(there, here) for there, here in zip(*shares, strict=True)])


def quit_ratio_among(number: Number, arms: Sequence[Seen]) -> Floats:
    """Return the quit rate, of the people whom the arms are about, in the first arm as a multiple of the second's."""
    rates = [
        statistics.hazards(kept["quits"].sum(axis=1), kept["exposure"].sum(axis=1))
        for kept in (arm.arrays(chosen_of(number, arm)) for arm in arms)
    ]
    return statistics.ratio(*rates)


def breached_share(number: Number, arms: Sequence[Seen]) -> Floats:
    """Return the share of newcomers who felt a promise broken within two years."""
    kept = arms[0].arrays(Careers())
    return statistics.ratio(kept["breached"].sum(axis=1), kept["followed"].sum(axis=1))


# -------------------------------------------------------------------------------------------------- teams and managers


def r_teams(number: Number, arms: Sequence[Seen]) -> Floats:
    """Return the correlation over teams of a variable with another one, later."""
    return team_correlations(number, arms[0], number.variable)


def r_teams_difference(number: Number, arms: Sequence[Seen]) -> Floats:
    """Return that correlation less that of another variable in the place of the first."""
    return r_teams(number, arms) - team_correlations(number, arms[0], number.instead)


def variance_explained(number: Number, arms: Sequence[Seen]) -> Floats:
    """Return the share of the variance of a variable between teams that traits of managers explain."""
    seen = arms[0]
    values, whole = person_means(seen, number.variable, number.window)
    kept = seen.arrays(managers_of(number))
    traits = np.stack([kept[name][:, 0] for name in number.traits], axis=-1)
    found = []
    for run in range(seen.replications):
        there = whole[run]
        teams, group = np.unique(seen.team_of_seat[there], return_inverse=True)
        found.append(statistics.variance_explained(values[run][there], group, traits[run][teams]))
    return np.array(found)


def managers_low(number: Number, arms: Sequence[Seen]) -> Floats:
    """Return the percentage of managers, of those whom the arm is about, with people below a cut-off on average."""
    seen = arms[0]
    kept = seen.arrays(People(number.variable, number.window))
    count = len(seen.plan.teams)
    team = seen.team_of_seat
    means = np.array([
        statistics.ratio(np.bincount(team, sums, count), np.bincount(team, weeks, count))
        for sums, weeks in zip(kept["sum"][:, 0], kept["weeks"][:, 0], strict=True)
    ])  # fmt: skip
    return percent_below(means, of_the_arm(number, seen), number)


def managers_difference(number: Number, arms: Sequence[Seen]) -> Floats:
    """Return the difference, first arm less second, of the percentage of managers who lie below a cut-off."""
    there, here = (
        percent_below(arm.arrays(managers_of(number, arm))[number.variable][:, 0], of_the_arm(number, arm), number)
        for arm in arms
    )
    return there - here


# --------------------------------------------------------------------------------------------------------------- firms


def quartile_change(number: Number, arms: Sequence[Seen]) -> Floats:
    """Return by how many percent a variable is higher in the quarter of firms with the most trust than in the last."""
    values, trust = (firm_means(arms[0], name, number.window) for name in (number.variable, "organisational_trust"))
    quarters = [statistics.quartile_means(*firms) for firms in zip(values, trust, strict=True)]
    return statistics.percent_change(*np.array(quarters).T)


# -------------------------------------------------------------------------------------------------------------- pooled


def peak_month(number: Number, arms: Sequence[Seen]) -> Parts:
    """Return the month of tenure in which most newcomers of those left quit."""
    return careers(arms[0]), lambda parts: float(np.nanargmax(_monthly(parts)) + 1)


def late_hazard(number: Number, arms: Sequence[Seen]) -> Parts:
    """Return the hazard of quitting in month 24 of tenure as a share of the highest."""

    def late(parts: Floats) -> float:
        monthly = _monthly(parts)
        return float(monthly[LATE_MONTH - 1] / np.nanmax(monthly))

    return careers(arms[0]), late


def ratio_of_increases(number: Number, arms: Sequence[Seen]) -> Parts:
    """Return the increase of an outcome from the second arm to the first against that from the fourth to the third."""
    values = np.column_stack([arm.outcome(number.outcome, number.window) for arm in arms])
    return values, lambda part: float(statistics.ratio(part[0] - part[1], part[2] - part[3]))


def compensating_pay(number: Number, arms: Sequence[Seen]) -> Parts:
    """Return the dose of the first arms at which an outcome is that of the last arm."""
    doses = np.array(arms[0].arm.doses)
    values = np.column_stack([arm.outcome(number.outcome, number.window) for arm in arms])
    return values, lambda part: statistics.crossing(doses, part[:-1], part[-1])


def _monthly(parts: Floats) -> Floats:
    """Return the hazard of each month of tenure."""
    quits, exposure = np.split(parts, 2)
    return statistics.hazards(quits, exposure) * WEEKS_A_MONTH


ESTIMATORS: dict[str, Estimator] = {
    function.__name__: function
    for function in (
        outcome, outcome_difference, outcome_ratio, outcome_odds_ratio, d_firms, mean, mean_change, r_arms, d_arms,
        change_among, r_persons, r_difference, regained, d_regained, quit_ratio_among, breached_share, r_teams,
        r_teams_difference, variance_explained, managers_low, managers_difference, quartile_change,
    )
}  # fmt: skip
POOLED: dict[str, PooledEstimator] = {
    function.__name__: function for function in (peak_month, late_hazard, ratio_of_increases, compensating_pay)
}
