"""From what was kept of the arms to a number a seed. The name of each function is that of an estimator in numbers.toml.

An estimator takes how the number is measured and the arms as they were seen, in the order of the number, and returns
one value a seed; a pooled one returns what each seed contributes and how that is combined.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from trustsim.evidence.findings import statistics
from trustsim.evidence.findings.instruments import WEEKS_A_MONTH, Careers, Chosen, Instrument, Managers, People
from trustsim.evidence.findings.numbers import Number, Window
from trustsim.evidence.findings.running import Seen
from trustsim.model.outcomes import managing

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Estimator = Callable[[Number, Sequence[Seen]], Floats]
#: What each seed contributes (seeds, parts), and the statistic of mean parts.
Parts = tuple[Floats, Callable[[Floats], float]]
PooledEstimator = Callable[[Number, Sequence[Seen]], Parts]

#: The month whose hazard is set against the peak.
LATE_MONTH = 24


# ------------------------------------------------------------------------------------------------ outcomes of all people


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


def r_arms(number: Number, arms: Sequence[Seen]) -> Floats:
    """Return the correlation, over the people of both arms, of a variable with being in the first."""
    return _paired(number, arms, statistics.point_biserial)


def d_arms(number: Number, arms: Sequence[Seen]) -> Floats:
    """Return Cohen's d of a variable over people, first arm less second."""
    return _paired(number, arms, statistics.cohen_d)


def change_among(number: Number, arms: Sequence[Seen]) -> Floats:
    """Return by how many percent a variable is higher in the first arm, over the people whom both arms are about."""

    def changed(there: Floats, here: Floats) -> float:
        return float(statistics.percent_change(there.mean(), here.mean()))

    return _paired(number, arms, changed)


def r_persons(number: Number, arms: Sequence[Seen]) -> Floats:
    """Return the correlation of two variables over people."""
    return _correlations(arms[0], number.variable, number.window, number.other, number.other_window)


def r_difference(number: Number, arms: Sequence[Seen]) -> Floats:
    """Return the correlation of a variable with a second one less that with a third, over people."""
    return r_persons(number, arms) - _correlations(
        arms[0], number.variable, number.window, number.less, number.less_window
    )


def regained(number: Number, arms: Sequence[Seen]) -> Floats:
    """Return a variable at the end as a share of what it was at the beginning, over those who were there throughout."""
    ends = _ends(number, arms[0])
    return np.array([late.mean() / early.mean() for early, late in ends])


def d_regained(number: Number, arms: Sequence[Seen]) -> Floats:
    """Return Cohen's d of the share that each person regained, first arm less second."""
    shares = [[statistics.ratio(late, early) for early, late in _ends(number, arm)] for arm in arms]
    return np.array([statistics.cohen_d(there, here) for there, here in zip(*shares, strict=True)])


def quit_ratio_among(number: Number, arms: Sequence[Seen]) -> Floats:
    """Return the quit rate, of the people whom the arms are about, in the first arm as a multiple of the second's."""
    rates = [
        statistics.hazards(kept["quits"].sum(axis=1), kept["exposure"].sum(axis=1))
        for kept in (arm.arrays(_chosen(number, arm)) for arm in arms)
    ]
    return statistics.ratio(*rates)


def breached_share(number: Number, arms: Sequence[Seen]) -> Floats:
    """Return the share of newcomers who felt a promise broken within two years."""
    kept = arms[0].arrays(Careers())
    return statistics.ratio(kept["breached"].sum(axis=1), kept["followed"].sum(axis=1))


# -------------------------------------------------------------------------------------------------- teams and managers


def r_teams(number: Number, arms: Sequence[Seen]) -> Floats:
    """Return the correlation over teams of a variable with another one, later."""
    return _team_correlations(number, arms[0], number.variable)


def r_teams_difference(number: Number, arms: Sequence[Seen]) -> Floats:
    """Return that correlation less that of another variable in the place of the first."""
    return r_teams(number, arms) - _team_correlations(number, arms[0], number.instead)


def variance_explained(number: Number, arms: Sequence[Seen]) -> Floats:
    """Return the share of the variance of a variable between teams that traits of managers explain."""
    seen = arms[0]
    values, whole = _means(seen, number.variable, number.window)
    kept = seen.arrays(_managers(number))
    traits = np.stack([kept[name][:, 0] for name in number.traits], axis=-1)
    found = []
    for run in range(seen.replications):
        there = whole[run]
        teams, group = np.unique(seen.team_of_seat[there], return_inverse=True)
        found.append(statistics.variance_explained(values[run][there], group, traits[run][teams]))
    return np.array(found)


def managers_low(number: Number, arms: Sequence[Seen]) -> Floats:
    """Return the percentage of managers, of those whom the arm is about, whose people lie below a cut-off on average."""
    seen = arms[0]
    kept = seen.arrays(People(number.variable, number.window))
    count = len(seen.recording.plan.teams)
    team = seen.team_of_seat
    means = np.array([
        statistics.ratio(np.bincount(team, sums, count), np.bincount(team, weeks, count))
        for sums, weeks in zip(kept["sum"][:, 0], kept["weeks"][:, 0], strict=True)
    ])  # fmt: skip
    return _percent_below(means, _of_the_arm(number, seen), _cut_off(number))


def managers_difference(number: Number, arms: Sequence[Seen]) -> Floats:
    """Return the difference, first arm less second, of the percentage of managers who lie below a cut-off themselves."""
    there, here = (
        _percent_below(arm.arrays(_managers(number, arm))[number.variable][:, 0], _of_the_arm(number, arm), cut_off)
        for arm in arms
        for cut_off in (_cut_off(number),)
    )
    return there - here


# --------------------------------------------------------------------------------------------------------------- firms


def quartile_change(number: Number, arms: Sequence[Seen]) -> Floats:
    """Return by how many percent a variable is higher in the quarter of firms with the most trust than in the last."""
    values, trust = (_firm_means(arms[0], name, number.window) for name in (number.variable, "organisational_trust"))
    quarters = [statistics.quartile_means(*firms) for firms in zip(values, trust, strict=True)]
    return statistics.percent_change(*np.array(quarters).T)


# -------------------------------------------------------------------------------------------------------------- pooled


def peak_month(number: Number, arms: Sequence[Seen]) -> Parts:
    """Return the month of tenure in which most newcomers of those left quit."""
    return _careers(arms[0]), lambda parts: float(np.nanargmax(_monthly(parts)) + 1)


def late_hazard(number: Number, arms: Sequence[Seen]) -> Parts:
    """Return the hazard of quitting in month 24 of tenure as a share of the highest."""

    def late(parts: Floats) -> float:
        monthly = _monthly(parts)
        return float(monthly[LATE_MONTH - 1] / np.nanmax(monthly))

    return _careers(arms[0]), late


def ratio_of_increases(number: Number, arms: Sequence[Seen]) -> Parts:
    """Return the increase of an outcome from the second arm to the first against that from the fourth to the third."""
    values = np.column_stack([arm.outcome(number.outcome, number.window) for arm in arms])
    return values, lambda part: float(statistics.ratio(part[0] - part[1], part[2] - part[3]))


def compensating_pay(number: Number, arms: Sequence[Seen]) -> Parts:
    """Return the dose of the first arms at which an outcome is that of the last arm."""
    doses = np.array(arms[0].arm.doses)
    values = np.column_stack([arm.outcome(number.outcome, number.window) for arm in arms])
    return values, lambda part: statistics.crossing(doses, part[:-1], part[-1])


# --------------------------------------------------------------------------------------------------- what they rest on

ESTIMATORS: dict[str, Estimator] = {
    function.__name__: function
    for function in (
        outcome, outcome_difference, outcome_ratio, outcome_odds_ratio, d_firms, mean, r_arms, d_arms, change_among,
        r_persons, r_difference, regained, d_regained, quit_ratio_among, breached_share, r_teams, r_teams_difference,
        variance_explained, managers_low, managers_difference, quartile_change,
    )
}  # fmt: skip
POOLED: dict[str, PooledEstimator] = {
    function.__name__: function for function in (peak_month, late_hazard, ratio_of_increases, compensating_pay)
}
#: Estimators that look at careers, and at managers, beside or instead of variables of people.
OF_CAREERS = ("breached_share", "peak_month", "late_hazard")
OF_MANAGERS = ("variance_explained", "managers_low", "managers_difference")


def instruments(number: Number, seen: Sequence[tuple[str, float, float]]) -> list[Instrument]:
    """Return what has to be kept of an arm for a number.

    Args:
        number: the number.
        seen: the bounds of those whom the arm is about.
    """
    if number.estimator in OF_CAREERS:
        return [Careers()]
    pairs = [
        (number.variable, number.window), (number.instead, number.window), (number.other, number.other_window),
        (number.less, number.less_window),
    ]  # fmt: skip
    if number.estimator in ("regained", "d_regained"):
        pairs = [(number.variable, number.window), (number.variable, number.other_window)]
    if number.estimator == "quartile_change":
        pairs.append(("organisational_trust", number.window))
    found: list[Instrument] = [People(name, window) for name, window in pairs if name]
    if number.estimator in OF_MANAGERS:
        found = [] if number.estimator == "managers_difference" else found
        return [*found, Managers(_names(number, [name for name, _, _ in seen]), number.window[1])]
    return [*found, Chosen(tuple(seen), number.window)] if seen else found


def _bounds(seen: Seen) -> tuple[tuple[str, float, float], ...]:
    return tuple((name, low, high) for name, (low, high) in seen.arm.among.items())


def _chosen(number: Number, seen: Seen) -> Chosen:
    return Chosen(_bounds(seen), number.window)


def _names(number: Number, among: Sequence[str]) -> tuple[str, ...]:
    own = [number.variable] if number.estimator == "managers_difference" else []
    return tuple(sorted({*number.traits, *own, *among}))


def _managers(number: Number, seen: Seen | None = None) -> Managers:
    among = list(seen.arm.among) if seen else []
    return Managers(_names(number, among), number.window[1])


def _means(seen: Seen, variable: str, window: Window) -> tuple[Floats, Mask]:
    """Return a variable's mean over a window by person, and who was there throughout: replications, seats."""
    kept = seen.arrays(People(variable, window))
    values = statistics.ratio(kept["sum"], kept["weeks"])
    return values.reshape(len(values), -1), kept["whole"].reshape(len(values), -1) > 0.0


def _paired(number: Number, arms: Sequence[Seen], statistic: Callable[[Floats, Floats], float]) -> Floats:
    """Return a statistic of two arms' people who were there throughout, seed by seed."""
    groups: list[list[Floats]] = []
    for arm in arms:
        values, whole = _means(arm, number.variable, number.window)
        if arm.arm.among:
            whole &= arm.arrays(_chosen(number, arm))["among"].reshape(whole.shape) > 0.0
        groups.append([run[there] for run, there in zip(values, whole, strict=True)])
    return np.array([statistic(there, here) for there, here in zip(*groups, strict=True)])


def _correlations(seen: Seen, one: str, first: Window, two: str, second: Window) -> Floats:
    """Return the correlation of two variables over people who were there throughout both windows."""
    xs, there = _means(seen, one, first)
    ys, here = _means(seen, two, second)
    both = there & here & _same(seen, one, first, two, second)
    return np.array([statistics.correlation(x[kept], y[kept]) for x, y, kept in zip(xs, ys, both, strict=True)])


def _same(seen: Seen, one: str, first: Window, two: str, second: Window) -> Mask:
    """Tell where the same person sits in two windows."""
    sitting = [seen.arrays(People(name, window))["occupant"] for name, window in ((one, first), (two, second))]
    return (sitting[0] == sitting[1]).reshape(seen.replications, -1)


def _ends(number: Number, seen: Seen) -> list[tuple[Floats, Floats]]:
    """Return a variable in the first and in the last window, of those who were there in both, seed by seed."""
    early, there = _means(seen, number.variable, number.window)
    late, here = _means(seen, number.variable, number.other_window)
    both = there & here & _same(seen, number.variable, number.window, number.variable, number.other_window)
    return [(one[kept], two[kept]) for one, two, kept in zip(early, late, both, strict=True)]


def _team_correlations(number: Number, seen: Seen, variable: str) -> Floats:
    """Return the correlation over teams of a variable with the number's other one."""
    xs, ys = (
        _team_means(seen, name, window)
        for name, window in ((variable, number.window), (number.other, number.other_window))
    )
    return np.array([statistics.correlation(x, y) for x, y in zip(xs, ys, strict=True)])


def _team_means(seen: Seen, variable: str, window: Window) -> Floats:
    """Return the mean of a variable over the people and weeks of each team: replications, teams."""
    kept = seen.arrays(People(variable, window))
    first = np.unique(seen.team_of_seat, return_index=True)[1]
    sums, weeks = (np.add.reduceat(kept[name][:, 0], first, axis=1) for name in ("sum", "weeks"))
    return statistics.ratio(sums, weeks)


def _firm_means(seen: Seen, variable: str, window: Window) -> Floats:
    """Return the mean of a variable over the people and weeks of each firm: replications, firms."""
    kept = seen.arrays(People(variable, window))
    return statistics.ratio(kept["sum"].sum(axis=2), kept["weeks"].sum(axis=2))


def _of_the_arm(number: Number, seen: Seen) -> Mask:
    """Tell which managers the arm is about: replications, managers."""
    kept = seen.arrays(_managers(number, seen))
    chosen = np.ones((seen.replications, len(seen.recording.plan.teams)), dtype=bool)
    for name, low, high in _bounds(seen):
        chosen &= (kept[name][:, 0] >= low) & (kept[name][:, 0] <= high)
    return chosen


def _percent_below(values: Floats, chosen: Mask, cut_off: float) -> Floats:
    return 100.0 * statistics.ratio((chosen & (values < cut_off)).sum(axis=1), chosen.sum(axis=1))


def _cut_off(number: Number) -> float:
    """Return the cut-off of a number: a frozen constant of the outcomes of managing, or the negative of one."""
    name = number.below.removeprefix("-")
    value = float(getattr(managing, name))
    return -value if number.below.startswith("-") else value


def _careers(seen: Seen) -> Floats:
    """Return quits and exposure by month of tenure, one behind the other: replications, 2 x months."""
    kept = seen.arrays(Careers())
    return np.concatenate([kept["quits"].sum(axis=1), kept["exposure"].sum(axis=1)], axis=1)


def _monthly(parts: Floats) -> Floats:
    """Return the hazard of each month of tenure."""
    quits, exposure = np.split(parts, 2)
    return statistics.hazards(quits, exposure) * WEEKS_A_MONTH
