"""People, teams, managers and firms out of what was kept of an arm; and what has to be kept for a number."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from trustsim.evidence.findings import statistics
from trustsim.evidence.findings.instruments import Bounds, Careers, Chosen, Instrument, Managers, Outcomes, People
from trustsim.evidence.findings.numbers import Number, Window
from trustsim.evidence.findings.running import Seen
from trustsim.model.outcomes import managing

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
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
    if number.outcome:
        found.append(Outcomes(number.window))
    if number.estimator in OF_MANAGERS:
        found = [] if number.estimator == "managers_difference" else found
        return [*found, Managers(_names(number, [name for name, _, _ in seen]), number.window[1])]
    return [*found, Chosen(tuple(seen), number.window)] if seen else found


def bounds(seen: Seen) -> Bounds:
    """Return the bounds of those whom an arm is about."""
    return tuple((name, low, high) for name, (low, high) in seen.arm.among.items())


def chosen_of(number: Number, seen: Seen) -> Chosen:
    """Return the instrument that follows those whom an arm is about."""
    return Chosen(bounds(seen), number.window)


def _names(number: Number, among: Sequence[str]) -> tuple[str, ...]:
    own = [number.variable] if number.estimator == "managers_difference" else []
    return tuple(sorted({*number.traits, *own, *among}))


def managers_of(number: Number, seen: Seen | None = None) -> Managers:
    """Return the instrument that keeps what is known of managers."""
    among = list(seen.arm.among) if seen else []
    return Managers(_names(number, among), number.window[1])


def person_means(seen: Seen, variable: str, window: Window) -> tuple[Floats, Mask]:
    """Return a variable's mean over a window by person, and who was there throughout: replications, seats."""
    kept = seen.arrays(People(variable, window))
    values = statistics.ratio(kept["sum"], kept["weeks"])
    return values.reshape(len(values), -1), kept["whole"].reshape(len(values), -1) > 0.0


def paired(number: Number, arms: Sequence[Seen], statistic: Callable[[Floats, Floats], float]) -> Floats:
    """Return a statistic of two arms' people who were there throughout, seed by seed."""
    groups: list[list[Floats]] = []
    for arm in arms:
        values, whole = person_means(arm, number.variable, number.window)
        if arm.arm.among:
            whole &= arm.arrays(chosen_of(number, arm))["among"].reshape(whole.shape) > 0.0
        groups.append([run[there] for run, there in zip(values, whole, strict=True)])
    return np.array([statistic(there, here) for there, here in zip(*groups, strict=True)])


def correlations(seen: Seen, one: str, first: Window, two: str, second: Window) -> Floats:
    """Return the correlation of two variables over people who were there throughout both windows."""
    xs, there = person_means(seen, one, first)
    ys, here = person_means(seen, two, second)
    both = there & here & _same(seen, one, first, two, second)
    return np.array([statistics.correlation(x[kept], y[kept]) for x, y, kept in zip(xs, ys, both, strict=True)])


def _same(seen: Seen, one: str, first: Window, two: str, second: Window) -> Mask:
    """Tell where the same person sits in two windows."""
    sitting = [seen.arrays(People(name, window))["occupant"] for name, window in ((one, first), (two, second))]
    return (sitting[0] == sitting[1]).reshape(seen.replications, -1)


def ends(number: Number, seen: Seen) -> list[tuple[Floats, Floats]]:
    """Return a variable in the first and in the last window, of those who were there in both, seed by seed."""
    early, there = person_means(seen, number.variable, number.window)
    late, here = person_means(seen, number.variable, number.other_window)
    both = there & here & _same(seen, number.variable, number.window, number.variable, number.other_window)
    return [(one[kept], two[kept]) for one, two, kept in zip(early, late, both, strict=True)]


def team_correlations(number: Number, seen: Seen, variable: str) -> Floats:
    """Return the correlation over teams of a variable with the number's other one."""
    xs, ys = (
        team_means(seen, name, window)
        for name, window in ((variable, number.window), (number.other, number.other_window))
    )
    return np.array([statistics.correlation(x, y) for x, y in zip(xs, ys, strict=True)])


def team_means(seen: Seen, variable: str, window: Window) -> Floats:
    """Return the mean of a variable over the people and weeks of each team: replications, teams."""
    kept = seen.arrays(People(variable, window))
    first = np.unique(seen.team_of_seat, return_index=True)[1]
    sums, weeks = (np.add.reduceat(kept[name][:, 0], first, axis=1) for name in ("sum", "weeks"))
    return statistics.ratio(sums, weeks)


def firm_means(seen: Seen, variable: str, window: Window) -> Floats:
    """Return the mean of a variable over the people and weeks of each firm: replications, firms."""
    kept = seen.arrays(People(variable, window))
    return statistics.ratio(kept["sum"].sum(axis=2), kept["weeks"].sum(axis=2))


def of_the_arm(number: Number, seen: Seen) -> Mask:
    """Tell which managers the arm is about: replications, managers."""
    kept = seen.arrays(managers_of(number, seen))
    chosen = np.ones((seen.replications, len(seen.plan.teams)), dtype=bool)
    for name, low, high in bounds(seen):
        chosen &= (kept[name][:, 0] >= low) & (kept[name][:, 0] <= high)
    return chosen


def percent_below(values: Floats, chosen: Mask, number: Number) -> Floats:
    """Return the percentage of the chosen whose value lies below the number's cut-off: replications."""
    return 100.0 * statistics.ratio((chosen & (values < cut_off(number))).sum(axis=1), chosen.sum(axis=1))


def cut_off(number: Number) -> float:
    """Return the cut-off of a number: a frozen constant of the outcomes of managing, or the negative of one."""
    name = number.below.removeprefix("-")
    value = float(getattr(managing, name))
    return -value if number.below.startswith("-") else value


def careers(seen: Seen) -> Floats:
    """Return quits and exposure by month of tenure, one behind the other: replications, 2 x months."""
    kept = seen.arrays(Careers())
    return np.concatenate([kept["quits"].sum(axis=1), kept["exposure"].sum(axis=1)], axis=1)
