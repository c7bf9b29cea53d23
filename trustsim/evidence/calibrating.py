"""``calibrate``: the model's free parameters to the published numbers, or the baseline to a company's own numbers.

Only numbers of the role ``calibrate`` are asked for; those of the role ``validate`` are never run here. Each run has
a seed of its own, and none that of the evidence.
"""

from __future__ import annotations

import math
import os
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal, overload

import numpy as np

from trustsim.evidence.findings import measuring
from trustsim.evidence.findings.targets import Target, load_targets
from trustsim.results.plain import as_json, plain_rows
from trustsim.studies import calibration
from trustsim.studies.calibration import Calibration, FreeInput, Problem, fit, free_input
from trustsim.studies.calibration.ranking import distances, misses
from trustsim.studies.company_data import CompanyCalibration, calibrate_company

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

Progress = Callable[[int, int], None]

#: Runs of the model's own calibration, and seeds and people of each arm in a run.
RUNS, REPLICATIONS, EMPLOYEES = 1_000, 1, 500
#: Numbers that a few hundred people cannot show even on average, such as the month of a maximum: so many seeds at
#: least, of the arm's own size.
MANY: Mapping[str, int] = {"Q02a": 8, "Q02b": 8, "B02": 8}
#: Run k has the seed of this plus k, far from the evidence's own.
FIRST_SEED = 100_000_000
#: Seeds of the check of what is to be taken over, in a run of this number.
CHECKS, FRESH = 10, 50_000_000
#: The scale on which a statistic is compared.
SCALES: Mapping[str, Literal["linear", "log", "logit"]] = {
    "pct": "logit", "ratio": "log", "odds_ratio": "log", "months": "log",
}  # fmt: skip
#: What is added before a log is taken, lest few people or few quits have none: half a percent; a ratio of a twentieth.
FLOORS: Mapping[str, float] = {"logit": 0.5, "log": 0.05, "linear": 0.0}


@overload
def calibrate(
    data: None = None,
    *,
    known: None = None,
    runs: int | None = None,
    seed: int = 1,
    store: str | os.PathLike[str] | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> ModelCalibration: ...


@overload
def calibrate(
    data: str | os.PathLike[str],
    *,
    known: Mapping[str, Any] | None = None,
    runs: int | None = None,
    seed: int = 1,
    store: str | os.PathLike[str] | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> CompanyCalibration: ...


def calibrate(
    data: str | os.PathLike[str] | None = None,
    *,
    known: Mapping[str, Any] | None = None,
    runs: int | None = None,
    seed: int = 1,
    store: str | os.PathLike[str] | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> ModelCalibration | CompanyCalibration:
    """Calibrate the baseline to a company's own numbers; without any, the model's free parameters to published ones.

    Args:
        data: a CSV file of a company's numbers (docs/calibration.md has the format); None takes the published
            numbers of the role ``calibrate``, which takes hours.
        known: with data, values by dotted path that hold for this company, such as its policy; they are not free.
        runs: how often the model is run: 50 for each free input of a company and at least 300, 1,000 of the model.
        seed: where the luck starts.
        store: a folder that keeps every run, so that a calibration that was broken off goes on there.
        threads: how many threads; as many as there are processors if None. No digit depends on it.
        progress: called with (runs done, runs in all).

    Returns:
        ``CompanyCalibration`` (its ``save`` writes a scenario) or ``ModelCalibration``: the fit, the posterior of the
        inputs with intervals and shrinkage, and what the numbers do not tell.

    Raises:
        InputError: the data are wrong, or there are too few runs.
        StoreError: the store is of another calibration.
        Interrupted: somebody stopped it; what was finished is in the store.
    """
    if data is not None:
        return calibrate_company(
            data, known=known, runs=runs, seed=seed, store=store, threads=threads, progress=progress
        )
    return calibrate_to_evidence(runs=runs or RUNS, seed=seed, store=store, threads=threads, progress=progress)


@dataclass(frozen=True)
class ModelCalibration:
    """What the published numbers say of the model's free parameters.

    Attributes:
        calibration: the fit, the posterior, what the numbers do not tell.
        values: by path what the defaults should be; the others stay as they are.
        again: the numbers in fresh runs at these values, by name.
    """

    calibration: Calibration
    values: Mapping[str, float]
    again: Mapping[str, calibration.Measured]

    @property
    def fit(self) -> pd.DataFrame:
        """``Calibration.fit`` with ``again`` and ``again_error``, the numbers in fresh runs, and ``met`` by them."""
        table = self.calibration.fit.rename(columns={"met": "met_at_best"})
        found = [self.again[str(name)] for name in table["name"]]
        met = [target.met(one.value) for target, one in zip(self.calibration.problem.targets, found, strict=True)]
        return table.assign(again=[one.value for one in found], again_error=[one.error for one in found], met=met)

    def plot(self) -> Figure:
        """Return a figure: the numbers, published and simulated; the parameters, before and after."""
        from trustsim.plots import calibration_figure

        numbers = self.fit.drop(columns="simulated").rename(columns={"target": "measured", "again": "simulated"})
        seen = f"{int(numbers['met'].sum())} of {len(numbers)} numbers are reproduced in fresh runs"
        title = "The model's free parameters, calibrated to published numbers"
        return calibration_figure(numbers, self.calibration.inputs, (title, f"{seen}; {self.calibration.caption}"))

    @property
    def lines(self) -> list[str]:
        """For each free parameter which default becomes which, by file, and whether the numbers tell it."""
        lines = []
        for free in self.calibration.problem.inputs:
            _, mechanism, name = free.path.split(".")
            after = f" -> {self.values[free.path]:g}" if free.path in self.values else ", as it is"
            doubt = "" if free.path not in self.calibration.unidentified else " (not told)"
            lines.append(f"trustsim/model/mechanisms/{mechanism}.py  {name}  {free.default:g}{after}{doubt}")
        return lines

    def to_dict(self) -> dict[str, Any]:
        """Return everything but the runs as plain values."""
        return self.calibration.to_dict() | {"fit": plain_rows(self.fit), "values": dict(self.values)}

    def to_json(self) -> str:
        """Return ``to_dict`` as text."""
        return as_json(self.to_dict())

    def __repr__(self) -> str:
        return f"<ModelCalibration: {self.calibration.caption}>"


def calibrate_to_evidence(
    *,
    runs: int = RUNS,
    replications: int = REPLICATIONS,
    employees: int | None = EMPLOYEES,
    seed: int = 1,
    store: str | os.PathLike[str] | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> ModelCalibration:
    """Calibrate the free parameters of ``calibration.toml`` to the published numbers of the role ``calibrate``.

    Args:
        runs: how often all arms are run, at other values each time.
        replications: seeds of each arm in a run.
        employees: people of an arm at most; the arm's own number if None.
        seed: where the luck of the calibration starts.
        store: a folder that keeps every run; a calibration that was broken off goes on there.
        threads: how many threads.
        progress: called with (runs done, runs in all).

    Raises:
        InputError: there are too few runs for the free parameters.
        StoreError: the store is of another calibration, or cannot be written.
        Interrupted: somebody stopped it; what was finished is in the store.
    """
    problem = evidence_problem()
    bench = Bench(problem.names, replications, employees, seed, threads)
    found = fit(problem, bench, runs=runs, seed=seed, store=store, progress=progress)
    return checked(found, replace(bench, replications=CHECKS))


def checked(found: Calibration, fresh: calibration.Simulator) -> ModelCalibration:
    """Return the calibration with the values to take over: those that do best in fresh runs, all on the same seeds.

    Tried are posterior means and the best point, each with what is not told held as it is, and the best point whole; of
    equals the first is taken.
    """
    told = [path for path in found.problem.paths if path not in found.unidentified]
    best = {path: float(f"{value:.3g}") for path, value in found.best.items()}
    means = found.settled({free.path: free.default for free in found.problem.inputs})
    tried = [values for values in (means, {path: best[path] for path in told}, best) if values]
    seen = [fresh(values, FRESH) for values in tried]
    numbers = np.array([found.problem.numbers(one) for one in seen])
    missed, distance = misses(found.problem, numbers), distances(found.problem, numbers)
    first = min(
        range(len(tried)),
        key=lambda place: (missed[place], distance[place] if np.isfinite(distance[place]) else np.inf),
    )
    return ModelCalibration(found, tried[first], seen[first])


@dataclass(frozen=True)
class Bench:
    """Runs the arms of some published numbers at given values: the simulator of the calibration."""

    rows: Sequence[str]
    replications: int
    employees: int | None
    seed: int
    threads: int | None = None

    def __call__(self, values: Mapping[str, float], number: int) -> dict[str, calibration.Measured]:
        """Return the numbers at some values, on seeds that belong to the run of this number."""
        found = self._measure([row for row in self.rows if row not in MANY], values, number, 1, self.employees)
        for seeds in sorted(set(MANY.values())):
            rows = [row for row in self.rows if MANY.get(row) == seeds]
            found |= self._measure(rows, values, number, seeds, None)
        return found

    def _measure(
        self, rows: Sequence[str], values: Mapping[str, float], number: int, least: int, employees: int | None
    ) -> dict[str, calibration.Measured]:
        if not rows:
            return {}
        found = measuring.measure(
            rows, values, replications=max(least, self.replications), employees=employees,
            seed=FIRST_SEED * self.seed + number, threads=self.threads,
        )  # fmt: skip
        return {one.target.id: calibration.Measured(one.simulated, _error(one.values)) for one in found}


def _error(values: Any) -> float:
    """Return the standard error of the mean of one value a seed."""
    return float(values.std(ddof=1) / math.sqrt(len(values))) if len(values) > 1 else math.nan


def evidence_problem() -> Problem:
    """Return free parameters and published numbers of the role ``calibrate``, as a calibration is asked them."""
    numbers = [target for target in load_targets() if target.role == "calibrate"]
    return Problem(free_parameters(), tuple(_as_target(number) for number in numbers))


def _as_target(number: Target) -> calibration.Target:
    # a percentage of one arm is a share; set against another arm it is a change, which has no upper end
    change = number.statistic == "pct" and number.arm_b
    scale = "log" if change else SCALES.get(number.statistic, "linear")
    text = f"{number.mechanism}: {number.outcome}"
    return calibration.Target(
        number.id, number.value, number.low, number.high, number.statistic, text, scale, FLOORS[scale]
    )


def free_parameters() -> tuple[FreeInput, ...]:
    """Return the parameters that are free when the model is calibrated, with range and reason; they start as shipped.

    Raises:
        InputError: a path or a range is not the model's.
    """
    text = files("trustsim.evidence").joinpath("calibration.toml").read_text(encoding="utf-8")
    free = (
        free_input(row["path"], f"{', '.join(row['rows'])}: {row['reason']}", row["low"], row["high"])
        for row in tomllib.loads(text)["free"]
    )
    return tuple(replace(one, start=one.default) for one in free)
